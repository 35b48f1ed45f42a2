#include <fstream>
#include <system_error>

#include <aitb/error.hpp>

#include "core/report/report.hpp"

namespace aitb::core {
namespace {

void write_whole(const std::filesystem::path& file, const std::string& text) {
  const std::filesystem::path part = file.string() + ".part";
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  std::error_code failure;
  if (out) std::filesystem::rename(part, file, failure);
  if (!out || failure)
    throw Error(ErrorKind::internal,
                "writing the report " + file.string() + " failed; check the folder and the free space");
}

}  // namespace

std::string render_report(const Report& report, const std::string& format) {
  if (format == "json") return report_json(report);
  if (format == "md") return report_markdown(report);
  if (format == "csv") return report_csv(report);
  throw Error(ErrorKind::config,
              "making the report: there is no format '" + format + "'; choose json, md or csv");
}

std::vector<std::filesystem::path> write_report(const Report& report, const std::filesystem::path& folder,
                                                const std::vector<std::string>& formats) {
  std::error_code ignored;  // a folder that cannot be made shows when the file cannot be written
  std::filesystem::create_directories(folder, ignored);
  std::vector<std::filesystem::path> paths;
  for (const std::string& format : formats) {
    const std::filesystem::path file = folder / ("report." + format);
    write_whole(file, render_report(report, format));
    paths.push_back(file);
  }
  return paths;
}

}  // namespace aitb::core
