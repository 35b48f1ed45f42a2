#include "a2a.hpp"

namespace a2a {
namespace {

bool is_url(const std::string& text) { return text.starts_with("http://") || text.starts_with("https://"); }

std::string joined(std::string base, std::string_view path) {
  while (base.ends_with('/')) base.pop_back();
  while (path.starts_with('/')) path.remove_prefix(1);
  return base.append("/").append(path);
}

}  // namespace

A2a::A2a(Options options, aitb::Context& context)
    : options_(std::move(options)),
      clock_(context.clock),
      random_(context.random.split("messages")),
      client_(service::make_client(options_.connection, context)) {
  for (const auto& [name, url] : options_.agents) {
    if (!is_url(url))
      throw aitb::ConfigError("/agents/" + name, "the URL of agent '" + name + "' is no http(s) URL");
  }
}

std::string A2a::place(const std::string& name) const {
  if (name.empty()) return options_.base_url;
  if (is_url(name)) return name;
  const auto known = options_.agents.find(name);
  return known != options_.agents.end() ? known->second : joined(options_.base_url, name);
}

aitb::RemoteAgent& A2a::agent(const std::string& name, const std::string& card_path) {
  std::string base = place(name), card_url;
  if (base.ends_with(".json")) {  // the card itself was named; requests go where it says
    card_url = base;
  } else {
    card_url = joined(base, card_path.empty() ? options_.agent_card_path : card_path);
  }
  std::unique_ptr<Agent>& kept = agents_[card_url];
  if (!kept) {
    kept = std::make_unique<Agent>(options_, *client_, clock_, random_.split(card_url), card_url,
                                   std::move(base));
  }
  return *kept;
}

}  // namespace a2a
