// The files of a scenario as message parts, read once when the scenario is made.
#pragma once
#include <aitb/config.hpp>
#include <aitb/message.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace media {

/// How a video or picture that is a file here reaches the service.
enum class Sending { as_given, base64, file_url };
Sending parse_sending(const std::string& word);

/// `source` is a URL or the name of a file. Throws ConfigError at `pointer` if a file that must be read is
/// missing.
aitb::Part load_part(aitb::MediaKind kind, const std::string& source, const std::filesystem::path& base,
                     Sending sending, const std::string& pointer);

/// What stands in YAML as {image: …}, {document: …}, {audio: …} or {video: …}.
struct Medium {
  std::string image, document, audio, video;
};
aitb::FieldTable fields(Medium& medium);
aitb::Part load_part(const Medium& medium, const std::filesystem::path& base, const std::string& pointer);

}  // namespace media
