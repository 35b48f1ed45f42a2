"""What tcpdump saw of a port: the judge of our own byte counts."""
import os
import shutil
import signal
import struct
import subprocess
import time


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


def skip_unless_possible():
    if os.geteuid() != 0 or not shutil.which("tcpdump"):
        print("skipped: capturing needs root and tcpdump (apt-get install tcpdump)")
        raise SystemExit(77)


class Capture:
    """Sees the port from its making until end()."""

    def __init__(self, port, path):
        self.port, self.path = port, path
        self.process = subprocess.Popen(
            ["tcpdump", "-i", "lo", "-n", "-U", "--immediate-mode", "-Z", "root", "-B", "65536", "-s", "128", "-w", str(path),
             f"tcp port {port}"], stderr=subprocess.PIPE, text=True)
        while "listening" not in self.process.stderr.readline():
            pass

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stderr.close()

    def end(self):
        time.sleep(0.5)  # tcpdump hands on what it saw in batches
        self.process.send_signal(signal.SIGINT)
        self.process.wait(10)
        return tcp_payload(self.path, self.port)
