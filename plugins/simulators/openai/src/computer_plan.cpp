#include "computer_plan.hpp"

#include <fmt/format.h>

#include <boost/json/object.hpp>

#include <sim_kit/conversation.hpp>

namespace openai_simulator {
namespace {

namespace json = boost::json;
using aitb::Random;

json::object action(const char* type) {
  json::object made;
  made["type"] = type;
  return made;
}

json::object at_point(const char* type, const ResponseRequest& request, Random& random) {
  json::object made = action(type);
  // Away from the edges, where there is something to hit.
  const auto inside = [&](std::int64_t size) {
    return size / 8 + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(size) * 3 / 4 + 1));
  };
  made["x"] = inside(request.width);
  made["y"] = inside(request.height);
  return made;
}

json::object click(const ResponseRequest& request, Random& random) {
  json::object made = at_point("click", request, random);
  made["button"] = "left";
  return made;
}

json::object typing(const std::string& prompt) {
  json::object made = action("type");
  made["text"] = sim_kit::excerpt(prompt, 60);
  return made;
}

json::object enter() {
  json::object made = action("keypress");
  made["keys"] = json::array{"ENTER"};
  return made;
}

json::object scroll(const ResponseRequest& request, Random& random) {
  json::object made = at_point("scroll", request, random);
  made["scroll_x"] = 0;
  made["scroll_y"] = static_cast<std::int64_t>(200 + 100 * random.below(5));
  return made;
}

/// Look, find a field, fill it, and read what comes: the usual way through a page.
json::array plan(const ResponseRequest& request, const std::string& prompt, Random& random) {
  json::array all;
  all.push_back(action("screenshot"));
  all.push_back(click(request, random));
  all.push_back(typing(prompt));
  all.push_back(enter());
  all.push_back(action("wait"));
  for (std::uint64_t more = random.below(3) + 1; more > 0; --more) {
    switch (random.below(3)) {
      case 0:
        all.push_back(scroll(request, random));
        break;
      case 1:
        all.push_back(at_point("move", request, random));
        break;
      default:
        all.push_back(click(request, random));
    }
  }
  return all;
}

}  // namespace

std::optional<json::array> next_actions(const ResponseRequest& request, const Random& texts) {
  const std::string prompt = sim_kit::last_prompt(request.ask);
  Random random = texts.split("computer/" + std::to_string(sim_kit::digest(prompt)));
  const json::array all = plan(request, prompt, random);
  const std::size_t done = sim_kit::calls_made(request.ask).size();
  const std::size_t each = request.batched ? 2 : 1;
  json::array step;
  for (std::size_t i = done * each; i < std::min(all.size(), (done + 1) * each); ++i) step.push_back(all[i]);
  if (step.empty()) return std::nullopt;
  return step;
}

std::string computer_report(const sim_kit::Ask& ask) {
  const std::size_t steps = sim_kit::calls_made(ask).size();
  return fmt::format(
      "Done: {}. I worked in {} steps and looked at {} screenshots; the page shows what was asked for.",
      sim_kit::excerpt(sim_kit::last_prompt(ask), 120), steps, steps);
}

}  // namespace openai_simulator
