"""A real PgBouncer between the service and PostgreSQL is refused, at the start and by doctor, with what to do.

    tests/postgres.sh python3 behind_pgbouncer.py JASTAR

As it is installed PgBouncer refuses what a connection begins with; told to ignore that, it would silently leave out the
limit for locks and the isolation. Whichever way its pools work, the service must not run on it.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
import unittest
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

JASTAR = sys.argv.pop() if len(sys.argv) > 1 else "target/debug/jastar"
PGBOUNCER = "/usr/sbin/pgbouncer"
PATIENCE = 60

SETTINGS = """
[databases]
* = host={host} port={server} user={user} dbname=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = {mode}
logfile = {home}/pgbouncer.log
{more}
"""


def free_port() -> int:
    import socket

    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class BehindPgBouncer(unittest.TestCase):
    def refusals(self, mode: str, more: str) -> list[str]:
        """What `serve` and `doctor` leave on standard error."""
        server = urlsplit(os.environ["TEST_DATABASE_URL"])
        with tempfile.TemporaryDirectory() as folder:
            home, port = Path(folder), free_port()
            settings = SETTINGS.format(
                host=server.hostname, server=server.port, user=server.username, port=port, mode=mode, home=home, more=more
            )
            (home / "pgbouncer.ini").write_text(settings)
            as_somebody = []
            if os.geteuid() == 0:
                home.chmod(0o777)
                as_somebody = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
            pooler = subprocess.Popen([*as_somebody, PGBOUNCER, "-q", home / "pgbouncer.ini"], cwd="/")
            try:
                self.wait_for(port, pooler)
                environment = {
                    "JASTAR_DATA__DIR": str(home / "data"),
                    "JASTAR_HTTP__LISTEN": f"127.0.0.1:{free_port()}",
                    "JASTAR_DATABASE__URL": f"postgres://{server.username}@127.0.0.1:{port}/jastar_behind",
                }
                return [self.refusal(environment, command) for command in ["serve", "doctor"]]
            finally:
                pooler.terminate()
                pooler.wait()

    def wait_for(self, port: int, pooler: subprocess.Popen) -> None:
        import socket

        until = time.monotonic() + PATIENCE
        while True:
            self.assertIsNone(pooler.poll(), "pgbouncer ended")
            self.assertLess(time.monotonic(), until, "pgbouncer does not listen")
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return
            except OSError:
                time.sleep(0.05)

    def refusal(self, environment: dict, command: str) -> str:
        done = subprocess.run([JASTAR, command], env=environment, capture_output=True, text=True, timeout=PATIENCE)
        self.assertNotEqual(done.returncode, 0, done.stdout)
        return re.sub(r"\s+", " ", done.stderr)

    def test_it_is_refused_in_every_mode_with_what_to_do(self):
        for mode in ["session", "transaction"]:
            for more in ["", "ignore_startup_parameters = extra_float_digits,options"]:
                for told in self.refusals(mode, more):
                    with self.subTest(mode=mode, more=more):
                        self.assertIn("give the address of PostgreSQL itself", told)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
