// Parses one JSON text after the other into the same memory, so that a stream's chunks cost no heap traffic.
#pragma once
#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parser.hpp>
#include <optional>
#include <string_view>

#include "service/known_shapes.hpp"

namespace service {

/// One a lane, shared by all of its streams: a parsed value is used up before anything else is parsed.
class JsonScratch {
 public:
  JsonScratch()
      : memory_(block_.data(), block_.size()), parser_({}, parse_options(), stack_.data(), stack_.size()) {}
  JsonScratch(const JsonScratch&) = delete;
  JsonScratch& operator=(const JsonScratch&) = delete;

  /// The parsed text, valid until the next call; nullptr if it is not JSON.
  const boost::json::value* parse(std::string_view text) {
    if (const boost::json::value* known = shapes_.find(text)) return known;
    value_.reset();
    memory_.release();
    parser_.reset(&memory_);
    boost::json::error_code failed;
    parser_.write(text.data(), text.size(), failed);
    if (failed) return nullptr;
    shapes_.learn(text, value_.emplace(parser_.release()));
    return &*value_;
  }
  /// Where this string, a part of the value, stands in the text, without its quotes; nothing if in doubt.
  std::optional<std::string_view> source(const boost::json::string& of) const { return shapes_.source(of); }

 private:
  static boost::json::parse_options parse_options() {
    boost::json::parse_options options;
    options.max_depth = 128;
    return options;
  }

  std::array<unsigned char, 16384> block_;
  std::array<unsigned char, 4096> stack_;
  boost::json::monotonic_resource memory_;
  boost::json::parser parser_;
  std::optional<boost::json::value> value_;
  KnownShapes shapes_;
};

}  // namespace service
