// The simulated OpenAI service, over HTTP: finds the endpoint, and plays what it answers.
#pragma once
#include <aitb/simulator.hpp>

#include <string>

#include "answer.hpp"
#include "desk.hpp"
#include "media_endpoints.hpp"
#include "responses_endpoint.hpp"

namespace openai_simulator {

class OpenAiSimulator final : public aitb::Simulator, public aitb::HttpService {
 public:
  using Options = openai_simulator::Options;
  OpenAiSimulator(Options options, aitb::Context& context);

  void* face(std::string_view face_id) noexcept override;
  std::string base_path() const override { return desk_.dialect == Dialect::deepseek ? "" : "/v1"; }
  std::string key() const override;
  aitb::task<> serve(aitb::ServerRequest request, aitb::Responder& responder) override;

 private:
  Answer answer(const aitb::ServerRequest& request);
  void route(const aitb::ServerRequest& request, Answer& made);
  bool tell(const aitb::ServerRequest& request, std::string_view path, Answer& made);

  Desk desk_;
  ResponsesEndpoint responses_;
  MediaEndpoints media_;
};

}  // namespace openai_simulator
