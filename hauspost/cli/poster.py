"""`hauspost poster`: PDFs to hang up, one for each place of each house, whose code opens a mail to the house."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.cli.openings import grammar_of
from hauspost.config.settings import Settings
from hauspost.desk.houses import Category, Property
from hauspost.outbound.catalogue import Language, best_language, language, languages
from hauspost.outbound.papers import printed
from hauspost.outbound.posters import PLACES, place_named, poster
from hauspost.store import registry


def register(app: typer.Typer) -> None:
    app.command("poster")(poster_)


def poster_(
    context: typer.Context,
    places: Annotated[
        list[str] | None,
        typer.Option("--place", metavar="PLACE", help=f"One of {', '.join(PLACES)}; repeatable. Else all."),
    ] = None,
    properties: Annotated[
        list[str] | None,
        typer.Option(
            "--property", metavar="ID", help="A property's number or mailbox; repeatable. Else all."
        ),
    ] = None,
    output: Annotated[Path, typer.Option("--output", metavar="FOLDER", help="Where the PDFs go.")] = Path(
        "posters"
    ),
    spoken: Annotated[
        str, typer.Option("--language", metavar="de|en", help="Else the house's, else the company's.")
    ] = "",
) -> None:
    """Posters for lift, bins, boiler room and others: a QR code opens a mail to the house about that place."""
    settings = door.settings(context)
    if spoken and spoken not in languages():
        raise Trouble(
            f'there is no language "{spoken}"', f"use one of {', '.join(languages())}", status=door.USAGE
        )
    wanted = _places(places or [], settings)
    with door.database(settings) as database, database.read() as connection:
        houses = chosen(properties or [], registry.all_properties(connection))
        known = registry.categories(connection)
    door.make_folder(output)
    for house in houses:
        own = best_language(spoken, house.language, settings.company.language)
        for name, octets in _made(house, wanted, known=known, settings=settings, own=own):
            _write(output / name, octets)
            door.say(context, str(output / name))
    print(f"{len(houses) * len(wanted)} posters for {len(houses)} properties in {output}")


def _places(words: Iterable[str], settings: Settings) -> list[str]:
    """In the order of the table, each once."""
    spoken = [best_language(settings.company.language), *map(language, languages())]
    found = [(word, next(filter(None, map(partial(place_named, word), spoken)), "")) for word in words]
    if strange := [word for word, place in found if not place]:
        raise Trouble(
            f'there is no place "{strange[0]}"', f"use one of {', '.join(PLACES)}", status=door.USAGE
        )
    asked = {place for _, place in found}
    return [place for place in PLACES if place in asked or not asked]


def chosen(words: Iterable[str], houses: tuple[Property, ...]) -> tuple[Property, ...]:
    """Those that the words name by number or mailbox; without words all. Raises Trouble for a word that names none."""
    if not houses:
        raise Trouble("there are no properties yet", "begin with `hauspost import FOLDER --apply`")
    wanted = [word.strip().casefold() for word in words]
    names = {name.casefold(): house for house in houses for name in (house.id, house.mailbox)}
    if strange := [word for word in wanted if word not in names]:
        raise Trouble(
            f'there is no property "{strange[0]}"', "use its number in properties.csv, or its mailbox"
        )
    asked = {names[word].id for word in wanted}
    return tuple(house for house in houses if house.id in asked or not asked)


def _made(
    house: Property, places: list[str], *, known: tuple[Category, ...], settings: Settings, own: Language
) -> Iterable[tuple[str, bytes]]:
    for place in places:
        made = poster(
            house, place, company=settings.company, known=known, grammar=grammar_of(settings), language=own
        )
        yield made.name, printed(made.sheet).octets


def _write(file: Path, octets: bytes) -> None:
    try:
        file.write_bytes(octets)
    except OSError as error:
        if error.errno in door.NO_ROOM:
            raise
        raise Trouble(f"{file} cannot be written ({error.strerror})", "name another folder") from None
