"""Bytes of every provider in the database equal the TCP payload that tcpdump saw, to the byte."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "run"))
import dialects
import fault_server
import host
import wire


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

    def test_every_provider_counts_what_the_wire_carried(self):
        for name, dialect in dialects.ALL.items():
            with self.subTest(provider=name):
                seen = self.run_provider(name, dialect)
                ours = self.rows(name, "SELECT sum(transport_bytes_up) AS up, sum(transport_bytes_down) AS down,"
                                       " count(*) AS records, sum(success) AS good FROM traffic_logs")[0]
                print(name, "wire", seen, "database", ours)
                self.assertEqual((ours["records"], ours["good"]), (6, 6))
                self.assertEqual({"up": ours["up"], "down": ours["down"]}, seen)


if __name__ == "__main__":
    unittest.main(verbosity=2)
