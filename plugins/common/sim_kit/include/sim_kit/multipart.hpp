// Reads multipart/form-data, as uploads come.
#pragma once
#include <string_view>
#include <vector>

namespace sim_kit {

/// A field; views into the body.
class FormField {
 public:
  FormField() = default;
  std::string_view name, filename, type, value;
  bool is_file = false;
};

/// The fields in order. Throws aitb::Error(protocol) that says what is wrong.
std::vector<FormField> read_multipart(std::string_view content_type, std::string_view body);

}  // namespace sim_kit
