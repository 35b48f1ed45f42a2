#include "text/encodings.hpp"

#include <array>

#include <aitb/tokens.hpp>

// Unicode's White_Space. PCRE2's own \s has U+180E too, which the services' pattern engine has not.
#define WHITE R"(\x09-\x0D\x20\x85\xA0\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000})"
#define SHORTENED R"((?i:'s|'t|'re|'ve|'m|'ll|'d))"
#define BEFORE_WORD R"([^\r\n\p{L}\p{N}]?)"
#define WHITE_SPACE "[" WHITE R"(]*[\r\n]+|[)" WHITE "]+(?![^" WHITE "])|[" WHITE "]+"

namespace aitb {
namespace text {

const std::vector<Encoding>& encodings() {
  static const std::vector<Encoding> all = {
      {"o200k_base",
       BEFORE_WORD R"([\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+)" SHORTENED "?|" BEFORE_WORD
                   R"([\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*)" SHORTENED
                   R"(?|\p{N}{1,3}| ?[^)" WHITE R"(\p{L}\p{N}]+[\r\n/]*|)" WHITE_SPACE,
       {{199999, "<|endoftext|>"}, {200018, "<|endofprompt|>"}}},
      {"cl100k_base",
       SHORTENED "|" BEFORE_WORD R"(\p{L}+|\p{N}{1,3}| ?[^)" WHITE R"(\p{L}\p{N}]+[\r\n]*|)" WHITE_SPACE,
       {{100257, "<|endoftext|>"},
        {100258, "<|fim_prefix|>"},
        {100259, "<|fim_middle|>"},
        {100260, "<|fim_suffix|>"},
        {100276, "<|endofprompt|>"}}},
  };
  return all;
}

}  // namespace text

inline namespace v1 {
namespace {

struct Family {
  std::string_view name;  ///< the model's name, or its beginning up to a '-' or ':'
  std::string_view encoding;
};

constexpr std::string_view newer = "o200k_base", older = "cl100k_base";
constexpr std::array families = {
    Family{"gpt-4o", newer},
    Family{"chatgpt-4o", newer},
    Family{"gpt-4.1", newer},
    Family{"gpt-4.5", newer},
    Family{"gpt-5", newer},
    Family{"gpt-oss", newer},
    Family{"gpt-image", newer},
    Family{"gpt-realtime", newer},
    Family{"gpt-audio", newer},
    Family{"o1", newer},
    Family{"o3", newer},
    Family{"o4", newer},
    Family{"gpt-4", older},
    Family{"gpt-3.5", older},
    Family{"gpt-35", older},
    Family{"text-embedding-3", older},
    Family{"text-embedding-ada-002", older},
    Family{"davinci-002", older},
    Family{"babbage-002", older},
};

const Family* family_of(std::string_view model) noexcept {
  if (model.starts_with("ft:")) model.remove_prefix(3);  // a tuned model is named after its base
  if (const auto slash = model.rfind('/'); slash != model.npos) model.remove_prefix(slash + 1);
  for (const Family& family : families) {
    if (!model.starts_with(family.name)) continue;
    const std::string_view rest = model.substr(family.name.size());
    if (rest.empty() || rest[0] == '-' || rest[0] == ':') return &family;
    if (family.name == "gpt-5" && rest[0] == '.') return &family;
  }
  return nullptr;
}

}  // namespace

std::string_view encoding_of(std::string_view model) noexcept {
  const Family* family = family_of(model);
  return family ? family->encoding : newer;
}

bool encoding_known(std::string_view model) noexcept { return family_of(model) != nullptr; }

}  // namespace v1
}  // namespace aitb
