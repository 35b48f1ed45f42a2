#include "json_answer.hpp"

#include <aitb/error.hpp>

#include <boost/json/parse.hpp>
#include <utility>

namespace search {

namespace json = boost::json;

json::object read_answer(const std::string& engine, const std::string& body) {
  json::error_code failed;
  json::value parsed = json::parse(body, failed);
  if (failed || !parsed.is_object()) {
    throw aitb::Error(aitb::ErrorKind::protocol, engine + " answered 200 with a body that is no JSON object")
        .with_status(200);
  }
  return std::move(parsed.get_object());
}

std::optional<json::object> error_object(const std::string& body) {
  json::error_code failed;
  json::value parsed = json::parse(body, failed);
  if (failed || !parsed.is_object()) return std::nullopt;
  json::value* error = parsed.get_object().if_contains("error");
  if (error == nullptr || !error->is_object()) return std::nullopt;
  return std::move(error->get_object());
}

}  // namespace search
