// HttpClient on libcurl: HTTP/2 and proxies, the same interface and the same words as the Beast client.
#include <fmt/core.h>
#include <openssl/ssl.h>

#include <cstdio>
#include <mutex>

#include "net/curl_facts.hpp"
#include "net/curl_transfer.hpp"
#include "net/server_side.hpp"

namespace aitb::net {
namespace {

void init_once() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

class CurlBody final : public HttpResponse::Body {
 public:
  explicit CurlBody(std::shared_ptr<CurlTransfer> transfer) : transfer_(std::move(transfer)) {}
  task<std::optional<BodyBlock>> read() override { return CurlTransfer::next(transfer_); }

 private:
  std::shared_ptr<CurlTransfer> transfer_;
};

class CurlClient final : public HttpClient {
 public:
  CurlClient(Executor executor, Clock& clock, HttpOptions options, std::string key_log)
      : executor_(executor),
        clock_(clock),
        settings_(std::make_shared<const CurlSettings>(std::move(options), std::move(key_log))) {
    init_once();
    forget_idle();
  }

  task<HttpResponse> send(HttpRequest request, Tap& tap) override {
    Deadlines deadlines = settings_->options.deadlines.value_or(Deadlines());
    if (request.deadlines) deadlines = *request.deadlines;
    auto transfer =
        std::make_shared<CurlTransfer>(engine_, settings_, std::move(request), deadlines, clock_, tap);
    transfer->start();
    co_await CurlTransfer::head(transfer);
    const int status = transfer->status();
    Headers headers = transfer->take_headers();
    std::unique_ptr<HttpResponse::Body> body = std::make_unique<CurlBody>(std::move(transfer));
    HttpResponse response(status, std::move(headers), std::move(body));
    co_return response;
  }

  void forget_idle() noexcept override {
    engine_ = std::make_shared<CurlEngine>(executor_, settings_->options.max_idle);
  }

 private:
  Executor executor_;
  Clock& clock_;
  std::shared_ptr<const CurlSettings> settings_;
  std::shared_ptr<CurlEngine> engine_;
};

// Appends one line of the NSS key log; OpenSSL's callback carries no user data but the context's.
int key_log_index() {
  static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

void write_key(const SSL* tls, const char* line) {
  const void* const file = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(tls), key_log_index());
  if (file == nullptr) return;
  if (std::FILE* const out = std::fopen(static_cast<const char*>(file), "ae")) {
    std::fprintf(out, "%s\n", line);
    std::fclose(out);
  }
}

}  // namespace

CURLcode CurlTransfer::on_tls(CURL*, void* context, void* self) noexcept {
  auto& me = *static_cast<CurlTransfer*>(self);
  auto* const tls = static_cast<SSL_CTX*>(context);
  SSL_CTX_set_ex_data(tls, key_log_index(), const_cast<char*>(me.settings_->key_log.c_str()));
  SSL_CTX_set_keylog_callback(tls, &write_key);
  return CURLE_OK;
}

void CurlTransfer::set_up() {
  const HttpOptions& options = settings_->options;
  curl_easy_setopt(easy_, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy_, CURLOPT_URL, request_.url.c_str());
  curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, error_text_);
  curl_easy_setopt(easy_, CURLOPT_PROXY, options.proxy.c_str());  // "" also switches off the environment's
  curl_easy_setopt(easy_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS, 0x7fffffffL);  // the deadlines are ours
  curl_easy_setopt(easy_, CURLOPT_OPENSOCKETFUNCTION, &CurlEngine::open_socket);
  curl_easy_setopt(easy_, CURLOPT_OPENSOCKETDATA, engine_.get());
  curl_easy_setopt(easy_, CURLOPT_CLOSESOCKETFUNCTION, &CurlEngine::close_socket);
  curl_easy_setopt(easy_, CURLOPT_CLOSESOCKETDATA, engine_.get());
  curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &CurlTransfer::on_header);
  curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &CurlTransfer::on_body);
  curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy_, CURLOPT_DEBUGFUNCTION, &CurlTransfer::on_debug);  // tells what was sent, and when
  curl_easy_setopt(easy_, CURLOPT_DEBUGDATA, this);
  curl_easy_setopt(easy_, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYPEER, options.verify ? 1L : 0L);
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYHOST, options.verify ? 2L : 0L);
  if (!options.ca_file.empty()) curl_easy_setopt(easy_, CURLOPT_CAINFO, options.ca_file.c_str());
  if (!settings_->key_log.empty()) {
    curl_easy_setopt(easy_, CURLOPT_SSL_CTX_FUNCTION, &CurlTransfer::on_tls);
    curl_easy_setopt(easy_, CURLOPT_SSL_CTX_DATA, this);
  }
  const bool secure = request_.url.starts_with("https");
  const long two = secure ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE;
  curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION,
                   options.http2 ? two : static_cast<long>(CURL_HTTP_VERSION_1_1));
  if (options.http2 && secure) curl_easy_setopt(easy_, CURLOPT_PIPEWAIT, 1L);  // rather share than open one
  if (options.http2 &&
      !secure) {  // libcurl 7.88 sends its preface again on a kept HTTP/2 connection without TLS
    curl_easy_setopt(easy_, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy_, CURLOPT_FORBID_REUSE, 1L);
  }
  set_up_body();
  set_up_headers();
}

void CurlTransfer::set_up_body() {
  const bool upload = !request_.body.empty() || request_.method == "POST" || request_.method == "PUT" ||
                      request_.method == "PATCH";
  if (upload) {
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, request_.body.c_str());
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
  }
  if (request_.method == "HEAD") {
    curl_easy_setopt(easy_, CURLOPT_NOBODY, 1L);
  } else {
    curl_easy_setopt(easy_, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
  }
}

void CurlTransfer::set_up_headers() {
  const auto add = [this](const std::string& field) {
    curl_slist* const longer = curl_slist_append(fields_, field.c_str());
    if (longer != nullptr) fields_ = longer;
  };
  for (const auto& [name, value] : request_.headers.all())
    add(value.empty() ? name + ";" : name + ": " + value);
  // What libcurl would add by itself and nobody asked for:
  for (const char* const name : {"Accept", "Content-Type", "Expect"}) {
    if (!request_.headers.has(name)) add(std::string(name) + ":");
  }
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, fields_);
}

std::unique_ptr<HttpClient> make_curl_client(asio::io_context& lane, Clock& clock, Log&, HttpOptions options,
                                             const std::string& key_log) {
  return std::make_unique<CurlClient>(lane.get_executor(), clock, std::move(options), key_log);
}

}  // namespace aitb::net
