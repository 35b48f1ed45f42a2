// A vendor, as faces: what a provider can do, each an interface with a revisioned id. Faces that are not
// here: Embeddings, Speech and Transcription (media_faces.hpp), Computer (computer.hpp), RemoteAgent
// (agent.hpp).
#pragma once
#include <boost/json/value.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aitb/api.hpp>
#include <aitb/exchange.hpp>
#include <aitb/message.hpp>
#include <aitb/task.hpp>

namespace aitb::inline v1 {

/// Made once per lane from its options; owned by the host; destroyed after all its work ended. The vtable is
/// frozen: growth is new face ids. A plugin's class is `class OpenAi : public Provider, public Chat` with
/// `struct Options`, `fields(Options&)` and a constructor `(Options, Context&)`.
class AITB_API Provider {
 public:
  virtual ~Provider();
  /// [lane] The face with that id, or nullptr: the plan then says so before anything runs.
  virtual void* face(std::string_view id) noexcept = 0;
};

template <class Face>
Face* face(Provider& provider) noexcept {
  return static_cast<Face*>(provider.face(Face::id));
}

/// Helper for face(): `return offer<Chat, Images>(*this, id);`
template <class... Faces, class Self>
void* offer(Self& self, std::string_view id) noexcept {
  void* found = nullptr;
  (void)((id == Faces::id ? (found = static_cast<Faces*>(&self), true) : false) || ...);
  return found;
}

/// Text in, text out.
class AITB_API Chat {
 public:
  static constexpr std::string_view id = "aitb.chat/1";
  /// [lane] Sends one request, streams the answer into `out`, returns at its end. Throws Error (or
  /// system_error). Cancellable at every await; must not catch operation_aborted for good.
  virtual task<> send(ChatRequest request, Exchange& out) = 0;

 protected:
  ~Chat() = default;
};

class AITB_API ImageRequest {
 public:
  ImageRequest();
  std::string model, prompt, size, quality, output_format;
  int count = 1;
  boost::json::object extra;
};

/// Text in, pictures out: each finished picture goes to out.media(MediaKind::image, …).
class AITB_API Images {
 public:
  static constexpr std::string_view id = "aitb.images/1";
  virtual task<> generate(ImageRequest request, Exchange& out) = 0;

 protected:
  ~Images() = default;
};

/// A live, full-duplex conversation. One object a connection; destroying it closes the connection.
class AITB_API RealtimeSession {
 public:
  virtual ~RealtimeSession();
  /// [lane] Sends user input; audio is 16-bit little-endian PCM at the session's rate.
  virtual task<> send_text(std::string text) = 0;
  virtual task<> send_audio(std::vector<std::byte> pcm) = 0;
  /// [lane] Ends the user's turn and streams the agent's answer into `out` until it is complete or cancelled.
  virtual task<> respond(Exchange& out) = 0;
  /// [lane] Barge-in: tells the service to stop speaking after `played` of audio.
  virtual task<> interrupt(Duration played) = 0;
  virtual task<> close() = 0;
};

class AITB_API RealtimeRequest {
 public:
  RealtimeRequest();
  std::string model, voice, instructions;
  std::vector<std::string> modalities;
  int sample_rate = 24000;
  boost::json::object extra;
};

class AITB_API Realtime {
 public:
  static constexpr std::string_view id = "aitb.realtime/1";
  /// [lane] Connects and negotiates; the connection's own record is written through `out`.
  virtual task<std::unique_ptr<RealtimeSession>> connect(RealtimeRequest request, Exchange& out) = 0;

 protected:
  ~Realtime() = default;
};

class AITB_API ToolResult {
 public:
  ToolResult();
  std::string text;               ///< what goes back to the model
  boost::json::value structured;  ///< null unless the tool gave structured content
  bool is_error = false;
  std::vector<Part> media;
};

/// Tools that an agent can call (MCP and its relatives).
class AITB_API Tools {
 public:
  static constexpr std::string_view id = "aitb.tools/1";
  /// [lane] Connects if needed and lists all pages.
  virtual task<std::vector<ToolSpec>> list(Exchange& out) = 0;
  virtual task<ToolResult> call(ToolCall call, Exchange& out) = 0;

 protected:
  ~Tools() = default;
};

/// Tools that come from several servers, which a study wants to tell apart: one record for each connection.
class AITB_API ToolServers {
 public:
  static constexpr std::string_view id = "aitb.tool-servers/1";
  /// [any] True if a group of that name is configured.
  virtual bool has_group(std::string name) const = 0;
  /// [lane] Handles of the group's servers in their order, for one session; "" all servers. They are the
  /// servers' names, with '#' and a number where each session has connections of its own. Throws
  /// Error(config) for an unknown group.
  virtual std::vector<std::string> open(std::string group) = 0;
  /// [lane] The session needs the handle no more.
  virtual void release(std::string server) noexcept = 0;
  /// [any] The tool that an alias stands for; any other name as it is.
  virtual std::string tool_of(std::string name) const = 0;
  /// [lane] Connects if needed, anew if the server has died, and lists all pages.
  virtual task<std::vector<ToolSpec>> list(std::string server, Exchange& out) = 0;
  /// [lane] A tool's own failure is a result with is_error; Error(tool_failure) if the server died.
  virtual task<ToolResult> call(std::string server, ToolCall call, Exchange& out) = 0;

 protected:
  ~ToolServers() = default;
};

/// For providers whose connections end in an orderly way, which a destructor cannot wait for.
class AITB_API Farewell {
 public:
  static constexpr std::string_view id = "aitb.farewell/1";
  /// [lane] Awaited once before the provider is destroyed, when no exchange runs. Bounded by itself to a few
  /// seconds.
  virtual task<> close() = 0;

 protected:
  ~Farewell() = default;
};

class AITB_API SearchHit {
 public:
  SearchHit();
  std::string title, url, snippet;
};

class AITB_API Search {
 public:
  static constexpr std::string_view id = "aitb.search/1";
  virtual task<std::vector<SearchHit>> query(std::string text, int max_results, Exchange& out) = 0;

 protected:
  ~Search() = default;
};

}  // namespace aitb::inline v1
