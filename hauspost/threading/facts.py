"""Knows the two halves of a resolution's question: what a mail names, and what the shell found about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from hauspost.desk.houses import Person, Property, PropertyId
from hauspost.desk.model import Ticket
from hauspost.desk.proof import IdFact, SecretFact
from hauspost.parsers.fields import message_id
from hauspost.parsers.mail import ParsedMail
from hauspost.threading.addresses import Grammar, Target, TargetKind, secret_in, token_digest
from hauspost.threading.subjects import order_tags_in, tags_in

MAX_SECRETS: Final = 16  # a mail of ours has four; more are somebody's dictionary
MAX_IDS: Final = 24  # our own mark, In-Reply-To, a report's original, and the 20 References that are kept
MAX_TAGS: Final = 8


@dataclass(frozen=True, slots=True)
class AskedSecret:
    """A secret address that the mail carries: look `digest` up. `kind` must agree with what was given out."""

    digest: str
    kind: TargetKind
    option: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What has to be looked up before one can conclude. Secrets: the envelope's first; ids: newest first."""

    envelope: Target | None
    secrets: tuple[AskedSecret, ...]
    message_ids: tuple[str, ...]
    tags: tuple[int, ...]
    orders: tuple[tuple[int, int], ...]  # ticket and number of each order tag
    from_address: str  # "" names nobody


@dataclass(frozen=True, slots=True)
class Facts:
    """The answers.

    `secrets`: by digest, those that we gave out. `tickets`: every ticket that they, the ids or the tags name, with
    its participants. `author`: all persons of the From address. `house`: the property of the envelope's mailbox.
    `siblings`: the other addresses of ours that this same mail was delivered to. `vouched`: of a held mail, the
    persons whose words a manager said these are.
    """

    secrets: Mapping[str, SecretFact] = field(default_factory=dict)
    ids: tuple[IdFact, ...] = ()
    tickets: Mapping[int, Ticket] = field(default_factory=dict)
    author: tuple[Person, ...] = ()
    house: Property | None = None
    siblings: tuple[Target, ...] = ()
    is_own_address: bool = False  # From is an address of ours
    is_trusted: bool = False  # the listener is used by our own MTA's authenticated senders only
    vouched: tuple[Person, ...] = ()
    workplace: PropertyId | None = None  # of a firm that wrote to no house: the one it means


def ask(mail: ParsedMail, envelope: Target | None, rcpt_to: str, grammar: Grammar) -> Asked:
    """What to look up: every secret of the envelope and of the recipient fields, ids, tags, the author."""
    return Asked(
        envelope=envelope,
        secrets=tuple(dict.fromkeys(_secrets(mail, envelope, rcpt_to, grammar)))[:MAX_SECRETS],
        message_ids=tuple(dict.fromkeys(_message_ids(mail)))[:MAX_IDS],
        tags=tags_in(mail.subject)[:MAX_TAGS],
        orders=order_tags_in(mail.subject)[:MAX_TAGS],
        from_address=mail.from_address,
    )


def asked_secret(target: Target) -> AskedSecret:
    return AskedSecret(token_digest(target.token), target.kind, target.option)


def _secrets(
    mail: ParsedMail, envelope: Target | None, rcpt_to: str, grammar: Grammar
) -> Iterator[AskedSecret]:
    found = (envelope, *(secret_in(address, grammar) for address in (rcpt_to, *mail.recipients)))
    return (asked_secret(target) for target in found if target is not None and target.token)


def _message_ids(mail: ParsedMail) -> Iterator[str]:
    """A mail of ours that came back names itself, whatever the way made of its Message-ID."""
    yield from (
        one for one in (message_id(mail.own_mark), mail.in_reply_to, *reversed(mail.references)) if one
    )
    if mail.dsn is not None and mail.dsn.original_message_id:
        yield mail.dsn.original_message_id
    if mail.complaint is not None and mail.complaint.original_message_id:
        yield mail.complaint.original_message_id
