// Reads run.jsonl back line by line; a half line at the end, left by a crash, is left out and told.
#pragma once
#include <filesystem>
#include <string>

#include <aitb/log.hpp>
#include <aitb/sink.hpp>

namespace aitb::jsonl {

class JsonlReader final : public RecordReader {
 public:
  JsonlReader(std::filesystem::path file, Log& log) : file_(std::move(file)), log_(log) {}

  boost::json::object run() override;
  void records(const std::function<void(Record&&)>& each) override;
  void sessions(const std::function<void(SessionFact&&)>& each) override;
  std::size_t set_aside_unfinished() override;

 private:
  /// Calls `each` with every whole line of that kind (all lines for ""), its text and its parsed object.
  void lines(std::string_view kind,
             const std::function<void(const std::string&, const boost::json::object&)>& each);

  std::filesystem::path file_;
  Log& log_;
};

}  // namespace aitb::jsonl
