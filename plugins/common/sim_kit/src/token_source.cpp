#include <sim_kit/token_source.hpp>

#include <algorithm>

namespace sim_kit {
namespace {

bool on_border(std::string_view text, std::size_t at) {
  return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0u) != 0x80u;
}

}  // namespace

TokenSource::TokenSource(const aitb::Random& random, std::uint32_t tokens, std::uint32_t limit)
    : sentences_(SentenceWriter(random, tokens)), tokens_(std::min(tokens, limit)), cut_(tokens > limit) {}

TokenSource::TokenSource(std::string text, const aitb::TokenCounter& counter, std::uint32_t limit)
    : kept_(std::make_unique<Kept>()) {
  kept_->text = std::move(text);
  kept_->ends = counter.ends(kept_->text);
  cut_ = kept_->ends.size() > limit;
  if (cut_) kept_->ends.resize(limit);
  // A limit inside a character keeps the tokens of whole characters only.
  while (!kept_->ends.empty() && !on_border(kept_->text, kept_->ends.back())) kept_->ends.pop_back();
  tokens_ = static_cast<std::uint32_t>(kept_->ends.size());
}

TokenSource::Piece TokenSource::next() {
  Piece piece;
  if (sentences_) {
    if (sent_ == tokens_) return piece;
    ++sent_;
    piece.text = sentences_->next();
    piece.tokens = 1;
  } else if (kept_) {
    const std::size_t begin = kept_->begin;
    while (kept_->at < kept_->ends.size()) {
      kept_->begin = kept_->ends[kept_->at++];
      ++piece.tokens;
      if (on_border(kept_->text, kept_->begin)) break;
    }
    piece.text = std::string_view(kept_->text).substr(begin, kept_->begin - begin);
  }
  return piece;
}

std::string TokenSource::rest() {
  std::string text;
  for (Piece piece = next(); !piece.text.empty(); piece = next()) text += piece.text;
  return text;
}

}  // namespace sim_kit
