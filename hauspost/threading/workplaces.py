"""Knows which house a firm means that writes to no house: the one it names, else the only one at which it works."""

from collections.abc import Collection, Sequence

from hauspost.desk.houses import Property, PropertyId
from hauspost.parsers.lines import words


def workplace(
    text: str, works_at: Sequence[Property], ordered_at: Collection[PropertyId]
) -> PropertyId | None:
    """`text`: subject and text of the mail. `works_at`: where the firm is assigned or has a live order; `ordered_at`:
    where it has one. None: nobody can tell, and one has to ask."""
    said = words(text)
    for ways in (_exact, _street):
        named = [house.id for house in works_at if any(_says(said, way) for way in ways(house))]
        if named:
            return named[0] if len(named) == 1 else None
    if len(ordered_at) == 1:
        return next(iter(ordered_at))
    return works_at[0].id if len(works_at) == 1 else None


def _exact(house: Property) -> tuple[list[str], ...]:
    """LW12, lindenweg12, Lindenweg 12-14, Lindenweg 12, WEG Lindenweg 12-14"""
    street = words(house.street)
    number = next((i for i, word in enumerate(street) if word[:1].isdigit()), len(street))
    return (*map(words, (house.id, house.mailbox, house.name)), street, street[: number + 1])


def _street(house: Property) -> tuple[list[str], ...]:
    return ([word for word in words(house.street) if not word[:1].isdigit()],)


def _says(said: list[str], way: list[str]) -> bool:
    return bool(way) and any(said[i : i + len(way)] == way for i in range(len(said) - len(way) + 1))
