// JSON and ids in the forms that every answer goes through, against their plain definitions.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>
#include <sim_kit/ask.hpp>
#include <sim_kit/ids.hpp>
#include <sim_kit/json_read.hpp>
#include <sim_kit/json_write.hpp>
#include <string>

namespace {

namespace json = boost::json;

std::uint64_t written_digest(const json::object& body, const std::vector<std::string_view>& members) {
  std::string all;
  for (const std::string_view name : members) {
    if (const json::value* value = body.if_contains(name)) all += json::serialize(*value);
  }
  return sim_kit::digest(all);
}

TEST(Digest, IsThatOfTheJsonThatBoostWrites) {
  json::object body = json::parse(R"({
    "text": "plain", "empty": "", "lines": "a\nb\t\"c\"\\ \u0001\u007f ü€😀", "yes": true, "nothing": null,
    "numbers": [0, -7, 18446744073709551615, 1.5, 1e300, -0.0], "none": [], "bare": {}, "nested": [[], {}, [{}]],
    "deep": {"a\"b": [{"c": [1, "x", {"d": null}]}, "e"], "": ""}})")
                          .as_object();
  for (int byte = 0; byte < 128; ++byte)
    body["bytes"].emplace_object()[std::string(1, static_cast<char>(byte))] =
        std::string(3, static_cast<char>(byte));
  body["every"] = json::value(body);
  body["long"] = std::string(5000, 'x') + "\n" + std::string(5000, 'y');
  for (const auto& member : body) {
    const std::string_view name(member.key().data(), member.key().size());
    EXPECT_EQ(sim_kit::digest(body, {name}), written_digest(body, {name})) << name;
  }
  for (int byte = 0; byte < 128; ++byte) {
    json::object one;
    one[std::string(1, static_cast<char>(byte))] = std::string("a") + static_cast<char>(byte);
    const json::object whole{{"m", one}};
    EXPECT_EQ(sim_kit::digest(whole, {"m"}), written_digest(whole, {"m"})) << "byte " << byte;
  }
  EXPECT_EQ(sim_kit::digest(body, {"text", "absent", "numbers"}),
            written_digest(body, {"text", "absent", "numbers"}));
}

TEST(JsonWrite, EscapesWhatABoostStringEscapes) {
  for (int byte = 0; byte < 128; ++byte) {
    const std::string text = std::string("ab") + static_cast<char>(byte) + "c" + static_cast<char>(byte);
    std::string out;
    sim_kit::append_json_string(out, text);
    EXPECT_EQ(json::parse(out).as_string(), text) << "byte " << byte;
    const bool plain = byte >= 0x20 && byte != '"' && byte != '\\';
    EXPECT_EQ(out.size() == text.size() + 2, plain) << "byte " << byte;
  }
  std::string out;
  sim_kit::append_json_string(out, "ü€😀");
  EXPECT_EQ(out, "\"ü€😀\"");
}

TEST(JsonWrite, WritesNumbersAsTheyAre) {
  for (const std::int64_t number :
       {std::int64_t{0}, std::int64_t{9}, std::int64_t{10}, std::int64_t{-1}, INT64_MIN, INT64_MAX}) {
    std::string out;
    sim_kit::append_number(out, number);
    EXPECT_EQ(out, std::to_string(number));
  }
}

TEST(JsonRead, FindsMembersOfSmallAndLargeObjects) {
  json::object object;
  for (int count = 0; count < 40; ++count) {
    EXPECT_EQ(sim_kit::find_member(object, "key" + std::to_string(count)), nullptr);
    object["key" + std::to_string(count)] = count;
    for (int i = 0; i <= count; ++i) {
      const json::value* found = sim_kit::find_member(object, "key" + std::to_string(i));
      ASSERT_NE(found, nullptr) << i << " of " << count;
      EXPECT_EQ(*found, i);
    }
  }
}

TEST(Ids, AreHexadecimalOfTheAskedLengthAndUseEveryDigitAtEveryPlace) {
  aitb::Random random(3, "ids");
  std::vector<std::set<char>> seen(33);
  for (int i = 0; i < 1000; ++i) {
    const std::string id = sim_kit::random_id("req_", seen.size(), random, "0123456789abcdef");
    ASSERT_EQ(id.size(), 4 + seen.size());
    ASSERT_TRUE(id.starts_with("req_"));
    for (std::size_t at = 0; at < seen.size(); ++at) seen[at].insert(id[4 + at]);
  }
  for (const std::set<char>& place : seen)
    EXPECT_EQ(std::string(place.begin(), place.end()), "0123456789abcdef");
}

TEST(Ids, OfASeedStayTheSame) {
  aitb::Random random(3, "ids"), same(3, "ids");
  const std::string id = sim_kit::random_id("call_", 24, random);
  EXPECT_EQ(id.size(), 29u);
  std::string plain = "call_";
  std::uint64_t bits = 0;
  for (int i = 0; i < 24; ++i, bits /= 62) {
    if (i % 10 == 0) bits = same.next();
    plain += sim_kit::kIdAlphabet[bits % 62];
  }
  EXPECT_EQ(id, plain);
}

}  // namespace
