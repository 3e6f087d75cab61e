"""`hauspost welcome`: a first mail to residents and owners who have had none, as a dry run unless applied."""

from collections.abc import Collection
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.cli.listing import printable
from hauspost.cli.openings import grammar_of
from hauspost.cli.poster import chosen
from hauspost.config.settings import Settings
from hauspost.desk.decision import OweNotice
from hauspost.desk.houses import Property, PropertyId
from hauspost.desk.notices import NoticeKind
from hauspost.desk.welcoming import Guest, Guests, HouseAddress, Welcome, guests
from hauspost.gateway.clock import now
from hauspost.store import registry, welcoming
from hauspost.store.connection import Connection
from hauspost.store.database import Database
from hauspost.threading.addresses import mailbox_address

SHOWN = 20


def register(app: typer.Typer) -> None:
    app.command()(welcome)


def welcome(
    context: typer.Context,
    properties: Annotated[
        list[str] | None,
        typer.Option(
            "--property", metavar="ID", help="A property's number or mailbox; repeatable. Else all."
        ),
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Sends them; without, nothing is changed.")] = False,
) -> None:
    """Welcomes residents and owners by mail: the house's address, what one can write, data protection. Nobody twice."""
    settings = door.settings(context)
    with door.database(settings) as database:
        with database.read() as connection:
            houses = chosen(properties or [], registry.all_properties(connection))
            found = waiting(connection, settings, {house.id for house in houses})
        _show(context, settings, houses, found)
        if not apply:
            _close(found, "would go to", "dry run; --apply sends them")
            return
        if found.kept_back and not found.due:
            raise Trouble(
                "nobody was welcomed: these properties send nothing to residents yet",
                "run `hauspost live` first",
            )
        sent = tuple(guest for guest in found.due if _welcomed(database, settings, guest))
        _close(Guests(sent), "go to", "they leave while `hauspost serve` runs")


def waiting(connection: Connection, settings: Settings, wanted: Collection[PropertyId]) -> Guests:
    """Who of the people at these properties has had no welcome."""
    houses, people = registry.all_properties(connection), registry.all_persons(connection)
    at = now().astimezone(ZoneInfo(settings.company.time_zone))
    return guests(
        people,
        houses,
        welcomed=welcoming.welcomed(connection, ((p.id, p.address) for p in people if p.address)),
        silent=frozenset(h.id for h in houses if not settings.policy_for(h).is_live),
        wanted=wanted,
        day=at.date(),
    )


def not_welcomed(settings: Settings, database: Database) -> int:
    """How many persons could be welcomed, or will be once their house is live."""
    with database.read() as connection:
        found = waiting(connection, settings, {h.id for h in registry.all_properties(connection)})
    return sum(len(guest.persons) for guest in found.due) + found.kept_back


def _welcomed(database: Database, settings: Settings, guest: Guest) -> bool:
    at, place = now(), guest.houses[0].id
    only_notices = all(settings.policy_for(house).hands_on for house in guest.houses)
    facts = Welcome(tuple(_address(house, settings) for house in guest.houses), only_notices)
    persons = tuple(person.id for person in guest.persons)
    notice = OweNotice(NoticeKind.WELCOME, guest.address, persons, facts, None, at)
    return database.write(lambda c: welcoming.welcome(c, notice, guest.pairs, place=place, at=at))


def _address(house: Property, settings: Settings) -> HouseAddress:
    return HouseAddress(house.short_name, mailbox_address(house.mailbox, grammar_of(settings)))


def _show(context: typer.Context, settings: Settings, houses: tuple[Property, ...], found: Guests) -> None:
    for guest in found.due[:SHOWN]:
        who = ", ".join(person.name for person in guest.persons)
        where = ", ".join(house.short_name for house in guest.houses)
        door.say(context, printable(f"  {who} <{guest.address}>: {where}"))
    if len(found.due) > SHOWN:
        door.say(context, f"  … and {len(found.due) - SHOWN} more")
    if found.known:
        door.say(context, f"{persons(found.known, 'was', 'were')} welcomed before.")
    if found.declined:
        door.say(context, f"{persons(found.declined, 'wants', 'want')} no mails.")
    if found.unreached:
        door.say(context, f"{persons(len(found.unreached), 'has', 'have')} no mail address; a poster helps.")
    if kept_back := [str(h.id) for h in houses if not settings.policy_for(h).is_live]:
        door.say(
            context,
            f"{persons(found.kept_back, 'waits', 'wait')}, since policy.sending is not on at {', '.join(kept_back)};"
            " `hauspost live` changes that.",
        )


def _close(found: Guests, verb: str, remark: str) -> None:
    count = sum(len(guest.persons) for guest in found.due)
    print(f"{len(found.due)} mails {verb} {count} persons ({remark})")


def persons(count: int, one: str, many: str) -> str:
    """ "1 person has", "7 persons have"."""
    return f"{count} person {one}" if count == 1 else f"{count} persons {many}"
