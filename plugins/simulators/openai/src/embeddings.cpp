// POST /embeddings
#include <boost/json/serialize.hpp>

#include <fmt/format.h>

#include <cstring>

#include <sim_kit/json_read.hpp>
#include <sim_kit/media.hpp>
#include "check.hpp"
#include "media_endpoints.hpp"

namespace openai_simulator {
namespace {

namespace json = boost::json;

constexpr std::size_t kEntries = 2048;
constexpr std::int64_t kLongest = 8192;

/// What is embedded: a digest of each text or list of tokens, and how many tokens they are.
class Inputs {
 public:
  std::vector<std::uint64_t> digests;
  std::int64_t tokens = 0;

  void text(const Desk& desk, std::string_view model, const json::string& words) {
    if (words.empty()) throw bad_request("", "input", "Invalid 'input': input cannot be an empty string.");
    add(sim_kit::digest(view(words)), desk.count(view(words), model));
  }
  void list(const json::array& tokens_given) {
    add(sim_kit::digest(json::serialize(tokens_given)), static_cast<std::int64_t>(tokens_given.size()));
  }

 private:
  void add(std::uint64_t digest, std::int64_t length) {
    if (length > kLongest) {
      throw bad_request(
          "", "",
          fmt::format("Invalid 'input[{}]': maximum input length is {} tokens.", digests.size(), kLongest));
    }
    digests.push_back(digest);
    tokens += length;
  }
};

Inputs read_inputs(const Desk& desk, std::string_view model, const json::object& body) {
  const json::value* input = sim_kit::member(body, "input");
  if (input == nullptr) throw missing("input");
  Inputs inputs;
  if (const json::string* one = input->if_string()) {
    inputs.text(desk, model, *one);
    return inputs;
  }
  const json::array* several = input->if_array();
  if (several == nullptr) throw wrong_type("input", "one of a string or an array", *input);
  if (several->empty()) throw bad_request("empty_array", "input", "Invalid 'input': empty array.");
  if (several->front().is_number()) {
    inputs.list(*several);
    return inputs;
  }
  if (several->size() > kEntries) {
    throw bad_request(
        "array_above_max_length", "input",
        fmt::format("Invalid 'input': array too long. Expected an array with maximum length {}, but "
                    "got an array with length {} instead.",
                    kEntries, several->size()));
  }
  for (const json::value& one : *several) {
    if (one.is_string()) {
      inputs.text(desk, model, one.get_string());
    } else if (one.is_array()) {
      inputs.list(one.get_array());
    } else {
      throw wrong_type(fmt::format("input[{}]", inputs.digests.size()), "a string", one);
    }
  }
  return inputs;
}

void append_vector(std::string& out, const std::vector<float>& vector, bool packed) {
  if (packed) {
    static_assert(sizeof(float) == 4);
    std::string bytes(vector.size() * 4, '\0');
    std::memcpy(bytes.data(), vector.data(), bytes.size());
    out.append("\"").append(sim_kit::base64(bytes)).append("\"");
    return;
  }
  out += '[';
  for (std::size_t i = 0; i < vector.size(); ++i) {
    if (i > 0) out += ',';
    fmt::format_to(std::back_inserter(out), "{}", vector[i]);
  }
  out += ']';
}

}  // namespace

void answer_embeddings(Desk& desk, const aitb::ServerRequest& request, Answer& made) {
  const std::string_view used = desk.admit(request);
  const json::object body = Desk::read_body(request);
  const std::string_view model = view(needed_string(body, "model", "model"));
  if (!desk.models.exists(model)) throw desk.no_model(model);
  sim_kit::Ask ask;
  ask.model = model;
  ask.path = request.path;
  ask.headers = &request.headers;
  const sim_kit::Do* scripted = desk.follow_script(ask);
  const std::int64_t most = model.find("3-large") != std::string_view::npos ? 3072 : 1536;
  const auto dimensions = integer(body, "dimensions", 1, most);
  if (dimensions && model.find("ada-002") != std::string_view::npos)
    throw bad_request("", "", "This model does not support specifying dimensions.");
  const json::string* format = string(body, "encoding_format", "encoding_format");
  if (format != nullptr && view(*format) != "float" && view(*format) != "base64")
    throw wrong_value("encoding_format", view(*format), {"float", "base64"});
  const bool packed = format != nullptr && view(*format) == "base64";
  const Inputs inputs = read_inputs(desk, model, body);

  std::string out = R"({"object":"list","data":[)";
  for (std::size_t i = 0; i < inputs.digests.size(); ++i) {
    if (i > 0) out += ',';
    out += fmt::format(R"({{"object":"embedding","index":{},"embedding":)", i);
    const aitb::Random texts = desk.stage.planner.texts(sim_kit::digest(model, inputs.digests[i]));
    append_vector(out, sim_kit::unit_vector(static_cast<std::size_t>(dimensions.value_or(most)), texts),
                  packed);
    out += '}';
  }
  out += fmt::format(R"(],"model":{},"usage":{{"prompt_tokens":{},"total_tokens":{}}}}})",
                     json::serialize(json::string(model)), inputs.tokens, inputs.tokens);
  desk.limit(request, used, inputs.tokens, made.headers);
  made.body = std::move(out);
  made.due = desk.stage.due_after(request, 1, scripted);
}

}  // namespace openai_simulator
