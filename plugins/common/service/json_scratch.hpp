// Parses one JSON text after the other into the same memory, so that a stream's chunks cost no heap traffic.
#pragma once
#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parser.hpp>
#include <optional>
#include <string_view>

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
    value_.reset();
    memory_.release();
    parser_.reset(&memory_);
    boost::json::error_code failed;
    parser_.write(text.data(), text.size(), failed);
    if (failed) return nullptr;
    return &value_.emplace(parser_.release());
  }

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
};

}  // namespace service
