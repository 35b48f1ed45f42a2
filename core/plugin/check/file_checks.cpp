// Checks of the file: what can be told without running it, and what loading does.
#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <ctime>

#include "core/plugin/check/check.hpp"
#include "core/plugin/elf_file.hpp"
#include "core/plugin/loader.hpp"

namespace aitb::core::check {
namespace {

std::size_t entries(const char* folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

double processor_seconds() {
  ::timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// Everything that is written to stdout and stderr during its life goes to a file.
class Listener {
 public:
  Listener() : file_(std::tmpfile()), out_(::dup(STDOUT_FILENO)), error_(::dup(STDERR_FILENO)) {
    std::fflush(nullptr);
    ::dup2(::fileno(file_), STDOUT_FILENO);
    ::dup2(::fileno(file_), STDERR_FILENO);
  }
  ~Listener() {
    restore();
    std::fclose(file_);
    ::close(out_);
    ::close(error_);
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::string heard() {
    restore();
    std::rewind(file_);
    std::string text(256, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), file_));
    return text;
  }

 private:
  void restore() {
    std::fflush(nullptr);
    ::dup2(out_, STDOUT_FILENO);
    ::dup2(error_, STDERR_FILENO);
  }

  std::FILE* file_;
  int out_, error_;
};

}  // namespace

Verdict file_section(const Subject& subject) {
  const PluginIndex index = read_index(subject.file);
  return ok(index.id + " " + index.version);
}

Verdict file_fingerprint(const Subject& subject) {
  const std::string difference = fingerprint_difference(subject.index);
  return difference.empty() ? ok() : failed(difference);
}

Verdict file_exports(const Subject& subject) {
  const MappedFile mapped(subject.file);
  std::vector<std::string> names = ElfFile(mapped.bytes()).exports();
  std::erase(names, AITB_PLUGIN_SYMBOL);
  if (names.empty()) return ok();
  return failed("exports " + std::to_string(names.size()) + " further symbols, the first is " +
                names.front());
}

Verdict file_nodelete(const Subject& subject) {
  const MappedFile mapped(subject.file);
  return ElfFile(mapped.bytes()).nodelete() ? ok() : failed("may be unloaded");
}

Verdict load_now(const Subject& subject) {
  const AitbPlugin& plugin = open_plugin(subject.file, subject.index.text);
  for (const Component& component : subject.index.components)
    if (find_component(plugin, to_string(component.kind), component.type) == nullptr)
      return failed("the descriptor lacks " + std::string(to_string(component.kind)) + " '" + component.type +
                    "'");
  return ok();
}

Verdict load_time(const Subject& subject) {
  const double before = processor_seconds();
  open_plugin(subject.file, subject.index.text);
  const double spent = (processor_seconds() - before) * 1000;
  const std::string text = std::to_string(static_cast<int>(spent)) + " ms";
  return spent < 100 ? ok(text) : failed(text);
}

Verdict load_quiet(const Subject& subject) {
  const std::size_t threads = entries("/proc/self/task");
  std::string said;
  std::size_t files = 0, files_after = 0;
  {
    Listener listener;
    files = entries("/proc/self/fd");
    open_plugin(subject.file, subject.index.text);
    files_after = entries("/proc/self/fd");
    said = listener.heard();
  }
  if (!said.empty()) return failed("prints: " + said);
  if (entries("/proc/self/task") > threads) return failed("starts a thread");
  if (files_after > files) return failed("opens a file or socket");
  return ok();
}

}  // namespace aitb::core::check
