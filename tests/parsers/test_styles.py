"""Knows that a reply is read alike in every client, wherever its author answers, in text or HTML, German or English."""

import json
from email.message import EmailMessage
from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from hauspost.parsers.mail import parse_mail
from hauspost.parsers.quotes import Parted, part
from tests.answers import our_mail, shown
from tests.clients import seen
from tests.parsers.test_quotes import RECEIPT
from tests.styles import PROGRAMS, Body, Language, Position, Style, styles

FEWEST = 60
TWINS = [json.loads(path.read_text(encoding="utf-8")) for path in Path("tests/mails/replies").glob("*.json")]
STYLES = list(styles())
CLIENTS = (  # that our residents, firms and managers use; a client that is missing fails
    *("outlook", "outlook web", "outlook phone", "apple mail", "iphone", "gmail", "thunderbird"),
    *("gmx and web.de", "t-online", "samsung", "k-9", "yahoo", "proton", "roundcube", "fairemail"),
)
WORDS = {
    "de": (
        "ERLEDIGT",
        "Guten Tag,\nder Monteur war da, es tropft aber weiter.\nAnna Berger",
        "Ja, Donnerstag passt.",
    ),
    "en": (
        "DONE",
        "Hello,\nthe plumber came but it is dripping again.\nEmily Miller",
        "Yes, Thursday is fine.",
    ),
}


def parted(style: Style, words: str, *, known: bool) -> Parted:
    ours = seen(our_mail(RECEIPT))
    reply = EmailMessage()
    reply["In-Reply-To"] = ours.message_id
    reply.set_content(
        style.says(words, ours), subtype="plain" if style.body == "text" else "html", cte="8bit"
    )
    parsed = parse_mail(reply.as_bytes())
    return part(parsed.text, quote_spans=parsed.quote_spans, answered=RECEIPT if known else "")


def name(style: Style) -> str:
    return "-".join(style.twin.values())


def test_every_client_answers_above_below_and_between_in_text_and_html_in_both_languages() -> None:
    assert set(PROGRAMS) == set(CLIENTS)
    ways = product(CLIENTS, get_args(Position), get_args(Body), get_args(Language))
    assert {tuple(style.twin.values()) for style in STYLES} == set(ways)
    assert len(STYLES) == len(CLIENTS) * 3 * 2 * 2 >= FEWEST
    ours = seen(our_mail(RECEIPT))
    assert len({style.says("Ja.", ours) for style in STYLES}) >= 2 * FEWEST  # no style by name alone


@pytest.mark.parametrize("style", STYLES, ids=name)
def test_the_authors_words_and_nothing_else_are_new(style: Style) -> None:
    for words in WORDS[style.language]:
        read = parted(style, words, known=True)
        assert shown(read.new_text) == shown(words)
        assert (read.authored, read.unsure_text) == (True, "")


@pytest.mark.parametrize("style", [style for style in STYLES if not style.needs_ours], ids=name)
def test_where_our_mail_is_unknown_the_clients_signs_part_as_well(style: Style) -> None:
    for words in WORDS[style.language]:
        assert shown(parted(style, words, known=False).new_text) == shown(words)


def test_every_twin_names_its_client_its_place_and_its_language() -> None:
    for twin in TWINS:
        written = twin["written"]
        assert set(written) == {"client", "position", "body", "language"}
        assert written["client"]
        assert written["position"] in (*get_args(Position), "none")
        assert written["body"] in get_args(Body)
        assert len(written["language"]) == 2
    ways = {tuple(twin["written"].values()) for twin in TWINS}
    assert len(ways) >= FEWEST
    assert {way[1:3] for way in ways} >= set(product(get_args(Position), get_args(Body)))
    assert {way[3] for way in ways} >= set(get_args(Language))
