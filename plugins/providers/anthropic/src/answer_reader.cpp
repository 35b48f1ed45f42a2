#include "answer_reader.hpp"

#include <boost/json/serialize.hpp>

#include <aitb/error.hpp>

#include "service/json_read.hpp"

namespace anthropic {
namespace {

namespace json = boost::json;
using namespace service;
using aitb::Channel;

}  // namespace

void AnswerReader::event(std::string_view type, const json::object& event) {
  const std::int64_t index = integer_at(event, "index").value_or(0);
  if (type == "message_start") {
    if (const json::object* message = object_at(event, "message")) {
      out_.identify(text_at(*message, "id"), text_at(*message, "model"));
      if (const json::object* usage = object_at(*message, "usage")) take_usage(*usage);
    }
    return out_.delta(Channel::answer, {});
  }
  if (type == "content_block_start") {
    if (const json::object* block = object_at(event, "content_block")) begin(index, *block);
  } else if (type == "content_block_delta") {
    if (const json::object* delta = object_at(event, "delta")) add(blocks_[index], *delta);
  } else if (type == "message_delta") {
    message_delta(event);
  } else if (type == "message_stop") {
    end();
    out_.done();
  } else if (type == "ping") {
    out_.keep_alive();
  } else {
    out_.delta(Channel::answer, {});  // content_block_stop, and what the future brings
  }
}

void AnswerReader::begin(std::int64_t index, const json::object& block) {
  Block& mine = blocks_[index];
  mine.type = text_at(block, "type");
  if (mine.type == "tool_use") {
    mine.id = text_at(block, "id");
    mine.name = text_at(block, "name");
    return out_.delta(Channel::tool_call, mine.name);
  }
  if (mine.type == "redacted_thinking") mine.text = text_at(block, "data");
  const std::string_view given = text_at(block, mine.type == "thinking" ? "thinking" : "text");
  if (mine.type == "thinking") mine.text = given;
  out_.delta(mine.type == "thinking" ? Channel::reasoning : Channel::answer, given);
}

void AnswerReader::add(Block& block, const json::object& delta) {
  const std::string_view type = text_at(delta, "type");
  if (type == "text_delta") {
    out_.delta(Channel::answer, text_at(delta, "text"));
  } else if (type == "thinking_delta") {
    block.text += text_at(delta, "thinking");
    out_.delta(Channel::reasoning, text_at(delta, "thinking"));
  } else if (type == "input_json_delta") {
    block.text += text_at(delta, "partial_json");
    out_.delta(Channel::tool_call, text_at(delta, "partial_json"));
  } else {
    if (type == "signature_delta") block.signature += text_at(delta, "signature");
    out_.delta(Channel::answer, {});  // signatures and citations carry no text of the answer
  }
}

/// Input that was read from or written to the cache is counted apart; here it is part of the input, as
/// elsewhere.
void AnswerReader::take_usage(const json::object& usage) {
  has_usage_ = true;
  uncached_ = integer_at(usage, "input_tokens").value_or(uncached_);
  cache_read_ = integer_at(usage, "cache_read_input_tokens").value_or(cache_read_);
  cache_written_ = integer_at(usage, "cache_creation_input_tokens").value_or(cache_written_);
  usage_.input = uncached_ + cache_read_ + cache_written_;
  if (const auto output = integer_at(usage, "output_tokens")) usage_.output = output;
  if (usage.contains("cache_read_input_tokens")) usage_.cached_input = cache_read_;
  if (const json::object* details = object_at(usage, "output_tokens_details"))
    usage_.reasoning = integer_at(*details, "thinking_tokens");
}

void AnswerReader::stop_reason(const json::object& from) {
  const std::string_view reason = text_at(from, "stop_reason");
  if (!reason.empty()) out_.finish_reason(reason);
  const std::string_view sequence = text_at(from, "stop_sequence");
  if (!sequence.empty()) out_.note("stop_sequence", sequence);
  if (const json::object* details = object_at(from, "stop_details")) {
    const std::string_view said = text_at(*details, "explanation");
    if (!said.empty()) out_.note("refusal", said);
  }
}

void AnswerReader::message_delta(const json::object& event) {
  if (const json::object* delta = object_at(event, "delta")) stop_reason(*delta);
  if (const json::object* usage = object_at(event, "usage")) {
    take_usage(*usage);
    out_.usage(usage_);
    has_usage_ = false;
  }
}

void AnswerReader::end() {
  ended_ = true;
  if (has_usage_) out_.usage(usage_);  // the stream ended without a message_delta
  json::array thinking;
  std::vector<aitb::ToolCall> calls;
  for (const auto& [index, block] : blocks_) {
    if (block.type == "tool_use") {
      const std::string& arguments = block.text;
      calls.emplace_back(block.id, block.name, arguments.empty() ? "{}" : arguments);
    } else if (block.type == "thinking" || block.type == "redacted_thinking") {
      json::object kept;
      kept["type"] = block.type;
      kept[block.type == "thinking" ? "thinking" : "data"] = block.text;
      if (block.type == "thinking") kept["signature"] = block.signature;
      thinking.push_back(std::move(kept));
    }
  }
  if (!calls.empty() && !thinking.empty()) calls.front().carry = json::serialize(thinking);
  for (const aitb::ToolCall& call : calls) out_.tool_call(call);
}

void AnswerReader::whole(const json::object& message, const Peer& peer) {
  const json::array* content = array_at(message, "content");
  if (content == nullptr) {
    throw aitb::Error(aitb::ErrorKind::protocol,
                      "reading the answer of " + peer.service +
                          ": it has no content: " + peer.excerpt(json::serialize(message)));
  }
  out_.identify(text_at(message, "id"), text_at(message, "model"));
  std::int64_t index = 0;
  for (const json::value& one : *content) {
    const json::object* block = one.if_object();
    if (block == nullptr) continue;
    begin(index, *block);
    Block& mine = blocks_[index++];
    mine.signature = text_at(*block, "signature");
    const json::value* input = block->if_contains("input");
    if (mine.type != "tool_use" || input == nullptr) continue;
    mine.text = json::serialize(*input);
    out_.delta(Channel::tool_call, mine.text);
  }
  if (content->empty()) out_.delta(Channel::answer, {});
  stop_reason(message);
  if (const json::object* usage = object_at(message, "usage")) take_usage(*usage);
  end();
}

}  // namespace anthropic
