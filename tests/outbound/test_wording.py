"""What every mail keeps to, whatever it says (WORDS 9): manner, width, both languages, text and HTML alike."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

import hauspost.outbound
from hauspost.cli.samples import samples
from hauspost.cli.samples.world import write
from hauspost.desk.channels import ChannelKind
from hauspost.desk.houses import Role
from hauspost.desk.intents import Claim
from hauspost.desk.languages import typed_of
from hauspost.desk.model import EntryKind, Status, TicketKind, Visibility
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome
from hauspost.desk.work import Automation, OrderKind, Phase
from hauspost.outbound.catalogue import TEMPLATES, language, languages
from hauspost.outbound.render import button_label
from tests.outbound.reading import body_and_footer, html_of, shown_words, text_of, words

SOURCES = (Path(hauspost.outbound.__file__).parent, TEMPLATES)
CASES = [(code, name) for code in languages() for name in samples(code)]
FAMILIAR = re.compile(r"\b(?:du|dich|dir|dein\w*|euch|euer\w*|eure\w*)\b", re.IGNORECASE)
# Phrases that promise, admit or flatter; WORDS 9 forbids each.
FORBIDDEN = re.compile(
    r"hiermit|bitte beachten|ihr anliegen ist uns wichtig|entschuldig|bedauern|umgehend|schnellstmöglich|\bmangel\b"
    r"|apologi|\bsorry\b|as soon as possible|we value|wurde behoben|ist behoben\b(?! *\?)",
    re.IGNORECASE,
)
MODELLED = (
    "acknowledgement",
    "message",
    "status",
    "held_note",
    "neutral",
    "not_understood",
    "help_resident",
    "listing",
    "appointment",
    "no_access",
    "known",
)


@pytest.mark.parametrize("code, name", CASES)
def test_text_and_html_say_the_same_words(code: str, name: str) -> None:
    mail = write(samples(code)[name])
    assert shown_words(html_of(mail)) == words(text_of(mail))


@pytest.mark.parametrize("code", languages())
def test_no_button_says_a_word_twice(code: str) -> None:
    """Mit MIT EIGENTÜMERN antworten."""
    said = language(code)
    commands = {key: phrases for key, phrases in typed_of(code).items() if key.startswith("commands.")}
    printed = [word for phrases in commands.values() for word in phrases]
    assert len(printed) > 40
    for label in (button_label(word, said) for word in printed):
        assert not re.search(r"\b(\w+) \1\b", label, re.IGNORECASE), label
    assert button_label("MIT EIGENTÜMERN", language("de")) == "Antworten: MIT EIGENTÜMERN"
    assert button_label("SENDEN", language("de")) == "Mit SENDEN antworten"


@pytest.mark.parametrize("code, name", CASES)
def test_no_line_is_wider_than_74_columns(code: str, name: str) -> None:
    assert max(len(line) for line in text_of(write(samples(code)[name])).split("\n")) <= 74


# What firms get has no emergency line: it is the residents'.
TO_OTHERS = ("manager", "orders")


@pytest.mark.parametrize(
    "code, name",
    [c for c in CASES if c[1].startswith(MODELLED) and not any(word in c[1] for word in TO_OTHERS)],
)
def test_a_resident_reads_at_most_twenty_lines_and_six_of_footer(code: str, name: str) -> None:
    body, footer = body_and_footer(text_of(write(samples(code)[name])))
    assert len(body) <= 20
    assert len(footer) <= 6
    assert any("112" in line for line in footer)
    assert any("030 5550100" in line for line in footer)


@pytest.mark.parametrize("code, name", CASES)
def test_no_blank_is_left_unfilled(code: str, name: str) -> None:
    mail = write(samples(code)[name])
    for part in (text_of(mail), " ".join(shown_words(html_of(mail))), mail.subject):
        assert not re.search(r"[{}]|\bNone\b|\bTrue\b|\bFalse\b|Undefined|\b(?:acts|statuses|roles)\.", part)


@pytest.mark.parametrize("code", languages())
def test_our_own_words_are_formal_and_promise_nothing(code: str) -> None:
    for path in sorted(
        {
            *(TEMPLATES / code).glob("*.j2"),
            TEMPLATES / code / "words.toml",
            TEMPLATES / code / "commands.toml",
        }
    ):
        written = path.read_text("utf-8")
        assert not FAMILIAR.search(written) or code != "de", path.name
        assert not FORBIDDEN.search(written), path.name


def test_a_resident_has_a_report_and_never_a_ticket() -> None:
    for code, name in CASES:
        letter = samples(code)[name]
        if not letter.is_manager:
            words = re.sub(r"\S+@\S+", "", text_of(write(letter)))  # a domain may be called what it likes
            assert not re.search(r"\b(?:ticket|vorgang)", words, re.IGNORECASE), (code, name)


def test_the_languages_have_the_same_pages_and_the_same_words() -> None:
    for code in languages():
        assert {p.name for p in (TEMPLATES / code).iterdir()} == {f"{kind}.j2" for kind in NoticeKind} | {
            "words.toml",
            "typed.toml",
            "commands.toml",
        }
        assert language(code).words.keys() == language("de").words.keys()
        assert typed_of(code).keys() == typed_of("de").keys()


@pytest.mark.parametrize("code", languages())
def test_every_code_has_a_word(code: str) -> None:
    genders = ("female", "male", "several", "open")
    needed = chain(
        (f"outcomes.{outcome}" for outcome in Outcome),
        (f"statuses.{status}" for status in Status),
        (f"visibility.{visibility}" for visibility in Visibility),
        (f"things.{kind}" for kind in TicketKind),
        (f"channels.{kind}" for kind in ChannelKind),
        (f"entries.{kind}" for kind in EntryKind),
        (f"phases.{phase}" for phase in Phase),
        (f"claims.{claim}" for claim in Claim),
        (f"automations.{automation}" for automation in Automation),
        (f"order_kinds.{kind}" for kind in OrderKind),
        (f"roles.{role}.{gender}" for role in (*Role, "former") for gender in genders),
    )
    assert [key for key in needed if not language(code).words.get(key)] == []


def test_every_word_is_used() -> None:
    found = (path for folder in SOURCES for path in folder.rglob("*"))
    written = "".join(path.read_text("utf-8") for path in found if path.suffix in (".py", ".j2"))
    written = written.replace("'", '"')
    for key in language("de").words:
        prefixes = [key[: m.end()] for m in re.finditer(r"[._]", key)]
        wanted = (
            f'"{key}"',
            *(f"{p}{{" for p in prefixes),
            f'"{key.rpartition(".")[0]}"',
            *(f'"{p}" ~' for p in prefixes),
            f'"{key.partition(".")[0]}"',
        )
        assert key.startswith("formats.") or any(w in written for w in wanted), key


def test_blanks_in_the_phrases_agree_between_the_languages() -> None:
    for key, phrase in language("de").words.items():
        for code in languages():
            assert _blanks(language(code).words[key]) <= _blanks(phrase) | {"title", "last", "name"}, (
                code,
                key,
            )


def _blanks(phrase: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", phrase))


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance of two #rrggbb."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = _channels(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> Iterator[float]:
    for at in (1, 3, 5):
        value = int(colour[at : at + 2], 16) / 255
        yield value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


@pytest.mark.parametrize(
    "ink, paper",
    [
        ("#1d242b", "#ffffff"),
        ("#4d5964", "#ffffff"),
        ("#ffffff", "#0b5563"),
        ("#e7ecef", "#1d2327"),
        ("#b3bfc7", "#1d2327"),
        ("#0c2328", "#8fd0dc"),
    ],
)
def test_words_stand_out_from_their_paper(ink: str, paper: str) -> None:
    layout = (TEMPLATES / "layout.html.j2").read_text("utf-8")
    assert ink in layout
    assert paper in layout
    assert _contrast(ink, paper) >= 4.5


@pytest.mark.parametrize("code, name", CASES)
def test_nothing_in_the_html_is_fetched_from_anywhere(code: str, name: str) -> None:
    html = html_of(write(samples(code)[name]))
    assert not re.search(
        r"<(?:img|link|script|iframe|object|form|base)\b|\bsrc\s*=|url\(|@import|@font-face", html
    )
    calls = {"tel:"} if samples(code)[name].kind is NoticeKind.EMERGENCY else set()
    assert set(re.findall(r'href="(\w+:)', html)) <= {"mailto:"} | calls
