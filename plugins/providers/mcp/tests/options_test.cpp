#include "options.hpp"

#include <gtest/gtest.h>

#include <aitb/error.hpp>
#include <aitb/schema.hpp>
#include <boost/json/parse.hpp>

namespace {

mcp::Options decoded(const char* text) {
  mcp::Options options;
  const aitb::FieldTable table = fields(options);
  boost::json::value value = boost::json::parse(text);
  const auto problems = aitb::check_schema(table.schema(), value);
  for (const auto& problem : problems) ADD_FAILURE() << problem.pointer << ": " << problem.message;
  value = aitb::fill_defaults(table.schema(), std::move(value));
  table.decode(value);
  return options;
}

std::string refusal(const char* text) {
  const mcp::Options options = decoded(text);
  try {
    check(options);
  } catch (const aitb::ConfigError& error) {
    return error.pointer() + ": " + error.what();
  }
  return "taken";
}

TEST(McpOptions, ReadTheReferenceTestbedsFile) {
  const mcp::Options options = decoded(R"({
    "mcpServers": {
      "brave-search": {"name": "brave-search", "command": "npx", "args": ["-y", "server-brave-search"],
                       "env": {"BRAVE_API_KEY": "k"}, "description": "d", "tools": ["brave_web_search"]},
      "fetch": {"command": "npx", "env": {}}},
    "serverGroups": {"shopping": ["fetch", "brave-search"]},
    "toolAliases": {"web_search": "brave_web_search"},
    "rateLimits": {"brave_web_search": {"requests_per_minute": 15, "requests_per_day": 2000},
                   "fetch": {"concurrent_max": 5}}})");
  check(options);
  EXPECT_EQ(options.order, (std::vector<std::string>{"brave-search", "fetch"}));
  EXPECT_EQ(options.servers.at("brave-search").env.at("BRAVE_API_KEY"), "k");
  EXPECT_EQ(options.servers.at("fetch").name, "fetch") << "an entry without a name has that of its key";
  EXPECT_EQ(options.groups.at("shopping").front(), "fetch");
  EXPECT_EQ(options.aliases.at("web_search"), "brave_web_search");
  EXPECT_EQ(options.rate_limits.at("brave_web_search").requests_per_day, 2000);
  EXPECT_FALSE(options.rate_limits.at("fetch").requests_per_minute);
}

TEST(McpOptions, SayWhichServerOrGroupIsWrong) {
  EXPECT_EQ(refusal(R"({"servers": {"a/b": {}}})"),
            "/servers/a~1b: server 'a/b' wants either a command or a url");
  EXPECT_EQ(refusal(R"({"servers": {"a": {"command": "x", "url": "http://127.0.0.1:1/mcp"}}})"),
            "/servers/a: server 'a' wants either a command or a url");
  EXPECT_EQ(refusal(R"({"servers": {"fetch": {"command": "x"}}, "groups": {"g": ["fetch", "fecth"]}})"),
            "/groups/g/1: group 'g': no server is named 'fecth' (did you mean \"fetch\"?)");
  EXPECT_EQ(refusal(R"({"servers": {"a": {"command": "x"}}, "groups": {"g": ["a"]}})"), "taken");
}

}  // namespace
