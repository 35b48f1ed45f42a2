// The provider of web searches: one query, as many pages as it takes.
#pragma once
#include <aitb/context.hpp>
#include <aitb/net.hpp>
#include <aitb/provider.hpp>

#include <memory>

#include "engine.hpp"
#include "options.hpp"

namespace search {

class SearchProvider : public aitb::Provider, public aitb::Search {
 public:
  using Options = search::Options;
  SearchProvider(Options options, aitb::Context& context);

  void* face(std::string_view face_id) noexcept override { return aitb::offer<aitb::Search>(*this, face_id); }
  aitb::task<std::vector<aitb::SearchHit>> query(std::string text, int max_results,
                                                 aitb::Exchange& out) override;

 private:
  aitb::task<Page> ask(aitb::HttpRequest request, aitb::Tap& tap);

  bool keep_connections_;
  std::string user_agent_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<aitb::HttpClient> client_;
};

/// A type of one engine.
template <class EngineOptions>
class Preset final : public SearchProvider {
 public:
  using Options = EngineOptions;
  Preset(Options options, aitb::Context& context) : SearchProvider(std::move(options), context) {}
};

}  // namespace search
