// Decides whether a request is answered with an injected error.
#pragma once
#include <aitb/http_server.hpp>
#include <aitb/random.hpp>

#include <vector>

#include "options.hpp"

namespace openai_simulator {

class FaultRules {
 public:
  FaultRules(std::vector<ErrorRule> rules, bool allow_header, aitb::Random random);
  /// Throws ApiError if a rule or the header x-aitb-error asks for it.
  void apply(const aitb::Headers& headers);

 private:
  void apply_header(std::string_view asked) const;

  class Counted {
   public:
    explicit Counted(ErrorRule one) : rule(std::move(one)) {}
    ErrorRule rule;
    std::uint64_t seen = 0;
  };
  std::vector<Counted> rules_;
  bool allow_header_;
  aitb::Random random_;
};

}  // namespace openai_simulator
