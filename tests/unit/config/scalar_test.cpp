#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "core/config/yaml_tree.hpp"

namespace aitb::core {
namespace {

std::string json_of(const std::string& yaml) {
  std::vector<Problem> problems;
  const auto root = parse_yaml("f", "[" + yaml + "]", problems);
  return root && problems.empty() ? boost::json::serialize(scalar_to_json(root->items.at(0))) : "refused";
}

TEST(Scalar, FollowsTheRulesOfYaml12) {
  const std::pair<const char*, const char*> table[] = {{"null", "null"},
                                                       {"~", "null"},
                                                       {"true", "true"},
                                                       {"False", "false"},
                                                       {"yes", "\"yes\""},
                                                       {"on", "\"on\""},
                                                       {"8080", "8080"},
                                                       {"-7", "-7"},
                                                       {"+7", "7"},
                                                       {"0x1F", "31"},
                                                       {"0o17", "15"},
                                                       {"1.5", "1.5E0"},
                                                       {"-.5", "-5E-1"},
                                                       {"1e3", "1E3"},
                                                       {"007", "7"},
                                                       {"'8080'", "\"8080\""},
                                                       {"\"true\"", "\"true\""},
                                                       {"!!str 12", "\"12\""},
                                                       {"!!int 12", "12"},
                                                       {"1.2.3", "\"1.2.3\""},
                                                       {".inf", "\".inf\""},
                                                       {".nan", "\".nan\""},
                                                       {"2026-11-21", "\"2026-11-21\""},
                                                       {"1_000", "\"1_000\""},
                                                       {"-", "\"-\""},
                                                       {"18446744073709551615", "18446744073709551615"},
                                                       {"12:30", "\"12:30\""},
                                                       {"1e999", "\"1e999\""},
                                                       {"0xZZ", "\"0xZZ\""},
                                                       {"infinity", "\"infinity\""},
                                                       {"''", "\"\""}};
  for (const auto& [yaml, expected] : table) EXPECT_EQ(json_of(yaml), expected) << yaml;
}

}  // namespace
}  // namespace aitb::core
