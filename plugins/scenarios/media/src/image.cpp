#include "image.hpp"

namespace media {

aitb::FieldTable fields(ImageOptions& o) {
  using aitb::field;
  return aitb::fields(
      field("model", o.model, "Model that draws").not_empty(),
      field("prompts", o.prompts, "What is drawn, one picture request a turn").not_empty(),
      field("size", o.size, "Width x height, as the service names it; empty: its default"),
      field("quality", o.quality, "As the service names it; empty: its default"),
      field("output_format", o.output_format, "png, jpeg or webp, where the service lets one choose"),
      field("count", o.count, "Pictures a request").range(1, 10),
      field("save_images", o.save_images, "Keep the pictures in the run folder, under images"),
      field("extra", o.extra, "Further members of every request body"));
}

ImageScenario::ImageScenario(Options options, aitb::Context& context)
    : options_(std::move(options)), keeper_(Keeper::of(context, "images", options_.save_images)) {}

std::vector<aitb::Need> ImageScenario::needs() const {
  return std::vector<aitb::Need>(1, aitb::Need(aitb::Images::id));
}

aitb::task<> ImageScenario::run(aitb::Session& session) {
  auto& images = aitb::need<aitb::Images>(session);
  for (std::size_t turn = 0; turn < options_.prompts.size(); ++turn) {
    co_await session.turn(static_cast<int>(turn));
    aitb::ImageRequest request;
    request.model = options_.model;
    request.prompt = options_.prompts[turn];
    request.size = options_.size;
    request.quality = options_.quality;
    request.output_format = options_.output_format;
    request.count = options_.count;
    request.extra = options_.extra;
    aitb::ExchangeSpec spec("image", options_.model);
    aitb::Session::Work work = [&images, request](aitb::Exchange& out) {
      return images.generate(request, out);
    };
    const aitb::Reply reply = co_await session.perform(std::move(spec), std::move(work));
    keeper_.keep(session, reply, turn, "png");
    note_failure(session, reply, turn);
  }
}

}  // namespace media
