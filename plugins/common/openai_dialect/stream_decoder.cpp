#include "openai_dialect/stream_decoder.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <string>

#include "openai_dialect/payload.hpp"
#include "openai_dialect/usage.hpp"
#include "service/json_read.hpp"

namespace openai_dialect {

using namespace service;

namespace json = boost::json;
using aitb::Channel;
using aitb::Error;
using aitb::ErrorKind;

namespace {

/// A stream whose chunks look different each time is not studied for ever.
constexpr std::int8_t kLessons = 8;

}  // namespace

StreamDecoder::StreamDecoder(aitb::Exchange& out, JsonScratch& scratch, const Peer& peer)
    : out_(out), scratch_(scratch), peer_(peer) {}

void StreamDecoder::feed(std::string_view bytes) {
  token_.prefetch();
  parser_.feed(bytes, [this](const aitb::SseEvent& one) { event(one); });
}

void StreamDecoder::event(const aitb::SseEvent& event) {
  if (event.is_comment || event.data.empty()) return out_.keep_alive();
  if (event.data == "[DONE]") {
    close_answer();
    done_ = true;
    return out_.done();
  }
  ++events_;
  if (event.event.empty()) {
    if (const auto text = token_.text(event.data, scratch_)) {
      return out_.delta(text->empty() ? Channel::answer : token_channel_, *text);
    }
  }
  const json::value* parsed = scratch_.parse(event.data);
  if (parsed == nullptr) {
    throw Error(ErrorKind::protocol, "reading the answer stream of " + peer_.service + ": event " +
                                         std::to_string(events_) +
                                         " is not JSON: " + peer_.excerpt(event.data));
  }
  const json::object* object = parsed->if_object();
  if (object == nullptr || event.event == "error" || is_error(*object)) throw event_failure(peer_, *parsed);
  chunk(*object);
  if (learnt_ < kLessons && event.event.empty()) learn(event.data, *object);
}

/// Keeps the look of a chunk that carries one piece of text and nothing else that would be reported.
void StreamDecoder::learn(std::string_view event, const json::object& chunk) {
  const json::array* choices = array_at(chunk, "choices");
  if (choices == nullptr || choices->size() != 1 || object_at(chunk, "usage") != nullptr) return;
  const json::object* only = choices->front().if_object();
  if (only == nullptr || !text_at(*only, "finish_reason").empty()) return;
  const json::object* delta = object_at(*only, "delta");
  const auto text = delta != nullptr ? only_text(*delta) : std::nullopt;
  if (!text) return;
  const auto source = scratch_.source(*text->value);
  if (!source) return;
  ++learnt_;
  token_channel_ = text->channel;
  const json::value* padding = chunk.if_contains("obfuscation");
  const json::string* padded = padding != nullptr ? padding->if_string() : nullptr;
  const auto idle = padded != nullptr ? scratch_.source(*padded) : std::nullopt;
  token_.learn(event, *source, idle.value_or(std::string_view()));
}

void StreamDecoder::chunk(const json::object& chunk) {
  identify(chunk);
  const json::array* choices = array_at(chunk, "choices");
  bool finished_here = false;
  if (choices != nullptr) {
    for (const json::value& one : *choices) {
      if (const json::object* object = one.if_object()) finished_here |= choice(*object);
    }
  }
  const bool alone = choices == nullptr || choices->empty();
  const bool counts = object_at(chunk, "usage") != nullptr;
  if (counts) usage(chunk, alone || finished_here);
  if (alone && !counts) out_.delta(Channel::answer, {});
}

/// True if this piece ends its choice.
bool StreamDecoder::choice(const json::object& choice) {
  const std::int64_t index = integer_at(choice, "index").value_or(0);
  choices_ = std::max(choices_, index + 1);
  const json::object* delta = object_at(choice, "delta");
  if (delta == nullptr || !report_payload(index, *delta, calls_, out_)) out_.delta(Channel::answer, {});
  const std::string_view reason = text_at(choice, "finish_reason");
  if (reason.empty()) return false;
  if (!finished_) out_.finish_reason(reason);
  finished_ = true;
  return true;
}

void StreamDecoder::identify(const json::object& chunk) {
  if (id_known_ && model_known_) return;
  const std::string_view id = text_at(chunk, "id");
  const std::string_view model = text_at(chunk, "model");
  if ((id.empty() || id_known_) && (model.empty() || model_known_)) return;
  id_known_ = id_known_ || !id.empty();
  model_known_ = model_known_ || !model.empty();
  out_.identify(id, model);
}

/// Some services count along with every chunk; only the last count is the usage of the answer.
void StreamDecoder::usage(const json::object& chunk, bool last) {
  usage_so_far_ = read_usage(*object_at(chunk, "usage"));
  if (!last) return;
  out_.usage(*usage_so_far_);
  usage_so_far_.reset();
}

void StreamDecoder::close_answer() {
  if (usage_so_far_) out_.usage(*usage_so_far_);
  usage_so_far_.reset();
  calls_.report(out_);
}

void StreamDecoder::finish() {
  if (!done_ && finished_) {
    close_answer();
    out_.note("stream_end", "without [DONE]");
  }
  if (choices_ > 1) out_.note("choices", std::to_string(choices_));
  if (done_ || finished_) return;
  std::string text = "reading the answer stream of " + peer_.service + ": it ended after " +
                     std::to_string(events_) + " events with neither a finish_reason nor [DONE]";
  if (parser_.partial()) text += ", inside an event";
  throw Error(ErrorKind::protocol, text + "; the answer is incomplete");
}

}  // namespace openai_dialect
