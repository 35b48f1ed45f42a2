// Any bytes as a page of DuckDuckGo: no crash, no address that is none, titles and snippets on one line.
#include <cstdint>
#include <cstdlib>

#include "duckduckgo_page.hpp"
#include "html.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view html(reinterpret_cast<const char*>(data), size);
  const search::DuckDuckGoPage found(html);
  for (const aitb::SearchHit& hit : found.page.hits) {
    if (!hit.url.starts_with("http://") && !hit.url.starts_with("https://")) std::abort();
    for (const std::string& text : {hit.title, hit.snippet}) {
      if (text.find_first_of("\t\r\n") != std::string::npos) std::abort();
    }
  }
  if (found.page.hits.size() > size) std::abort();
  if (search::plain_text(html).find('\n') != std::string::npos) std::abort();
  return 0;
}
