// What a request is answered with: a finished body, one that is due later, or a stream.
#pragma once
#include <aitb/http.hpp>
#include <aitb/time.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <sim_kit/event_writer.hpp>

namespace openai_simulator {

class Answer {
 public:
  Answer() = default;
  int status = 200;
  aitb::Headers headers;
  std::string body;
  std::string_view type = "application/json";  ///< a literal
  aitb::Instant due{};                         ///< of `body`; default: at once
  std::size_t piece = 0;  ///< send `body` in pieces of so many bytes, each a token's time after the last
  // A planned answer instead: streamed by `writer`, or written by `write` when its last token is due.
  std::unique_ptr<sim_kit::Plan> plan;
  std::unique_ptr<sim_kit::EventWriter> writer;
  std::function<std::string(sim_kit::Plan&)> write;
};

}  // namespace openai_simulator
