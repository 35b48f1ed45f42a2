// POST /images/generations
#include <boost/json/serialize.hpp>

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

#include <sim_kit/json_read.hpp>
#include <sim_kit/media.hpp>
#include "check.hpp"
#include "media_endpoints.hpp"

namespace openai_simulator {
namespace {

namespace json = boost::json;

struct Size {
  std::uint32_t width = 1024, height = 1024;
};

bool read_size(std::string_view text, Size& size) {
  const char* end = text.data() + text.size();
  const auto width = std::from_chars(text.data(), end, size.width);
  if (width.ec != std::errc() || width.ptr == end || *width.ptr != 'x') return false;
  const auto height = std::from_chars(width.ptr + 1, end, size.height);
  return height.ec == std::errc() && height.ptr == end && size.width > 0 && size.height > 0;
}

bool one_of(std::string_view word, std::initializer_list<std::string_view> all) {
  for (std::string_view one : all) {
    if (one == word) return true;
  }
  return false;
}

bool fits_model(std::string_view model, std::string_view text, const Size& size) {
  if (model == "dall-e-3") return one_of(text, {"1024x1024", "1792x1024", "1024x1792"});
  if (model == "dall-e-2") return one_of(text, {"256x256", "512x512", "1024x1024"});
  if (model.starts_with("gpt-image-1")) return one_of(text, {"1024x1024", "1536x1024", "1024x1536"});
  const std::uint32_t wide = std::max(size.width, size.height), narrow = std::min(size.width, size.height);
  return size.width % 16 == 0 && size.height % 16 == 0 && wide <= 3 * narrow && wide <= 3840 &&
         narrow <= 2160;
}

Size size_of(const json::object& body, std::string_view model, const sim_kit::Do* scripted) {
  Size size;
  const json::string* given = string(body, "size", "size");
  if (given != nullptr && view(*given) != "auto") {
    if (!read_size(view(*given), size) || !fits_model(model, view(*given), size)) {
      throw bad_request("invalid_value", "size",
                        fmt::format("Invalid value: '{}'. This size is not supported with model '{}'.",
                                    view(*given), model));
    }
  }
  if (scripted != nullptr && !scripted->image_size.empty() && read_size(scripted->image_size, size) &&
      (size.width > 8192 || size.height > 8192)) {
    throw ApiError(400, std::string(kInvalid),
                   "The script asks for a picture over 8192 pixels wide or high.");
  }
  return size;
}

/// What the service charges for a picture: by quality, and by the area beside a square of 1024.
std::int64_t picture_tokens(std::string_view quality, const Size& size) {
  const double square = quality == "low" ? 272 : quality == "high" ? 4160 : 1056;
  return std::llround(square * size.width * size.height / (1024.0 * 1024.0));
}

void refuse_unsupported(const json::object& body, bool gpt) {
  if (gpt && body.contains("response_format"))
    throw bad_request("unknown_parameter", "response_format", "Unknown parameter: 'response_format'.");
  const json::string* format = string(body, "output_format", "output_format");
  if (format != nullptr && view(*format) != "png") throw wrong_value("output_format", view(*format), {"png"});
  if (boolean(body, "stream", "stream").value_or(false)) {
    throw bad_request("unsupported_value", "stream",
                      "Unsupported value: 'stream' does not support true with this model.");
  }
}

/// Where this server is reached, as the client sees it.
std::string own_address(const aitb::ServerRequest& request) {
  const std::string_view scheme = request.headers.get("x-forwarded-proto");
  return fmt::format("{}://{}", scheme.empty() ? "http" : scheme, request.headers.get("host"));
}

}  // namespace

void answer_images(Desk& desk, KeptFiles& files, const aitb::ServerRequest& request, Answer& made) {
  const std::string_view used = desk.admit(request);
  const json::object body = Desk::read_body(request);
  const json::string& prompt = needed_string(body, "prompt", "prompt");
  const json::string* named = string(body, "model", "model");
  sim_kit::Ask ask;
  ask.model = named != nullptr ? view(*named) : "gpt-image-1";
  ask.path = request.path;
  ask.headers = &request.headers;
  ask.begin_turn(sim_kit::Role::user);
  ask.add(sim_kit::PartKind::text, view(prompt));
  if (!desk.models.exists(ask.model)) throw desk.no_model(ask.model);
  const bool gpt = !ask.model.starts_with("dall-e");
  refuse_unsupported(body, gpt);
  const auto count = integer(body, "n", 1, 10).value_or(1);
  const sim_kit::Do* scripted = desk.follow_script(ask);
  if (scripted != nullptr && !scripted->refusal.empty())
    throw bad_request(gpt ? "moderation_blocked" : "content_policy_violation", "", scripted->refusal);
  const Size size = size_of(body, ask.model, scripted);
  const json::string* asked_quality = string(body, "quality", "quality");
  const std::string_view quality =
      asked_quality == nullptr || view(*asked_quality) == "auto" ? "medium" : view(*asked_quality);
  const json::string* format = string(body, "response_format", "response_format");
  const bool url = !gpt && (format == nullptr || view(*format) == "url");

  json::array data;
  const aitb::Random texts = desk.stage.planner.texts(sim_kit::digest(view(prompt)));
  for (std::int64_t i = 0; i < count; ++i) {
    std::string png = sim_kit::draw_png(size.width, size.height, texts.split("picture/" + std::to_string(i)));
    json::object one;
    if (url) {
      const std::string name = desk.id("img-", 24) + ".png";
      one["url"] = fmt::format("{}/v1/images/files/{}", own_address(request), name);
      files.put(name, std::move(png));
    } else {
      one["b64_json"] = sim_kit::base64(png);
    }
    if (ask.model == "dall-e-3") one["revised_prompt"] = prompt;
    data.push_back(std::move(one));
  }
  const std::int64_t in = desk.count(view(prompt), ask.model), out = picture_tokens(quality, size) * count;
  json::object answer;
  answer["created"] = desk.now_sec(request);
  if (gpt) answer["background"] = "opaque";
  answer["data"] = std::move(data);
  if (gpt) {
    answer["output_format"] = "png";
    answer["quality"] = quality;
    answer["size"] = fmt::format("{}x{}", size.width, size.height);
    json::object details, usage;
    details["image_tokens"] = 0;
    details["text_tokens"] = in;
    usage["input_tokens"] = in;
    usage["input_tokens_details"] = std::move(details);
    usage["output_tokens"] = out;
    usage["total_tokens"] = in + out;
    answer["usage"] = std::move(usage);
  }
  desk.limit(request, used, in + out, made.headers);
  made.body = json::serialize(answer);
  made.due = desk.stage.due_after(request, static_cast<std::uint32_t>(out), scripted);
}

}  // namespace openai_simulator
