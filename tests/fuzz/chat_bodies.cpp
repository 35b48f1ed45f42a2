// Any bytes as a request of one of the chat services: a refusal, or a request that the agent can answer.
#include <boost/json/parse.hpp>

#include <cstdint>
#include <cstdlib>

#include <sim_kit/agent.hpp>
#include <sim_kit/schema_sample.hpp>
#include <sim_kit/script.hpp>
#include "plugins/simulators/anthropic/src/api_error.hpp"
#include "plugins/simulators/anthropic/src/read_request.hpp"
#include "plugins/simulators/gemini/src/api_error.hpp"
#include "plugins/simulators/gemini/src/read_request.hpp"
#include "plugins/simulators/openai/src/api_error.hpp"
#include "plugins/simulators/openai/src/chat_call.hpp"
#include "plugins/simulators/openai/src/computer_plan.hpp"
#include "plugins/simulators/openai/src/response_request.hpp"

namespace {

namespace json = boost::json;

/// What a simulator does with a request that it took.
void answer(const sim_kit::Ask& ask) {
  const sim_kit::AgentOptions options;
  const sim_kit::Agent agent(options);
  aitb::Random random(1, "fuzz");
  for (const sim_kit::WantedCall& call : agent.next(ask, random)) {
    const std::string arguments = sim_kit::Agent::arguments(ask, *call.tool, call.nth, random);
    if (!call.tool->custom && !json::parse(arguments).is_object()) std::abort();
  }
  sim_kit::Agent::answer(ask);
  sim_kit::filled("{prompt} {results}", ask);
  if (ask.schema != nullptr) sim_kit::schema_sample(*ask.schema, random);
}

void read(const json::value& body, unsigned dialect) {
  if (dialect < 2) {
    answer(openai_simulator::read_chat_call(
               body, dialect == 0 ? openai_simulator::Dialect::openai : openai_simulator::Dialect::deepseek)
               .ask);
  } else if (dialect == 2) {
    answer(anthropic_simulator::read_request(body, true));
  } else if (body.is_object() && dialect == 3) {
    sim_kit::Ask ask;
    ask.model = "gemini-3-pro";
    gemini_simulator::read_request(body.get_object(), false, ask);
    answer(ask);
  } else if (body.is_object()) {
    openai_simulator::ResponseRequest request;
    const json::array items = openai_simulator::input_items(body.get_object());
    openai_simulator::read_response_request(body.get_object(), items, request);
    openai_simulator::next_actions(request, aitb::Random(1, "fuzz"));
    answer(request.ask);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  json::error_code failed;
  const json::value body =
      json::parse(std::string_view(reinterpret_cast<const char*>(data) + 1, size - 1), failed);
  if (failed) return 0;
  try {
    read(body, data[0] % 5u);
  } catch (const openai_simulator::ApiError&) {
  } catch (const anthropic_simulator::ApiError&) {
  } catch (const gemini_simulator::ApiError&) {
  }
  return 0;
}
