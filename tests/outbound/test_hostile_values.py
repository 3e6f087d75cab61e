"""Whatever stands in a name, a subject or somebody's words, each notice shows it as words and stays one mail to one."""

import dataclasses
import re
from dataclasses import replace
from enum import Enum
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from hauspost.cli.samples import samples
from hauspost.cli.samples.world import ANNA, write
from hauspost.desk.houses import Person
from hauspost.desk.intents import Offer
from hauspost.desk.notices import Letter
from hauspost.desk.notices_to_people import PublicNews
from hauspost.outbound.catalogue import languages
from tests.outbound.reading import header, html_of, parsed, shown_words, text_of, words
from tests.outbound.test_headers import NAMES

_ODD = {
    "markup": '</td></table><script>alert(1)</script><img src=x onerror="x"> & <blink>fett</blink>',
    "emoji": "😀👩‍👩‍👧 Größe 🏠 Straße",
    "right to left": "\u202egnp.exe\u202c \u2067Anna\u2069 \u200f\u200e",
    "line breaks": "eins\r\nBcc: dieb@boese.example\r\n\r\nzwei\u2028drei\x85vier",
    "NUL": "vor\x00nach\x01\x1b[31m",
    "templates": "{{ 7*7 }} {% include 'x' %} {0} {tag} %s ${x}",
    "encoded": "=?utf-8?q?a=0D=0ABcc:_dieb=40boese.example?=",
}
HOSTILE = {
    "odd": " ".join(_ODD.values()),
    "500 characters": "Donaudampfschifffahrt " * 23,
    "one word of 500": "x" * 500,
}

# Codes are ours, not anybody's: only what people type is hostile.
PEOPLES = frozenset(
    {
        "last_name",
        "first_name",
        "subject",
        "unit",
        "place",
        "street",
        "name",
        "short",
        "text",
        "excerpt",
        "presumed",
    }
    | {
        "proposed",
        "who",
        "by",
        "company",
        "line",
        "lives",
        "footer",
        "privacy_link",
        "task",
        "access",
        "recipient",
    }
    | {"category_label", "kept_text", "sent_text", "reply"}
)
# Where a code and a person's word share a field: what the sample says is a code.
CODE = re.compile(r"[a-z_]{1,40}|[A-Z_]{4,20}|[A-Z]-\d[\d-]*|[\w.+-]+@[\w.-]+")


def poisoned(value: Any, poison: str, name: str = "") -> Any:
    """The same value with that in every field that holds people's own words."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return f"{value} {poison}" if name in PEOPLES and value and not CODE.fullmatch(value) else value
    if isinstance(value, tuple):
        return tuple(poisoned(one, poison, name) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type | Offer):
        if isinstance(value, Person):
            return replace(value, last_name=f"{value.last_name} {poison}", first_name=poison)
        fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value) if f.init}
        return replace(value, **{key: poisoned(one, poison, key) for key, one in fields.items()})
    return value


def test_the_poison_reaches_people_and_their_words() -> None:
    shown = poisoned(samples("de")["person_wrote"], "GIFT")
    mail = write(shown)
    assert text_of(mail).count("GIFT") > 1
    assert "GIFT" in mail.subject + header(mail, "To")


@pytest.mark.parametrize("code", languages())
def test_every_notice_shows_it_as_words(code: str) -> None:
    """All that is odd at once in each; what is long in every third, so that it takes seconds."""
    for number, (name, shown) in enumerate(samples(code).items()):
        _shows(name, shown, HOSTILE["odd"])
        if number % 3 < 2:
            _shows(name, shown, HOSTILE["500 characters" if number % 3 else "one word of 500"])


def _shows(name: str, shown: Letter, poison: str) -> None:
    mail = write(poisoned(shown, poison))
    html, text = html_of(mail), text_of(mail)
    assert "".join(shown_words(html)) == "".join(words(text)), name  # text cuts a word of 500 letters
    tree = LexborHTMLParser(html)
    assert tree.css("script, img, blink, iframe, object, form") == [], name
    assert "49" not in words(text) or "49" in words(text_of(write(shown))), name  # {{ 7*7 }}
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", text + html), name
    message = parsed(mail)
    assert set(message.keys()) <= {*NAMES, "List-Id", "List-Unsubscribe"}, name
    assert len(mail.subject) <= 78, name
    assert all(len(line) <= 998 for line in mail.octets.split(b"\r\n")), name
    assert max(map(len, text.split("\n"))) <= 74 or "http" in text, name
    assert mail.rcpt_to == shown.address, name


def test_two_thousand_get_two_thousand_mails_and_nobody_reads_of_another() -> None:
    """2,000 recipients of one event: own secrets, ids and return paths, and no address of one in another's octets."""
    shown = samples("de")["public_summary"]
    assert isinstance(shown.facts, PublicNews)
    mails = []
    for number in range(2000):
        address = f"bewohner{number:04}@post.example"
        who = replace(ANNA, last_name=f"Bewohner{number:04}", addresses=(address,))
        secret, message_id = number.to_bytes(16, "big"), f"{number:032x}@tickets.hv-sonnenschein.example"
        one = replace(shown, to=(who,), address=address)
        mails.append((address, write(one, secret=secret, message_id=message_id)))
    assert len({mail.rcpt_to for _, mail in mails}) == 2000
    assert len({mail.message_id for _, mail in mails}) == 2000
    assert len({mail.mail_from for _, mail in mails}) == 2000
    assert len({digest for _, mail in mails for digest in mail.secrets.values()}) == 2000 * 4
    named = re.compile(rb"bewohner(\d{4})", re.IGNORECASE)
    for number, (address, mail) in enumerate(mails):
        assert set(named.findall(mail.octets)) == {b"%04d" % number}, address
        assert mail.rcpt_to == address
