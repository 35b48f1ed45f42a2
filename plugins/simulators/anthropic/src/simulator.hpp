// The simulated Anthropic service: messages, token counting and models, over HTTP.
#pragma once
#include <aitb/simulator.hpp>

#include <memory>
#include <string>

#include <sim_kit/stage.hpp>
#include "models.hpp"
#include "options.hpp"

namespace anthropic_simulator {

/// What serve() answers with: a finished body, or a plan of one.
class Answer {
 public:
  Answer() = default;
  int status = 200;
  std::string id;
  aitb::Headers headers;
  std::string body;
  std::unique_ptr<sim_kit::Plan> plan;
};

class AnthropicSimulator final : public aitb::Simulator, public aitb::HttpService {
 public:
  using Options = anthropic_simulator::Options;
  AnthropicSimulator(Options options, aitb::Context& context);

  void* face(std::string_view face_id) noexcept override;
  /// Clients of this service add /v1 themselves.
  std::string base_path() const override { return ""; }
  std::string key() const override;
  aitb::task<> serve(aitb::ServerRequest request, aitb::Responder& responder) override;

 private:
  Answer answer(const aitb::ServerRequest& request);
  void route(const aitb::ServerRequest& request, Answer& answer);
  std::string_view authorize(const aitb::ServerRequest& request);
  void message(const aitb::ServerRequest& request, std::string_view key, Answer& answer);
  void count(const aitb::ServerRequest& request, Answer& answer);

  Options options_;
  Models models_;
  sim_kit::Stage stage_;
};

}  // namespace anthropic_simulator
