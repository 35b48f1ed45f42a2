"""Memory stays flat over many exchanges."""
import os
import pathlib
import statistics
import time

import host


class Memory(host.HostTest):
    def test_is_flat_over_many_exchanges(self):
        exchanges = int(os.environ.get("AITB_MEMORY_EXCHANGES", "100000"))
        users = 50  # with 12 ms to the first token some 4000 a second: storing keeps up, and the record queue stays short
        process = self.start("run", "quick", "--users", users, "--runs", exchanges // users, "--no-calibration", "--quiet", "--out", "m",
                             *self.config(stream="true", max_tokens=8, ttft=12, itl=0))
        samples = []
        while process.poll() is None:
            try:
                status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
                resident = int(status.split("VmRSS:")[1].split()[0])
                done = self.one("m", "SELECT count(*) FROM sessions")
                if done < exchanges * 0.98:  # the report at the end may need its own
                    samples.append((done, resident))
            except Exception:
                pass
            time.sleep(0.5)
        out, err = process.communicate()
        self.assertEqual(process.returncode, 0, err)
        self.assertEqual(self.one("m", "SELECT count(*) FROM traffic_logs WHERE success"), exchanges)
        early = [r for n, r in samples if exchanges * 0.3 <= n < exchanges * 0.6]
        late = [r for n, r in samples if n >= exchanges * 0.8]
        print("resident KiB early", statistics.median(early), max(early), "late", statistics.median(late), max(late))
        # Medians: for a moment the record queue may fill.
        self.assertLess(statistics.median(late), statistics.median(early) * 1.1 + 4 * 1024)


host.main()
