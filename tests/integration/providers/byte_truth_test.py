"""Bytes of every provider in the database equal the TCP payload that tcpdump saw, to the byte."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "run"))
import dialects
import fault_server
import host
import peers
import wire

MODELS = {"gemini": "gemini-3-flash-preview", "anthropic": "claude-sonnet-4-6", "deepseek": "deepseek-chat",
          "vllm": "Qwen/Qwen3-VL-30B-A3B-Instruct"}


class ByteTruth(host.HostTest):
    def setUp(self):
        super().setUp()
        wire.skip_unless_possible()

    def run_provider(self, name, dialect):
        server = fault_server.FaultServer(dialect)
        self.addCleanup(server.close)
        capture = wire.Capture(server.server_address[1], self.folder / f"{name}.pcap")
        self.addCleanup(capture.kill)
        config = self.write(f"{name}.yaml", f"""
scenarios:
  good: {{type: chat, provider: p, model: m, stream: true, prompts: [Hello, "And now?"], endpoint: live}}
providers:
  p:
    type: {dialect.kind}
    base_url: {server.url("good")}
    api_key: ${{CANARY_API_KEY}}
    {dialect.options}
defaults: {{runs_per_scenario: 3, inter_run_delay_sec: 0}}
""")
        self.host("run", "good", "--config", config, "--no-calibration", "--out", name,
                  env=host.clean_environment(CANARY_API_KEY="canary-key-0123456789"))
        return capture.end()

    def run_simulated(self, provider, options):
        port = peers.free_port()
        capture = wire.Capture(port, self.folder / f"{provider}-tls.pcap")
        self.addCleanup(capture.kill)
        config = self.write(f"{provider}-tls.yaml", "scenarios:\n  good: {type: chat, provider: %s, model: %s, stream: true,"
                            " prompts: [Hello, Again]}\ndefaults: {runs_per_scenario: 3, inter_run_delay_sec: 0}\n"
                            % (provider, MODELS[provider]))
        simulators = self.write(f"{provider}-sim.yaml", f"simulators:\n  {provider}: {{{options}, tls: true, port: {port},"
                                " ttft_ms: 1, itl_ms: 0.1, reply_tokens: 40}\n")
        self.host("run", "good", "--config", config, "--simulators", simulators, "--no-calibration", "--out", f"{provider}-tls")
        return capture.end()

    def compare(self, name, seen):
        ours = self.rows(name, "SELECT sum(transport_bytes_up) AS up, sum(transport_bytes_down) AS down,"
                               " count(*) AS records, sum(success) AS good FROM traffic_logs")[0]
        print(name, "wire", seen, "database", ours)
        self.assertEqual((ours["records"], ours["good"]), (6, 6))
        self.assertEqual({"up": ours["up"], "down": ours["down"]}, seen)

    def test_every_provider_counts_what_tls_added(self):
        for provider, options in {"gemini": "type: gemini", "anthropic": "type: anthropic",
                                  "deepseek": "type: openai, dialect: deepseek", "vllm": "type: openai, dialect: vllm"}.items():
            with self.subTest(provider=provider):
                self.compare(f"{provider}-tls", self.run_simulated(provider, options))

    def test_every_provider_counts_what_the_wire_carried(self):
        for name, dialect in dialects.ALL.items():
            with self.subTest(provider=name):
                self.compare(name, self.run_provider(name, dialect))


if __name__ == "__main__":
    unittest.main(verbosity=2)
