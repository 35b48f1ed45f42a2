// Which models the service has, and its answers about them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <sim_kit/wildcard.hpp>

namespace anthropic_simulator {

class Models {
 public:
  /// Empty: the usual ones of Anthropic, and whatever is called claude-…. An entry with * is not listed.
  explicit Models(std::vector<std::string> names);
  bool exists(std::string_view model) const;
  std::string list_body() const;
  /// Throws ApiError 404.
  std::string one_body(std::string_view model) const;

 private:
  std::vector<std::string> names_;
  sim_kit::Wildcards known_;
};

}  // namespace anthropic_simulator
