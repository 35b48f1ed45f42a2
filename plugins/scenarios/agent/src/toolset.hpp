// The tools that an agent has in one session: found at its servers, chosen, and named for the model.
#pragma once
#include <aitb/scenario.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "options.hpp"

namespace agent {

inline constexpr std::string_view kRole = "tools_provider";

/// A tool under the name that the model sees.
class Offer {
 public:
  Offer(std::string server_, std::string tool_, aitb::ToolSpec shown_)
      : server(std::move(server_)), tool(std::move(tool_)), shown(std::move(shown_)) {}
  std::string server;    ///< handle of aitb::ToolServers, "" without
  std::string tool;      ///< as the server calls it
  aitb::ToolSpec shown;  ///< its name may be an alias
};

/// The tools that `wanted` names, in its order; all of `found` where it is empty. Names are made fit for
/// models and unique. What nobody has is appended to `missing`.
std::vector<Offer> choose(const std::vector<Offer>& found, const std::vector<std::string>& wanted,
                          const aitb::ToolServers* servers, std::vector<std::string>& missing);

/// Owns the session's connections for as long as it lives.
class Toolset {
 public:
  explicit Toolset(aitb::Session& session);
  ~Toolset();
  Toolset(const Toolset&) = delete;
  Toolset& operator=(const Toolset&) = delete;

  /// [lane] Lists the tools of the group's servers, one exchange each, all at once. A server that fails is
  /// left out; Error of its kind if that leaves no tool.
  aitb::task<> find(Options options, std::string default_group);
  const Offer* offer(std::string_view name) const noexcept;
  std::vector<aitb::ToolSpec> specs() const;
  /// [lane] Calls the tool; a result that is an error is one of the tool's own.
  aitb::task<aitb::ToolResult> call(const Offer& offer, aitb::ToolCall call, aitb::Exchange& out);

 private:
  aitb::task<> list(std::string server, std::vector<Offer>& into, aitb::Reply& reply);

  aitb::Session& session_;
  aitb::Tools* tools_;
  aitb::ToolServers* servers_;
  std::vector<std::string> handles_;
  std::vector<Offer> offers_;
};

}  // namespace agent
