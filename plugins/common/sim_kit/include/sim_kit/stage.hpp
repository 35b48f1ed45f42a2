// What one lane of a simulator answers with: plans made by rule and seed, played at their times.
#pragma once
#include <aitb/context.hpp>
#include <aitb/http_server.hpp>
#include <aitb/net.hpp>

#include <memory>
#include <string>

#include <sim_kit/answer_stream.hpp>
#include <sim_kit/fault_rules.hpp>
#include <sim_kit/planner.hpp>
#include <sim_kit/rate_limit.hpp>
#include <sim_kit/script.hpp>
#include "plugins/common/truth/truth.hpp"

namespace sim_kit {

/// A comment or event that a service sends while nothing is generated yet.
class KeepAlive {
 public:
  KeepAlive() = default;
  KeepAlive(std::string what, aitb::Duration each) : text(std::move(what)), every(each) {}
  std::string text;
  aitb::Duration every{};
};

/// Owned by a simulator, beside the options, which outlive it. [lane]
class Stage {
 public:
  Stage(const Options& options, Style style, aitb::Context& context);
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  /// Draws the times of a planned answer: its first piece, and the stream of its further ones.
  void schedule(Plan& plan, const aitb::ServerRequest& request, const Do* scripted);
  /// When a whole answer is due: with its last token.
  aitb::Instant whole_due(Plan& plan) const;
  /// When an answer of so many tokens is due that is no chat.
  aitb::Instant due_after(const aitb::ServerRequest& request, std::uint32_t tokens, const Do* scripted);
  aitb::task<> stream(std::unique_ptr<Plan> plan, std::unique_ptr<EventWriter> writer, aitb::Headers headers,
                      aitb::Responder& responder);
  aitb::task<> sleep_until(aitb::Instant due);
  /// A whole answer at its time; with a keep-alive, blank lines come before it while it takes long.
  aitb::task<> reply_at(aitb::Instant due, aitb::Headers headers, std::string body,
                        aitb::Responder& responder);
  /// A body in pieces, the first at `first`, each further one an inter-token time later.
  aitb::task<> pour(aitb::Instant first, std::size_t piece, aitb::Headers headers, std::string body,
                    aitb::Responder& responder);

  const Pace& pace() const noexcept { return pace_; }
  aitb::Clock& clock() noexcept { return clock_; }

 private:
  class Playing;
  aitb::Random next_timing();
  aitb::task<> wait_alive(aitb::Instant due, std::string sign, aitb::Responder& responder);

  const Options& options_;
  aitb::Clock& clock_;
  aitb::Executor executor_;
  aitb::Log& log_;
  Pace pace_;
  aitb::Random timing_;
  std::uint64_t requests_ = 0;
  std::size_t running_ = 0;
  std::unique_ptr<truth::Writer> truth_;
  std::string scratch_;  ///< the event being written; shared, because nothing waits while it is in use

 public:
  Planner planner;
  Script script;
  FaultRules faults;
  std::shared_ptr<RateLimit> limits;  ///< of all lanes
  aitb::Random ids;                   ///< differs between lanes and runs, whatever the seed
  KeepAlive keep_alive;
};

aitb::Duration milliseconds(double ms);

}  // namespace sim_kit
