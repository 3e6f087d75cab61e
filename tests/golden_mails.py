"""Golden mails of stories: what everybody got, in order, with what is random put aside; `make bless` rewrites them."""

import os
import re
from email import message_from_bytes
from email.header import decode_header, make_header
from pathlib import Path

from tests.house import House, text_of

FOLDER = Path(__file__).parent / "golden" / "stories"
SECRET = re.compile(r"\b[a-z2-7]{25}[aeimquy4]\b")
SHOWN = ("From", "To", "Reply-To", "Subject", "Auto-Submitted")


def check_golden(house: House, name: str) -> None:
    """Compares all mails that left so far with the file of that name."""
    written = "\n".join(_shown(house, n) for n in range(len(house.relay.mails)))
    file = FOLDER / f"{name}.txt"
    if os.environ.get("HAUSPOST_BLESS") == "1":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(written, encoding="utf-8")
    assert file.is_file(), f"{file} is missing; `make bless` writes it"
    assert written == file.read_text(encoding="utf-8")


def _shown(house: House, number: int) -> str:
    mail = house.relay.mails[number]
    raw = message_from_bytes(
        mail.octets
    )  # policy.default puts a space between adjacent encoded words (RFC 2047 §6.2)
    head = "\n".join(f"{name}: {make_header(decode_header(raw[name]))}" for name in SHOWN)
    body = text_of(mail).replace("\r\n", "\n").rstrip()
    return f"{'=' * 20} {number + 1} an {mail.rcpt_to}\n{SECRET.sub('‹secret›', head)}\n\n{body}\n"
