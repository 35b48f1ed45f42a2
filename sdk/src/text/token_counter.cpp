#include <dlfcn.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <mutex>

#include <aitb/error.hpp>
#include <aitb/tokens.hpp>

#include "text/encodings.hpp"
#include "text/pair_merge.hpp"
#include "text/splitter.hpp"
#include "text/token_table.hpp"

namespace aitb::inline v1 {
namespace {

namespace fs = std::filesystem;

class BytePairCounter final : public TokenCounter {
 public:
  BytePairCounter(const text::Encoding& encoding, text::TokenTable table)
      : encoding_(encoding), table_(std::move(table)), splitter_(encoding.pattern) {}

  std::size_t count(std::string_view text) const override {
    thread_local std::vector<std::uint32_t> ends;
    std::size_t tokens = 0;
    splitter_.split(text, [&](std::string_view piece) {
      if (table_.find(piece) != text::TokenTable::none) {
        ++tokens;
        return;
      }
      ends.clear();
      text::merge_pairs(table_, piece, 0, ends);
      tokens += ends.size();
    });
    return tokens;
  }

  std::vector<std::uint32_t> ends(std::string_view text) const override {
    std::vector<std::uint32_t> ends;
    ends.reserve(text.size() / 4 + 1);
    std::uint32_t base = 0;
    splitter_.split(text, [&](std::string_view piece) {
      const auto end = base + static_cast<std::uint32_t>(piece.size());
      if (table_.find(piece) != text::TokenTable::none) {
        ends.push_back(end);
      } else {
        text::merge_pairs(table_, piece, base, ends);
      }
      base = end;
    });
    return ends;
  }

  std::vector<std::uint32_t> encode(std::string_view text) const override {
    std::vector<std::uint32_t> ids = ends(text);
    std::uint32_t start = 0;
    for (auto& id : ids) {
      const std::uint32_t end = id;
      id = table_.find(text.substr(start, end - start));
      start = end;
    }
    return ids;
  }

  std::string decode(const std::vector<std::uint32_t>& ids) const override {
    std::string text;
    for (std::uint32_t id : ids) text += bytes(id);
    return text;
  }

  std::string_view name() const noexcept override { return encoding_.name; }

 private:
  std::string_view bytes(std::uint32_t id) const {
    if (id < table_.size()) return table_.bytes(id);
    for (const auto& [special, text] : encoding_.special) {
      if (id == special) return text;
    }
    throw Error(ErrorKind::internal,
                fmt::format("decoding tokens: {} is not an id of {}", id, encoding_.name));
  }

  const text::Encoding& encoding_;
  text::TokenTable table_;
  text::Splitter splitter_;
};

/// Where the data folder may be: named by the user, beside the program, beside this library.
std::vector<fs::path> data_folders() {
  std::vector<fs::path> folders;
  if (const char* named = std::getenv("AITB_DATA_DIR"); named && *named) folders.emplace_back(named);
  std::error_code failure;
  const fs::path program = fs::read_symlink("/proc/self/exe", failure);
  if (!failure) folders.push_back(program.parent_path().parent_path() / "share/aitb");
  Dl_info library{};
  if (::dladdr(reinterpret_cast<const void*>(&data_folders), &library) && library.dli_fname) {
    const fs::path lib = fs::weakly_canonical(library.dli_fname, failure).parent_path();
    folders.push_back(lib.parent_path() / "share/aitb");
    folders.push_back(lib.parent_path().parent_path() / "share/aitb");  // lib/x86_64-linux-gnu
  }
  return folders;
}

std::shared_ptr<const TokenCounter> load(const text::Encoding& encoding) {
  for (const fs::path& folder : data_folders()) {
    const fs::path file = folder / "tokenizers" / fmt::format("{}.bpe", encoding.name);
    if (auto table = text::TokenTable::open(file))
      return std::make_shared<BytePairCounter>(encoding, std::move(*table));
  }
  return nullptr;
}

}  // namespace

std::shared_ptr<const TokenCounter> token_counter(std::string_view encoding) {
  static std::mutex mutex;
  static std::map<std::string_view, std::shared_ptr<const TokenCounter>> loaded;
  const auto& known = text::encodings();
  const auto found =
      std::find_if(known.begin(), known.end(), [&](const auto& e) { return e.name == encoding; });
  if (found == known.end()) return nullptr;
  const std::scoped_lock lock(mutex);
  auto& counter = loaded[found->name];
  if (!counter) counter = load(*found);
  return counter;
}

}  // namespace aitb::inline v1
