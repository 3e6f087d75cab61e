"""Knows how the mail reads that a button opened: sent as it was, with words of the person's own, or made up."""

from hauspost.desk.intents import Act, Offer, Party, Vocabulary
from hauspost.parsers.buttons import pressed
from hauspost.parsers.mail import parse_mail

RELEASE = Offer("FREIGEBEN", Act.RELEASE)
PREFILLED = "FREIGEBEN\n\nBitte senden Sie diese Mail einfach ab."
WORDS = Vocabulary(Party.MANAGER, offers=(RELEASE,))


def acts(body: str, chosen: Offer | None = RELEASE) -> tuple[list[Act], str]:
    mail = f"From: sabine@office.example\r\nSubject: FREIGEBEN\r\n\r\n{body}\r\n"
    read = pressed(parse_mail(mail.encode()), chosen, "", WORDS, prefilled=[PREFILLED])
    return [command.act for command in read.said.commands], read.said.whole


def test_sent_as_it_was_it_is_the_command_and_nothing_else() -> None:
    assert acts(PREFILLED)[0] == [Act.RELEASE]
    assert "absenden" not in acts(PREFILLED)[1]


def test_an_emptied_mail_is_still_the_command() -> None:
    assert acts("")[0] == [Act.RELEASE]


def test_words_of_the_person_s_own_stand_behind_the_command() -> None:
    found, whole = acts("Sie kommt am Freitag.")
    assert found == [Act.RELEASE]
    assert "Sie kommt am Freitag." in whole


def test_a_button_that_was_never_offered_is_an_ordinary_mail() -> None:
    assert acts("Sie kommt am Freitag.", None)[0] == []
