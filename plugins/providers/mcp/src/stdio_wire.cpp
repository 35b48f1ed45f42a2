#include "stdio_wire.hpp"

#include <fmt/format.h>

namespace mcp {
namespace {

class Outgoing {
 public:
  Outgoing(std::string text_, std::int64_t id_) : text(std::move(text_)), id(id_) {}
  std::string text;
  std::int64_t id;  ///< of a request, −1 else
};

std::string ended_how(int status) {
  return status > 128 ? fmt::format("signal {}", status - 128) : fmt::format("exit status {}", status);
}

aitb::ProcessOptions process_options(const ServerEntry& entry) {
  aitb::ProcessOptions process;
  process.command.push_back(entry.command);
  process.command.insert(process.command.end(), entry.args.begin(), entry.args.end());
  process.environment = entry.env;
  process.directory = entry.directory;
  process.label = "mcp " + entry.name;
  return process;
}

std::unique_ptr<aitb::Process> start(const ServerEntry& entry, aitb::Net& net) {
  try {
    return net.process(process_options(entry));
  } catch (const aitb::Error& error) {
    throw aitb::Error(aitb::ErrorKind::tool_failure,
                      fmt::format("starting MCP server {}: {}", entry.name, error.what()));
  }
}

}  // namespace

/// Shared with the two coroutines, which may outlive the wire by one step.
struct StdioWire::Child {
  Child(const ServerEntry& entry, const Options& options, aitb::Context& context, Inbox& inbox_)
      : name(entry.name),
        shutdown(options.shutdown),
        clock(context.clock),
        inbox(&inbox_),
        process(start(entry, context.net)) {}

  std::string name;
  aitb::Duration shutdown;
  aitb::Clock& clock;
  Inbox* inbox;  ///< nullptr once the wire is gone
  std::unique_ptr<aitb::Process> process;
  aitb::Queue<Outgoing> outgoing;
  bool fresh = true, closing = false;
};

StdioWire::StdioWire(const ServerEntry& entry, const Options& options, aitb::Context& context, Inbox& inbox)
    : child_(std::make_shared<Child>(entry, options, context, inbox)),
      reader_(context.net.executor(), read(child_)),
      writer_(context.net.executor(), write(child_)) {}

void StdioWire::abandon() noexcept {
  child_->inbox = nullptr;
  child_->outgoing.close();
  child_->process.reset();  // kills it now, while the lane is there; the coroutines end at their next step
}

aitb::task<> StdioWire::read(std::shared_ptr<Child> child) {
  std::optional<aitb::Error> broken;
  try {
    while (child->inbox != nullptr) {
      const std::optional<std::string> line = co_await child->process->read_line();
      if (!line) break;
      if (child->inbox != nullptr && !line->empty())
        child->inbox->receive(*line, &child->process->last_arrival(), line->size() + 1);
    }
  } catch (const aitb::Error& error) {
    broken.emplace(error);
  }
  if (child->inbox == nullptr || child->closing) co_return;
  const int status = co_await child->process->stop(std::chrono::milliseconds(500));
  if (child->inbox == nullptr) co_return;
  if (!broken) {
    broken.emplace(
        aitb::ErrorKind::tool_failure,
        fmt::format("talking to MCP server {}: its program has ended ({}); what it said is in the log",
                    child->name, ended_how(status)));
  }
  child->inbox->lost(*broken);
}

aitb::task<> StdioWire::write(std::shared_ptr<Child> child) {
  while (true) {
    std::optional<Outgoing> next = co_await child->outgoing.pop();
    if (!next || !child->process) break;
    const std::size_t size = next->text.size();
    const aitb::Instant first = child->clock.now();
    bool gone = false;
    try {
      co_await child->process->write(std::move(next->text));
    } catch (const aitb::Error&) {
      gone = true;  // the reader finds out how it ended
    }
    if (gone) break;
    aitb::Exchange* out =
        next->id < 0 || child->inbox == nullptr ? nullptr : child->inbox->exchange_of(next->id);
    if (out != nullptr) out->request_sent(first, child->clock.now(), 0, size);
  }
  if (child->process) child->process->close_stdin();
}

aitb::task<> StdioWire::send(std::string text, std::shared_ptr<Pending> pending) {
  aitb::ConnectionFact fact;
  fact.protocol = "stdio";
  fact.reused = !child_->fresh;
  child_->fresh = false;
  pending->out->connection(fact);
  text += '\n';
  Outgoing next(std::move(text), pending->id);
  child_->outgoing.push(std::move(next));
  co_return;
}

void StdioWire::post(std::string text) {
  text += '\n';
  child_->outgoing.push(Outgoing(std::move(text), -1));
}

aitb::task<> StdioWire::close() {
  const std::shared_ptr<Child> child = child_;
  child->closing = true;
  child->outgoing.close();
  // A server ends when its input does; the reader sees that as the end of its output.
  const aitb::Instant end = child->clock.now() + child->shutdown;
  while (!reader_.ended() && child->clock.now() < end)
    co_await child->clock.sleep_for(std::chrono::milliseconds(2));
  co_await child->process->stop(std::chrono::milliseconds(500));
}

}  // namespace mcp
