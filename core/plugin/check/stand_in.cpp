#include "core/plugin/check/stand_in.hpp"

#include <boost/json/serialize.hpp>

namespace aitb::core::check {
namespace {

void answer(Exchange& out, std::string_view text) {
  out.delta(Channel::answer, text);
  Usage usage;
  usage.input = 3, usage.output = 2;
  out.usage(usage);
  out.finish_reason("stop");
  out.done();
}

class Conversation final : public RealtimeSession {
 public:
  explicit Conversation(std::vector<std::string>& asked) : asked_(asked) {}
  task<> send_text(std::string text) override {
    asked_.push_back("say " + text);
    co_return;
  }
  task<> send_audio(std::vector<std::byte> pcm) override {
    std::uint64_t hash = 14695981039346656037u;
    for (std::byte one : pcm) hash = (hash ^ static_cast<unsigned char>(one)) * 1099511628211u;
    asked_.push_back("play " + std::to_string(pcm.size()) + " bytes " + std::to_string(hash));
    co_return;
  }
  task<> respond(Exchange& out) override {
    const std::vector<std::byte> pcm(960);
    out.media(MediaKind::audio, pcm);
    out.delta(Channel::transcript, "Yes.");
    answer(out, "Yes.");
    co_return;
  }
  task<> interrupt(Duration) override {
    asked_.push_back("interrupt");
    co_return;
  }
  task<> close() override { co_return; }

 private:
  std::vector<std::string>& asked_;
};

}  // namespace

void* StandIn::face(std::string_view wanted) noexcept {
  return offer<Chat, Images, Realtime, Tools, Search, Embeddings, Speech, Transcription, Computer,
               RemoteAgent>(*this, wanted);
}

task<> StandIn::send(ChatRequest request, Exchange& out) {
  std::string line = "chat " + request.model + (request.stream ? " stream" : "");
  for (const Message& message : request.messages)
    line += " | " + std::string(to_string(message.role)) + ": " + message.text();
  for (const ToolSpec& tool : request.tools) line += " | tool " + tool.name;
  if (request.seed) line += " | seed " + std::to_string(*request.seed);
  line += " | " + boost::json::serialize(request.extra);
  asked.push_back(line);
  out.request("chat", line.size());
  answer(out, "An answer.");
  co_return;
}

task<> StandIn::generate(ImageRequest request, Exchange& out) {
  asked.push_back("image " + request.model + " " + request.size + ": " + request.prompt);
  const std::vector<std::byte> picture(64);
  out.media(MediaKind::image, picture);
  answer(out, "");
  co_return;
}

task<std::unique_ptr<RealtimeSession>> StandIn::connect(RealtimeRequest request, Exchange&) {
  asked.push_back("connect " + request.model + " " + request.voice + ": " + request.instructions);
  co_return std::make_unique<Conversation>(asked);
}

task<std::vector<ToolSpec>> StandIn::list(Exchange&) {
  asked.push_back("list tools");
  std::vector<ToolSpec> tools;
  tools.emplace_back("echo", "Says it again", boost::json::object());
  co_return tools;
}

task<ToolResult> StandIn::call(ToolCall call, Exchange&) {
  asked.push_back("call " + call.name + " " + call.arguments);
  ToolResult result;
  result.text = "done";
  co_return result;
}

task<std::vector<SearchHit>> StandIn::query(std::string text, int max_results, Exchange&) {
  asked.push_back("search " + std::to_string(max_results) + ": " + text);
  std::vector<SearchHit> hits(2);
  hits[0].title = "First", hits[0].url = "https://example.org/1", hits[0].snippet = "one";
  hits[1].title = "Second", hits[1].url = "https://example.org/2", hits[1].snippet = "two";
  co_return hits;
}

task<std::vector<std::vector<float>>> StandIn::embed(EmbeddingRequest request, Exchange& out) {
  asked.push_back("embed " + request.model + " " + std::to_string(request.inputs.size()));
  for (const std::string& input : request.inputs) asked.push_back("input " + input);
  answer(out, "");
  co_return std::vector<std::vector<float>>(request.inputs.size(), std::vector<float>(8, 0.5F));
}

task<> StandIn::speak(SpeechRequest request, Exchange& out) {
  asked.push_back("speak " + request.model + " " + request.voice + ": " + request.input);
  const std::vector<std::byte> sound(960);
  out.media(MediaKind::audio, sound);
  answer(out, "");
  co_return;
}

task<> StandIn::transcribe(TranscriptionRequest request, Exchange& out) {
  asked.push_back("transcribe " + request.model + " " + std::to_string(request.audio.size()) + " bytes");
  out.delta(Channel::transcript, "Yes.");
  co_return;
}

task<ComputerReply> StandIn::step(ComputerRequest request, Exchange& out) {
  asked.push_back("step " + request.model + " after " + request.previous_response_id + ": " +
                  request.instructions);
  ComputerReply reply;
  reply.response_id = "response-" + std::to_string(asked.size());
  reply.status = "completed";
  reply.text = "An answer.";
  answer(out, reply.text);
  co_return reply;
}

task<boost::json::value> StandIn::card(Exchange&) {
  asked.push_back("card");
  boost::json::object card;
  card["name"] = "stand-in";
  boost::json::object capabilities;
  capabilities["streaming"] = true;
  card["capabilities"] = std::move(capabilities);
  card["skills"] = boost::json::array();
  co_return card;
}

task<AgentReply> StandIn::send(AgentRequest request, Exchange& out) {
  std::string line = request.stream ? "ask, streamed" : "ask";
  for (const Part& part : request.parts) line += " | " + part.text;
  asked.push_back(line);
  AgentReply reply;
  reply.context_id = "context-1", reply.task_id = "task-1", reply.state = "completed";
  reply.text = "An answer.";
  answer(out, reply.text);
  co_return reply;
}

}  // namespace aitb::core::check
