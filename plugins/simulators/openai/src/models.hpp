// Which models the service has, and its answers about them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace openai_simulator {

class Models {
 public:
  /// Empty: the usual ones of OpenAI. An entry with * is accepted, but not listed.
  explicit Models(std::vector<std::string> names);
  /// By name, as a dated snapshot of a name ("gpt-4o-2024-08-06"), or as a fine-tune of one
  /// ("ft:gpt-4o:org::id").
  bool exists(std::string_view model) const;
  std::string list_body() const;
  /// Throws ApiError 404.
  std::string one_body(std::string_view model) const;

 private:
  std::vector<std::string> names_;
};

}  // namespace openai_simulator
