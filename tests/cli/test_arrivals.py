"""Knows the operator's view of the queue of what came in, and his hand in it."""

import pytest

from tests.cli.office import HOUSE, STRANGER, Office


def test_arrivals_are_listed_with_exactly_the_keys_that_others_rely_on(office: Office) -> None:
    office.decides(office.mail("Teppiche!", author=STRANGER), office.mail("Der Heizkörper ist kalt."))
    ours, strangers = office.runs("arrivals", "--json").json
    keys = "arrival received_at via from_address target state verdict reason ticket"
    assert list(ours) == keys.split()
    assert (ours["via"], ours["target"], ours["state"]) == ("ingest", HOUSE, "done")
    assert (ours["verdict"], ours["reason"], ours["ticket"]) == ("accepted", "opened", "T-1001")
    assert (strangers["state"], strangers["reason"]) == ("held", "unknown_sender")
    assert strangers["ticket"] is None


def test_they_can_be_narrowed_to_a_state(office: Office) -> None:
    office.takes(office.mail("kalt"), office.mail("kälter"))
    office.runs("arrivals", "hold", "2")
    assert [row["arrival"] for row in office.runs("arrivals", "--json", "--state", "held").json] == [2]
    wrong = office.runs("arrivals", "--state", "lost")
    assert wrong.status == 2
    assert "choose one of received, done" in wrong.err


def test_one_is_held_released_and_dropped(office: Office) -> None:
    office.takes(office.mail("kalt"), office.mail("kälter"))
    assert office.runs("arrivals", "hold", "1", "2").status == 0
    assert office.states() == {1: "held", 2: "held"}
    assert "decided again" in office.runs("arrivals", "release", "1").out
    assert "octets are kept" in office.runs("arrivals", "drop", "2").out
    assert office.states() == {1: "received", 2: "done"}


@pytest.mark.parametrize(
    "move,sentence",
    [
        ("retry", "arrival 1 is done, and retry is for held and quarantined ones"),
        ("hold", "arrival 1 is done, and hold is for received ones"),
        ("release", "arrival 1 is done, and release is for held ones"),
        ("drop", "arrival 1 is done, and drop is for received and held and quarantined ones"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(office: Office, move: str, sentence: str) -> None:
    office.decides(office.mail("Der Heizkörper ist kalt."))
    answer = office.runs("arrivals", move, "1")
    assert answer.status == 1
    assert sentence in answer.err
    assert office.states() == {1: "done"}


def test_one_that_is_missing_does_not_keep_the_others_from_being_moved(office: Office) -> None:
    office.takes(office.mail("kalt"))
    answer = office.runs("arrivals", "hold", "7", "1")
    assert answer.status == 1
    assert "there is no arrival 7" in answer.err
    assert office.states() == {1: "held"}


def test_a_word_instead_of_a_number_is_usage(office: Office) -> None:
    assert office.runs("arrivals", "retry", "all").status == 2


@pytest.mark.parametrize("words", ["arrivals hold", "arrivals drop", "outbox retry", "outbox drop", "replay"])
def test_a_number_that_no_row_can_have_is_usage(office: Office, words: str) -> None:
    answer = office.runs(*words.split(), "99999999999999999999")
    assert answer.status == 2
    assert "less than or equal to 9223372036854775807" in answer.err


def test_quiet_says_nothing_where_nothing_is_wrong(office: Office) -> None:
    office.takes(office.mail("kalt"))
    answer = office.runs("arrivals", "hold", "1", "--quiet")
    assert (answer.status, answer.out, answer.err) == (0, "", "")
