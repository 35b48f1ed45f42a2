// A program as a provider: started at the first request, asked by JSON lines, started anew after it failed.
#pragma once
#include <aitb/config.hpp>
#include <aitb/provider.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "worker.hpp"

namespace exec {

struct Options {
  std::vector<std::string> command;
  std::map<std::string, std::string> env;
  std::string directory;
  std::vector<std::string> faces{"chat"};
  boost::json::object options;
  aitb::Duration start_timeout = std::chrono::seconds(10);
};

aitb::FieldTable fields(Options& options);

class Exec final : public aitb::Provider, public aitb::Chat, public aitb::Images {
 public:
  using Options = exec::Options;
  Exec(Options options, aitb::Context& context);
  ~Exec() override;

  void* face(std::string_view id) noexcept override;
  aitb::task<> send(aitb::ChatRequest request, aitb::Exchange& out) override;
  aitb::task<> generate(aitb::ImageRequest request, aitb::Exchange& out) override;

 private:
  aitb::task<> started(std::string face);
  /// Writes the line and waits for the answer's end.
  aitb::task<> exchange(std::uint64_t id, std::string line, aitb::Exchange& out);
  bool offers(std::string_view face) const;

  Options options_;
  aitb::Context& context_;
  std::shared_ptr<Worker> worker_;
  aitb::Running reader_, writer_;
  std::uint64_t next_id_ = 1;
  bool fresh_ = false;  // no request was sent to this process yet
};

}  // namespace exec
