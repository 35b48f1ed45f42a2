#include "computer_use.hpp"

#include <aitb/error.hpp>
#include <algorithm>
#include <boost/json/array.hpp>
#include <cstdio>
#include <fstream>
#include <span>

#include "actions.hpp"
#include "service/json_read.hpp"

namespace computer_use {

using aitb::Error;
using aitb::ErrorKind;

struct ComputerUse::Task {
  int turn = 0, step = 0, pictures = 0;
  aitb::ComputerRequest request;
  aitb::ComputerReply reply;
};

namespace {

std::string hash_of(std::string_view bytes) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  char text[32];
  std::snprintf(text, sizeof text, "fnv1a64:%016llx", static_cast<unsigned long long>(hash));
  return text;
}

std::string plain(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(),
      [](char c) {
        return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                 c == '.');
      },
      '_');
  return out;
}

void store(const std::filesystem::path& file, std::string_view bytes) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out) throw Error(ErrorKind::internal, "writing the screenshot " + file.string() + ": is there room?");
}

}  // namespace

ComputerUse::ComputerUse(Options options, aitb::Context& context)
    : options_(std::move(options)), context_(context) {}

std::vector<aitb::Need> ComputerUse::needs() const { return {aitb::Need(aitb::Computer::id)}; }

std::filesystem::path ComputerUse::picture(const aitb::Session& session, const Task& task) const {
  char name[64];
  std::snprintf(name, sizeof name, "turn%02d_step%02d_%03d.png", task.turn, task.step, task.pictures);
  return context_.work_dir / "screenshots" / plain(session.place().session_id) / name;
}

aitb::task<> ComputerUse::run(aitb::Session& session) {
  Browser browser(context_, options_);
  aitb::Session::Work work = [&browser](aitb::Exchange& out) -> aitb::task<> {
    out.note("record_type", "browser_start");
    aitb::task<> opening = browser.open();
    co_await std::move(opening);
  };
  aitb::ExchangeSpec spec("browser_start");
  spec.klass = aitb::RecordClass::connection;
  spec.role = "browser";
  spec.retry = false;
  aitb::task<aitb::Reply> starting = session.perform(std::move(spec), std::move(work));
  const aitb::Reply started = co_await std::move(starting);
  if (!started.ok()) {
    session.fail(*started.error_kind, started.error);
    co_return;
  }
  std::string previous;
  for (std::size_t turn = 0; turn < options_.prompts.size(); ++turn) {
    aitb::task<> beginning = session.turn(static_cast<int>(turn));
    co_await std::move(beginning);
    aitb::task<bool> asking = prompt(session, browser, static_cast<int>(turn), previous);
    const bool done = co_await std::move(asking);
    if (!done) co_return;
  }
}

aitb::task<bool> ComputerUse::prompt(aitb::Session& session, Browser& browser, int turn,
                                     std::string& previous) {
  Task task;
  task.turn = turn;
  task.request.model = options_.model;
  task.request.display_width = options_.viewport.width;
  task.request.display_height = options_.viewport.height;
  task.request.environment = options_.environment;
  task.request.system = options_.system_prompt;
  task.request.instructions = options_.prompts[static_cast<std::size_t>(turn)];
  task.request.previous_response_id = previous;
  for (task.step = 0; task.step < options_.max_steps; ++task.step) {
    aitb::task<bool> stepping = step(session, task);
    const bool answered = co_await std::move(stepping);
    if (!answered) co_return false;
    previous = task.reply.response_id;
    if (task.reply.calls.empty()) co_return true;
    task.request.instructions.clear();
    task.request.previous_response_id = previous;
    task.request.outputs.clear();
    const std::vector<aitb::ComputerCall> calls = task.reply.calls;
    for (const aitb::ComputerCall& each : calls) {
      aitb::ComputerCall copy = each;
      aitb::task<bool> calling = call(session, browser, task, std::move(copy));
      const bool done = co_await std::move(calling);
      if (!done) co_return false;
    }
  }
  session.fail(ErrorKind::tool_failure, "prompt " + std::to_string(turn + 1) +
                                            ": the model still wants to act after " +
                                            std::to_string(options_.max_steps) + " steps (max_steps)");
  co_return false;
}

aitb::task<bool> ComputerUse::step(aitb::Session& session, Task& task) {
  aitb::Computer& computer = aitb::need<aitb::Computer>(session);
  aitb::Session::Work work = [&computer, &task](aitb::Exchange& out) -> aitb::task<> {
    aitb::ComputerRequest request = task.request;
    aitb::task<aitb::ComputerReply> asking = computer.step(std::move(request), out);
    task.reply = co_await std::move(asking);
    out.note("record_type", "computer_use_response");
    out.note("response_id", task.reply.response_id);
    out.note("status", task.reply.status);
    out.note("step_index", std::to_string(task.step));
    out.note("tool_calls", std::to_string(task.reply.calls.size()));
  };
  aitb::ExchangeSpec spec("computer_use_response", options_.model);
  aitb::task<aitb::Reply> performing = session.perform(std::move(spec), std::move(work));
  const aitb::Reply reply = co_await std::move(performing);
  if (!reply.ok()) {
    session.fail(*reply.error_kind,
                 "step " + std::to_string(task.step + 1) + " got no answer: " + reply.error);
    co_return false;
  }
  co_return true;
}

aitb::task<bool> ComputerUse::call(aitb::Session& session, Browser& browser, Task& task,
                                   aitb::ComputerCall call) {
  aitb::ComputerOutput output;
  output.call_id = call.call_id;
  if (!call.pending_safety_checks.empty()) {
    const boost::json::value& first = call.pending_safety_checks.front();
    std::string what("unnamed");
    if (const boost::json::object* check = first.if_object()) what = service::text_at(*check, "message");
    if (options_.safety_checks == "stop") {
      session.fail(ErrorKind::unsupported, "the model waits for a safety check to be acknowledged (" + what +
                                               "); say safety_checks: acknowledge to go on");
      co_return false;
    }
    session.log().info("{}: safety check acknowledged: {}", session.place().session_id, what);
    output.acknowledged_safety_checks = call.pending_safety_checks;
  }
  if (call.actions.empty()) {
    boost::json::object look;
    look["type"] = "screenshot";
    call.actions.push_back(std::move(look));
  }
  for (std::size_t index = 0; index < call.actions.size(); ++index) {
    aitb::task<bool> acting = act(session, browser, task, call, index, output);
    const bool done = co_await std::move(acting);
    if (!done) co_return false;
  }
  task.request.outputs.push_back(std::move(output));
  co_return true;
}

aitb::task<bool> ComputerUse::act(aitb::Session& session, Browser& browser, Task& task,
                                  const aitb::ComputerCall& call, std::size_t index,
                                  aitb::ComputerOutput& output) {
  const boost::json::object& action = call.actions[index];
  const std::filesystem::path file = picture(session, task);
  ++task.pictures;
  aitb::Session::Work work = [&, this](aitb::Exchange& out) -> aitb::task<> {
    const std::string what = summary(action);
    out.request(what, what.size());
    out.note("record_type", "computer_use_action");
    out.note("call_id", call.call_id);
    out.note("action_type", action_type(action));
    out.note("action_index", std::to_string(index));
    out.note("step_index", std::to_string(task.step));
    out.note("backend", "chromium");
    out.note("action_summary", what);
    boost::json::object copy = action;
    aitb::task<> performing = perform(browser, session.clock(), std::move(copy));
    co_await std::move(performing);
    aitb::task<> settling = session.clock().sleep_for(options_.wait_after_action);
    co_await std::move(settling);
    aitb::task<std::string> looking = browser.screenshot();
    output.screenshot = co_await std::move(looking);
    aitb::task<std::string> asking = browser.current_url();
    output.current_url = co_await std::move(asking);
    store(file, output.screenshot);
    out.media(aitb::MediaKind::image,
              std::as_bytes(std::span(output.screenshot.data(), output.screenshot.size())));
    out.note("screenshot_bytes", std::to_string(output.screenshot.size()));
    out.note("screenshot_hash", hash_of(output.screenshot));
    out.note("screenshot_file", std::filesystem::relative(file, context_.work_dir).string());
    out.note("current_url", output.current_url);
  };
  aitb::ExchangeSpec spec("computer_use_action", options_.model);
  spec.klass = aitb::RecordClass::computer_action;
  spec.tool_name = action_type(action);
  spec.retry = false;
  aitb::task<aitb::Reply> performing = session.perform(std::move(spec), std::move(work));
  const aitb::Reply reply = co_await std::move(performing);
  if (reply.ok()) co_return true;
  session.fail(*reply.error_kind, "action " + summary(action) + ": " + reply.error);
  co_return false;
}

}  // namespace computer_use
