#include "core/config/tables.hpp"

namespace aitb::core {
namespace json = boost::json;

FieldTable fields(ProfilesRoot& o) {
  json::object schema;
  schema["type"] = "object";
  LinkProfile prototype;
  schema["additionalProperties"] = profile_fields(prototype).schema();
  Field profiles("profiles", "Network conditions: a name for each and what it asks of the path",
                 std::move(schema), json::object(),
                 [&o](const json::value& value) { o.profiles = value.as_object(); });
  return aitb::fields(
      std::move(profiles),
      field("default_interface", o.default_interface, "Interface that an emulator shapes"),
      field("bidirectional", o.bidirectional, "Shape both directions, not only the sending one"));
}

FieldTable profile_fields(LinkProfile& o) {
  const auto share = [](std::string name, double& member, std::string help) {
    return field(std::move(name), member, std::move(help)).range(0, 100);
  };
  return aitb::fields(
      field("description", o.description, "One line for people"),
      field("delay_ms", o.delay_ms, "Delay of each packet, one way").min(0),
      field("jitter_ms", o.jitter_ms, "Variation of the delay").min(0),
      field("delay_distribution", o.delay_distribution, "Shape of the variation; not given: uniform")
          .choices({"uniform", "normal", "pareto", "paretonormal"}),
      share("delay_correlation_pct", o.delay_correlation_pct, "How much a delay depends on the one before"),
      share("loss_pct", o.loss_pct, "Share of packets lost at random"),
      share("loss_correlation_pct", o.loss_correlation_pct, "How much a loss depends on the one before"),
      field("loss_model", o.loss_model,
            "Loss in bursts instead: gemodel p r h k, or state p13 p31 p32 p23 p14")
          .pattern("^(gemodel|state)( [0-9.]+%?){1,5}$", "gemodel or state with one to five numbers")
          .example("gemodel 1% 10% 70% 0.1%"),
      field("rate_mbit", o.rate_mbit, "Rate of the path; null: unlimited").min(0.001),
      field("rate_ceil_mbit", o.rate_ceil_mbit, "Rate that may be borrowed up to").min(0.001),
      field("rate_burst_kbit", o.rate_burst_kbit, "Amount sent at once at the full rate").min(0.001),
      field("rate_cburst_kbit", o.rate_cburst_kbit, "The same at the borrowed rate").min(0.001),
      share("corruption_pct", o.corruption_pct, "Share of packets with a flipped bit"),
      share("corruption_correlation_pct", o.corruption_correlation_pct,
            "How much it depends on the one before"),
      share("reorder_pct", o.reorder_pct, "Share of packets sent ahead of the delayed ones"),
      share("reorder_correlation_pct", o.reorder_correlation_pct, "How much it depends on the one before"),
      share("duplicate_pct", o.duplicate_pct, "Share of packets sent twice"),
      share("duplicate_correlation_pct", o.duplicate_correlation_pct,
            "How much it depends on the one before"),
      field("limit_packets", o.limit_packets, "Longest queue, in packets").min(1));
}

}  // namespace aitb::core
