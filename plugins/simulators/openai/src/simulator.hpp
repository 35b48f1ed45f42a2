// The simulated OpenAI service: chat completions and models, over HTTP.
#pragma once
#include <aitb/context.hpp>
#include <aitb/net.hpp>
#include <aitb/simulator.hpp>

#include <memory>
#include <string>

#include <sim_kit/stage.hpp>
#include "chunk_writer.hpp"
#include "dialect.hpp"
#include "models.hpp"
#include "options.hpp"

namespace openai_simulator {

/// What serve() answers with: a finished body, or a plan of one.
class Answer {
 public:
  Answer() = default;
  int status = 200;
  aitb::Headers headers;
  std::string body;
  std::unique_ptr<ChatPlan> plan;
};

class OpenAiSimulator final : public aitb::Simulator, public aitb::HttpService {
 public:
  using Options = openai_simulator::Options;
  OpenAiSimulator(Options options, aitb::Context& context);

  void* face(std::string_view face_id) noexcept override;
  std::string base_path() const override { return dialect_ == Dialect::deepseek ? "" : "/v1"; }
  std::string key() const override;
  aitb::task<> serve(aitb::ServerRequest request, aitb::Responder& responder) override;

 private:
  Answer answer(const aitb::ServerRequest& request);
  void route(const aitb::ServerRequest& request, Answer& answer);
  void chat(const aitb::ServerRequest& request, std::string_view key, Answer& answer);
  std::string new_id();
  void limit(const aitb::ServerRequest& request, std::string_view used, std::int64_t tokens,
             aitb::Headers& headers);
  std::int64_t cached_tokens(const sim_kit::Ask& ask);
  const sim_kit::Do* follow_script(const sim_kit::Ask& ask);
  aitb::task<> stream(std::unique_ptr<ChatPlan> plan, aitb::Headers headers, aitb::Responder& responder);
  aitb::task<> whole(std::unique_ptr<ChatPlan> plan, aitb::Headers headers, aitb::Responder& responder);

  std::string_view authorize_and_inject(const aitb::ServerRequest& request);

  Options options_;
  Dialect dialect_;
  Models models_;
  sim_kit::Stage stage_;
};

}  // namespace openai_simulator
