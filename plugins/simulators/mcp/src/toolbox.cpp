#include "toolbox.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <stdexcept>

#include "mcp_wire/base64.hpp"

namespace mcp_simulator {
namespace {

std::string lines(const std::vector<std::string>& all) {
  std::string out;
  for (const std::string& one : all) out += (out.empty() ? "" : "\n") + one;
  return out;
}

Outcome missing(const std::string& path) {
  return Outcome("ENOENT: no such file or directory: " + path, true);
}

Outcome web_search(const Work& work) {
  const int count = static_cast<int>(std::min<std::int64_t>(work.whole("count", 5), 20));
  const int offset = static_cast<int>(work.whole("offset", 0));
  std::string out;
  for (const Hit& hit : work.world.search(work.text("query"), count, offset, work.bytes)) {
    out += fmt::format("{}Title: {}\nDescription: {}\nURL: {}", out.empty() ? "" : "\n\n", hit.title,
                       hit.text, hit.url);
  }
  return Outcome(std::move(out));
}

Outcome local_search(const Work& work) {
  const std::string query = work.text("query");
  std::string out;
  for (int i = 1; i <= std::min<std::int64_t>(work.whole("count", 3), 20); ++i) {
    const std::string place = fmt::format("{} no. {}", query, i);
    out += fmt::format("{}Name: {}\nAddress: {} Main Street\nRating: {:.1f}\nHours: 09:00-18:00",
                       out.empty() ? "" : "\n---\n", place, 1 + work.world.draw("street/" + place, 200),
                       work.world.rating(place));
  }
  return Outcome(std::move(out));
}

Outcome fetch(const Work& work) {
  const std::string url = work.text("url");
  if (!url.starts_with("http://") && !url.starts_with("https://"))
    return Outcome("Failed to fetch " + url + ": the URL must begin with http:// or https://", true);
  const std::string page = "# " + url + "\n\n" + work.world.prose("the page at " + url, work.bytes);
  const auto start = static_cast<std::size_t>(work.whole("start_index", 0));
  if (start >= page.size()) return Outcome("No more content available.", true);
  const auto most = static_cast<std::size_t>(work.whole("max_length", 5000));
  return Outcome("Contents of " + url + ":\n" + page.substr(start, most));
}

Outcome read_file(const Work& work) {
  std::optional<std::string> content = work.world.read(work.text("path"));
  return content ? Outcome(std::move(*content)) : missing(work.text("path"));
}

Outcome write_file(const Work& work) {
  work.world.write(work.text("path"), work.text("content"));
  return Outcome("Successfully wrote to " + work.text("path"));
}

Outcome list_directory(const Work& work) {
  const auto names = work.world.list(work.text("path"));
  return names ? Outcome(lines(*names)) : missing(work.text("path"));
}

Outcome create_directory(const Work& work) {
  work.world.make_folder(work.text("path"));
  return Outcome("Successfully created directory " + work.text("path"));
}

Outcome move_file(const Work& work) {
  const std::string from = work.text("source"), to = work.text("destination");
  return work.world.move(from, to) ? Outcome("Successfully moved " + from + " to " + to) : missing(from);
}

Outcome search_files(const Work& work) {
  const auto found = work.world.find(work.text("path"), work.text("pattern"));
  return Outcome(found.empty() ? "No matches found" : lines(found));
}

Outcome get_file_info(const Work& work) {
  const auto content = work.world.read(work.text("path"));
  if (!content) return missing(work.text("path"));
  return Outcome(
      fmt::format("size: {}\nisDirectory: false\nisFile: true\npermissions: 644", content->size()));
}

Outcome store(const Work& work) {
  work.world.store(work.text("key"), work.text("value"));
  return Outcome("Stored " + work.text("key") + ".");
}

Outcome retrieve(const Work& work) {
  std::optional<std::string> value = work.world.retrieve(work.text("key"));
  return value ? Outcome(std::move(*value))
               : Outcome("Nothing is stored under " + work.text("key") + ".", true);
}

Outcome list_keys(const Work& work) { return Outcome(lines(work.world.keys())); }

Outcome check_price(const Work& work) {
  const std::string product = work.text("product");
  return Outcome(fmt::format("{} costs {} USD at shop.example.org, {} in stock.", product,
                             work.world.price(product), work.world.draw("stock/" + product, 40)));
}

Outcome search_products(const Work& work) {
  const std::string query = work.text("query");
  const std::int64_t most = work.whole("max_price", 1'000'000);
  std::string out;
  for (int i = 1; i <= 8; ++i) {
    const std::string product = fmt::format("{} model {}", query, i);
    if (work.world.price(product) > most) continue;
    out += fmt::format("{}{}: {} USD, {:.1f} of 5", out.empty() ? "" : "\n", product,
                       work.world.price(product), work.world.rating(product));
  }
  if (out.empty()) out = "No product matches.";
  return Outcome(std::move(out));
}

Outcome get_reviews(const Work& work) {
  const std::string product = work.text("product");
  return Outcome(fmt::format("{}: {:.1f} of 5 from {} reviews.\n{}", product, work.world.rating(product),
                             10 + work.world.draw("reviews/" + product, 900),
                             work.world.prose(product, work.bytes / 2)));
}

Outcome calculator(const Work& work) {
  try {
    return Outcome(fmt::format("{:.10g}", calculate(work.text("expression"))));
  } catch (const std::invalid_argument& error) {
    return Outcome("Cannot calculate " + work.text("expression") + ": " + error.what(), true);
  }
}

Outcome echo(const Work& work) { return Outcome("Echo: " + work.text("message")); }

Outcome slow(const Work& work) {
  return Outcome(
      fmt::format("Done after {} ms in {} steps.", work.whole("duration_ms", 1000), work.whole("steps", 5)));
}

Outcome image(const Work& work) {
  const auto side = [&](std::string_view key) {
    return static_cast<int>(std::clamp<std::int64_t>(work.whole(key, 64), 1, 2000));
  };
  Outcome outcome("A gradient.");
  json::object content;
  content["type"] = "image";
  content["data"] = mcp_wire::base64(picture(side("width"), side("height"), work.world.draw("picture", 256)));
  content["mimeType"] = "image/png";
  outcome.result["content"].as_array().push_back(std::move(content));
  return outcome;
}

Outcome structured(const Work& work) {
  const std::string city = work.text("city");
  json::object weather;
  weather["city"] = city;
  weather["temperature_c"] = static_cast<double>(work.world.draw("weather/" + city, 350)) / 10 - 5;
  weather["conditions"] = work.world.draw("sky/" + city, 2) == 0 ? "clear" : "rain";
  Outcome outcome(json::serialize(weather));
  outcome.result["structuredContent"] = std::move(weather);
  return outcome;
}

Outcome failing(const Work& work) { return Outcome(work.text("message", "This tool always fails."), true); }

Outcome large(const Work& work) {
  return Outcome(std::string(static_cast<std::size_t>(work.whole("bytes", 1'000'000)), 'x'));
}

Outcome any_tool(const Work& work) {
  return Outcome(work.world.prose("the answer to " + json::serialize(work.arguments), work.bytes));
}

/// "key:type" words: S a text, I a whole number that must be there; s and i may be absent.
json::object schema(std::string_view keys) {
  json::object properties, made;
  json::array required;
  while (!keys.empty()) {
    const std::string_view word = keys.substr(0, keys.find(' '));
    keys.remove_prefix(std::min(keys.size(), word.size() + 1));
    const std::string_view name = word.substr(0, word.size() - 2);
    const char type = word.back();
    json::object property;
    property["type"] = type == 'S' || type == 's' ? "string" : "integer";
    if (name == "url") property["format"] = "uri";
    if (type == 'I' || type == 'i') {
      property["minimum"] = 0;
      property["maximum"] = 50'000'000;
    }
    properties[name] = std::move(property);
    if (type == 'S' || type == 'I') required.push_back(json::string(name));
  }
  made["type"] = "object";
  made["properties"] = std::move(properties);
  if (!required.empty()) made["required"] = std::move(required);
  return made;
}

struct Entry {
  const char* name;
  const char* description;
  std::string_view keys;
  Tool::Run run;
};

constexpr Entry kTools[] = {
    {"brave_web_search", "Searches the web for pages, news and articles", "query:S count:i offset:i",
     web_search},
    {"brave_local_search", "Searches for local businesses and places", "query:S count:i", local_search},
    {"fetch", "Fetches a URL and gives its contents as text", "url:S max_length:i start_index:i", fetch},
    {"read_file", "Reads the whole contents of a file", "path:S", read_file},
    {"write_file", "Creates a file or overwrites it", "path:S content:S", write_file},
    {"list_directory", "Lists the files and folders in a folder", "path:S", list_directory},
    {"create_directory", "Makes a folder", "path:S", create_directory},
    {"move_file", "Moves or renames a file", "source:S destination:S", move_file},
    {"search_files", "Finds files whose path contains a text", "path:S pattern:S", search_files},
    {"get_file_info", "Gives size and kind of a file", "path:S", get_file_info},
    {"store", "Remembers a value under a key", "key:S value:S", store},
    {"retrieve", "Gives a remembered value", "key:S", retrieve},
    {"list_keys", "Lists the keys of remembered values", "", list_keys},
    {"check_price", "Gives the price of a product and whether it is in stock", "product:S", check_price},
    {"search_products", "Finds products by name, up to a price", "query:S max_price:i", search_products},
    {"get_reviews", "Gives what buyers say of a product", "product:S", get_reviews},
    {"calculator", "Calculates with + - * / and brackets", "expression:S", calculator},
    {"echo", "Gives back the message", "message:S", echo},
    {"slow", "Takes its time and reports progress", "duration_ms:i steps:i", slow},
    {"image", "Draws a picture", "width:i height:i", image},
    {"structured", "Gives the weather of a city as structured content", "city:S", structured},
    {"failing", "Always fails", "message:s", failing},
    {"large", "Gives a text of so many bytes", "bytes:i", large}};

Tool tool(std::string name, std::string description, std::string_view keys, Tool::Run run) {
  Tool made;
  made.paced = run == slow;
  if (run == structured) {
    made.output =
        json::parse(R"({"type": "object", "properties": {"city": {"type": "string"}, "temperature_c":
        {"type": "number"}, "conditions": {"type": "string"}}, "required": ["city", "temperature_c", "conditions"]})")
            .as_object();
  }
  made.name = std::move(name);
  made.description = std::move(description);
  made.input = schema(keys);
  made.run = run;
  return made;
}

Tool tool(const Entry& entry) { return tool(entry.name, entry.description, entry.keys, entry.run); }

}  // namespace

std::string Work::text(std::string_view key, std::string_view otherwise) const {
  const json::value* value = arguments.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string(otherwise);
}

std::int64_t Work::whole(std::string_view key, std::int64_t otherwise) const {
  const json::value* value = arguments.if_contains(key);
  return value != nullptr && value->is_int64() ? value->get_int64() : otherwise;
}

Outcome::Outcome(std::string text, bool is_error) {
  json::object piece;
  piece["type"] = "text";
  piece["text"] = std::move(text);
  json::array content;
  content.push_back(std::move(piece));
  result["content"] = std::move(content);
  if (is_error) result["isError"] = true;
}

std::vector<Tool> select(const std::vector<std::string>& names) {
  std::vector<Tool> chosen;
  if (names.empty()) {
    for (const Entry& entry : kTools) chosen.push_back(tool(entry));
  }
  for (const std::string& name : names) {
    const auto known = std::find_if(std::begin(kTools), std::end(kTools),
                                    [&](const Entry& entry) { return entry.name == name; });
    chosen.push_back(known != std::end(kTools) ? tool(*known)
                                               : tool(name, "Answers to " + name, "input:s", any_tool));
  }
  return chosen;
}

}  // namespace mcp_simulator
