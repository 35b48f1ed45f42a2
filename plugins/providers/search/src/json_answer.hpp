// What the engines that answer in JSON share: a page's object and the error object of a refusal.
#pragma once
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace search {

/// The body of a page. Throws Error(protocol) if it is no JSON object.
boost::json::object read_answer(const std::string& engine, const std::string& body);

/// The member `error` of a refusal's body; nullopt if there is none.
std::optional<boost::json::object> error_object(const std::string& body);
inline constexpr std::string_view kNoErrorObject = "a body that is not its error object";

}  // namespace search
