// The provider of DeepSeek: OpenAI's dialect with thinking, cache counts and rules of its own.
#pragma once
#include <aitb/config.hpp>
#include <aitb/context.hpp>
#include <aitb/provider.hpp>

#include <string>

#include "openai_dialect/api.hpp"

namespace deepseek {

struct Options {
  std::string base_url = "https://api.deepseek.com";
  std::string api_key, thinking, user_id;
  bool stream_usage = true;
  std::map<std::string, std::string> headers;
  boost::json::object extra;
  service::Connection connection;
};
aitb::FieldTable fields(Options& options);

/// One a lane; connections are kept and shared by the lane's sessions.
class DeepSeek final : public aitb::Provider, public aitb::Chat {
 public:
  using Options = deepseek::Options;
  DeepSeek(Options options, aitb::Context& context);

  void* face(std::string_view face_id) noexcept override { return aitb::offer<aitb::Chat>(*this, face_id); }
  aitb::task<> send(aitb::ChatRequest request, aitb::Exchange& out) override;

 private:
  Options options_;
  openai_dialect::Rules rules_;
  openai_dialect::Api api_;
};

}  // namespace deepseek
