"""What runs and what does not: phases, prerequisites, faces, MCP servers' file, aliases."""
import json
import sqlite3

import host
from host import HostTest, clean_environment

CONFIG = """
scenarios:
  quick: {type: chat, provider: openai, model: gpt-4o, prompts: ["Hello"], max_tokens: 5}
  picture: {type: image, provider: deepseek, model: m}
  keyed: {type: chat, provider: openai, model: gpt-4o, prompts: ["Hi"], prerequisites: [AITB_TEST_NEEDED]}
  filed: {type: chat, provider: openai, model: gpt-4o, prompts: ["Hi"], prereqs: ["file:there", "cmd:sh"]}
  ported: {type: chat, provider: openai, model: gpt-4o, prompts: ["Hi"], prereqs: ["port:1"]}
  foreign: {type: dreaming, provider: openai}
  off: {type: chat, provider: openai, model: gpt-4o, disabled: true}
  dead: {type: chat, provider: nobody, model: gpt-4o, prompts: ["Hi"]}
providers:
  nobody: {type: openai, endpoint: live, base_url: "http://127.0.0.1:1/v1", api_key: "${AITB_TEST_NOBODY:-none}"}
defaults: {runs_per_scenario: 1, retry_count: 0, inter_run_delay_sec: 0}
test_matrix:
  - {scenario: quick, profiles: [no_emulation], phase: first}
  - {scenario: keyed, profiles: [no_emulation], phase: second}
  - {scenario: quick, profiles: [no_emulation], phase: later, runner_enabled_by_default: false, prereqs: ["cmd:no-such-program"]}
"""
SIMULATORS = "simulators:\n  openai: {tls: false, ttft_ms: 1, itl_ms: 1}\n  deepseek: {type: openai, tls: false}\n"


class PlanRun(HostTest):
    def setUp(self):
        super().setUp()
        self.config = ["--config", self.write("mine.yaml", CONFIG), "--simulators",
                       self.write("simulators.yaml", SIMULATORS)]
        self.write("there", "")

    def plan(self, *args, check=0, env=None):
        return self.host("run", *args, *self.config, "--dry-run", check=check, env=env)

    def test_all_tells_of_each_scenario_why_it_cannot_run_and_runs_the_others(self):
        self.host("run", "all", *self.config, "--out", "out", "--no-calibration", "-q", check=1)
        ran = {row["scenario_id"] for row in self.rows("out", "SELECT DISTINCT scenario_id FROM traffic_logs")}
        self.assertEqual(ran, {"quick", "filed"})
        skipped = {each["scenario"]: each["reason"] for each in self.report("out")["skipped"]}
        self.assertEqual(set(skipped), {"picture", "keyed", "ported", "foreign", "off", "dead"})
        self.assertIn("deepseek", skipped["picture"])
        self.assertIn("images", skipped["picture"])
        self.assertIn("AITB_TEST_NEEDED", skipped["keyed"])
        self.assertIn("port:1", skipped["ported"])
        self.assertIn("no scenario of type 'dreaming'", skipped["foreign"])
        self.assertIn("disabled", skipped["off"])
        self.assertIn("does not answer", skipped["dead"])
        for name in skipped:
            self.assertIn(f"| {name} |", (self.folder / "out" / "report.md").read_text())
        run = json.loads(self.one("out", "SELECT run FROM runs ORDER BY id DESC LIMIT 1"))
        self.assertEqual({each["scenario"] for each in run["skipped"]}, set(skipped))

    def test_a_named_scenario_that_cannot_run_is_an_error(self):
        self.assertIn("AITB_TEST_NEEDED", self.plan("keyed", check=2).stderr)
        self.plan("keyed", env=clean_environment(AITB_TEST_NEEDED="1"))
        self.write(".env", "AITB_TEST_NEEDED=yes\n")
        self.plan("keyed")

    def test_phases_choose_entries_and_switch_on_what_is_off(self):
        self.assertEqual(self.plan().stdout.count("quick"), 1)
        self.assertIn("quick", self.plan("--phase", "first").stdout)
        self.assertIn("no-such-program", self.plan("--phase", "later", check=2).stderr)

    def test_the_servers_file_is_checked_kept_and_without_secrets(self):
        servers = self.write("servers.yaml",
                             'mcpServers:\n  one: {command: sh, env: {SOME_API_KEY: "planted-key-4711"}}\n')
        self.host("run", "quick", *self.config, "--mcp", servers, "--out", "out", "--no-calibration", "-q")
        kept = (self.folder / "out" / "config" / "mcp_servers.yaml").read_text()
        self.assertIn("SOME_API_KEY", kept)
        self.assertNotIn("planted-key-4711", kept)
        servers.write_text("mcpServers:\n  one: {comand: sh}\n")
        wrong = self.host("run", "quick", *self.config, "--mcp", servers, check=2).stderr
        self.assertIn("servers.yaml:2:9", wrong)
        self.assertIn('did you mean', wrong)

    def test_aliases_are_stored_and_a_run_is_resumed_under_them(self):
        aliases = self.write("aliases.yaml",
                             "providers: {openai: Provider A}\nmodels: {gpt-4o: Model A1}\nscenarios: {quick: S1}\n")
        self.host("run", "quick", *self.config, "--runs", 2, "--anonymize", aliases, "--out", "out",
                  "--no-calibration", "-q")
        self.assertEqual(self.rows("out", "SELECT DISTINCT scenario_id, provider, model FROM traffic_logs"),
                         [{"scenario_id": "S1", "provider": "Provider A", "model": "Model A1"}])
        self.assertNotIn("gpt-4o", (self.folder / "out" / "report.json").read_text())
        with sqlite3.connect(self.folder / "out" / "run.sqlite") as db:
            db.execute("DELETE FROM sessions WHERE run_index = 1")
            db.execute("DELETE FROM traffic_logs WHERE run_index = 1")
        self.host("run", "--resume", "out", "--no-calibration", "-q")
        self.assertEqual(self.one("out", "SELECT count(*) FROM sessions"), 2)
        self.host("anonymize", "out", "--map", self.write("other.yaml", "scenarios: {S1: T1}\n"), "--out", "copy")
        self.assertEqual(self.one("copy", "SELECT min(scenario_id) FROM traffic_logs"), "T1")


if __name__ == "__main__":
    host.main()
