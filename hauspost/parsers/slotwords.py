"""Knows what a resident answers to times that we named: a number, a weekday, both, none of them, or other times.

What is chosen stands among nothing but harmless words (WORDS 3, "Allow-lists hold"); all else is left to people.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Final

from hauspost.desk.intents import TimesSaid
from hauspost.desk.work import Window
from hauspost.parsers.daywords import blotted, mentions
from hauspost.parsers.hours import Hours, hours
from hauspost.parsers.lines import levelled, rows, words
from hauspost.parsers.slots import free, is_until, stretches

_LONGEST: Final = 1_000  # characters; whoever writes more tells something else
_YES: Final = frozenset(
    rows(
        """
        ja · jo · jawohl · ok · okay · passt · passen · geht · gehen · ginge · klappt · gern · gerne · gut
        prima · super · perfekt · einverstanden · bestaetigt · bestaetige · klar · yes · fine · works · work
        good · great · perfect · sure
        """
    )
)
_HARMLESS: Final = _YES | frozenset(
    rows(
        """
        bitte · danke · vielen · dank · ist · waere · wuerde · es · mir · uns · ich · wir · bei · fuer
        mich · nehme · nehmen · waehle · den · der · die · das · dem · am · an · um · gegen · von · bis
        und · uhr · termin · termine · vorschlag · option · variante · nr · nummer · dann · also · moeglich
        sehr · besser · lieber · besten · kann · koennen · bin · sind · da · zuhause · hause · zu · in
        ordnung · sie · kommen · zwischen · auch · beide · beides · beiden · alle · egal · erste · ersten
        erster · zweite · zweiten · zweiter · dritte · dritten · dritter · guten · tag · hallo · liebe
        gruesse · mit · freundlichen · gruessen · lg · mfg · herr · frau · hi · dear · please · thanks
        thank · you · for · me · us · the · on · at · is · would · be · i · we · am · pm · both · either
        any · first · second · third · one · take · slot · number · suits · that · and · are · home · sounds
        will · do · prefer · a · oder · or
        """
    )
)
_OWN: Final = frozenset(
    rows("habe · haben · haette · haetten · zeit · koennte · koennten · have · could · time")
)
_NO: Final = frozenset(
    rows(
        """
        nicht · nie · kein · keine · keinen · keiner · keines · keins · leider · ausser · statt · schlecht
        unmoeglich · verhindert · absagen · nein · nee · no · not · none · neither · cannot · can · t · t
        unfortunately · cancel
        """
    )
)
_BEGINS_NO: Final = frozenset(("nein", "nee", "no", "nope"))
_NO_HARM: Final = re.compile(
    r"\b(?:kein problem|keine einw(?:ä|ae)nde|nichts dagegen|no problem|nicht schlimm|kein thema)\b"
)
_HEDGES: Final = frozenset(
    rows(
        """
        wenn · falls · vielleicht · eventuell · evtl · sofern · sobald · moeglicherweise · hoechstens · nur
        erst · eher · if · maybe · perhaps · unless · only · might · mal · frueher · spaeter · earlier
        later · vorher · nachher
        """
    )
)
_ALL: Final = frozenset(rows("beide · beides · beiden · alle · egal · both · either · any"))
_ORDINALS: Final = (("erste", "first"), ("zweite", "second"), ("dritte", "third"))
_NAMED: Final = re.compile(
    r"(?<!\w)(?:termin|vorschlag|option|variante|nr\.?|nummer|number|slot)\s{1,2}(?P<n>[1-6])(?![\w:])"
    r"|(?:^|(?<=[\n,;]))\s*(?:(?:ja|ok|okay|yes|bitte|nehme|der|den|und|oder|and|or)\s{1,2}){0,3}(?P<alone>[1-6])[.)]?"
    r"(?=\s*(?:$|[\n,;!]|(?:passt|passen|geht|gehen|ist|waere|wäre|bitte|gern|gerne|danke|gut|ok|und|oder|and|or|works"
    r"|work|is|please|fine|[1-6])\b))"
)
_MORE: Final = re.compile(r"\s{0,2}(?:und|oder|and|or|,|/|\+)\s{0,2}(?P<n>[1-6])(?![\w:.])")
_PARTS: Final = re.compile(r"[.!;\n]+|,|\baber\b|\bdaf(?:ü|ue)r\b|\bsondern\b|\bbut\b")
_DAYS: Final = ("mo", "di", "mi", "do", "fr", "sa")  # "so" is a word


@dataclass(frozen=True, slots=True)
class _Named:
    """Words that mean times of ours, or (`meant` empty) another day; and where they stand."""

    meant: tuple[int, ...]
    start: int
    end: int


def times_said(text: str, slots: Sequence[Window], *, received_at: datetime, zone: tzinfo) -> TimesSaid:
    """What the new text says of `slots`; all of it empty where only people can tell."""
    shown = levelled(text[:_LONGEST])
    said = frozenset(words(shown))
    begins_no = next(iter(words(shown)), "") in _BEGINS_NO
    if "?" in shown or len(text) > _LONGEST:
        return TimesSaid()
    if said & _HEDGES:
        others = free(text, received_at=received_at, zone=zone) if begins_no else ()
        return TimesSaid(says_no=begins_no, free=others)
    named = tuple(_named(text[:_LONGEST], shown, slots, received_at=received_at, zone=zone))
    bare = blotted(shown, sorted((n.start, n.end) for n in named))
    if any(_names_several(part, named) and _is_no(bare[part[0] : part[1]]) for part in _parts(bare)):
        return TimesSaid()
    yes, no, unclear, own = _weighed(bare, named, may_tell=begins_no)
    is_plain = frozenset(words(bare)) <= _HARMLESS | _NO
    if unclear:
        return TimesSaid()
    if own:
        others = free(text, received_at=received_at, zone=zone)
        if not (others or begins_no):
            return TimesSaid()
        return TimesSaid(says_no=True, free=others) if not yes else TimesSaid(is_ambiguous=True)
    chosen = tuple(dict.fromkeys(i for n in yes for i in n.meant if not any(i in o.meant for o in no)))
    if yes:
        is_ambiguous = any(len(n.meant) > 1 for n in yes) or (begins_no and not said & _YES)
        return TimesSaid(chosen=chosen, is_ambiguous=is_ambiguous, is_plain=is_plain)
    if no:
        left = len(slots) - len({i for n in no for i in n.meant})
        return TimesSaid(says_no=left <= 0, is_ambiguous=left > 0, is_plain=is_plain)
    if named and not begins_no:  # he cannot on another day: what of ours?
        return TimesSaid()
    return replace(_of_none(bare, begins_no=begins_no), is_plain=is_plain)


def _of_none(bare: str, *, begins_no: bool) -> TimesSaid:
    """ "Passt", "beide gehen", "keiner passt", "kann doch nicht": no time in particular."""
    said = words(_NO_HARM.sub(" ", bare))
    if begins_no or (_is_no(bare) and _is_of_times(said)):
        return TimesSaid(says_no=True)
    if _is_no(bare) or not frozenset(said) <= _HARMLESS:
        return TimesSaid()
    if _ALL.intersection(said):
        return TimesSaid(says_all=True)
    return TimesSaid(says_yes=bool(_YES.intersection(said)))


_OF_TIMES: Final = frozenset(
    rows(
        """
        passt · passen · geht · gehen · kann · koennen · klappt · verhindert · absagen · termin · termine
        zuhause · da · schaffe · schaffen · works · work · make · cannot · suits · cancel · home · doch
        """
    )
)


_REFUSING: Final = (
    _HARMLESS
    | _NO
    | _OWN
    | _OF_TIMES
    | frozenset(rows("muss · muessen · must · arbeiten · m · ll · it · sorry · can"))
)


def _is_of_times(said: Sequence[str]) -> bool:
    """ "Kann leider doch nicht": a refusal of the time. "Die Heizung geht nicht" is none."""
    return frozenset(said) <= _REFUSING and bool(_OF_TIMES.intersection(said))


def _weighed(
    bare: str, named: Sequence[_Named], *, may_tell: bool
) -> tuple[list[_Named], list[_Named], bool, bool]:
    """Which of them are wanted, which refused; whether one stands among words that may say anything; and whether
    another day is wanted. `may_tell`: behind a NEIN another day may stand among any words."""
    yes: list[_Named] = []
    no: list[_Named] = []
    unclear = own = False
    for start, end in _parts(bare):
        here = [n for n in named if start <= n.start < end]
        part = bare[start:end]
        if not here:
            continue
        if _is_no(part):
            no += [n for n in here if n.meant]
            unclear = unclear or not (may_tell or frozenset(words(_NO_HARM.sub(" ", part))) <= _REFUSING)
            continue
        others = [n for n in here if not n.meant]
        yes += [n for n in here if n.meant]
        own = own or bool(others)
        is_told = may_tell and len(others) == len(here)
        unclear = unclear or not (is_told or frozenset(words(part)) <= _HARMLESS | _OWN)
    return yes, no, unclear, own


def _parts(bare: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _PARTS.finditer(bare):
        yield start, found.start()
        start = found.end()
    yield start, len(bare)


def _names_several(part: tuple[int, int], named: Sequence[_Named]) -> bool:
    return sum(part[0] <= n.start < part[1] for n in named) > 1


def _is_no(part: str) -> bool:
    return bool(_NO.intersection(words(_NO_HARM.sub(" ", part))))


# ---- which of the times words mean


def _named(
    text: str, shown: str, slots: Sequence[Window], *, received_at: datetime, zone: tzinfo
) -> Iterator[_Named]:
    local = [slot.start.astimezone(zone) for slot in slots]
    days = mentions(shown)
    found = stretches(text, received_at=received_at, zone=zone)
    for stretch in found:
        at = [i for i, start in enumerate(local) if start.date() == stretch.day]
        spoken = [m for m in days if stretch.start <= m.start < stretch.end]
        if (
            spoken
            and all(m.kind == "weekday" for m in spoken)
            and not (at and len(spoken) == 1 and spoken[0].lead)
        ):
            at = [i for i, start in enumerate(local) if start.weekday() == spoken[0].number]
        times = [t for t in stretch.hours if not t.is_part] or list(stretch.hours)
        if times:
            at = [i for i in at if any(_fits(slots[i], t, shown, zone) for t in times)]
        end = max([stretch.end, *(t.last for t in stretch.hours)])
        start = min([stretch.start, *(t.first for t in stretch.hours)])
        yield _Named(tuple(at), start, end)
    rest = blotted(shown, [(m.start, m.end) for m in days])
    times = list(hours(rest, frozenset(m.end for m in days)))
    if not found:
        yield from _by_hour(times, slots, zone)
    rest = blotted(rest, [(t.first, t.last) for t in times])
    yield from _by_number(rest, len(slots))
    if not found:
        yield from _by_short_day(rest, local)


def _fits(slot: Window, said: Hours, shown: str, zone: tzinfo) -> bool:
    """ "13-15 Uhr" is that time; "ab 13 Uhr" and "bis 15 Uhr" hold it."""
    if not said.is_open:
        return _is_at(slot, said.start, said.end, zone)
    start = slot.start.astimezone(zone)
    last = slot.last.astimezone(zone)
    if is_until(shown, said):
        return last.hour * 60 + last.minute <= said.start
    return not slot.is_day and start.hour * 60 + start.minute >= said.start


def _is_at(slot: Window, begin: int, end: int | None, zone: tzinfo) -> bool:
    start, last = slot.start.astimezone(zone), slot.end.astimezone(zone) if slot.end else None
    if slot.is_day:
        return True
    minutes = start.hour * 60 + start.minute
    ends = last.hour * 60 + last.minute if last else None
    if end is None:
        return begin == minutes or (ends is not None and minutes < begin < ends)
    return begin == minutes and end == ends


def _by_hour(times: Sequence[Hours], slots: Sequence[Window], zone: tzinfo) -> Iterator[_Named]:
    for one in times:
        if not one.is_open:
            at = tuple(i for i, slot in enumerate(slots) if _is_at(slot, one.start, one.end, zone))
            if at:
                yield _Named(at, one.first, one.last)


def _by_number(shown: str, count: int) -> Iterator[_Named]:
    for found in _NAMED.finditer(shown):
        group = "n" if found["n"] else "alone"
        yield from _numbered(found[group], found.start(group), found.end(group), count)
        at = found.end()
        while (more := _MORE.match(shown, at)) is not None:
            yield from _numbered(more["n"], more.start("n"), more.end("n"), count)
            at = more.end()
    for number, said in enumerate(_ORDINALS[:count]):
        for found in re.finditer(rf"(?<!\w)(?:{'|'.join(said)})[nrs]?(?!\w)", shown):
            yield _Named((number,), found.start(), found.end())


def _numbered(said: str, start: int, end: int, count: int) -> Iterator[_Named]:
    if int(said) <= count:
        yield _Named((int(said) - 1,), start, end)


def _by_short_day(shown: str, local: Sequence[datetime]) -> Iterator[_Named]:
    """ "Do passt": an abbreviation that begins the text, where such a day was named."""
    found = re.match(rf"\s*(?:ja,?\s{{1,2}}|ok,?\s{{1,2}})?(?P<day>{'|'.join(_DAYS)})(?!\w)", shown)
    if found:
        weekday = _DAYS.index(found["day"])
        at = tuple(i for i, start in enumerate(local) if start.weekday() == weekday)
        if at:
            yield _Named(at, found.start("day"), found.end("day"))
