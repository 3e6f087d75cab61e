"""Knows whether a report tells of danger: by words, tense and denial; by place, season and hour (WORDS 6).

Whoever shouts is not in danger for that. Where a sign of life danger stands in the present and nothing takes it back,
it counts: to miss one is the worst.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hauspost.desk.urgency import CALM, Level, OwnWords, Urgency
from hauspost.parsers.emergency_words import EVERYWHERE, SIGNS, Sign, any_sign
from hauspost.parsers.lines import phrase, visible

_LOOKED_AT: Final = 6_000  # characters
_SEASON: Final = frozenset((10, 11, 12, 1, 2, 3, 4))  # months in which houses are heated
_LABEL: Final = 3  # blanks; a subject of so few words names a thing and no time
_SENTENCES: Final = re.compile(r"[.!?;:\n]+")
_PARTS: Final = re.compile(r"[,–]|\s-\s|\b(?:aber|sondern|but|dafür|dafuer)\b", re.IGNORECASE)

_DENIED_BEFORE: Final = re.compile(
    r"\b(?:kein(?:e|en|em|er)?(?! (?:witz|scherz|ahnung|zweifel|frage|spass|uebertreibung))"
    r"|nicht(?! nur)(?: mehr)?|nie|niemals|ohne(?! (?:witz|scherz|uebertreibung))|no|not(?! only)|never"
    r"|without|no longer)(?: \w+){0,2} ?$"
)
_OVER_BEFORE: Final = re.compile(
    r"\b(?:nach|seit|wegen|after|since) (?:dem|der|des|einem|einer|unserem|the|our)(?: \w+)? $"
)
_DENIED_AFTER: Final = re.compile(
    r"^ ?(?:\w+ ){0,2}?(?:nicht(?! (?:aus|weg|auf))(?: mehr)?|nirgends|not|ist aus|ist geloescht)\b"
)
_DENIED_WITHIN: Final = re.compile(r"\b(?:nicht mehr|kein\w{0,2}|nicht|no longer|not)\b")
# "… nicht mehr raus" belongs to the sign itself, it denies nothing.
_OWN_NOT: Final = re.compile(
    r"\b(?:bewegt sich nicht|atmet nicht|reagiert nicht|(?:nicht|nimmer|nich) (?:mehr )?(?:raus|heraus"
    r"|auf\w*|hoch|ins|zu|ab\w*|schliess\w*)"
    r"|not (?:breathing|moving|responding|get out|working|closing)|schliesst nicht|does not (?:close|lock)"
    r"|(?:geht|laeuft|funktioniert|heizt|faehrt|tut|gehen)(?: \w+){0,4}? nicht|keine? (?:heizung|strom"
    r"|wasser|waerme)|keinen strom"
    r"|no (?:heat|heating|electricity|power|water)|heizung(?: \w+){0,3}? nicht)\b"
)
_PAST: Final = re.compile(
    r"\b(?:gestern|vorgestern|neulich|damals|frueher|letzte[nrsm]?|vorige[nrs]?|vergangene[nrs]?"
    r"|seinerzeit|vor \w+"
    r" (?:tagen|wochen|monaten|jahren)|nach (?:dem|der|einem)|war|waren|wurde|wurden|hatte|hatten"
    r"|gewesen|was|were|had|yesterday"
    r"|last (?:week|month|year|night)|ago|after the|vom|(?:im|seit|vom) (?:januar|februar|maerz|april"
    r"|mai|juni|juli|august"
    r"|september|oktober|november|dezember))\b"
)
_NOW: Final = re.compile(
    r"\b(?:jetzt|gerade|wieder|immer noch|noch immer|heute|soeben|seit|aktuell|now|again|still"
    r"|currently|right now|today)\b"
)
_GOES_ON: Final = re.compile(
    r"\b(?:(?:jetzt|heute|schon) wieder|immer noch|noch immer|erneut|jetzt|again|still)\b"
)
_BACK: Final = re.compile(r"\b(?:(?:jetzt|heute|schon) wieder|erneut|again now|again today)\b")
_SUPPOSED: Final = re.compile(
    r"\b(?:falls|im (?:brand|not|ernst)fall|bei (?:einem )?(?:gasgeruch|rohrbruch|brand|feuer|einbruch"
    r"|stromausfall|heizungsausfall)"
    r"|sonst|angst dass|eigentlich|was (?:machen|tun|mache|tue)(?: \w+){0,2} wenn|wenn es mal|wenn mal"
    r"|in case|if there|what if|keine sorge|uebung|drill|zum glueck|waere|would|verhindern"
    r"|damit (?:nicht|kein\w?)|bevor|probe\w*)\b"
)
_WELL_AGAIN: Final = re.compile(
    r"\b(?:laeuft|geht|funktioniert|ist|sind|klappt|haben)(?: (?!nicht|aus|kalt|kaputt"
    r"|weg)\w+){0,5}? wieder"
    r"(?: (?!nicht|aus|kalt|kaputt|weg|ausgefallen|defekt)\w+)?$"
    r"|\b(?:behoben|repariert|abgedichtet|erledigt|entwarnung|fehlalarm|alles in ordnung|alles gut"
    r"|geloescht|befreit"
    r"|false alarm|fixed|sorted|resolved|works again|working again|back on)\b"
)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """`whole` in folded words; `parts`: between its commas. `asks`: it ended in a question mark."""

    whole: str
    parts: tuple[str, ...]


def urgency(
    subject: str, text: str, *, at: datetime | None, is_closed: bool = False, own: Iterable[OwnWords] = ()
) -> Urgency:
    """`at`: when it was written, local time; None: in the heating season. `is_closed`: nobody is at the office."""
    sentences = tuple(_sentences(f"{subject}\n{text}"[:_LOOKED_AT]))
    everything = " ".join(s.whole for s in sentences)
    is_everywhere = EVERYWHERE.search(everything) is not None
    in_season = at is None or at.month in _SEASON
    held = _own(own, everything, sentences)
    found: list[Urgency] = [u for u in held if u.level is not Level.NONE]
    for sign in SIGNS if any_sign("\n".join(s.whole for s in sentences)) else ():
        if (
            (sign.everywhere and not is_everywhere)
            or (sign.in_season and not in_season)
            or (sign.at_night and not is_closed)
            or (sign.about is not None and not sign.about.search(everything))
        ):
            continue
        said = tuple(dict.fromkeys(word for s in sentences for word in _said(sign, s, everything)))
        if said:
            found.append(Urgency(sign.level, sign.kind, said, is_everywhere))
    if any(u.level is Level.NONE for u in held):
        found = [u for u in found if u.level is Level.LIFE_DANGER]
    return max(found, key=lambda u: u.level.rank, default=CALM)


def _sentences(text: str) -> Iterator[_Sentence]:
    for written in _SENTENCES.split(visible(text)):
        if whole := phrase(written):
            yield _Sentence(whole, tuple(p for part in _PARTS.split(written) if (p := phrase(part))))


def _said(sign: Sign, sentence: _Sentence, everything: str) -> Iterator[str]:
    """The words of the sentence that are that sign, unless they are denied, over, or only supposed."""
    # A bare label ("Rohrbruch") is of the time that the text tells of; a sign of life danger gets no such doubt.
    is_label = sentence.whole.count(" ") < _LABEL and sign.level is not Level.LIFE_DANGER
    told = everything if is_label else sentence.whole
    for found in sign.says.finditer(sentence.whole):
        part = _part_of(sentence.parts, found[0])
        if sign.but is not None and sign.but.search(sentence.whole):
            return
        if not _is_taken_back(sign, sentence.whole, part, found, told=told, everything=everything):
            yield found[0]


def _beside(part: str, sentence: str, found: re.Match[str]) -> tuple[str, str]:
    """What stands before and behind it, between the same commas."""
    at = part.find(found[0])
    if at < 0:
        return sentence[: found.start()], sentence[found.end() :]
    return part[:at], part[at + len(found[0]) :]


def _part_of(parts: Sequence[str], said: str) -> str:
    """What stands between the same commas; the sign may run over one of them."""
    return next((part for part in parts if said in part), " ".join(parts))


def _is_taken_back(
    sign: Sign, sentence: str, part: str, found: re.Match[str], *, told: str, everything: str
) -> bool:
    before, after = _beside(part, sentence, found)
    denied = _DENIED_WITHIN.search(found[0]) or _DENIED_BEFORE.search(before) or _DENIED_AFTER.search(after)
    if denied and not _OWN_NOT.search(found[0]):
        return True
    if _SUPPOSED.search(part) or _WELL_AGAIN.search(part):
        return True
    if not sign.is_noun:
        return False
    is_back = sign.level is Level.LIFE_DANGER and _BACK.search(everything) is not None
    if _OVER_BEFORE.search(before) and not is_back:
        return True
    return _PAST.search(told) is not None and not _NOW.search(told) and not _GOES_ON.search(everything)


def _own(own: Iterable[OwnWords], everything: str, sentences: Sequence[_Sentence]) -> tuple[Urgency, ...]:
    """What the company's own words come to; each counts at the beginning of a word, unless it is denied."""
    found = []
    for row in own:
        said = tuple(word for each in row.words if (word := phrase(each)) and _is_said(word, sentences))
        if said:
            found.append(Urgency(row.level, row.kind, said, EVERYWHERE.search(everything) is not None))
    return tuple(found)


def _is_said(word: str, sentences: Sequence[_Sentence]) -> bool:
    for sentence in sentences:
        at = f" {sentence.whole}".find(f" {word}")
        if at >= 0 and not _DENIED_BEFORE.search(sentence.whole[:at]):
            return True
    return False
