"""Looks at the master data: what mail or work needs to find its people."""

from collections.abc import Iterator

from hauspost.cli import templates
from hauspost.cli.checks.opened import opened, today
from hauspost.cli.openings import grammar_of
from hauspost.config.settings import Settings
from hauspost.desk.houses import CategoryKey
from hauspost.desk.soundness import Finding, Level, lacks, loops, switched_off
from hauspost.desk.soundness_of_work import Work, lacks_of_work
from hauspost.store import registry
from hauspost.threading.addresses import is_ours


def masterdata(settings: Settings) -> Iterator[Finding]:
    with opened(settings) as connection:
        if connection is None:
            return
        houses, people = registry.all_properties(connection), registry.all_persons(connection)
        units, boxes = registry.all_units(connection), registry.mailboxes(connection)
        work = Work(
            firms=registry.firms(connection),
            persons=registry.persons_of_firms(connection),
            assignments=registry.all_assignments(connection),
            categories=registry.categories(connection),
            rules=registry.all_rules(connection),
            people=people,
            running=registry.running_orders(connection),
            houses=houses,
        )
    yield from lacks(houses, people, units, day=today(settings))
    yield from lacks_of_work(work, day=today(settings))
    grammar = grammar_of(settings)
    yield from loops((*people, *work.persons), lambda address: is_ours(address, grammar, boxes))
    yield from switched_off((*people, *work.persons))
    yield from templates.unspoken((*people, *work.persons), settings)
    yield from _of_deadlines(settings, {category.key for category in work.categories})


def _of_deadlines(settings: Settings, known: set[CategoryKey]) -> Iterator[Finding]:
    named = dict.fromkeys(row.category for row in settings.document.deadline if row.category)
    for key in (key for key in named if key not in known):
        sentence = f'a [[deadline]] speaks of the category "{key}", which does not exist'
        yield Finding(Level.WARNING, "deadlines", sentence, "write a key of categories.csv")
