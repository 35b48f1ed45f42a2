// A provider: how one service is asked, and how its answers are read.
#pragma once
#include <memory>
#include <string>

#include <aitb/config.hpp>
#include <aitb/context.hpp>
#include <aitb/net.hpp>
#include <aitb/provider.hpp>

namespace @NAMESPACE@ {

/// Speaks JSON lines over HTTP: POST BASE_URL/chat, one object a line ({"text": …} and at last {"end": …}).
class @CLASS@ final : public aitb::Provider, public aitb::Chat {
 public:
  struct Options {
    std::string base_url = "http://127.0.0.1:8000";
    std::string api_key;
  };
  @CLASS@(Options options, aitb::Context& context);

  void* face(std::string_view wanted) noexcept override { return aitb::offer<aitb::Chat>(*this, wanted); }
  aitb::task<> send(aitb::ChatRequest request, aitb::Exchange& out) override;

 private:
  Options options_;
  std::unique_ptr<aitb::HttpClient> client_;
};

/// The options as YAML knows them: key, member, help. Everything else is made from this table.
aitb::FieldTable fields(@CLASS@::Options& options);

}  // namespace @NAMESPACE@
