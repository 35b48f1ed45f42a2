#include <sim_kit/multipart.hpp>

#include <algorithm>
#include <cctype>
#include <string>

#include <aitb/error.hpp>

namespace sim_kit {
namespace {

constexpr std::size_t kFields = 1000, kLongestBoundary = 200;

[[noreturn]] void refuse(const char* what) {
  throw aitb::Error(aitb::ErrorKind::protocol, std::string("reading multipart/form-data: ") + what);
}

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

/// The parameter `name` of a header's value, without its quotes; empty if absent.
std::string_view parameter(std::string_view value, std::string_view name) {
  for (std::size_t at = value.find(';'); at != std::string_view::npos; at = value.find(';', at)) {
    ++at;
    while (at < value.size() && value[at] == ' ') ++at;
    const std::size_t equals = value.find('=', at);
    if (equals == std::string_view::npos) return {};
    const std::string_view found = value.substr(at, equals - at);
    const bool quoted = equals + 1 < value.size() && value[equals + 1] == '"';
    const std::size_t begin = equals + (quoted ? 2 : 1);
    const std::size_t end = std::min(value.find(quoted ? '"' : ';', begin), value.size());
    if (same_word(found, name)) return value.substr(begin, end - begin);
    at = end;
  }
  return {};
}

FormField read_head(std::string_view head) {
  FormField field;
  while (!head.empty()) {
    const std::size_t end = std::min(head.find("\r\n"), head.size());
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + 2, head.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) refuse("a header of a part has no colon");
    std::string_view value = line.substr(colon + 1);
    while (value.starts_with(' ')) value.remove_prefix(1);
    if (same_word(line.substr(0, colon), "content-disposition")) {
      field.name = parameter(value, "name");
      field.filename = parameter(value, "filename");
      field.is_file = value.find("filename=") != std::string_view::npos;
    } else if (same_word(line.substr(0, colon), "content-type")) {
      field.type = value;
    }
  }
  if (field.name.empty()) refuse("a part has no name");
  return field;
}

}  // namespace

std::vector<FormField> read_multipart(std::string_view content_type, std::string_view body) {
  constexpr std::string_view kKind = "multipart/form-data";
  if (!same_word(content_type.substr(0, kKind.size()), kKind)) refuse("the content type is another");
  const std::string_view boundary = parameter(content_type, "boundary");
  if (boundary.empty() || boundary.size() > kLongestBoundary)
    refuse("the content type has no usable boundary");
  const std::string first = "--" + std::string(boundary), next = "\r\n" + first;
  std::size_t at = body.find(first);
  if (at == std::string_view::npos) refuse("the boundary is not in the body");
  at += first.size();
  std::vector<FormField> fields;
  while (!body.substr(at).starts_with("--")) {
    if (!body.substr(at).starts_with("\r\n")) refuse("a boundary is not followed by a line break");
    at += 2;
    const std::size_t blank = body.find("\r\n\r\n", at);
    if (blank == std::string_view::npos) refuse("a part has no body");
    const std::size_t end = body.find(next, blank + 2);
    if (end == std::string_view::npos) refuse("the last boundary is missing");
    FormField field = read_head(body.substr(at, blank - at));
    field.value = end > blank + 4 ? body.substr(blank + 4, end - blank - 4) : std::string_view();
    fields.push_back(field);
    if (fields.size() > kFields) refuse("there are too many parts");
    at = end + next.size();
  }
  return fields;
}

}  // namespace sim_kit
