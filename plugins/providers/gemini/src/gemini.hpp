// The provider of Google's Gemini API (REST, v1beta).
#pragma once
#include <aitb/config.hpp>
#include <aitb/context.hpp>
#include <aitb/media_faces.hpp>
#include <aitb/provider.hpp>

#include <map>
#include <memory>
#include <string>

#include "service/connection.hpp"
#include "service/json_scratch.hpp"
#include "service/peer.hpp"

namespace gemini {

struct Options {
  std::string base_url = "https://generativelanguage.googleapis.com/v1beta";
  std::string api_key, gemini_api_key;
  std::string tool_schema = "json_schema";
  std::optional<std::int64_t> thinking_budget;
  bool include_thoughts = false;
  boost::json::value safety_settings;
  std::map<std::string, std::string> headers;
  boost::json::object extra;
  service::Connection connection;
};
aitb::FieldTable fields(Options& options);

/// One a lane; connections are kept and shared by the lane's sessions.
class Gemini final : public aitb::Provider, public aitb::Chat, public aitb::Embeddings {
 public:
  using Options = gemini::Options;
  Gemini(Options options, aitb::Context& context);

  void* face(std::string_view face_id) noexcept override {
    return aitb::offer<aitb::Chat, aitb::Embeddings>(*this, face_id);
  }
  aitb::task<> send(aitb::ChatRequest request, aitb::Exchange& out) override;
  aitb::task<std::vector<std::vector<float>>> embed(aitb::EmbeddingRequest request,
                                                    aitb::Exchange& out) override;

 private:
  aitb::HttpRequest http_request(const std::string& model, std::string_view method, std::string body) const;
  aitb::task<> read_stream(aitb::HttpResponse& response, aitb::Exchange& out);
  aitb::task<> read_whole(aitb::HttpResponse& response, aitb::Exchange& out);

  Options options_;
  service::Peer peer_;
  std::unique_ptr<aitb::HttpClient> client_;
  service::JsonScratch scratch_;
  bool json_schema_refused_ = false;  // by this server, so it is not offered again
};

}  // namespace gemini
