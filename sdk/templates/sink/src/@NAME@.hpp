// A sink: stores the records of a run.
#pragma once
#include <filesystem>
#include <fstream>
#include <string>

#include <aitb/config.hpp>
#include <aitb/context.hpp>
#include <aitb/sink.hpp>

namespace @NAMESPACE@ {

/// One line a record, values separated by commas.
class @CLASS@ final : public aitb::Sink {
 public:
  struct Options {
    std::string file = "@NAME@.csv";
  };
  @CLASS@(Options options, aitb::Context& context);

  void begin(const boost::json::object& run) override;
  void write(const aitb::Record& record) override;
  void write(const aitb::SessionFact& session) override;
  void flush() override;
  void close() override;
  std::filesystem::path location() const override { return path_; }
  void* face(std::string_view) noexcept override { return nullptr; }

 private:
  std::filesystem::path path_;
  std::ofstream stream_;
};

aitb::FieldTable fields(@CLASS@::Options& options);

/// The record as a line, with its end.
std::string line_of(const aitb::Record& record);

}  // namespace @NAMESPACE@
