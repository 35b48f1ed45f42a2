#include <sim_kit/stage.hpp>

#include <aitb/prefetch.hpp>

#include <boost/asio/post.hpp>

#include <algorithm>
#include <random>
#include <utility>

namespace sim_kit {
namespace {

using aitb::Headers;
using aitb::Instant;
using aitb::Random;
using aitb::Responder;
using aitb::ServerRequest;

constexpr unsigned kBurst = 64;  // pieces that an unpaced stream may send before others get their turn

Random id_stream() {
  std::random_device device;
  return Random(static_cast<std::uint64_t>(device()) << 32u | device(), "ids");
}

std::unique_ptr<truth::Writer> open_truth(const std::string& file, const std::filesystem::path& folder) {
  if (file.empty()) return nullptr;
  return std::make_unique<truth::Writer>(folder / file);
}

/// Says in the log when the truth log's owner has nothing running: the file is then complete up to here.
class Running {
 public:
  Running(std::size_t& count, truth::Writer* log) : count_(count), log_(log) { ++count_; }
  ~Running() {
    if (--count_ == 0 && log_ != nullptr) log_->flush();
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

 private:
  std::size_t& count_;
  truth::Writer* log_;
};

}  // namespace

aitb::Duration milliseconds(double ms) { return aitb::Duration(static_cast<std::int64_t>(ms * 1e6)); }

Stage::Stage(const Options& options, Style style, aitb::Context& context)
    : options_(options),
      clock_(context.clock),
      executor_(context.net.executor()),
      log_(context.log),
      pace_(options.itl_ms, options.tokens_per_chunk),
      timing_(of_lane(context.random.split("timing/" + std::to_string(options.seed)), context.lane)),
      truth_(open_truth(options.truth_file, context.work_dir)),
      planner(options, style, context.random),
      script(options.script, context),
      faults(options, context),
      limits(context.commons->get<RateLimit>(
          "rate limit",
          [&options] { return std::make_shared<RateLimit>(options.rate_limit, options.token_limit); })),
      ids(id_stream()) {}

Stage::~Stage() {
  if (!truth_) return;
  truth_->flush();
  if (!truth_->complete())
    log_.error("the truth log {} is incomplete: writing it failed", options_.truth_file);
}

Random Stage::next_timing() { return timing_.split(std::to_string(++requests_)); }

void Stage::schedule(Plan& plan, const ServerRequest& request, const Do* scripted) {
  plan.created = clock_.wall_ns(request.received) / 1'000'000'000;
  plan.timing = next_timing();
  plan.first = request.received + milliseconds(options_.ttft_ms.sample(plan.timing));
  plan.first += milliseconds(options_.prefill_ms_per_token * static_cast<double>(plan.prompt_tokens));
  if (scripted != nullptr) plan.first += milliseconds(scripted->delay_ms.sample(plan.timing));
}

Instant Stage::whole_due(Plan& plan) const {
  std::uint32_t tokens = 1;
  for (const ChoicePlan& choice : plan.choices) tokens = std::max(tokens, choice.tokens());
  double wait_ms = 0;
  for (std::uint32_t i = 1; i < tokens; ++i) wait_ms += options_.itl_ms.sample(plan.timing);
  return plan.first + milliseconds(wait_ms);
}

Instant Stage::due_after(const ServerRequest& request, std::uint32_t tokens, const Do* scripted) {
  Random timing = next_timing();
  double wait_ms = options_.ttft_ms.sample(timing);
  for (std::uint32_t i = 1; i < tokens; ++i) wait_ms += options_.itl_ms.sample(timing);
  if (scripted != nullptr) wait_ms += scripted->delay_ms.sample(timing);
  return request.received + milliseconds(wait_ms);
}

aitb::task<> Stage::sleep_until(Instant due) {
  if (due > clock_.now()) co_await clock_.sleep_until(due);
}

/// Sends `sign` again and again until `due`.
aitb::task<> Stage::wait_alive(Instant due, std::string sign, Responder& responder) {
  for (Instant next = clock_.now() + keep_alive.every; next < due; next += keep_alive.every) {
    co_await clock_.sleep_until(next);
    co_await responder.write(sign);
  }
  co_await sleep_until(due);
}

aitb::task<> Stage::reply_at(Instant due, Headers headers, std::string body, Responder& responder) {
  const aitb::Duration none{};
  if (keep_alive.every > none && due - clock_.now() > keep_alive.every) {
    co_await responder.start(200, std::move(headers));
    std::string line = "\n";
    co_await wait_alive(due, std::move(line), responder);
    co_await responder.write(body);
    co_await responder.finish();
    co_return;
  }
  co_await sleep_until(due);
  co_await responder.reply(200, std::move(headers), std::move(body));
}

aitb::task<> Stage::pour(Instant first, std::size_t piece, Headers headers, std::string body,
                         Responder& responder) {
  co_await responder.start(200, std::move(headers));
  Random timing = next_timing();
  Instant due = first;
  for (std::size_t at = 0; at < body.size(); at += piece) {
    co_await sleep_until(due);
    const std::string part = body.substr(at, piece);
    co_await responder.write(part);
    due += milliseconds(options_.itl_ms.sample(timing));
  }
  co_await responder.finish();
}

/// An answer on its way out. Its pieces go without a coroutine until one is not taken at once.
class Stage::Playing final : public aitb::Rhythm {
 public:
  Playing(Stage& stage, Responder& responder, std::unique_ptr<Plan> plan, std::unique_ptr<EventWriter> writer)
      : stage_(stage),
        responder_(responder),
        number_(stage.truth_ ? stage.truth_->open(plan->id) : 0),
        answer_(std::move(plan), std::move(writer), stage.pace_) {}
  AnswerStream& answer() noexcept { return answer_; }

  /// Sends what is due; gives when the next piece is. None: the answer is out, or the peer is slow and what
  /// was kept is to be written, or others shall have their turn.
  std::optional<Instant> beat() override {
    responder_.soon();  // soon() has had what this looks at fetched
    answer_.prefetch_turn();
    for (unsigned burst = 0; burst < kBurst; ++burst) {
      const Instant due = answer_.due();
      std::string& piece = stage_.scratch_;
      piece.clear();
      const bool generated = answer_.take(piece);
      const Instant now = stage_.clock_.now();
      if (generated && stage_.truth_) stage_.truth_->sent(number_, index_++, due, now);
      if (!responder_.try_write(piece)) {
        kept_ = piece;
        return std::nullopt;
      }
      if (!answer_.more()) return std::nullopt;
      if (answer_.due() > now) return answer_.due();
    }
    return std::nullopt;
  }
  void soon() noexcept override {  // follows no pointer of what it fetches: that would wait for it
    aitb::prefetch(&responder_, 2 * aitb::cache_line_size);
    answer_.prefetch();
  }
  std::optional<std::string> take_kept() noexcept { return std::exchange(kept_, std::nullopt); }

 private:
  Stage& stage_;
  Responder& responder_;
  std::uint32_t number_, index_ = 0;
  AnswerStream answer_;
  std::optional<std::string> kept_;  ///< may be empty: a piece can have nothing to say
};

aitb::task<> Stage::stream(std::unique_ptr<Plan> plan, std::unique_ptr<EventWriter> writer, Headers headers,
                           Responder& responder) {
  co_await responder.start(200, std::move(headers));
  const Running running(running_, truth_.get());
  Playing playing(*this, responder, std::move(plan), std::move(writer));
  AnswerStream& answer = playing.answer();
  scratch_.clear();
  answer.begin(scratch_);
  if (!scratch_.empty() && !responder.try_write(scratch_)) {
    const std::string kept = scratch_;
    co_await responder.write(kept);
  }
  const aitb::Duration none{};
  if (keep_alive.every > none && answer.due() > clock_.now()) {
    std::string sign = keep_alive.text;
    co_await wait_alive(answer.due(), std::move(sign), responder);
  }
  while (answer.more()) {
    std::optional<Instant> next = answer.due();
    if (*next <= clock_.now()) next = playing.beat();
    if (next) {
      const Instant at = *next;
      co_await clock_.beat_from(at, playing);
    }
    if (const std::optional<std::string> kept = playing.take_kept()) {
      co_await responder.write(*kept);
    } else if (answer.more()) {
      co_await boost::asio::post(executor_, aitb::use_task);
    }
  }
  scratch_.clear();
  answer.end(scratch_);
  if (!responder.try_write(scratch_)) {
    const std::string kept = scratch_;
    co_await responder.write(kept);
  }
  co_await responder.finish();
}

}  // namespace sim_kit
