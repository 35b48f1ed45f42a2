"""Programs as providers: the example of the tree, and every way in which a program can fail."""
import pathlib
import unittest

from host import HostTest, clean_environment

EXAMPLE = pathlib.Path(__file__).resolve().parents[3] / "examples" / "exec"
CONFIG = """
sinks: [{{type: sqlite, store_text: true}}]
scenarios:
  talk: {{type: chat, provider: mine, model: m, stream: true, prompts: {prompts}}}
providers:
  mine:
    type: exec
    endpoint: live
    command: [python3, "{program}"]
    env: {{WANTED: "${{PLANTED_KEY}}"}}
    start_timeout_sec: {start}
defaults:
  runs_per_scenario: {runs}
  inter_run_delay_sec: 0
  retry_count: {retries}
  retry_backoff_sec: 0.01
  exchange_timeout_sec: {deadline}
"""
HELLO = """
import json, os, sys, time
def say(**event): print(json.dumps(event), flush=True)
sys.stdin.readline()
say(type="hello", protocol="aitb.exec/1", name="t", faces=["chat"])
"""


class Exec(HostTest):
    def talk(self, body, *args, hello=HELLO, prompts='["Hi"]', start=10, runs=1, retries=0, deadline=5, check=1):
        program = self.write("program.py", hello + body)
        config = self.write("scenarios.yaml", CONFIG.format(
            program=program, prompts=prompts, start=start, runs=runs, retries=retries, deadline=deadline))
        self.host("run", "talk", "--config", config, "--out", "out", "--no-calibration", "-q", *args, check=check,
                  env=clean_environment(PLANTED_KEY="planted-4711", OTHER="not for children"))
        return self.rows("out", "SELECT error_kind, error_type, attempt, response_text AS text FROM traffic_logs ORDER BY id")

    def test_the_example_answers_and_its_standard_error_is_in_the_log(self):
        self.host("run", "echo", "--config", EXAMPLE / "scenarios.yaml", "--runs", 1, "--out", "out",
                  "--no-calibration", "-q")
        rows = self.rows("out", "SELECT success, content_bytes_down, tokens_out, chunk_count FROM traffic_logs")
        self.assertEqual([row["success"] for row in rows], [1, 1])
        self.assertEqual(rows[0]["content_bytes_down"], len("You said: How are you today?"))
        self.assertEqual(rows[0]["tokens_out"], 6)
        self.assertGreaterEqual(rows[0]["chunk_count"], 6)
        self.assertIn("asked for chat", (self.folder / "out" / "log.txt").read_text())

    def test_many_requests_are_in_flight_at_once(self):
        body = """
held = []
for line in sys.stdin:
    held.append(json.loads(line)["id"])
    if len(held) == 4:
        for one in reversed(held):
            say(type="delta", id=one, text=f"answer {one}")
            say(type="done", id=one)
        held = []
"""
        rows = self.talk(body, "--users", 4, runs=2, check=0)
        self.assertEqual(len({row["text"] for row in rows}), 8)

    def test_only_named_variables_reach_the_program_and_secrets_reach_no_file(self):
        body = """
for line in sys.stdin:
    say(type="delta", id=json.loads(line)["id"], text=",".join(sorted(os.environ)))
    say(type="done", id=json.loads(line)["id"])
"""
        rows = self.talk(body, check=0)
        names = set(rows[0]["text"].split(",")) - {"LC_CTYPE"}
        self.assertEqual(names, {"WANTED", "PATH", "HOME"})
        for path in (self.folder / "out").rglob("*"):
            if path.is_file():
                self.assertNotIn(b"planted-4711", path.read_bytes(), path)

    def test_a_crash_is_a_protocol_error_and_the_program_is_started_anew(self):
        body = """
line = sys.stdin.readline()
say(type="delta", id=json.loads(line)["id"], text="half")
os._exit(3)
"""
        rows = self.talk(body, runs=2)
        self.assertEqual([row["error_kind"] for row in rows], ["protocol", "protocol"])
        self.assertIn("it ended", rows[0]["error_type"])

    def test_garbage_is_a_protocol_error_that_shows_it(self):
        rows = self.talk("sys.stdin.readline()\nprint('Traceback: oops', flush=True)\ntime.sleep(60)\n")
        self.assertEqual(rows[0]["error_kind"], "protocol")
        self.assertIn("Traceback: oops", rows[0]["error_type"])

    def test_a_hang_is_a_timeout_and_the_program_is_told_to_cancel(self):
        body = """
sys.stdin.readline()  # never answered
told = json.loads(sys.stdin.readline())
one = json.loads(sys.stdin.readline())["id"]
say(type="delta", id=one, text=f"{told['type']} {told['id']}")
say(type="done", id=one)
time.sleep(60)
"""
        rows = self.talk(body, "--users", 1, runs=2, deadline=0.5)
        self.assertEqual([row["error_kind"] for row in rows], ["timeout", None])
        self.assertEqual(rows[1]["text"], "cancel 1")

    def test_a_program_that_is_not_there_or_says_nothing(self):
        rows = self.talk("", hello="import sys; sys.exit(5)\n")
        self.assertEqual(rows[0]["error_kind"], "connect")
        self.assertIn("before it said hello", rows[0]["error_type"])

    def test_no_hello_in_time_is_a_timeout(self):
        rows = self.talk("", hello="import time; time.sleep(60)\n", start=0.3)
        self.assertEqual(rows[0]["error_kind"], "timeout")
        self.assertIn("start_timeout_sec", rows[0]["error_type"])

    def test_an_error_event_is_retried_as_its_kind_says(self):
        body = """
count = 0
for line in sys.stdin:
    count += 1
    one = json.loads(line)["id"]
    if count == 1:
        say(type="error", id=one, kind="rate_limited", message="slow down", http_status=429, retry_after_sec=0.05)
    else:
        say(type="delta", id=one, text="now")
        say(type="done", id=one)
"""
        rows = self.talk(body, retries=1, check=0)
        self.assertEqual([(row["error_kind"], row["attempt"]) for row in rows], [("rate_limited", 1), (None, 2)])


if __name__ == "__main__":
    unittest.main()
