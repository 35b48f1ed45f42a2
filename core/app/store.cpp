#include "core/app/store.hpp"

#include <fmt/format.h>

#include "core/app/run_folder.hpp"

namespace aitb::core {

Store::Store(Catalog& catalog, Log& log, const std::filesystem::path& folder)
    : lane_("store", TimeAnchor::now(), log, NetOptions()),
      context_(std::make_unique<Context>(log, lane_.clock(), lane_.net(), Random(), folder)) {
  const boost::json::object invocation = read_invocation(folder);
  const boost::json::value* sinks = invocation.if_contains("sinks");
  if (sinks && sinks->is_array()) {
    for (const boost::json::value& entry : sinks->as_array()) {
      const std::string type(entry.at("type").as_string());
      sink_ = catalog.create_sink(type, entry.at("options"), *context_);
      reader_ = static_cast<RecordReader*>(sink_->face(RecordReader::id));
      if (reader_) return;
    }
  }
  throw Error(ErrorKind::config,
              fmt::format("reading the run in {}: none of its sinks can read back what it wrote; a run needs "
                          "the sink sqlite or jsonl to be reported or resumed",
                          folder.string()));
}

Store::~Store() = default;

}  // namespace aitb::core
