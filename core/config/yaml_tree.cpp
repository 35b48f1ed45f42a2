#include "core/config/yaml_tree.hpp"

#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>

#include "core/config/source_text.hpp"
#include "core/config/yaml_builder.hpp"

namespace aitb::core {
namespace {

class View : public std::streambuf {
 public:
  explicit View(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // a read area is never written through
    setg(begin, begin, begin + text.size());
  }
};

std::string syntax_sentence(const std::string& message) {
  if (message == "illegal map value")
    return "a second \": \" on this line: put the value in quotes if it holds one";
  if (message == "end of map not found" || message == "illegal block entry")
    return "this does not line up with what is above: check the indentation";
  if (message == "end of sequence flow not found" || message == "end of sequence not found")
    return "the list that begins with [ or - has no end: check brackets and indentation";
  if (message == "end of map flow not found") return "the mapping that begins with { has no closing }";
  if (message == "end of scalar not found" || message.find("unterminated") != std::string::npos)
    return "a quoted text has no closing quote";
  return "not YAML: " + message;
}

void add_syntax_problem(YamlBuilder& builder, std::string_view text, const YAML::Exception& error) {
  const auto lines = split_lines(text);
  const auto number = static_cast<std::size_t>(std::max(error.mark.line, 0));
  const std::string_view line = number < lines.size() ? lines[number] : std::string_view();
  Mark mark = builder.mark(error.mark);
  const auto tab = line.substr(0, line.find_first_not_of(" \t")).find('\t');
  if (tab == std::string_view::npos) return builder.complain(mark, syntax_sentence(error.msg));
  mark.column = static_cast<int>(tab) + 1;
  builder.complain(mark, "a tab may not indent YAML: use spaces");
}

}  // namespace

YamlNode* YamlNode::find(std::string_view key) {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const YamlEntry& e) { return e.key == key; });
  return found == entries.end() ? nullptr : &found->value;
}

std::optional<YamlNode> parse_yaml(const std::string& file, std::string_view text,
                                   std::vector<Problem>& problems, const YamlLimits& limits) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  YamlBuilder builder(file, text, problems, limits);
  Mark top;
  top.file = file;
  if (text.size() > limits.bytes) {
    builder.complain(top, fmt::format("the file has {} bytes, more than the {} that are read: split it",
                                      text.size(), limits.bytes));
    return std::nullopt;
  }
  if (const auto zero = text.find('\0'); zero != std::string_view::npos) {
    top.line =
        static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(zero), '\n')) +
        1;
    builder.complain(top, "the file holds a zero byte, so it is not YAML text");
    return std::nullopt;
  }
  View view(text);
  std::istream in(&view);
  try {
    YAML::Parser parser(in);
    if (!parser.HandleNextDocument(builder)) return YamlNode{};
    YamlNode root = builder.take();
    builder.check_last_quote();
    if (parser.HandleNextDocument(builder))
      builder.complain(builder.take().mark, "a second document begins here (after ---): one file holds one");
    return root;
  } catch (const YAML::Exception& error) {
    add_syntax_problem(builder, text, error);
  } catch (const YamlStop&) {
    return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace aitb::core
