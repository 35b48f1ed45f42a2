// The two script-free pages of DuckDuckGo, and the puzzle that too many queries get.
#include <algorithm>

#include "answer.hpp"

namespace search_simulator {
namespace {

constexpr int kPage = 10;

std::string head(std::string_view query) {
  std::string out =
      "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" "
      "\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n<html "
      "xmlns=\"http://www.w3.org/1999/xhtml\">\n"
      "<head>\n  <meta http-equiv=\"content-type\" content=\"text/html; charset=UTF-8\" />\n"
      "  <meta name=\"referrer\" content=\"origin\" />\n  <meta name=\"robots\" content=\"noindex, "
      "nofollow\" />\n";
  return out.append("  <title>").append(escaped(query)).append(" at DuckDuckGo</title>\n</head>\n");
}

std::string link(const Document& document) {
  return "//duckduckgo.com/l/?uddg=" + percent_encoded(document.url) +
         "&amp;rut=" + std::to_string(document.url.size() * 7919 + document.title.size());
}

std::string next_form(std::string_view action, std::string_view query, int start, std::string_view value) {
  std::string out = "<form action=\"";
  out.append(action).append("\" method=\"post\">\n<input type=\"submit\" class='btn btn--alt' value=\"");
  out.append(value).append("\" />\n");
  const auto hidden = [&out](std::string_view name, const std::string& content) {
    out.append("<input type=\"hidden\" name=\"")
        .append(name)
        .append("\" value=\"")
        .append(content)
        .append("\" />\n");
  };
  hidden("q", escaped(query));
  hidden("s", std::to_string(start));
  hidden("nextParams", "");
  hidden("v", "l");
  hidden("o", "json");
  hidden("dc", std::to_string(start + 1));
  hidden("api", "d.js");
  hidden("vqd", "4-" + std::to_string(query.size() * 104729 + 11));
  hidden("kl", "wt-wt");
  return out += "</form>\n";
}

void append_lite(std::string& out, const Document& one, int number, const std::vector<std::string>& words,
                 bool ad) {
  const std::string row = ad ? "  <tr class=\"result-sponsored\">" : "  <tr>";
  const std::string href =
      ad ? "//duckduckgo.com/y.js?ad_domain=" + one.host + "&amp;ad_provider=none" : link(one);
  out.append(row)
      .append("\n    <td valign=\"top\">")
      .append(std::to_string(number))
      .append(".&nbsp;</td>\n    <td>\n");
  out.append("      <a rel=\"nofollow\" href=\"").append(href).append("\" class='result-link'>");
  out.append(marked(one.title, words, "b")).append("</a>\n    </td>\n  </tr>\n").append(row);
  out.append("\n    <td>&nbsp;&nbsp;&nbsp;</td>\n    <td class='result-snippet'>\n      ");
  out.append(marked(one.snippet, words, "b")).append("\n    </td>\n  </tr>\n").append(row);
  out.append("\n    <td>&nbsp;&nbsp;&nbsp;</td>\n    <td>\n      <span class='link-text'>").append(one.host);
  out.append("</span>\n    </td>\n  </tr>\n  <tr>\n    <td>&nbsp;</td>\n    <td>&nbsp;</td>\n  </tr>\n");
}

void append_html(std::string& out, const Document& one, const std::vector<std::string>& words, bool ad) {
  const std::string href =
      ad ? "//duckduckgo.com/y.js?ad_domain=" + one.host + "&amp;ad_provider=none" : link(one);
  out.append("<div class=\"result results_links results_links_deep ")
      .append(ad ? "result--ad" : "web-result");
  out.append(
      " \">\n  <div class=\"links_main links_deep result__body\">\n    <h2 class=\"result__title\">\n");
  out.append("      <a rel=\"nofollow\" class=\"result__a\" href=\"").append(href).append("\">");
  out.append(marked(one.title, words, "b")).append("</a>\n    </h2>\n    <div class=\"result__extras\">\n");
  out.append("      <div class=\"result__extras__url\">\n        <span class=\"result__icon\">\n");
  out.append("          <img class=\"result__icon__img\" width=\"16\" height=\"16\" alt=\"\" src=\"//");
  out.append("external-content.duckduckgo.com/ip3/").append(one.host).append(".ico\" />\n        </span>\n");
  out.append("        <a class=\"result__url\" href=\"").append(href).append("\">\n          ");
  out.append(escaped(one.url.substr(8))).append("\n        </a>\n      </div>\n    </div>\n");
  out.append("    <a class=\"result__snippet\" href=\"").append(href).append("\">");
  out.append(marked(one.snippet, words, "b"))
      .append("</a>\n    <div class=\"clear\"></div>\n  </div>\n</div>\n");
}

}  // namespace

Answer duckduckgo_answer(Engine engine, const Call& call, const Corpus& corpus, int advertisements) {
  const bool lite = engine == Engine::duckduckgo_lite;
  const std::string query = call.value("q");
  const int start = std::max(0, call.number("s", 0).value_or(0));
  const int all = corpus.count(query), end = std::min(all, start + kPage);
  const std::vector<std::string> words = query_words(query);
  const std::string_view action = lite ? "/lite/" : "/html/";
  std::string out = head(query);
  out.reserve(16384);
  out.append("<body>\n<form action=\"").append(action).append("\" method=\"post\">\n<input class=\"");
  out.append(lite ? "query" : "search__input")
      .append("\" type=\"text\" name=\"q\" value=\"")
      .append(escaped(query));
  out.append("\" />\n<input class=\"submit\" name=\"b\" type=\"submit\" value=\"Search\" />\n</form>\n");
  out.append(lite ? "<table border=\"0\">\n" : "<div id=\"links\" class=\"results\">\n");
  if (start >= all && !query.empty()) {
    out.append(lite ? "<tr><td><span class='no-results'>No results.</span></td></tr>\n"
                    : "<div class=\"no-results\">No  results.</div>\n");
  } else if (start == 0) {
    for (int i = 0; i < advertisements && all > 0; ++i) {
      const Document one = corpus.document("advertisement " + query, i);
      lite ? append_lite(out, one, i + 1, words, true) : append_html(out, one, words, true);
    }
  }
  for (int i = start; i < end; ++i) {
    const Document one = corpus.document(query, i);
    lite ? append_lite(out, one, i + 1, words, false) : append_html(out, one, words, false);
  }
  out.append(lite ? "</table>\n" : "");
  if (end < all) {
    out.append(lite ? "" : "<div class=\"nav-link\">\n");
    out.append(next_form(action, query, end, lite ? "Next Page &gt;" : "Next"))
        .append(lite ? "" : "</div>\n");
  }
  out.append(lite ? "</body>\n</html>\n" : "</div>\n</body>\n</html>\n");
  return Answer(200, "text/html; charset=UTF-8", std::move(out));
}

Answer duckduckgo_refusal(const Refusal& refusal) {
  if (refusal.status != 429 && refusal.status != 202 && refusal.status != 403) {
    return Answer(refusal.status, "text/html; charset=UTF-8", "<html><body><h1>Error</h1></body></html>\n");
  }
  std::string out = head("DuckDuckGo");
  out +=
      "<body>\n<form id=\"img-form\" action=\"//duckduckgo.com/anomaly.js?sv=html&amp;cc=sre\" "
      "method=\"POST\">\n"
      "<div class=\"anomaly-modal__mask\"><div class=\"anomaly-modal__modal\">\n"
      "<div class=\"anomaly-modal__title\">Unfortunately, bots use DuckDuckGo too.</div>\n"
      "<div class=\"anomaly-modal__description\">Please complete the following challenge to confirm this "
      "search was "
      "made by a human.</div>\n</div></div>\n</form>\n</body>\n</html>\n";
  return Answer(refusal.status == 429 ? 202 : refusal.status, "text/html; charset=UTF-8", std::move(out));
}

}  // namespace search_simulator
