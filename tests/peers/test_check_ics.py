"""The checker passes a good mail and finds each fault for which a peer was once blamed: python3 test_check_ics.py"""

import re
import tempfile
import unittest
from email.message import EmailMessage
from pathlib import Path

import check_ics

GOOD = "\r\n".join([
    "BEGIN:VCALENDAR", "METHOD:REQUEST", "VERSION:2.0", "PRODID:-//test//EN", "BEGIN:VEVENT",
    "UID:01990000-0000-7000-8000-000000000001", "SEQUENCE:0", "DTSTAMP:20261118T110640Z",
    "DTSTART:20261205T110000Z", "DTEND:20261205T140000Z", "STATUS:CONFIRMED",
    'ORGANIZER;CN="Үй":mailto:house@example.kz', 'ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE;CN="Әлия":mailto:aliya@example.kz',
    "SUMMARY:Кеш\\, бірге", "LOCATION:Зал", "DESCRIPTION:Бір\\nекі", "END:VEVENT", "END:VCALENDAR", "",
])

EVENT = GOOD[GOOD.index("BEGIN:VEVENT"):GOOD.index("END:VCALENDAR")]
UNINVITED = re.sub("ATTENDEE.*\r\n", "", EVENT)
DATES = GOOD.replace("METHOD:REQUEST", "METHOD:PUBLISH").replace(EVENT, UNINVITED + UNINVITED.replace("000001", "000002"))


def faults(text, method="REQUEST"):
    return check_ics.calendar_faults(text.encode(), method, "aliya@example.kz")


def mail(text, method="REQUEST"):
    message = EmailMessage()
    for name, value in {
        "From": "Үй <house@example.kz>", "To": "Әлия <aliya@example.kz>", "Subject": "Кеш",
        "Date": "Wed, 18 Nov 2026 11:06:40 +0000", "Message-ID": "<1@example.kz>",
        "Auto-Submitted": "auto-generated",
    }.items():
        message[name] = value
    message.set_content("Сәлем")
    message.add_alternative("<p>Сәлем</p>", subtype="html")
    if method == "PUBLISH":
        message.add_attachment(text.encode(), "text", "calendar", filename="dates.ics")
        part = list(message.iter_parts())[1]
        part.set_param("charset", "utf-8")
        part.set_param("method", method)
        message["Content-Language"] = "kk"
        return message
    message.add_alternative(text.encode(), "text", "calendar", cte="base64")
    part = list(message.iter_parts())[2]
    part.set_param("charset", "utf-8")
    part.set_param("method", method)
    message.make_mixed()
    message.add_attachment(text.encode(), "application", "ics", filename="invite.ics")
    message["Content-Language"] = "kk"
    return message


class Invitations(unittest.TestCase):
    def test_good(self):
        self.assertEqual(faults(GOOD), [])
        cancel = GOOD.replace("METHOD:REQUEST", "METHOD:CANCEL").replace("CONFIRMED", "CANCELLED")
        self.assertEqual(faults(cancel, "CANCEL"), [])

    def test_faulty(self):
        line = "SUMMARY:Кеш\\, бірге\r\n"
        for what, before, after in [
            ("cancellation sent as request", "STATUS:CONFIRMED", "STATUS:CANCELLED"),
            ("cancellation without status", "STATUS:CONFIRMED\r\n", ""),
            ("another method than the part", "METHOD:REQUEST", "METHOD:CANCEL"),
            ("no method", "METHOD:REQUEST\r\n", ""),
            ("publish", "METHOD:REQUEST", "METHOD:PUBLISH"),
            ("late method", "METHOD:REQUEST\r\nVERSION:2.0", "VERSION:2.0\r\nMETHOD:REQUEST"),
            ("no UID", "UID:01990000-0000-7000-8000-000000000001\r\n", ""),
            ("UID that is a number", "UID:01990000-0000-7000-8000-000000000001", "UID:17"),
            ("no stamp", "DTSTAMP:20261118T110640Z\r\n", ""),
            ("no end", "DTEND:20261205T140000Z\r\n", ""),
            ("no producer", "PRODID:-//test//EN\r\n", ""),
            ("two starts", "DTEND:", "DTSTART:20261205T110000Z\r\nDTEND:"),
            ("end before start", "DTEND:20261205T140000Z", "DTEND:20261205T100000Z"),
            ("no such moment", "DTSTART:20261205T110000Z", "DTSTART:20261305T110000Z"),
            ("local time", "DTSTART:20261205T110000Z", "DTSTART:20261205T160000"),
            ("zone that is not told", "DTSTART:20261205T110000Z", "DTSTART;TZID=Asia/Almaty:20261205T160000"),
            ("sequence that is a time", "SEQUENCE:0", "SEQUENCE:1795000000000"),
            ("nobody invited", 'ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE;CN="Әлия":mailto:aliya@example.kz\r\n', ""),
            ("somebody else invited", "mailto:aliya@", "mailto:berik@"),
            ("invited by oneself", "mailto:house@", "mailto:aliya@"),
            ("answer wanted", ";RSVP=FALSE", ";RSVP=TRUE"),
            ("quote in a parameter", 'CN="Әлия"', 'CN="Ә"лия"'),
            ("comma not escaped", "Кеш\\, бірге", "Кеш, бірге"),
            ("raw line break in text", "Кеш\\, бірге", "Кеш\r\nбірге"),
            ("injected property", line, line + "ATTENDEE:mailto:x@example.kz\r\n"),
            ("long line", line, "SUMMARY:" + "a" * 200 + "\r\n"),
            ("two events", "END:VEVENT\r\n", "END:VEVENT\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\n"),
            ("plain LF", "\r\n", "\n"),
        ]:
            with self.subTest(what):
                self.assertIn(before, GOOD)
                self.assertNotEqual(faults(GOOD.replace(before, after)), [])

    def test_published(self):
        self.assertEqual(faults(DATES, "PUBLISH"), [])
        self.assertEqual(faults(DATES.replace("CONFIRMED", "CANCELLED"), "PUBLISH"), [])
        attendee = re.search("ATTENDEE.*\r\n", GOOD).group()
        for what, before, after in [
            ("many events as a request", "METHOD:PUBLISH", "METHOD:REQUEST"),
            ("no event", UNINVITED, ""),
            ("one UID twice", "000002", "000001"),
            ("somebody invited", "SUMMARY", attendee + "SUMMARY"),
            ("no organizer", 'ORGANIZER;CN="Үй":mailto:house@example.kz\r\n', ""),
            ("a date without its end", "DTEND:20261205T140000Z\r\n", ""),
            ("no status", "STATUS:CONFIRMED\r\n", ""),
            ("unsure", "STATUS:CONFIRMED", "STATUS:TENTATIVE"),
            ("something behind the events", "END:VCALENDAR", "X-LATE:1\r\nEND:VCALENDAR"),
        ]:
            with self.subTest(what):
                self.assertIn(before, DATES)
                spoilt = DATES.replace(before, after)
                if what == "no event":
                    spoilt = re.sub("BEGIN:VEVENT.*END:VEVENT\r\n", "", DATES, flags=re.DOTALL)
                method = "REQUEST" if "request" in what else "PUBLISH"
                self.assertNotEqual(faults(spoilt, method), [])

    def test_folded_inside_a_character(self):
        raw = GOOD.encode()
        cut = raw.index("Кеш".encode()) + 1
        self.assertNotEqual(check_ics.calendar_faults(raw[:cut] + b"\r\n " + raw[cut:], "REQUEST", None), [])


class Mails(unittest.TestCase):
    def faults(self, message):
        return check_ics.mail_faults(message.as_bytes(policy=message.policy.clone(linesep="\r\n")))

    def test_good(self):
        self.assertEqual(self.faults(mail(GOOD)), [])
        self.assertEqual(self.faults(mail(DATES, "PUBLISH")), [])

    def test_faulty_dates(self):
        def no_charset(part):
            part.del_param("charset")

        def inline(part):
            part.replace_header("Content-Disposition", "inline")

        def other_method(part):
            part.set_param("method", "REQUEST")

        def not_a_calendar(part):
            part.set_type("application/ics")

        for spoil in (no_charset, inline, other_method, not_a_calendar):
            with self.subTest(spoil.__name__):
                message = mail(DATES, "PUBLISH")
                spoil(list(message.iter_parts())[1])
                self.assertNotEqual(self.faults(message), [])
        with self.subTest("twice"):
            message = mail(DATES, "PUBLISH")
            message.add_attachment(b"QUJD", "application", "ics", filename="more.ics")
            self.assertNotEqual(self.faults(message), [])

    def test_faulty(self):
        def second_recipient(message):
            message["Cc"] = "berik@example.kz"

        def no_message_id(message):
            del message["Message-ID"]

        def other_attachment(message):
            list(message.iter_parts())[1].set_payload("QUJD")

        def no_charset(message):
            list(list(message.iter_parts())[0].iter_parts())[2].del_param("charset")

        for spoil in (second_recipient, no_message_id, other_attachment, no_charset):
            with self.subTest(spoil.__name__):
                message = mail(GOOD)
                spoil(message)
                self.assertNotEqual(self.faults(message), [])
        with self.subTest("method of the part"):
            self.assertNotEqual(self.faults(mail(GOOD, "CANCEL")), [])
        with self.subTest("dates among the alternatives"):
            message = mail(GOOD)
            parts = list(list(message.iter_parts())[0].iter_parts()) + list(message.iter_parts())[1:]
            for part in parts[2:]:
                part.set_payload(DATES.encode())
                del part["Content-Transfer-Encoding"]
                part["Content-Transfer-Encoding"] = "8bit"
            parts[2].set_param("method", "PUBLISH")
            self.assertNotEqual(self.faults(message), [])
        with self.subTest("LF"):
            self.assertNotEqual(check_ics.mail_faults(mail(GOOD).as_bytes()), [])

    def test_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(check_ics.main(Path(folder)), 2)
            file = Path(folder, "1.eml")
            file.write_bytes(mail(GOOD).as_bytes(policy=EmailMessage().policy.clone(linesep="\r\n")))
            self.assertEqual(check_ics.main(Path(folder)), 0)
            file.write_bytes(file.read_bytes().replace(b"Subject:", b"X-Subject:"))
            self.assertEqual(check_ics.main(Path(folder)), 1)


if __name__ == "__main__":
    unittest.main()
