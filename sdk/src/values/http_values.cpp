#include <aitb/http.hpp>
#include <aitb/http_server.hpp>

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <boost/url/decode_view.hpp>
#include <boost/url/parse_query.hpp>

namespace aitb::inline v1 {
namespace {

bool same_name(std::string_view a, std::string_view b) noexcept { return boost::beast::iequals(a, b); }

void make_room(std::vector<std::pair<std::string, std::string>>& fields) {
  constexpr std::size_t usual = 12;  // as many as heads commonly have: one allocation, not five
  if (fields.capacity() == 0) fields.reserve(usual);
}

}  // namespace

Headers::Headers() = default;

void Headers::set(std::string name, std::string value) {
  std::erase_if(fields_, [&](const auto& field) { return same_name(field.first, name); });
  add(std::move(name), std::move(value));
}

void Headers::add(std::string name, std::string value) {
  make_room(fields_);
  fields_.emplace_back(std::move(name), std::move(value));
}

void Headers::add_copy(std::string_view name, std::string_view value) {
  make_room(fields_);
  fields_.emplace_back(name, value);
}

std::string_view Headers::get(std::string_view name) const noexcept {
  for (const auto& [key, value] : fields_) {
    if (same_name(key, name)) return value;
  }
  return {};
}

bool Headers::has(std::string_view name) const noexcept {
  return std::any_of(fields_.begin(), fields_.end(),
                     [&](const auto& field) { return same_name(field.first, name); });
}

HttpRequest::HttpRequest() = default;
HttpRequest::HttpRequest(std::string method_, std::string url_, std::string body_, std::string content_type)
    : method(std::move(method_)), url(std::move(url_)), body(std::move(body_)) {
  if (!content_type.empty()) headers.set("Content-Type", std::move(content_type));
}

HttpResponse::HttpResponse(int status_, Headers headers_, std::unique_ptr<Body> body)
    : status(status_), headers(std::move(headers_)), body_(std::move(body)) {}
HttpResponse::~HttpResponse() = default;
HttpResponse::HttpResponse(HttpResponse&&) noexcept = default;
HttpResponse& HttpResponse::operator=(HttpResponse&&) noexcept = default;

task<std::optional<BodyBlock>> HttpResponse::read() { return body_->read(); }

task<> HttpResponse::each(std::function<void(const BodyBlock&)> take, std::span<const std::byte> touched) {
  return body_->each(std::move(take), touched);
}

task<> HttpResponse::Body::each(std::function<void(const BodyBlock&)> take, std::span<const std::byte>) {
  while (true) {
    task<std::optional<BodyBlock>> reading = read();
    const std::optional<BodyBlock> block = co_await std::move(reading);
    if (!block) break;
    take(*block);
  }
}

task<std::string> HttpResponse::text(std::size_t limit) {
  std::string all;
  while (true) {
    std::optional<BodyBlock> block = co_await body_->read();
    if (!block) break;
    all.append(block->data);
    if (all.size() > limit) {
      throw Error(ErrorKind::protocol, "reading a response body: it is larger than the limit of " +
                                           std::to_string(limit) + " bytes; raise the limit or ask for less");
    }
  }
  co_return all;
}

std::string ServerRequest::query_value(std::string_view name) const {
  const auto parsed = boost::urls::parse_query(query);
  if (!parsed) return {};
  for (const auto& param : *parsed) {
    if (*param.key == name) {
      std::string value;
      param.value.decode({}, boost::urls::string_token::assign_to(value));
      return value;
    }
  }
  return {};
}

}  // namespace aitb::inline v1
