// The simulated OpenAI service: chat completions and models, over HTTP.
#pragma once
#include <aitb/context.hpp>
#include <aitb/net.hpp>
#include <aitb/simulator.hpp>

#include <memory>
#include <string>

#include "answer_stream.hpp"
#include "fault_rules.hpp"
#include "models.hpp"
#include "options.hpp"
#include "planner.hpp"
#include "plugins/common/truth/truth.hpp"
#include "rate_limit.hpp"

namespace openai_simulator {

/// What serve() answers with: a finished body, or a plan of one.
class Answer {
 public:
  Answer() = default;
  int status = 200;
  aitb::Headers headers;
  std::string body;
  std::unique_ptr<Plan> plan;
};

class OpenAiSimulator final : public aitb::Simulator, public aitb::HttpService {
 public:
  using Options = openai_simulator::Options;
  OpenAiSimulator(Options options, aitb::Context& context);
  ~OpenAiSimulator() override;

  void* face(std::string_view face_id) noexcept override;
  std::string base_path() const override { return "/v1"; }
  std::string key() const override;
  aitb::task<> serve(aitb::ServerRequest request, aitb::Responder& responder) override;

 private:
  Answer answer(const aitb::ServerRequest& request);
  void route(const aitb::ServerRequest& request, Answer& answer);
  void chat(const aitb::ServerRequest& request, std::string_view key, Answer& answer);
  Plan new_plan(const aitb::ServerRequest& request);
  aitb::task<> stream(std::unique_ptr<Plan> plan, aitb::Headers headers, aitb::Responder& responder);
  aitb::task<> whole(std::unique_ptr<Plan> plan, aitb::Headers headers, aitb::Responder& responder);
  bool write_piece(AnswerStream& answer, std::uint32_t number, std::uint32_t& index,
                   aitb::Responder& responder);

  Options options_;
  aitb::Clock& clock_;
  aitb::Executor executor_;
  aitb::Log& log_;
  Models models_;
  Planner planner_;
  RateLimit limits_;
  FaultRules faults_;
  Pace pace_;
  aitb::Random timing_, ids_;
  std::uint64_t requests_ = 0;
  std::size_t running_ = 0;
  std::unique_ptr<truth::Writer> truth_;
  std::string scratch_;  ///< the event being written; shared, because nothing waits while it is in use
};

}  // namespace openai_simulator
