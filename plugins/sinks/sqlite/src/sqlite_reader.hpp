// Reads run.sqlite back, row by row, over a connection of its own for each question.
#pragma once
#include <filesystem>

#include <aitb/sink.hpp>

namespace aitb::sqlite {

class SqliteReader final : public RecordReader {
 public:
  explicit SqliteReader(std::filesystem::path file) : file_(std::move(file)) {}

  boost::json::object run() override;
  void records(const std::function<void(Record&&)>& each) override;
  void sessions(const std::function<void(SessionFact&&)>& each) override;
  std::size_t set_aside_unfinished() override;

 private:
  std::filesystem::path file_;
};

}  // namespace aitb::sqlite
