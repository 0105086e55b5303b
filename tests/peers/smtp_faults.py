"""An SMTP server on loopback that does to each mail what it was told.

    python3 smtp_faults.py FOLDER [FAULT]... [--starttls | --tls] [--certificate PEM --key PEM]

The n-th attempt to send a mail meets the n-th fault, and every later one is taken:

    ok               taken
    421 451 550 …    refused with this reply once the mail was sent, 421 also hangs up
    rcpt-550 …       refused with this reply when the recipient is named
    drop             hangs up when the mail begins
    drop-after-dot   takes the mail, then hangs up instead of saying so
    silence          takes the mail, then says nothing

Mails are saved as FOLDER/<attempt>-<fault>.eml when they were received, refused or not. Prints `listening on PORT` and, for
every attempt, `<attempt> <fault>`. Ends when its standard input ends.
"""

import argparse
import asyncio
import re
import ssl
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP

FAULT = re.compile(r"ok|drop|drop-after-dot|silence|(rcpt-)?[45]\d\d")


class Script:
    """Says what happens to the attempt that is under way, for all connections together."""

    def __init__(self, faults: list[str], folder: Path):
        self.faults, self.folder, self.attempt = faults, folder, 0

    def next(self) -> str:
        self.attempt += 1
        fault = self.faults[self.attempt - 1] if self.attempt <= len(self.faults) else "ok"
        print(self.attempt, fault, flush=True)
        return fault

    # Hooks of aiosmtpd, which names them.

    async def handle_MAIL(self, server, session, envelope, address, options):
        fault = session.fault = self.next()
        if fault == "drop":
            server.transport.abort()
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if session.fault.startswith("rcpt-"):
            return f"{session.fault[5:]} told to refuse <{address}>"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        fault = session.fault
        unfinished = self.folder / f".{self.attempt}.part"
        unfinished.write_bytes(envelope.original_content)
        unfinished.rename(self.folder / f"{self.attempt:03}-{fault}.eml")
        if fault == "drop-after-dot":
            server.transport.abort()
        if fault == "silence":
            await asyncio.Event().wait()
        if fault == "421":
            server.transport.write(b"421 told to refuse\r\n")
            server.transport.close()
        return "250 OK" if fault in ("ok", "drop-after-dot", "421") else f"{fault} told to refuse"


async def serve(arguments: argparse.Namespace) -> None:
    script = Script(arguments.faults, arguments.folder)
    context = None
    if arguments.starttls or arguments.tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(arguments.certificate, arguments.key)

    def connection() -> SMTP:
        return SMTP(
            script,
            hostname="localhost",
            enable_SMTPUTF8=True,
            tls_context=context if arguments.starttls else None,
            require_starttls=arguments.starttls,
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(connection, "127.0.0.1", 0, ssl=context if arguments.tls else None)
    print(f"listening on {server.sockets[0].getsockname()[1]}", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("faults", nargs="*")
    parser.add_argument("--starttls", action="store_true")
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--certificate", type=Path)
    parser.add_argument("--key", type=Path)
    arguments = parser.parse_intermixed_args()
    unknown = [fault for fault in arguments.faults if not FAULT.fullmatch(fault)]
    if unknown or ((arguments.starttls or arguments.tls) and not (arguments.certificate and arguments.key)):
        parser.error(f"unknown faults: {unknown}" if unknown else "TLS needs --certificate and --key")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(serve(arguments))


if __name__ == "__main__":
    main()
