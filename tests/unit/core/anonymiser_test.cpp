#include "core/record/anonymiser.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>

namespace aitb::core {
namespace {

class Anonymity : public testing::Test {
 protected:
  Anonymity() {
    std::string name = (std::filesystem::temp_directory_path() / "aitb-alias-XXXXXX").string();
    folder = ::mkdtemp(name.data());
    file = folder / "aliases.json";
  }
  ~Anonymity() override { std::filesystem::remove_all(folder); }
  Anonymiser read(const std::string& text) {
    std::ofstream(file) << text;
    return Anonymiser(file);
  }
  std::filesystem::path folder, file;
};

constexpr const char* map = R"({"providers": {"openai": "Provider A"}, "models": {"gpt-5": "Model A1"},
  "scenarios": {"chat": "S1"}, "defaults": {"model": "Model ?"}})";

TEST_F(Anonymity, RenamesARecordThroughout) {
  const Anonymiser names = read(map);
  Record record;
  record.place.scenario = "chat";
  record.place.session_id = "chat/plain/u0/r1";
  record.provider = "openai";
  record.model = "gpt-5";
  record.response_model = "gpt-5-2026-01-01";
  record.response_id = "chatcmpl-1";
  record.connection.remote = "203.0.113.7:443";
  record.error = "openai refused gpt-5; gpt-50 is another";
  record.notes["url"] = "https://api.openai.com/v1";
  names.apply(record);
  EXPECT_EQ(record.place.session_id, "S1/plain/u0/r1");
  EXPECT_EQ(record.provider, "Provider A");
  EXPECT_EQ(record.model, "Model A1");
  EXPECT_EQ(record.response_model, "Model A1");
  EXPECT_EQ(record.response_id + record.connection.remote, "");
  EXPECT_EQ(record.error, "Provider A refused Model A1; gpt-50 is another");
  EXPECT_EQ(record.notes.at("url").as_string(), "https://api.Provider A.com/v1");
  EXPECT_EQ(names.restore(record.place.session_id), "chat/plain/u0/r1");
}

TEST_F(Anonymity, UsesADefaultForModelsThatAreNotListedAndLeavesOtherNames) {
  const Anonymiser names = read(map);
  SessionFact session;
  session.model = "llama";
  session.provider = "vllm";
  names.apply(session);
  EXPECT_EQ(session.model, "Model ?");
  EXPECT_EQ(session.provider, "vllm");
}

TEST_F(Anonymity, KeepsThePricesOfAModelUnderItsAlias) {
  const Anonymiser names = read(map);
  const auto run = boost::json::parse(R"({"prices":{"models":{"gpt-5":{"input":1}}},"seed":7})").as_object();
  EXPECT_EQ(serialize(names.apply(run)), R"({"prices":{"models":{"Model A1":{"input":1}}},"seed":7})");
}

TEST_F(Anonymity, RefusesAMapThatMixesScenariosUpOrHasOtherKeys) {
  EXPECT_THROW(read(R"({"scenarios": {"a": "S", "b": "S"}})"), Error);
  EXPECT_THROW(read(R"({"provider": {"a": "S"}})"), Error);
}

}  // namespace
}  // namespace aitb::core
