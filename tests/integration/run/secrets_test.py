"""A key that is planted in the environment appears nowhere in what a run leaves behind or prints."""
import host
import peers

CANARY = "sk-canary-7f3b9e5d2c1a8046"


class Secrets(host.HostTest):
    def leaks(self, folder):
        return [str(p) for p in folder.rglob("*") if p.is_file() and CANARY.encode() in p.read_bytes()]

    def run_with(self, provider, **kwargs):
        done = self.host("run", "quick", "--endpoint", "live", "--verbose", "--runs", 2, "--out", "r",
                         *self.config(stream="false", provider=provider), check=None, **kwargs)
        self.assertNotIn(CANARY, done.stdout + done.stderr)
        self.assertEqual(self.leaks(self.folder / "r"), [])
        return done

    def test_a_key_from_the_environment(self):
        server = peers.ChatServer()
        self.addCleanup(server.close)
        done = self.run_with(f"base_url: {server.url}\napi_key: ${{MY_KEY}}", env=host.clean_environment(MY_KEY=CANARY))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(server.authorizations, {f"Bearer {CANARY}"})  # it was really used

    def test_a_key_from_a_dotenv_file(self):
        server = peers.ChatServer()
        self.addCleanup(server.close)
        self.write(".env", f"MY_KEY={CANARY}\n")
        self.assertEqual(self.run_with(f"base_url: {server.url}\napi_key: ${{MY_KEY}}").returncode, 0)
        self.assertEqual(server.authorizations, {f"Bearer {CANARY}"})

    def test_a_key_that_was_written_into_the_yaml(self):
        server = peers.ChatServer()
        self.addCleanup(server.close)
        self.run_with(f"base_url: {server.url}\napi_key: {CANARY}")

    def test_a_missing_key_is_named_and_nothing_runs(self):
        done = self.host("run", "quick", "--endpoint", "live", *self.config(provider="api_key: ${MY_KEY}"), check=2)
        self.assertIn("MY_KEY", done.stderr)


host.main()
