// What a chat request says, for records: its text and its size without any wire format.
#pragma once
#include <cstddef>
#include <string>

#include <aitb/message.hpp>

namespace service {

/// What the user and the conversation say, for the record; media are named, not shown.
std::string prompt_text(const aitb::ChatRequest& request);
/// Size of prompt text and media in bytes, without JSON or base64.
std::size_t content_bytes(const aitb::ChatRequest& request);
/// "data:image/png;base64,…"
std::string data_url(const aitb::Part& part);

}  // namespace service
