"""Starts the real aitb-host for the tests of this folder."""
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import unittest

HOST = os.environ.get("AITB_HOST", "build/release/bin/aitb-host")
FAST = """
scenarios:
  quick:
    type: chat
    provider: openai
    model: gpt-4o
    stream: {stream}
    prompts: {prompts}
    max_tokens: {max_tokens}
    inter_prompt_delay_sec: {think}
providers:
  openai:
    type: openai
{provider}
defaults:
  runs_per_scenario: 3
  inter_run_delay_sec: {pause}
  retry_count: {retries}
  retry_backoff_sec: 0.01
  timeout_sec: 30
{defaults}
"""
SIMULATORS = """
simulators:
  openai:
    type: openai
    tls: {tls}
    ttft_ms: {ttft}
    itl_ms: {itl}
"""


def clean_environment(**extra):
    env = {k: v for k, v in os.environ.items() if not k.endswith("_API_KEY") and not k.startswith("AITB_PLUGIN")}
    env.update(extra)
    return env


class HostTest(unittest.TestCase):
    """A folder of its own for each test; nothing may be written outside of it."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="aitb-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def config(self, stream="true", prompts='["Tell me of the sea."]', max_tokens=20, think=0, provider="", pause=0,
               retries=0, defaults="", tls="false", ttft=5, itl=1):
        scenarios = self.write("scenarios.yaml", FAST.format(
            stream=stream, prompts=prompts, max_tokens=max_tokens, think=think, pause=pause, retries=retries,
            provider="\n".join("    " + line for line in provider.splitlines()),
            defaults="\n".join("  " + line for line in defaults.splitlines())))
        simulators = self.write("simulators.yaml", SIMULATORS.format(tls=tls, ttft=ttft, itl=itl))
        return ["--config", str(scenarios), "--simulators", str(simulators)]

    def command(self, *args):
        return [HOST, *map(str, args)]

    def host(self, *args, timeout=120, check=0, env=None):
        done = subprocess.run(self.command(*args), cwd=self.folder, capture_output=True, text=True, timeout=timeout,
                              env=env or clean_environment())
        if check is not None:
            self.assertEqual(done.returncode, check, f"{args}\n{done.stdout}\n{done.stderr}")
        return done

    def start(self, *args, env=None, stderr=subprocess.PIPE, **kwargs):
        process = subprocess.Popen(self.command(*args), cwd=self.folder, stdout=subprocess.PIPE, stderr=stderr,
                                   text=True, env=env or clean_environment(), **kwargs)

        def end():
            process.terminate()  # as a user does, so that it takes away what it made
            try:
                process.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                self.fail(f"{args} did not end at SIGTERM")
        self.addCleanup(end)
        return process

    def rows(self, run, sql, *values):
        with sqlite3.connect(f"file:{self.folder / run / 'run.sqlite'}?mode=rw", uri=True) as db:
            db.row_factory = sqlite3.Row
            return [dict(row) for row in db.execute(sql, values)]

    def one(self, run, sql, *values):
        return next(iter(self.rows(run, sql, *values)[0].values()))

    def report(self, run):
        return json.loads((self.folder / run / "report.json").read_text())


def main():
    unittest.main(verbosity=2)
