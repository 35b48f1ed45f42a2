#include "../src/request_line.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace exec {
namespace {

TEST(RequestLine, HoldsMessagesPartsAndToolsOnOneLine) {
  aitb::ChatRequest request("words", {aitb::Message(aitb::Role::user, "Two\nlines")});
  request.messages[0].parts.emplace_back(aitb::MediaKind::image, "image/png", std::string("\0\1\2", 3));
  request.stream = true;
  request.max_tokens = 5;
  request.tools.emplace_back("look", "Looks", boost::json::object());
  const std::string line = chat_line(3, request);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  const auto sent = boost::json::parse(line);
  EXPECT_EQ(sent.at("id"), 3);
  EXPECT_EQ(sent.at("face"), "chat");
  EXPECT_EQ(sent.at("stream"), true);
  EXPECT_EQ(sent.at("max_tokens"), 5);
  EXPECT_FALSE(sent.as_object().contains("temperature"));
  const auto& parts = sent.at("messages").at(0).at("content").as_array();
  EXPECT_EQ(parts.at(0).at("text"), "Two\nlines");
  EXPECT_EQ(parts.at(1).at("data"), "AAEC");
  EXPECT_EQ(sent.at("tools").at(0).at("name"), "look");
  EXPECT_EQ(content_bytes(request), 12u);
  EXPECT_EQ(last_prompt(request), "Two\nlines");
}

TEST(RequestLine, AsksForImagesAndCancels) {
  aitb::ImageRequest request;
  request.prompt = "A cat";
  request.size = "64x64";
  const auto sent = boost::json::parse(images_line(9, request));
  EXPECT_EQ(sent.at("face"), "images");
  EXPECT_EQ(sent.at("size"), "64x64");
  EXPECT_FALSE(sent.as_object().contains("quality"));
  EXPECT_EQ(cancel_line(9), "{\"type\":\"cancel\",\"id\":9}\n");
}

}  // namespace
}  // namespace exec
