// The one place where a plugin's exception becomes the words that its C functions give to the host.
#include <aitb/error.hpp>
#include <aitb/plugin.hpp>

namespace aitb::inline v1::plugin {

void report_failure(const AitbReply& reply) noexcept {
  try {
    throw;
  } catch (const ConfigError& error) {
    reply.failed(reply.to, "config", error.pointer().c_str(), error.what());
  } catch (const Error& error) {
    reply.failed(reply.to, to_string(error.kind()).data(), "", error.what());
  } catch (const std::exception& error) {
    reply.failed(reply.to, "internal", "", error.what());
  } catch (...) {
    reply.failed(reply.to, "internal", "", "an exception that is no std::exception was thrown");
  }
}

void report_text(const AitbReply& reply, std::string_view text) noexcept {
  reply.text(reply.to, text.data(), text.size());
}

}  // namespace aitb::inline v1::plugin
