"""Mails as people's programs write them, with a fact in every corner where one can hide."""

import io
import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from PIL import Image

from tests.clients import CLIENTS, reply_in
from tests.house import BORDER, secret_of
from tests.oracle.canaries import Mint
from tests.oracle.knowledge import Fact, Knowledge
from tests.relay import Taken

MESSAGE_ID = re.compile(rb"(?im)^Message-ID: <[^>]*>")
MAKE, DESCRIPTION, ARTIST, COMMENT, GPS, AREA = 0x010F, 0x010E, 0x013B, 0x9286, 0x8825, 0x001C


@dataclass(slots=True)
class Pen:
    """Writes for one author; every canary that it sets down becomes a fact of that author's."""

    knowledge: Knowledge
    mint: Mint
    chance: random.Random
    address: str
    people: frozenset[str]
    houses: frozenset[str]
    facts: list[Fact] = field(default_factory=list)

    def word(self, what: str, *, is_task: bool = False, people: Iterable[str] | None = None) -> str:
        """A fact for the author (or `people`) and the managers of the house."""
        known = set(self.people if people is None else people)
        fact = Fact(self.mint.word(), what, known, set(self.houses), is_task=is_task, author=self.people)
        self.facts.append(self.knowledge.plant(fact))
        return fact.word.capitalize()

    def price(self, people: Iterable[str], *, least: int, most: int) -> str:
        """An amount that these people and the managers of the house may know."""
        said = self.mint.price(least, most)
        word = "€" + "".join(sign for sign in said if sign.isdigit())
        self.facts.append(self.knowledge.plant(Fact(word, "a price", set(people), set(self.houses))))
        return said

    def head(self) -> list[tuple[str, str]]:
        """What programs and servers say of themselves and of their owners."""
        return [
            (
                "Received",
                f"from {self.word('a host').lower()}.example by mx.example; Tue, 14 Oct 2025 10:00:00 +0200",
            ),
            ("User-Agent", f"{self.word('a mail program')}/1.0"),
            ("Organization", self.word("an organisation")),
        ]


def verdict(auth: str, address: str) -> list[tuple[str, str]]:
    """What the border says of From; "none": it says nothing."""
    if auth == "none":
        return []
    domain = address.partition("@")[2]
    return [("Authentication-Results", f"{BORDER}; dmarc={auth} (p=reject) header.from={domain}")]


def new_mail(
    pen: Pen,
    body: str,
    *,
    to: str,
    subject: str,
    auth: str,
    at: datetime,
    with_picture: bool = False,
    headers: Iterable[tuple[str, str]] = (),
) -> bytes:
    mail = EmailMessage()
    message_id = f"<{pen.word('a Message-ID').lower()}@{pen.address.partition('@')[2]}>"
    lines = [
        *verdict(auth, pen.address),
        *pen.head(),
        ("From", f'"{pen.word("a display name")}" <{pen.address}>'),
        ("To", to),
        ("Subject", subject),
        ("Date", format_datetime(at)),
        ("Message-ID", message_id),
        *headers,
    ]
    for name, value in lines:
        mail[name] = value
    mail.set_content(body, cte=pen.chance.choice(("quoted-printable", "base64", "8bit")))
    if pen.chance.random() < 0.3:
        mail.add_alternative(
            f"<html><body><p>{body}</p></body></html>".replace("\n", "<br>\n"), subtype="html"
        )
    if with_picture:
        attach_picture(pen, mail)
    return mail.as_bytes()


def answer(
    pen: Pen,
    mail: Taken,
    words: str,
    *,
    auth: str,
    to: str = "",
    client: str = "",
    with_picture: bool = False,
) -> bytes:
    """An answer as one of the known programs quotes it."""
    octets = reply_in(
        client or pen.chance.choice(sorted(CLIENTS)),
        mail.octets,
        words,
        from_address=pen.address,
        from_name=pen.word("a display name"),
        to=to or secret_of(mail),
    )
    message_id = f"Message-ID: <{pen.word('a Message-ID').lower()}@answers.example>".encode()
    octets = MESSAGE_ID.sub(message_id, octets, count=1)
    top = "".join(f"{name}: {value}\r\n" for name, value in (*verdict(auth, pen.address), *pen.head()))
    whole = top.encode() + octets
    return _with_picture(pen, whole) if with_picture else whole


def _with_picture(pen: Pen, octets: bytes) -> bytes:
    return _with_part(pen, octets, lambda mail: attach_picture(pen, mail))


def _with_part(pen: Pen, octets: bytes, attach: Callable[[EmailMessage], None]) -> bytes:
    """The same mail as a part beside a file."""
    head, _, body = octets.replace(b"\r\n", b"\n").partition(b"\n\n")
    lines = re.split(rb"\n(?![ \t])", head)
    inner = [line for line in lines if line.lower().startswith((b"content-", b"mime-"))]
    outer = [line for line in lines if line not in inner]
    holder = EmailMessage()
    holder.set_content("")
    attach(holder)
    picture = holder.get_payload()[-1].as_bytes()  # type: ignore[index, union-attr]
    edge = b"=-oracle-=" + pen.mint.word().encode()
    content = [line for line in inner if line.lower().startswith(b"content-")]
    return b"\n".join(
        [
            *outer,
            b"MIME-Version: 1.0",
            b'Content-Type: multipart/mixed; boundary="' + edge + b'"',
            b"",
            b"--" + edge,
            *content,
            b"",
            body,
            b"--" + edge,
            picture,
            b"--" + edge + b"--",
            b"",
        ]
    )


def attach_paper(pen: Pen, octets: bytes, name: str) -> bytes:
    """The mail with a PDF beside its words."""
    return _with_part(
        pen,
        octets,
        lambda mail: mail.add_attachment(
            f"%PDF-1.4 {pen.word('a paper')}\n%%EOF\n".encode(),
            maintype="application",
            subtype="pdf",
            filename=name,
        ),
    )


def attach_picture(pen: Pen, mail: EmailMessage) -> None:
    mail.add_attachment(
        picture(pen), maintype="image", subtype="jpeg", filename=f"{pen.word('a file name')}.jpg"
    )


def picture(pen: Pen) -> bytes:
    """A photo that says where, by whom and with what it was taken."""
    noise = bytes(pen.chance.randrange(256) for _ in range(48 * 36 * 3))
    image = Image.frombytes("RGB", (48, 36), noise).resize((320, 240), Image.Resampling.NEAREST)
    exif = Image.Exif()
    exif[MAKE] = pen.word("a camera")
    exif[DESCRIPTION] = pen.word("a picture's description")
    exif[ARTIST] = pen.word("a photographer")
    exif[COMMENT] = b"ASCII\0\0\0" + pen.word("a picture's remark").encode()
    exif.get_ifd(GPS)[AREA] = b"ASCII\0\0\0" + pen.word("a picture's place").encode()
    file = io.BytesIO()
    image.save(file, "JPEG", quality=90, exif=exif, comment=pen.word("a picture's comment").encode())
    return file.getvalue()
