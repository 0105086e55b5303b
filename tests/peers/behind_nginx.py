"""The service behind a real nginx that is told nothing but where to send requests.

    python3 behind_nginx.py JASTAR

Such a proxy looks like the service's own machine: it sends a Host of this machine and no header that says more. Whoever
comes through it must not see the mails of developers, nor be shown the way there; with the key they are read as before.
"""

import re
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path

JASTAR = sys.argv.pop() if len(sys.argv) > 1 else "target/debug/jastar"
NGINX = "/usr/sbin/nginx"
PATIENCE = 60

PLAIN = """
daemon off;
pid {home}/nginx.pid;
error_log {home}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    server {{
        listen 127.0.0.1:{port};
        location / {{ proxy_pass http://127.0.0.1:{service}; }}
    }}
}}
"""


def free_port() -> int:
    import socket

    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class BehindNginx(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        home = Path(folder.name)
        service, port = free_port(), free_port()
        environment = {"JASTAR_DATA__DIR": str(home / "data"), "JASTAR_HTTP__LISTEN": f"127.0.0.1:{service}"}
        jastar = subprocess.Popen([JASTAR, "serve"], env=environment, stdout=subprocess.PIPE, text=True)
        self.addCleanup(jastar.stdout.close)
        self.addCleanup(jastar.wait)
        self.addCleanup(jastar.terminate)
        self.key = None
        while self.key is None:
            line = jastar.stdout.readline()
            self.assertTrue(line, "it ended without printing a key")
            self.key = re.search(r"/dev/mail\?key=([0-9a-f]{64})$", line.strip())
        self.key = self.key.group(1)
        (home / "nginx.conf").write_text(PLAIN.format(home=home, port=port, service=service))
        nginx = subprocess.Popen([NGINX, "-c", home / "nginx.conf", "-p", home], stderr=subprocess.DEVNULL)
        self.addCleanup(nginx.wait)
        self.addCleanup(nginx.terminate)
        self.base = f"http://127.0.0.1:{port}"
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        until = time.monotonic() + PATIENCE
        while self.status("/livez") != 200:
            self.assertIsNone(nginx.poll(), "nginx ended")
            self.assertLess(time.monotonic(), until, "nginx passes nothing on")
            time.sleep(0.05)

    def get(self, path: str, **headers: str):
        return self.browser.open(urllib.request.Request(self.base + path, headers=headers), timeout=PATIENCE)

    def status(self, path: str, **headers: str) -> int:
        try:
            with self.get(path, **headers) as answer:
                return answer.status
        except urllib.error.HTTPError as refusal:
            refusal.close()
            return refusal.code
        except OSError:
            return 0

    def page(self, path: str) -> str:
        with self.get(path) as answer:
            return answer.read().decode()

    def test_mails_are_read_with_the_key_and_with_nothing_else(self):
        for host in ["booking.example", "127.0.0.1:8080", "localhost"]:
            self.assertEqual(self.status("/dev/mail", Host=host), 404)
        self.assertEqual(self.status(f"/dev/mail?key={'0' * 64}"), 404)
        self.assertNotIn("/dev/mail", self.page("/"))
        with self.get(f"/dev/mail?key={self.key}") as answer:
            self.assertEqual(answer.status, 200)
            self.assertTrue(answer.url.endswith("/dev/mail"), "the key is gone from the address")
        self.assertIn('href="/dev/mail"', self.page("/"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
