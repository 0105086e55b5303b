"""The faulty server does what it is told: python3 test_smtp_faults.py"""

import smtplib
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path


class Faults(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def attempts(self, *faults):
        """What a client sees when it sends one mail for each fault, on a connection of its own."""
        program = Path(__file__).with_name("smtp_faults.py")
        command = [sys.executable, program, self.folder, *faults]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
            port = int(server.stdout.readline().split()[-1])
            seen = [self.send(port) for _ in faults]
            server.communicate()
        return seen

    def send(self, port):
        client = smtplib.SMTP("127.0.0.1", port, timeout=10)
        try:
            client.sendmail("a@example.kz", ["b@example.kz"], "Subject: x\r\n\r\nx\r\n")
            return "ok"
        except smtplib.SMTPRecipientsRefused as error:
            return str(error.recipients["b@example.kz"][0])
        except smtplib.SMTPServerDisconnected:
            return "hung up"
        except smtplib.SMTPResponseException as error:
            return str(error.smtp_code)
        finally:
            client.close()

    def test_each_fault(self):
        faults = ["ok", "421", "451", "550", "rcpt-550", "drop", "drop-after-dot", "ok"]
        seen = ["ok", "421", "451", "550", "550", "hung up", "hung up", "ok"]
        self.assertEqual(self.attempts(*faults), seen)
        received = [f"{n:03}-{faults[n - 1]}.eml" for n in (1, 2, 3, 4, 7, 8)]
        self.assertEqual(sorted(file.name for file in self.folder.iterdir()), received)


if __name__ == "__main__":
    unittest.main()
