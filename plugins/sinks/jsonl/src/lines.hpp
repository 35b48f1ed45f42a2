// One row as one line of JSON, and back.
#pragma once
#include <boost/json/object.hpp>
#include <string>

#include <aitb/record.hpp>

#include "record_codec/cell.hpp"

namespace aitb::jsonl {

/// Appends `{"line":"record",…}` and the line's end.
void append_line(std::string& out, const Record& record, bool store_text, record_codec::Scratch& scratch);
void append_line(std::string& out, const SessionFact& session, record_codec::Scratch& scratch);
void append_line(std::string& out, const boost::json::object& run);

/// Keys that are unknown are ignored; absent ones leave the member as it is made.
Record read_record(const boost::json::object& line);
SessionFact read_session(const boost::json::object& line);

}  // namespace aitb::jsonl
