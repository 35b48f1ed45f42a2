// The provider of Anthropic's Messages API.
#pragma once
#include <aitb/config.hpp>
#include <aitb/context.hpp>
#include <aitb/provider.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "service/connection.hpp"
#include "service/json_scratch.hpp"
#include "service/peer.hpp"

namespace anthropic {

struct Options {
  std::string base_url = "https://api.anthropic.com";
  std::string api_key;
  std::string version = "2023-06-01";
  std::vector<std::string> beta;
  std::int64_t max_tokens = 4096;
  std::string thinking;
  std::int64_t thinking_budget = 2048;
  std::map<std::string, std::string> headers;
  boost::json::object extra;
  service::Connection connection;
};
aitb::FieldTable fields(Options& options);

/// One a lane; connections are kept and shared by the lane's sessions.
class Anthropic final : public aitb::Provider, public aitb::Chat {
 public:
  using Options = anthropic::Options;
  Anthropic(Options options, aitb::Context& context);

  void* face(std::string_view face_id) noexcept override { return aitb::offer<aitb::Chat>(*this, face_id); }
  aitb::task<> send(aitb::ChatRequest request, aitb::Exchange& out) override;

 private:
  aitb::HttpRequest http_request(const aitb::ChatRequest& request) const;

  Options options_;
  service::Peer peer_;
  std::string url_;
  std::unique_ptr<aitb::HttpClient> client_;
  service::JsonScratch scratch_;
};

}  // namespace anthropic
