// A provider that can do everything, at once and always the same, and remembers what it was asked: for
// scenarios.
#pragma once
#include <string>
#include <vector>

#include <aitb/agent.hpp>
#include <aitb/computer.hpp>
#include <aitb/media_faces.hpp>
#include <aitb/provider.hpp>

namespace aitb::core::check {

class StandIn final : public Provider,
                      public Chat,
                      public Images,
                      public Realtime,
                      public Tools,
                      public Search,
                      public Embeddings,
                      public Speech,
                      public Transcription,
                      public Computer,
                      public RemoteAgent {
 public:
  /// One line for everything that was asked, in order.
  std::vector<std::string> asked;

  void* face(std::string_view wanted) noexcept override;
  task<> send(ChatRequest request, Exchange& out) override;
  task<> generate(ImageRequest request, Exchange& out) override;
  task<std::unique_ptr<RealtimeSession>> connect(RealtimeRequest request, Exchange& out) override;
  task<std::vector<ToolSpec>> list(Exchange& out) override;
  task<ToolResult> call(ToolCall call, Exchange& out) override;
  task<std::vector<SearchHit>> query(std::string text, int max_results, Exchange& out) override;
  task<std::vector<std::vector<float>>> embed(EmbeddingRequest request, Exchange& out) override;
  task<> speak(SpeechRequest request, Exchange& out) override;
  task<> transcribe(TranscriptionRequest request, Exchange& out) override;
  task<ComputerReply> step(ComputerRequest request, Exchange& out) override;
  task<boost::json::value> card(Exchange& out) override;
  task<AgentReply> send(AgentRequest request, Exchange& out) override;
};

}  // namespace aitb::core::check
