// One provider with every face that has no shipped provider yet, an emulator and a capture, all of them small
// and real: the conversation echoes, the tools calculate, the search looks through a list, the capture writes
// a file.
#include <aitb/capture.hpp>
#include <aitb/emulator.hpp>
#include <aitb/plugin.hpp>
#include <aitb/provider.hpp>
#include <algorithm>
#include <fstream>

namespace probe {

struct Options {
  std::string word = "echo";
};

aitb::FieldTable fields(Options& o) {
  return aitb::fields(aitb::field("word", o.word, "What an answer begins with"));
}

class Conversation final : public aitb::RealtimeSession {
 public:
  explicit Conversation(std::string word) : word_(std::move(word)) {}
  aitb::task<> send_text(std::string text) override {
    heard_ += text;
    co_return;
  }
  aitb::task<> send_audio(std::vector<std::byte> pcm) override {
    audio_.insert(audio_.end(), pcm.begin(), pcm.end());
    co_return;
  }
  aitb::task<> respond(aitb::Exchange& out) override {
    out.delta(aitb::Channel::transcript, word_ + " " + heard_);
    out.media(aitb::MediaKind::audio, audio_);
    out.done();
    heard_.clear();
    co_return;
  }
  aitb::task<> interrupt(aitb::Duration played) override {
    // Two bytes a sample at 24 kHz: what was not played yet is forgotten.
    const auto kept = static_cast<std::size_t>(aitb::to_seconds(played) * 24000) * 2;
    audio_.resize(std::min(audio_.size(), kept));
    co_return;
  }
  aitb::task<> close() override { co_return; }

 private:
  std::string word_, heard_;
  std::vector<std::byte> audio_;
};

class Vendor final : public aitb::Provider,
                     public aitb::Realtime,
                     public aitb::Tools,
                     public aitb::Search,
                     public aitb::Images {
 public:
  using Options = probe::Options;
  Vendor(Options options, aitb::Context&) : options_(std::move(options)) {}

  void* face(std::string_view wanted) noexcept override {
    return aitb::offer<aitb::Realtime, aitb::Tools, aitb::Search, aitb::Images>(*this, wanted);
  }
  aitb::task<std::unique_ptr<aitb::RealtimeSession>> connect(aitb::RealtimeRequest request,
                                                             aitb::Exchange& out) override {
    out.note("model", request.model);
    co_return std::make_unique<Conversation>(options_.word);
  }
  aitb::task<std::vector<aitb::ToolSpec>> list(aitb::Exchange&) override {
    std::vector<aitb::ToolSpec> tools;
    tools.emplace_back("length", "Counts the bytes of its argument", boost::json::value(nullptr));
    co_return tools;
  }
  aitb::task<aitb::ToolResult> call(aitb::ToolCall call, aitb::Exchange& out) override {
    if (call.name != "length")
      throw aitb::Error(aitb::ErrorKind::tool_failure, "calling tool " + call.name + ": there is none");
    aitb::ToolResult result;
    result.text = std::to_string(call.arguments.size());
    out.bytes(call.arguments.size(), result.text.size());
    co_return result;
  }
  aitb::task<std::vector<aitb::SearchHit>> query(std::string text, int max_results,
                                                 aitb::Exchange&) override {
    std::vector<aitb::SearchHit> hits;
    for (int i = 0; i < std::min(max_results, 3); ++i) {
      hits.emplace_back();
      hits.back().title = text + " " + std::to_string(i);
    }
    co_return hits;
  }
  aitb::task<> generate(aitb::ImageRequest request, aitb::Exchange& out) override {
    const std::vector<std::byte> picture(request.prompt.size());
    for (int i = 0; i < request.count; ++i) out.media(aitb::MediaKind::image, picture);
    co_return;
  }

 private:
  Options options_;
};

class Link final : public aitb::Applied {
 public:
  explicit Link(std::string told) : told_(std::move(told)) {}
  std::string verified() const override { return told_; }
  bool shaped() const noexcept override { return false; }

 private:
  std::string told_;
};

class Shaper final : public aitb::Emulator {
 public:
  using Options = probe::Options;
  Shaper(Options, aitb::Context&) {}
  aitb::task<std::unique_ptr<aitb::Applied>> apply(aitb::Path path, aitb::LinkProfile profile) override {
    if (profile.rate_mbit)
      throw aitb::Error(aitb::ErrorKind::unsupported, "shaping a rate: this emulator cannot; ask for none");
    co_return std::make_unique<Link>("not shaped: " + profile.describe() + " on " + path.interface);
  }
};

class Recorder final : public aitb::Capture {
 public:
  using Options = probe::Options;
  Recorder(Options, aitb::Context&) {}
  aitb::task<> start(aitb::Path, std::filesystem::path folder, std::string label) override {
    fact_.file = folder / (label + ".txt");
    std::ofstream(fact_.file) << label;
    co_return;
  }
  aitb::task<aitb::CaptureFact> stop() override {
    fact_.bytes = std::filesystem::file_size(fact_.file);
    fact_.packets = 1;
    co_return fact_;
  }

 private:
  aitb::CaptureFact fact_;
};

}  // namespace probe

AITB_PLUGIN("org.aitb.probe", "0.1.0", "Apache-2.0",
            aitb::provider<probe::Vendor>("probe", "Every face, for tests"),
            aitb::emulator<probe::Shaper>("probe", "Shapes nothing and says so"),
            aitb::capture<probe::Recorder>("probe", "Writes its label into a file"));
