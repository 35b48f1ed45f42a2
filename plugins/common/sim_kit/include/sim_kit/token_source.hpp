// A text to be sent token by token: generated on the fly, or kept with the ends of its tokens.
#pragma once
#include <aitb/tokens.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sim_kit/vocabulary.hpp>

namespace sim_kit {

/// Pieces never split a UTF-8 sequence, so that one can hold several tokens. A generated text costs no memory
/// per token: ten thousand waiting streams are cheap.
class TokenSource {
 public:
  struct Piece {
    std::string_view text;  ///< empty: the end
    std::uint32_t tokens = 0;
  };

  TokenSource() = default;
  /// Generated sentences, cut after `limit` tokens.
  TokenSource(const aitb::Random& random, std::uint32_t tokens, std::uint32_t limit);
  /// `text`, cut after `limit` tokens.
  TokenSource(std::string text, const aitb::TokenCounter& counter, std::uint32_t limit);

  /// The next token, or several up to a UTF-8 border. The view lives until the next call and the source's
  /// end.
  Piece next();
  /// True when next() has nothing more to give.
  bool ended() const noexcept { return kept_ ? kept_->at == kept_->ends.size() : sent_ == tokens_; }
  /// How many tokens all pieces hold, sent or not.
  std::uint32_t tokens() const noexcept { return tokens_; }
  /// True if the text was longer than its limit.
  bool cut() const noexcept { return cut_; }
  /// What is left, as one string.
  std::string rest();

 private:
  struct Kept {
    std::string text;
    std::vector<std::uint32_t> ends;
    std::size_t at = 0, begin = 0;
  };

  std::optional<SentenceWriter> sentences_;
  std::unique_ptr<Kept> kept_;
  std::uint32_t tokens_ = 0, sent_ = 0;
  bool cut_ = false;
};

}  // namespace sim_kit
