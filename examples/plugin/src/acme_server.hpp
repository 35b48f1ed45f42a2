// Stands in for Acme's service: says every word back, one line a word.
#pragma once
#include <string>

#include <aitb/config.hpp>
#include <aitb/context.hpp>
#include <aitb/provider.hpp>
#include <aitb/simulator.hpp>

namespace acme {

class AcmeServer final : public aitb::Simulator, public aitb::HttpService {
 public:
  struct Options {
    aitb::Distribution word_gap_ms{5};
  };
  AcmeServer(Options options, aitb::Context& context);

  void* face(std::string_view wanted) noexcept override {
    return aitb::offer<aitb::HttpService>(*this, wanted);
  }
  std::string base_path() const override { return ""; }
  std::string key() const override { return "acme-test-key"; }
  aitb::task<> serve(aitb::ServerRequest request, aitb::Responder& responder) override;

 private:
  aitb::task<> say_back(std::string said, aitb::Responder& responder);

  Options options_;
  aitb::Clock& clock_;
  aitb::Random random_;
};

aitb::FieldTable fields(AcmeServer::Options& options);

}  // namespace acme
