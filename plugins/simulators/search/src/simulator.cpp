#include "simulator.hpp"

#include <algorithm>
#include <cmath>

namespace search_simulator {
namespace {

using aitb::ServerRequest;

std::optional<Engine> engine_at(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  if (path == "/lite") return Engine::duckduckgo_lite;
  if (path == "/html") return Engine::duckduckgo_html;
  if (path == "/customsearch/v1") return Engine::google;
  if (path == "/res/v1/web/search") return Engine::brave;
  return std::nullopt;
}

bool is_duckduckgo(Engine engine) {
  return engine == Engine::duckduckgo_lite || engine == Engine::duckduckgo_html;
}

std::string address(const std::string& peer) { return peer.substr(0, peer.rfind(':')); }

std::string whole_seconds(double seconds) {
  return std::to_string(static_cast<long long>(std::ceil(seconds)));
}

sim_kit::Options fault_options(const Options& options) {
  sim_kit::Options out;
  out.errors = options.errors;
  out.allow_error_header = options.allow_error_header;
  return out;
}

}  // namespace

SearchSimulator::SearchSimulator(Options options, aitb::Context& context)
    : options_(std::move(options)),
      fault_options_(fault_options(options_)),
      clock_(context.clock),
      corpus_(options_.seed, options_.results, options_.no_results),
      faults_(fault_options_, context),
      limit_(context.commons->get<sim_kit::RateLimit>(
          "rate limit", [this] { return std::make_shared<sim_kit::RateLimit>(options_.rate_limit, 0); })),
      timing_(
          sim_kit::of_lane(context.random.split("timing/" + std::to_string(options_.seed)), context.lane)),
      ids_(sim_kit::of_lane(context.random.split("ids"), context.lane)) {}

void* SearchSimulator::face(std::string_view face_id) noexcept {
  return face_id == aitb::HttpService::id ? static_cast<aitb::HttpService*>(this) : nullptr;
}

std::string SearchSimulator::key() const {
  return options_.keys.empty() ? "simulated-search-key" : options_.keys.front();
}

aitb::task<> SearchSimulator::serve(ServerRequest request, aitb::Responder& responder) {
  const double latency_ms = options_.latency_ms.sample(timing_);
  const aitb::Instant due = request.received + aitb::from_seconds(latency_ms / 1e3);
  Answer made = answer(request, latency_ms / 1e3);
  if (due > clock_.now()) co_await clock_.sleep_until(due);
  co_await responder.reply(made.status, std::move(made.headers), std::move(made.body));
}

Answer SearchSimulator::answer(const ServerRequest& request, double latency_sec) {
  const std::optional<Engine> engine = engine_at(request.path);
  if (!engine) {
    if (request.path == "/health") return Answer(200, "application/json", "{\"status\":\"ok\"}\n");
    if (request.path == "/") {
      return Answer(
          200, "application/json",
          "{\"service\":\"simulated search engines\",\"endpoints\":[\"POST /lite/\",\"POST /html/\",\"GET "
          "/customsearch/v1\",\"GET /res/v1/web/search\"]}\n");
    }
    return Answer(404, "text/html; charset=UTF-8", "<html><body><h1>404 Not Found</h1></body></html>\n");
  }
  standing_ = sim_kit::Standing();
  Answer made;
  try {
    made = page(*engine, request, latency_sec);
  } catch (const Refusal& refusal) {
    made = refuse(*engine, refusal);
  }
  if (*engine == Engine::brave && standing_.request_limit > 0) {
    const double limit = standing_.request_limit, left = standing_.requests_left;
    made.headers.set("x-ratelimit-limit", std::to_string(static_cast<long long>(limit)));
    made.headers.set("x-ratelimit-policy", std::to_string(static_cast<long long>(limit)) + ";w=60");
    made.headers.set("x-ratelimit-remaining", std::to_string(static_cast<long long>(left)));
    const double until = standing_.refused() ? standing_.lacking_sec : (limit - left) * 60 / limit;
    made.headers.set("x-ratelimit-reset", whole_seconds(until));
  }
  return made;
}

Answer SearchSimulator::page(Engine engine, const ServerRequest& request, double latency_sec) {
  if (request.method != "GET" && !(is_duckduckgo(engine) && request.method == "POST")) {
    throw Refusal(405, "", "Method not allowed");
  }
  const Call call(request);
  if (const std::optional<sim_kit::Fault> fault = faults_.check(request.headers)) {
    Refusal refusal(fault->status, fault->code, fault->message);
    refusal.retry_after = fault->retry_after;
    throw refusal;
  }
  admit(engine, request, call);
  if (engine == Engine::google) return google_answer(call, corpus_, latency_sec);
  if (engine == Engine::brave) return brave_answer(call, corpus_);
  return duckduckgo_answer(engine, call, corpus_, options_.advertisements);
}

Answer SearchSimulator::refuse(Engine engine, const Refusal& refusal) {
  Answer made;
  if (engine == Engine::google) {
    made = google_refusal(refusal);
  } else if (engine == Engine::brave) {
    made = brave_refusal(refusal, ids_, clock_.wall_ns(clock_.now()) / 1'000'000'000);
  } else {
    made = duckduckgo_refusal(refusal);
  }
  if (refusal.retry_after) made.headers.set("Retry-After", whole_seconds(*refusal.retry_after));
  return made;
}

/// Who asks, and whether that one may: keys where the engine has them, the address where it has none.
void SearchSimulator::admit(Engine engine, const ServerRequest& request, const Call& call) {
  std::string account = address(request.peer);
  if (!is_duckduckgo(engine)) {
    account = engine == Engine::google ? call.value("key")
                                       : std::string(request.headers.get("x-subscription-token"));
    const bool known = options_.keys.empty() ||
                       std::find(options_.keys.begin(), options_.keys.end(), account) != options_.keys.end();
    if (engine == Engine::google && account.empty()) {
      throw Refusal(
          403, "PERMISSION_DENIED",
          "Method doesn't allow unregistered callers (callers without established identity). Please use API "
          "Key or other form of API consumer identity to call this API.");
    }
    if (engine == Engine::google && !known) {
      throw Refusal(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.");
    }
    if (engine == Engine::brave && (account.empty() || !known)) {
      throw Refusal(422, "SUBSCRIPTION_TOKEN_INVALID", "The provided subscription token is invalid.");
    }
  }
  standing_ = limit_->take(account, 0, request.received);
  if (!standing_.refused()) return;
  Refusal refusal(429, "", "");
  if (engine == Engine::google) refusal.retry_after = standing_.lacking_sec;
  throw refusal;
}

}  // namespace search_simulator
