"""Knows what database and relay must show when all is over: SAFETY's promises as findings in plain sentences."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from hauspost.gateway.serving import SENDERS
from hauspost.store import arrivals
from tests.house import SABINE, TIM, text_of
from tests.relay import Taken
from tests.torture.postmen import WORD, Letter
from tests.torture.snapshot import Snapshot

ENDS = ("done", "held", "quarantined", "duplicate")
OFFICE = frozenset((SABINE, TIM))
SHOWN = 3  # so many culprits are named


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether one sentence holds, and what was counted to know it."""

    promise: str
    sentence: str
    holds: bool
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Hits:
    """How often a fault hit that leaves its mark on what is sent."""

    kills: int = 0
    drops: int = 0  # connections that the relay cut after it had taken a mail
    refusals: int = 0  # 4xx of the relay
    rejections: int = 0  # 5xx of the relay

    @property
    def repeats_allowed(self) -> int:
        return SENDERS * self.kills + self.drops


@dataclass(frozen=True, slots=True)
class Case:
    """What happened, as those outside know it."""

    letters: tuple[Letter, ...]
    relayed: tuple[Taken, ...]
    hits: Hits


# ---- the figures of the table


def lost(case: Case, seen: Snapshot) -> list[str]:
    """The words of acknowledged mails that are not stored byte-exact, or of which no delivery came to an end."""
    ended = {seen.bodies[row.digest] for row in seen.arrivals if row.state in ENDS}
    return [one.word for one in case.letters if one.acknowledged and one.octets not in ended]


def doubled(case: Case, seen: Snapshot) -> int:
    """Tickets beyond the one that each new mail makes."""
    subjects = Counter(word for t in seen.tickets for word in t.subject.split())
    return sum(max(0, subjects[one.word] - 1) for one in case.letters if not one.is_reply)


def repeats(case: Case) -> int:
    """Mails of ours that came with a Message-ID that had come before."""
    return len(case.relayed) - len({mail.message_id for mail in case.relayed})


# ---- the promises


def judge(case: Case, seen: Snapshot) -> tuple[Finding, ...]:
    """P1 to P4 and P7, in that order."""
    return tuple(finding for rule in RULES for finding in rule(case, seen))


def no_loss(case: Case, seen: Snapshot) -> Iterable[Finding]:
    by_id = _arrivals_by_id(seen)
    acknowledged = [letter for letter in case.letters if letter.acknowledged]
    yield _none(
        "P1",
        "every acknowledged mail is stored byte-exact",
        [
            one.word
            for one in acknowledged
            if one.octets not in [seen.bodies[a.digest] for a in by_id[one.message_id]]
        ],
        len(acknowledged),
    )
    yield _none(
        "P1",
        "every mail ended in exactly one of done, held, quarantined, duplicate",
        [a.id for a in seen.arrivals if a.state not in ENDS],
        len(seen.arrivals),
    )
    yield _none(
        "P1", "no worker holds anything any more", [a.id for a in seen.arrivals if a.worker or a.is_parsing]
    )
    yield _none(
        "P1", "no mail was refused", [f"{one.word}: {one.refused}" for one in case.letters if one.refused]
    )


def once(case: Case, seen: Snapshot) -> Iterable[Finding]:
    by_id = _arrivals_by_id(seen)
    taken = [one for one in case.letters if one.acknowledged and not _is_set_aside(by_id[one.message_id])]
    yield _none(
        "P2",
        "of each mail one delivery is done, and the others are recorded as its duplicates",
        [one.word for one in taken if not _one_done(by_id[one.message_id])],
        len(taken),
    )
    new = [one for one in taken if not one.is_reply]
    subjects = Counter(word for t in seen.tickets for word in t.subject.split())
    yield _none(
        "P2", "each new mail made one ticket", [n.word for n in new if subjects[n.word] != 1], len(new)
    )
    yield Finding(
        "P2", "there is no other ticket", len(seen.tickets) == len(new), f"{len(seen.tickets)} tickets"
    )
    texts = [entry.text for entry in seen.entries]
    yield _none(
        "P2",
        "each reply made one entry",
        [one.word for one in taken if one.is_reply and sum(one.word in text for text in texts) != 1],
        len(taken) - len(new),
    )
    aside = [row for rows in by_id.values() for row in rows if row.state == "quarantined"]
    yield _none(
        "P2",
        "what was set aside had its three attempts",
        [row.id for row in aside if row.attempts < arrivals.TRIES],
        len(aside),
    )


def atomic(case: Case, seen: Snapshot) -> Iterable[Finding]:
    journal: dict[int, list[int]] = defaultdict(list)
    for entry in seen.entries:
        journal[entry.ticket].append(entry.seq)
    yield _none(
        "P3",
        "each ticket's journal is whole, and its number is the last one",
        [t.number for t in seen.tickets if journal[t.number] != list(range(1, t.seq + 1))],
        len(seen.tickets),
    )
    owed = Counter((n.arrival, n.kind) for n in seen.notices)
    opened = {entry.arrival for entry in seen.entries if entry.seq == 1}
    yield _none(
        "P3",
        "each ticket came together with one acknowledgement and one notice to its manager",
        [a for a in opened if (owed[a, "acknowledgement"], owed[a, "new_ticket"]) != (1, 1)],
        len(opened),
    )


def notices_at_least_once(case: Case, seen: Snapshot) -> Iterable[Finding]:
    states = {mail.id: mail.state for mail in seen.mails}
    given_up = Counter(states.values())["failed"]
    unsent = [n.id for n in seen.notices if n.state != "formed" or states[n.mail] not in ("sent", "failed")]
    yield _none("P4", "each owed notice was formed and sent", unsent, len(seen.notices))
    yield Finding(
        "P4",
        "nothing was given up but what the relay rejected",
        given_up <= case.hits.rejections,
        f"{given_up} mails, {case.hits.rejections} rejections",
    )
    copies = {mail.message_id: set[bytes]() for mail in seen.mails}
    for taken in case.relayed:
        copies.setdefault(taken.message_id.strip("<> "), set()).add(taken.octets)
    yield _none(
        "P4",
        "each mail that counts as sent is there, each time with the octets that were stored",
        [mail.id for mail in seen.sent if copies.pop(mail.message_id) != {seen.bodies[mail.digest]}],
        len(seen.sent),
    )
    for mail in seen.mails:  # cut off behind the dot, and rejected when it came again
        if mail.state == "failed":
            copies.pop(mail.message_id, None)
    yield _none("P4", "no mail is there that does not count as sent", copies)
    surplus = repeats(case)
    yield Finding(
        "P4",
        "repeats are no more than what kills and cuts may have hit behind the dot",
        surplus <= case.hits.repeats_allowed,
        f"{surplus} repeats, {case.hits.kills} kills, {case.hits.drops} cuts",
    )
    yield _attempts(case, seen)


def _attempts(case: Case, seen: Snapshot) -> Finding:
    """A kill may swallow what its senders had in hand, and nothing else."""
    counted = sum(mail.attempts for mail in seen.mails)
    hits = case.hits
    least = len(seen.sent) + max(0, hits.refusals + hits.drops - SENDERS * hits.kills)
    return Finding(
        "P4",
        "attempts are counted",
        counted >= least and all(mail.attempts for mail in seen.sent),
        f"{counted} for {len(seen.sent)} mails, {hits.refusals} refusals, {hits.drops} cuts",
    )


def silence(case: Case, seen: Snapshot) -> Iterable[Finding]:
    authors = {one.word: one.author for one in case.letters}
    strangers = {m.rcpt_to for m in case.relayed} - set(authors.values()) - OFFICE
    yield _none("P7", "nobody got a mail who has no part in it", strangers, len(case.relayed))
    told = [
        f"{mail.rcpt_to}: {word}"
        for mail in case.relayed
        if mail.rcpt_to not in OFFICE
        for word in WORD.findall(f"{mail.message['Subject']}\n{text_of(mail)}")
        if authors.get(word) != mail.rcpt_to
    ]
    yield _none("P7", "no resident learned another one's words", told, len(case.relayed))


RULES: tuple[Callable[[Case, Snapshot], Iterable[Finding]], ...] = (
    no_loss,
    once,
    atomic,
    notices_at_least_once,
    silence,
)


def _none(promise: str, sentence: str, culprits: Iterable[object], of: int | None = None) -> Finding:
    """Holds if there are no culprits."""
    named = list(culprits)
    counted = "" if of is None else str(of)
    if named:
        counted = f"{len(named)} not: {', '.join(str(one) for one in named[:SHOWN])}"
    return Finding(promise, sentence, not named, counted)


def _arrivals_by_id(seen: Snapshot) -> dict[str, list[Row[Any]]]:
    """By the Message-ID in the stored octets: the column is filled only when a mail was decided."""
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in seen.arrivals:
        found[_message_id(seen.bodies[row.digest])].append(row)
    return found


def _message_id(octets: bytes) -> str:
    head = octets.partition(b"\r\n\r\n")[0].lower()
    return head.partition(b"\r\nmessage-id: <")[2].partition(b">")[0].decode("ascii")


def _one_done(rows: list[Row[Any]]) -> bool:
    done = [row.id for row in rows if row.state == "done"]
    return len(done) == 1 and all(row.duplicate_of == done[0] for row in rows if row.state == "duplicate")


def _is_set_aside(rows: list[Row[Any]]) -> bool:
    return any(row.state == "quarantined" for row in rows)
