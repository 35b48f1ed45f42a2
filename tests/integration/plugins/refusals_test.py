"""A broken plugin costs one line, never the run."""
import json
import unittest

from files import BAD, PluginTest, bad_file

SCENARIOS = """
scenarios:
  quick: {type: chat, provider: openai, model: gpt-5-mini, stream: true, prompts: [Hello], max_tokens: 5}
  broken: {type: chat, provider: broken, endpoint: live, model: m, prompts: [Hello]}
providers:
  openai: {type: openai}
  broken: {type: TYPE}
simulators:
  openai: {type: openai, tls: false, ttft_ms: 1, itl_ms: 1}
"""


class Refusals(PluginTest):
    def listed(self, *names):
        args = [word for name in names for word in ("--plugins", BAD / name)]
        return json.loads(self.host("plugins", "list", "--json", *args).stdout)

    def reason(self, *names):
        reasons = [one["reason"] for one in self.listed(*names)["refused"]]
        self.assertEqual(len(reasons), 1, reasons)
        self.assertNotIn("\n", reasons[0])
        return reasons[0]

    def test_list_refuses_without_running_code(self):
        self.assertIn("abi differs: host 1, plugin 0", self.reason("wrong_abi"))
        self.assertEqual(self.reason("text"), "is no ELF file")
        self.assertIn("has no .aitb section", self.reason("foreign"))

    def test_list_names_both_files_of_a_twin(self):
        reason = self.reason("first", "second")
        self.assertIn(str(bad_file("first")), reason)
        self.assertIn(str(bad_file("second")), reason)
        types = [one["type"] for one in self.listed("first", "second")["components"]]
        self.assertNotIn("twin", types)

    def test_a_copy_of_a_plugin_is_no_twin(self):
        (self.folder / "copy").mkdir()
        (self.folder / "copy/aitb-good.so").write_bytes(bad_file("good").read_bytes())
        found = json.loads(self.host("plugins", "list", "--json", "--plugins", BAD / "good", "--plugins",
                                     self.folder / "copy").stdout)
        self.assertEqual([one["type"] for one in found["components"]].count("good"), 1)
        self.assertEqual(found["refused"], [])

    def one_line(self, name, word):
        done = self.host("plugins", "schema", word, "--plugins", BAD / name, expect=2)
        self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)
        self.assertIn(bad_file(name).name, done.stderr)
        return done.stderr

    def test_what_breaks_at_load_is_refused_in_one_line(self):
        self.assertIn("crashed with signal 11", self.one_line("static_crash", "static-crash"))
        self.assertIn("does not export aitb_plugin", self.one_line("no_symbol", "no-symbol"))
        self.assertIn("nobody_defines_this", self.one_line("undefined", "undefined"))

    def test_an_unknown_word_brings_the_nearest(self):
        done = self.host("plugins", "show", "opnai", expect=2)
        self.assertIn("nearest: openai", done.stderr)

    def run_with(self, scenario, name, word, expect):
        (self.folder / "scenarios.yaml").write_text(SCENARIOS.split("simulators:")[0].replace("TYPE", word))
        (self.folder / "simulators.yaml").write_text("simulators:" + SCENARIOS.split("simulators:")[1])
        return self.host("run", scenario, "--runs", "1", "--config", "scenarios.yaml", "--simulators", "simulators.yaml",
                         "--plugins", BAD / name, "--no-calibration", "--out", self.folder / f"out-{scenario}-{name}",
                         expect=expect)

    def test_a_run_goes_on_beside_broken_files(self):
        for name in ("wrong_abi", "text", "foreign", "no_symbol", "static_crash"):
            with self.subTest(name):
                done = self.run_with("quick", name, "openai", 0)
                # What only breaks at load is not loaded unless asked for.
                at_once = name in ("wrong_abi", "text", "foreign")
                self.assertEqual(done.stderr.count("refused "), int(at_once), done.stderr)
                self.assertEqual(str(bad_file(name)) in done.stderr, at_once)

    def test_serving_says_what_was_refused(self):
        done = self.host("serve", "nobody", "--plugins", BAD / "text", expect=2)
        self.assertIn(f"refused {bad_file('text')}: is no ELF file", done.stderr)

    def test_a_run_that_asks_for_a_crashing_plugin_says_so(self):
        for name, word in (("static_crash", "static-crash"), ("create_crash", "create-crash")):
            with self.subTest(name):
                done = self.run_with("broken", name, word, None)
                self.assertIn(done.returncode, (1, 2), done.stderr)
                self.assertIn("aitb-" + name, done.stdout + done.stderr)
                self.assertNotIn("Segmentation fault\n", done.stderr)


if __name__ == "__main__":
    unittest.main()
