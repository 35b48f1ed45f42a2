#include "column_makers.hpp"

namespace aitb::record_codec {
namespace {

using Row = SessionFact;

#define AITB_MEMBER(path) \
  [](auto& row) -> auto& { return row.path; }

const Column<SessionFact> table[] = {
    stored<Row, AITB_MEMBER(place.session_id)>("session_id", "as in traffic_logs"),
    stored<Row, AITB_MEMBER(place.scenario)>("scenario_id", "scenario name"),
    stored<Row, AITB_MEMBER(place.profile)>("network_profile", "profile asked for"),
    stored<Row, AITB_MEMBER(place.cell)>("cell", "index of scenario x profile in the plan"),
    stored<Row, AITB_MEMBER(place.run_index)>("run_index", "repetition, from 0"),
    stored<Row, AITB_MEMBER(place.user)>("user", "simulated user, from 0"),
    stored<Row, AITB_MEMBER(place.turn_index)>("turn_index", "the last user prompt that began"),
    stored<Row, AITB_MEMBER(place.warmup)>("warmup", "1: belongs to the warm-up"),
    stored<Row, AITB_MEMBER(provider)>("provider", "as configured"),
    stored<Row, AITB_MEMBER(model)>("model", "as configured"),
    stored<Row, AITB_MEMBER(scheduled)>("t_scheduled_ns", "when it was meant to begin"),
    stored<Row, AITB_MEMBER(start)>("t_start_ns", "when it began"),
    stored<Row, AITB_MEMBER(end)>("t_end_ns", "when it ended"),
    stored<Row, AITB_MEMBER(wall_start_ns)>("wall_start_ns", "wall time of t_start_ns, ns since 1970"),
    stored<Row, AITB_MEMBER(success)>("success", "0 or 1"),
    stored<Row, AITB_MEMBER(error_kind)>("error_kind", "null: no error"),
    stored<Row, AITB_MEMBER(error)>("error_type", "the error in a sentence"),
    stored<Row, AITB_MEMBER(turns)>("turns", "user prompts"),
    stored<Row, AITB_MEMBER(notes)>("notes", "what the scenario says of the session as a whole"),
};

}  // namespace

std::span<const Column<SessionFact>> session_columns() { return table; }

}  // namespace aitb::record_codec
