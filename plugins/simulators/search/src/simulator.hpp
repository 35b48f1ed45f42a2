// The simulated search engines, all three at one address, each under its own path.
#pragma once
#include <aitb/context.hpp>
#include <aitb/net.hpp>
#include <aitb/simulator.hpp>

#include <memory>
#include <sim_kit/fault_rules.hpp>
#include <sim_kit/rate_limit.hpp>

#include "answer.hpp"
#include "options.hpp"

namespace search_simulator {

class SearchSimulator final : public aitb::Simulator, public aitb::HttpService {
 public:
  using Options = search_simulator::Options;
  SearchSimulator(Options options, aitb::Context& context);

  void* face(std::string_view face_id) noexcept override;
  std::string base_path() const override { return {}; }
  std::string key() const override;
  aitb::task<> serve(aitb::ServerRequest request, aitb::Responder& responder) override;

 private:
  Answer answer(const aitb::ServerRequest& request, double latency_sec);
  Answer page(Engine engine, const aitb::ServerRequest& request, double latency_sec);
  Answer refuse(Engine engine, const Refusal& refusal);
  void admit(Engine engine, const aitb::ServerRequest& request, const Call& call);

  Options options_;
  sim_kit::Options fault_options_;
  aitb::Clock& clock_;
  Corpus corpus_;
  sim_kit::FaultRules faults_;
  std::shared_ptr<sim_kit::RateLimit> limit_;
  aitb::Random timing_, ids_;
  sim_kit::Standing standing_;  ///< of the request being answered, for Brave's headers
};

}  // namespace search_simulator
