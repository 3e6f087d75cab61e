"""`hauspost report`: the figures of a month or of any days, as text, HTML, CSV or JSON, for all houses or some."""

import base64
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rapidfuzz import process

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.cli.plan import catalogue_of
from hauspost.config.settings import Settings
from hauspost.desk.houses import Property
from hauspost.desk.notices import Letter, NoticeKind
from hauspost.desk.notices_of_report import PeriodReport
from hauspost.desk.periods import Period, PeriodFault, period
from hauspost.desk.plain_values import to_json
from hauspost.gateway.clock import now
from hauspost.gateway.letters import Office
from hauspost.gateway.period_reports import Question, answered
from hauspost.outbound.charts import charts
from hauspost.outbound.plain import plain
from hauspost.outbound.render import content, html
from hauspost.outbound.report_table import table
from hauspost.outbound.view import View
from hauspost.store import registry

FORMATS = ("text", "html", "csv", "json")


def register(app: typer.Typer) -> None:
    app.command()(report)


def report(
    context: typer.Context,
    month: Annotated[str, typer.Option("--month", metavar="YYYY-MM", help="Else the last one.")] = "",
    first: Annotated[str, typer.Option("--from", metavar="DAY", help="2025-10-01 or 1.10.2025.")] = "",
    last: Annotated[str, typer.Option("--to", metavar="DAY", help="Else today.")] = "",
    houses: Annotated[
        list[str] | None,
        typer.Option("--house", metavar="ID", help="A property's number or mailbox; repeatable. Else all."),
    ] = None,
    form: Annotated[str, typer.Option("--format", metavar="|".join(FORMATS))] = "text",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    output: Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Else printed.")] = None,
) -> None:
    """Tickets, times, firms, deadlines, reachability and ratings of a period (docs/reports.md)."""
    form = "json" if as_json else form
    if form not in FORMATS:
        raise Trouble(f'there is no format "{form}"', f"use one of {', '.join(FORMATS)}", status=door.USAGE)
    settings = door.settings(context)
    at = now()
    today = at.astimezone(ZoneInfo(settings.company.time_zone)).date()
    try:
        covered = period(month=month, first=first, last=last, today=today)
    except PeriodFault as fault:
        raise Trouble(fault.sentence, fault.mend, status=door.USAGE) from None
    letter = _letter(settings, covered, houses or [])
    octets = _written(letter, form, settings)
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(octets)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(octets)
    except OSError as error:
        mend = "choose a file that you may write to"
        raise Trouble(f"{output} cannot be written ({error.strerror})", mend) from None
    door.say(context, str(output))


def _letter(settings: Settings, covered: Period, words: list[str]) -> Letter:
    """To nobody: what a manager of these houses would read."""
    zone, at, company = ZoneInfo(settings.company.time_zone), now(), settings.company
    office = Office(company, settings.policy_for, zone, settings.deadlines.closed)
    with door.database(settings) as database, database.read() as connection:
        houses = _chosen(words, registry.all_properties(connection))
        asked = Question(covered, houses, company.language, at)
        facts = answered(connection, asked, PeriodReport(covered.first, covered.last), office.calendar)
    return Letter(NoticeKind.PERIOD_REPORT, facts, company, (), "", company.language, True, at, at)


def _chosen(words: list[str], known: tuple[Property, ...]) -> tuple[Property, ...]:
    if not known:
        raise Trouble("there are no properties yet", "begin with `hauspost import FOLDER --apply`")
    names = {name.casefold(): house for house in known for name in (house.id, house.mailbox)}
    for word in words:
        if word.strip().casefold() not in names:
            near = process.extractOne(word.casefold(), list(names))
            proposed = names[near[0]] if near else known[0]
            raise Trouble(
                f'there is no property "{word}"', f"the nearest is {proposed.id} ({proposed.short_name})"
            )
    asked = {names[word.strip().casefold()].id for word in words}
    return tuple(house for house in known if house.id in asked or not asked)


def _written(letter: Letter, form: str, settings: Settings) -> bytes:
    language = catalogue_of(settings).best_language(letter.language)
    view, facts = View(letter, language), letter.facts
    assert isinstance(facts, PeriodReport)
    match form:
        case "csv":
            return table(view, facts).octets
        case "json":
            return (json.dumps(to_json(facts), ensure_ascii=False, indent=2) + "\n").encode()
        case "html":
            drawn = tuple(
                f"data:image/png;base64,{base64.b64encode(file.octets).decode()}"
                for file in charts(view, facts)
            )
            shown = View(replace(letter, facts=replace(facts, charts=drawn)), language)
            return html(content(shown), language, title=settings.company.name).encode()
        case _:
            return plain(content(view), language).encode()
