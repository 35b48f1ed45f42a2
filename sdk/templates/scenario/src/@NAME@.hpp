// A scenario: what a user does in one session, whoever the provider is.
#pragma once
#include <string>
#include <vector>

#include <aitb/config.hpp>
#include <aitb/context.hpp>
#include <aitb/scenario.hpp>

namespace @NAMESPACE@ {

/// Asks the questions one after the other; each answer is part of the next request.
class @CLASS@ final : public aitb::Scenario {
 public:
  struct Options {
    std::string model = "gpt-5-mini";
    bool stream = true;
    std::vector<std::string> questions;
  };
  @CLASS@(Options options, aitb::Context& context);

  std::vector<aitb::Need> needs() const override;
  aitb::task<> run(aitb::Session& session) override;

 private:
  Options options_;
};

aitb::FieldTable fields(@CLASS@::Options& options);

}  // namespace @NAMESPACE@
