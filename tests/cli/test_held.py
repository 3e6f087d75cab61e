"""Knows the operator's word on held mails: the same lines as managers type, the same effects."""

import pytest

from tests.cli.office import STRANGER, Office

FATMA = "fatma@neu.example"


@pytest.fixture
def held(office: Office) -> Office:
    """Arrival 1 waits for a manager's word; its author signs as somebody of the house."""
    mail = office.mail("Das Fenster ist undicht.\n\nFatma Yıldız", author=FATMA, subject="Fenster")
    other = office.mail("Der Heizkörper ist kalt.")
    office.decides(mail, other)
    assert office.states()[1] == "held"
    return office


def test_show_says_who_wrote_what_and_whose_it_may_be(held: Office) -> None:
    found = held.runs("arrivals", "show", "1", "--json").json
    assert (found["arrival"], found["state"], found["from_address"]) == (1, "held", FATMA)
    assert found["proposed"] == ["Fatma Yıldız"]
    assert "undicht" in found["text"]
    told = held.runs("arrivals", "show", found["question"]).out
    assert "proposed: Fatma Yıldız" in told


@pytest.mark.parametrize("who", [["WE07"], ["LW12", "WE07"], ["Yıldız"], ["--once", "WE07"]])
def test_assign_opens_the_ticket_of_the_one_who_is_named(held: Office, who: list[str]) -> None:
    answer = held.runs("arrivals", "assign", "1", *who)
    assert answer.status == 0, answer.err
    assert "counts as a mail of Fatma Yıldız (done, T-1002)" in answer.out
    again = held.mail("Und noch eins.", author=FATMA, subject="Zweites")
    number = held.decides(again, held.mail("Und hier."))[0]
    assert held.states()[number] == ("held" if "--once" in who else "done")


def test_assign_without_a_name_takes_whom_the_list_proposes_only_once(held: Office) -> None:
    refused = held.runs("arrivals", "assign", "1")
    assert refused.status == 2
    assert "nobody is known" in refused.err
    assert "Fatma Yıldız" in held.runs("arrivals", "assign", "1", "--once").out


def test_new_makes_an_office_ticket_and_json_says_which(held: Office) -> None:
    (result,) = held.runs("arrivals", "new", "1", "LW12", "--json").json
    assert (result["act"], result["state"], result["ticket"]) == ("take_new", "done", "T-1002")
    shown = held.runs("show", "T-1002", "--json").json
    assert "unverified" in shown["flags"]


def test_spam_discards_several_and_a_wrong_number_keeps_no_other_waiting(office: Office) -> None:
    first = office.mail("Teppiche!", author=STRANGER)
    office.decides(first, office.mail("Dächer!", author="dach@fremd.example"), office.mail("kalt"))
    answer = office.runs("arrivals", "spam", "1", "77", "2")
    assert answer.status == 1
    assert "there is no arrival 77" in answer.err
    rows = {row["arrival"]: (row["state"], row["reason"]) for row in office.runs("arrivals", "--json").json}
    assert rows[1] == rows[2] == ("done", "spam")


@pytest.mark.parametrize(
    "words,status,sentence",
    [
        ("assign 1 WE99", 2, 'no house, unit, person or firm is called "WE99"'),
        ("assign 1 Yıldız hat angerufen", 2, "is called"),
        ("new 1 HS77", 2, "is called"),
        ("assign 2 WE07", 1, "arrival 2 is done and waits for nobody's word"),
        ("spam H-999", 1, "there is no held mail H-999"),
        ("spam all", 2, '"all" is no number; write 12 or H-318'),
        ("show 99", 1, "there is no arrival 99"),
    ],
)
def test_bad_input_has_a_sentence_with_the_mend(held: Office, words: str, status: int, sentence: str) -> None:
    answer = held.runs("arrivals", *words.split())
    assert (answer.status, sentence in answer.err) == (status, True), answer.err
    assert "Traceback" not in answer.err
    assert held.states()[1] == "held"


def test_what_was_answered_once_cannot_be_answered_again(held: Office) -> None:
    held.runs("arrivals", "spam", "1")
    answer = held.runs("arrivals", "assign", "1", "WE07")
    assert answer.status == 1
    assert "waits for nobody's word" in answer.err
