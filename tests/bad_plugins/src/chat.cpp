// A provider of JSON lines that is right but for one thing, which its build chooses.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <aitb/net.hpp>
#include <aitb/plugin.hpp>

namespace {

class Careless final : public aitb::Provider, public aitb::Chat {
 public:
  struct Options {
    std::string base_url = "http://127.0.0.1:1";
    std::string api_key;
  };
  friend aitb::FieldTable fields(Options& options) {
    return aitb::fields(aitb::field("base_url", options.base_url, "URL of the service").url(),
                        aitb::field("api_key", options.api_key, "Key of the service").secret());
  }
  Careless(Options options, aitb::Context& context)
      : options_(std::move(options)), client_(context.net.http(aitb::HttpOptions())) {}
  void* face(std::string_view wanted) noexcept override { return aitb::offer<aitb::Chat>(*this, wanted); }

  aitb::task<> send(aitb::ChatRequest request, aitb::Exchange& out) override {
#ifdef SWALLOWS_CANCEL
    try {
      co_await talk(std::move(request), out);
    } catch (const boost::system::system_error&) {
    } catch (const aitb::Error& error) {
      if (error.kind() != aitb::ErrorKind::cancelled) throw;
    }
#else
    co_await talk(std::move(request), out);
#endif
  }

 private:
  aitb::task<> talk(aitb::ChatRequest request, aitb::Exchange& out) {
    boost::json::object body;
    body["model"] = request.model;
    aitb::HttpRequest http("POST", options_.base_url + "/chat", boost::json::serialize(body),
                           "application/json");
    http.headers.set("Authorization", "Bearer " + options_.api_key);
#ifdef SAYS_KEY
    out.note("authorization", options_.api_key);
#endif
    aitb::HttpResponse response = co_await client_->send(std::move(http), out);
    if (response.status != 200) {
#ifdef LOSES_KINDS
      throw aitb::Error(aitb::ErrorKind::internal, "the service did not like it");
#endif
      throw aitb::http_error(response.status, response.headers, "bad chat", "refused");
    }
    std::string unread;
    bool ended = false;
    while (true) {
      const std::optional<aitb::BodyBlock> block = co_await response.read();
      if (!block) break;
#ifdef FORGETS_PIECES
      unread.clear();  // as if every read brought whole lines
#endif
      unread += block->data;
      for (std::size_t end = 0; (end = unread.find('\n')) != unread.npos; unread.erase(0, end + 1))
        ended = take(std::string_view(unread).substr(0, end), out) || ended;
    }
#ifdef TRUSTS_ANY_END
    co_return;
#endif
    if (!ended) throw aitb::Error(aitb::ErrorKind::protocol, "the answer stopped before its end line");
  }

  static bool take(std::string_view line, aitb::Exchange& out) {
    boost::system::error_code bad;
    const boost::json::value value = boost::json::parse(line, bad);
    if (bad || !value.is_object()) throw aitb::Error(aitb::ErrorKind::protocol, "a line is no JSON object");
    if (const auto* text = value.as_object().if_contains("text"))
      out.delta(aitb::Channel::answer, text->as_string());
    if (!value.as_object().contains("end")) return false;
#ifndef MUMBLES
    out.finish_reason("stop");
#endif
    out.done();
    return true;
  }

  Options options_;
  std::unique_ptr<aitb::HttpClient> client_;
};

}  // namespace

AITB_PLUGIN("org.example.careless", "1.0.0", "MIT",
            aitb::provider<Careless>("careless", "Wrong in one thing"));
