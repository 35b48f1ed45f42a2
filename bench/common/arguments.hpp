// `--name value` and `--name` on a command line, with defaults; anything unknown ends the program with its
// usage.
#pragma once
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

namespace bench {

class Arguments {
 public:
  /// `known` maps each name to its default; a default of "-" marks a switch without value.
  Arguments(int argc, char** argv, std::map<std::string, std::string> known) : values_(std::move(known)) {
    for (int i = 1; i < argc; ++i) {
      const std::string name = std::string_view(argv[i]).starts_with("--") ? argv[i] + 2 : "";
      const auto found = values_.find(name);
      const bool is_switch = found != values_.end() && (found->second == "-" || found->second == "+");
      if (found == values_.end() || (!is_switch && i + 1 == argc)) usage(argv[0], argv[i]);
      found->second = is_switch ? "+" : argv[++i];
    }
  }

  bool is_set(const std::string& name) const { return values_.at(name) == "+"; }
  const std::string& text(const std::string& name) const { return values_.at(name); }
  double number(const std::string& name) const { return std::strtod(values_.at(name).c_str(), nullptr); }
  int integer(const std::string& name) const { return static_cast<int>(number(name)); }

 private:
  [[noreturn]] void usage(const char* program, const char* wrong) const {
    std::fprintf(stderr, "%s: cannot use '%s'; it takes", program, wrong);
    for (const auto& [name, value] : values_) {
      const bool is_switch = value == "-" || value == "+";
      std::fprintf(stderr, " [--%s%s%s]", name.c_str(), is_switch ? "" : " ",
                   is_switch       ? ""
                   : value.empty() ? "…"
                                   : value.c_str());
    }
    std::fprintf(stderr, "\n");
    std::exit(2);
  }

  std::map<std::string, std::string> values_;
};

}  // namespace bench
