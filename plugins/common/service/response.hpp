// Reading HTTP answers of services.
#pragma once
#include <string>

#include <aitb/http.hpp>

namespace service {

/// The body of an error answer. One that is cut off or too long is told as far as it came: the status says
/// more.
aitb::task<std::string> error_body(aitb::HttpResponse& response);
/// True if the body is server-sent events, by its type or, where that says nothing, because they were asked
/// for.
bool is_event_stream(const aitb::HttpResponse& response, bool asked);

}  // namespace service
