"""MAIL, "Notices and mails", as one table: every kind of notice in every language keeps to it."""

import hashlib
import re
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import getaddresses, parsedate_to_datetime

import pytest

from hauspost.cli.samples.world import GRAMMAR, MESSAGE_ID, SECRET
from hauspost.desk.notices import REPLIES, TO_ASSIGNEES, TO_THE_HOUSE, Letter, NoticeKind, OutgoingMail
from hauspost.outbound.catalogue import languages
from hauspost.outbound.headers import thread_root
from hauspost.threading import addresses
from tests.outbound.reading import header, parsed, raw_header
from tests.outbound.written import written

TO_LEAVE = TO_THE_HOUSE | {NoticeKind.ORDER_LIST}


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    wanted: Callable[[Letter], str | None]  # None: it must not be there


def _list(letter: Letter) -> str | None:
    if letter.kind is NoticeKind.ORDER_LIST:
        return f"<orders.{GRAMMAR.domain}>"
    if letter.kind not in TO_THE_HOUSE | {NoticeKind.HOUSE_NOTICE} or not any(letter.spoken_of):
        return None
    return f"<{letter.house.mailbox if letter.house else 'houses'}.{GRAMMAR.domain}>"


def _root(letter: Letter) -> str | None:
    root = thread_root(letter, GRAMMAR)
    return f"<{root}>" if root else None


def _guid(letter: Letter) -> bytes | None:
    root = thread_root(letter, GRAMMAR)
    return hashlib.sha256(root.encode()).digest()[:16] if root else None


ROWS = (
    Row("Message-ID", lambda letter: f"<{MESSAGE_ID}>"),
    Row("X-Hauspost-Id", lambda letter: f"<{MESSAGE_ID}>"),
    Row("References", _root),  # the root alone, where nothing is answered
    Row("In-Reply-To", lambda letter: None),
    Row("Auto-Submitted", lambda letter: "auto-replied" if letter.kind in REPLIES else "auto-generated"),
    Row("X-Auto-Response-Suppress", lambda x: "RN, NRN" if x.kind in TO_ASSIGNEES else "RN, NRN, AutoReply"),
    Row("List-Id", _list),
    Row(
        "List-Unsubscribe",
        # A notice to the house can be sorted, and left by nobody (WORDS 7).
        lambda x: f"<mailto:{addresses.stop_address(SECRET, GRAMMAR)}>" if x.kind in TO_LEAVE else None,
    ),
    Row("Content-Language", lambda letter: letter.language),
    Row("MIME-Version", lambda letter: "1.0"),
    *(
        Row(name, lambda letter: None)
        for name in ("Cc", "Bcc", "Sender", "Return-Path", "Received", "Precedence")
    ),
    *(
        Row(name, lambda letter: None)
        for name in ("Disposition-Notification-To", "Return-Receipt-To", "X-Mailer")
    ),
)


def of(kind: NoticeKind) -> list[tuple[str, Letter, OutgoingMail]]:
    found = [(f"{code}/{name}", x, mail) for (code, name), (x, mail) in written().items() if x.kind is kind]
    assert {name[:2] for name, _, _ in found} == set(languages())
    return found


@pytest.mark.parametrize("kind", NoticeKind)
def test_a_kind_has_the_headers_of_the_table(kind: NoticeKind) -> None:
    for name, letter, mail in of(kind):
        headers = parsed(mail)
        for row in ROWS:
            values = [str(value) for value in headers.get_all(row.name, [])]
            wanted = row.wanted(letter)
            assert values == ([] if wanted is None else [wanted]), (name, row.name)


@pytest.mark.parametrize("kind", NoticeKind)
def test_a_kind_that_has_a_conversation_has_it_in_outlook_too(kind: NoticeKind) -> None:
    for name, letter, mail in of(kind):
        index = b64decode(header(mail, "Thread-Index")) if "Thread-Index" in parsed(mail) else None
        assert (index and index[6:22]) == _guid(letter), name
        if index is not None:
            assert (index[0], len(index)) == (1, 27), name  # MS-OXOMSG §2.2.1.3, one answer's block
            assert header(mail, "Thread-Topic") == mail.subject, name


@pytest.mark.parametrize("kind", NoticeKind)
def test_a_kind_goes_to_one_and_its_answers_come_to_its_secret(kind: NoticeKind) -> None:
    for name, letter, mail in of(kind):
        assert mail.rcpt_to == letter.address, name
        assert mail.mail_from == addresses.bounce_address(SECRET, GRAMMAR), name
        one = {"To": letter.address, "Reply-To": addresses.reply_address(SECRET, GRAMMAR)}
        for field, address in one.items():
            assert [found for _, found in getaddresses([raw_header(mail, field)])] == [address], (name, field)
        ((shown, own),) = getaddresses([raw_header(mail, "From")])
        assert own.endswith(f"@{GRAMMAR.domain}"), name
        assert shown, name
        ((shown, _),) = getaddresses([raw_header(mail, "Reply-To")])
        assert shown, name  # never a bare token (WORDS 9)
        assert "+" not in shown, name


@pytest.mark.parametrize("kind", NoticeKind)
def test_a_kind_is_dated_when_it_was_formed(kind: NoticeKind) -> None:
    for name, letter, mail in of(kind):
        dated = parsedate_to_datetime(header(mail, "Date"))
        assert dated == letter.at.replace(microsecond=0), name
        assert dated.utcoffset(), name  # in the company's zone


def test_what_calendars_take_as_an_invitation_is_one_part_with_its_method() -> None:
    """RFC 6047 §2.4: the parameter says what METHOD says; a second such part would be a second invitation."""
    found = 0
    for _letter, mail in written().values():
        parts = [p for p in parsed(mail).walk() if p.get_content_type() == "text/calendar"]
        if not parts:
            continue
        (part,) = parts
        methods = re.findall(r"^METHOD:(\w+)\r?$", str(part.get_content()), re.MULTILINE)
        assert methods == [part.get_param("method")]
        assert part.get_content_disposition() is None
        assert part.get_content_charset() == "utf-8"
        found += 1
    assert found > 4
