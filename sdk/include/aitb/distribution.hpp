// A distribution of times or sizes as it is written in YAML, sampled by one Random stream.
#pragma once
#include <boost/json/value.hpp>
#include <memory>
#include <string>
#include <vector>

#include <aitb/api.hpp>
#include <aitb/random.hpp>

namespace aitb::inline v1 {

/// Unit-free, never negative (draws below zero are taken as 0). YAML forms:
///   50                                          constant
///   {constant: 50}
///   {uniform: [40, 60]}
///   {normal: {mean: 50, std: 5}}
///   {lognormal: {median: 50, sigma: 0.4}}       sigma of ln x
///   {gamma: {mean: 50, cv: 0.5}}                cv = std / mean; cv 1 is exponential
///   {exponential: 50}                           mean
///   {empirical: [48, 50, 51.5, 80]}             inverse of the empirical distribution, linear between values
/// Value type, immutable, cheap to copy.
class AITB_API Distribution {
 public:
  Distribution();  ///< constant 0
  explicit Distribution(double constant);
  /// Throws ConfigError with the pointer inside `value`.
  static Distribution from_json(const boost::json::value& value);
  boost::json::value to_json() const;
  /// The JSON Schema fragment of the forms above.
  static boost::json::value schema();

  double sample(Random& random) const;
  double mean() const;
  bool is_constant() const noexcept;
  std::string describe() const;

 private:
  enum class Kind : std::uint8_t { constant, uniform, normal, lognormal, gamma, exponential, empirical };
  Kind kind_ = Kind::constant;
  double a_ = 0;
  double b_ = 0;
  std::shared_ptr<const std::vector<double>> values_;
};

}  // namespace aitb::inline v1
