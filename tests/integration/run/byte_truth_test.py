"""Transport bytes in the database equal the TCP payload that tcpdump saw, to the byte."""
import os
import shutil
import signal
import struct
import subprocess
import time

import host
import peers


def tcp_payload(path, port):
    """Sums TCP payload by direction of a pcap with Ethernet (loopback) frames; retransmissions are counted once."""
    data = path.read_bytes()
    magic, = struct.unpack_from("<I", data)
    assert magic in (0xA1B2C3D4, 0xA1B23C4D), hex(magic)
    link, = struct.unpack_from("<I", data, 20)
    assert link == 1, link
    seen, at = {}, 24
    while at + 16 <= len(data):
        _, _, captured, length = struct.unpack_from("<IIII", data, at)
        frame = data[at + 16:at + 16 + captured]
        at += 16 + captured
        if frame[12:14] != b"\x08\x00" or frame[23] != 6:
            continue
        ip = frame[14:]
        header = (ip[0] & 15) * 4
        total, = struct.unpack_from(">H", ip, 2)
        source, target, sequence = struct.unpack_from(">HHI", ip, header)
        tcp = (ip[header + 12] >> 4) * 4
        total = total or length - 14   # large offloaded segments carry length 0
        payload = total - header - tcp
        if payload <= 0:
            continue
        direction = "up" if target == port else "down"
        seen.setdefault((direction, source, target), {})[sequence] = payload
    sums = {"up": 0, "down": 0}
    for (direction, _, _), segments in seen.items():
        sums[direction] += sum(segments.values())
    return sums


class ByteTruth(host.HostTest):
    def setUp(self):
        super().setUp()
        if os.geteuid() != 0 or not shutil.which("tcpdump"):
            print("skipped: capturing needs root and tcpdump (apt-get install tcpdump)")
            raise SystemExit(77)

    def capture(self, port):
        pcap = self.folder / "wire.pcap"
        process = subprocess.Popen(["tcpdump", "-i", "lo", "-n", "-U", "--immediate-mode", "-Z", "root", "-B", "65536", "-s", "128", "-w", str(pcap), f"tcp port {port}"],
                                   stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        while "listening" not in process.stderr.readline():
            pass
        return process, pcap

    def compare(self, tls, stream):
        port, name = peers.free_port(), f"tls-{tls}-stream-{stream}"
        config = self.config(stream=stream, prompts='["one", "two", "three"]', tls=tls)
        simulators = self.folder / "simulators.yaml"
        simulators.write_text(simulators.read_text() + f"    port: {port}\n")
        process, pcap = self.capture(port)
        self.host("run", "quick", "--runs", 5, "--no-calibration", "--out", name, *config)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        process.wait(10)
        wire = tcp_payload(pcap, port)
        ours = self.rows(name, "SELECT sum(transport_bytes_up) AS up, sum(transport_bytes_down) AS down FROM traffic_logs")[0]
        print("wire", wire, "database", ours)
        self.assertEqual(ours, wire)

    def test_plain_and_tls_streaming_and_not(self):
        for tls in ("false", "true"):
            for stream in ("true", "false"):
                with self.subTest(tls=tls, stream=stream):
                    self.compare(tls, stream)


host.main()
