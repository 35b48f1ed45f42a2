// Which models the service has, and its answers about them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <sim_kit/wildcard.hpp>

namespace gemini_simulator {

class Models {
 public:
  /// Empty: the usual ones of Gemini, and whatever is called gemini-…. An entry with * is not listed.
  explicit Models(std::vector<std::string> names);
  bool exists(std::string_view model) const;
  /// A page of at most `size` models from the one that `token` numbers.
  std::string list_body(std::size_t size, std::size_t token) const;
  std::string one_body(std::string_view model) const;

 private:
  std::vector<std::string> names_;
  sim_kit::Wildcards known_;
};

}  // namespace gemini_simulator
