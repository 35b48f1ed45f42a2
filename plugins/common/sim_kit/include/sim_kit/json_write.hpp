// Appends JSON pieces to a string, for bodies whose layout is fixed.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace sim_kit {

/// `text` with what JSON must escape escaped, without quotes.
void append_escaped(std::string& out, std::string_view text);
void append_json_string(std::string& out, std::string_view text);
void append_number(std::string& out, std::int64_t number);

}  // namespace sim_kit
