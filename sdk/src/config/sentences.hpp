// How a wrong value and what was expected instead are put into words.
#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

namespace aitb::sentences {

/// `"20ms"`, `5`, `a list`, `nothing`; long text is cut, and for a secret the words say only what kind of
/// value it is.
std::string found(const boost::json::value& value, bool secret);
/// "a number of milliseconds", "text", "a list", "a whole number or null".
std::string expected(const boost::json::object& schema);
/// Why a value is of the wrong type, with the way out where the intention is plain.
std::string wrong_type(const boost::json::object& schema, const boost::json::value& value);
/// Why a key is not one of `properties`: a near name, another unit of the same thing, or the list of keys.
std::string unknown_key(std::string_view key, const boost::json::value& value,
                        const boost::json::object& properties);

bool is_secret(const boost::json::object& schema);
std::string_view text_at(const boost::json::object& schema, std::string_view keyword);

}  // namespace aitb::sentences
