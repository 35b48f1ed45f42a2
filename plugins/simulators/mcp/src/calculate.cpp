#include <charconv>
#include <stdexcept>

#include "toolbox.hpp"

namespace mcp_simulator {
namespace {

constexpr int kDeepest = 100;

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  double all() {
    const double value = sum(0);
    if (peek() != '\0') throw std::invalid_argument("unexpected '" + std::string(1, peek()) + "'");
    return value;
  }

 private:
  char peek() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  double sum(int depth) {
    double value = product(depth);
    while (true) {
      if (take('+')) {
        value += product(depth);
      } else if (take('-')) {
        value -= product(depth);
      } else {
        return value;
      }
    }
  }
  double product(int depth) {
    double value = factor(depth);
    while (true) {
      if (take('*')) {
        value *= factor(depth);
      } else if (take('/')) {
        const double by = factor(depth);
        if (by == 0) throw std::invalid_argument("division by zero");
        value /= by;
      } else {
        return value;
      }
    }
  }
  double factor(int depth) {
    if (depth > kDeepest) throw std::invalid_argument("too many brackets");
    if (take('-')) return -factor(depth + 1);
    if (take('(')) {
      const double value = sum(depth + 1);
      if (!take(')')) throw std::invalid_argument("a bracket is not closed");
      return value;
    }
    peek();
    double value = 0;
    const auto read = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (read.ec != std::errc()) throw std::invalid_argument("a number is missing");
    at_ = static_cast<std::size_t>(read.ptr - text_.data());
    return value;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

double calculate(std::string_view expression) { return Reader(expression).all(); }

}  // namespace mcp_simulator
