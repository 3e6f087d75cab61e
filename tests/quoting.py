"""Knows what a client knows of the mail that it quotes, and how clients write dates, header blocks and marks."""

import html
import textwrap
from dataclasses import dataclass
from datetime import datetime

DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)


@dataclass(frozen=True, slots=True)
class Ours:
    """The mail that is answered, as a client sees it."""

    plain: str
    markup: str
    from_name: str
    from_address: str
    to: str
    subject: str
    at: datetime
    message_id: str
    references: str
    thread_index: str = ""

    @property
    def by(self) -> str:
        return f"{self.from_name} <{self.from_address}>"

    @property
    def lines(self) -> list[str]:
        return self.plain.splitlines()


# ---- how dates are written


def german_day(at: datetime) -> str:
    return f"{DAYS[at.weekday()]}, {at.day}. {MONTHS[at.month - 1]} {at.year}"


def english_day(at: datetime) -> str:
    return f"{at:%A}, {at.day} {at:%B} {at.year} {at:%H:%M}"


# ---- what stands between the words and the quote


def header_block(ours: Ours, *, english: bool = False, bold: str = "", rule: str = "") -> str:
    names = ("From", "Sent", "To", "Subject") if english else ("Von", "Gesendet", "An", "Betreff")
    date = english_day(ours.at) if english else f"{german_day(ours.at)} {ours.at:%H:%M}"
    values = (ours.by, date, ours.to, ours.subject)
    rows = [f"{bold}{name}:{bold} {value}" for name, value in zip(names, values, strict=True)]
    return "\n".join([*([rule] if rule else []), *rows])


def am(ours: Ours) -> str:
    return f"Am {ours.at:%d.%m.%Y} um {ours.at:%H:%M} schrieb {ours.by}:"


def am_gmail(ours: Ours) -> str:
    day, month = DAYS[ours.at.weekday()][:2], MONTHS[ours.at.month - 1][:3]
    sentence = f"Am {day}., {ours.at.day}. {month}. {ours.at.year} um {ours.at:%H:%M} Uhr schrieb {ours.by}:"
    return textwrap.fill(sentence, 72, break_long_words=False, break_on_hyphens=False)


def on_gmail(ours: Ours) -> str:
    sentence = (
        f"On {ours.at:%a}, {ours.at.day} {ours.at:%b} {ours.at.year} at {ours.at:%H:%M}, {ours.by} wrote:"
    )
    return textwrap.fill(sentence, 72, break_long_words=False, break_on_hyphens=False)


def marked(lines: list[str]) -> str:
    return "\n".join(f"> {line}".rstrip() for line in lines)


def rewrapped(lines: list[str], width: int) -> list[str]:
    """Gmail and others break our lines again where the mark makes them too long."""
    return [part for line in lines for part in (textwrap.wrap(line, width, break_long_words=False) or [""])]


def broken(text: str) -> str:
    return "<br>\n".join(html.escape(line, quote=False) for line in text.splitlines())
