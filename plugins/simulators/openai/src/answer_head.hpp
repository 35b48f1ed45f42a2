// How every completion and each of its chunks begins, in every dialect that is written without blanks.
#pragma once
#include <string>
#include <string_view>

#include <sim_kit/json_write.hpp>
#include <sim_kit/plan.hpp>

namespace openai_simulator {

/// {"id": …, "object": …, "created": …, "model": …, without the end: further members follow.
inline void append_head(std::string& out, const sim_kit::Plan& plan, std::string_view object) {
  out += "{\"id\":";
  sim_kit::append_json_string(out, plan.id);
  out.append(",\"object\":\"").append(object).append("\",\"created\":");
  sim_kit::append_number(out, plan.created);
  out += ",\"model\":";
  sim_kit::append_json_string(out, plan.model);
}

}  // namespace openai_simulator
