// What a user does: a scenario drives one session and knows faces, never vendors, links or sinks.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <aitb/api.hpp>
#include <aitb/context.hpp>
#include <aitb/exchange.hpp>
#include <aitb/provider.hpp>
#include <aitb/record.hpp>
#include <aitb/task.hpp>

namespace aitb::inline v1 {

/// A face that a scenario uses, and the YAML key that names the provider of it.
class AITB_API Need {
 public:
  explicit Need(std::string_view face_id, std::string role_key = "provider", bool may_lack = false)
      : face(face_id), role(std::move(role_key)), optional(may_lack) {}
  std::string face;
  std::string role;  ///< scenario key whose value names an entry of `providers:` ("provider", or an option
                     ///< declared with Field::names_provider())
  bool optional = false;
};

/// What an exchange is for; the session adds everything else.
class AITB_API ExchangeSpec {
 public:
  ExchangeSpec();
  explicit ExchangeSpec(std::string operation, std::string model = {}, bool streaming = false);
  std::string operation;
  std::string model;
  bool streaming = false;
  RecordClass klass = RecordClass::primary;
  std::string role = "provider";  ///< which provider it goes to, for the record
  std::string tool_name;          ///< class tool
  bool retry = true;              ///< false: one attempt whatever the error
};

/// What an exchange brought, with all attempts behind it. A failure is data: check ok().
class AITB_API Reply {
 public:
  Reply();
  bool ok() const noexcept { return !error_kind; }
  std::string text, reasoning, refusal, finish_reason, response_id;
  std::vector<ToolCall> tool_calls;
  std::vector<Part> media;
  Usage usage;
  std::optional<ErrorKind> error_kind;
  std::string error;
  int http_status = 0;
  int attempts = 0;
};

/// One session, as the scenario sees it. Owned by the host. All methods: [lane].
class AITB_API Session {
 public:
  using Work = std::function<task<>(Exchange&)>;

  virtual ~Session();
  /// The face of the provider in that role, or nullptr if optional and absent.
  virtual void* face(std::string_view id, std::string_view role) noexcept = 0;
  /// Several may run at once (when_all). Runs `work` as one exchange: deadlines, retries with back-off, one
  /// Record an attempt. Never throws for a failed exchange; throws only when the session itself must end
  /// (cancelled, total deadline).
  virtual task<Reply> perform(ExchangeSpec spec, Work work) = 0;
  /// Begins the user's next prompt: records that follow carry its index; think time is waited here.
  virtual task<> turn(int index) = 0;
  virtual const Place& place() const noexcept = 0;
  virtual Clock& clock() noexcept = 0;
  virtual Log& log() noexcept = 0;
  /// The session's own random stream (seed, scenario, run, user).
  virtual Random& random() noexcept = 0;
  /// Marks the session as failed with a reason of the scenario's own ("the agent gave no answer").
  virtual void fail(ErrorKind kind, std::string reason) = 0;
  /// Something worth a place in the session's own row (SessionFact::notes); a later one of that key replaces
  /// it.
  virtual void note(std::string key, boost::json::value value);
};

template <class Face>
Face& need(Session& session, std::string_view role = "provider") {
  return *static_cast<Face*>(session.face(Face::id, role));  // presence was checked at plan time
}

/// Made once per lane and cell from its options (`struct Options`, `fields`, constructor `(Options,
/// Context&)`), then run for every session of that cell, several at a time under load: keep session state in
/// run()'s locals.
class AITB_API Scenario {
 public:
  virtual ~Scenario();
  virtual std::vector<Need> needs() const = 0;
  /// [lane] One session from start to end.
  virtual task<> run(Session& session) = 0;
};

/// [lane] One chat request through the session's provider.
AITB_API task<Reply> chat(Session& session, ChatRequest request, std::string role = "provider");

}  // namespace aitb::inline v1
