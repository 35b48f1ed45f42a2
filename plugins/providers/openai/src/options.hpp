// What YAML can say about a service that speaks OpenAI's chat protocol.
#pragma once
#include <aitb/config.hpp>

#include <map>
#include <string>

namespace openai {

struct Options {
  std::string base_url = "https://api.openai.com/v1";
  std::string api_key;
  std::string auth = "bearer";
  std::string organization, project;
  std::map<std::string, std::string> headers;
  std::map<std::string, std::string> query;
  std::string ca_file, proxy, transport;
  bool verify_tls = true;
  bool http2 = false;
  bool stream_usage = true;
  std::string max_tokens_field = "max_completion_tokens";
  std::string send_reasoning = "never";
  boost::json::object extra;
};

aitb::FieldTable fields(Options& options);

}  // namespace openai
