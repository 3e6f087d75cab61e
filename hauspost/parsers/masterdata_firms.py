"""Knows how rows about firms, their work and rules are linked, and which two rules contradict each other."""

from collections.abc import Iterator, Mapping
from typing import Any

from hauspost.desk.houses import EVERYWHERE, GENERAL, Role
from hauspost.desk.masterdata import Key, Kind, Record, firm_id
from hauspost.desk.trades import trade_of
from hauspost.parsers.masterdata_known import Astray, Known, meant, need_property, need_zeros, without
from hauspost.parsers.masterdata_rows import Row
from hauspost.parsers.masterdata_sentences import Sentence
from hauspost.parsers.masterdata_words import ROLES

CARETAKER = str(Role.CARETAKER)


def contractor(row: Row, known: Known) -> Record:
    values = without(row.values, "contractor", "orders_to", "senders")
    key = (row.values["contractor"],)
    need_zeros(key, "contractor", Kind.CONTRACTORS, known)
    first = row.values["orders_to"]
    others = row.values["senders"] if "senders" in row.values else _stored_senders(key, known)
    values["addresses"] = list(dict.fromkeys((*first, *others)))
    if not values.get("language") and ("language" in values or known.is_new(Kind.CONTRACTORS, key)):
        values["language"] = known.language
    return Record(Kind.CONTRACTORS, key, values)


def _stored_senders(key: Key, known: Known) -> list[str]:
    """A table without that column leaves the further addresses as they are."""
    stored = known.stored.get(Kind.CONTRACTORS, {}).get(key)
    return list(stored.values["addresses"][1:]) if stored else []


def assignment(row: Row, known: Known) -> Record:
    place = _place(row, known)
    number = _contractor(row.values["contractor"], "contractor", known)
    work = _work(row.values["work"], known)
    return Record(
        Kind.ASSIGNMENTS, (place, work, number), without(row.values, "property", "work", "contractor")
    )


def _work(cell: str, known: Known) -> str:
    """A category by its key, a trade that some firm has, or a category by its label."""
    trade = trade_of(cell)
    if known.has(Kind.CATEGORIES, cell.lower()):
        return cell.lower()
    if trade in known.trades:
        return trade
    if (key := known.categories.get(cell.casefold())) is not None:
        return key
    near = meant(cell, (*known.trades, *_categories(known)))
    raise Astray(
        "work",
        Sentence('"{cell}" is no category, and no contractor has that trade', cell=cell),
        Sentence("add it to Gewerke in contractors.csv, or to categories.csv{near}", near=near),
    )


def _categories(known: Known) -> Iterator[str]:
    for record in known.all(Kind.CATEGORIES):
        yield from (record.key[0], record.values["label_de"])


def rule(row: Row, known: Known) -> Record:
    place, category = _place(row, known), _category(row.values["category"], known)
    values = without(row.values, "property", "category")
    if "assignee" in values:
        values["assignee"] = _assignee(values["assignee"], known)
    values["is_approved"] = True  # whoever writes it into the table wants it
    return Record(Kind.RULES, (place, category), values)


def maintenance(row: Row, known: Known) -> Record:
    place = row.values["property"]
    need_property(place, known)
    values = without(row.values, "property", "name")
    values["category"] = _category(values["category"], known)
    if "assignee" in values:
        values["assignee"] = _assignee(values["assignee"], known)
    return Record(Kind.MAINTENANCE, (place, row.values["name"]), values)


def names_of_ended(known: Known) -> Iterator[Sentence]:
    """Rules and recurring work that name a firm of these tables whose work ends: nobody is ordered by them then."""
    read = known.kinds.get(Kind.CONTRACTORS, {})
    ends = {firm_id(key): firm for (key,), firm in read.items() if firm.values.get("valid_to")}
    for kind in (Kind.RULES, Kind.MAINTENANCE) if ends else ():
        for row in known.all(kind):
            if firm := ends.get(row.values.get("assignee", "")):
                yield Sentence(
                    "{row} names {company}, whose work ends on {end}; name another firm there",
                    row=" / ".join(row.key),
                    company=firm.values["company"],
                    end=firm.values["valid_to"].isoformat(),
                )


def _place(row: Row, known: Known) -> str:
    place: str = row.values["property"]
    if place != EVERYWHERE:
        need_property(place, known)
    return place


def _category(cell: str, known: Known) -> str:
    if cell in (EVERYWHERE, GENERAL) or known.has(Kind.CATEGORIES, cell.lower()):
        return cell.lower()
    if (key := known.categories.get(cell.casefold())) is not None:
        return key
    mend = Sentence("add it to categories.csv{near}", near=meant(cell, _categories(known)))
    raise Astray("category", Sentence('there is no category "{cell}"', cell=cell), mend)


def _assignee(cell: str, known: Known) -> str:
    """The caretaker, a firm by number or name, or a trade that some firm has; empty: the category's trade."""
    if not cell:
        return ""
    if ROLES.get(cell.lower()) is Role.CARETAKER:
        return CARETAKER
    if (trade := trade_of(cell)) in known.trades and not known.has(Kind.CONTRACTORS, cell):
        return trade
    return firm_id(_contractor(cell, "assignee", known))


def _contractor(cell: str, column: str, known: Known) -> str:
    """By number, else by a name that only one firm has."""
    if known.has(Kind.CONTRACTORS, cell):
        return cell
    found = known.firms.get(cell.casefold(), set())
    if len(found) == 1:
        return next(iter(found))
    fits = '"{cell}" fits several contractors' if found else '"{cell}" is no contractor'
    firms = [(record.key[0], record.values["company"]) for record in known.all(Kind.CONTRACTORS)]
    near = "" if found else meant(cell, (name for firm in firms for name in firm))
    mend = Sentence("write a contractor's number of contractors.csv{near}", near=near)
    raise Astray(column, Sentence(fits, cell=cell), mend)


# ---- rules that contradict each other


def tied(known: Known) -> Iterator[tuple[Key, Astray]]:
    """A rule for all of a house and one for a category everywhere weigh the same where they meet.

    Neither wins: told with the later row of the import, unless a row for that house and category decides.
    """
    rules = {record.key: record.values for record in known.all(Kind.RULES)}
    read = [key for kind, key in known.records if kind is Kind.RULES]
    refused: set[Key] = set()
    for key in reversed(read):
        for other in _opposites(key, rules):
            meeting = _meeting(key, other)
            if other in refused or meeting in rules or _agree(rules[key], rules[other]):
                continue
            refused.add(key)
            yield key, _tie(other, meeting, known)
            break


def _opposites(key: Key, rules: Mapping[Key, Mapping[str, Any]]) -> list[Key]:
    """Of "LW12, all categories" every "all houses, one category", and the other way round."""
    place, category = key
    if (place == EVERYWHERE) == (category == EVERYWHERE):
        return []
    return [
        one for one in rules if (one[0] == EVERYWHERE) is (category == EVERYWHERE) is (one[1] != EVERYWHERE)
    ]


def _meeting(one: Key, other: Key) -> Key:
    (place,) = {one[0], other[0]} - {EVERYWHERE}
    (category,) = {one[1], other[1]} - {EVERYWHERE}
    return place, category


def _agree(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(one[name] == other[name] for name in one.keys() & other.keys())


def _tie(other: Key, meeting: Key, known: Known) -> Astray:
    where = known.place(Kind.RULES, other)
    crossing = " / ".join(meeting)
    sentence = Sentence(
        "it weighs the same as the rule for {other} in {where} where both speak of {crossing}",
        other=" / ".join(other),
        where=where,
        crossing=crossing,
    )
    mend = Sentence("add a row for {crossing}, or delete one of them", crossing=crossing)
    return Astray("property", sentence, mend)
