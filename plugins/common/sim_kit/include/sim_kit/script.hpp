// Finds the scripted rule that a request fits.
#pragma once
#include <aitb/context.hpp>

#include <atomic>
#include <memory>
#include <vector>

#include <sim_kit/ask.hpp>
#include <sim_kit/script_rules.hpp>

namespace sim_kit {

/// `times` counts the requests of all lanes. Rules outlive it.
class Script {
 public:
  /// Throws ConfigError for a prompt that is no regular expression.
  Script(const std::vector<Rule>& rules, aitb::Context& context);
  ~Script();
  /// What the first rule that fits says, counted; nullptr if none does. [lane]
  const Do* find(const Ask& ask) const;
  bool empty() const noexcept { return rules_.empty(); }

 private:
  class Prepared;
  bool fits(const Prepared& rule, const Ask& ask, const std::string& prompt) const;
  std::vector<Prepared> rules_;
  std::shared_ptr<std::vector<std::atomic<int>>> used_;
};

/// A reply with {prompt} and {results} filled in.
std::string filled(const std::string& reply, const Ask& ask);

}  // namespace sim_kit
