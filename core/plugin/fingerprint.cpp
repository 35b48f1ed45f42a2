// Its own file, because it includes every SDK header for their sizes.
#include <aitb/fingerprint.hpp>

#include "core/plugin/index.hpp"

namespace aitb::core {

const std::vector<std::pair<std::string, std::string>>& host_fingerprint() {
  static const auto tokens = [] {
    fingerprint::Writer counter;
    fingerprint::write(counter);
    std::string text(counter.size(), '\0');
    fingerprint::Writer writer(text.data());
    fingerprint::write(writer);
    std::vector<std::pair<std::string, std::string>> pairs;
    for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != text.npos; at = end + 1) {
      const std::size_t equals = text.find('=', at);
      pairs.emplace_back(text.substr(at, equals - at), text.substr(equals + 1, end - equals - 1));
    }
    return pairs;
  }();
  return tokens;
}

}  // namespace aitb::core
