// What must be equal in the host and in a plugin for C++ objects to cross between them, as readable text.
#pragma once
#include <boost/json/value.hpp>
#include <boost/version.hpp>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <aitb/agent.hpp>
#include <aitb/capture.hpp>
#include <aitb/computer.hpp>
#include <aitb/config.hpp>
#include <aitb/context.hpp>
#include <aitb/emulator.hpp>
#include <aitb/media_faces.hpp>
#include <aitb/net.hpp>
#include <aitb/provider.hpp>
#include <aitb/record.hpp>
#include <aitb/scenario.hpp>

namespace aitb::inline v1::fingerprint {

/// Appends to a buffer, or only counts when there is none, so that one function gives both size and text.
class Writer {
 public:
  constexpr explicit Writer(char* buffer = nullptr) : buffer_(buffer) {}
  constexpr void put(char c) {
    if (buffer_ != nullptr) buffer_[size_] = c;
    ++size_;
  }
  constexpr void put(std::string_view text) {
    for (char c : text) put(c);
  }
  constexpr void put_hex(std::uint64_t number) {
    for (int shift = 60; shift >= 0; shift -= 4) put("0123456789abcdef"[(number >> shift) & 15]);
  }
  constexpr void line(std::string_view key, std::string_view value) {
    put(key), put('='), put(value), put('\n');
  }
  constexpr std::size_t size() const { return size_; }

 private:
  char* buffer_;
  std::size_t size_ = 0;
};

/// FNV-1a over size and alignment of every SDK type that plugins hold or make.
template <class... Types>
constexpr std::uint64_t layout_of() {
  std::uint64_t hash = 14695981039346656037u;
  auto mix = [&hash](std::uint64_t number) { hash = (hash ^ number) * 1099511628211u; };
  (void)((mix(sizeof(Types)), mix(alignof(Types)), true) && ...);
  return hash;
}

constexpr std::uint64_t layout() {
  return layout_of<std::string, boost::json::value, task<>, Executor, Error, ConfigError, Arrival,
                   ConnectionFact, TransportFact, Part, ToolCall, ToolSpec, Message, Usage, ChatRequest,
                   Chunk, Place, Record, SessionFact, LinkProfile, Path, CaptureFact, Context, Random,
                   Distribution, Field, FieldTable, Headers, Deadlines, HttpRequest, HttpResponse, BodyBlock,
                   HttpOptions, Multipart, ServerRequest, TlsIdentity, ThrowawayCa, ListenOptions, WsMessage,
                   WsConnectRequest, ProcessOptions, SseEvent, SseParser, Need, ExchangeSpec, Reply,
                   ImageRequest, RealtimeRequest, ToolResult, SearchHit, Running, Signal, StreamPair,
                   NetOptions, EmbeddingRequest, SpeechRequest, TranscriptionRequest, ComputerOutput,
                   ComputerRequest, ComputerCall, ComputerReply, AgentRequest, AgentReply>();
}

#define AITB_TEXT_OF(number) AITB_TEXT_OF_(number)
#define AITB_TEXT_OF_(number) #number

#ifdef __clang__
inline constexpr std::string_view compiler = "clang-" AITB_TEXT_OF(__GXX_ABI_VERSION);
#else
inline constexpr std::string_view compiler = "gcc-" AITB_TEXT_OF(__GXX_ABI_VERSION);
#endif
#if defined(BOOST_ASIO_SEPARATE_COMPILATION) && defined(BOOST_ASIO_DYN_LINK) && \
    defined(BOOST_BEAST_SEPARATE_COMPILATION)
inline constexpr std::string_view asio_form = "shared";
#else
inline constexpr std::string_view asio_form = "header";
#endif
#ifdef _GLIBCXX_DEBUG
inline constexpr std::string_view std_debug = "1";
#else
inline constexpr std::string_view std_debug = "0";
#endif
#if defined(__SANITIZE_ADDRESS__)
inline constexpr std::string_view sanitizer = "address";
#elif defined(__SANITIZE_THREAD__)
inline constexpr std::string_view sanitizer = "thread";
#else
inline constexpr std::string_view sanitizer = "none";
#endif

/// The tokens, one a line, in the order in which the host compares them. AITB_FINGERPRINT_ABI is for tests
/// that build a plugin of another age.
constexpr void write(Writer& out) {
#ifdef AITB_FINGERPRINT_ABI
  out.line("abi", AITB_TEXT_OF(AITB_FINGERPRINT_ABI));
#else
  out.line("abi", AITB_TEXT_OF(AITB_ABI_NUMBER));
#endif
  out.line("compiler", compiler);
  out.line("stdlib", AITB_TEXT_OF(_GLIBCXX_RELEASE));
  out.line("cxx11abi", AITB_TEXT_OF(_GLIBCXX_USE_CXX11_ABI));
  out.line("boost", AITB_TEXT_OF(BOOST_VERSION));
  out.line("asio", asio_form);
  out.line("stddebug", std_debug);
  out.line("san", sanitizer);
  out.put("layout="), out.put_hex(layout()), out.put('\n');
}

}  // namespace aitb::inline v1::fingerprint
