"""The oracle in its short form, and proof that it sees what leaks: in any corner of a mail, whoever put it there."""

import random
import shutil
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from hauspost.gateway import letters
from hauspost.outbound import catalogue
from tests.oracle import hands
from tests.oracle.acts import Awaited
from tests.oracle.canaries import Mint, words_in
from tests.oracle.checker import Checker, Due
from tests.oracle.game import game, left_out, play, tour
from tests.oracle.hands import ways_to_name
from tests.oracle.knowledge import Fact, Knowledge, Matter
from tests.oracle.opened import opened
from tests.oracle.play import Play
from tests.oracle.world import make_world
from tests.relay import Taken
from tests.times import NOON

SEED, ACTS = 7, 100
AFTER_THE_TOUR = 40
STOPS = 3


@pytest.fixture(scope="module")
def played() -> Iterator[Play]:
    """A world in which each thing of the tour has happened, and more by chance."""
    with game(SEED) as world:
        tour(world)
        play(world, AFTER_THE_TOUR)
        yield world


def test_no_fact_reaches_anybody_who_may_not_know_it_and_none_is_missing(played: Play) -> None:
    figures = played.checker.figures
    assert [str(fault) for fault in played.checker.faults] == []
    assert left_out(played) == []
    assert len(played.knowledge.facts) > 500
    assert figures["mails read"] > 80
    assert figures["pairs forbidden"] > 20_000
    assert figures["canaries seen"] > 300
    assert figures["deliveries demanded"] > 20


def test_what_was_stopped_in_time_is_learned_by_nobody() -> None:
    """A manager's words wait three minutes, and some are taken back."""
    with game(SEED, hold_minutes=3) as patient:
        for _ in range(4 * STOPS):
            play(patient, ACTS // 8, stop=lambda so_far: so_far.acts["STOPP in time"] >= STOPS)
            if patient.acts["STOPP in time"] < STOPS:
                patient.act(hands.second_thoughts)
        assert [str(fault) for fault in patient.checker.faults] == []
        assert patient.acts["STOPP in time"] == STOPS


@pytest.mark.servers
def test_the_same_holds_on_postgresql(postgresql_url: str) -> None:
    with game(SEED, url=postgresql_url) as played:
        play(played, ACTS // 2)
        assert [str(fault) for fault in played.checker.faults] == []
        assert played.checker.figures["canaries seen"] > 100


def forbidden(played: Play) -> tuple[str, str]:
    """A resident's address and a canary that must not reach it."""
    fact = next(f for f in played.knowledge.facts.values() if f.what.startswith("a sentence"))
    reader = next(
        p
        for p in played.world.people
        if p.address and not fact.may_be_known_by(played.knowledge.eyes(p.address, played.today))
    )
    return reader.address, fact.word


def test_who_hides_is_named_by_something(played: Play) -> None:
    """A firm may hide as anybody may, and has neither a first name nor a telephone in this world."""
    assert all(all(ways_to_name(human)) and ways_to_name(human) for human in played.world.everybody())
    assert all(len(ways_to_name(firm)) == 2 for firm in played.world.firms)


def test_what_follows_a_report_takes_its_subject_along_when_it_moves() -> None:
    """Whoever manages only the new house reads the subject there; what else the old report said stays where it was."""
    chance = random.Random(SEED)
    mint = Mint(chance)
    known = Knowledge(make_world(chance, mint, NOON.date()))
    subject, thing, news = (
        Fact(mint.word(), what, {"1017"}, {"LW12"})
        for what in ("a subject", "a reported thing", "what is still broken")
    )
    old, new = (Matter(number, "LW12", {"1017"}) for number in (1, 2))
    known.opens(old, [subject, thing])
    assert old.called_by(frozenset({"1020"})) == []
    known.opens(new, [news, *old.called_by(frozenset({"1017"}))])
    known.moves(new, "HS5")
    office = known.eyes("office@hv-sonnenschein.example", NOON.date())
    assert [fact.may_be_known_by(office) for fact in (subject, thing, news)] == [True, False, True]


def test_what_was_split_off_is_no_task_of_the_ticket_that_stayed() -> None:
    """Whoever gets an order for the one matter reads nothing of the other; before AUFTEILEN they were one."""
    chance = random.Random(SEED)
    mint = Mint(chance)
    known = Knowledge(make_world(chance, mint, NOON.date()))
    tap, mould = (Fact(mint.word(), what, {"1017"}, {"LW12"}, is_task=True) for what in ("a tap", "mould"))
    matter = Matter(1, "LW12", {"1017"}, second=[mould])
    known.opens(matter, [tap, mould])
    known.ordered(matter, 1, "firm:F1", by_rule=False, scope="")
    known.splits(matter)
    known.ordered(matter, 2, "firm:F2", by_rule=False, scope="")
    assert ["firm:F1" in fact.people for fact in (tap, mould)] == [True, True]
    assert ["firm:F2" in fact.people for fact in (tap, mould)] == [True, False]


def test_what_nobody_has_read_when_it_must_have_come_is_seen(played: Play) -> None:
    address, got = next(
        (a, mails[-1]) for a, mails in played.inbox.items() if words_in(opened(mails[-1].mail).said)
    )
    read = min(words_in(opened(got.mail).said))
    dues = [Due(frozenset({address}), word, "an answer") for word in (read, "xqbabababa")]
    played.awaited = [Awaited(due, played.now) for due in dues]
    assert played.awaited_dues() == dues[1:]
    assert played.awaited_dues() == []


HIDING_PLACES = {
    "the subject": "Subject: {word}\n\nHallo\n",
    "an encoded subject": "Subject: =?utf-8?b?{base64}?=\n\nHallo\n",
    "a folded header": "References: <a@b.example>\n <{word}@post.example>\n\nHallo\n",
    "a Message-ID": "In-Reply-To: <{word}@post.example>\n\nHallo\n",
    "the text": "Subject: x\n\nGuten Tag {word},\n",
    "capitals": "Subject: x\n\nGuten Tag {capitals},\n",
    "a broken line": "Subject: x\n\nGuten Tag {half}-\n{rest}\n",
    "quoted-printable": "Content-Transfer-Encoding: quoted-printable\n\n{quoted}\n",
    "base64": "Content-Transfer-Encoding: base64\n\n{base64}\n",
    "HTML": "Content-Type: text/html\n\n<p>{entities}</p>\n",
    "a file name": 'Content-Type: image/jpeg; name="{word}.jpg"\nContent-Transfer-Encoding: base64\n\nAAAA\n',
    "a file": "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n{base64}\n",
    "a boundary": "Content-Type: multipart/mixed; boundary={word}\n\n--{word}\n\nHallo\n--{word}--\n",
}


@pytest.mark.parametrize("place", HIDING_PLACES)
def test_a_leaked_word_is_seen_wherever_it_hides(played: Play, place: str) -> None:
    address, word = forbidden(played)
    octets = HIDING_PLACES[place].format(
        word=word,
        capitals=word.upper(),
        half=word[:5],
        rest=word[5:],
        quoted=word.replace("q", "=71"),
        base64=b64encode(f"ganz geheim: {word}".encode()).decode(),
        entities="".join(f"&#{ord(letter)};" for letter in word),
    )
    assert [word in sentence for sentence in seen(played, address, octets)] == [True]


def seen(played: Play, address: str, octets: str) -> list[str]:
    """What the checker says of a mail that never was."""
    checker = Checker(played.knowledge)
    checker.check("a fake", Taken("x@y.example", address, octets.encode(), 1), played.today)
    return [str(fault) for fault in checker.faults]


def test_a_number_that_is_not_for_the_reader_is_seen(played: Play) -> None:
    address, _ = forbidden(played)
    readers = played.world.behind(address)
    known = played.knowledge
    matters = [m for m in known.matters.values() if m.number not in known.typed]
    matter = next(m for m in matters if not any(m.is_known_to(p, played.today) for p in readers))
    assert len(seen(played, address, f"Subject: [T-{matter.number}] Heizung\n\nHallo\n")) == 1


def test_a_delivery_that_never_came_is_seen(played: Play) -> None:
    checker = Checker(played.knowledge)
    due = Due(frozenset({"anna@post.example"}), "xqbabababa", "a letter")
    other = Taken("x@y.example", "bob@post.example", b"Subject: xqbabababa\n\nHallo\n", 1)
    checker.demand("an act", [due], [other])
    assert [str(fault) for fault in checker.faults] == [
        "an act: anna@post.example never got a letter (xqbabababa)"
    ]


def test_a_page_that_says_too_much_is_caught(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Orders with one line more, and the guard before them taken away: a firm reads the reporter's subject."""
    shutil.copytree(catalogue.TEMPLATES, tmp_path / "templates")
    page = tmp_path / "templates" / "de" / "order.j2"
    page.write_text(page.read_text("utf-8") + '\n{{ rows([("Betreff", letter.ticket.subject)]) }}\n', "utf-8")
    monkeypatch.setattr(catalogue, "TEMPLATES", tmp_path / "templates")
    monkeypatch.setattr(letters, "carried", lambda ticket, *_, **__: ticket)
    catalogue.ours.cache_clear()
    try:
        with game(SEED) as world:
            play(world, 2 * ACTS, stop=lambda so_far: bool(so_far.checker.faults))
            assert any("learns a subject" in str(fault) for fault in world.checker.faults)
    finally:
        monkeypatch.undo()
        catalogue.ours.cache_clear()
