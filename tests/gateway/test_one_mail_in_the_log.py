"""One number leads through the log of `serve` from a mail on the wire to the mails that it brought about."""

import smtplib
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from tests.house import ANNA, HOUSE
from tests.relay import eventually, listening_relay
from tests.torture.installation import Installation, furnish, installed

WORDS = "Der Heizkörper im Bad wird nicht warm."
SUBJECT = "Heizung kalt"
STEPS = ["stored", "parsed", "decided", "mail formed", "mail handed on"]

Line = dict[str, Any]


def report() -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f"Anna Berger <{ANNA}>"
    mail["To"] = HOUSE
    mail["Subject"] = SUBJECT
    mail["Message-ID"] = "<one@post.example>"
    mail.set_content(WORDS)
    return mail


def said(installation: Installation, event: str) -> list[Line]:
    return [line for line in installation.logged() if line["event"] == event]


def test_one_number_leads_from_the_wire_to_the_mails_that_left_and_no_line_says_who_or_what(
    tmp_path: Path,
) -> None:
    with (
        listening_relay() as relay,
        installed(tmp_path / "house", f"smtp://127.0.0.1:{relay.port}", furnish(tmp_path)) as installation,
    ):
        installation.start()
        port = installation.listening()
        for _ in range(2):  # the second is the first one again, and has a number of its own
            with smtplib.SMTP("127.0.0.1", port) as client:
                client.send_message(report(), ANNA, HOUSE)
        eventually(lambda: len(said(installation, "mail handed on")) == 2)
        eventually(lambda: len(said(installation, "decided")) == 2)
        assert installation.terminate()[0] == 0
        lines = installation.logged()
        secrets = [mail.mail_from.split("@")[0].partition("+")[2] for mail in relay.mails]
        words = installation.words()
    of_first = [line for line in lines if line.get("arrival") == 1]
    assert list(dict.fromkeys(line["event"] for line in of_first)) == STEPS
    assert [line["event"] for line in lines if line.get("arrival") == 2] == STEPS[:3]
    formed = {line["mail"]: line["ticket"] for line in of_first if line["event"] == "mail formed"}
    gone = {line["mail"]: line["ticket"] for line in of_first if line["event"] == "mail handed on"}
    assert len(formed) == 2
    assert gone == formed
    assert {line["result"] for line in of_first if line["event"] == "mail handed on"} == {"sent"}
    assert all(secrets), "the mails have return paths of their own"
    for unsaid in (ANNA, HOUSE, "@", "Berger", "Anna", "Vogt", SUBJECT, "Heizk", *secrets):
        assert unsaid not in words, unsaid
