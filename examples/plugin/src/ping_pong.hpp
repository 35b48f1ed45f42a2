// A user who says a word and then always says back what was answered.
#pragma once
#include <string>
#include <vector>

#include <aitb/config.hpp>
#include <aitb/context.hpp>
#include <aitb/scenario.hpp>

namespace acme {

class PingPong final : public aitb::Scenario {
 public:
  struct Options {
    std::string model = "acme-1";
    std::string first_word = "ping";
    int rounds = 3;
  };
  PingPong(Options options, aitb::Context& context);

  std::vector<aitb::Need> needs() const override;
  aitb::task<> run(aitb::Session& session) override;

 private:
  Options options_;
};

aitb::FieldTable fields(PingPong::Options& options);

}  // namespace acme
