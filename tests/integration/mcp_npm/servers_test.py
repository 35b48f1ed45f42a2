"""The MCP provider against the reference servers of npm, by records of agents on the real host."""
import json
import os
import signal
import socket
import subprocess
import time
import unittest

from agents import PACKAGES, AgentTest, package


def children(parent):
    """Pids of the direct children."""
    found = []
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/stat") as stat:
                if int(stat.read().rsplit(")", 1)[1].split()[1]) == parent:
                    found.append(int(entry))
        except (FileNotFoundError, ProcessLookupError):
            pass
    return found




class Everything(AgentTest):
    TURNS = [
        [[("echo", {"message": "hello"}), ("get-sum", {"a": 2, "b": 40})]],
        [[("get-tiny-image", {})], [("get-structured-content", {"location": "Chicago"})]],
        [[("get-resource-reference", {"resourceType": "Blob", "resourceId": 1}), ("get-resource-links", {"count": 2})]],
        [[("trigger-long-running-operation", {"duration": 0.4, "steps": 4})]],
        [[("echo", {"wrong": 1}), ("no-such-tool", {})]],
    ]

    def check_results(self, tools):
        by = {}
        for row in tools:
            by.setdefault(row["tool_name"], row)
        self.assertEqual(by["echo"]["response_text"], "Echo: hello")
        self.assertIn("42", by["get-sum"]["response_text"])
        self.assertGreater(by["get-tiny-image"]["content_bytes_down"], 1000)
        self.assertIn("image/png", by["get-tiny-image"]["response_text"])
        self.assertIn("temperature", by["get-structured-content"]["response_text"])
        self.assertGreater(by["get-resource-reference"]["content_bytes_down"], 0)
        self.assertEqual(by["get-resource-links"]["response_text"].count("]("), 2)
        slow = by["trigger-long-running-operation"]
        self.assertEqual(slow["notes"]["progress"], "4")
        self.assertGreaterEqual(slow["latency_sec"], 0.39)
        self.assertEqual([row["success"] for row in tools], [1] * 7 + [0, 0])
        self.assertEqual({row["error_kind"] for row in tools[7:]}, {"tool_failure"})
        self.assertTrue(all(row["tool_bytes_up"] == row["content_bytes_up"] for row in tools[:8]))

    def test_stdio_with_every_byte_that_went_through_the_pipes(self):
        server = self.tapped(package("server-everything", "stdio"))
        self.go({"everything": server}, self.TURNS)
        tools = self.tools()
        self.check_results(tools)
        sent, received = {}, {}
        for entry in self.lines():
            message = json.loads(entry["line"])
            size = len(entry["line"].encode())
            if entry["way"] == "in" and message.get("method") == "tools/call":
                sent[message["id"]] = (message["params"]["name"], size)
            if entry["way"] == "out" and message.get("id") in sent:
                received[message["id"]] = received.get(message["id"], 0) + size
            if entry["way"] == "out" and message.get("method") == "notifications/progress":
                token = message["params"]["progressToken"]
                received[token] = received.get(token, 0) + size
        wire = sorted((name, size, received[number]) for number, (name, size) in sent.items())
        rows = sorted((row["tool_name"], row["request_bytes"], row["response_bytes"]) for row in tools
                      if row["tool_name"] != "no-such-tool")
        self.assertEqual(rows, wire)
        self.assertEqual({row["protocol"] for row in tools[:8]}, {"stdio"})
        methods = [json.loads(entry["line"]).get("method") for entry in self.lines() if entry["way"] == "in"]
        self.assertEqual(methods[:3], ["initialize", "notifications/initialized", "tools/list"])

    def test_the_database_holds_prompts_calls_and_the_loop_factor_of_a_hand_count(self):
        self.go({"everything": package("server-everything", "stdio")}, self.TURNS[:3])
        loops = self.rows("out", "SELECT turn_index, COUNT(*) AS calls FROM traffic_logs WHERE class = 'primary' "
                                 "AND final = 1 GROUP BY turn_index ORDER BY turn_index")
        self.assertEqual([row["calls"] for row in loops], [2, 3, 2])
        made = self.rows("out", "SELECT turn_index, COUNT(*) AS calls FROM traffic_logs WHERE class = 'tool' "
                                "GROUP BY turn_index ORDER BY turn_index")
        self.assertEqual([row["calls"] for row in made], [2, 2, 2])
        self.assertEqual([json.loads(row["notes"])["iteration"] for row in self.rows(
            "out", "SELECT notes FROM traffic_logs WHERE class = 'primary' ORDER BY exchange_index")],
            ["1", "2", "1", "2", "3", "1", "2"])
        report = json.dumps(self.report("out"))
        self.assertIn("loop_factor", report)
        [listing] = self.rows("out", "SELECT turn_index, notes FROM traffic_logs WHERE class = 'connection'")
        self.assertEqual(listing["turn_index"], -1)
        self.assertEqual(json.loads(listing["notes"])["revision"], "2025-11-25")

    def serve(self, mode, sign):
        """Starts server-everything on a free port; its address and its output so far read."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        index = str(PACKAGES / "server-everything" / "dist" / "index.js")
        server = subprocess.Popen(["node", index, mode], env={**os.environ, "PORT": str(port)},
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(server.communicate)
        self.addCleanup(server.kill)
        for line in server.stdout:
            if sign in line:
                return server, f"http://127.0.0.1:{port}"
        raise AssertionError(f"server-everything {mode} did not start")

    def test_streamable_http(self):
        server, url = self.serve("streamableHttp", "listening")
        self.go({"everything": {"url": url + "/mcp"}}, self.TURNS)
        tools = self.tools()
        self.check_results(tools)
        self.assertEqual({row["protocol"] for row in tools[:8]}, {"http/1.1"})
        self.assertEqual({row["transport_method"] for row in tools[:8]}, {"measured"})
        self.assertTrue(all(row["transport_bytes_up"] == row["request_bytes"] for row in tools[:8]), "plain HTTP")
        server.terminate()
        self.assertIn("Received session termination request", server.stdout.read(), "the session is ended by DELETE")

    def test_older_http_with_sse(self):
        _, url = self.serve("sse", "running on port")
        self.go({"everything": {"url": url + "/sse"}}, self.TURNS)
        self.check_results(self.tools())

    def test_a_child_sees_only_the_variables_of_its_entry(self):
        server = {**package("server-everything", "stdio"), "env": {"GREETING": "${PLANTED}"}}
        command = self.prepare({"everything": server}, [[[("get-env", {})]]])
        self.host(*command, env={**os.environ, "PLANTED": "good day", "OPENAI_API_KEY": "sk-planted-0123456789"})
        seen = json.loads(self.tools()[0]["response_text"])
        self.assertEqual(seen["GREETING"], "good day")
        self.assertLessEqual(set(seen), {"GREETING", "PATH", "HOME"})

    def test_kill_9_in_the_middle_of_a_call(self):
        slow = [[("trigger-long-running-operation", {"duration": 30, "steps": 30})]]
        quick = [[("echo", {"message": "again"})]]
        command = self.prepare({"everything": package("server-everything", "stdio")}, [slow, quick],
                               defaults={"runs_per_scenario": 2, "timeout_sec": 60})
        # The second session must be quick: only the first one's first step asks for the slow tool.
        config = json.loads((self.folder / "simulators.yaml").read_text())
        config["simulators"]["openai"]["script"][0]["times"] = 1
        self.write("simulators.yaml", json.dumps(config))
        host = self.start(*command)
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                if self.one("out", "SELECT COUNT(*) FROM traffic_logs WHERE class = 'primary'"):
                    break
            except Exception:
                pass
            time.sleep(0.05)
        [server] = children(host.pid)
        os.kill(server, signal.SIGKILL)
        host.wait(timeout=60)
        tools = self.tools()
        self.assertEqual(tools[0]["error_kind"], "tool_failure")
        self.assertIn("signal 9", tools[0]["error_type"])
        sessions = self.rows("out", "SELECT success FROM sessions ORDER BY run_index")
        self.assertEqual([row["success"] for row in sessions], [1, 1], "the model is told, and the next session has a new server")
        self.assertEqual([row["response_text"] for row in tools if row["run_index"] == 1], ["Echo: again"])

    def test_a_call_that_takes_too_long_is_cancelled_at_the_server(self):
        slow = [[("trigger-long-running-operation", {"duration": 20, "steps": 2})]]
        self.go({"everything": self.tapped(package("server-everything", "stdio"))}, [slow],
                defaults={"exchange_timeout_sec": 1})
        self.assertEqual(self.tools()[0]["error_kind"], "timeout")
        messages = [json.loads(entry["line"]) for entry in self.lines() if entry["way"] == "in"]
        [call] = [m for m in messages if m.get("method") == "tools/call"]
        [cancelled] = [m for m in messages if m.get("method") == "notifications/cancelled"]
        self.assertEqual(cancelled["params"]["requestId"], call["id"])


class FilesAndMemory(AgentTest):
    def test_files_are_written_and_read_and_others_are_refused(self):
        allowed = self.folder / "allowed"
        allowed.mkdir()
        note = str(allowed / "note.txt")
        turns = [[[("write_file", {"path": note, "content": "quantum"})], [("read_text_file", {"path": note})],
                  [("read_text_file", {"path": "/etc/passwd"})]],
                 [[("create_entities", {"entities": [{"name": "aitb", "entityType": "tool", "observations": ["measures"]}]})],
                  [("read_graph", {})]]]
        memory = {**package("server-memory"), "env": {"MEMORY_FILE_PATH": str(self.folder / "memory.jsonl")}}
        self.go({"filesystem": package("server-filesystem", str(allowed)), "memory": memory}, turns)
        self.assertEqual((allowed / "note.txt").read_text(), "quantum")
        tools = self.tools()
        self.assertEqual(tools[1]["response_text"], "quantum")
        self.assertEqual((tools[2]["success"], tools[2]["error_kind"]), (0, "tool_failure"))
        self.assertIn("measures", tools[4]["response_text"])
        self.assertEqual({row["notes"]["server"] for row in tools}, {"filesystem", "memory"})


if __name__ == "__main__":
    unittest.main(verbosity=2)
