// What the two modules of the boundary proofs offer to the test.
#pragma once
#include <string>
#include <vector>

#include <aitb/provider.hpp>
#include <aitb/task.hpp>
#include <aitb/time.hpp>

namespace boundary {

enum class Failure {
  eof,
  truncated_tls,
  http_end,
  websocket_closed,
  refused,
  sdk_error,
  private_type,
  standard
};

class Probe {
 public:
  virtual ~Probe() = default;
  virtual aitb::task<> fail(Failure how) = 0;
  virtual aitb::task<std::vector<std::string>> join(std::string head, std::vector<std::string> tail) = 0;
  virtual aitb::task<> sleep_for_ever(aitb::Clock& clock) = 0;
  virtual int local_static() = 0;
  virtual aitb::Provider* provider() = 0;
};

}  // namespace boundary
