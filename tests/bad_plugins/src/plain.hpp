// A provider that does nothing wrong; each bad plugin spoils one thing.
#pragma once
#include <string>

#include <aitb/plugin.hpp>

namespace bad {

class Plain : public aitb::Provider {
 public:
  struct Options {
    std::string word = "hello";
  };
  Plain(Options options, aitb::Context&) : options_(std::move(options)) {}
  void* face(std::string_view) noexcept override { return nullptr; }

 protected:
  Options options_;
};

inline aitb::FieldTable fields(Plain::Options& options) {
  return aitb::fields(aitb::field("word", options.word, "A word that nobody says"));
}

}  // namespace bad
