// The lines that the host writes to a program.
#pragma once
#include <aitb/provider.hpp>

#include <cstdint>
#include <string>

namespace exec {

std::string hello_line(const boost::json::object& options);
std::string chat_line(std::uint64_t id, const aitb::ChatRequest& request);
std::string images_line(std::uint64_t id, const aitb::ImageRequest& request);
std::string cancel_line(std::uint64_t id);

/// Bytes of text and media in the messages, without JSON; and the last user text, for the trace.
std::size_t content_bytes(const aitb::ChatRequest& request);
std::string last_prompt(const aitb::ChatRequest& request);

}  // namespace exec
