"""A line of a list begins with the number of its ticket, and means what the list prints there."""

import pytest

from hauspost.desk.intents import Act, Command, NearMiss, Offer, Party, Vocabulary
from hauspost.parsers.commands import read_line

LISTED = Vocabulary(
    Party.MANAGER,
    offers=(
        Offer("1044 OK", Act.PROPOSAL, question=7, also=("T-1044 OK",)),
        Offer("1044 NEIN", Act.NO, question=7, also=("T-1044 NEIN",)),
        Offer("A-1044-2 JA", Act.YES, question=8),
    ),
    is_list=True,
)


def meaning(line: str, vocabulary: Vocabulary = LISTED) -> Command | NearMiss | None:
    found = read_line([line], 0, vocabulary, first=True)
    return found.meaning if found else None


@pytest.mark.parametrize(
    "line, act, question",
    [
        ("1044 OK", Act.PROPOSAL, 7),
        ("1044: ok.", Act.PROPOSAL, 7),
        ("T-1044 OK", Act.PROPOSAL, 7),
        ("t-1044 ok bitte", Act.PROPOSAL, 7),
        ("- 1044 OK", Act.PROPOSAL, 7),
        ("1044 Nein, zu teuer", Act.NO, 7),
        ("A-1044-2 JA", Act.YES, 8),
        ("1044 ERLEDIGT", Act.FINISH, None),
        ("1031 IN BEARBEITUNG", Act.START, None),
        ("T-1031 STOPP", Act.STOP, None),
    ],
)
def test_the_number_says_which_ticket_is_meant(line: str, act: Act, question: int | None) -> None:
    found = meaning(line)
    assert isinstance(found, Command)
    assert (found.act, found.question) == (act, question)
    assert found.target == ("T-1031" if "1031" in line else "T-1044")


@pytest.mark.parametrize("line", ["1045 OK", "1044 JA", "1044 schauen wir mal", "T-1044 Danke"])
def test_what_the_list_does_not_print_is_asked_about_and_never_done(line: str) -> None:
    found = meaning(line)
    assert isinstance(found, NearMiss)
    assert found.reason == "list_line"


@pytest.mark.parametrize("line", ["12 Mieter haben angerufen", "OK", "Die 1044 ist erledigt", "1044 OK?"])
def test_a_sentence_and_a_bare_word_stay_text(line: str) -> None:
    assert meaning(line) is None


def test_under_another_mail_a_number_before_ok_is_no_command() -> None:
    assert (
        meaning("1044 OK", Vocabulary(Party.MANAGER, offers=(Offer("OK", Act.PROPOSAL, question=7),))) is None
    )
