// The tools that the simulated server has: names, schemas and what each does.
#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "world.hpp"

namespace mcp_simulator {

namespace json = boost::json;

/// What a tool may use while it works.
class Work {
 public:
  Work(World& world_, const json::object& arguments_, std::size_t bytes_)
      : world(world_), arguments(arguments_), bytes(bytes_) {}
  std::string text(std::string_view key, std::string_view otherwise = {}) const;
  std::int64_t whole(std::string_view key, std::int64_t otherwise) const;

  World& world;
  const json::object& arguments;
  std::size_t bytes;  ///< how long an answer of free size is to be
};

/// A finished result of tools/call.
class Outcome {
 public:
  explicit Outcome(std::string text, bool is_error = false);
  json::object result;
};

class Tool {
 public:
  using Run = Outcome (*)(const Work& work);
  std::string name, description;
  json::object input, output;  ///< schemas; an empty output: no structured content
  Run run = nullptr;
  bool paced = false;  ///< takes duration_ms and steps, and reports progress
};

/// The tools of these names; an unknown name gets a tool that answers with a text. Empty: all that there are.
std::vector<Tool> select(const std::vector<std::string>& names);

/// The value of a sum of products with brackets; throws std::invalid_argument with what is wrong.
double calculate(std::string_view expression);
/// A PNG of a gradient.
std::string picture(int width, int height, std::uint64_t seed);

}  // namespace mcp_simulator
