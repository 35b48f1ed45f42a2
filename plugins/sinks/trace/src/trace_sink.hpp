// Writes one readable JSON file a turn.
#pragma once
#include <aitb/config.hpp>
#include <aitb/context.hpp>
#include <aitb/sink.hpp>

#include <boost/json/array.hpp>
#include <filesystem>
#include <map>
#include <string>

namespace trace {

/// A turn's file is written when its session goes on or ends, so a crash loses open turns only; the run
/// itself is in another sink.
class TraceSink final : public aitb::Sink {
 public:
  struct Options {
    int max_events = 2000;
    std::int64_t max_bytes = 1'000'000;
  };
  TraceSink(Options options, aitb::Context& context);

  void begin(const boost::json::object& run) override;
  void write(const aitb::Record& record) override;
  void write(const aitb::SessionFact& session) override;
  void flush() override {}
  void close() override;
  std::filesystem::path location() const override { return folder_; }
  void* face(std::string_view) noexcept override { return nullptr; }

 private:
  struct Turn {
    aitb::Place place;
    std::int64_t wall_start_ns = 0;
    boost::json::array exchanges;
  };
  void store(const Turn& turn) const;
  boost::json::object exchange(const aitb::Record& record) const;
  boost::json::value text(const std::string& text, bool& cut) const;

  Options options_;
  std::filesystem::path folder_;
  std::string run_id_;
  std::map<std::string, Turn> open_;  // by session
};

aitb::FieldTable fields(TraceSink::Options& options);

}  // namespace trace
