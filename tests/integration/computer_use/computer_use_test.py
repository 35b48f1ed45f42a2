"""computer_use with a real browser: a local page, and a stand-in for the model that knows what it wants."""
import base64
import http.server
import json
import os
import pathlib
import struct
import tempfile
import threading
import time
import unittest

from host import HostTest

PAGE = b"""<!doctype html><title>Start</title><body style="margin:0">
<input id=name style="position:absolute;left:20px;top:20px;width:200px;height:30px">
<button onclick="document.title=document.getElementById('name').value;
  fetch('/said?'+encodeURIComponent(document.getElementById('name').value))"
  style="position:absolute;left:20px;top:100px;width:100px;height:40px">Say</button>
<a href="/second" style="position:absolute;left:20px;top:1500px;display:block;width:300px;height:40px">Second page</a>
<div style="height:2000px"></div>"""
SECOND = b"<!doctype html><title>Second</title><h1>Second page</h1>"
CONFIG = """
scenarios:
  browse:
    type: computer_use
    provider: model
    model: computer-use-preview
    start_url: {page}/
    viewport: {{width: 800, height: 600}}
    wait_after_action_ms: 20
    max_steps: {steps}
    safety_checks: {policy}
    timeout_sec: {timeout}
    {extra}
    prompts: ["Greet, then go to the second page."]
providers:
  model: {{type: openai, endpoint: live, base_url: "{page}/v1", api_key: "test-key-0001"}}
defaults: {{runs_per_scenario: 1, retry_count: 0}}
"""


class Service(http.server.BaseHTTPRequestHandler):
    """The page, and /v1/responses, which hands out the actions of `script` one after the other."""
    protocol_version = "HTTP/1.1"

    def answer(self, body, kind="text/html", status=200):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.server.visited.append(self.path)
        self.answer(SECOND if self.path == "/second" else PAGE)

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(request)
        number = len(self.server.requests)
        output = []
        if number <= len(self.server.script):
            action, checks = self.server.script[number - 1]
            output.append({"type": "computer_call", "id": f"cu_{number}", "call_id": f"call_{number}", "action": action,
                           "pending_safety_checks": checks, "status": "completed"})
        else:
            output.append({"type": "message", "id": "msg_1", "role": "assistant", "status": "completed",
                           "content": [{"type": "output_text", "text": "Done.", "annotations": []}]})
        body = {"id": f"resp_{number}", "object": "response", "created_at": 1, "status": "completed",
                "model": "computer-use-preview", "output": output,
                "usage": {"input_tokens": 10, "output_tokens": 2, "total_tokens": 12}}
        self.answer(json.dumps(body).encode(), "application/json")

    def log_message(self, *args):
        pass


def png_size(data):
    assert data[:8] == b"\x89PNG\r\n\x1a\n", data[:8]
    return struct.unpack(">II", data[16:24])


def profiles():
    return list(pathlib.Path(tempfile.gettempdir()).glob("aitb-tmp-*"))


def browsers():
    profile = os.fsencode(tempfile.gettempdir()) + b"/aitb-tmp-"
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes()
                state = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0]
            except OSError:
                continue
            if profile in line and state != "Z":
                found.append(int(entry.name))
    return found


class ComputerUse(HostTest):
    def setUp(self):
        super().setUp()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
        self.server.daemon_threads = True
        self.server.visited, self.server.requests, self.server.script = [], [], []
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.page = f"http://127.0.0.1:{self.server.server_address[1]}"

    def arguments(self, steps=20, policy="stop", timeout=100, extra=""):
        config = self.write("scenarios.yaml", CONFIG.format(page=self.page, steps=steps, policy=policy,
                                                            timeout=timeout, extra=extra))
        return ["run", "browse", "--config", config, "--out", "out", "--no-calibration", "-q"]

    def assert_nothing_is_left(self):
        for _ in range(100):  # killed children of the browser are reaped by init in their own time
            if not browsers():
                break
            time.sleep(0.05)
        self.assertEqual(browsers(), [])

    def test_actions_reach_the_page_and_pictures_the_disk(self):
        self.server.script = [
            ({"type": "screenshot"}, []),
            ({"type": "click", "x": 100, "y": 35, "button": "left"}, []),
            ({"type": "type", "text": "Hello"}, []),
            ({"type": "keypress", "keys": ["CTRL", "A"]}, []),
            ({"type": "type", "text": "Greetings"}, []),
            ({"type": "click", "x": 60, "y": 120, "button": "left"}, []),
            ({"type": "move", "x": 5, "y": 5}, []),
            ({"type": "double_click", "x": 60, "y": 35}, []),
            ({"type": "drag", "path": [{"x": 30, "y": 35}, {"x": 90, "y": 35}]}, []),
            ({"type": "scroll", "x": 400, "y": 300, "scroll_x": 0, "scroll_y": 300}, []),
            ({"type": "click", "x": 60, "y": 1515, "button": "left"}, []),
            ({"type": "wait"}, []),
            ({"type": "navigate", "url": self.page + "/second"}, []),
        ]
        self.host(*self.arguments())
        self.assertIn("/said?Greetings", self.server.visited)
        self.assertGreaterEqual(self.server.visited.count("/second"), 2)
        actions = self.rows("out", "SELECT * FROM traffic_logs WHERE class = 'computer_action' ORDER BY id")
        self.assertEqual(len(actions), 13)
        notes = [json.loads(row["metadata"]) for row in actions]
        self.assertEqual([note["action_type"] for note in notes],
                         [action["type"] for action, _ in self.server.script])
        self.assertEqual(notes[2]["action_summary"], "type 5 characters: Hello")
        self.assertEqual(notes[-1]["current_url"], self.page + "/second")
        for note, row in zip(notes, actions):
            data = (self.folder / "out" / note["screenshot_file"]).read_bytes()
            self.assertEqual(len(data), int(note["screenshot_bytes"]))
            self.assertTrue(note["screenshot_hash"].startswith("fnv1a64:"))
            self.assertEqual(row["success"], 1)
        self.assertEqual(png_size((self.folder / "out" / notes[0]["screenshot_file"]).read_bytes())[0], 800)
        self.assertGreater(png_size((self.folder / "out" / notes[0]["screenshot_file"]).read_bytes())[1], 1500)
        self.assertNotEqual(notes[0]["screenshot_hash"], notes[2]["screenshot_hash"])
        steps = self.rows("out", "SELECT * FROM traffic_logs WHERE class = 'primary' ORDER BY id")
        self.assertEqual(len(steps), 14)
        self.assertEqual(json.loads(steps[0]["metadata"])["response_id"], "resp_1")
        second = self.server.requests[1]
        self.assertEqual(second["previous_response_id"], "resp_1")
        sent = next(item for item in second["input"] if item["type"] == "computer_call_output")
        picture = base64.b64decode(sent["output"]["image_url"].split(",")[1])
        self.assertEqual(png_size(picture)[0], 800)
        self.assert_nothing_is_left()

    def test_a_safety_check_stops_unless_it_is_acknowledged(self):
        check = {"id": "sc_1", "code": "malicious_instructions", "message": "Are you sure?"}
        self.server.script = [({"type": "screenshot"}, [check])]
        self.host(*self.arguments(), check=1)
        self.assertIn("Are you sure?", self.one("out", "SELECT error_type FROM sessions"))
        self.server.requests.clear()
        arguments = self.arguments(policy="acknowledge")
        arguments[arguments.index("out")] = "again"
        self.host(*arguments)
        item = next(i for i in self.server.requests[1]["input"] if i["type"] == "computer_call_output")
        self.assertEqual(item["acknowledged_safety_checks"], [check])

    def test_an_action_that_does_not_exist_is_a_record(self):
        self.server.script = [({"type": "shake"}, [])]
        self.host(*self.arguments(), check=1)
        row = self.rows("out", "SELECT * FROM traffic_logs WHERE class = 'computer_action'")[0]
        self.assertEqual(row["error_kind"], "tool_failure")
        self.assertIn("shake", row["error_type"])
        self.assert_nothing_is_left()

    def test_nothing_is_left_after_a_kill_and_after_a_deadline(self):
        self.server.script = [({"type": "wait", "ms": 30000}, [])]
        self.host(*self.arguments(timeout=3), check=1)
        self.assert_nothing_is_left()
        self.server.requests.clear()
        arguments = self.arguments()
        arguments[arguments.index("out")] = "killed"
        process = self.start(*arguments)
        while not self.server.requests and process.poll() is None:
            time.sleep(0.02)
        [profile] = profiles()
        self.assertTrue(os.readlink(profile / "SingletonSocket").startswith(str(profile)), "it goes with the profile")
        process.kill()
        process.wait()
        self.assert_nothing_is_left()
        self.host(*arguments, "--dry-run")
        self.assertEqual(profiles(), [], "the next start removes what the killed one could not")

    def test_without_a_browser_it_is_skipped_with_the_reason(self):
        done = self.host(*self.arguments(extra="browser: /no/such/browser"), check=2)
        self.assertIn("/no/such/browser", done.stderr)


if __name__ == "__main__":
    unittest.main()
