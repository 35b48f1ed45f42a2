// How each C++ type that can be a field looks as a JSON value: its schema, its writing and its reading.
#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace aitb::values {
namespace json = boost::json;

/// A number without needless fraction, so that 1.0 is written as 1.
json::value written(double x);
json::value written(std::uint64_t x);
inline json::value written(bool x) { return x; }
inline json::value written(int x) { return x; }
inline json::value written(std::int64_t x) { return x; }
inline json::value written(const std::string& x) { return json::value(x); }

json::object schema_of(const bool*);
json::object schema_of(const int*);
json::object schema_of(const std::int64_t*);
json::object schema_of(const std::uint64_t*);
json::object schema_of(const double*);
json::object schema_of(const std::string*);

/// Value of a type that the schema has passed; throws ConfigError (pointer "") otherwise.
void read(const json::value& value, bool& out);
void read(const json::value& value, int& out);
void read(const json::value& value, std::int64_t& out);
void read(const json::value& value, std::uint64_t& out);
void read(const json::value& value, double& out);
void read(const json::value& value, std::string& out);

/// Adds x-unit if the key ends in a unit and the schema is of numbers.
void note_unit(json::object& schema, std::string_view key);

}  // namespace aitb::values
