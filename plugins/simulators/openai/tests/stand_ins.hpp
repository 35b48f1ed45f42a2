// What tests of the OpenAI simulator ask and how they read its answers.
#pragma once
#include <boost/json.hpp>
#include <sim_kit/testing.hpp>

#include <string>
#include <vector>

#include "simulator.hpp"

namespace simulator_test {

using sim_kit::testing::JumpingClock;
using sim_kit::testing::Peer;
using sim_kit::testing::Write;

class Bench : public sim_kit::testing::Bench<openai_simulator::OpenAiSimulator> {
 public:
  using sim_kit::testing::Bench<openai_simulator::OpenAiSimulator>::Bench;
  Peer& post(const boost::json::value& body) {
    return put(request("POST", "/v1/chat/completions", boost::json::serialize(body)));
  }
};

/// A chat request; `more` is merged in.
inline boost::json::object ask(std::string_view text, boost::json::object more = {}) {
  boost::json::object body;
  body["model"] = "gpt-4o-mini";
  body["messages"] = boost::json::array{boost::json::object{{"role", "user"}, {"content", text}}};
  for (const auto& member : more) body[member.key()] = member.value();
  return body;
}

/// The data of all events of a stream, in order.
inline std::vector<std::string> events(const Peer& peer) {
  std::string all;
  for (const Write& write : peer.writes) all += write.bytes;
  std::vector<std::string> found;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = all.find("\n\n", at);
    if (end == std::string::npos || all.compare(at, 6, "data: ") != 0) {
      found.push_back("BROKEN: " + all.substr(at));
      break;
    }
    found.push_back(all.substr(at + 6, end - at - 6));
    at = end + 2;
  }
  return found;
}

/// The same without [DONE], parsed.
inline std::vector<boost::json::object> chunks(const Peer& peer) {
  std::vector<boost::json::object> found;
  for (const std::string& event : events(peer)) {
    if (event != "[DONE]") found.push_back(boost::json::parse(event).as_object());
  }
  return found;
}

inline std::string joined_content(const Peer& peer, std::int64_t choice = 0) {
  std::string text;
  for (const boost::json::object& chunk : chunks(peer)) {
    for (const boost::json::value& one : chunk.at("choices").as_array()) {
      const boost::json::object& delta = one.at("delta").as_object();
      if (one.at("index").as_int64() != choice || !delta.contains("content") ||
          !delta.at("content").is_string())
        continue;
      text += delta.at("content").as_string();
    }
  }
  return text;
}

}  // namespace simulator_test
