#include "toolset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/string.hpp>
#include <cctype>
#include <set>

namespace agent {
namespace {

constexpr std::size_t kLongestName = 64;  // what models take

std::string fit_name(std::string_view name, std::set<std::string>& used) {
  std::string fit;
  for (const char c : name.substr(0, kLongestName)) {
    const bool letter = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
    fit += letter ? c : '_';
  }
  const std::string base = fit.substr(0, kLongestName - 4);
  for (int i = 2; !used.insert(fit).second; ++i) fit = base + "_" + std::to_string(i);
  return fit;
}

aitb::task<> list_into(aitb::ToolServers* servers, aitb::Tools* tools, std::string server,
                       std::vector<aitb::ToolSpec>& into, aitb::Exchange& out) {
  if (servers != nullptr) {
    into = co_await servers->list(std::move(server), out);
  } else {
    into = co_await tools->list(out);
  }
}

}  // namespace

std::vector<Offer> choose(const std::vector<Offer>& found, const std::vector<std::string>& wanted,
                          const aitb::ToolServers* servers, std::vector<std::string>& missing) {
  std::vector<Offer> chosen;
  std::set<std::string> used, taken;
  const auto add = [&](const Offer& offer, const std::string& name) {
    Offer& one = chosen.emplace_back(offer);
    one.shown.name = fit_name(name, used);
  };
  if (wanted.empty()) {
    for (const Offer& offer : found) {
      if (taken.insert(offer.tool).second) add(offer, offer.tool);
    }
  }
  for (const std::string& name : wanted) {
    const auto called = [&](const std::string& tool) {
      return std::find_if(found.begin(), found.end(), [&](const Offer& offer) { return offer.tool == tool; });
    };
    auto at = called(name);
    if (at == found.end() && servers != nullptr) at = called(servers->tool_of(name));
    if (at == found.end()) {
      missing.push_back(name);
    } else if (taken.insert(name).second) {
      add(*at, name);
    }
  }
  return chosen;
}

Toolset::Toolset(aitb::Session& session)
    : session_(session),
      tools_(static_cast<aitb::Tools*>(session.face(aitb::Tools::id, kRole))),
      servers_(static_cast<aitb::ToolServers*>(session.face(aitb::ToolServers::id, kRole))) {}

Toolset::~Toolset() {
  if (servers_ == nullptr) return;
  for (const std::string& handle : handles_) servers_->release(handle);
}

aitb::task<> Toolset::list(std::string server, std::vector<Offer>& into, aitb::Reply& reply) {
  aitb::ExchangeSpec spec("list_tools");
  spec.klass = aitb::RecordClass::connection;
  spec.role = kRole;
  std::vector<aitb::ToolSpec> found;
  auto listing = [&](aitb::Exchange& out) { return list_into(servers_, tools_, server, found, out); };
  aitb::Session::Work work = listing;
  reply = co_await session_.perform(std::move(spec), std::move(work));
  if (!reply.ok()) co_return;
  for (aitb::ToolSpec& tool : found) {
    std::string name = tool.name;
    into.emplace_back(server, std::move(name), std::move(tool));
  }
}

aitb::task<> Toolset::find(Options options, std::string default_group) {
  if (servers_ != nullptr) {
    const bool absent = options.server_group == default_group && !servers_->has_group(default_group);
    handles_ = servers_->open(absent ? "" : options.server_group);
  }
  std::vector<std::string> asked = handles_;
  if (servers_ == nullptr) asked.emplace_back();
  std::vector<std::vector<Offer>> lists(asked.size());
  std::vector<aitb::Reply> replies(asked.size());
  std::vector<aitb::task<>> work;
  for (std::size_t i = 0; i < asked.size(); ++i) work.push_back(list(asked[i], lists[i], replies[i]));
  co_await aitb::when_all(std::move(work));
  std::vector<Offer> found;
  const aitb::Reply* failed = nullptr;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    found.insert(found.end(), lists[i].begin(), lists[i].end());
    if (replies[i].ok()) continue;
    failed = &replies[i];
    session_.log().warning("{}: without the tools of {}: {}", session_.place().session_id,
                           asked[i].empty() ? "its provider" : asked[i], replies[i].error);
  }
  std::vector<std::string> missing;
  offers_ = choose(found, options.tools, servers_, missing);
  boost::json::array lacking;
  for (const std::string& name : missing) lacking.push_back(boost::json::string(name));
  if (!missing.empty()) {
    session_.log().warning("{}: no server of group '{}' has the tools {}", session_.place().session_id,
                           options.server_group, fmt::join(missing, ", "));
    session_.note("tools_missing", std::move(lacking));
  }
  session_.note("tools_offered", offers_.size());
  if (!offers_.empty()) co_return;
  if (failed != nullptr) throw aitb::Error(*failed->error_kind, "looking for tools: " + failed->error);
  throw aitb::Error(aitb::ErrorKind::config,
                    fmt::format("looking for tools: no server of group '{}' has any that the scenario names",
                                options.server_group));
}

const Offer* Toolset::offer(std::string_view name) const noexcept {
  for (const Offer& one : offers_) {
    if (one.shown.name == name) return &one;
  }
  return nullptr;
}

std::vector<aitb::ToolSpec> Toolset::specs() const {
  std::vector<aitb::ToolSpec> all;
  for (const Offer& one : offers_) all.push_back(one.shown);
  return all;
}

aitb::task<aitb::ToolResult> Toolset::call(const Offer& offer, aitb::ToolCall call, aitb::Exchange& out) {
  call.name = offer.tool;
  std::string server = offer.server;
  if (servers_ != nullptr) co_return co_await servers_->call(std::move(server), std::move(call), out);
  co_return co_await tools_->call(std::move(call), out);
}

}  // namespace agent
