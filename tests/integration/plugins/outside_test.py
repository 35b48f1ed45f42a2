"""A third party builds outside the tree, against the installed SDK, and drops the result into a folder."""
import json
import os
import shutil
import sqlite3
import subprocess
import unittest

from files import BUILD, SOURCE, PluginTest

CMAKE = os.environ["AITB_CMAKE"]
KINDS = ("provider", "scenario", "simulator", "emulator", "capture", "sink")


class Outside(PluginTest):
    def setUp(self):
        super().setUp()
        self.prefix = self.folder / "prefix"
        self.call(CMAKE, "--install", BUILD, "--prefix", self.prefix, "--component", "sdk")

    def build(self, source):
        build = self.folder / "build"
        flags = "-O0 -Wall -Wextra -Wpedantic -Wshadow -Werror -Wno-mismatched-new-delete"
        extra = os.environ.get("AITB_CXX_FLAGS", "")
        launcher = ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
        self.call(CMAKE, "-S", source, "-B", build, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={self.prefix}",
                  f"-DCMAKE_CXX_COMPILER={os.environ['AITB_CXX']}", f"-DCMAKE_CXX_FLAGS={flags} {extra}", *launcher)
        self.call(CMAKE, "--build", build, "-j2", timeout=800)
        self.call("ctest", "--test-dir", build, "--output-on-failure", timeout=300)
        return build / "plugins"

    def exported(self, file):
        lines = self.call("nm", "-D", "--defined-only", file).stdout.splitlines()
        return [line.split()[-1] for line in lines]

    def test_the_example_runs_from_a_folder_and_its_records_are_stored(self):
        source = self.folder / "acme"
        shutil.copytree(SOURCE / "examples/plugin", source)
        plugins = self.build(source)
        self.assertEqual(self.exported(plugins / "aitb-acme.so"), ["aitb_plugin"])
        self.host("run", "acme_ping_pong", "--config", source / "scenarios.yaml", "--simulators",
                  source / "simulators.yaml", "--plugins", plugins, "--runs", "2", "--no-calibration", "--out",
                  self.folder / "out")
        database = sqlite3.connect(self.folder / "out/run.sqlite")
        rows = database.execute("SELECT count(*), min(success) FROM traffic_logs WHERE provider = 'acme'").fetchone()
        self.assertEqual(rows, (8, 1), "2 runs of 4 rounds, all good")

    def test_what_plugins_new_writes_builds_and_passes_its_tests_and_checks(self):
        folders = ""
        for kind in KINDS:
            self.host("plugins", "new", kind, f"my-{kind}", "--dir", self.folder / "all")
            folders += f"add_subdirectory(my-{kind})\n"
        (self.folder / "all/CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.25)\nproject(all LANGUAGES CXX)\nfind_package(AitbSdk 0.1 REQUIRED)\n" + folders)
        plugins = self.build(self.folder / "all")
        found = json.loads(self.host("plugins", "list", "--json", "--plugins", plugins).stdout)["components"]
        self.assertLessEqual({f"my-{kind}" for kind in KINDS}, {one["type"] for one in found})

    def test_plugins_new_refuses_what_cannot_be(self):
        self.host("plugins", "new", "gadget", "x", expect=2)
        self.host("plugins", "new", "sink", "Not A Name", expect=2)
        self.host("plugins", "new", "sink", "twice")
        self.host("plugins", "new", "sink", "twice", expect=2)


if __name__ == "__main__":
    unittest.main()
