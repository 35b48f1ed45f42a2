// Writes the events of a streamed response, each with its number.
#pragma once
#include <sim_kit/event_writer.hpp>

#include "obfuscation.hpp"
#include "response_plan.hpp"

namespace openai_simulator {

class ResponseWriter final : public sim_kit::EventWriter {
 public:
  explicit ResponseWriter(const ResponsePlan& plan);
  void prelude(std::string& out) override;
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

 private:
  void begin(std::string& out, std::string_view type);
  void where(std::string& out, sim_kit::Stretch stretch);
  void response(std::string& out, std::string_view type, const boost::json::object& value);
  void add_item(std::string& out);
  void end_item(std::string& out);

  const ResponsePlan& plan_;  ///< kept by the stream that owns the writer
  std::size_t item_ = 0;
  std::int64_t number_ = 0;
  Obfuscation obfuscation_;
};

}  // namespace openai_simulator
