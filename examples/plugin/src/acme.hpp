// Acme's text service: POST BASE_URL/say {"model", "said"} is answered by one JSON object a line, {"word"}
// for a piece and {"end", "words_in", "words_out"} at last.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include <aitb/config.hpp>
#include <aitb/context.hpp>
#include <aitb/net.hpp>
#include <aitb/provider.hpp>

namespace acme {

/// Cuts a stream into lines, wherever the network cut it.
class Lines {
 public:
  void add(std::string_view bytes) { text_ += bytes; }
  /// The next whole line, without its end; false if there is none yet.
  bool next(std::string& line);
  bool empty() const { return text_.empty(); }

 private:
  std::string text_;
};

class Acme final : public aitb::Provider, public aitb::Chat {
 public:
  struct Options {
    std::string base_url = "https://text.acme.example";
    std::string api_key, ca_file;
    bool shout = false;
  };
  Acme(Options options, aitb::Context& context);

  void* face(std::string_view wanted) noexcept override { return aitb::offer<aitb::Chat>(*this, wanted); }
  aitb::task<> send(aitb::ChatRequest request, aitb::Exchange& out) override;

 private:
  Options options_;
  std::unique_ptr<aitb::HttpClient> client_;
};

aitb::FieldTable fields(Acme::Options& options);

}  // namespace acme
