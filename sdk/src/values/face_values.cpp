// Constructors of the values that the younger faces take and give.
#include <aitb/agent.hpp>
#include <aitb/computer.hpp>
#include <aitb/media_faces.hpp>

namespace aitb::inline v1 {

EmbeddingRequest::EmbeddingRequest() = default;
EmbeddingRequest::EmbeddingRequest(std::string model_, std::vector<std::string> inputs_)
    : model(std::move(model_)), inputs(std::move(inputs_)) {}
SpeechRequest::SpeechRequest() = default;
TranscriptionRequest::TranscriptionRequest() = default;

ComputerOutput::ComputerOutput() = default;
ComputerOutput::ComputerOutput(std::string call_id_, std::string screenshot_png)
    : call_id(std::move(call_id_)), screenshot(std::move(screenshot_png)) {}
ComputerRequest::ComputerRequest() = default;
ComputerCall::ComputerCall() = default;
ComputerReply::ComputerReply() = default;

AgentRequest::AgentRequest() = default;
AgentRequest::AgentRequest(std::string text) { parts.emplace_back(std::move(text)); }
AgentReply::AgentReply() = default;

}  // namespace aitb::inline v1
