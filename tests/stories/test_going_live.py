"""A first start on an old mailbox: `policy.sending` decides whom its mails reach, and going live says nothing twice."""

from email.message import EmailMessage

from hauspost.desk.policy import Policy
from tests.house import (
    ANNA,
    BORDER,
    HANSEN,
    HARBOUR,
    HOUSE,
    SABINE,
    STRANGER,
    TIM,
    YILDIZ,
    House,
    house_on,
    text_of,
)

OLD = (
    (ANNA, HOUSE, "Der Heizkörper im Bad ist kalt."),
    (YILDIZ, HOUSE, "Im Treppenhaus Haus 12, 2. OG, brennt eine Lampe nicht."),  # a rule orders by itself
    (HANSEN, HARBOUR, "Der Briefkasten klemmt."),
    (STRANGER, HOUSE, "Teppiche, günstig!"),
)
MANAGERS = {SABINE, TIM}


def taken_in(house: House) -> None:
    """Mails of years ago, as `ingest` or IMAP find them in a mailbox that was there before."""
    for number, (author, to, words) in enumerate(OLD):
        mail = EmailMessage()
        domain = author.partition("@")[2]
        mail["Authentication-Results"] = f"{BORDER}; dmarc=pass (p=reject) header.from={domain}"
        mail["From"], mail["To"], mail["Subject"] = author, to, "Licht" if "Lampe" in words else "Bitte"
        mail["Date"] = "Mon, 04 Mar 2019 09:00:00 +0100"
        mail["Message-ID"] = f"<old-{number}@{domain}>"
        mail.set_content(words)
        house.receives(mail.as_bytes(), mail_from=author, rcpt_to=to)


def reached(house: House) -> set[str]:
    return {mail.rcpt_to for mail in house.relay.mails}


def test_before_going_live_an_old_mailbox_writes_to_nobody_but_managers(furnished_url: str) -> None:
    with house_on(furnished_url, Policy(sending="managers")) as house:
        taken_in(house)
        house.later(hours=7)
        assert len(house.tickets()) == 3
        assert reached(house) <= MANAGERS
        marked = [mail for mail in house.relay.mails if str(mail.message["Subject"]).startswith("PROBE an ")]
        assert len(marked) >= 4, "what residents, firm and caretaker would get, and says so"


def test_off_sends_nothing_at_all_and_loses_nothing(furnished_url: str) -> None:
    with house_on(furnished_url, Policy(sending="off")) as house:
        taken_in(house)
        house.later(hours=7)
        assert len(house.tickets()) == 3
        assert reached(house) == set()
        assert house.gateway.queues().oldest_notice == 0.0, "it waits on purpose"
    with house_on(furnished_url, Policy(sending="managers")) as house:
        house.later(hours=7)
        assert reached(house)
        assert reached(house) <= MANAGERS


def test_on_writes_to_the_people_they_are_for(furnished_url: str) -> None:
    with house_on(furnished_url, Policy(sending="on")) as house:
        taken_in(house)
        assert {ANNA, YILDIZ, HANSEN, SABINE} <= reached(house)


def test_going_live_says_nothing_again_that_managers_have_read(furnished_url: str) -> None:
    with house_on(furnished_url, Policy(sending="managers")) as house:
        taken_in(house)
        house.later(hours=7)
    with house_on(furnished_url, Policy(sending="on")) as house:
        house.later(hours=7)
        assert reached(house) == set()
        house.writes(ANNA, "Und jetzt tropft er.", subject="Heizung")
        assert ANNA in reached(house), "what comes now is answered"


def test_what_managers_read_of_data_protection_in_somebody_s_stead_is_said_again_to_the_person(
    furnished_url: str,
) -> None:
    about = "Verantwortlich für Ihre Daten"
    with house_on(furnished_url, Policy(sending="managers")) as house:
        house.writes(ANNA, "Der Heizkörper im Bad ist kalt.")
        assert [
            about in text_of(mail) for mail in house.relay.mails if "PROBE" in mail.message["Subject"]
        ] == [True]
    with house_on(furnished_url, Policy(sending="on")) as house:
        house.numbers = iter(range(2, 4))  # their Message-IDs
        house.later(hours=1)
        house.writes(ANNA, "Die Klingel geht nicht.", subject="Klingel")
        house.writes(ANNA, "Der Briefkasten klemmt.", subject="Briefkasten")
        assert [about in text_of(mail) for mail in house.mails_to(ANNA)] == [True, False]
