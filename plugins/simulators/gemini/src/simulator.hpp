// The simulated Gemini service: content generation, token counting and models, over HTTP.
#pragma once
#include <aitb/simulator.hpp>
#include <boost/json/value.hpp>

#include <memory>
#include <string>

#include <sim_kit/stage.hpp>
#include "models.hpp"
#include "options.hpp"
#include "tokens.hpp"

namespace gemini_simulator {

/// What serve() answers with: a finished body, or a plan of one.
class Answer {
 public:
  Answer() = default;
  int status = 200;
  bool sse = false;
  aitb::Headers headers;
  std::string body;
  std::unique_ptr<GeminiPlan> plan;
};

class GeminiSimulator final : public aitb::Simulator, public aitb::HttpService {
 public:
  using Options = gemini_simulator::Options;
  GeminiSimulator(Options options, aitb::Context& context);

  void* face(std::string_view face_id) noexcept override;
  std::string base_path() const override { return "/v1beta"; }
  std::string key() const override;
  aitb::task<> serve(aitb::ServerRequest request, aitb::Responder& responder) override;

 private:
  Answer answer(const aitb::ServerRequest& request);
  void route(const aitb::ServerRequest& request, Answer& answer);
  std::string authorize(const aitb::ServerRequest& request);
  void act(const aitb::ServerRequest& request, std::string_view model, std::string_view method,
           const std::string& key, Answer& answer);
  void generate(const aitb::ServerRequest& request, const boost::json::object& body, std::string_view model,
                bool stream, const std::string& key, Answer& answer);
  void count(const boost::json::object& body, std::string_view model, Answer& answer);

  Options options_;
  Models models_;
  sim_kit::Stage stage_;
};

}  // namespace gemini_simulator
