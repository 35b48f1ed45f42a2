// One exchange by libcurl: its callbacks, what they saw, and what of it the tap is told.
#pragma once
#include <curl/curl.h>

#include <aitb/http.hpp>
#include <deque>
#include <memory>
#include <string>

#include "net/curl_engine.hpp"

namespace aitb::net {

/// What every request of one client has in common.
class CurlSettings {
 public:
  CurlSettings(HttpOptions options_, std::string key_log_)
      : options(std::move(options_)), key_log(std::move(key_log_)) {}
  HttpOptions options;
  std::string key_log;
};

/// Owned by whoever awaits it (send(), then the response's body); destroying it aborts the exchange. [lane]
class CurlTransfer : public std::enable_shared_from_this<CurlTransfer> {
 public:
  CurlTransfer(std::shared_ptr<CurlEngine> engine, std::shared_ptr<const CurlSettings> settings,
               HttpRequest request, Deadlines deadlines, Clock& clock, Tap& tap);
  ~CurlTransfer();
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  void start();
  CURL* handle() const noexcept { return easy_; }
  /// Waits for the head of the response. Throws Error.
  static task<> head(std::shared_ptr<CurlTransfer> self);
  int status() const noexcept { return status_; }
  Headers take_headers() noexcept { return std::move(headers_); }
  /// The bytes of the next event; nullopt at the end. Throws Error.
  static task<std::optional<BodyBlock>> next(std::shared_ptr<CurlTransfer> self);

  /// From the engine.
  void finished(CURLcode result) noexcept;
  void uses_socket(curl_socket_t socket) noexcept;
  void socket_closes(curl_socket_t socket) noexcept;
  /// False: nothing of it can be stuck.
  bool rouse() noexcept;
  Signal changed;

 private:
  class Block {
   public:
    explicit Block(Arrival arrival_) : arrival(arrival_) {}
    std::string data;
    Arrival arrival;
  };

  static std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* self) noexcept;
  static std::size_t on_body(char* bytes, std::size_t, std::size_t count, void* self) noexcept;
  static int on_debug(CURL*, curl_infotype what, char* bytes, std::size_t count, void* self) noexcept;
  static CURLcode on_tls(CURL*, void* context, void* self) noexcept;
  static task<> watch_deadlines(std::weak_ptr<CurlTransfer> weak, Clock& clock);

  void set_up();
  void set_up_body();
  void set_up_headers();
  void saw_bytes() noexcept;
  void report_connection() noexcept;
  void report_end() noexcept;
  bool check_deadlines(Instant now, Instant& next_look);
  void fail(Error error);
  Error failure(CURLcode result) const;
  void rethrow() const;
  std::string attempted() const;

  std::shared_ptr<CurlEngine> engine_;
  std::shared_ptr<const CurlSettings> settings_;
  HttpRequest request_;
  Deadlines deadlines_;
  Clock& clock_;
  Tap& tap_;
  CURL* easy_;
  curl_slist* fields_ = nullptr;
  char error_text_[CURL_ERROR_SIZE] = {};
  Running watchdog_;

  int status_ = 0;
  Headers headers_;
  std::deque<Block> blocks_;
  std::size_t waiting_bytes_ = 0;
  std::string given_;  // what the last BodyBlock points to
  std::optional<Error> error_;
  TransportFact base_, last_;
  curl_socket_t socket_ = CURL_SOCKET_BAD;
  std::uint64_t head_burst_ = 0, block_burst_ = 0;
  Arrival head_arrival_;
  Instant started_{}, sent_first_{}, sent_last_{}, last_byte_{};
  std::size_t head_sent_ = 0, body_sent_ = 0, head_bytes_ = 0, body_bytes_ = 0;
  bool added_ = false, head_done_ = false, done_ = false, paused_ = false;
  bool connected_ = false, reported_ = false, sent_reported_ = false, closed_ = false;
};

}  // namespace aitb::net
