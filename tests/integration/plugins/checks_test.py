"""`plugins check` is green on what is right and red, by name, on what is wrong."""
import json
import os
import unittest

from files import BAD, BUILD, SOURCE, PluginTest, bad_file

RED = {
    "text": "file.section", "foreign": "file.section", "wrong_abi": "file.fingerprint", "exports": "file.exports",
    "unloadable": "file.nodelete", "no_symbol": "load.now", "undefined": "load.now", "static_crash": "load.now",
    "loud": "load.quiet", "busy": "load.quiet", "undocumented": "describe.docs", "create_crash": "config.defaults",
    "throws_anything": "config.defaults", "leaks": "life.leak", "mumbles": "chat.golden",
    "forgets_pieces": "chat.split", "trusts_any_end": "chat.fault", "swallows_cancel": "chat.cancel",
    "loses_kinds": "chat.http-errors", "says_key": "record.secret",
}
SANITIZED = "sanitize" in os.environ.get("AITB_CXX_FLAGS", "")


class Checks(PluginTest):
    def red(self, file, code):
        done = self.host("plugins", "check", "--json", file, expect=code)
        return {one["id"]: one for one in json.loads(done.stdout) if one["outcome"] in ("failed", "crashed")}

    def test_every_bad_plugin_is_red_where_it_is_bad(self):
        for name, check in RED.items():
            if SANITIZED and name == "leaks":
                continue  # the sanitizer's allocator does not tell; its own leak check finds it
            with self.subTest(name):
                self.assertIn(check, self.red(bad_file(name), 1))

    def test_every_bad_plugin_has_its_check_here(self):
        built = {folder.name for folder in BAD.iterdir()} - {"good", "keeps_the_rules", "first", "second"}
        self.assertEqual(built, set(RED))

    def test_the_controls_are_green(self):
        for name in ("good", "keeps_the_rules"):
            with self.subTest(name):
                self.assertEqual(self.red(bad_file(name), 0), {})

    def test_our_own_are_green_and_skip_nothing_that_matters(self):
        files = sorted((BUILD / "lib/aitb/plugins").glob("aitb-*.so"))
        self.assertTrue(files)
        for file in files:
            with self.subTest(file.name):
                self.assertEqual(self.red(file, 0), {})

    def test_a_check_that_hangs_or_crashes_is_called_crashed(self):
        red = self.red(bad_file("create_crash"), 1)
        self.assertEqual(red["config.defaults"]["outcome"], "crashed")
        self.assertIn("signal 11", red["config.defaults"]["detail"])

    def test_only_and_unknown_ids(self):
        done = self.host("plugins", "check", "--json", "--only", "load", bad_file("good"))
        self.assertEqual({one["id"] for one in json.loads(done.stdout)}, {"load.now", "load.time", "load.quiet"})
        self.host("plugins", "check", "--only", "nothing", bad_file("good"), expect=2)

    def test_the_document_is_the_table(self):
        text = self.host("plugins", "check", "--markdown").stdout
        self.assertEqual((SOURCE / "docs/checks.md").read_text(), text, "make it anew: see its first lines")


if __name__ == "__main__":
    unittest.main()
