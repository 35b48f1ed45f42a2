#include "media_list.hpp"

#include <assets/find.hpp>

namespace media {

using aitb::MediaKind;
using aitb::Part;

Sending parse_sending(const std::string& word) {
  if (word == "base64") return Sending::base64;
  return word == "file_url" ? Sending::file_url : Sending::as_given;
}

Part load_part(MediaKind kind, const std::string& source, const std::filesystem::path& base, Sending sending,
               const std::string& pointer) {
  constexpr std::string_view kFile = "file://";
  const bool is_url = source.find("://") != std::string::npos || source.starts_with("data:");
  const bool is_file_url = source.starts_with(kFile);
  if (is_url && !(is_file_url && sending == Sending::base64)) {
    return Part::from_url(kind, assets::media_type(source.substr(0, source.find('?'))), source);
  }
  try {
    const std::filesystem::path file = assets::find(is_file_url ? source.substr(kFile.size()) : source, base);
    if (sending == Sending::file_url) {
      return Part::from_url(kind, assets::media_type(file),
                            "file://" + std::filesystem::canonical(file).string());
    }
    Part part(kind, assets::media_type(file), assets::read(file));
    part.name = file.filename().string();
    return part;
  } catch (const aitb::Error& missing) {
    throw aitb::ConfigError(pointer, missing.what());
  }
}

aitb::FieldTable fields(Medium& o) {
  using aitb::field;
  return aitb::fields(field("image", o.image, "Picture: a file or a URL"),
                      field("document", o.document, "Document (PDF): a file"),
                      field("audio", o.audio, "Sound: a file"),
                      field("video", o.video, "Video: a file or a URL"));
}

Part load_part(const Medium& medium, const std::filesystem::path& base, const std::string& pointer) {
  struct Kind {
    const char* key;
    const std::string& source;
    MediaKind kind;
  };
  const Kind kinds[] = {{"/image", medium.image, MediaKind::image},
                        {"/document", medium.document, MediaKind::document},
                        {"/audio", medium.audio, MediaKind::audio},
                        {"/video", medium.video, MediaKind::video}};
  const Kind* given = nullptr;
  for (const Kind& one : kinds) {
    if (one.source.empty()) continue;
    if (given != nullptr) throw aitb::ConfigError(pointer, "an entry of media names one file, not several");
    given = &one;
  }
  if (given == nullptr) {
    throw aitb::ConfigError(pointer, "an entry of media names a file under image, document, audio or video");
  }
  return load_part(given->kind, given->source, base, Sending::as_given, pointer + given->key);
}

}  // namespace media
