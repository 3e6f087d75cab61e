"""`hauspost erase`: takes the words of a ticket or of a person away for good; without --apply it is only said."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.cli.people import TICKET, person_named
from hauspost.cli.show import number_of
from hauspost.config.settings import Settings
from hauspost.config.values import Maildir
from hauspost.desk.houses import Person, Role
from hauspost.desk.masterdata import FIRM
from hauspost.gateway import erasing, maildir
from hauspost.gateway.clock import now
from hauspost.gateway.erasing import Going, Hand, Leave
from hauspost.gateway.sandbox import Sandbox
from hauspost.store import ledger, mails
from hauspost.store.database import Database


def register(app: typer.Typer) -> None:
    app.command()(erase)


def erase(
    context: typer.Context,
    what: Annotated[
        str, typer.Argument(metavar="PERSON-or-TICKET", help="T-1042; a person's number, address or name.")
    ],
    apply: Annotated[bool, typer.Option("--apply", help="Does it; without, it is only said.")] = False,
) -> None:
    """Says what would go and what must stay; with --apply it goes for good, and the journal keeps its digests."""
    settings = door.settings(context)
    hand = Hand(settings.company, ZoneInfo(settings.company.time_zone), now())
    with door.database(settings) as database:
        if TICKET.fullmatch(what.strip()):
            _ticket(context, database, number_of(what), hand, settings=settings, apply=apply)
        else:
            _person(context, database, what, hand, settings=settings, apply=apply)


def _ticket(
    context: typer.Context, database: Database, number: int, hand: Hand, *, settings: Settings, apply: bool
) -> None:
    with database.read() as connection:
        going = erasing.look(connection, number, hand.at)
    if going is None:
        raise Trouble(f"there is no ticket T-{number}", "`hauspost tickets --all` lists them")
    for line in _of_ticket(going):
        print(line)
    _stop(erasing.obstacles((going,)))
    if not apply:
        door.say(context, NOTHING)
        return
    with Sandbox(1) as sandbox, _unchanged():
        erasing.erase(database, sandbox, (going,), hand)
    finish(context, database, settings)


def _person(
    context: typer.Context, database: Database, words: str, hand: Hand, *, settings: Settings, apply: bool
) -> None:
    with database.read() as connection:
        person = person_named(connection, words)
        _stop(_unfit(person))
        leave = erasing.look_at(connection, person, hand.at)
    for line in _of_person(leave):
        print(line)
    waiting = [f"arrival {n} of theirs waits for a decision; answer it first" for n in leave.traces.undecided]
    _stop([*erasing.obstacles(leave.tickets), *waiting])
    if not apply:
        door.say(context, NOTHING)
        return
    with Sandbox(1) as sandbox, _unchanged():
        erasing.forget(database, sandbox, leave, hand)
    finish(context, database, settings)


NOTHING = "Nothing was changed; --apply does it, and it cannot be taken back."


def _unfit(person: Person) -> list[str]:
    if person.id.startswith(FIRM):
        return [f"{person.name} is a firm, whose letters the law wants kept; erase single tickets"]
    if any(role.role is Role.MANAGER for role in person.roles):
        return [f"{person.name} is or was a manager, whose words are the company's; erase single tickets"]
    return []


def _of_ticket(going: Going) -> Iterator[str]:
    ticket = going.ticket
    whose = f", only what {going.person} wrote" if going.person else ""
    yield f"{ticket.tag}  {ticket.status}  {ticket.subject or '(no subject any more)'}{whose}"
    mails_of_it = "our mails there" if going.person else f"{len(going.mails)} mails as they came, our mails"
    yield f"  goes: the words of {going.words} entries, {mails_of_it}, copies of pictures"
    for duty in going.duties:
        yield f"  stays: {duty.what}, kept by law as a {duty.retention} until {duty.until}"


def _of_person(leave: Leave) -> Iterator[str]:
    person = leave.person
    yield f"{person.name} ({person.id})"
    for one in leave.tickets:
        yield from _of_ticket(one)
    yield f"  goes: {len(leave.mails)} mails of theirs in all, and what went to them alone"
    if leave.is_gone:
        yield "  goes: name, phones, addresses and roles in the master data"
    else:
        yield "  stays: the master data, as a role of theirs holds still; end it there, and erase again"
    shared = sorted(set(person.addresses) - set(leave.traces.addresses))
    if shared:
        yield f"  stays: what went to {', '.join(shared)}, which others share"


def _stop(why: list[str]) -> None:
    if why:
        *others, last = why
        for one in others:
            print(one)
        sentence, _, mend = last.rpartition("; ")
        raise Trouble(f"nothing was erased: {sentence}", mend)


@contextmanager
def _unchanged() -> Iterator[None]:
    """Tells of a ticket that has changed between the look and the deed."""
    try:
        yield
    except ledger.Stale:
        raise Trouble("something was added meanwhile, so nothing was erased", "look again") from None


def finish(context: typer.Context, database: Database, settings: Settings) -> None:
    """Also where the embedded relay laid our mails, and in the pages of the database itself."""
    if isinstance(settings.relay.to, Maildir):
        with database.read() as connection:
            gone = mails.erased_ids(connection)
        maildir.remove(settings.relay.to.folder, gone)
    if not database.compact():
        door.say(context, "The database is in use and was not compacted; run this again when nobody serves.")
    door.say(context, "Erased. `hauspost journal verify` shows that the journal still holds.")
