"""Closed and open loops, warm-up, ramp, lanes."""
import host


class LoadRun(host.HostTest):
    def test_a_closed_loop_runs_each_user_through_its_sessions(self):
        self.host("run", "quick", "--users", 8, "--runs", 5, "--out", "closed", *self.config())
        per_user = self.rows("closed", "SELECT user, count(*) AS n FROM sessions GROUP BY user ORDER BY user")
        self.assertEqual([(row["user"], row["n"]) for row in per_user], [(user, 5) for user in range(8)])

    def test_an_open_loop_starts_what_was_planned_whatever_the_answers_take(self):
        self.host("run", "quick", "--rate", 100, "--runs", 200, "--out", "open", *self.config(ttft=200, itl=2))
        self.assertEqual(self.one("open", "SELECT count(*) FROM sessions WHERE success"), 200)
        starts = [row["t"] for row in self.rows("open", "SELECT t_scheduled_ns AS t FROM traffic_logs ORDER BY 1")]
        self.assertEqual(len(set(starts)), 200)
        span = (starts[-1] - starts[0]) / 1e9
        self.assertTrue(1.4 < span < 2.8, span)  # 200 Poisson arrivals at 100/s: 2 s ± 4 sigma

    def test_the_arrivals_do_not_depend_on_the_number_of_lanes(self):
        gaps = {}
        for lanes in (1, 2):
            self.host("run", "quick", "--rate", 200, "--runs", 60, "--lanes", lanes, "--seed", 3, "--out", f"l{lanes}", *self.config())
            times = [row["t"] for row in self.rows(f"l{lanes}", "SELECT t_scheduled_ns AS t FROM traffic_logs ORDER BY 1")]
            gaps[lanes] = [b - a for a, b in zip(times, times[1:])]
        self.assertEqual(gaps[1], gaps[2])

    def test_warm_up_is_recorded_and_never_mixed(self):
        self.host("run", "quick", "--users", 2, "--warmup", 1, "--duration", 2, "--out", "warm", *self.config(ttft=20))
        warm = self.one("warm", "SELECT count(*) FROM traffic_logs WHERE warmup")
        measured = self.one("warm", "SELECT count(*) FROM traffic_logs WHERE NOT warmup AND final AND class = 'primary'")
        self.assertGreater(warm, 5)
        self.assertGreater(measured, 10)
        self.assertEqual(self.report("warm")["scenarios"]["quick"]["no_emulation"]["samples"], measured)

    def test_retries_are_records_of_their_own(self):
        config = self.config(retries=2, provider="headers: {x-aitb-error: '503'}")
        simulators = self.folder / "simulators.yaml"
        simulators.write_text(simulators.read_text() + "    allow_error_header: true\n")
        self.host("run", "quick", "--runs", 1, "--out", "retry", *config, check=1)
        rows = self.rows("retry", "SELECT attempt, final, http_status, error_kind FROM traffic_logs ORDER BY attempt")
        self.assertEqual([(r["attempt"], r["final"]) for r in rows], [(1, 0), (2, 0), (3, 1)])
        self.assertEqual({r["http_status"] for r in rows}, {503})
        self.assertEqual({r["error_kind"] for r in rows}, {"server_error"})

    def test_think_time_separates_the_prompts_of_a_session(self):
        self.host("run", "quick", "--runs", 1, "--out", "think", *self.config(think=0.3, prompts='["a", "b"]'))
        rows = self.rows("think", "SELECT t_scheduled_ns AS s, t_end_ns AS e, t_tx_first_ns AS tx FROM traffic_logs ORDER BY turn_index")
        self.assertEqual(rows[1]["s"] - rows[0]["e"], 300_000_000)
        self.assertGreaterEqual(rows[1]["tx"], rows[1]["s"])


host.main()
