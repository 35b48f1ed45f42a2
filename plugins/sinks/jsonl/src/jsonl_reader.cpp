#include "jsonl_reader.hpp"

#include <boost/json/parse.hpp>
#include <fstream>
#include <set>

#include "lines.hpp"

namespace aitb::jsonl {
namespace {

std::string_view kind_of(const boost::json::object& line) {
  const auto* kind = line.if_contains("line");
  const auto* text = kind ? kind->if_string() : nullptr;
  return text ? std::string_view(text->data(), text->size()) : std::string_view();
}

std::string session_of(const boost::json::object& line) {
  const auto* id = line.if_contains("session_id");
  const auto* text = id ? id->if_string() : nullptr;
  return text ? std::string(text->data(), text->size()) : std::string();
}

}  // namespace

void JsonlReader::lines(std::string_view kind,
                        const std::function<void(const std::string&, const boost::json::object&)>& each) {
  std::ifstream in(file_, std::ios::binary);
  if (!in)
    throw Error(ErrorKind::config,
                "reading " + file_.string() + ": it cannot be opened; give the folder of a run");
  const std::string mark = "{\"line\":\"" + std::string(kind);
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (in.eof()) {
      log_.warning("{}:{}: the last line is only half written (the run was killed); it is left out",
                   file_.string(), number);
      return;
    }
    if (!kind.empty() && !line.starts_with(mark)) continue;  // spares parsing what is not asked for
    boost::system::error_code error;
    const boost::json::value value = boost::json::parse(line, error);
    if (error || !value.is_object())
      throw Error(ErrorKind::config, file_.string() + ":" + std::to_string(number) +
                                         ": the line is not a JSON object; was the file edited?");
    each(line, value.get_object());
  }
}

boost::json::object JsonlReader::run() {
  boost::json::object last;
  lines("run", [&](const std::string&, const boost::json::object& line) {
    if (const auto* run = line.if_contains("run"); run && run->is_object()) last = run->get_object();
  });
  return last;
}

void JsonlReader::records(const std::function<void(Record&&)>& each) {
  if (!std::filesystem::exists(file_)) return;  // the host was killed in its first moments: no records
  lines("record", [&](const std::string&, const boost::json::object& line) { each(read_record(line)); });
}

void JsonlReader::sessions(const std::function<void(SessionFact&&)>& each) {
  if (!std::filesystem::exists(file_)) return;
  lines("session", [&](const std::string&, const boost::json::object& line) { each(read_session(line)); });
}

std::size_t JsonlReader::set_aside_unfinished() {
  if (!std::filesystem::exists(file_)) return 0;
  std::set<std::string> ended;
  lines("session",
        [&](const std::string&, const boost::json::object& line) { ended.insert(session_of(line)); });
  std::filesystem::path kept_path = file_, aside_path = file_;
  kept_path += ".new";
  aside_path.replace_extension(".set_aside.jsonl");
  std::ofstream kept(kept_path, std::ios::binary | std::ios::trunc);
  std::ofstream aside(aside_path, std::ios::binary | std::ios::app);
  std::size_t moved = 0;
  lines({}, [&](const std::string& text, const boost::json::object& line) {
    const bool unfinished = kind_of(line) == "record" && !ended.contains(session_of(line));
    (unfinished ? aside : kept) << text << '\n';
    moved += unfinished ? 1 : 0;
  });
  aside.close();
  kept.close();
  if (!kept || !aside)
    throw Error(ErrorKind::internal, "setting aside the unfinished sessions of " + file_.string() +
                                         " failed; check the free space");
  // The rows are safe in the other file before they leave this one.
  std::filesystem::rename(kept_path, file_);
  return moved;
}

}  // namespace aitb::jsonl
