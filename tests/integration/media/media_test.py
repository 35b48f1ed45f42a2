"""Questions about files: samples, own files, addresses, and files that are missing."""
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


host.main()
