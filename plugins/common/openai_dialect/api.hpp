// One service of the dialect: where it is, with what key it is asked, and how its refusals are told.
#pragma once
#include <map>
#include <memory>
#include <string>

#include <aitb/context.hpp>
#include <aitb/exchange.hpp>
#include <aitb/http.hpp>

#include "openai_dialect/rules.hpp"
#include "service/connection.hpp"
#include "service/errors.hpp"
#include "service/json_scratch.hpp"

namespace openai_dialect {

using service::Peer;

struct Account {
  std::string base_url;  ///< "{model}" in it is replaced by the model's name
  std::string api_key;
  std::string auth = "bearer";  ///< or "api-key", "none"
  std::string organization, project;
  std::map<std::string, std::string> headers, query;
};

/// One a lane; connections are kept and shared by the lane's sessions.
class Api {
 public:
  Api(Account account, const service::Connection& connection, aitb::Context& context);

  /// A POST to `path` below the base URL, with key and headers.
  aitb::HttpRequest request(std::string_view path, const std::string& model, std::string body,
                            std::string content_type = "application/json");
  /// Returns an answer of status 200, of which nothing has been read yet. Throws Error for every other one.
  aitb::task<aitb::HttpResponse> send(aitb::HttpRequest request, aitb::Exchange& out);
  /// The same with the body read as one string.
  aitb::task<std::string> ask(aitb::HttpRequest request, aitb::Exchange& out);

  const Peer& peer() const noexcept { return peer_; }
  service::JsonScratch& scratch() noexcept { return scratch_; }

 private:
  const std::string& url(std::string_view path, const std::string& model);

  Account account_;
  std::string last_path_, last_model_, last_url_;
  Peer peer_;
  std::unique_ptr<aitb::HttpClient> client_;
  service::JsonScratch scratch_;
};

/// [lane] One chat completion, streamed or whole.
aitb::task<> chat(Api& api, const Rules& rules, aitb::ChatRequest request, aitb::Exchange& out);

}  // namespace openai_dialect
