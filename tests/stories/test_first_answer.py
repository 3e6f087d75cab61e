"""What the first answer to an address says of its data stands there once (GDPR, article 13)."""

import smtplib
from dataclasses import replace
from email.message import EmailMessage
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hauspost.desk.decision import Decision, OweNotice, Verdict
from hauspost.desk.houses import PersonId
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_people import Acknowledged
from hauspost.outbound.catalogue import language
from hauspost.outbound.privacy import privacy
from hauspost.parsers.legalwords import legal
from hauspost.store import ledger, schema
from tests.house import ANNA, BORDER, COMPANY, DOMAIN, HOUSE, MILLER, House, house_on, text_of
from tests.times import NOON

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


OURS = (
    "Verantwortlich für Ihre Daten: Hausverwaltung Sonnenschein GmbH. Wir nutzen sie für Ihre Nachrichten und die"
    " Verwaltung des Hauses. Meldungen bleiben 3 Jahre nach Jahresende, Briefe mit Firmen 6, Rechnungen 8. Beschwerde:"
    f" Aufsichtsbehörde Ihres Landes. Auskunft, Berichtigung, Löschung, Widerspruch: desk@{DOMAIN}"
)
OURS_EN = (
    "Responsible for your data: Hausverwaltung Sonnenschein GmbH. We use them for your messages and to manage the"
    " building. We keep reports 3 years after the year's end, letters with firms 6, invoices 8. Complaints: the"
    f" supervisory authority of your state. Access, correction, erasure, objection: desk@{DOMAIN}"
)


def test_an_office_that_wrote_nothing_about_it_says_it_in_our_words(furnished_url: str) -> None:
    with house_on(furnished_url) as house:
        house.writes(ANNA, "Der Heizkörper im Bad ist kalt.")
        house.writes(ANNA, "Die Klingel geht nicht.", subject="Klingel")
        house.writes(MILLER, "The window in the bedroom is broken.", subject="Window")
        house.writes("fremde@post.example", "Ist bei Ihnen eine Wohnung frei?", subject="Wohnung")
        first, second = words_to(house, ANNA)
        assert OURS in first
        assert "Verantwortlich für" not in second
        assert OURS_EN in words_to(house, MILLER)[0]
        assert OURS in words_to(house, "fremde@post.example")[0]


def test_a_text_or_a_link_of_the_office_stands_instead_of_our_words() -> None:
    for own, told in (
        ({"privacy_text": TEXT}, TEXT),
        ({"privacy_link": "https://hv.example/ds"}, "Wie wir mit Ihren Daten umgehen: https://hv.example/ds"),
    ):
        said = privacy(replace(COMPANY, **own), language("de"), desk=f"desk@{DOMAIN}")
        assert said == told


def test_who_asked_for_help_before_is_told_with_the_first_report(furnished_url: str) -> None:
    with house_on(furnished_url) as house:
        house.writes(ANNA, "HILFE", subject="Hilfe")
        house.writes(ANNA, "Der Heizkörper im Bad ist kalt.")
        helped, first = words_to(house, ANNA)
        assert OURS not in helped
        assert OURS in first


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


def test_our_own_words_make_no_legal_letter_of_the_receipt_that_another_desk_sends_us() -> None:
    for code in ("de", "en"):
        said = privacy(COMPANY, language(code), desk=f"desk@{DOMAIN}")
        assert said
        assert legal("", said, at=NOON, zone=ZoneInfo("Europe/Berlin")) is None
