#include "video.hpp"

namespace media {
namespace {

std::vector<aitb::Part> load(const VideoOptions& options, aitb::Log& log) {
  const std::filesystem::path base(options.video_base_dir);
  const Sending sending = parse_sending(options.send_local_as);
  std::vector<aitb::Part> parts;
  const auto add = [&](const std::string& source, const std::string& pointer) {
    parts.push_back(load_part(aitb::MediaKind::video, source, base, sending, pointer));
    if (parts.back().url.starts_with("file://")) {
      log.info(
          "{} is sent as an address: the service reads the file where it runs (vLLM: "
          "--allowed-local-media-path)",
          parts.back().url);
    }
  };
  const auto add_all = [&](const std::vector<std::string>& sources, const std::string& key) {
    for (std::size_t i = 0; i < sources.size(); ++i) add(sources[i], "/" + key + "/" + std::to_string(i));
  };
  if (!options.video_url.empty()) add(options.video_url, "/video_url");
  add_all(options.video_urls, "video_urls");
  if (!options.video_path.empty()) add(options.video_path, "/video_path");
  add_all(options.video_paths, "video_paths");
  add_all(options.videos, "videos");
  if (parts.empty()) add("test.mp4", "/video_path");
  return parts;
}

}  // namespace

aitb::FieldTable fields(VideoOptions& o) {
  using aitb::field;
  std::vector<aitb::Field> all;
  add_fields(all, o);
  all.push_back(
      field("video_url", o.video_url, "A video's address: https://…, or file://… of the service's machine"));
  all.push_back(field("video_urls", o.video_urls, "Several of them, one a turn"));
  all.push_back(field("video_path", o.video_path,
                      "A video file, or the name of a sample; no video given anywhere: the sample test.mp4"));
  all.push_back(field("video_paths", o.video_paths, "Several of them, one a turn"));
  all.push_back(field("videos", o.videos, "Addresses and files, one a turn"));
  all.push_back(
      field("video_base_dir", o.video_base_dir, "Folder of the files that are named without one").path());
  all.push_back(
      field("send_local_as", o.send_local_as,
            "as_given sends addresses as they are and files as base64; base64 also reads file://… here; "
            "file_url sends files as file://…")
          .choices({"as_given", "base64", "file_url"}));
  return aitb::FieldTable(std::move(all));
}

VideoUnderstanding::VideoUnderstanding(const Options& options, aitb::Context& context)
    : QuestionScenario(options, load(options, context.log)) {}

}  // namespace media
