"""The post of a house, made up from a seed: 70 % new reports, 25 % answers to an earlier one, 5 % with a large picture.

A report is four to nine sentences, as a person writes them; no two are the same, so that none is a duplicate.
"""

import base64
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import Header
from functools import cache

from PIL import Image

from bench.house import resident

PICTURE = 200_000  # octets, about
BEHIND = (
    40  # so many mails at least lie between a report and an answer to it: its acknowledgement is out by then
)
_NEW, _ANSWER = 0.70, 0.25
_THINGS = (
    ("Heizung im Bad bleibt kalt", "Die Heizung im Bad bleibt seit {day} kalt."),
    ("Licht im Treppenhaus flackert", "Das Licht im Treppenhaus flackert seit {day}."),
    ("Wasserhahn tropft", "In der Küche tropft der Wasserhahn seit {day}."),
    ("Klingel ohne Ton", "Unsere Klingel macht seit {day} keinen Ton mehr."),
    ("Fenster schließt nicht", "Das Fenster im Schlafzimmer schließt seit {day} nicht mehr richtig."),
    ("Rollladen klemmt", "Der Rollladen im Wohnzimmer klemmt seit {day}."),
    ("Aufzug ruckelt", "Der Aufzug ruckelt seit {day} beim Anfahren."),
    ("Tür zum Keller", "Die Tür zum Keller fällt seit {day} nicht mehr ins Schloss."),
    ("Fliese gelöst", "Im Bad hat sich eine Fliese gelöst, das war am {day}."),
    ("Abfluss verstopft", "Der Abfluss der Dusche läuft seit {day} sehr langsam ab."),
)
_MORE = (
    "Ich habe schon versucht, es selbst zu beheben, aber ohne Erfolg.",
    "Am Anfang war es nur ab und zu, inzwischen ist es jeden Tag so.",
    "Bitte sagen Sie mir, wann jemand kommen kann.",
    "Von außen ist nichts zu sehen.",
    "Vor zwei Jahren wurde an der gleichen Stelle schon einmal etwas gemacht.",
    "Bei den Leuten darüber scheint alles in Ordnung zu sein.",
    "Es riecht nicht und es ist auch nichts nass geworden.",
    "Ein Bekannter meinte, es könnte an der Dichtung liegen.",
    "Ich bin werktags ab 17 Uhr zu Hause.",
    "Gern kann auch der Hausmeister einmal einen Blick darauf werfen.",
    "Wenn Sie ein Foto brauchen, schicke ich Ihnen eines.",
    "Für eine kurze Rückmeldung wäre ich dankbar.",
)
_ANSWERS = (
    "Vielen Dank für die Nachricht. Es ist seit {day} noch etwas schlimmer geworden.",
    "Noch ein Hinweis: Es tritt vor allem am Morgen auf, zuletzt am {day}.",
    "Ich wollte nur ergänzen, dass auch das zweite Zimmer betroffen ist, seit {day}.",
    "Am {day} war jemand da und hat gesagt, dass ein Teil bestellt werden muss.",
)
_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


@dataclass(frozen=True, slots=True)
class Post:
    """`about`: the number of the earlier report that it answers, or None."""

    number: int
    author: str
    subject: str
    text: str
    about: int | None = None
    has_picture: bool = False


def posts(count: int, *, residents: int, seed: int = 1, first: int = 0) -> Iterator[Post]:
    """The first are reports, so that there is something to answer; `first` begins the numbers."""
    chance = random.Random(seed)
    reports: list[Post] = []
    for number in range(first, first + count):
        kind = chance.random()
        known = [report for report in reports if report.number <= number - BEHIND]
        if known and _NEW <= kind < _NEW + _ANSWER:
            earlier = chance.choice(known)
            yield _answer(number, earlier, chance)
        else:
            author = resident(number % residents)
            reports.append(_report(number, author, chance, has_picture=kind >= _NEW + _ANSWER))
            yield reports[-1]


def _report(number: int, author: str, chance: random.Random, *, has_picture: bool) -> Post:
    subject, opening = chance.choice(_THINGS)
    said = [opening.format(day=chance.choice(_DAYS)), *chance.sample(_MORE, chance.randint(3, 8))]
    text = f"Guten Tag,\n\n{' '.join(said)}\n\nMein Zeichen dafür ist V{number}.\n\nMit freundlichen Grüßen\n"
    return Post(number, author, f"{subject} ({number})", text, None, has_picture)


def _answer(number: int, earlier: Post, chance: random.Random) -> Post:
    said = chance.choice(_ANSWERS).format(day=chance.choice(_DAYS))
    text = f"{said}\nMein Zeichen dafür ist V{number}.\n"
    return Post(number, earlier.author, f"Re: {earlier.subject}", text, earlier.number)


def message_id(number: int) -> str:
    return f"<post-{number}@post.example>"


def octets_of(post: Post, *, to: str, in_reply_to: str = "", subject: str = "") -> bytes:
    """The mail, with CRLF; `subject` replaces its own, where the receiver looks for its number there."""
    answers = f"In-Reply-To: {in_reply_to}\r\nReferences: {in_reply_to}\r\n" if in_reply_to else ""
    shown = Header(subject or post.subject, "utf-8", header_name="Subject").encode(linesep="\r\n")
    head = (
        f"From: <{post.author}>\r\nTo: <{to}>\r\nSubject: {shown}\r\n"
        f"Date: Wed, 04 Nov 2026 12:00:00 +0100\r\nMessage-ID: {message_id(post.number)}\r\n{answers}"
        "MIME-Version: 1.0\r\n"
    )
    text = post.text.replace("\n", "\r\n")
    plain = f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}"
    if not post.has_picture:
        return (head + plain).encode()
    picture = base64.encodebytes(_picture(post.number)).decode().replace("\n", "\r\n")
    return (
        f'{head}Content-Type: multipart/mixed; boundary="=post"\r\n\r\n--=post\r\n{plain}\r\n--=post\r\n'
        'Content-Type: image/jpeg; name="foto.jpg"\r\nContent-Disposition: attachment; filename="foto.jpg"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{picture}\r\n--=post--\r\n"
    ).encode()


def _picture(number: int) -> bytes:
    """A real one of noise, another one for each mail by what follows its end."""
    return _noise() + number.to_bytes(8, "big")


@cache
def _noise() -> bytes:
    side = 618  # pixels, which makes about PICTURE octets
    file = io.BytesIO()
    Image.frombytes("L", (side, side), random.Random(0).randbytes(side * side)).save(file, "JPEG", quality=70)
    return file.getvalue()
