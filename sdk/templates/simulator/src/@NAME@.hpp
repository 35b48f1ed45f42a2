// A simulator: a server that speaks a service's protocol, for runs without keys.
#pragma once
#include <string>

#include <aitb/config.hpp>
#include <aitb/context.hpp>
#include <aitb/provider.hpp>
#include <aitb/simulator.hpp>

namespace @NAMESPACE@ {

/// Answers POST /chat with JSON lines: one word a line, then the end line.
class @CLASS@ final : public aitb::Simulator, public aitb::HttpService {
 public:
  struct Options {
    std::string answer = "This is an answer";
    aitb::Distribution word_gap_ms{10};
  };
  @CLASS@(Options options, aitb::Context& context);

  void* face(std::string_view wanted) noexcept override { return aitb::offer<aitb::HttpService>(*this, wanted); }
  std::string base_path() const override { return ""; }
  std::string key() const override { return ""; }
  aitb::task<> serve(aitb::ServerRequest request, aitb::Responder& responder) override;

 private:
  aitb::task<> answer(aitb::Responder& responder);

  Options options_;
  aitb::Clock& clock_;
  aitb::Random random_;
};

aitb::FieldTable fields(@CLASS@::Options& options);

}  // namespace @NAMESPACE@
