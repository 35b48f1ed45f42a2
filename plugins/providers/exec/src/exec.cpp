#include "exec.hpp"

#include <algorithm>

#include "request_line.hpp"

namespace exec {

using aitb::Error;
using aitb::ErrorKind;

namespace {

aitb::task<> give_up_at(aitb::Clock& clock, aitb::Instant at, std::shared_ptr<Worker> worker, bool& late) {
  co_await clock.sleep_until(at);
  late = true;
  worker->greeted.notify();
}

/// Takes a request off the worker's list whichever way its coroutine ends.
class Listed {
 public:
  Listed(std::shared_ptr<Worker> worker, std::uint64_t id, Pending& pending)
      : worker_(std::move(worker)), id_(id) {
    worker_->add(id, &pending);
  }
  ~Listed() { worker_->forget(id_); }
  Listed(const Listed&) = delete;

 private:
  std::shared_ptr<Worker> worker_;
  std::uint64_t id_;
};

}  // namespace

aitb::FieldTable fields(Options& o) {
  using aitb::field;
  return aitb::fields(
      field("command", o.command, "Program and arguments; the program is looked up in PATH")
          .required()
          .not_empty()
          .example({"python3", "my_provider.py"}),
      field("env", o.env, "Its environment: these variables, PATH and HOME, and nothing else of ours"),
      field("directory", o.directory, "Folder it is started in; empty: ours").path(),
      field("faces", o.faces, "What it can do; its hello must say the same")
          .choices({"chat", "images"})
          .not_empty(),
      field("options", o.options, "Given to the program in the host's hello, as they are"),
      field("start_timeout_sec", o.start_timeout, "Longest wait for its hello").min(0.001));
}

Exec::Exec(Options options, aitb::Context& context) : options_(std::move(options)), context_(context) {}

Exec::~Exec() {
  if (worker_) worker_->kill();
}

bool Exec::offers(std::string_view face) const {
  return std::find(options_.faces.begin(), options_.faces.end(), face) != options_.faces.end();
}

void* Exec::face(std::string_view id) noexcept {
  if (id == aitb::Chat::id && offers("chat")) return static_cast<aitb::Chat*>(this);
  if (id == aitb::Images::id && offers("images")) return static_cast<aitb::Images*>(this);
  return nullptr;
}

aitb::task<> Exec::started(std::string face) {
  if (!worker_ || !worker_->alive()) {
    aitb::ProcessOptions options;
    options.command = options_.command;
    options.environment = options_.env;
    options.directory = options_.directory;
    options.label = options_.command.front();
    const aitb::Executor executor = context_.net.executor();
    std::unique_ptr<aitb::Process> process = context_.net.process(std::move(options));
    worker_ = std::make_shared<Worker>(context_, std::move(process));
    fresh_ = true;
    writer_ = aitb::Running(executor, Worker::write(worker_));
    reader_ = aitb::Running(executor, Worker::read(worker_));
    worker_->say(hello_line(options_.options));
  }
  const std::shared_ptr<Worker> worker = worker_;
  bool late = false;
  const aitb::Instant until = context_.clock.now() + options_.start_timeout;
  aitb::Running alarm(context_.net.executor(), give_up_at(context_.clock, until, worker, late));
  while (worker->alive() && worker->faces().empty() && !late) {
    aitb::task<> waiting = worker->greeted.wait();
    co_await std::move(waiting);
  }
  worker->greeted.notify();  // others may wait for the same hello
  if (worker->failure) throw Error(*worker->failure);
  if (worker->faces().empty()) {
    worker->kill();  // the next request starts it anew
    throw Error(ErrorKind::timeout, "starting the program: it did not say hello within start_timeout_sec");
  }
  const std::vector<std::string>& faces = worker->faces();
  if (std::find(faces.begin(), faces.end(), face) == faces.end())
    throw Error(ErrorKind::unsupported, "asking the program: its hello does not offer " + face);
}

aitb::task<> Exec::exchange(std::uint64_t id, std::string line, aitb::Exchange& out) {
  aitb::ConnectionFact connection;
  connection.protocol = "stdio";
  // Starting the program is to a request what connecting is elsewhere.
  if (fresh_) connection.tcp_done = context_.clock.now();
  connection.reused = !std::exchange(fresh_, false);
  out.connection(connection);
  Pending pending(out);
  const std::shared_ptr<Worker> worker = worker_;
  const Listed listed(worker, id, pending);
  worker->say(std::move(line), &pending);
  while (!pending.answered && !pending.failure) {
    aitb::task<> waiting = pending.ended.wait();
    co_await std::move(waiting);
  }
  if (pending.failure) throw Error(*pending.failure);
}

aitb::task<> Exec::send(aitb::ChatRequest request, aitb::Exchange& out) {
  out.request(last_prompt(request), content_bytes(request));
  std::string face = "chat";
  aitb::task<> starting = started(std::move(face));
  co_await std::move(starting);
  const std::uint64_t id = next_id_++;
  std::string line = chat_line(id, request);
  aitb::task<> exchanging = exchange(id, std::move(line), out);
  co_await std::move(exchanging);
}

aitb::task<> Exec::generate(aitb::ImageRequest request, aitb::Exchange& out) {
  out.request(request.prompt, request.prompt.size());
  std::string face = "images";
  aitb::task<> starting = started(std::move(face));
  co_await std::move(starting);
  const std::uint64_t id = next_id_++;
  std::string line = images_line(id, request);
  aitb::task<> exchanging = exchange(id, std::move(line), out);
  co_await std::move(exchanging);
}

}  // namespace exec
