#include "core/plugin/index.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace aitb::core {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string reason_of(std::string text) {
  try {
    parse_index(text + '\0', "aitb-x.so");
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

TEST(PluginIndex, TellsEverythingThatTheListShows) {
  const std::string text =
      "abi=1\ncompiler=gcc-1017\nid=org.acme\nversion=2.1.0\nlicence=MIT\n"
      "component=scenario\timage\timage_generation,picture\tDraws a picture\n" +
      std::string(1, '\0') + "rest";
  const PluginIndex index = parse_index(text, "aitb-acme.so");
  EXPECT_EQ(index.id, "org.acme");
  ASSERT_EQ(index.components.size(), 1u);
  const Component& image = index.components.front();
  EXPECT_EQ(image.kind, Kind::scenario);
  EXPECT_EQ(image.type, "image");
  EXPECT_THAT(image.aliases, ElementsAre("image_generation", "picture"));
  EXPECT_EQ(image.summary, "Draws a picture");
  EXPECT_EQ(image.version, "2.1.0");
  EXPECT_EQ(image.file, "aitb-acme.so");
  EXPECT_THAT(index.tokens, ElementsAre(std::pair("abi", "1"), std::pair("compiler", "gcc-1017")));
}

TEST(PluginIndex, RefusesTextThatItsMacroNeverWrites) {
  EXPECT_THAT(reason_of("id=x\ncomponent=tool\tx\t\ty\n"),
              HasSubstr("no kind of component is called 'tool'"));
  EXPECT_THAT(reason_of("id=x\ncomponent=sink\tx\n"), HasSubstr("kind, type, aliases and summary"));
  EXPECT_THAT(reason_of("id=x\n"), HasSubstr("no component"));
  EXPECT_THAT(reason_of("nonsense\n"), HasSubstr("without '='"));
  EXPECT_THROW(parse_index("id=x\nno end", "aitb-x.so"), Error);
}

TEST(Fingerprint, NamesTheTokenThatDiffersAndTheWayOut) {
  const auto& host = host_fingerprint();
  EXPECT_EQ(fingerprint_difference(host, host), "");
  for (std::size_t i = 0; i < host.size(); ++i) {
    auto other = host;
    other[i].second = "strange";
    const std::string text = fingerprint_difference(host, other);
    EXPECT_THAT(text, HasSubstr(host[i].first + " differs: host " + host[i].second + ", plugin strange"));
    EXPECT_THAT(text, HasSubstr("build it with this host's SDK"));
    other.erase(other.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_THAT(fingerprint_difference(host, other), HasSubstr("plugin nothing"));
  }
}

TEST(Fingerprint, HoldsTheTokensThatDecideWhetherObjectsMayCross) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : host_fingerprint()) {
    keys.push_back(key);
    EXPECT_NE(value, "") << key;
  }
  EXPECT_THAT(keys, ElementsAre("abi", "compiler", "stdlib", "cxx11abi", "boost", "asio", "stddebug", "san",
                                "layout"));
}

}  // namespace
}  // namespace aitb::core
