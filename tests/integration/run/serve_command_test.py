"""Simulators as a service for other people's clients."""
import json
import re
import signal
import ssl
import urllib.request

import host


class Serve(host.HostTest):
    def listening(self, *args, **kwargs):
        process = self.start("serve", *args, **kwargs)
        line = process.stdout.readline()
        found = re.fullmatch(r"(\S+) listening on (https?://127\.0\.0\.1:\d+)\n", line)
        self.assertTrue(found, line)
        return process, found.group(2)

    def test_serves_until_it_is_told_to_stop(self):
        for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            process, url = self.listening("openai")
            request = urllib.request.Request(url + "/v1/models", headers={"Authorization": "Bearer sk-x"})
            self.assertEqual(json.load(urllib.request.urlopen(request))["object"], "list")
            process.send_signal(sig)
            process.communicate(timeout=10)
            self.assertEqual(process.returncode, 0)

    def test_outlives_a_hang_up_under_nohup(self):
        process, url = self.listening("openai", preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        process.send_signal(signal.SIGHUP)
        request = urllib.request.Request(url + "/v1/models", headers={"Authorization": "Bearer sk-x"})
        self.assertEqual(json.load(urllib.request.urlopen(request))["object"], "list")
        self.assertIsNone(process.poll())

    def test_serves_tls_with_a_ca_that_it_names(self):
        process, url = self.listening("openai", "--tls")
        ca = process.stdout.readline().split(" in ", 1)[1].strip()
        context = ssl.create_default_context(cafile=ca)
        request = urllib.request.Request(url + "/v1/models", headers={"Authorization": "Bearer sk-x"})
        self.assertEqual(json.load(urllib.request.urlopen(request, context=context))["object"], "list")

    def test_a_port_in_use_is_told_with_the_way_out(self):
        _, url = self.listening("openai")
        port = url.rsplit(":", 1)[1]
        done = self.host("serve", "openai", "--port", port, check=None, timeout=10)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(port, done.stderr)
        self.assertIn("--port", done.stderr)

    def test_an_unknown_simulator_is_answered_with_the_nearest(self):
        done = self.host("serve", "opneai", check=2)
        self.assertIn("openai", done.stderr)


host.main()
