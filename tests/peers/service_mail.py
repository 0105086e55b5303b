"""A running service and a real SMTP server over TLS that does not take everything at once.

    python3 service_mail.py JASTAR

Refusals for now and a connection dropped after the final dot: every mail arrives, with the same Message-ID however often
it was sent. A refusal for good: the mail is marked as failed. A certificate that nobody vouches for: nothing is sent.
Waiting is bounded: a mail that is refused is tried again after ten seconds.
"""

import email
import email.policy
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
JASTAR = sys.argv.pop() if len(sys.argv) > 1 else "target/debug/jastar"
PATIENCE = 60


def free_port() -> int:
    import socket

    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Service:
    """One that sends its mail to a server which follows a script of faults."""

    def __init__(self, case: unittest.TestCase, faults: list[str], vouched: bool):
        folder = tempfile.TemporaryDirectory()
        case.addCleanup(folder.cleanup)
        self.home = Path(folder.name)
        self.mails = self.home / "taken"
        self.mails.mkdir()
        certificate, key = self.home / "certificate.pem", self.home / "key.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE",
             "-keyout", key, "-out", certificate],
            check=True, capture_output=True,
        )
        server = subprocess.Popen(
            [sys.executable, HERE / "smtp_faults.py", self.mails, *faults, "--starttls" if vouched else "--tls",
             "--certificate", certificate, "--key", key],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        case.addCleanup(server.stdout.close)
        case.addCleanup(server.wait)
        case.addCleanup(server.stdin.close)
        smtp = re.search(r"\d+", server.stdout.readline()).group()
        port = free_port()
        self.base = f"http://127.0.0.1:{port}"
        self.environment = os.environ | {
            "JASTAR_DATA__DIR": str(self.home / "data"),
            # One after another, so that the faults meet the mails that they are meant for.
            "JASTAR_MAIL__AT_ONCE": "1",
            "JASTAR_MAIL__GATHER_MINUTES": "0",
            "JASTAR_HTTP__LISTEN": f"127.0.0.1:{port}",
            "JASTAR_MAIL__URL": f"smtp://localhost:{smtp}?ca={certificate}" if vouched else f"smtps://localhost:{smtp}",
        }
        service = subprocess.Popen([JASTAR, "serve"], env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        case.addCleanup(service.wait)
        case.addCleanup(service.terminate)
        self.wait_for(self.ready)
        self.run("user", "create", "--email", "asel@qanat.example", "--name", "Әсел")
        self.token = self.run("token", "create", "--email", "asel@qanat.example").strip()

    def run(self, *arguments: str) -> str:
        done = subprocess.run([JASTAR, *arguments], env=self.environment, check=True, capture_output=True, text=True)
        return done.stdout

    def ready(self) -> bool:
        try:
            return urllib.request.urlopen(self.base + "/readyz").status == 200
        except OSError:
            return False

    def wait_for(self, reached) -> None:
        until = time.monotonic() + PATIENCE
        while not reached():
            assert time.monotonic() < until, f"not reached in {PATIENCE} s: {self.outbox()}"
            time.sleep(0.2)

    def book(self, hour: int) -> None:
        """In the podcast studio, which says yes at once: one mail with an invitation."""
        for ahead in range(2, 12):
            day = date.today() + timedelta(days=ahead)
            body = {
                "space": "sarzhailau/podcast-studio", "title": "Подкаст: қала үні", "attendees": 3,
                "starts": f"{day}T{hour}:00", "ends": f"{day}T{hour + 1}:00",
            }
            request = urllib.request.Request(
                self.base + "/api/v1/bookings", json.dumps(body).encode(),
                {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
            )
            try:
                assert urllib.request.urlopen(request).status == 201
                return
            except urllib.error.HTTPError as refusal:
                # A day may be a holiday.
                assert refusal.code == 422, refusal.read()
        raise AssertionError("nothing could be booked")

    def outbox(self) -> list[tuple]:
        path = self.home / "data" / "jastar.db"
        if not path.exists():
            return []
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            return database.execute("SELECT message_id, state, attempts, last_error FROM outbox ORDER BY id").fetchall()

    def taken(self) -> list[str]:
        """Message-IDs, in the order in which the mails came in."""
        messages = (
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in sorted(self.mails.glob("*.eml"))
        )
        return [message["Message-ID"] for message in messages]


class ServiceMail(unittest.TestCase):
    def test_what_is_refused_for_now_arrives_and_what_is_refused_for_good_is_marked(self):
        service = Service(self, ["421", "451", "drop-after-dot"], vouched=True)
        for hour in (12, 14, 16):
            service.book(hour)
        service.wait_for(lambda: [state for _, state, _, _ in service.outbox()] == ["sent"] * 3)
        self.assertEqual(sum(attempts for _, _, attempts, _ in service.outbox()), 6)
        came = service.taken()
        self.assertEqual(len(came), 6, came)
        self.assertEqual(set(came), {message_id for message_id, *_ in service.outbox()})
        checked = subprocess.run([sys.executable, HERE / "check_ics.py", service.mails], capture_output=True, text=True)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def test_a_refusal_for_good_is_marked_and_not_tried_again(self):
        service = Service(self, ["550"], vouched=True)
        service.book(12)
        service.wait_for(lambda: [state for _, state, _, _ in service.outbox()] == ["failed"])
        ((_, _, attempts, error),) = service.outbox()
        self.assertEqual(attempts, 1)
        self.assertIn("550", error)

    def test_nothing_goes_to_a_server_that_nobody_vouches_for(self):
        service = Service(self, [], vouched=False)
        service.book(12)
        service.wait_for(lambda: service.outbox()[0][2] > 0)
        ((_, state, _, error),) = service.outbox()
        self.assertEqual(state, "queued")
        self.assertIn("certificate", error.lower())
        self.assertEqual(service.taken(), [])


if __name__ == "__main__":
    unittest.main()
