"""How long a sign-in code takes while somebody floods the outbox. Python alone, nothing to install.

    python3 tests/bench/code_latency.py JASTAR [SECONDS] [MILLISECONDS]

A service of its own on SQLite sends to a server on loopback that takes MILLISECONDS (250) a mail. A program with a token,
which nothing stops, asks and cancels for SECONDS (10) without a pause; then a code is asked for, and the time until the
server has it is printed, with how many mails wait at that moment, in how many mails the venue was told.
"""

import asyncio
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import tomllib
from contextlib import closing
from datetime import date, timedelta
from itertools import count
from pathlib import Path

JASTAR = sys.argv[1]
SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 10
MILLISECONDS = float(sys.argv[3]) if len(sys.argv) > 3 else 250
CODE_TO = "other@test.example"
CATALOGUE = Path(__file__).parents[2] / "config" / "catalogue.toml"


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Mails:
    """Takes every mail after a while and notes when it had it."""

    def __init__(self):
        self.came: list[tuple[str, float]] = []
        self.code = asyncio.Event()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        def say(line: str):
            writer.write(line.encode() + b"\r\n")

        say("220 slow")
        to = ""
        while line := (await reader.readline()).decode(errors="replace").rstrip():
            if line.upper().startswith("RCPT"):
                to = re.search(r"<(.*?)>", line).group(1)
            if line.upper() == "DATA":
                say("354 go on")
                while (await reader.readline()) != b".\r\n":
                    pass
                await asyncio.sleep(MILLISECONDS / 1000)
                self.came.append((to, time.monotonic()))
                if to == CODE_TO:
                    self.code.set()
            elif line.upper() == "QUIT":
                say("221 bye")
                break
            say("250 ok")
            await writer.drain()
        writer.close()


async def call(port: int, method: str, path: str, headers: dict[str, str], body: str) -> tuple[int, str]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = {"Host": f"127.0.0.1:{port}", "Connection": "close", "Content-Length": str(len(body.encode()))} | headers
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items())]
    writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
    answer = (await reader.read()).decode(errors="replace")
    writer.close()
    head, _, body = answer.partition("\r\n\r\n")
    return int(head.split()[1]), body


def open_day() -> date:
    """The first from the day after tomorrow on that the catalogue does not name as a day off."""
    off = {named["date"] for named in tomllib.loads(CATALOGUE.read_text())["day"]}
    ahead = (date.today() + timedelta(days=days) for days in count(2))
    return next(day for day in ahead if day.isoformat() not in off)


async def flood(port: int, token: str) -> int:
    day = open_day()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    wanted = {
        "space": "youth-house/dance-studio", "starts": f"{day}T16:00", "ends": f"{day}T17:00", "title": "Тасқын",
        "attendees": 5, "phone": "+7 701 123 45 67",
    }
    turns, until = 0, time.monotonic() + SECONDS
    while time.monotonic() < until:
        status, body = await call(port, "POST", "/api/v1/bookings", headers, json.dumps(wanted))
        assert status == 201, (status, body)
        path = f"/api/v1/bookings/{json.loads(body)['id']}/cancel"
        status, body = await call(port, "POST", path, headers, "{}")
        assert status == 200, (status, body)
        turns += 1
    return turns


async def main():
    mails = Mails()
    server = await asyncio.start_server(mails.talk, "127.0.0.1", 0)
    smtp, port = server.sockets[0].getsockname()[1], free_port()
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {
            "JASTAR_DATA__DIR": home, "JASTAR_HTTP__LISTEN": f"127.0.0.1:{port}",
            "JASTAR_MAIL__URL": f"smtp://127.0.0.1:{smtp}",
        }

        def run(*arguments: str) -> str:
            done = subprocess.run([JASTAR, *arguments], env=environment, check=True, capture_output=True, text=True)
            return done.stdout.strip()

        service = subprocess.Popen([JASTAR, "serve"], env=environment, stdout=subprocess.PIPE, text=True)
        try:
            await asyncio.to_thread(service.stdout.readline)
            await asyncio.to_thread(run, "user", "create", "--email", "flood@test.example", "--name", "Flood")
            token = await asyncio.to_thread(run, "token", "create", "--email", "flood@test.example")
            turns = await flood(port, token)
            with closing(sqlite3.connect(Path(home) / "jastar.db")) as database:
                text = "SELECT count(*) FROM outbox WHERE state = 'queued'"
                ((waiting,),) = database.execute(text).fetchall()
            form = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
            asked = time.monotonic()
            status, _ = await call(port, "POST", "/sign-in", form, f"email={CODE_TO.replace('@', '%40')}")
            assert status == 303, status
            await asyncio.wait_for(mails.code.wait(), 700)
            (had,) = [at for to, at in mails.came if to == CODE_TO]
            print(f"{turns} turns in {SECONDS:g} s, {waiting} mails wait, {MILLISECONDS:g} ms a mail: the code takes {had - asked:.2f} s")
        finally:
            service.terminate()
            await asyncio.to_thread(service.wait)


asyncio.run(main())
