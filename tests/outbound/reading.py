"""Reads our own mails back as a recipient's program would."""

import re
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage

from selectolax.lexbor import LexborHTMLParser

from hauspost.desk.notices import OutgoingMail


def parsed(mail: OutgoingMail) -> EmailMessage:
    return message_from_bytes(mail.octets, policy=policy.default)


def header(mail: OutgoingMail, name: str) -> str:
    """The decoded value, read from the raw octets."""
    return str(make_header(decode_header(raw_header(mail, name))))


def raw_header(mail: OutgoingMail, name: str) -> str:
    """Unfolded but not decoded: addresses are parted before names are decoded (RFC 2047 §5)."""
    return str(message_from_bytes(mail.octets, policy=policy.compat32)[name]).replace("\r\n", "")


def text_of(mail: OutgoingMail) -> str:
    return _content(mail, "plain")


def html_of(mail: OutgoingMail) -> str:
    return _content(mail, "html")


def _content(mail: OutgoingMail, subtype: str) -> str:
    part = next(p for p in parsed(mail).walk() if p.get_content_subtype() == subtype)
    return str(part.get_payload(decode=True), "utf-8").replace("\r\n", "\n")  # type: ignore[arg-type]


def shown_words(html: str) -> list[str]:
    """The words of the HTML that text must have too: all but the buttons, which repeat a word beside them."""
    tree = LexborHTMLParser(html)
    for node in tree.css('a.button[href^="mailto:"], style, title'):
        node.decompose()
    return words(tree.body.text(separator=" ") if tree.body else "")


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def links(html: str) -> list[str]:
    """Of the buttons that write a mail."""
    return [str(node.attributes["href"]) for node in LexborHTMLParser(html).css('a[href^="mailto:"]')]


def body_and_footer(text: str) -> tuple[list[str], list[str]]:
    body, _, footer = text.partition("\n––\n")
    return body.strip("\n").split("\n"), footer.strip("\n").split("\n")
