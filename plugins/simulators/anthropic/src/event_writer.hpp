// Writes the events of a streamed message: blocks that start, grow and stop.
#pragma once
#include <sim_kit/event_writer.hpp>

namespace anthropic_simulator {

class EventWriter final : public sim_kit::EventWriter {
 public:
  explicit EventWriter(const sim_kit::Plan& plan) : plan_(plan) {}
  void open(std::string& out, std::size_t choice) override;
  void begin_stretch(std::string& out, std::size_t choice, sim_kit::Stretch stretch) override;
  void end_stretch(std::string& out, std::size_t choice, sim_kit::Stretch stretch,
                   std::string_view said) override;
  void begin_text(std::string& out, std::size_t choice, sim_kit::Stretch stretch) override;
  void end_text(std::string& out, std::size_t choice, sim_kit::Stretch stretch) override;
  void call(std::string& out, std::size_t choice, std::size_t index, sim_kit::CallPlan& call) override;
  void begin_arguments(std::string& out, std::size_t choice, std::size_t index, bool custom) override;
  void end_arguments(std::string& out) override;
  void end_call(std::string& out, std::size_t choice, std::size_t index, const sim_kit::CallPlan& call,
                std::string_view said) override;
  void finish(std::string& out, const sim_kit::Plan& plan) override;
  bool wants_text() const noexcept override { return true; }

 private:
  void start_block(std::string& out, std::string_view rest);
  void delta(std::string& out, std::string_view rest);
  void stop_block(std::string& out);

  const sim_kit::Plan& plan_;  ///< kept by the stream that owns the writer
  int block_ = 0;
  bool pinged_ = false;
};

}  // namespace anthropic_simulator
