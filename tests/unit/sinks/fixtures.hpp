// Records full of every field, a folder that cleans up after itself, and a context for sinks.
#pragma once
#include <gtest/gtest.h>

#include <aitb/context.hpp>
#include <aitb/net.hpp>
#include <aitb/sink.hpp>
#include <filesystem>
#include <memory>
#include <random>
#include <string>

namespace aitb::testing_sinks {

using Dice = std::mt19937_64;

/// A record with each field set or absent by chance.
Record random_record(Dice& dice, std::string session = "chat/plain/u0/r0");
SessionFact random_session(Dice& dice, std::string session);
void expect_same(const Record& expected, const Record& found);
void expect_same(const SessionFact& expected, const SessionFact& found);

class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

/// Sinks get a clock and net services that they have no business to use: each call fails the test.
class SinkContext {
 public:
  explicit SinkContext(std::filesystem::path work_dir);
  ~SinkContext();
  Context& operator*() noexcept { return context_; }
  /// Warnings that were logged.
  std::string& logged() noexcept { return logged_; }

 private:
  class Recorder;
  class NoClock;
  class NoNet;
  std::string logged_;
  std::unique_ptr<Log> log_;
  std::unique_ptr<Clock> clock_;
  std::unique_ptr<Net> net_;
  Context context_;
};

/// Defined once for each sink under test.
std::unique_ptr<Sink> make_sink(Context& context, bool store_text = false);

inline RecordReader& reader_of(Sink& sink) {
  return *static_cast<RecordReader*>(sink.face(RecordReader::id));
}
std::vector<Record> read_records(Sink& sink);
std::vector<SessionFact> read_sessions(Sink& sink);

}  // namespace aitb::testing_sinks
