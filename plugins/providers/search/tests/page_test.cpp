// Pages as DuckDuckGo sends them, whole and damaged, become hits.
#include <gtest/gtest.h>

#include "duckduckgo_page.hpp"
#include "form_text.hpp"
#include "html.hpp"

namespace search {
namespace {

const char* const kLite =
    R"(<!DOCTYPE html><html><head><script>if (a < b) document.write("<a class='result-link'>");</script></head>
<body><form action="/lite/" method="post"><input class="query" type="text" name="q" value="6g radio"></form>
<table border="0">
<tr class="result-sponsored"><td>1.&nbsp;</td><td><a rel="nofollow" href="//duckduckgo.com/y.js?ad_domain=shop.example" class='result-link'>Buy radios</a></td></tr>
<tr class="result-sponsored"><td></td><td class='result-snippet'>Cheap radios.</td></tr>
<tr><td valign="top">1.&nbsp;</td><td>
 <a rel="nofollow" href="//duckduckgo.com/l/?uddg=https%3A%2F%2Fexample.org%2F6g%3Fa%3D1%26b%3D2&amp;rut=abc" class='result-link'>What is <b>6G</b> &amp; when?</a></td></tr>
<tr><td>&nbsp;</td><td class='result-snippet'>The sixth
   generation &mdash; a <b>6G</b> primer.</td></tr>
<tr><td></td><td><span class='link-text'>example.org/6g</span></td></tr>
<tr><td>2.</td><td><a rel="nofollow" href="https://plain.example/" class='result-link'>Plain&#x27;s link</a></td></tr>
</table>
<form action="/lite/" method="post"><input type="submit" class='navbutton' value="Next Page &gt;">
<input type="hidden" name="q" value="6g radio"><input type="hidden" name="s" value="10"><input type="hidden" name="vqd" value="4-1&amp;2"></form>
</body></html>)";

TEST(LitePage, GivesItsHitsWithoutAdvertisements) {
  const DuckDuckGoPage found(kLite);
  ASSERT_EQ(found.page.hits.size(), 2u);
  EXPECT_EQ(found.page.hits[0].title, "What is 6G & when?");
  EXPECT_EQ(found.page.hits[0].url, "https://example.org/6g?a=1&b=2");
  EXPECT_EQ(found.page.hits[0].snippet, "The sixth generation — a 6G primer.");
  EXPECT_EQ(found.page.hits[1].title, "Plain's link");
  EXPECT_EQ(found.page.hits[1].url, "https://plain.example/");
  EXPECT_EQ(found.page.hits[1].snippet, "") << "it has none";
  EXPECT_TRUE(found.has_query_field);
  EXPECT_FALSE(found.anomaly);
}

TEST(LitePage, TellsTheFormBehindNext) {
  const DuckDuckGoPage found(kLite);
  EXPECT_TRUE(found.page.more);
  using Form = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(found.page.form, (Form{{"q", "6g radio"}, {"s", "10"}, {"vqd", "4-1&2"}}));
}

TEST(HtmlPage, GivesItsHitsWithoutAdvertisements) {
  const DuckDuckGoPage found(R"(<input name="q" value="x"><div id="links" class="results">
<div class="result results_links results_links_deep result--ad "><div class="links_main"><h2 class="result__title">
 <a rel="nofollow" class="result__a" href="https://ads.example/">Ad</a></h2><a class="result__snippet" href="#">Buy</a></div></div>
<div class="result results_links results_links_deep web-result "><div class="links_main links_deep result__body">
 <h2 class="result__title"><a rel="nofollow" class="result__a" href="//duckduckgo.com/l/?uddg=http%3A%2F%2Fa.example%2F">First</a></h2>
 <div class="result__extras"><a class="result__url" href="#"> a.example </a></div>
 <a class="result__snippet" href="#">About <b>one</b> thing</a></div></div>
<div class="nav-link"><form action="/html/" method="post"><input type="submit" class='btn' value="Next"/><input type="hidden" name="s" value="10"></form></div>)");
  ASSERT_EQ(found.page.hits.size(), 1u);
  EXPECT_EQ(found.page.hits[0].title, "First");
  EXPECT_EQ(found.page.hits[0].url, "http://a.example/");
  EXPECT_EQ(found.page.hits[0].snippet, "About one thing");
  EXPECT_TRUE(found.page.more);
}

TEST(Page, WithoutHitsIsStillAPage) {
  const DuckDuckGoPage found(R"(<input name="q" value="zzz"><div class="no-results">No results.</div>)");
  EXPECT_TRUE(found.page.hits.empty());
  EXPECT_TRUE(found.has_query_field);
}

TEST(Page, OfThePuzzleIsTold) {
  EXPECT_TRUE(
      DuckDuckGoPage(R"(<div class="anomaly-modal__title">Unfortunately, bots use us too.</div>)").anomaly);
  EXPECT_TRUE(
      DuckDuckGoPage(R"(<form id="challenge-form" action="//duckduckgo.com/anomaly.js?sv=html">)").anomaly);
}

TEST(Page, CutAnywhereGivesNoMoreThanTheWholeOne) {
  const std::string_view whole = kLite;
  const std::vector<aitb::SearchHit> hits = DuckDuckGoPage(whole).page.hits;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const DuckDuckGoPage part(whole.substr(0, length));
    ASSERT_LE(part.page.hits.size(), hits.size()) << length;
    for (std::size_t i = 0; i + 1 < part.page.hits.size(); ++i)
      ASSERT_EQ(part.page.hits[i].title, hits[i].title);
  }
}

TEST(Entities, AreDecodedOnce) {
  EXPECT_EQ(decode_entities("&amp;lt; &#39;&#x27; &euro;&#128512; &nosuch; & &#; &#x110000; AT&T"),
            "&lt; '' €😀 &nosuch; & &#; \xEF\xBF\xBD AT&T");
}

TEST(HtmlWalker, TakesAttributesAsBrowsersDo) {
  HtmlWalker walker("<A Href = 'x y' CLASS=a/b data-z disabled>t");
  ASSERT_TRUE(walker.next());
  EXPECT_TRUE(walker.is("a"));
  EXPECT_EQ(walker.attribute("href"), "x y");
  EXPECT_EQ(walker.attribute("class"), "a/b");
  EXPECT_EQ(walker.attribute("disabled"), "");
  ASSERT_TRUE(walker.next());
  EXPECT_EQ(walker.text(), "t");
  EXPECT_FALSE(walker.next());
  EXPECT_EQ(plain_text("1 < 2 <b>bold</b><!-- no --> <style>p{}</style>end"), "1 < 2 bold end");
}

TEST(FormText, IsWrittenAndReadBack) {
  std::string text;
  append_pair(text, "q", "a+b c/ü");
  append_pair(text, "b", "");
  EXPECT_EQ(text, "q=a%2Bb+c%2F%C3%BC&b=");
  EXPECT_EQ(decode_form("a%2Bb+c%2f%zz%4"), "a+b c/%zz%4");
}

}  // namespace
}  // namespace search
