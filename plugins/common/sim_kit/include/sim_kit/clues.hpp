// What a prompt and the tools' results offer as arguments: addresses, paths, numbers, names, identifiers.
#pragma once
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sim_kit/conversation.hpp>

namespace sim_kit {

/// Gathered once a step. Later results come before earlier ones, and results before the prompt, where a call
/// is likely to go on from what was found.
class Clues {
 public:
  Clues(std::string prompt, const std::vector<CallMade>& calls);
  /// A value for the property of that name and schema, or nothing if no clue fits. `nth` is how often the
  /// tool was called before, so that a repeated call asks something else.
  std::optional<boost::json::value> suggest(std::string_view name, const boost::json::object& schema,
                                            std::size_t nth) const;

 private:
  void read(std::string_view text, bool from_prompt);
  void word(std::string_view word, bool from_prompt);
  std::optional<boost::json::value> text_for(std::string_view name, std::size_t nth) const;
  std::optional<boost::json::value> number_for(const boost::json::object& schema, bool whole,
                                               std::size_t nth) const;
  std::string topic(std::size_t nth) const;

  std::string prompt_;
  std::vector<std::string> urls_, paths_, mails_, quoted_, names_, topics_;
  std::vector<double> numbers_;
  std::vector<boost::json::value> found_;  ///< results that are JSON
};

}  // namespace sim_kit
