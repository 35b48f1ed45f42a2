#include "jsonl_sink.hpp"

#include "fixtures.hpp"

namespace aitb::testing_sinks {

std::unique_ptr<Sink> make_sink(Context& context, bool store_text) {
  jsonl::JsonlSink::Options options;
  options.store_text = store_text;
  return std::make_unique<jsonl::JsonlSink>(options, context);
}

}  // namespace aitb::testing_sinks
