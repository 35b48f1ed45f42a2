"""Targets that are dead, and how fast and cleanly the host says so."""
import pathlib
import time

import host
import peers


def members_of(session):
    """Processes of that session: whatever the host started stays in it unless it was ended."""
    found = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rsplit(")", 1)[1].split()[3]) == session:
                found.append(stat.parent.name)
        except (OSError, IndexError):
            pass
    return found


class FaultsOfTargets(host.HostTest):
    def test_a_dead_target_ends_the_run_at_once_and_leaves_no_process(self):
        started = time.monotonic()
        process = self.start("run", "quick", "--endpoint", "live", "--out", "dead",
                             *self.config(provider=f"base_url: http://127.0.0.1:{peers.free_port()}/v1\napi_key: ${{K}}"),
                             env=host.clean_environment(K="sk-test-1234"), start_new_session=True)
        _, err = process.communicate(timeout=60)
        print(f"took {time.monotonic() - started:.2f} s")
        self.assertEqual(process.returncode, 1, err)
        self.assertIn("127.0.0.1", err)
        self.assertEqual(members_of(process.pid), [])

    def test_a_bad_configuration_ends_with_2(self):
        config = self.config()
        scenarios = self.folder / "scenarios.yaml"
        scenarios.write_text(scenarios.read_text().replace("stream:", "straem:"))
        done = self.host("run", "quick", *config, check=2)
        self.assertRegex(done.stderr, r"scenarios\.yaml:\d+:\d+: .*straem")
        self.assertIn("did you mean", done.stderr)

    def test_a_server_that_always_fails_gives_a_failed_run_with_every_attempt_recorded(self):
        config = self.config(retries=1, provider="headers: {x-aitb-error: '500'}")
        simulators = self.folder / "simulators.yaml"
        simulators.write_text(simulators.read_text() + "    allow_error_header: true\n")
        self.host("run", "quick", "--runs", 3, "--out", "f", *config, check=1)
        self.assertEqual(self.one("f", "SELECT count(*) FROM traffic_logs"), 6)
        block = self.report("f")["scenarios"]["quick"]["no_emulation"]
        self.assertEqual(block["qoe_metrics"]["success_rate_pct"], 0)
        self.assertEqual(block["error_taxonomy"]["server_error"], 3)
        self.assertIsNone(block["qoe_metrics"]["time_to_first_token_ms"])


host.main()
