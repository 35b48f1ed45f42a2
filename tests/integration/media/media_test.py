"""Questions about files: samples, own files, addresses, and files that are missing; and the samples themselves."""
import pathlib
import re
import struct
import wave
import zlib

import host

SCENARIOS = """
scenarios:
  pictures:
    type: multimodal
    provider: openai
    model: gpt-4o
    image_base_dir: pictures
    image_paths: [own.png, examples/assets/network_diagram.png]
    prompts: ["What is this?"]
  lost:
    type: multimodal
    provider: openai
    model: gpt-4o
    image_paths: [nowhere/lost.png]
  mixed:
    type: multimodal
    provider: openai
    model: gpt-4o
    keep_history: true
    media: [{document: report.pdf}, {image: traffic_pattern.png}]
    prompts: ["Sum up.", "Describe."]
  video:
    type: video_understanding
    provider: vllm
    model: Qwen/Qwen3-VL-30B-A3B-Instruct
    video_url: "file:///media/test.mp4"
  video_bytes:
    type: video_understanding
    provider: vllm
    model: Qwen/Qwen3-VL-30B-A3B-Instruct
    video_url: "file:///media/test.mp4"
    send_local_as: base64
providers:
  openai: {type: openai}
  vllm: {type: vllm}
defaults: {runs_per_scenario: 1, inter_run_delay_sec: 0, retry_count: 0, timeout_sec: 30}
"""
SIMULATORS = """
simulators:
  openai: {type: openai, ttft_ms: 1, itl_ms: 0}
  vllm: {type: openai, dialect: vllm, ttft_ms: 1, itl_ms: 0}
"""


class Media(host.HostTest):
    def run_one(self, scenario, check=0):
        (self.folder / "pictures").mkdir()
        (self.folder / "pictures" / "own.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(3000))
        scenarios, simulators = self.write("scenarios.yaml", SCENARIOS), self.write("simulators.yaml", SIMULATORS)
        return self.host("run", scenario, "--config", scenarios, "--simulators", simulators, "--no-calibration", "--out",
                         "run", check=check)

    def sizes(self):
        rows = self.rows("run", "SELECT success, content_bytes_up, request_bytes FROM traffic_logs ORDER BY exchange_index")
        self.assertEqual({row["success"] for row in rows}, {1})
        return [(row["content_bytes_up"], row["request_bytes"]) for row in rows]

    def test_own_files_come_before_samples(self):
        self.run_one("pictures")
        (own, own_sent), (sample, sample_sent) = self.sizes()
        self.assertEqual(own, 3008 + len("What is this?"))
        self.assertGreater(own_sent, 3008 * 4 / 3)
        self.assertGreater(sample, 1000)
        self.assertGreater(sample_sent, sample * 4 / 3)

    def test_a_missing_file_is_named_before_anything_runs(self):
        done = self.run_one("lost", check=None)
        said = done.stdout + done.stderr
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("reading 'nowhere/lost.png': there is no such file", said)
        self.assertIn("latency_heatmap_sample.png, network_diagram.png", said)
        self.assertIn("scenarios.yaml:", said)

    def test_documents_and_pictures_stay_in_the_history(self):
        self.run_one("mixed")
        (_, first), (_, second) = self.sizes()
        self.assertGreater(second, first + 3000)

    def test_an_address_is_sent_as_it_is(self):
        self.run_one("video")
        self.assertLess(self.sizes()[0][1], 2000)

    def test_an_address_of_this_machine_can_be_sent_as_bytes(self):
        self.run_one("video_bytes")
        self.assertGreater(self.sizes()[0][1], 10000)


class Samples(host.unittest.TestCase):
    """Drawn by the build; read here by nothing but the formats' own rules."""
    folder = pathlib.Path(host.HOST).resolve().parent.parent / "share/aitb/assets"

    def check_png(self, data, size):
        self.assertEqual(data[:8], b"\x89PNG\r\n\x1a\n")
        at, pixels = 8, b""
        while at < len(data):
            length, = struct.unpack(">I", data[at:at + 4])
            kind, body = data[at + 4:at + 8], data[at + 8:at + 8 + length]
            self.assertEqual(struct.unpack(">I", data[at + 8 + length:at + 12 + length])[0], zlib.crc32(kind + body))
            if kind == b"IHDR":
                self.assertEqual(struct.unpack(">IIBB", body[:10]), (*size, 8, 2))
            pixels += body if kind == b"IDAT" else b""
            at += 12 + length
        rows = zlib.decompress(pixels)
        self.assertEqual(len(rows), (size[0] * 3 + 1) * size[1])
        self.assertGreater(len(set(rows)), 10, "something is drawn")

    def test_pictures(self):
        for name in ("network_diagram", "traffic_pattern", "latency_heatmap_sample"):
            self.check_png((self.folder / f"{name}.png").read_bytes(), (640, 360))

    def test_the_document_finds_its_objects(self):
        data = (self.folder / "report.pdf").read_bytes()
        start = int(re.search(rb"startxref\n(\d+)", data).group(1))
        self.assertTrue(data[start:].startswith(b"xref\n0 8\n"))
        offsets = [int(one) for one in re.findall(rb"(\d{10}) 00000 n ", data)]
        for number, offset in enumerate(offsets, 1):
            self.assertTrue(data[offset:].startswith(b"%d 0 obj" % number), number)
        self.assertEqual(data.count(b"/Type /Page "), 2)

    def test_the_recording_has_sound(self):
        with wave.open(str(self.folder / "question.wav")) as sound:
            self.assertEqual((sound.getnchannels(), sound.getsampwidth(), sound.getframerate()), (1, 2, 24000))
            frames = sound.readframes(sound.getnframes())
        self.assertEqual(len(frames), 24000 * 2 * 22 // 10)
        samples = struct.unpack(f"<{len(frames) // 2}h", frames)
        self.assertGreater(max(samples), 3000)

    def test_the_video_tells_where_its_pictures_are(self):
        data = (self.folder / "test.mp4").read_bytes()

        def boxes(begin, end):
            while begin < end:
                size, = struct.unpack(">I", data[begin:begin + 4])
                yield data[begin + 4:begin + 8], begin + 8, begin + size
                begin += size
            self.assertEqual(begin, end, "boxes fill their parent")

        def inside(path, begin=0, end=len(data)):
            for kind, first, last in boxes(begin, end):
                if kind == path[0]:
                    return (first, last) if len(path) == 1 else inside(path[1:], first, last)
            self.fail(f"no box {path}")

        table = [b"moov", b"trak", b"mdia", b"minf", b"stbl"]
        sizes, _ = inside(table + [b"stsz"])
        offsets, _ = inside(table + [b"stco"])
        count, = struct.unpack(">I", data[sizes + 8:sizes + 12])
        self.assertEqual(count, 24)
        for i in range(count):
            size, = struct.unpack(">I", data[sizes + 12 + 4 * i:sizes + 16 + 4 * i])
            offset, = struct.unpack(">I", data[offsets + 8 + 4 * i:offsets + 12 + 4 * i])
            self.check_png(data[offset:offset + size], (160, 120))
        duration, = struct.unpack(">I", data[inside([b"moov", b"mvhd"])[0] + 16:][:4])
        self.assertEqual(duration, 3000)


host.main()
