"""Every provider against a mock of the services that others wrote: exact text, chunks and success, streamed and whole."""
import json
import math
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import unittest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "run"))
import host
import peers

TEXT = json.loads((HERE / "fixtures.json").read_text())["fixtures"][0]["response"]["content"]
PIECE = 7  # characters of each chunk that the mock streams
PROVIDERS = {  # name: (type, path of the base URL, further option)
    "openai": ("openai", "/v1", ""),
    "responses": ("openai", "/v1", "api: responses"),
    "vllm": ("vllm", "", ""),
    "deepseek": ("deepseek", "/v1", ""),
    "azure": ("azure", "", ""),
    "anthropic": ("anthropic", "", ""),
    "gemini": ("gemini", "", ""),
}


class AgainstAimock(host.HostTest):
    def setUp(self):
        super().setUp()
        version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip()
        if int(version.lstrip("v").split(".")[0]) < 20:
            print(f"skipped: the mock needs Node 20, this is {version}")
            raise SystemExit(77)

    def serve(self):
        port = peers.free_port()
        cli = HERE / "node_modules/@copilotkit/aimock/dist/cli.js"
        process = subprocess.Popen([shutil.which("node"), str(cli), "-p", str(port), "-f", str(HERE / "fixtures.json"),
                                    "-c", str(PIECE), "--log-level", "silent"], stdin=subprocess.DEVNULL, cwd=self.folder)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return port
            except OSError:
                self.assertIsNone(process.poll(), "the mock ended")
                time.sleep(0.05)
        self.fail("the mock does not listen")

    def test_text_and_chunks_are_exact(self):
        port, scenarios, providers = self.serve(), "scenarios:\n", "providers:\n"
        for name, (kind, path, option) in PROVIDERS.items():
            for way, stream in (("streamed", "true"), ("whole", "false")):
                scenarios += f"  {name}_{way}: {{type: chat, provider: {name}, model: gpt-4o, stream: {stream}, prompts: [Hello], endpoint: live}}\n"
            providers += f"  {name}:\n    type: {kind}\n    base_url: http://127.0.0.1:{port}{path}\n    api_key: ${{CANARY_API_KEY}}\n"
            providers += f"    {option}\n" if option else ""
        config = self.write("scenarios.yaml", scenarios + providers +
                            "defaults: {runs_per_scenario: 1, inter_run_delay_sec: 0, retry_count: 0}\n")
        names = [f"{name}_{way}" for name in PROVIDERS for way in ("streamed", "whole")]
        self.host("run", *names, "--config", config, "--no-calibration", "--out", "run", check=None,
                  env=host.clean_environment(CANARY_API_KEY="canary-key-0123456789"))
        rows = {row["scenario_id"]: row for row in self.rows("run", "SELECT * FROM traffic_logs")}
        for name in names:
            with self.subTest(name):
                row = rows[name]
                self.assertTrue(row["success"], row["error_type"])
                self.assertEqual(row["content_bytes_down"], len(TEXT.encode()))
                chunks = math.ceil(len(TEXT) / PIECE) if name.endswith("streamed") else 1
                self.assertEqual(row["chunk_count"], chunks)


if __name__ == "__main__":
    unittest.main(verbosity=2)
