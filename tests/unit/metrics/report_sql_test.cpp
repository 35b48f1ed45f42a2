// The report's sums against SQL written by hand over the same database.
#include "core/report/report.hpp"
#include "database.hpp"
#include "sqlite_sink.hpp"
#include "tests/unit/metrics/report_run.hpp"
#include "tests/unit/sinks/fixtures.hpp"

namespace aitb::core {
namespace {

using testing_sinks::SinkContext;
using testing_sinks::TempFolder;

class ReportFromSqlite : public testing::Test {
 protected:
  ReportFromSqlite() : context_(folder_.path()), sink_(sqlite::SqliteSink::Options(), *context_) {
    fixtures::MemoryReader run = fixtures::small_run();
    sink_.begin(run.facts);
    for (const Record& record : run.all) sink_.write(record);
    for (const SessionFact& session : run.ended) sink_.write(session);
    sink_.close();
  }
  RecordReader& reader() { return *static_cast<RecordReader*>(sink_.face(RecordReader::id)); }
  double sql(const std::string& query) {
    sqlite::Database database(sink_.location(), sqlite::Database::Mode::read);
    sqlite::Statement statement(database, query);
    EXPECT_TRUE(statement.step()) << query;
    const auto cell = statement.cell(0);
    return cell.kind == record_codec::Cell::Kind::real ? cell.real : static_cast<double>(cell.integer);
  }
  TempFolder folder_;
  SinkContext context_;
  sqlite::SqliteSink sink_;
};

TEST_F(ReportFromSqlite, IsByteForByteTheOneFromMemory) {
  fixtures::MemoryReader run = fixtures::small_run();
  EXPECT_EQ(report_json(build_report(reader())), report_json(build_report(run)));
  EXPECT_EQ(report_markdown(build_report(reader())), report_markdown(build_report(run)));
  EXPECT_EQ(report_csv(build_report(reader())), report_csv(build_report(run)));
}

TEST_F(ReportFromSqlite, SumsAndMeansEqualSqlByHand) {
  const Report report = build_report(reader());
  for (const CellReport& cell : report.cells) {
    SCOPED_TRACE(cell.profile);
    const Summary& whole = cell.whole;
    const std::string where = " FROM traffic_logs WHERE scenario_id = 'chat' AND network_profile = '" +
                              cell.profile + "' AND class = 'primary' AND final = 1 AND warmup = 0";
    EXPECT_EQ(*whole.value("samples"), sql("SELECT count(*)" + where));
    EXPECT_EQ(*whole.value("request_bytes", "sum"), sql("SELECT sum(request_bytes)" + where));
    EXPECT_EQ(*whole.value("response_bytes", "sum"), sql("SELECT sum(response_bytes)" + where));
    EXPECT_EQ(*whole.value("transport_bytes_down", "sum"), sql("SELECT sum(transport_bytes_down)" + where));
    EXPECT_EQ(*whole.value("ip_bytes_up", "sum"), sql("SELECT sum(ip_bytes_up)" + where));
    EXPECT_EQ(*whole.value("reported_tokens_out", "sum"),
              sql("SELECT sum(reported_tokens_out)" + where + " AND success"));
    EXPECT_NEAR(*whole.value("ttft", "mean"),
                sql("SELECT avg(t_first_chunk_ns - t_tx_first_ns) / 1e6" + where + " AND success"), 1e-9);
    EXPECT_NEAR(*whole.value("latency", "mean"),
                sql("SELECT avg(latency_sec) * 1000" + where + " AND success"), 1e-9);
    EXPECT_NEAR(*whole.value("inter_chunk", "sum"),
                sql("SELECT sum(value) * 1000 FROM (SELECT inter_chunk_times" + where +
                    " AND success), json_each(inter_chunk_times)"),
                1e-6);
    EXPECT_EQ(*whole.value("error_count"), sql("SELECT count(*)" + where + " AND NOT success"));
    EXPECT_EQ(*whole.value("samples"),
              sql("SELECT samples FROM v_summary WHERE network_profile = '" + cell.profile + "'"));
  }
}

}  // namespace
}  // namespace aitb::core
