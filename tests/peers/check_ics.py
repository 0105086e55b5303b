"""Checks every .eml file of a folder: its MIME tree, and the calendar in it, against RFC 5545 and 5546.

    python3 check_ics.py FOLDER

An invitation is about one booking and stands among the alternatives and beside them. The dates of a series are published
(RFC 5546, 3.2.1): beside the words only, many events, nobody invited.

Written against the text of the RFCs, apart from the program that writes the mails; `icalendar` and `vobject` read every
calendar as well. Prints one line a fault and exits with 1 if there is any, with 2 if there was nothing to check.
"""

import email
import email.policy
import re
import sys
from datetime import datetime
from pathlib import Path

import icalendar
import vobject

UTC = re.compile(r"\d{8}T\d{6}Z")
ONCE = ("UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "STATUS", "ORGANIZER", "SUMMARY", "LOCATION", "DESCRIPTION")
STATUS = {"REQUEST": ("CONFIRMED",), "CANCEL": ("CANCELLED",), "PUBLISH": ("CONFIRMED", "CANCELLED")}
MAIL_HEADERS = ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "MIME-Version")
NAME_AND_PARAMETERS = re.compile(r"""([A-Z][A-Z0-9-]*)((?:;[A-Z0-9-]+=(?:"[^"\x00-\x1f\x7f]*"|[^";:,\x00-\x1f\x7f]*))*):(.*)""")


def mail_faults(raw: bytes) -> list[str]:
    """What is wrong with one mail."""
    faults = []
    message = email.message_from_bytes(raw, policy=email.policy.default)
    for part in message.walk():
        faults += [f"{part.get_content_type()}: {defect!r}" for defect in part.defects]
        for name, value in part.items():
            faults += [f"{name}: {defect!r}" for defect in getattr(value, "defects", ())]
    for name in MAIL_HEADERS:
        if len(message.get_all(name, [])) != 1:
            faults.append(f"{name} stands {len(message.get_all(name, []))} times")
    if any(len(line) > 998 for line in raw.split(b"\r\n")):
        faults.append("a line is longer than 998 octets")
    if b"\n" in raw.replace(b"\r\n", b""):
        faults.append("a line ends without CR")
    recipients = message["To"].addresses if message["To"] else ()
    if len(recipients) != 1 or message["Cc"] or message["Bcc"]:
        faults.append("it goes to more or fewer than one recipient")

    alternative = message
    if message.get_content_type() == "multipart/mixed":
        alternative, *attachments = message.iter_parts()
    else:
        attachments = []
    if alternative.get_content_type() != "multipart/alternative":
        return faults + [f"{alternative.get_content_type()} where multipart/alternative belongs"]
    parts = list(alternative.iter_parts())
    kinds = [part.get_content_type() for part in parts]
    for part in parts:
        if part.get_content_charset() != "utf-8":
            faults.append(f"{part.get_content_type()}: charset {part.get_content_charset()}")
    if kinds == ["text/plain", "text/html"]:
        return faults + [fault for part in attachments[:1] for fault in publication_faults(part, len(attachments))]
    if kinds != ["text/plain", "text/html", "text/calendar"]:
        return faults + [f"the alternatives are {', '.join(kinds)}"]

    invitation = parts[2].get_payload(decode=True)
    if parts[2].get("Content-Disposition"):
        faults.append("the invitation among the alternatives has a Content-Disposition")
    if [part.get_payload(decode=True) for part in attachments] != [invitation]:
        faults.append("the attachment is not the invitation once more")
    attendee = recipients[0].addr_spec if len(recipients) == 1 else None
    method = parts[2].get_param("method")
    if method not in ("REQUEST", "CANCEL"):
        faults.append(f"{method} among the alternatives")
    return faults + calendar_faults(invitation, method, attendee)


def publication_faults(part: email.message.EmailMessage, attachments: int) -> list[str]:
    """What is wrong with the dates that a mail brings along, in its only attachment."""
    faults = [] if attachments == 1 else [f"{attachments} attachments"]
    if part.get_content_type() != "text/calendar" or part.get_param("method") != "PUBLISH":
        return faults + [f"{part.get_content_type()}, method {part.get_param('method')}, beside the words"]
    if part.get_content_charset() != "utf-8":
        faults.append(f"{part.get_content_type()}: charset {part.get_content_charset()}")
    if part.get_content_disposition() != "attachment" or not (part.get_filename() or "").endswith(".ics"):
        faults.append("the dates are not an attachment with a name that a calendar knows")
    return faults + calendar_faults(part.get_payload(decode=True), "PUBLISH", None)


def calendar_faults(raw: bytes, method: str | None, recipient: str | None) -> list[str]:
    """What is wrong with one calendar, sent as `method` to `recipient`."""
    faults = []
    if not raw.endswith(b"\r\n") or b"\n" in raw.replace(b"\r\n", b"") or b"\r" in raw.replace(b"\r\n", b""):
        faults.append("lines don't all end with CRLF")
    for line in raw.split(b"\r\n"):
        if len(line) > 75:
            faults.append(f"a line has {len(line)} octets")
        try:
            line.decode()
        except UnicodeDecodeError:
            faults.append("a line is folded inside a character")
    try:
        text = raw.replace(b"\r\n ", b"").decode()
    except UnicodeDecodeError:
        return faults + ["it is not UTF-8"]

    lines = []
    for line in text.split("\r\n")[:-1]:
        matched = NAME_AND_PARAMETERS.fullmatch(line)
        if matched is None:
            faults.append(f"not a content line: {line[:60]!r}")
        else:
            lines.append(matched.groups())
    frame = [(name, value) for name, _, value in lines if name in ("BEGIN", "END")]
    many = frame.count(("BEGIN", "VEVENT"))
    if frame != [("BEGIN", "VCALENDAR"), *[("BEGIN", "VEVENT"), ("END", "VEVENT")] * many, ("END", "VCALENDAR")]:
        return faults + ["it is not one VCALENDAR of VEVENTs"]
    if many != 1 and not (method == "PUBLISH" and many):
        faults.append(f"{method} with {many} events")
    first = lines.index(("BEGIN", "", "VEVENT")) if many else len(lines)
    head = lines[:first]
    names = [name for name, _, _ in head]
    values = {name: value for name, _, value in head}
    if sorted(names) != ["BEGIN", "METHOD", "PRODID", "VERSION"] or names[1] != "METHOD":
        faults.append(f"the calendar begins with {', '.join(names)}")
    if values.get("VERSION") != "2.0":
        faults.append("VERSION is not 2.0")
    if values.get("METHOD") not in STATUS:
        faults.append(f"METHOD is {values.get('METHOD')}")
    if values.get("METHOD") != method:
        faults.append(f"METHOD is {values.get('METHOD')}, but the MIME part says {method}")

    events, event = [], []
    for line in lines[first:-1]:
        event.append(line)
        if line[0] == "END":
            events.append(event)
            event = []
    if event:
        faults.append("something stands behind the last event")
    for event in events:
        faults += event_faults(event, method, recipient)
    uids = [value for event in events for name, _, value in event if name == "UID"]
    if len(set(uids)) != len(uids):
        faults.append("two events have one UID")
    return faults + [fault for fault in (icalendar_fault(raw, uids), vobject_fault(text, uids)) if fault]


def event_faults(lines: list[tuple[str, str, str]], method: str | None, recipient: str | None) -> list[str]:
    """What is wrong with one event of a calendar that is sent as `method`."""
    names = [name for name, _, _ in lines]
    values = {name: value for name, _, value in lines}
    parameters = {name: parameter for name, parameter, _ in lines}
    once = ONCE if method == "PUBLISH" else (*ONCE, "ATTENDEE")
    faults = [f"{name} stands {names.count(name)} times" for name in once if names.count(name) != 1]
    if values.get("STATUS") not in STATUS.get(method, ()):
        faults.append(f"METHOD {method} with STATUS {values.get('STATUS')}")
    for name in ("DTSTAMP", "DTSTART", "DTEND"):
        if name in values and (not UTC.fullmatch(values[name]) or parameters[name]):
            faults.append(f"{name} is not a time in UTC: {values[name]}")
        elif name in values:
            try:
                datetime.strptime(values[name], "%Y%m%dT%H%M%SZ")
            except ValueError:
                faults.append(f"{name} names no moment: {values[name]}")
    if not values.get("DTSTART", "") < values.get("DTEND", ""):
        faults.append("it ends before it starts")
    if not values.get("SEQUENCE", "").isdecimal() or int(values["SEQUENCE"]) > 2**31 - 1:
        faults.append(f"SEQUENCE is {values.get('SEQUENCE')}")
    if not re.fullmatch(r"[0-9A-Za-z._-]{16,}(@[0-9A-Za-z.-]+)?", values.get("UID", "")):
        faults.append(f"UID is {values.get('UID')}")

    organizer, attendee = (values.get(name, "").lower() for name in ("ORGANIZER", "ATTENDEE"))
    if not re.fullmatch(r"mailto:[^@\s]+@[^@\s]+", organizer):
        faults.append("ORGANIZER is not a mailbox")
    if method == "PUBLISH":
        if "ATTENDEE" in names:
            faults.append("what is published invites somebody")
    elif recipient is not None and attendee != f"mailto:{recipient.lower()}":
        faults.append("ATTENDEE is not the recipient")
    if organizer == attendee:
        faults.append("ORGANIZER is the ATTENDEE")
    for parameter in ("PARTSTAT=ACCEPTED", "RSVP=FALSE"):
        if method != "PUBLISH" and f";{parameter}" not in parameters.get("ATTENDEE", ""):
            faults.append(f"ATTENDEE lacks {parameter}")
    for name in ("SUMMARY", "LOCATION", "DESCRIPTION"):
        if re.search(r"(?<!\\)(?:\\\\)*(?:[;,]|\\[^\\;,nN]|\\$)", values.get(name, "")):
            faults.append(f"{name} is not escaped")
    return faults


def icalendar_fault(raw: bytes, uids: list[str]) -> str | None:
    try:
        calendar = icalendar.Calendar.from_ical(raw)
        events = calendar.walk("VEVENT")
    except Exception as error:
        return f"icalendar: {error}"
    errors = [error for component in (calendar, *events) for error in component.errors]
    if errors:
        return f"icalendar: {errors}"
    return None if [str(event.get("UID")) for event in events] == uids else "icalendar: reads other UIDs"


def vobject_fault(text: str, uids: list[str]) -> str | None:
    try:
        calendar = vobject.readOne(text)
        calendar.validate(raiseException=True)
    except Exception as error:
        return f"vobject: {error}"
    return None if [event.uid.value for event in calendar.contents.get("vevent", ())] == uids else "vobject: reads other UIDs"


def main(folder: Path) -> int:
    files = sorted(folder.glob("*.eml"))
    calendars = bad = 0
    for file in files:
        raw = file.read_bytes()
        calendars += b"text/calendar" in raw
        for fault in mail_faults(raw):
            bad += 1
            print(f"{file.name}: {fault}")
    print(f"{len(files)} mails, {calendars} calendars, {bad} faults")
    if not files or not calendars:
        return 2
    return 1 if bad else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
