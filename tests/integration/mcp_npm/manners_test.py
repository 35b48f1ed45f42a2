"""The MCP provider against servers with bad manners, and agents of every dialect on simulators."""
import json
import shutil
import unittest

from agents import AgentTest, stubborn
from host import HOST

ONE = [[[("act", {})]]]


class Manners(AgentTest):
    def act(self, how, **more):
        self.go({"it": stubborn(how)}, ONE, **more)
        return self.tools()[0]

    def log(self):
        return next((self.folder / "out").glob("log.txt")).read_text()

    def test_garbage_and_questions_do_not_disturb_a_call(self):
        row = self.act("babbling")
        self.assertEqual(row["success"], 1)
        answers = json.loads(row["response_text"])
        self.assertEqual(answers["ask-2"]["result"], {}, "a ping is answered")
        self.assertEqual(answers["ask-1"]["error"]["code"], -32601, "roots are not offered, as the handshake said")
        self.assertIn("listening on stdio", self.log())

    def test_a_line_of_ten_megabytes(self):
        row = self.act("large", max_result_bytes=1000)
        self.assertEqual(row["tool_bytes_down"], 10_000_000)
        self.assertGreater(row["response_bytes"], 10_000_000)

    def test_a_server_that_never_answers(self):
        row = self.act("silent", mcp={"timeout_sec": 0.3})
        self.assertEqual((row["success"], row["error_kind"]), (0, "timeout"))
        self.assertIn("timeout_sec", row["error_type"])

    def test_older_revisions_are_accepted_and_unknown_ones_refused(self):
        for how, revision in (("old", "2024-11-05"), ("choosy", "2025-03-26")):
            self.act(how)
            notes = json.loads(self.one("out", "SELECT notes FROM traffic_logs WHERE class = 'connection'"))
            self.assertEqual(notes["revision"], revision)
            shutil.rmtree(self.folder / "out")
        self.go({"it": stubborn("older-still")}, ONE, check=None)
        [row] = self.rows("out", "SELECT error_kind, error_type FROM traffic_logs")
        self.assertEqual(row["error_kind"], "protocol")
        self.assertIn("2023-01-01", row["error_type"])

    def test_a_server_that_does_not_start_is_said_in_the_record_and_its_words_in_the_log(self):
        self.go({"it": stubborn("dead"), "other": stubborn("polite")}, ONE)
        rows = self.rows("out", "SELECT success, error_kind, error_type FROM traffic_logs WHERE class = 'connection' "
                                "ORDER BY exchange_index")
        self.assertEqual([row["success"] for row in rows], [0, 1])
        self.assertEqual(rows[0]["error_kind"], "tool_failure")
        self.assertIn("exit status 3", rows[0]["error_type"])
        self.assertIn("stubborn server, dead", self.log())

    def test_rate_limits_are_waited_for_and_not_charged_to_the_server(self):
        turns = [[[("act", {}), ("act", {}), ("act", {})]]]
        self.go({"it": stubborn("polite")}, turns,
                mcp={"rate_limits": {"act": {"requests_per_minute": 2}}, "rate_limit_wait_sec": 1})
        rows = self.tools()
        self.assertEqual([row["success"] for row in rows], [1, 1, 0])
        self.assertEqual(rows[2]["error_kind"], "rate_limited")
        self.assertGreater(rows[2]["retry_after_ns"], 50e9)
        self.assertTrue(all(row["latency_sec"] < 1 for row in rows[:2]))

    def test_a_connection_for_each_session(self):
        self.go({"it": self.tapped(stubborn("polite"))}, ONE, mcp={"connection": "session"},
                defaults={"runs_per_scenario": 3})
        methods = [json.loads(entry["line"]).get("method") for entry in self.lines() if entry["way"] == "in"]
        self.assertEqual(methods.count("initialize"), 3)
        self.assertEqual(len(self.tools()), 3)

    def test_many_sessions_of_a_lane_share_one_server(self):
        command = self.prepare({"it": self.tapped(stubborn("polite"))}, ONE)
        self.host(*command, "--users", "20", "--runs", "2")
        methods = [json.loads(entry["line"]).get("method") for entry in self.lines() if entry["way"] == "in"]
        self.assertEqual(methods.count("initialize"), 1)
        self.assertEqual([row["success"] for row in self.tools()], [1] * 40)

    def test_the_simulator_in_pages_over_its_pipes_and_its_crash(self):
        settings = ["--set", "page_size=5", "--set", "latency_ms=1", "--set", "ping_every=1", "--set",
                    'faults=[{"tool":"failing","effect":"crash"}]']
        server = {"command": HOST, "args": ["serve", "mcp", "--stdio", *settings]}
        turns = [[[("calculator", {"expression": "6*7"}), ("slow", {"duration_ms": 30, "steps": 3})],
                  [("failing", {})], [("echo", {"message": "?"})]]]
        self.go({"sim": server}, turns)
        tools = self.tools()
        self.assertEqual(tools[0]["response_text"], "42")
        self.assertEqual(tools[1]["notes"]["progress"], "3")
        self.assertEqual([row["error_kind"] for row in tools], [None, None, "tool_failure", "tool_failure"])
        notes = json.loads(self.one("out", "SELECT notes FROM traffic_logs WHERE class = 'connection'"))
        self.assertEqual((notes["tools"], notes["pages"]), ("23", "5"))


class Dialects(AgentTest):
    """The scripted agent of each simulator really loops; a hand count of its records is the report's loop factor."""
    MODELS = {"openai": "gpt-4o", "deepseek": "deepseek-chat", "vllm": "Qwen/Qwen3-VL-30B-A3B-Instruct",
              "gemini": "gemini-3-flash-preview", "anthropic": "claude-sonnet-4-6"}
    DIALECTS = {"deepseek": "deepseek", "vllm": "vllm"}

    def test_every_provider_loops(self):
        prompts = ["Find the best headphones under 300", "Which phone is cheap?"]
        scenarios = {name: {"type": "shopping_agent", "provider": name, "model": model, "prompts": prompts, "stream": True}
                     for name, model in self.MODELS.items()}
        simulators = {name: {"type": "openai" if name in self.DIALECTS else name, "tls": False, "ttft_ms": 1, "itl_ms": 0,
                             **({"dialect": self.DIALECTS[name]} if name in self.DIALECTS else {})} for name in self.MODELS}
        simulators["mcp"] = {"type": "mcp", "tls": False, "latency_ms": 1}
        shop = {"command": "not-started", "tools": ["search_products", "check_price", "get_reviews"]}
        self.write("scenarios.yaml", json.dumps({"scenarios": scenarios, "sinks": [{"type": "sqlite", "store_text": True}],
                                                 "defaults": {"runs_per_scenario": 2, "inter_run_delay_sec": 0}}))
        self.write("simulators.yaml", json.dumps({"simulators": simulators}))
        self.write("mcp.yaml", json.dumps({"mcpServers": {"shop": shop}, "serverGroups": {"shopping": ["shop"]}}))
        self.host("run", *self.MODELS, "--config", "scenarios.yaml", "--simulators", "simulators.yaml", "--mcp", "mcp.yaml",
                  "--out", "out", "--no-calibration", "--profile", "no_emulation", "--endpoint", "sim", "--format", "json")
        for name in self.MODELS:
            calls = self.rows("out", "SELECT session_id, turn_index, COUNT(*) AS n, SUM(tool_calls_count) AS asked FROM "
                              "traffic_logs WHERE scenario_id = ? AND class = 'primary' GROUP BY 1, 2", name)
            self.assertEqual(len(calls), 4, f"{name}: two prompts in two sessions")
            made = self.rows("out", "SELECT * FROM traffic_logs WHERE scenario_id = ? AND class = 'tool'", name)
            self.assertEqual(sum(row["asked"] for row in calls), len(made))
            self.assertTrue(all(row["n"] >= 2 for row in calls), f"{name}: every prompt takes a tool")
            self.assertTrue(all(row["success"] and row["tool_bytes_up"] > 0 and row["tool_bytes_down"] > 0
                                and row["latency_sec"] > 0 for row in made), name)
            by_hand = sum(row["n"] for row in calls) / len(calls)
            self.assertAlmostEqual(self.loop_factor(name), by_hand, places=6)
            last = self.rows("out", "SELECT response_text FROM traffic_logs WHERE scenario_id = ? AND class = 'primary' "
                             "AND tool_calls_count = 0", name)
            self.assertEqual(len(last), 4)
            self.assertTrue(all(row["response_text"] for row in last))

    def loop_factor(self, scenario):
        def find(value):
            if isinstance(value, dict):
                if value.get("scenario") == scenario and "metrics" in value:
                    return value["metrics"]
                value = list(value.values())
            if isinstance(value, list):
                for part in value:
                    if (found := find(part)) is not None:
                        return found
            return None
        metric = find(self.report("out"))["loop_factor"]
        return metric["value"] if isinstance(metric, dict) else metric


if __name__ == "__main__":
    unittest.main(verbosity=2)
