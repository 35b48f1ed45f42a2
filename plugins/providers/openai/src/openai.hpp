// The provider of OpenAI and of every service that speaks its chat protocol.
#pragma once
#include <aitb/context.hpp>
#include <aitb/net.hpp>
#include <aitb/provider.hpp>

#include <memory>
#include <string>

#include "errors.hpp"
#include "json_scratch.hpp"
#include "options.hpp"

namespace openai {

/// One a lane; connections are kept and shared by the lane's sessions.
class OpenAi final : public aitb::Provider, public aitb::Chat {
 public:
  using Options = openai::Options;
  OpenAi(Options options, aitb::Context& context);

  void* face(std::string_view face_id) noexcept override { return aitb::offer<aitb::Chat>(*this, face_id); }
  aitb::task<> send(aitb::ChatRequest request, aitb::Exchange& out) override;

 private:
  aitb::HttpRequest http_request(const aitb::ChatRequest& request) const;
  aitb::task<> read_stream(aitb::HttpResponse& response, aitb::Exchange& out);
  aitb::task<> read_whole(aitb::HttpResponse& response, aitb::Exchange& out);

  Options options_;
  Peer peer_;
  std::string url_;
  std::unique_ptr<aitb::HttpClient> client_;
  JsonScratch scratch_;
};

}  // namespace openai
