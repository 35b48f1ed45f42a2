"""Web searches: every engine, several at once, refusals, and what is said of a whole session."""
import json

import host

SCENARIOS = """
scenarios:
  searches:
    type: direct_search
    provider: openai
    model: gpt-4o
    search_engine: {engine}
    thread_count: {threads}
    max_results: {most}
    synthesize_with_llm: {synthesize}
    queries: {queries}
  compared:
    type: parallel_search_benchmark
    search_engine: duckduckgo
    thread_counts: [1, 4]
    queries_per_run: 8
    queries: [one, two, three]
providers:
{providers}
defaults: {{runs_per_scenario: 1, inter_run_delay_sec: 0, retry_count: 0, timeout_sec: 30}}
"""
SIMULATORS = """
simulators:
  openai: {{type: openai, ttft_ms: 1, itl_ms: 0}}
  duckduckgo: {{type: search, tls: true, latency_ms: {latency}, rate_limit: {limit}}}
  google: {{type: search, latency_ms: 1}}
  brave: {{type: search, latency_ms: 1}}
"""


class Searches(host.HostTest):
    def options(self, engine="duckduckgo", threads=5, most=10, synthesize="false", queries='["a b", "c d", "e f", "g h", "i j"]',
                providers="  openai: {type: openai}", latency=50, limit=0):
        scenarios = self.write("scenarios.yaml", SCENARIOS.format(engine=engine, threads=threads, most=most, queries=queries,
                                                                  synthesize=synthesize, providers=providers))
        simulators = self.write("simulators.yaml", SIMULATORS.format(latency=latency, limit=limit))
        return ["--config", scenarios, "--simulators", simulators, "--no-calibration"]

    def run_one(self, scenario, run="run", **options):
        return self.host("run", scenario, "--out", run, *self.options(**options))

    def session(self):
        return json.loads(self.one("run", "SELECT notes FROM sessions"))

    def searches(self, run="run"):
        return self.rows(run, "SELECT * FROM traffic_logs WHERE class = 'search' ORDER BY exchange_index")

    def test_every_query_is_a_record_and_the_summary_one_more(self):
        self.run_one("searches", synthesize="true")
        rows = self.searches()
        self.assertEqual(len(rows), 5)
        for row in rows:
            notes = json.loads(row["notes"])
            self.assertEqual((row["success"], row["http_status"], row["provider"]), (1, 200, "duckduckgo"))
            self.assertEqual((notes["results"], notes["pages"], notes["thread_count"]), ("10", "1", "5"))
            self.assertGreater(row["response_bytes"], 5000)
            self.assertLess(row["request_bytes"], 1000)
        self.assertEqual(len({row["local_end"] for row in rows}), 5, "a connection of its own for each")
        begun = max(row["t_dispatched_ns"] for row in rows)
        self.assertLess(begun, min(row["t_end_ns"] for row in rows), "all ran at once")
        chat = self.rows("run", "SELECT * FROM traffic_logs WHERE class = 'primary'")
        self.assertEqual([row["operation"] for row in chat], ["chat"])
        self.assertGreater(chat[0]["content_bytes_up"], 5000, "the results went to the model")
        whole = self.session()["search"]
        self.assertEqual((whole["queries"], whole["successful"], whole["failed"]), (5, 5, 0))
        self.assertEqual(whole["total_response_bytes"], sum(row["response_bytes"] for row in rows))
        self.assertEqual(whole["total_request_bytes"], sum(row["request_bytes"] for row in rows))

    def test_connections_are_kept_if_told(self):
        kept = "  openai: {type: openai}\n  duckduckgo: {type: duckduckgo, keep_connections: true}"
        self.run_one("searches", threads=1, providers=kept)
        self.assertEqual(len({row["local_end"] for row in self.searches()}), 1)

    def test_every_engine_pages_until_it_has_enough(self):
        pages = {}
        for engine in ("duckduckgo", "google", "brave"):
            self.run_one("searches", run=engine, engine=engine, most=25, queries='["sixth generation"]')
            notes = json.loads(self.searches(engine)[0]["notes"])
            self.assertEqual(notes["results"], "25", engine)
            pages[engine] = notes["pages"]
        self.assertEqual(pages, {"duckduckgo": "3", "google": "3", "brave": "2"})

    def test_who_asks_too_much_is_told_so(self):
        self.run_one("searches", threads=1, limit=3)
        rows = self.searches()
        self.assertEqual([row["success"] for row in rows], [1, 1, 1, 0, 0])
        self.assertEqual((rows[3]["error_kind"], rows[3]["error_code"], rows[3]["http_status"]), ("rate_limited", "anomaly", 202))
        self.assertEqual(self.session()["search"]["failed"], 2)
        self.assertEqual(self.one("run", "SELECT success FROM sessions"), 1, "some queries were answered")

    def test_a_run_without_requests_to_a_model_shows_none_and_how_its_sessions_went(self):
        row = next(line.split() for line in self.run_one("compared").stdout.splitlines() if line.startswith("compared"))
        self.assertEqual(row[:5], ["compared", "no_emulation", "1", "–", "100"])

    def test_a_comparison_has_a_row_for_each_number_of_threads(self):
        self.run_one("compared")
        rows = self.session()["parallel_search"]
        self.assertEqual([(row["thread_count"], row["successful"]) for row in rows], [(1, 8), (4, 8)])
        self.assertEqual(rows[0]["total_response_bytes"], rows[1]["total_response_bytes"])
        turns = self.rows("run", "SELECT turn_index, count(*) AS n FROM traffic_logs GROUP BY turn_index")
        self.assertEqual([(row["turn_index"], row["n"]) for row in turns], [(0, 8), (1, 8)])

    def test_a_live_engine_asks_for_its_key_before_anything_runs(self):
        done = self.host("run", "searches", "--endpoint", "live", "--out", "run", *self.options(engine="google"), check=None)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("GOOGLE_SEARCH_", done.stdout + done.stderr)


host.main()
