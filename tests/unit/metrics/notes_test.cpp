#include "core/report/notes.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace aitb::core {
namespace {

namespace json = boost::json;

MeanNotes of(std::initializer_list<const char*> sessions) {
  MeanNotes notes;
  for (const char* one : sessions) notes.add(json::parse(one));
  return notes;
}

TEST(Notes, AreMeansOverTheSessions) {
  const MeanNotes notes =
      of({R"({"rows": [{"threads": 1, "qps": 2.0}, {"threads": 5, "qps": 8}], "engine": "x"})",
          R"({"rows": [{"threads": 1, "qps": 3.0}, {"threads": 5, "qps": 9}], "engine": "x"})"});
  EXPECT_EQ(notes.sessions(), 2u);
  EXPECT_EQ(
      notes.mean(),
      json::parse(R"({"rows": [{"threads": 1, "qps": 2.5}, {"threads": 5, "qps": 8.5}], "engine": "x"})"));
}

TEST(Notes, LeaveOutWhatASessionDoesNotKnow) {
  const MeanNotes notes = of({R"({"qps": null})", R"({"qps": 4})", R"({"other": true})"});
  EXPECT_EQ(notes.mean(), json::parse(R"({"qps": 4, "other": true})"));
  EXPECT_EQ(MeanNotes().mean(), nullptr);
}

TEST(Notes, BecomeTablesWhereTheyAreRows) {
  const auto notes =
      json::parse(
          R"({"rows": [{"threads": 1, "qps": 2.4565}, {"threads": 20, "qps": null}], "one": {"a": "b|c"},
                                     "dimensions": 1536})")
          .as_object();
  EXPECT_EQ(notes_markdown(notes),
            "\n`rows`\n\n| threads | qps |\n|---:|---:|\n| 1 | 2.457 |\n| 20 | – |\n\n`one`\n\n| a "
            "|\n|---|\n| b/c |\n");
}

}  // namespace
}  // namespace aitb::core
