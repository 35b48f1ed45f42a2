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
      if (name == "help") {
        std::printf("%s takes%s\n", argv[0], options().c_str());
        std::exit(0);
      }
      const auto found = values_.find(name);
      const bool is_switch = found != values_.end() && (found->second == "-" || found->second == "+");
      if (found == values_.end() || (!is_switch && i + 1 == argc)) usage(argv[0], argv[i]);
      if (!is_switch && is_number(found->second) && !is_number(argv[i + 1])) usage(argv[0], argv[i + 1]);
      found->second = is_switch ? "+" : argv[++i];
    }
  }

  bool is_set(const std::string& name) const { return values_.at(name) == "+"; }
  const std::string& text(const std::string& name) const { return values_.at(name); }
  double number(const std::string& name) const { return std::strtod(values_.at(name).c_str(), nullptr); }
  int integer(const std::string& name) const { return static_cast<int>(number(name)); }

 private:
  static bool is_number(const std::string& text) {
    char* end = nullptr;
    std::strtod(text.c_str(), &end);
    return end != text.c_str() && *end == 0;
  }
  std::string options() const {
    std::string all;
    for (const auto& [name, value] : values_) {
      all += " [--" + name;
      if (value != "-" && value != "+") all += " " + (value.empty() ? "…" : value);
      all += "]";
    }
    return all;
  }
  [[noreturn]] void usage(const char* program, const char* wrong) const {
    std::fprintf(stderr, "%s: cannot use '%s'; it takes%s\n", program, wrong, options().c_str());
    std::exit(2);
  }

  std::map<std::string, std::string> values_;
};

}  // namespace bench
