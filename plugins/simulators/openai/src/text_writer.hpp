// What the writers of completions and transcripts share: neither kind of answer calls tools.
#pragma once
#include <sim_kit/event_writer.hpp>

namespace openai_simulator {

class TextWriter : public sim_kit::EventWriter {
 public:
  void call(std::string&, std::size_t, std::size_t, sim_kit::CallPlan&) final {}
  void begin_arguments(std::string&, std::size_t, std::size_t, bool) final {}
  void end_arguments(std::string&) final {}
};

}  // namespace openai_simulator
