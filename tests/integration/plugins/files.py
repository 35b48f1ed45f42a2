"""Where the host, its build tree and the bad plugins are; how the host is called."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

HOST = os.environ["AITB_HOST"]
BUILD = pathlib.Path(os.environ["AITB_BUILD"])
SOURCE = pathlib.Path(os.environ["AITB_SOURCE"])
BAD = BUILD / "bad_plugins"


def bad_file(name):
    return BAD / name / f"aitb-{name}.so"


class PluginTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="aitb-plugins-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def call(self, *args, timeout=300, cwd=None, expect=0):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("AITB_PLUGIN")}
        done = subprocess.run([str(a) for a in args], cwd=cwd or self.folder, capture_output=True, text=True,
                              timeout=timeout, env=environment)
        if expect is not None:
            self.assertEqual(done.returncode, expect, f"{args}\n{done.stdout}\n{done.stderr}")
        return done

    def host(self, *args, **more):
        return self.call(HOST, *args, **more)
