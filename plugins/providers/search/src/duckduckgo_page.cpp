#include "duckduckgo_page.hpp"

#include <optional>

#include "form_text.hpp"
#include "html.hpp"

namespace search {
namespace {

using Form = std::vector<std::pair<std::string, std::string>>;

/// Reads one page; what it remembers between two tags are its members.
class Reader {
 public:
  Reader(std::string_view html, DuckDuckGoPage& out) : walker_(html), out_(out) {
    while (walker_.next()) {
      if (walker_.kind() == HtmlWalker::Kind::text) {
        if (taken_by_ != nullptr) text_ += walker_.text();
      } else if (walker_.kind() == HtmlWalker::Kind::open) {
        open();
      } else {
        close();
      }
    }
    keep_hit();
  }

 private:
  void open() {
    const std::string_view classes = walker_.attribute("class");
    if (classes.find("anomaly-modal") != std::string_view::npos) out_.anomaly = true;
    if (walker_.is("form")) {
      if (walker_.attribute("action").find("anomaly.js") != std::string_view::npos) out_.anomaly = true;
      form_.clear();
      leads_on_ = false;
    } else if (walker_.is("input")) {
      input();
    } else if (walker_.is("tr")) {
      advertisement_ = walker_.has_class("result-sponsored");
    } else if (walker_.is("div") && walker_.has_class("result")) {
      advertisement_ = walker_.has_class("result--ad");
    } else if (walker_.is("a") && (walker_.has_class("result__a") || walker_.has_class("result-link"))) {
      begin_hit();
      return;
    }
    const bool snippet = walker_.has_class("result__snippet") || walker_.has_class("result-snippet");
    if (snippet && hit_) take(&aitb::SearchHit::snippet);
  }

  void begin_hit() {
    keep_hit();
    std::string url = result_url(walker_.attribute("href"));
    if (advertisement_ || url.empty()) return;
    hit_.emplace();
    hit_->url = std::move(url);
    take(&aitb::SearchHit::title);
  }

  void take(std::string aitb::SearchHit::*member) {
    store_text();
    taken_by_ = member;
    taken_until_ = walker_.name();
  }

  void input() {
    const std::string_view name = walker_.attribute("name");
    if (name == "q") out_.has_query_field = true;
    if (walker_.attribute("type") == "hidden") {
      form_.emplace_back(decode_entities(name), decode_entities(walker_.attribute("value")));
    } else if (walker_.attribute("type") == "submit" && walker_.attribute("value").starts_with("Next")) {
      leads_on_ = true;
    }
  }

  void close() {
    if (walker_.is("form") && leads_on_) {
      out_.page.form = std::move(form_);
      out_.page.more = true;
      leads_on_ = false;
      form_.clear();
    }
    if (taken_by_ != nullptr && walker_.is(taken_until_)) store_text();
  }

  void store_text() {
    if (taken_by_ != nullptr && hit_) (*hit_).*taken_by_ = one_line(decode_entities(text_));
    taken_by_ = nullptr;
    text_.clear();
  }

  void keep_hit() {
    store_text();
    if (hit_) out_.page.hits.push_back(std::move(*hit_));
    hit_.reset();
  }

  HtmlWalker walker_;
  DuckDuckGoPage& out_;
  std::optional<aitb::SearchHit> hit_;
  std::string aitb::SearchHit::*taken_by_ = nullptr;
  std::string_view taken_until_;
  std::string text_;
  bool advertisement_ = false, leads_on_ = false;
  Form form_;
};

}  // namespace

DuckDuckGoPage::DuckDuckGoPage(std::string_view html) { Reader(html, *this); }

std::string result_url(std::string_view href) {
  std::string url = decode_entities(href);
  if (url.find("duckduckgo.com/y.js") != std::string::npos) return {};
  if (const std::size_t wrapped = url.find("uddg="); wrapped != std::string::npos) {
    const std::string_view value = std::string_view(url).substr(wrapped + 5);
    url = decode_form(value.substr(0, value.find('&')));
    if (url.find("duckduckgo.com/y.js") != std::string::npos) return {};
  }
  if (url.starts_with("//")) url.insert(0, "https:");
  return url.starts_with("http://") || url.starts_with("https://") ? url : std::string();
}

}  // namespace search
