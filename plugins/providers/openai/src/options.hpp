// What YAML can say about OpenAI's service, or another that speaks its protocol.
#pragma once
#include <aitb/config.hpp>

#include "openai_dialect/api.hpp"

namespace openai {

struct Options {
  Options() { account.base_url = "https://api.openai.com/v1"; }
  openai_dialect::Account account;
  service::Connection connection;
  openai_dialect::Rules rules;
  std::string api = "chat_completions";
  bool store = false;
  std::string computer_tool;
};

aitb::FieldTable fields(Options& options);

}  // namespace openai
