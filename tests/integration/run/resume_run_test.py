"""Ctrl-C, or the end of the terminal, keeps what was measured; --resume does only what is missing."""
import os
import pty
import signal
import time

import host


class ResumeRun(host.HostTest):
    def wait_for_sessions(self, run, sessions):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if self.one(run, "SELECT count(*) FROM sessions") >= sessions:
                    break
            except Exception:
                pass
            time.sleep(0.02)

    def interrupt_after(self, process, run, sessions):
        """Sends SIGINT once that many sessions are stored."""
        self.wait_for_sessions(run, sessions)
        process.send_signal(signal.SIGINT)
        return process.communicate(timeout=30)

    def check_complete(self, run, sessions):
        self.assertEqual(self.one(run, "SELECT count(*) FROM sessions"), sessions)
        self.assertEqual(self.one(run, "SELECT count(DISTINCT session_id) FROM sessions"), sessions)
        self.assertEqual(self.one(run, "SELECT count(*) FROM (SELECT session_id, exchange_index, attempt FROM traffic_logs "
                                       "GROUP BY 1, 2, 3 HAVING count(*) > 1)"), 0)

    def test_ctrl_c_ends_cleanly_and_resume_completes(self):
        process = self.start("run", "quick", "--runs", 30, "--seed", 4, "--out", "r", *self.config(ttft=30, max_tokens=40, itl=2))
        out, err = self.interrupt_after(process, "r", 5)
        self.assertEqual(process.returncode, 1, err)
        self.assertIn("--resume", out)
        stored = self.one("r", "SELECT count(*) FROM sessions")
        self.assertTrue(5 <= stored < 30, stored)
        self.assertTrue((self.folder / "r" / "report.md").exists())
        self.host("run", "--resume", "r")
        self.check_complete("r", 30)

    def test_no_time_left_is_told_of_a_run_that_is_being_ended(self):
        process = self.start("run", "quick", "--users", 2, "--duration", 600, "--out", "e", *self.config(ttft=30))
        _, err = self.interrupt_after(process, "e", 5)
        self.assertIn("stopping: ", err)
        self.assertNotIn("ETA", err[err.index("stopping: "):])

    def test_a_terminal_is_told_what_follows_the_sessions_and_cleared(self):
        terminal, end = pty.openpty()
        process = self.start("run", "quick", "--out", "w", *self.config(), stderr=end)
        os.close(end)
        shown = b""
        try:
            while part := os.read(terminal, 4096):
                shown += part
        except OSError:  # the other end is closed: how Linux tells the end of a terminal
            pass
        os.close(terminal)
        self.assertEqual(process.wait(timeout=60), 0)
        self.assertIn(b"storing the last of 3 exchanges", shown)
        # Cleared before the table, which goes to another stream here, and once more at the very end.
        self.assertTrue(shown.endswith(b"computing the report" + 2 * b"\r\x1b[K"), shown)

    def test_two_hang_ups_end_cleanly(self):
        process = self.start("run", "quick", "--runs", 30, "--out", "h", *self.config(ttft=30, max_tokens=40, itl=2))
        self.wait_for_sessions("h", 5)
        process.send_signal(signal.SIGHUP)
        while "stopping" not in process.stderr.readline():
            self.assertIsNone(process.poll())
        process.send_signal(signal.SIGHUP)
        self.assertEqual(process.wait(timeout=30), 1)
        self.assertTrue((self.folder / "h" / "report.md").exists())

    def test_a_run_goes_on_when_its_terminal_has_gone(self):
        terminal, end = pty.openpty()
        process = self.start("run", "quick", "--runs", 20, "--out", "t", *self.config(ttft=30, max_tokens=40, itl=2), stderr=end)
        os.close(end)
        self.wait_for_sessions("t", 5)
        os.close(terminal)
        self.assertEqual(process.wait(timeout=60), 0)
        self.check_complete("t", 20)

    def test_resume_of_an_open_loop_offers_only_what_is_missing(self):
        process = self.start("run", "quick", "--rate", 20, "--runs", 60, "--seed", 4, "--out", "o", *self.config(ttft=30))
        self.interrupt_after(process, "o", 10)
        self.host("run", "--resume", "o")
        self.check_complete("o", 60)

    def test_resuming_a_complete_run_changes_nothing(self):
        self.host("run", "quick", "--out", "done", *self.config())
        before = self.rows("done", "SELECT * FROM traffic_logs ORDER BY id")
        self.host("run", "--resume", "done")
        self.assertEqual(self.rows("done", "SELECT * FROM traffic_logs ORDER BY id"), before)


host.main()
