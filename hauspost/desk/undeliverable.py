"""Whose word makes an undeliverable address a good one again: a manager's ERREICHBAR, or a mail of the person's own."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from hauspost.desk.case import Case
from hauspost.desk.course import Course
from hauspost.desk.decision import Decision, Reactivate
from hauspost.desk.houses import Person
from hauspost.desk.intents import Act, Command, Offer
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.notices_to_managers import Alert, Unreached
from hauspost.desk.proof import Auth, Route
from hauspost.desk.telling import offer

GATHERED: Final = frozenset({NoticeKind.HOUSE_NOTICE})
HEARD = frozenset({Route.THREAD, Route.NEW, Route.OFFICE})


def reactivation_offers(address: str, language: str) -> tuple[Offer, ...]:
    """ERREICHBAR: mails go to that address again."""
    return (offer(Act.REACHABLE, language, value=address),)


def told_at(kind: NoticeKind | None, at: datetime) -> datetime:
    """When managers hear that an address is off. Of a notice to the house many mails come back at a time: those of an
    hour are one mail, at its end."""
    return at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1) if kind in GATHERED else at


def joined(alerts: Sequence[Alert]) -> Alert:
    """Of several addresses, the oldest first: a line each."""
    if len(alerts) == 1:
        return alerts[0]
    several = tuple(Unreached(a.recipient, a.who, a.phone, a.reply, a.waiting) for a in alerts)
    return Alert(alerts[-1].what, at=alerts[-1].at, several=several)


def offers_of(parts: Iterable[tuple[Offer, ...]]) -> tuple[Offer, ...]:
    """ "2 ERREICHBAR" for the second of them."""
    found = enumerate(parts, start=1)
    return tuple(replace(o, word=f"{n} {o.word}") for n, offers in found for o in offers)


def reactivate(course: Course, command: Command) -> Course:
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE, after=command.value)
    return course.then(line, Reactivate(command.value))


def heard_again(case: Case) -> Case:
    """A mail of the person's own that the border did not find forged is an address that works."""
    address = case.mail.from_address
    is_own = not case.mail.is_automatic and case.resolution.auth is not Auth.FAIL
    if not is_own or case.resolution.route not in HEARD or not _is_off(case.author, address):
        return case
    author = tuple(_with(p, address) for p in case.author)
    return replace(case, author=author, people={**case.people, **{p.id: p for p in author}})


def with_reactivation(before: Case, after: Case, decision: Decision) -> Decision:
    if before is after:
        return decision
    return replace(decision, effects=(*decision.effects, Reactivate(before.mail.from_address)))


def _is_off(persons: Iterable[Person], address: str) -> bool:
    return any(address in p.undeliverable for p in persons)


def _with(person: Person, address: str) -> Person:
    return replace(person, undeliverable=person.undeliverable - {address})
