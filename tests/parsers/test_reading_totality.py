"""Whatever a mail says, reading it gives a value: the corpus in pieces, as everybody who may write it."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hauspost.parsers.mail import parse_mail
from hauspost.parsers.reading import ReadMail
from hauspost.parsers.steering import MOST_COMMANDS
from tests.crafted import FAMILIES, HEAD, PARTIES, crafted, read
from tests.damage import MAILS, SPLINTERS, damaged

# Words and marks on which the grammars turn, and what tears them.
PIECES = [
    *(
        line
        for family in FAMILIES
        for line in crafted(family, 200)[len(HEAD) :].decode("utf-8", "ignore").splitlines()
    ),
    *(piece.decode("latin-1") for piece in SPLINTERS),
    *(": ", "? ", "> ", "#", "~~", "INTERN ", "ANTWORT: ", "max ", "bis ", "H-300 ", "T-1042 ", "A-1042-1 "),
    *("\n\n", "\u0301", "\u200b", "\u202e", "\x85", "\u2028"),
]


def sound(found: ReadMail, text: str) -> None:
    """What every value promises: spans without a gap over all of the text, no more commands than are read."""
    edges = [0, *(span.end for span in found.parted.spans)]
    assert [span.start for span in found.parted.spans] == edges[:-1]
    assert edges[-1] == len(text)
    said = found.said
    assert len(said.commands) + len(said.near_misses) <= MOST_COMMANDS
    for texts in (said.whole, said.text, said.internal, said.reply, said.task, said.place, said.access):
        texts.encode("utf-8")


@pytest.mark.parametrize("party", PARTIES)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=25), st.sampled_from(["", " ", "\n"]))
def test_any_words_are_read(party: str, pieces: list[str], between: str) -> None:
    mail = parse_mail(HEAD + between.join(pieces).encode("utf-8", "replace"))
    sound(read(mail, party), mail.text)


@pytest.mark.parametrize("party", PARTIES)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(max_size=300))
def test_any_text_is_read(party: str, text: str) -> None:
    mail = parse_mail(HEAD + text.encode("utf-8", "replace"))
    sound(read(mail, party), mail.text)


@pytest.mark.parametrize("party", PARTIES)
def test_damaged_mails_are_read(party: str) -> None:
    chance = random.Random(party)
    assert len(MAILS) >= 150
    for path in MAILS:
        mail = parse_mail(damaged(path.read_bytes(), chance), authserv_id="mx.house.example")
        sound(read(mail, party), mail.text)
