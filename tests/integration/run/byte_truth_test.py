"""Transport bytes in the database equal the TCP payload that tcpdump saw, to the byte."""
import host
import peers
import wire


class ByteTruth(host.HostTest):
    def setUp(self):
        super().setUp()
        wire.skip_unless_possible()

    def compare(self, tls, stream):
        port, name = peers.free_port(), f"tls-{tls}-stream-{stream}"
        config = self.config(stream=stream, prompts='["one", "two", "three"]', tls=tls)
        simulators = self.folder / "simulators.yaml"
        simulators.write_text(simulators.read_text() + f"    port: {port}\n")
        capture = wire.Capture(port, self.folder / "wire.pcap")
        self.addCleanup(capture.kill)
        self.host("run", "quick", "--runs", 5, "--no-calibration", "--out", name, *config)
        seen = capture.end()
        ours = self.rows(name, "SELECT sum(transport_bytes_up) AS up, sum(transport_bytes_down) AS down FROM traffic_logs")[0]
        print("wire", seen, "database", ours)
        self.assertEqual(ours, seen)

    def test_plain_and_tls_streaming_and_not(self):
        for tls in ("false", "true"):
            for stream in ("true", "false"):
                with self.subTest(tls=tls, stream=stream):
                    self.compare(tls, stream)


host.main()
