// With SSL_MODE_RELEASE_BUFFERS, without which each idle connection holds 17 KiB, OpenSSL takes memory for
// every record and gives it back. The C library has no short way for blocks of that size, so each thread
// keeps one.
#include <malloc.h>
#include <openssl/crypto.h>

#include <cstdlib>
#include <utility>

namespace aitb::net {
namespace {

/// A record is at most 16 KiB and its overhead. All blocks are of one size, so that any kept one will do.
constexpr std::size_t least = 16 * 1024, most = 18 * 1024;

constinit thread_local void* spare = nullptr;
constinit thread_local bool ended = false;  // OpenSSL still frees when the thread's destructors have run

struct End {
  ~End() {
    ended = true;
    std::free(std::exchange(spare, nullptr));
  }
  void expect() noexcept {}
};

void* take(std::size_t size, const char*, int) {
  if (size < least || size > most) return std::malloc(size);
  return spare != nullptr ? std::exchange(spare, nullptr) : std::malloc(most);
}

void* resize(void* block, std::size_t size, const char*, int) { return std::realloc(block, size); }

void give_back(void* block, const char*, int) {
  if (block == nullptr) return;
  const std::size_t size = malloc_usable_size(block);
  if (size < most || size > most + 64 || spare != nullptr || ended) return std::free(block);
  thread_local End end;
  end.expect();
  spare = block;
}

// Refused once OpenSSL holds memory. That it is not, since nothing uses OpenSSL while libraries are loaded,
// is tested.
[[maybe_unused]] const int installed = CRYPTO_set_mem_functions(&take, &resize, &give_back);

}  // namespace
}  // namespace aitb::net
