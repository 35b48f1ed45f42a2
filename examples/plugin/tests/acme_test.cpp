#include "acme.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "ping_pong.hpp"

namespace acme {
namespace {

TEST(Lines, AreWholeWhereverTheNetworkCutsThem) {
  const std::string text = "{\"word\": \"Ödön\"}\n\n{\"end\": 1}\n";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    Lines lines;
    std::string line, all;
    lines.add(text.substr(0, cut));
    while (lines.next(line)) all += line + "|";
    lines.add(text.substr(cut));
    while (lines.next(line)) all += line + "|";
    EXPECT_EQ(all, "{\"word\": \"Ödön\"}||{\"end\": 1}|") << "cut at " << cut;
    EXPECT_TRUE(lines.empty());
  }
}

TEST(PingPongOptions, RefuseARunWithoutRounds) {
  PingPong::Options options;
  EXPECT_THROW(fields(options).decode(boost::json::parse(R"({"rounds": 0})")), aitb::ConfigError);
}

}  // namespace
}  // namespace acme
