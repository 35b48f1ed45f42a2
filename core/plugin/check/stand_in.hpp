// A provider that can do everything, at once and always the same, and remembers what it was asked: for
// scenarios.
#pragma once
#include <string>
#include <vector>

#include <aitb/provider.hpp>

namespace aitb::core::check {

class StandIn final : public Provider,
                      public Chat,
                      public Images,
                      public Realtime,
                      public Tools,
                      public Search {
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
};

}  // namespace aitb::core::check
