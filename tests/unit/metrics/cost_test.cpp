#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "core/metrics/aggregator.hpp"
#include "fixtures.hpp"

namespace aitb::core {
namespace {

RunFacts priced() {
  return read_run_facts(boost::json::parse(R"({"prices": {"date": "2026-02-04", "models": {
      "small": {"input": 1, "cached_input": 0.1, "output": 10}, "small-pro": {"input": 2, "output": 20},
      "painter": {"image": 0.04}, "half": {"input": 1}}}})")
                            .as_object());
}

Record answer(std::string model, std::int64_t in, std::int64_t out) {
  fixtures::Make make(0);
  make.end(10);
  make.record.model = std::move(model);
  make.record.usage.input = in;
  make.record.usage.output = out;
  return make.record;
}

Summary summary_of(const RunFacts& facts, const std::vector<Record>& records) {
  Aggregator aggregator(facts);
  for (const Record& record : records) aggregator.add(record);
  return aggregator.finish();
}

TEST(Cost, IsTokensTimesPriceWithCachedOnesApart) {
  const RunFacts facts = priced();
  Record record = answer("small-2026-01-01", 1000, 100);
  record.usage.cached_input = 400;
  const Summary summary = summary_of(facts, {record});
  EXPECT_NEAR(*summary.value("estimated_cost", "sum"), (600 * 1 + 400 * 0.1 + 100 * 10) / 1e6, 1e-12);
}

TEST(Cost, TakesTheLongestNameThatFits) {
  const RunFacts facts = priced();
  const Summary summary = summary_of(facts, {answer("small-pro-x", 1000, 0)});
  EXPECT_NEAR(*summary.value("estimated_cost", "sum"), 0.002, 1e-12);
}

TEST(Cost, CountsPictures) {
  const RunFacts facts = priced();
  Record record = answer("painter", 10, 20);
  Chunk chunk;
  chunk.kind = ChunkKind::image;
  chunk.bytes = 100;
  record.chunks = {chunk, chunk};
  EXPECT_NEAR(*summary_of(facts, {record}).value("estimated_cost", "sum"), 0.08, 1e-12);
}

TEST(Cost, IsMissingWhereAPriceOrACountIs) {
  const RunFacts facts = priced();
  Record uncounted = answer("small", 1, 1);
  uncounted.usage = Usage();
  const Summary summary = summary_of(facts, {answer("unknown", 5, 5), answer("half", 5, 5), uncounted});
  EXPECT_EQ(summary.value("estimated_cost", "sum"), std::nullopt);
}

TEST(Cost, SaysFromWhenItsPricesAre) {
  const RunFacts facts = priced();
  const Summary summary = summary_of(facts, {answer("small", 5, 5), answer("unknown", 5, 5)});
  EXPECT_EQ(summary.remarks.at(0), "costs are estimates by prices of 2026-02-04; 1 answers have no price");
}

}  // namespace
}  // namespace aitb::core
