// Stores a run in run.jsonl, one JSON object a line, handed to the operating system at every flush.
#pragma once
#include <filesystem>
#include <string>

#include <aitb/config.hpp>
#include <aitb/context.hpp>
#include <aitb/sink.hpp>

#include "jsonl_reader.hpp"
#include "record_codec/cell.hpp"

namespace aitb::jsonl {

class JsonlSink final : public Sink {
 public:
  struct Options {
    bool store_text = false;
  };
  JsonlSink(Options options, Context& context);
  ~JsonlSink() override;

  void begin(const boost::json::object& run) override;
  void write(const Record& record) override;
  void write(const SessionFact& session) override;
  void flush() override;
  void close() override;
  std::filesystem::path location() const override { return file_; }
  void* face(std::string_view id) noexcept override;

 private:
  void open();
  void flush_if_large();

  Options options_;
  std::filesystem::path file_;
  JsonlReader reader_;
  int descriptor_ = -1;
  std::string pending_;
  record_codec::Scratch scratch_;
};

FieldTable fields(JsonlSink::Options& options);

}  // namespace aitb::jsonl
