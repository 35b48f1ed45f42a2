// Any bytes as a form: fields inside the body, or a sentence that says what is wrong.
#include <cstdint>
#include <cstdlib>
#include <string>

#include <aitb/error.hpp>
#include <sim_kit/multipart.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // The first line is the content type.
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(all.find('\n'), all.size());
  const std::string_view body = all.substr(std::min(line + 1, all.size()));
  try {
    for (const sim_kit::FormField& field : sim_kit::read_multipart(all.substr(0, line), body)) {
      if (field.name.empty()) std::abort();
      const bool inside =
          field.value.empty() || (field.value.data() >= body.data() &&
                                  field.value.data() + field.value.size() <= body.data() + body.size());
      if (!inside) std::abort();
    }
  } catch (const aitb::Error&) {
  }
  return 0;
}
