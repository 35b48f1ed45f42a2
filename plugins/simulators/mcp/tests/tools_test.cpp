#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <stdexcept>

#include "mcp_wire/base64.hpp"
#include "toolbox.hpp"

namespace {

namespace json = boost::json;
using mcp_simulator::calculate;
using mcp_simulator::Tool;

class Shop {
 public:
  mcp_simulator::World world{7};
  json::object use(const std::string& tool, const json::object& arguments, std::size_t bytes = 500) {
    const Tool chosen = mcp_simulator::select({tool}).front();
    return chosen.run(mcp_simulator::Work(world, arguments, bytes)).result;
  }
  std::string say(const std::string& tool, const json::object& arguments, std::size_t bytes = 500) {
    return std::string(use(tool, arguments, bytes).at("content").at(0).at("text").as_string());
  }
};

TEST(McpTools, AnswerTheSameForTheSameSeedAndArguments) {
  Shop one, other;
  const json::object query{{"query", "noise-cancelling headphones"}, {"count", 3}};
  EXPECT_EQ(one.say("brave_web_search", query), other.say("brave_web_search", query));
  EXPECT_NE(one.say("brave_web_search", query),
            one.say("brave_web_search", {{"query", "earbuds"}, {"count", 3}}));
}

TEST(McpTools, KeepFilesAndMemory) {
  Shop shop;
  EXPECT_TRUE(shop.use("read_file", {{"path", "/reports/a.md"}}).contains("isError"));
  shop.say("write_file", {{"path", "/reports/a.md"}, {"content", "quantum"}});
  EXPECT_EQ(shop.say("read_file", {{"path", "/reports/a.md"}}), "quantum");
  EXPECT_EQ(shop.say("list_directory", {{"path", "/reports/"}}), "[FILE] a.md");
  shop.say("move_file", {{"source", "/reports/a.md"}, {"destination", "/reports/old/b.md"}});
  EXPECT_EQ(shop.say("list_directory", {{"path", "/reports"}}), "[DIR] old");
  EXPECT_TRUE(shop.use("list_directory", {{"path", "/nowhere"}}).contains("isError"));
  shop.say("store", {{"key", "k"}, {"value", "v"}});
  EXPECT_EQ(shop.say("retrieve", {{"key", "k"}}), "v");
  EXPECT_EQ(shop.say("list_keys", {}), "k");
}

TEST(McpTools, CalculateWithPrecedenceAndSayWhatIsWrong) {
  EXPECT_DOUBLE_EQ(calculate("2 + 3 * (4 - 1) / 2"), 6.5);
  EXPECT_DOUBLE_EQ(calculate("--2*-3"), -6);
  EXPECT_THROW(calculate("1/0"), std::invalid_argument);
  EXPECT_THROW(calculate("(1"), std::invalid_argument);
  EXPECT_THROW(calculate("2 x"), std::invalid_argument);
  EXPECT_THROW(calculate(std::string(100000, '(')), std::invalid_argument) << "depth is bounded";
  Shop shop;
  EXPECT_EQ(shop.say("calculator", {{"expression", "17*23"}}), "391");
}

TEST(McpTools, DrawARealPng) {
  Shop shop;
  const json::object result = shop.use("image", {{"width", 3}, {"height", 2}});
  const auto bytes = mcp_wire::bytes_of(std::string_view(result.at("content").at(1).at("data").as_string()));
  ASSERT_TRUE(bytes);
  EXPECT_TRUE(bytes->starts_with("\x89PNG\r\n"));
  EXPECT_EQ(bytes->size(), 8u + (12 + 13) + (12 + 2 + 5 + 2 * (1 + 3 * 3) + 4) + 12);
}

TEST(McpTools, StandInForAToolTheyDoNotKnow) {
  const std::vector<Tool> tools = mcp_simulator::select({"fetch", "book_flight"});
  ASSERT_EQ(tools.size(), 2u);
  EXPECT_EQ(tools[1].name, "book_flight");
  Shop shop;
  EXPECT_EQ(shop.say("book_flight", {{"to", "Oslo"}}, 300).size(), 300u);
}

TEST(McpTools, GiveTheSizeThatIsAskedFor) {
  Shop shop;
  EXPECT_EQ(shop.say("large", {{"bytes", 12345}}).size(), 12345u);
  EXPECT_EQ(shop.world.prose("é", 100).size(), 100u);
}

}  // namespace
