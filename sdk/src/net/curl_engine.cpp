#include "net/curl_engine.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/post.hpp>

#include "net/curl_transfer.hpp"

namespace aitb::net {

class CurlEngine::Watch {
 public:
  Watch(Executor executor, curl_socket_t socket) : descriptor(executor, socket) {}
  ~Watch() { descriptor.release(); }  // the socket is libcurl's
  asio::posix::basic_stream_descriptor<Executor> descriptor;
  bool read = false, write = false;                  // what libcurl waits for
  bool read_pending = false, write_pending = false;  // what we wait for
};

namespace {

constexpr Duration soonest_rouse = std::chrono::milliseconds(1),
                   latest_rouse = std::chrono::milliseconds(256);

void check(CURLMcode code, const char* step) {
  if (code != CURLM_OK) {
    throw Error(ErrorKind::internal,
                std::string("using libcurl: ") + step + ": " + curl_multi_strerror(code));
  }
}

}  // namespace

CurlEngine::CurlEngine(Executor executor, std::size_t max_idle)
    : executor_(executor), multi_(curl_multi_init()), timer_(executor), quiet_(executor) {
  if (multi_ == nullptr) throw Error(ErrorKind::internal, "using libcurl: out of memory");
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &CurlEngine::on_socket);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &CurlEngine::on_timer);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(max_idle));
}

CurlEngine::~CurlEngine() {
  curl_multi_cleanup(multi_);  // closes kept connections through close_socket, so the maps must still stand
}

void CurlEngine::add(const std::shared_ptr<CurlTransfer>& transfer) {
  active_.push_back(transfer.get());
  check(curl_multi_add_handle(multi_, transfer->handle()), "adding a transfer");
}

void CurlEngine::remove(CurlTransfer& transfer) noexcept {
  std::erase(active_, &transfer);
  curl_multi_remove_handle(multi_, transfer.handle());
}

void CurlEngine::touch(CurlTransfer& transfer) {
  touched_.push_back(transfer.weak_from_this());
  if (settling_soon_) return;
  settling_soon_ = true;  // for calls that do not come through drive(), as from curl_easy_pause
  asio::post(executor_, [self = shared_from_this()] { self->settle(); });
}

void CurlEngine::settle() {
  settling_soon_ = false;
  int left = 0;
  while (CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    CurlTransfer* transfer = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
    transfer->finished(message->data.result);
    touched_.push_back(transfer->weak_from_this());
  }
  const std::vector<std::weak_ptr<CurlTransfer>> all = std::exchange(touched_, {});
  for (const auto& each : all) {
    if (const auto transfer = each.lock()) transfer->changed.notify();
  }
}

void CurlEngine::drive(curl_socket_t socket, int events) {
  const auto self = shared_from_this();  // the last transfer may end inside
  ++burst_;
  int running = 0;
  curl_multi_socket_action(multi_, socket, events, &running);
  settle();
}

void CurlEngine::rouse_soon() {
  if (!std::exchange(rousing_soon_, true)) rouse_when_quiet(soonest_rouse);
}

void CurlEngine::rouse_when_quiet(Duration pause) {
  quiet_.expires_after(pause);
  quiet_.async_wait([weak = weak_from_this(), pause, before = growth_](const error_code& ec) {
    const auto self = weak.lock();
    if (!self || ec) return;
    if (self->growth_ != before) return self->rouse_when_quiet(soonest_rouse);
    const std::vector<CurlTransfer*> all = self->active_;
    const auto roused =
        std::count_if(all.begin(), all.end(), [](CurlTransfer* each) { return each->rouse(); });
    self->rousing_soon_ = roused > 0;
    if (roused > 0) self->rouse_when_quiet(std::min(2 * pause, latest_rouse));
  });
}

int CurlEngine::on_socket(CURL* easy, curl_socket_t socket, int what, void* self, void*) noexcept {
  CurlTransfer* transfer = nullptr;
  if (what != CURL_POLL_REMOVE) curl_easy_getinfo(easy, CURLINFO_PRIVATE, &transfer);
  if (transfer != nullptr) transfer->uses_socket(socket);
  static_cast<CurlEngine*>(self)->watch(socket, what);
  return 0;
}

void CurlEngine::watch(curl_socket_t socket, int what) {
  if (what == CURL_POLL_REMOVE) {
    if (const auto found = watches_.find(socket); found != watches_.end()) {
      found->second->read = found->second->write = false;
      found->second->descriptor.release();
      watches_.erase(found);
    }
    return;
  }
  auto& entry = watches_[socket];
  if (!entry) entry = std::make_shared<Watch>(executor_, socket);
  entry->read = (what & CURL_POLL_IN) != 0;
  entry->write = (what & CURL_POLL_OUT) != 0;
  if (entry->read && !entry->read_pending) wait(entry, true);
  if (entry->write && !entry->write_pending) wait(entry, false);
}

void CurlEngine::wait(std::shared_ptr<Watch> watch, bool read) {
  using Descriptor = asio::posix::basic_stream_descriptor<Executor>;
  (read ? watch->read_pending : watch->write_pending) = true;
  auto ready = [engine = weak_from_this(), watch, read](const error_code& ec) {
    (read ? watch->read_pending : watch->write_pending) = false;
    const auto self = engine.lock();
    if (!self || ec == asio::error::operation_aborted || !(read ? watch->read : watch->write)) return;
    const int events = (read ? CURL_CSELECT_IN : CURL_CSELECT_OUT) | (ec ? CURL_CSELECT_ERR : 0);
    self->drive(watch->descriptor.native_handle(), events);
    const bool again = read ? watch->read && !watch->read_pending : watch->write && !watch->write_pending;
    if (again) self->wait(watch, read);
  };
  watch->descriptor.async_wait(read ? Descriptor::wait_read : Descriptor::wait_write, std::move(ready));
}

int CurlEngine::on_timer(CURLM*, long ms, void* self) noexcept {
  auto& engine = *static_cast<CurlEngine*>(self);
  if (ms < 0) {
    engine.timer_.cancel();
    return 0;
  }
  engine.timer_.expires_after(std::chrono::milliseconds(ms));
  engine.timer_.async_wait([weak = engine.weak_from_this()](const error_code& ec) {
    const auto alive = weak.lock();
    if (alive && !ec) alive->drive(CURL_SOCKET_TIMEOUT, 0);
  });
  return 0;
}

curl_socket_t CurlEngine::open_socket(void* self, curlsocktype, curl_sockaddr* address) noexcept {
  const int socket = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (socket >= 0) static_cast<CurlEngine*>(self)->totals_[socket] = TransportFact();
  return socket < 0 ? CURL_SOCKET_BAD : socket;
}

int CurlEngine::close_socket(void* self, curl_socket_t socket) noexcept {
  auto& engine = *static_cast<CurlEngine*>(self);
  for (CurlTransfer* transfer : engine.active_) transfer->socket_closes(socket);
  engine.totals_.erase(socket);
  return ::close(socket);
}

TransportFact CurlEngine::last_totals(curl_socket_t socket) const {
  const auto found = totals_.find(socket);
  return found == totals_.end() ? TransportFact() : found->second;
}

void CurlEngine::set_last_totals(curl_socket_t socket, TransportFact totals) {
  if (const auto found = totals_.find(socket); found != totals_.end()) found->second = std::move(totals);
}

}  // namespace aitb::net
