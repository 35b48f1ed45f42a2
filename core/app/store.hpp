// Reads a stored run back through the sink that wrote it.
#pragma once
#include <filesystem>
#include <memory>

#include <aitb/sink.hpp>

#include "core/plugin/catalog.hpp"
#include "core/session/lane.hpp"

namespace aitb::core {

/// The first sink of the run (invocation.json, "sinks") that can read. Throws Error(config) if none can.
class Store {
 public:
  Store(Catalog& catalog, Log& log, const std::filesystem::path& folder);
  ~Store();
  RecordReader& reader() noexcept { return *reader_; }

 private:
  Lane lane_;  // sinks get a Context like every component, though they use neither clock nor net
  std::unique_ptr<Context> context_;
  std::unique_ptr<Sink> sink_;
  RecordReader* reader_ = nullptr;
};

}  // namespace aitb::core
