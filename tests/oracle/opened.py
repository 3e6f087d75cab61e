"""One mail of ours, opened as far as anybody can: its octets as they went, and everything they decode to."""

import html
import io
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from tests.relay import Taken

BARE = ("message/rfc822", "multipart/")


@dataclass(frozen=True, slots=True)
class Opened:
    """`said`: headers and bodies as people read them. `octets`: all else, undecoded and decoded."""

    said: tuple[str, ...]
    octets: tuple[str, ...]

    @property
    def everything(self) -> tuple[str, ...]:
        return (*self.said, *self.octets)


def opened(mail: Taken) -> Opened:
    raw = mail.octets.decode("latin-1")
    said = [mail.mail_from, mail.rcpt_to]
    octets = [raw, raw.replace("=\r\n", "").replace("\r\n ", "").replace("\r\n\t", "")]
    for part in message_from_bytes(mail.octets).walk():
        said += [f"{name}: {_header(str(value))}" for name, value in part.items()]
        said += [str(_header(part.get_filename() or ""))]
        if part.get_content_type().startswith(BARE):
            continue
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            continue
        octets.append(payload.decode("latin-1"))
        if part.get_content_type() == "application/pdf":
            octets.append(_paper(payload))
        if part.get_content_maintype() == "text":
            text = payload.decode(part.get_content_charset("utf-8"), "replace")
            said += [text, html.unescape(text)]
        else:
            octets += [payload.decode("utf-8", "ignore"), payload.decode("utf-16-le", "ignore")]
    return Opened(tuple(said), tuple(octets))


def _paper(octets: bytes) -> str:
    """The words of a PDF, which its octets hide; nothing of what is none."""
    try:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(octets)).pages)
    except PyPdfError:
        return ""


def _header(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, UnicodeError):
        return value


def subject_of(mail: Taken) -> str:
    return _header(str(message_from_bytes(mail.octets)["Subject"] or ""))
