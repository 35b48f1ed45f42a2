// Agents that take messages as A2A 0.3 says, by JSON-RPC over HTTP, with streams by server-sent events.
#pragma once
#include <aitb/context.hpp>
#include <aitb/net.hpp>
#include <aitb/simulator.hpp>

#include <memory>
#include <sim_kit/fault_rules.hpp>
#include <sim_kit/rate_limit.hpp>

#include "call.hpp"
#include "options.hpp"
#include "wire.hpp"

namespace a2a_simulator {

class A2aSimulator final : public aitb::Simulator, public aitb::HttpService {
 public:
  using Options = a2a_simulator::Options;
  A2aSimulator(Options options, aitb::Context& context);

  void* face(std::string_view face_id) noexcept override;
  std::string base_path() const override { return {}; }
  std::string key() const override;
  aitb::task<> serve(aitb::ServerRequest request, aitb::Responder& responder) override;

 private:
  /// What is answered at once; nullopt: the call is to be worked on.
  struct Instead;
  std::unique_ptr<Instead> refuse(const aitb::ServerRequest& request);
  Task begin(const Call& call);
  boost::json::object look(const Call& call, bool cancel);
  aitb::task<> stream(Call call, aitb::Responder& responder);
  aitb::task<> whole(Call call, aitb::Responder& responder);
  std::string timestamp() const;

  Options options_;
  sim_kit::Options fault_options_;
  aitb::Clock& clock_;
  sim_kit::FaultRules faults_;
  std::shared_ptr<sim_kit::RateLimit> limit_;
  std::shared_ptr<Tasks> tasks_;
  aitb::Random timing_, ids_;
};

}  // namespace a2a_simulator
