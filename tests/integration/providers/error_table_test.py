"""Every fault of every provider, through the real host with retries on: kind, attempts, waits, and the final record."""
import concurrent.futures
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "run"))
import dialects
import doors
import fault_server
import host

# case: (error kinds of the attempts in order, None for a good one), and the least wait before the second attempt
TABLE = {
    "limited_seconds": (["rate_limited", None], 1.0),
    "limited_fraction": (["rate_limited", None], 0.3),
    "limited_date": (["rate_limited", None], 1.0),
    "limited_body": (["rate_limited", None], 0.3),
    "limited_always": (["rate_limited"] * 3, 0.02),
    "server_error": (["server_error", None], 0.05),
    "overloaded": (["server_error", None], 0.05),
    "first_byte": (["timeout", None], 0.05),
    "between": (["timeout", None], 0.05),
    "malformed": (["protocol"], 0),
    "cut": (["protocol"], 0),
    "key": (["auth"], 0),
    "filter": ([], 0),
    "unreachable": (["timeout"] * 3, None),
    "refused": (["connect"] * 3, None),
}
DOORS = {"unreachable": "ignores", "refused": "refuses"}
HEAD = """
defaults:
  runs_per_scenario: 1
  inter_run_delay_sec: 0
  retry_count: 2
  retry_backoff_sec: 0.05
  connect_timeout_sec: 0.3
  first_byte_timeout_sec: 0.4
  between_timeout_sec: 0.4
  timeout_sec: 30
"""


class ErrorTable(host.HostTest):
    def url(self, server, case):
        if case not in DOORS:
            return server.url(case)
        door = doors.Door(DOORS[case])
        self.addCleanup(door.close)
        return f"http://127.0.0.1:{door.port}/{case}{server.dialect.path}"

    def run_provider(self, name, dialect):
        server = fault_server.FaultServer(dialect)
        names = [case for case in TABLE if case in server.table or case in DOORS]
        scenarios, providers = "scenarios:\n", "providers:\n"
        for case in names:
            scenarios += f"  {case}: {{type: chat, provider: {case}, model: m, stream: true, prompts: [Hello], endpoint: live}}\n"
            providers += f"  {case}:\n    type: {dialect.kind}\n    base_url: {self.url(server, case)}\n    api_key: ${{CANARY_API_KEY}}\n"
            providers += f"    {dialect.options}\n" if dialect.options else ""
        config = self.write(f"{name}.yaml", scenarios + providers + HEAD)
        env = host.clean_environment(CANARY_API_KEY="canary-key-0123456789")
        done = self.host("run", *names, "--config", config, "--no-calibration", "--out", name, check=None, env=env)
        server.close()
        self.assertEqual(done.stderr.count("internal"), 0, done.stderr)
        rows = self.rows(name, "SELECT scenario_id, attempt, final, success, error_kind, error_type AS sentence, error_code, finish_reason, http_status, metadata"
                               " FROM traffic_logs ORDER BY scenario_id, attempt")
        return {case: [row for row in rows if row["scenario_id"] == case] for case in names}, server.times

    def expected(self, case, dialect):
        if case != "filter":
            return TABLE[case][0]
        return [dialect.refusal[2]]

    def judge(self, name, dialect, records, times):
        for case, rows in records.items():
            with self.subTest(provider=name, case=case):
                kinds = self.expected(case, dialect)
                self.assertEqual([row["error_kind"] or None for row in rows], kinds, rows)
                self.assertEqual([row["attempt"] for row in rows], list(range(1, len(kinds) + 1)))
                self.assertEqual([bool(row["final"]) for row in rows], [False] * (len(kinds) - 1) + [True])
                self.assertEqual([bool(row["success"]) for row in rows], [kind is None for kind in kinds])
                if case == "filter":
                    self.assertIn(dialect.refusal[3], (rows[0]["error_code"], rows[0]["finish_reason"]))
                least = TABLE[case][1]
                if least and len(times[case]) > 1:
                    self.assertGreaterEqual(times[case][1] - times[case][0], least - 0.001)
                if least is not None:
                    self.assertEqual(len(times[case]), len(kinds), "requests that the server saw")
                self.assertNotIn("canary-key-0123456789", str(rows))

    def test_every_fault_of_every_provider(self):
        with concurrent.futures.ThreadPoolExecutor(max_workers=4) as pool:
            running = {name: pool.submit(self.run_provider, name, one) for name, one in dialects.ALL.items()}
            for name, one in dialects.ALL.items():
                records, times = running[name].result()
                self.judge(name, one, records, times)
                print(name, {case: [row["error_kind"] or "ok" for row in rows] for case, rows in records.items()})


if __name__ == "__main__":
    unittest.main(verbosity=2)
