#include "each_prompt.hpp"

#include <fstream>

namespace media {
namespace {

std::string file_name(std::string text) {
  for (char& c : text) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    if (!plain) c = '_';
  }
  return text;
}

/// By the first bytes: services do not always say what they send.
std::string ending_of(const std::string& bytes, const std::string& otherwise) {
  if (bytes.starts_with("\x89PNG")) return "png";
  if (bytes.starts_with("\xFF\xD8\xFF")) return "jpg";
  if (bytes.starts_with("RIFF") && bytes.size() > 12)
    return bytes.compare(8, 4, "WEBP") == 0 ? "webp" : "wav";
  if (bytes.starts_with("ID3")) return "mp3";
  if (bytes.starts_with("OggS")) return "ogg";
  if (bytes.starts_with("fLaC")) return "flac";
  return otherwise;
}

}  // namespace

void note_failure(aitb::Session& session, const aitb::Reply& reply, std::size_t turn) {
  if (reply.ok()) return;
  session.fail(*reply.error_kind, "prompt " + std::to_string(turn + 1) + " got no answer: " + reply.error);
}

Keeper Keeper::of(const aitb::Context& context, const std::string& name, bool wanted) {
  return Keeper(wanted ? context.work_dir / name : std::filesystem::path());
}

void Keeper::keep(aitb::Session& session, const aitb::Reply& reply, std::size_t turn,
                  const std::string& ending) const {
  if (folder_.empty()) return;
  std::filesystem::create_directories(folder_);
  int number = 0;
  for (const aitb::Part& part : reply.media) {
    if (part.bytes.empty()) continue;
    const std::string name = file_name(session.place().session_id) + "-" + std::to_string(turn + 1) + "-" +
                             std::to_string(++number) + "." + ending_of(part.bytes, ending);
    std::ofstream out(folder_ / name, std::ios::binary);
    out << part.bytes;
    out.close();
    if (!out) {
      throw aitb::Error(aitb::ErrorKind::internal,
                        "keeping " + (folder_ / name).string() + ": writing it failed; is the disk full?");
    }
  }
}

}  // namespace media
