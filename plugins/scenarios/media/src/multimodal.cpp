#include "multimodal.hpp"

namespace media {
namespace {

std::vector<aitb::Part> load(const MultimodalOptions& options) {
  const std::filesystem::path base(options.image_base_dir);
  std::vector<aitb::Part> parts;
  const auto add = [&](const std::string& source, const std::string& pointer) {
    parts.push_back(load_part(aitb::MediaKind::image, source, base, Sending::as_given, pointer));
  };
  if (!options.image_path.empty()) add(options.image_path, "/image_path");
  for (std::size_t i = 0; i < options.image_paths.size(); ++i) {
    add(options.image_paths[i], "/image_paths/" + std::to_string(i));
  }
  for (std::size_t i = 0; i < options.media.size(); ++i) {
    parts.push_back(load_part(options.media[i], base, "/media/" + std::to_string(i)));
  }
  if (parts.empty()) add("network_diagram.png", "/image_paths");
  return parts;
}

}  // namespace

aitb::FieldTable fields(MultimodalOptions& o) {
  using aitb::field;
  std::vector<aitb::Field> all;
  add_fields(all, o);
  all.push_back(field("image_paths", o.image_paths,
                      "Pictures, one a turn: files, names of samples, or URLs; nothing given here, in "
                      "image_path and in media: the "
                      "sample network_diagram.png")
                    .alias("images"));
  all.push_back(field("image_path", o.image_path, "A single picture; comes before image_paths"));
  all.push_back(
      field("image_base_dir", o.image_base_dir, "Folder of the files that are named without one").path());
  all.push_back(
      field("media", o.media, "Pictures, documents, sounds and videos, one a turn, after image_paths"));
  return aitb::FieldTable(std::move(all));
}

Multimodal::Multimodal(const Options& options, aitb::Context&) : QuestionScenario(options, load(options)) {}

}  // namespace media
