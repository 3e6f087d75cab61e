"""What the first answer to an address says of its data stands there once (GDPR, article 13)."""

import smtplib
from dataclasses import replace
from email.message import EmailMessage
from functools import partial

from sqlalchemy import select

from hauspost.desk.decision import Decision, OweNotice, Verdict
from hauspost.desk.houses import PersonId
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_people import Acknowledged
from hauspost.store import ledger, schema
from tests.house import ANNA, BORDER, COMPANY, HOUSE, MILLER, House, house_on, text_of

TEXT = "Wir speichern Ihre Mail, um sie zu bearbeiten."
TEXT_EN = "We keep your mail to deal with it."
TOLD = replace(COMPANY, privacy_text=TEXT, privacy_text_en=TEXT_EN, privacy_link="https://hv.example/ds")


def words_to(house: House, address: str) -> list[str]:
    return [" ".join(text_of(mail).split()) for mail in house.mails_to(address)]


def brings(house: House, number: int, words: str) -> None:
    """Taken, and not yet decided."""
    mail = EmailMessage()
    mail["Authentication-Results"] = f"{BORDER}; dmarc=pass header.from=post.example"
    mail["From"], mail["To"], mail["Subject"] = ANNA, HOUSE, words.split()[1]
    mail["Date"], mail["Message-ID"] = "Tue, 14 Oct 2025 12:00:00 +0200", f"<first-{number}@post.example>"
    mail.set_content(words)
    with smtplib.SMTP("127.0.0.1", house.port, timeout=20) as client:
        client.sendmail(ANNA, [HOUSE], mail.as_bytes().replace(b"\n", b"\r\n"))


def test_the_first_answer_says_it_and_the_second_does_not(furnished_url: str) -> None:
    with house_on(furnished_url, company=TOLD) as house:
        house.writes(ANNA, "Der Heizkörper im Bad ist kalt.")
        house.writes(ANNA, "Die Klingel geht nicht.", subject="Klingel")
        house.writes(MILLER, "The window in the bedroom is broken.", subject="Window")
        first, second = words_to(house, ANNA)
        assert f"{TEXT} Wie wir mit Ihren Daten umgehen: https://hv.example/ds" in first
        assert TEXT not in second
        assert TEXT_EN in words_to(house, MILLER)[0]
        assert TEXT not in words_to(house, MILLER)[0]


def test_of_two_that_two_nodes_decide_at_one_moment_one_is_the_first(house: House) -> None:
    def decided(event: str) -> Decision:
        facts = Acknowledged(house.now, is_first=True)
        owed = OweNotice(NoticeKind.ACKNOWLEDGEMENT, ANNA, (PersonId("1001"),), facts, None, house.now)
        return Decision(Verdict.ACCEPTED, "opened", (owed,), event=event)

    for one in (decided("one-node"), decided("another")):
        house.gateway.database.write(partial(ledger.enact, decision=one, at=house.now))
    with house.gateway.database.read() as connection:
        told = connection.execute(select(schema.notices.c.facts).order_by(schema.notices.c.id)).scalars()
        assert [facts["is_first"] for facts in told] == [True, False]


def test_two_first_mails_that_come_together_are_told_once(furnished_url: str) -> None:
    with house_on(furnished_url, company=TOLD) as house:
        brings(house, 1, "Der Heizkörper im Bad ist kalt.")
        brings(house, 2, "Die Klingel an der Tür geht nicht.")
        house.gateway.drain()
        said = words_to(house, ANNA)
        assert len(said) == 2
        assert sum(TEXT in one for one in said) == 1
