"""Knows which house a firm means that writes to no house: the one it names, else the only one at which it works."""

from collections.abc import Collection, Sequence

from hauspost.desk.houses import Property, PropertyId
from hauspost.parsers.lines import words


def workplace(
    text: str, works_at: Sequence[Property], ordered_at: Collection[PropertyId]
) -> PropertyId | None:
    """`text`: subject and text of the mail. `works_at`: where the firm is assigned or has a live order; `ordered_at`:
    where it has one. None: nobody can tell, and one has to ask."""
    said = _Phrases(words(text))
    for ways in (_exact, _street):
        named = [house.id for house in works_at if any(map(said.hold, ways(house)))]
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


class _Phrases:
    """The phrases of a text by their length, each length made ready once: there may be hundreds of houses."""

    def __init__(self, said: list[str]) -> None:
        self._said = said
        self._of_length: dict[int, frozenset[tuple[str, ...]]] = {}

    def hold(self, way: list[str]) -> bool:
        if len(way) not in self._of_length:
            self._of_length[len(way)] = frozenset(
                zip(*(self._said[i:] for i in range(len(way))), strict=False)
            )
        return tuple(way) in self._of_length[len(way)]
