// Checks of providers with a chat face against a scripted server.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "core/plugin/check/chat_play.hpp"

namespace aitb::core::check {
namespace {

/// Plays one case again and again, on one lane.
class Player {
 public:
  Workbench& bench;
  const Subject& subject;
  const CheckFile& file;
  const CheckCase& one;
  Played operator()(WirePlan plan, const PlayOptions& options = {}) const {
    return play(bench, subject, file, one, std::move(plan), options);
  }
};

/// Runs `each` on every case of check.yaml; the first verdict that is not ok stands.
template <class Each>
Verdict each_case(const Subject& subject, const Deadlines& deadlines, Each each) {
  Workbench bench(subject, deadlines);
  const auto file = check_file_of(subject, bench.plugin);
  if (!file) return skipped("no check.yaml for it (aitb_add_plugin(… CHECK check.yaml))");
  for (const CheckCase& one : file->cases) {
    const Player player{bench, subject, *file, one};
    Verdict verdict = each(one, player);
    if (verdict.outcome != Outcome::ok)
      return {verdict.outcome, "case '" + one.name + "': " + verdict.detail};
  }
  return ok(std::to_string(file->cases.size()) + (file->cases.size() == 1 ? " case" : " cases"));
}
template <class Each>
Verdict each_case(const Subject& subject, Each each) {
  return each_case(subject, Deadlines(), std::move(each));
}

WirePlan whole(const CheckCase& one) {
  WirePlan plan;
  plan.bytes = one.response;
  return plan;
}

/// "" if the answer came as expected, else why not.
std::string as_expected(const CheckCase& one, const Played& played) {
  if (played.hung) return "never ended";
  if (played.error) return "ended with '" + std::string(played.error->what()) + "'";
  return difference(one.expects, played.record, played.reply);
}

std::string request_difference(const CheckCase& one, const Played& played) {
  if (played.requests.empty()) return "sent no request";
  const WireRequest& request = played.requests.front();
  const auto text = [&](const char* key) {
    const auto* value = one.sends.if_contains(key);
    return value == nullptr ? std::string() : std::string(value->as_string());
  };
  const std::string method = text("method"), path = text("path");
  if (!method.empty() && !request.line.starts_with(method + " "))
    return "sent '" + request.line + "', expected " + method;
  if (!path.empty() && request.line.find(" " + path + " ") == std::string::npos)
    return "sent '" + request.line + "', expected path " + path;
  const auto* body = one.sends.if_contains("body");
  if (body == nullptr) return {};
  boost::system::error_code bad;
  const boost::json::value sent = boost::json::parse(request.body, bad);
  if (bad || !contains(sent, *body))
    return "sent the body " + request.body + ", expected to see " + boost::json::serialize(*body);
  return {};
}

Verdict verdict_of(const std::string& trouble) { return trouble.empty() ? ok() : failed(trouble); }

Deadlines short_deadlines() {
  Deadlines deadlines;
  deadlines.first_byte = deadlines.between = std::chrono::milliseconds(300);
  deadlines.total = std::chrono::seconds(10);
  return deadlines;
}

}  // namespace

Verdict chat_golden(const Subject& subject) {
  return each_case(subject, [&](const CheckCase& one, const Player& play_it) {
    const Played played = play_it(whole(one));
    if (std::string trouble = request_difference(one, played); !trouble.empty()) return failed(trouble);
    return verdict_of(as_expected(one, played));
  });
}

Verdict chat_split(const Subject& subject) {
  return each_case(subject, [&](const CheckCase& one, const Player& play_it) {
    for (std::size_t piece : {1, 2, 3, 5, 7, 64}) {
      WirePlan plan = whole(one);
      plan.piece = piece;
      const std::string trouble = as_expected(one, play_it(plan));
      if (!trouble.empty()) return failed("in pieces of " + std::to_string(piece) + ": " + trouble);
    }
    return ok();
  });
}

Verdict chat_fault(const Subject& subject) {
  return each_case(subject, [&](const CheckCase& one, const Player& play_it) {
    const std::size_t size = one.response.size(), step = std::max<std::size_t>(1, size / 40);
    for (const WirePlan::End end : {WirePlan::End::close, WirePlan::End::reset})
      for (std::size_t at = 0; at < size; at += step) {
        WirePlan plan = whole(one);
        plan.stop_after = at, plan.end = end;
        const Played played = play_it(plan);
        const std::string where = (end == WirePlan::End::close ? "cut after " : "reset after ") +
                                  std::to_string(at) + " of " + std::to_string(size) + " bytes: ";
        if (played.hung) return failed(where + "never ended");
        if (!played.error) {  // all that matters may have come before the cut
          const std::string trouble = as_expected(one, played);
          if (!trouble.empty()) return failed(where + "counts as success, but " + trouble);
          continue;
        }
        const ErrorKind kind = played.error->kind();
        if (kind != ErrorKind::connect && kind != ErrorKind::protocol)
          return failed(where + "is a '" + std::string(to_string(kind)) +
                        "' error, expected connect or protocol");
      }
    return ok();
  });
}

Verdict chat_cancel(const Subject& subject) {
  return each_case(subject, [&](const CheckCase& one, const Player& play_it) {
    WirePlan plan = whole(one);
    plan.piece = std::max<std::size_t>(1, one.response.size() / 8);
    for (std::size_t n = 0; n < 200; ++n) {
      PlayOptions options;
      options.cancel_after = n;
      const Played played = play_it(plan, options);
      if (!played.cancelled_in_time) return ok();
      const std::string where = "cancelled after " + std::to_string(n) + " steps: ";
      if (played.hung) return failed(where + "did not end");
      if (played.error && played.error->kind() != ErrorKind::cancelled)
        return failed(where + "ended as '" + std::string(to_string(played.error->kind())) +
                      "': " + played.error->what());
      if (!played.error && !as_expected(one, played).empty())
        return failed(where + "returned as if the answer were complete");
    }
    return ok();
  });
}

Verdict chat_slow(const Subject& subject) {
  return each_case(subject, short_deadlines(), [&](const CheckCase& one, const Player& play_it) {
    for (const std::size_t at :
         {std::size_t{0}, one.response.find("\r\n\r\n") + 4, one.response.size() / 2}) {
      WirePlan plan = whole(one);
      plan.stop_after = at, plan.end = WirePlan::End::stall;
      const Played played = play_it(plan);
      const std::string where = "a stall after " + std::to_string(at) + " bytes: ";
      if (played.hung) return failed(where + "no deadline ended it");
      if (!played.error) return failed(where + "counts as success");
      if (played.error->kind() != ErrorKind::timeout)
        return failed(where + "ended as '" + std::string(to_string(played.error->kind())) +
                      "': " + played.error->what());
    }
    return ok();
  });
}

Verdict chat_http_errors(const Subject& subject) {
  struct Expected {
    int status;
    ErrorKind kind;
  };
  static constexpr Expected table[] = {{401, ErrorKind::auth},         {403, ErrorKind::auth},
                                       {404, ErrorKind::client_error}, {429, ErrorKind::rate_limited},
                                       {500, ErrorKind::server_error}, {503, ErrorKind::server_error}};
  return each_case(subject, [&](const CheckCase&, const Player& play_it) {
    for (const Expected& expected : table)
      for (const char* body : {"", "{\"error\": {\"message\": \"no\"}}", "<html>no</html>"}) {
        boost::json::object headers;
        if (expected.status == 429) headers["Retry-After"] = "7";
        WirePlan plan;
        plan.bytes = http_response(expected.status, headers, body);
        const Played played = play_it(plan);
        const std::string where = "status " + std::to_string(expected.status) + " with body '" + body + "': ";
        if (!played.error) return failed(where + "counts as success");
        if (played.error->kind() != expected.kind)
          return failed(where + "is '" + std::string(to_string(played.error->kind())) + "', expected '" +
                        std::string(to_string(expected.kind)) + "'");
        if (played.error->http_status() != expected.status)
          return failed(where + "the error lost the status");
        if (expected.status == 429 && played.error->retry_after() != std::chrono::seconds(7))
          return failed(where + "Retry-After was lost");
      }
    WirePlan garbage;
    garbage.bytes = "\x16\x03\x01 this is no HTTP\r\n\r\n";
    const Played played = play_it(garbage);
    if (!played.error) return failed("garbage instead of HTTP counts as success");
    return ok();
  });
}

Verdict record_secret(const Subject& subject) {
  return each_case(subject, [&](const CheckCase& one, const Player& play_it) {
    WirePlan refused;
    refused.bytes = http_response(401, {}, "{\"error\": {\"message\": \"wrong key\"}}");
    for (const WirePlan& plan : {whole(one), refused}) {
      const Played played = play_it(plan);
      const std::string record = played.record.request_text + played.record.response_text +
                                 played.record.error + played.record.error_code +
                                 boost::json::serialize(played.record.notes) + played.record.model;
      if (record.find(canary) != record.npos) return failed("the key is in the record");
      if (played.error && std::string_view(played.error->what()).find(canary) != std::string_view::npos)
        return failed("the key is in the error: " + std::string(played.error->what()));
      if (played.log.find(canary) != played.log.npos) return failed("the key is in the log");
    }
    return ok();
  });
}

}  // namespace aitb::core::check
