// A conversation: the prompts of a list, one after the other, with or without history.
#pragma once
#include <aitb/config.hpp>
#include <aitb/scenario.hpp>

#include <optional>
#include <string>
#include <vector>

namespace chat {

struct Options {
  std::string model = "gpt-5-mini";
  std::vector<std::string> prompts{"Hello! Please introduce yourself in two sentences."};
  std::string system_prompt;
  bool stream = false;
  std::optional<int> max_turns;
  bool keep_history = true;
  std::optional<double> temperature, top_p;
  std::optional<std::int64_t> max_tokens, seed;
  std::vector<std::string> stop;
  std::string reasoning_effort;
  boost::json::object extra;
};

aitb::FieldTable fields(Options& options);

/// One session is one conversation. It ends at the first prompt that gets no answer: what follows would have
/// another history, so other sizes, than the plan says.
class ChatScenario final : public aitb::Scenario {
 public:
  using Options = chat::Options;
  ChatScenario(Options options, aitb::Context& context);

  std::vector<aitb::Need> needs() const override;
  aitb::task<> run(aitb::Session& session) override;

 private:
  std::vector<aitb::Message> opening() const;
  aitb::task<aitb::Reply> ask(aitb::Session& session, std::vector<aitb::Message> messages) const;
  aitb::ChatRequest request(std::vector<aitb::Message> messages) const;
  std::size_t turns() const noexcept;

  Options options_;
};

}  // namespace chat
