// Which models the service has, and its answers about them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <sim_kit/wildcard.hpp>
#include "dialect.hpp"

namespace openai_simulator {

class Models {
 public:
  /// Empty: the usual ones of the dialect. An entry with * is accepted, but not listed.
  Models(std::vector<std::string> names, Dialect dialect);
  /// By name, as a dated snapshot of a name ("gpt-4o-2024-08-06"), or as a fine-tune of one
  /// ("ft:gpt-4o:org::id").
  bool exists(std::string_view model) const;
  std::string list_body() const;
  /// Throws ApiError 404.
  std::string one_body(std::string_view model) const;

 private:
  void append_model(std::string& out, std::string_view model, std::string_view indent) const;

  std::vector<std::string> names_;
  sim_kit::Wildcards known_;
  Dialect dialect_;
};

}  // namespace openai_simulator
