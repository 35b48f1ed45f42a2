// The answers to the RAN2 questions Q1–Q5 as far as records can give them; what needs a capture is null.
#pragma once
#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <unordered_map>

#include <aitb/record.hpp>

#include "core/metrics/exchange_times.hpp"
#include "core/metrics/run_facts.hpp"
#include "core/metrics/sample.hpp"

namespace aitb::core {

/// Takes the records of all cells without warm-up.
class Ran2 {
 public:
  explicit Ran2(RunFacts facts) : facts_(std::move(facts)) {}
  void add(const Record& record);
  void finish();
  boost::json::object to_json() const;

 private:
  struct Line {  ///< least squares of y over x
    double n = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;
    void add(double x_value, double y_value);
    boost::json::value to_json() const;
  };
  struct Pair {  ///< scenario × profile
    std::string profile;
    std::uint64_t turns = 0, successes = 0;
    Sample up, down, ttft, ttlt, latency;  // seconds
  };
  struct ByScenario {
    Sample request_bytes, response_bytes, tokens_in, tokens_out, tokens_per_sec;
    Line up, down;
  };
  struct Tool {
    std::uint64_t calls = 0;
    double up = 0, down = 0;
    Sample latency;
  };
  struct Flow {
    std::int64_t from_ns = 0, to_ns = 0;
  };
  void add_flow(const Record& record, const ExchangeTimes& times);
  void add_turn(const Record& record, const ExchangeTimes& times);

  RunFacts facts_;
  std::uint64_t records_ = 0, exchanges_ = 0, reused_ = 0;
  std::map<std::string, Pair> pairs_;
  std::map<std::string, ByScenario> scenarios_;
  std::map<std::string, Tool> tools_;
  std::map<std::string, Sample> gaps_by_profile_;
  Sample gaps_, rtt_ms_, tls_ms_, setup_ms_, flow_sec_;
  std::unordered_map<std::string, Flow> flows_;  // by 4-tuple, of connections that may still be used
};

}  // namespace aitb::core
