#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "openai_dialect/media.hpp"
#include "openai_dialect/usage.hpp"
#include "service/base64.hpp"
#include "service/event_reader.hpp"
#include "service/json_read.hpp"
#include "service/response.hpp"

namespace openai_dialect {
namespace {

namespace json = boost::json;
using namespace service;
using aitb::Error;
using aitb::ErrorKind;

bool is_dall_e(std::string_view model) { return model.starts_with("dall-e"); }
bool is_gpt_image(std::string_view model) {
  return model.starts_with("gpt-image") || model.starts_with("chatgpt-image");
}

/// The words of DALL-E 3 in those of the GPT image models, which refuse them.
std::string gpt_quality(const std::string& quality) {
  if (quality == "standard") return "medium";
  return quality == "hd" ? "high" : quality;
}

void add_formats(json::object& body, const aitb::ImageRequest& request) {
  const std::string& format = request.output_format;
  const bool transfer = format == "url" || format == "b64_json";
  if (is_dall_e(request.model)) {
    body["response_format"] = transfer ? format : "b64_json";
    return;
  }
  if (format == "url" && is_gpt_image(request.model)) {
    throw Error(ErrorKind::unsupported, "asking " + request.model +
                                            " for the URL of a picture: GPT image models answer with the "
                                            "picture itself; leave output_format out or say png, jpeg, webp");
  }
  if (transfer && !is_gpt_image(request.model)) {
    body["response_format"] = format;
  } else if (!format.empty() && !transfer) {
    body["output_format"] = format;
  }
}

/// One picture; false if the entry holds none.
bool report_picture(const json::object& picture, aitb::Exchange& out) {
  const std::string_view revised = text_at(picture, "revised_prompt");
  if (!revised.empty()) out.note("revised_prompt", revised);
  const std::string_view base64 = text_at(picture, "b64_json");
  if (!base64.empty()) {
    const std::vector<std::byte> bytes = decode_base64(base64);
    out.media(aitb::MediaKind::image, bytes);
    return true;
  }
  const std::string_view url = text_at(picture, "url");
  if (url.empty()) return false;
  out.delta(aitb::Channel::answer, url);
  out.note("picture", "by URL, not fetched");
  return true;
}

void report_usage(const json::object& answer, aitb::Exchange& out) {
  if (const json::object* usage = object_at(answer, "usage")) out.usage(read_token_usage(*usage));
}

void report_answer(const json::object& answer, const Peer& peer, aitb::Exchange& out) {
  const json::array* pictures = array_at(answer, "data");
  int found = 0;
  if (pictures != nullptr) {
    for (const json::value& one : *pictures) {
      const json::object* picture = one.if_object();
      if (picture != nullptr && report_picture(*picture, out)) ++found;
    }
  }
  if (found == 0) {
    throw Error(ErrorKind::protocol, "reading the answer of " + peer.service + ": it has no pictures");
  }
  report_usage(answer, out);
}

/// Pictures in the making come as events of their own; only the last one is the picture.
class PictureStream {
 public:
  explicit PictureStream(aitb::Exchange& out) : out_(out) {}
  void event(std::string_view type, const json::object& event) {
    if (type.ends_with(".partial_image")) {
      ++drafts_;
      out_.keep_alive();
    } else if (type.ends_with(".completed")) {
      completed_ = report_picture(event, out_);
      report_usage(event, out_);
    }
  }
  bool completed() const noexcept { return completed_; }
  int drafts() const noexcept { return drafts_; }

 private:
  aitb::Exchange& out_;
  int drafts_ = 0;
  bool completed_ = false;
};

}  // namespace

std::string image_body(const aitb::ImageRequest& request) {
  json::object body;
  body["model"] = request.model;
  body["prompt"] = request.prompt;
  if (request.count != 1) body["n"] = request.count;
  if (!request.size.empty()) body["size"] = request.size;
  if (!request.quality.empty()) {
    body["quality"] = is_gpt_image(request.model) ? gpt_quality(request.quality) : request.quality;
  }
  add_formats(body, request);
  for (const auto& member : request.extra) body[member.key()] = member.value();
  return json::serialize(body);
}

aitb::task<> generate_images(Api& api, aitb::ImageRequest request, aitb::Exchange& out) {
  aitb::HttpRequest http = api.request("/images/generations", request.model, image_body(request));
  out.request(request.prompt, request.prompt.size());
  aitb::HttpResponse response = co_await api.send(std::move(http), out);
  if (!is_event_stream(response, false)) {
    const std::string body = co_await response.text();
    report_answer(parsed_answer(body, api.scratch(), api.peer()), api.peer(), out);
    co_return;
  }
  PictureStream pictures(out);
  EventDecoder::Each each = [&pictures](std::string_view type, const json::object& event) {
    pictures.event(type, event);
  };
  EventDecoder decoder(out, api.scratch(), api.peer(), std::move(each));
  co_await read_events(response, decoder);
  if (!pictures.completed()) throw decoder.cut_off("a finished picture");
  if (pictures.drafts() > 0) out.note("partial_images", std::to_string(pictures.drafts()));
}

}  // namespace openai_dialect
