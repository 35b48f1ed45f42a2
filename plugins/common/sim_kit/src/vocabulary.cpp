#include <sim_kit/vocabulary.hpp>

#include <array>
#include <string>

namespace sim_kit {
namespace {

enum Slot : std::uint8_t {
  kOpener,
  kDeterminer,
  kAdjective,
  kNoun,
  kVerb,
  kAdverb,
  kPreposition,
  kLinker,
  kComma,
  kStop
};

template <std::size_t Count>
using Words = std::array<std::string_view, Count>;

// Each with its leading space is one token of both encodings; a test holds them to it.
constexpr Words<8> kOpeners = {" The", " A", " This", " Each", " Every", " Another", " Any", " One"};
constexpr Words<8> kFirstOpeners = {"The", "A", "This", "Each", "Every", "Another", "Any", "One"};
constexpr Words<8> kDeterminers = {" the", " a", " this", " each", " every", " another", " any", " one"};
constexpr Words<32> kAdjectives = {
    " simple",  " large",  " small",   " common", " modern",  " local",   " global",  " digital",
    " mobile",  " single", " clear",   " stable", " recent",  " useful",  " careful", " public",
    " private", " direct", " central", " active", " typical", " general", " basic",   " strong",
    " light",   " heavy",  " quick",   " slow",   " early",   " late",    " new",     " special"};
constexpr Words<48> kNouns = {
    " network", " system", " service",  " signal",  " model",   " method",   " result",   " device",
    " server",  " client", " channel",  " message", " process", " request",  " answer",   " value",
    " number",  " level",  " region",   " source",  " target",  " window",   " session",  " packet",
    " router",  " user",   " question", " example", " pattern", " design",   " study",    " measure",
    " test",    " report", " change",   " layer",   " link",    " path",     " station",  " center",
    " group",   " market", " history",  " future",  " problem", " solution", " resource", " schedule"};
constexpr Words<32> kVerbs = {
    " uses",    " needs",  " shows",    " gives",    " takes",     " makes",    " keeps",    " finds",
    " reads",   " writes", " sends",    " moves",    " helps",     " follows",  " leads",    " opens",
    " starts",  " builds", " controls", " serves",   " meets",     " covers",   " brings",   " offers",
    " changes", " limits", " supports", " explains", " describes", " contains", " provides", " includes"};
constexpr Words<16> kAdverbs = {" often",    " usually", " rarely", " always",   " quickly", " slowly",
                                " simply",   " clearly", " mostly", " directly", " finally", " again",
                                " together", " already", " still",  " soon"};
constexpr Words<12> kPrepositions = {" of",    " with", " for",   " in",     " on",      " from",
                                     " under", " over", " after", " before", " between", " through"};
constexpr Words<8> kLinkers = {" and", " but", " because", " while", " so", " although", " when", " where"};

constexpr std::size_t kLongest = 14;
using Pattern = std::array<Slot, kLongest>;
constexpr std::array<Pattern, 6> kPatterns = {{
    {kOpener, kAdjective, kNoun, kVerb, kDeterminer, kNoun, kStop},
    {kOpener, kNoun, kAdverb, kVerb, kDeterminer, kAdjective, kNoun, kPreposition, kDeterminer, kNoun, kStop},
    {kOpener, kNoun, kVerb, kDeterminer, kNoun, kComma, kLinker, kDeterminer, kAdjective, kNoun, kVerb,
     kDeterminer, kNoun, kStop},
    {kOpener, kNoun, kPreposition, kDeterminer, kAdjective, kNoun, kVerb, kDeterminer, kNoun, kStop},
    {kOpener, kAdjective, kNoun, kVerb, kDeterminer, kNoun, kPreposition, kDeterminer, kNoun, kAdverb, kStop},
    {kOpener, kNoun, kVerb, kDeterminer, kAdjective, kNoun, kStop},
}};

constexpr std::uint8_t kSentencesInParagraph = 4;

}  // namespace

SentenceWriter::SentenceWriter(aitb::Random random, std::uint32_t tokens) : random_(random), left_(tokens) {}

void SentenceWriter::begin_sentence() {
  pattern_ = static_cast<std::uint8_t>(random_.below(kPatterns.size()));
  slot_ = 0;
  at_start_ = false;
}

std::string_view SentenceWriter::word() {
  const auto pick = [this](const auto& words) { return words[random_.below(words.size())]; };
  switch (kPatterns[pattern_][slot_]) {
    case kOpener:
      return paragraph_ ? pick(kFirstOpeners) : pick(kOpeners);
    case kDeterminer:
      return pick(kDeterminers);
    case kAdjective:
      return pick(kAdjectives);
    case kNoun:
      return pick(kNouns);
    case kVerb:
      return pick(kVerbs);
    case kAdverb:
      return pick(kAdverbs);
    case kPreposition:
      return pick(kPrepositions);
    case kLinker:
      return pick(kLinkers);
    case kComma:
      return ",";
    case kStop:
      break;
  }
  return {};
}

std::string_view SentenceWriter::next() {
  if (left_ == 0) return {};
  if (at_start_) begin_sentence();
  --left_;
  if (left_ == 0) return slot_ == 0 ? "Yes" : ".";
  if (kPatterns[pattern_][slot_] != kStop) {
    // A comma right before the last token would leave ",." behind, which is one token.
    const bool comma_before_end = left_ == 1 && kPatterns[pattern_][slot_] == kComma;
    const std::string_view text = comma_before_end ? kAdverbs[random_.below(kAdverbs.size())] : word();
    paragraph_ = false;
    ++slot_;
    return text;
  }
  // A sentence of a full stop alone cannot be: with one token left after this one, go on with the sentence.
  if (left_ == 1) return kAdverbs[random_.below(kAdverbs.size())];
  at_start_ = true;
  paragraph_ = ++sentences_ % kSentencesInParagraph == 0;
  return paragraph_ ? ".\n\n" : ".";
}

}  // namespace sim_kit
