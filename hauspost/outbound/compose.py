"""Knows how a letter becomes the octets of one mail to one recipient; formed once and sent unchanged ever after."""

import hashlib
import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Iterable
from dataclasses import dataclass, replace
from email import policy
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from hauspost.desk.attachments import Enclosed, File
from hauspost.desk.notices import REPLIES, Letter, OutgoingMail
from hauspost.desk.notices_of_documents import DocumentList, DocumentNews, DocumentsSent
from hauspost.desk.notices_of_house import HousePaper, HouseSent
from hauspost.desk.notices_to_people import BoardDigest, EveningLines
from hauspost.outbound import cleaning, headers, house_headers
from hauspost.outbound.attached import left_out
from hauspost.outbound.catalogue import Catalogue, Language, ours
from hauspost.outbound.house_calendar import published
from hauspost.outbound.invitations import Event, as_file, event_of
from hauspost.outbound.outlook import thread_index
from hauspost.outbound.page import Line
from hauspost.outbound.plain import plain
from hauspost.outbound.reading_back import LONGEST_LINE, TEXTS, read_back
from hauspost.outbound.render import html, page
from hauspost.outbound.view import View
from hauspost.threading import addresses
from hauspost.threading.addresses import Grammar

MOST_REFERENCES: Final = 20
# Longer References would be folded; some programs then lose the thread.
LONGEST_REFERENCES: Final = 900
_NO_NAME: Final = re.compile(r"[/\\:*?\"<>|]+")
_CONTENT_TYPE: Final = re.compile(r"(?:application|audio|image|text|video)/[a-z0-9][a-z0-9.+-]{0,90}")
_MESSAGE_ID: Final = re.compile(r"[!-;=?A-~]{1,120}@[!-;=?A-~]{1,120}")


NOTHING: Final = Enclosed()


@dataclass(frozen=True, slots=True)
class Sender:
    """Who we are to other servers. `envelope`: verp (a return path per mail) | address (the visible From).

    `from_address`: one fixed address; "" means the house's mailbox.
    """

    envelope: str = "verp"
    from_address: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """The recipient's own mail that is answered; nobody else's ids may stand here. Without brackets."""

    message_id: str
    references: tuple[str, ...] = ()


class _AsWritten(EmailPolicy):
    """Header values leave as we wrote them.

    The standard policy reads every value first: it decodes encoded words in it, line breaks included, and folds
    long names into encoded words beyond the 75 octets of RFC 2047 §2.
    """

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        return name, value


_POLICY: Final = _AsWritten(linesep="\r\n", max_line_length=LONGEST_LINE, cte_type="7bit")
_PART: Final = policy.SMTP.clone(max_line_length=76, cte_type="7bit")  # RFC 2045 §6.7: quoted-printable lines


def compose(
    letter: Letter,
    *,
    secret: bytes,
    message_id: str,
    grammar: Grammar,
    sender: Sender,
    answers: Answered | None,
    redirected_to: str = "",
    enclosed: Enclosed = NOTHING,
    catalogue: Catalogue | None = None,
    begun: str = "",
) -> OutgoingMail:
    """The mail, the same octets for the same arguments. `message_id` without brackets.

    `begun`: the subject with which its conversation began, if it has begun.
    `catalogue`: whose words and pages, else ours. `enclosed`: its files go along, and a line says which others do not.
    `redirected_to`: the mail goes to that address instead and says so. Raises UnsafeAddress for a recipient that no
    envelope may carry, ComposeFault when the mail does not read back as meant.
    """
    language = (catalogue or ours()).language_of(letter.kind, letter.language, letter.company.language)
    view = View(letter, language)
    recipient = headers.strict_address(redirected_to or letter.address)
    from_address = sender.from_address or _own_address(letter, grammar)
    reply_to = addresses.reply_address(secret, grammar)
    topic = begun or headers.subject(view)
    subject = _subject(view, topic, redirected_to)
    content = page(
        letter, language, secret=secret, grammar=grammar, banner=_banner(view) if redirected_to else ""
    )
    content = replace(content, blocks=(*content.blocks, *(Line(t) for t in left_out(language, enclosed))))
    files = tuple(_as_sent(file, number) for number, file in enumerate(enclosed.files, 1))
    event = event_of(view, organizer=reply_to, attendee=recipient, domain=grammar.domain) or published(
        view, organizer=reply_to, name=headers.office_name(view), domain=grammar.domain
    )
    if event is not None:
        files = (*files, as_file(view, event))
    files = (*files, *_sheets(view, grammar))
    written = {
        "From": headers.mailbox(headers.sender_name(view), from_address, header="From"),
        "To": headers.mailbox(
            "" if redirected_to else headers.recipient_name(letter, language), recipient, header="To"
        ),
        "Reply-To": headers.mailbox(headers.reply_name(view), reply_to, header="Reply-To"),
        "Subject": headers.encoded(subject, header="Subject"),
        "Message-ID": f"<{_checked_id(message_id)}>",
        **_threading(letter, answers, grammar),
        **_in_outlook(letter, topic, message_id, grammar),
        "Date": format_datetime(letter.at.astimezone(ZoneInfo(letter.company.time_zone))),
        "Auto-Submitted": "auto-replied" if letter.kind in REPLIES else "auto-generated",
        "X-Auto-Response-Suppress": house_headers.suppressed(letter),
        **(
            {}
            if redirected_to
            else house_headers.of_list(letter, addresses.stop_address(secret, grammar), grammar)
        ),
        # The same id once more: some relays write a Message-ID of their own, no server touches this one.
        "X-Hauspost-Id": f"<{message_id}>",
        "Content-Language": language.code,
        "MIME-Version": "1.0",
    }
    boundary = "=_" + hashlib.sha256(message_id.encode()).hexdigest()[:32]
    octets = _message(
        written,
        text=plain(content, language),
        html=html(content, language, title=subject),
        event=event,
        files=files,
        boundary=boundary,
    )
    addressed = {"From": from_address, "To": recipient, "Reply-To": reply_to}
    read_back(octets, written, addressed, boundary=boundary, event=event, files=files)
    return OutgoingMail(
        octets=octets,
        message_id=message_id,
        mail_from=addresses.bounce_address(secret, grammar) if sender.envelope == "verp" else from_address,
        rcpt_to=recipient,
        subject=subject,
        conversation="" if redirected_to else headers.conversation(letter, grammar),
        secrets=_digests(secret),
        listed=_listed(letter),
        documents=_documents(letter),
    )


def _sheets(view: View, grammar: Grammar) -> tuple[File, ...]:
    if not isinstance(view.letter.facts, HousePaper | HouseSent):
        return ()
    # What sets type takes long to load, and few mails carry paper.
    from hauspost.outbound.house_notice_paper import sheets

    return sheets(view, grammar)


def _own_address(letter: Letter, grammar: Grammar) -> str:
    if letter.house is None:
        return addresses.desk_address(grammar)
    return addresses.mailbox_address(letter.house.mailbox, grammar)


def _listed(letter: Letter) -> tuple[int, ...]:
    facts = letter.facts
    if isinstance(facts, BoardDigest):
        return tuple(line.number for line in (*facts.running, *facts.ended))
    return tuple(line.number for line in facts.lines) if isinstance(facts, EveningLines) else ()


def _documents(letter: Letter) -> tuple[int, ...]:
    facts = letter.facts
    lines = facts.lines if isinstance(facts, DocumentList | DocumentsSent | DocumentNews) else ()
    return tuple(line.number for line in lines if line.number and line.title)


def _digests(secret: bytes) -> dict[str, str]:
    tokens = {
        "reply": addresses.reply_token(secret),
        "act": addresses.act_token(secret),
        "bounce": addresses.bounce_token(secret),
        "stop": addresses.stop_token(secret),
    }
    return {kind: addresses.token_digest(token) for kind, token in tokens.items()}


# ---- redirected mails: the office's language, since the office reads them


def _subject(view: View, subject: str, redirected_to: str) -> str:
    if not redirected_to:
        return subject
    office = _office(view)
    if (several := view.letter.recipients) > 1:
        return office.say("subjects.redirected_several", n=several, subject=subject)
    # A made-up address may stand for every tenant of a house.
    who = cleaning.clip(_meant(view.letter, office, is_short=True), headers.NAME)
    return office.say("subjects.redirected", who=who, subject=subject)


def _banner(view: View) -> str:
    office = _office(view)
    who, several = _meant(view.letter, office, is_short=False), view.letter.recipients
    return office.say("redirected.sample" if several > 1 else "redirected.lead", who=who, n=several)


def _office(view: View) -> Language:
    return view.language.catalogue.best_language(view.letter.company.language)


def _meant(letter: Letter, office: Language, *, is_short: bool) -> str:
    name = headers.recipient_name(letter, office)
    address = cleaning.one_line(letter.address, limit=254)
    if is_short or not name:
        return name or address
    return f"{name} ({address})"


# ---- threading headers


def _threading(letter: Letter, answers: Answered | None, grammar: Grammar) -> dict[str, str]:
    """References begin with the thread's root and end with the answered mail; In-Reply-To names the latter."""
    root = headers.thread_root(letter, grammar)
    answered = answers.message_id if answers and _MESSAGE_ID.fullmatch(answers.message_id) else ""
    chain = _chain(root, answers.references if answers else (), answered)
    named = {"In-Reply-To": f"<{answered}>"} if answered else {}
    return named | ({"References": " ".join(f"<{i}>" for i in chain)} if chain else {})


def _in_outlook(letter: Letter, topic: str, message_id: str, grammar: Grammar) -> dict[str, str]:
    """Outlook looks at no References (docs/decisions/0010-thread-index.md). `topic`: the subject before any prefix."""
    root = headers.thread_root(letter, grammar)
    if not root:
        return {}
    index = thread_index(root, message_id=message_id, at=letter.at)
    return {"Thread-Topic": headers.encoded(topic, header="Thread-Topic"), "Thread-Index": index}


def _chain(root: str, middle: Iterable[str], answered: str) -> list[str]:
    """The root, then the newest ids that fit, the answered one last; the oldest in between go first."""
    seen = {root, answered}
    older = [i for i in dict.fromkeys(middle) if _MESSAGE_ID.fullmatch(i) and i not in seen]
    ends = [i for i in (root, answered) if i]
    room = LONGEST_REFERENCES - sum(len(i) + 3 for i in ends)
    kept: list[str] = []
    for message_id in reversed(older[-(MOST_REFERENCES - 2) :]):
        room -= len(message_id) + 3
        if room < 0:
            break
        kept.insert(0, message_id)
    return [*([root] if root else []), *kept, *([answered] if answered else [])]


def _checked_id(message_id: str) -> str:
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError("a Message-ID is local@domain in visible ASCII, without brackets")
    return message_id


# ---- octets


def _message(
    written: dict[str, str],
    *,
    text: str,
    html: str,
    event: Event | None,
    files: tuple[File, ...],
    boundary: str,
) -> bytes:
    """The words in two forms, a calendar's event as a third (RFC 6047 §2.6); around them, where files go along, a
    multipart/mixed (RFC 2046 §5.1). Pictures that the HTML shows stand beside it in a multipart/related (RFC 2387).

    Put together here and not by the standard library's tree, which reads each of its headers anew.
    """
    shown = tuple(file for file in files if file.content_id)
    apart = tuple(file for file in files if not file.content_id)
    inner = f"=_words-{boundary[2:24]}" if apart else boundary  # no beginning of the outer one
    page = _text("html", html)
    if shown:
        page = _multipart(
            'related; type="text/html"', f"=_shown-{inner[2:24]}", (page, *map(_enclosure, shown))
        )
    told = () if event is None else (_event(event),)
    body = _multipart("alternative", inner, (_text("plain", text), page, *told))
    if apart:
        body = _multipart("mixed", f"{boundary}-mixed", (body, *map(_enclosure, apart)))
    return "".join(f"{name}: {value}\r\n" for name, value in written.items()).encode("ascii") + body


def _multipart(subtype: str, boundary: str, parts: Iterable[bytes]) -> bytes:
    """RFC 2046 §5.1.1: its Content-Type, then each part between two lines of the boundary."""
    line = f"\r\n--{boundary}".encode("ascii")
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n'.encode("ascii")
    return head + b"".join(line + b"\r\n" + part for part in parts) + line + b"--\r\n"


def _text(subtype: str, content: str) -> bytes:
    """As quoted-printable (RFC 2045 §6.7), which carries any words in lines of 76 characters."""
    octets = b"\n".join(content.encode().splitlines()) + b"\n"
    return TEXTS[subtype].encode("ascii") + b2a_qp(octets).replace(b"\n", b"\r\n")


def _event(event: Event) -> bytes:
    part = EmailMessage(policy=_PART)
    told = {"method": event.method, "charset": "utf-8"}
    part.set_content(b"", "text", "calendar", cte="base64", params=told)
    return _header(part) + _base64(event.octets)


def _enclosure(file: File) -> bytes:
    part = EmailMessage(policy=_PART)
    kind, _, subtype = file.content_type.partition("/")
    disposition = "inline" if file.content_id else "attachment"
    part.set_content(b"", kind, subtype, disposition=disposition, filename=file.name, cte="base64")
    if file.content_id:
        part["Content-ID"] = f"<{_checked_id(file.content_id)}>"
    return _header(part) + _base64(file.octets)


def _header(part: EmailMessage) -> bytes:
    """Of a part that is empty as yet: a large one would go through the standard library line by line."""
    del part["MIME-Version"]
    return part.as_bytes(policy=_POLICY)


def _base64(octets: bytes) -> bytes:
    """In lines of 76 characters (RFC 2045 §6.8)."""
    return encodebytes(octets).replace(b"\n", b"\r\n")


def _as_sent(file: File, number: int) -> File:
    """A name that no system reads as a path or a command, and a type that is one."""
    name = _NO_NAME.sub("_", cleaning.one_line(file.name, limit=120)).strip(" .") or f"datei-{number}"
    is_type = _CONTENT_TYPE.fullmatch(file.content_type)
    return replace(file, name=name, content_type=file.content_type if is_type else "application/octet-stream")
