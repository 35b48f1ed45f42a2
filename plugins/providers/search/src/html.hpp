// Reads HTML as it comes from the web: no tree, no errors, one pass.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace search {

/// Goes from tag to tag. Comments, declarations and the insides of script and style are left out. Views are
/// into the page, raw: entities are not decoded.
class HtmlWalker {
 public:
  enum class Kind { text, open, close };

  explicit HtmlWalker(std::string_view html) : html_(html) {}
  /// False at the end of the page.
  bool next();

  Kind kind() const noexcept { return kind_; }
  /// Of a text.
  std::string_view text() const noexcept { return text_; }
  /// Of a tag; compares without case.
  bool is(std::string_view name) const noexcept;
  std::string_view name() const noexcept { return name_; }
  /// Of a start tag; "" if absent.
  std::string_view attribute(std::string_view name) const noexcept;
  bool has_class(std::string_view name) const noexcept;

 private:
  void read_tag();
  void read_attributes();
  void skip_past(std::string_view mark);

  std::string_view html_;
  std::size_t at_ = 0;
  Kind kind_ = Kind::text;
  std::string_view text_, name_;
  std::vector<std::pair<std::string_view, std::string_view>> attributes_;
};

/// "&amp;" → "&", "&#x27;" → "'"; what is no entity stays as it is.
std::string decode_entities(std::string_view text);
/// Runs of white space as one blank, none at the ends.
std::string one_line(std::string_view text);
/// What a reader sees of a piece of HTML: tags dropped, entities decoded, on one line.
std::string plain_text(std::string_view html);

}  // namespace search
