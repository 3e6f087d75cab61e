"""Knows how mail programs gather mails to conversations: by References (JWZ), by references and subject, by subject."""

import re
from base64 import b64decode
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from itertools import pairwise
from typing import Final

_ID: Final = re.compile(r"<([^<>\s]+@[^<>\s]+)>")
_PREFIX: Final = re.compile(r"(?:(?:re|aw|wg|fw|fwd|antw|antwort)\s*:\s*)+", re.IGNORECASE)
_OUTLOOKS_PREFIX: Final = re.compile(r"[^\d\W]{1,3}: ")


@dataclass(frozen=True, slots=True)
class Lying:
    """A mail as it lies in somebody's mailbox; ids without brackets."""

    message_id: str
    references: tuple[str, ...]
    in_reply_to: str
    subject: str
    octets: bytes = b""
    topic: str = ""  # Thread-Topic
    index: bytes = b""  # Thread-Index


def lying(octets: bytes) -> Lying:
    mail = message_from_bytes(octets, policy=policy.default)
    ids = {
        name: tuple(_ID.findall(str(mail[name] or "")))
        for name in ("Message-ID", "References", "In-Reply-To")
    }
    answered = ids["In-Reply-To"]
    return Lying(
        ids["Message-ID"][0],
        ids["References"],
        answered[0] if answered else "",
        str(mail["Subject"]),
        octets,
        str(mail["Thread-Topic"] or ""),
        b64decode(str(mail["Thread-Index"] or "")),
    )


Gather = Callable[[Iterable[Lying]], list[set[str]]]


# ---- JWZ: https://www.jwz.org/doc/threading.html, steps 1 to 5


@dataclass(eq=False)
class _Container:
    mail: Lying | None = None
    parent: "_Container | None" = None
    children: list["_Container"] = field(default_factory=list)

    def adopt(self, child: "_Container") -> None:
        child.leave()
        child.parent = self
        self.children.append(child)

    def leave(self) -> None:
        if self.parent is not None:
            self.parent.children.remove(self)
            self.parent = None

    def holds(self, other: "_Container") -> bool:
        return self is other or any(child.holds(other) for child in self.children)

    def mails(self) -> Iterator[Lying]:
        if self.mail is not None:
            yield self.mail
        for child in self.children:
            yield from child.mails()


def by_references(mails: Iterable[Lying]) -> list[set[str]]:
    """Steps 1 to 4: the Message-IDs of each thread. Nothing is guessed from subjects."""
    return [{mail.message_id for mail in root.mails()} for root in _roots(mails)]


def by_references_and_subjects(mails: Iterable[Lying]) -> list[set[str]]:
    """Step 5 as well: threads whose first mails have the same subject are one."""
    found: dict[str, set[str]] = {}
    for number, root in enumerate(_roots(mails)):
        first = next(root.mails())
        subject = _PREFIX.sub("", first.subject).strip()
        found.setdefault(subject or f"\0{number}", set()).update(m.message_id for m in root.mails())
    return list(found.values())


def _roots(mails: Iterable[Lying]) -> list[_Container]:
    table: dict[str, _Container] = defaultdict(_Container)
    for mail in mails:
        own = table[mail.message_id]
        assert own.mail is None, "two mails with one Message-ID"
        own.mail = mail
        chain = [table[i] for i in mail.references or ((mail.in_reply_to,) if mail.in_reply_to else ())]
        for parent, child in pairwise(chain):
            if child.parent is None and not child.holds(parent) and not parent.holds(child):
                parent.adopt(child)
        own.leave()
        if chain and not own.holds(chain[-1]):
            chain[-1].adopt(own)
    return _pruned([container for container in table.values() if container.parent is None], is_top=True)


def _pruned(siblings: list[_Container], *, is_top: bool) -> list[_Container]:
    """Step 4: empty containers go, their children move up; to the top only an only child does."""
    kept: list[_Container] = []
    for container in siblings:
        container.children = _pruned(container.children, is_top=False)
        if container.mail is not None or (is_top and len(container.children) > 1):
            kept.append(container)
        else:
            kept.extend(container.children)
    return kept


# ---- Gmail: References name a mail of the conversation, or one that it names, and the subject is the same


def as_gmail(mails: Iterable[Lying]) -> list[set[str]]:
    found: list[tuple[str, set[str], set[str]]] = []
    for mail in mails:
        subject = _PREFIX.sub("", mail.subject).strip().casefold()
        named = {mail.message_id, mail.in_reply_to, *mail.references} - {""}
        same = [c for c in found if c[0] == subject and c[1] & named]
        found = [c for c in found if c not in same]
        known = named.union(*(c[1] for c in same))
        found.append((subject, known, {mail.message_id}.union(*(c[2] for c in same))))
    return [members for _, _, members in found]


# ---- Outlook (MS-OXOMSG §2.2.1.2): the GUID of the Thread-Index is the conversation; without one, and wherever a
# ---- server or an old program keeps none, the topic is. References are looked at by neither.


def topic_of(subject: str) -> str:
    """The normalised subject (MS-OXCMSG §2.2.1.10)."""
    return _OUTLOOKS_PREFIX.sub("", subject, count=1)


def as_outlook(mails: Iterable[Lying]) -> list[set[str]]:
    """By topic alone."""
    return _gathered((mail, (mail.topic or topic_of(mail.subject)).upper()) for mail in mails)


def as_outlook_by_index(mails: Iterable[Lying]) -> list[set[str]]:
    found = ((mail, mail.index) for mail in mails)
    return _gathered(
        (mail, index[6:22] if len(index) >= 22 and index[0] == 1 else topic_of(mail.subject).upper())
        for mail, index in found
    )


def _gathered(mails: Iterable[tuple[Lying, Hashable]]) -> list[set[str]]:
    found: dict[Hashable, set[str]] = defaultdict(set)
    for mail, key in mails:
        found[key].add(mail.message_id)
    return list(found.values())


PROGRAMS: dict[str, Gather] = {
    "JWZ": by_references,
    "JWZ with subjects": by_references_and_subjects,
    "Gmail": as_gmail,
    "Outlook": as_outlook_by_index,
    "Outlook by topic": as_outlook,
}
