#include "sqlite_sink.hpp"

#include "fixtures.hpp"

namespace aitb::testing_sinks {

std::unique_ptr<Sink> make_sink(Context& context, bool store_text) {
  sqlite::SqliteSink::Options options;
  options.store_text = store_text;
  return std::make_unique<sqlite::SqliteSink>(options, context);
}

}  // namespace aitb::testing_sinks
