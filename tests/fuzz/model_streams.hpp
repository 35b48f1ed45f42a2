// What fuzzers of answer readers share: an exchange that checks what it is told, and bytes as a stream of
// reads.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <aitb/error.hpp>
#include <aitb/testing/recording_exchange.hpp>

#include "service/event_reader.hpp"

namespace fuzz {

/// Only Error may come out of `work`, with the key in none.
template <class Work>
void only_errors(Work work) {
  try {
    work();
  } catch (const aitb::Error& error) {
    if (std::string_view(error.what()).find("canary-key-4711") != std::string_view::npos) std::abort();
  }
}

/// Feeds `bytes` in two reads to a decoder.
template <class Reader, class Feed, class End>
void play(std::string_view bytes, std::size_t cut, aitb::Exchange& out, const service::Peer& peer,
          Reader& reader, Feed feed, End end) {
  service::JsonScratch scratch;
  service::EventDecoder::Each each = [&](std::string_view type, const boost::json::object& event) {
    feed(reader, type, event);
  };
  service::EventDecoder decoder(out, scratch, peer, std::move(each));
  only_errors([&] {
    decoder.feed(bytes.substr(0, cut));
    decoder.feed(bytes.substr(cut));
    end(reader);
  });
}

}  // namespace fuzz
