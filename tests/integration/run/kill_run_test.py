"""kill -9 at random moments: the database opens, holds what had ended, and a resumed run has no doubles."""
import os
import random
import time

import host
import peers

USERS, RUNS = 4, 40


class KillRun(host.HostTest):
    def test_survives_kills_at_random_moments(self):
        seed = int(os.environ.get("AITB_SEED", random.SystemRandom().randrange(1 << 30)))
        print("seed", seed)
        dice = random.Random(seed)
        for moment in range(int(os.environ.get("AITB_KILLS", "20"))):
            with self.subTest(moment=moment, seed=seed):
                self.one_kill(f"k{moment}", dice.uniform(0.0, 0.6))

    def one_kill(self, run, delay):
        server = peers.ChatServer()
        self.addCleanup(server.close)
        config = self.config(stream="false", provider=f"base_url: {server.url}")
        process = self.start("run", "quick", "--endpoint", "live", "--users", USERS, "--runs", RUNS, "--no-calibration",
                             "--seed", 1, "--out", run, *config, env=host.clean_environment(OPENAI_API_KEY="sk-test-1234"))
        while not (self.folder / run / "run.sqlite").exists() and process.poll() is None:
            time.sleep(0.001)
        time.sleep(delay)
        process.kill()
        killed_at = time.clock_gettime_ns(time.CLOCK_MONOTONIC)
        process.communicate()
        # Sound, and complete up to 200 ms before the kill: the server knows what it had answered by then.
        self.assertEqual(self.one(run, "PRAGMA integrity_check"), "ok")
        answered = {name for name, at in server.answers.items() if at and at < killed_at - 200_000_000}
        stored = set()
        if self.one(run, "SELECT count(*) FROM sqlite_master WHERE name = 'traffic_logs'"):
            stored = {row["response_id"] for row in self.rows(run, "SELECT response_id FROM traffic_logs")}
        self.assertLessEqual(answered, stored)
        # The resumed run makes the plan whole, without doubles.
        self.host("run", "--resume", run, env=host.clean_environment(OPENAI_API_KEY="sk-test-1234"))
        self.assertEqual(self.one(run, "SELECT count(*) FROM sessions WHERE success"), USERS * RUNS)
        self.assertEqual(self.one(run, "SELECT count(*) FROM traffic_logs"), USERS * RUNS)
        self.assertEqual(self.one(run, "SELECT count(DISTINCT session_id) FROM traffic_logs"), USERS * RUNS)


host.main()
