"""Every command of docs/coverage.md is one that the program knows, with scenarios and options that exist."""
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

host, root = sys.argv[1], pathlib.Path(sys.argv[2])
commands = sorted(set(re.findall(r"`(aitb-host [^`]+)`", (root / "docs" / "coverage.md").read_text())))
failed = 0
with tempfile.TemporaryDirectory() as scratch:
    aliases = pathlib.Path(scratch) / "FILE"
    aliases.write_text("{}\n")
    env = {name: value for name, value in os.environ.items() if not name.endswith("_API_KEY")}
    for command in commands:
        words = shlex.split(command)[1:]
        live = "live" in words
        words = [str(aliases) if word == "FILE" else word for word in words]
        # What is live needs keys, and a stored run is not here: those commands are only parsed.
        whole = words[0] == "run" and not live and "--resume" not in words
        words += ["--dry-run"] if whole and "--dry-run" not in words else [] if whole else ["--help"]
        done = subprocess.run([host, *words], cwd=root, env=env, capture_output=True, text=True, timeout=60)
        # Exit 2 with "cannot run" is an answer too: this machine lacks something.
        explained = done.returncode == 2 and "cannot run" in done.stderr
        if done.returncode != 0 and not explained:
            failed += 1
            print(f"{command}\n  exit {done.returncode}: {(done.stderr or done.stdout).strip()[:400]}")
if len(commands) < 20:
    failed += 1
    print(f"only {len(commands)} commands were found")
sys.exit(failed != 0)
