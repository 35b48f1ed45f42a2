// What YAML says of an agent: its model, its task, its tools and how far it may go.
#pragma once
#include <aitb/config.hpp>

#include <optional>
#include <string>
#include <vector>

namespace agent {

struct Options {
  std::string model = "gpt-5-mini";
  std::vector<std::string> prompts{"What can you do with your tools? Try one of them."};
  std::string system_prompt =
      "You are an agent with tools. Use them where they help, then answer in a few sentences from what they "
      "gave.";
  std::string tools_provider = "mcp";
  std::string server_group = "general";
  std::vector<std::string> tools;
  int max_tool_calls = 10;
  std::optional<bool> parallel_tool_calls;
  std::uint64_t max_result_bytes = 0;
  bool stream = false;
  bool keep_history = false;
  std::optional<double> temperature;
  std::optional<std::int64_t> max_tokens;
  std::string reasoning_effort;
  boost::json::object extra;
};
aitb::FieldTable fields(Options& options);

// The same with other defaults, each a type of its own.
struct ShoppingOptions : Options {
  ShoppingOptions();
};
struct WebSearchOptions : Options {
  WebSearchOptions();
};
struct GeneralOptions : Options {
  GeneralOptions();
};

}  // namespace agent
