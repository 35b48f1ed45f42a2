// What the simulated engines answer, each in its own shape.
#pragma once
#include <aitb/http_server.hpp>
#include <aitb/random.hpp>

#include <optional>
#include <string>

#include "corpus.hpp"

namespace search_simulator {

enum class Engine { duckduckgo_lite, duckduckgo_html, google, brave };

class Answer {
 public:
  Answer() = default;
  Answer(int http_status, std::string type, std::string text) : status(http_status), body(std::move(text)) {
    headers.set("Content-Type", std::move(type));
  }
  int status = 200;
  aitb::Headers headers;
  std::string body;
};

/// A refusal in no engine's words; `code` empty: the engine's usual one for the status.
class Refusal {
 public:
  Refusal(int http_status, std::string error_code, std::string text)
      : status(http_status), code(std::move(error_code)), message(std::move(text)) {}
  int status;
  std::string code, message;
  std::optional<double> retry_after;
};

/// A query's parameters, from the URL or from the form.
class Call {
 public:
  explicit Call(const aitb::ServerRequest& request);
  std::string value(std::string_view name) const { return parameters_.query_value(name); }
  /// As a number; `otherwise` if absent, nullopt if it is none.
  std::optional<int> number(std::string_view name, int otherwise) const;

 private:
  aitb::ServerRequest parameters_;
};

/// A page of results. Throws Refusal.
Answer duckduckgo_answer(Engine engine, const Call& call, const Corpus& corpus, int advertisements);
Answer google_answer(const Call& call, const Corpus& corpus, double seconds);
Answer brave_answer(const Call& call, const Corpus& corpus);

Answer duckduckgo_refusal(const Refusal& refusal);
Answer google_refusal(const Refusal& refusal);
Answer brave_refusal(const Refusal& refusal, aitb::Random& ids, std::int64_t wall_seconds);

/// `text` for HTML, with the query's words in <b>.
std::string marked(std::string_view text, const std::vector<std::string>& words, std::string_view tag);
std::string escaped(std::string_view text);
std::string percent_encoded(std::string_view text);

}  // namespace search_simulator
