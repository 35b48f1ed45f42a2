#include "config/pattern.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <fmt/format.h>
#include <pcre2.h>

#include <aitb/error.hpp>
#include <memory>

namespace aitb {
namespace {

struct Free {
  void operator()(pcre2_code* code) const noexcept { pcre2_code_free(code); }
  void operator()(pcre2_match_data* data) const noexcept { pcre2_match_data_free(data); }
  void operator()(pcre2_match_context* context) const noexcept { pcre2_match_context_free(context); }
};

PCRE2_SPTR bytes(std::string_view text) { return reinterpret_cast<PCRE2_SPTR>(text.data()); }

}  // namespace

bool matches(std::string_view regex, std::string_view text) {
  int failure = 0;
  PCRE2_SIZE at = 0;
  const std::unique_ptr<pcre2_code, Free> code(
      pcre2_compile(bytes(regex), regex.size(), PCRE2_UTF | PCRE2_MATCH_INVALID_UTF, &failure, &at, nullptr));
  if (!code)
    throw Error(ErrorKind::internal,
                fmt::format("the pattern '{}' of a field is broken at letter {}", regex, at + 1));
  const std::unique_ptr<pcre2_match_data, Free> data(
      pcre2_match_data_create_from_pattern(code.get(), nullptr));
  const std::unique_ptr<pcre2_match_context, Free> context(pcre2_match_context_create(nullptr));
  pcre2_set_match_limit(context.get(), 1'000'000);
  return pcre2_match(code.get(), bytes(text), text.size(), 0, 0, data.get(), context.get()) >= 0;
}

}  // namespace aitb
