// Counts tokens the way the services' own byte-pair encodings do (o200k_base, cl100k_base).
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <aitb/api.hpp>

namespace aitb::inline v1 {

/// One encoding, loaded once a process and shared. [any] All members are thread-safe.
class AITB_API TokenCounter {
 public:
  virtual ~TokenCounter();
  /// Number of tokens; special tokens in the text are counted as plain text.
  virtual std::size_t count(std::string_view text) const = 0;
  /// Token ids, for tests and token-id prompts.
  virtual std::vector<std::uint32_t> encode(std::string_view text) const = 0;
  /// Byte offset of the end of each token, so that tokens can be shared out over chunks.
  virtual std::vector<std::uint32_t> ends(std::string_view text) const = 0;
  virtual std::string decode(const std::vector<std::uint32_t>& ids) const = 0;
  /// "o200k_base"
  virtual std::string_view name() const noexcept = 0;
};

/// [any] The encoding that a model uses ("gpt-4o" → o200k_base, "gpt-4" → cl100k_base, unknown → o200k_base).
AITB_API std::string_view encoding_of(std::string_view model) noexcept;
/// [any] True when the model's encoding is known, so that a count is `counted` and not `estimated`.
AITB_API bool encoding_known(std::string_view model) noexcept;
/// [any] Loads at first use; nullptr if the data file is not installed (the caller then records null, not a
/// guess).
AITB_API std::shared_ptr<const TokenCounter> token_counter(std::string_view encoding);

}  // namespace aitb::inline v1
