"""Knows what a firm claims of each order, and when that is sure enough to be executed: the closed-list gate."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hauspost.desk.intents import Claim, Report, Vocabulary
from hauspost.desk.prices import NOTHING_OFFERED, Offered
from hauspost.desk.work import Window
from hauspost.parsers import firms
from hauspost.parsers.amounts import amounts
from hauspost.parsers.clauses import MOST, Clause, Part, Sentence, by_order, sentences
from hauspost.parsers.dates import When, when
from hauspost.parsers.findings import extra_finding
from hauspost.parsers.gate import Gate
from hauspost.parsers.lines import words
from hauspost.parsers.offers import offered
from hauspost.parsers.places import common_place
from hauspost.parsers.slots import times_offered
from hauspost.parsers.task import task_text
from hauspost.parsers.worksites import is_elsewhere

WORKING_WEEK = timedelta(days=4)  # from its Monday to its Friday
BEATING = frozenset(
    (
        Claim.NOT_DONE,
        Claim.NO_ACCESS,
        Claim.DECLINE,
        Claim.RESCHEDULE,
        Claim.NEED_APPROVAL,
        Claim.WAITING_PARTS,
    )
)
POSITIVE = frozenset((Claim.DONE, Claim.ACCEPT))
# Read where nothing else explains the clause: "leider nicht angetroffen" declines nothing.
_LAST = (Claim.DECLINE, Claim.RESCHEDULE)
_UNSAYING = frozenset(
    (Claim.CONDITIONAL, Claim.QUESTION, Claim.DONE_FUTURE, Claim.EXTRA_FINDING, Claim.IN_PROGRESS)
)
# Beside a refusal they make it half a one.
_HALF = frozenset((Claim.CONDITIONAL, Claim.QUESTION, Claim.APPOINTMENT, Claim.NOT_DONE, Claim.DONE_FUTURE))
_PAST = frozenset(
    ("wurde", "wurden", "habe", "haben", "hat", "hatte", "war", "waren", "was", "were", "have", "has", "been")
)
_INSTEAD = re.compile(
    r"(?i)\b(?:auf|neuer termin|neuen termin|ersatztermin|stattdessen|sondern|dafür|dann|kommen daher|kommen also"
    r"|to|instead|new date)\b"
)


def reports(text: str, vocabulary: Vocabulary, *, names: Iterable[str] = ()) -> tuple[Report, ...]:
    """One report for each order that a firm's new text speaks of; order "" is the one that was answered."""
    names = tuple(names)
    known = _known(vocabulary, names)
    parts, general = by_order(text[:MOST])
    around = _said(Part("", general), vocabulary, known) if general else None
    found = []
    for part in parts:
        said = _said(part, vocabulary, known)
        if is_elsewhere(part.text, part.order, vocabulary):
            said = replace(said, is_gated=False)
        if around is not None:
            said = said.beside(around)
        is_whole = len(text) <= MOST and part.is_parted
        report = said.report(text if len(parts) == 1 else part.text, part.order, is_whole=is_whole)
        found.append(replace(report, finding_task=task_text(report.finding, names)))
    return tuple(report for report in found if report.claims or len(parts) == 1)


def subject_reports(subject: str, vocabulary: Vocabulary) -> tuple[Report, ...]:
    """Of a mail without text: its subject may name the paper that it brings, and nothing more."""
    told = reports(subject, vocabulary)
    papers = frozenset((Claim.INVOICE, Claim.QUOTE))
    return tuple(
        replace(r, claims=r.claims & papers, window=None, is_sure=True) for r in told if r.claims & papers
    )


# A number at a line's start that is no order of ours: perhaps another ticket than the answered one ("T-1002 erledigt").
STRAY_NUMBER = re.compile(r"^\W*(?:[AT][\s-]?)?\d{3,}(?!\s?-\s?\d)(?![\w.,:])", re.IGNORECASE | re.MULTILINE)


# It runs for the time being.
PROVISIONAL = re.compile(
    r"(?i)\b(?:provisorisch|vorläufig|vorlaeufig|notdürftig|notduerftig|behelfsmäßig|temporarily|provisional\w*"
    r"|for now)\b"
)


@dataclass(frozen=True, slots=True)
class _Said:
    """What all sentences about one order say together."""

    claims: frozenset[Claim]
    is_gated: bool  # every word is harmless
    when: When
    waits: tuple[date, date] | None  # for parts: the first day and the last one
    amount: int | None
    is_clear: bool  # one price at most; an excuse and a date are for a person to weigh
    offered: Offered = NOTHING_OFFERED
    slots: tuple[Window, ...] = ()  # several times, and somebody else is to choose
    is_past: bool = False  # somebody comes on a day that is over

    def beside(self, around: "_Said") -> "_Said":
        """What is said of no order in particular beats what is said of one, and carries its doubts along."""
        return replace(
            self,
            claims=self.claims | (around.claims & (BEATING | _UNSAYING)),
            is_gated=self.is_gated and around.is_gated,
        )

    def report(self, text: str, order: str, *, is_whole: bool) -> Report:
        beaten = bool(self.claims & BEATING)
        claims = self.claims - POSITIVE if beaten else self.claims
        if Claim.DONE in claims:
            claims -= {Claim.ACCEPT}
        if Claim.ACCEPT in claims:
            claims -= {Claim.DONE_FUTURE}  # "Wird erledigt" is how people say yes
        if Claim.DECLINE in claims and self.when.window is None:
            claims -= {Claim.RESCHEDULE}
        is_sure = is_whole and self._is_sure(claims, was_contradicted=beaten and bool(self.claims & POSITIVE))
        is_sure = is_sure and not STRAY_NUMBER.search(text)
        slots = self.slots if Claim.DONE not in claims else ()
        is_past = self.is_past and not beaten and Claim.DONE not in claims
        return Report(
            claims,
            text,
            order,
            self.window,
            self.amount,
            self.waits[1] if self.waits else None,
            is_sure,
            is_provisional=PROVISIONAL.search(text) is not None,
            finding=(finding := extra_finding(text)),
            finding_place=common_place("", finding) if finding else "",
            offered=self.offered,
            slots=slots,
            is_past=is_past,
            expected=self.waits[0] if self.waits else None,
        )

    @property
    def window(self) -> Window | None:
        return self.when.window if Claim.APPOINTMENT in self.claims else None

    def _is_sure(self, claims: frozenset[Claim], *, was_contradicted: bool) -> bool:
        if not claims or was_contradicted or not self.is_clear:
            return False
        beating = claims & BEATING
        if beating:
            one_thing = len(beating - {Claim.NOT_DONE}) <= 1
            ends = bool(beating & {Claim.DECLINE, Claim.RESCHEDULE})
            doubted = bool(claims & _HALF) and Claim.DECLINE in beating
            moved = Claim.RESCHEDULE in beating and (
                Claim.CONDITIONAL in claims or self.when.reason not in ("", "none")
            )
            return one_thing and not doubted and not (ends and moved)
        if claims & (POSITIVE | {Claim.APPOINTMENT, Claim.IN_PROGRESS}):
            is_named = self.when.reason == "" or bool(self.slots)
            dated = Claim.APPOINTMENT not in claims or (is_named and Claim.DONE not in claims)
            halved = Claim.ACCEPT in claims and Claim.QUOTE in claims
            doubts = claims & (_UNSAYING if claims & POSITIVE else _UNSAYING - {Claim.IN_PROGRESS})
            if self.slots:
                doubts -= {Claim.QUESTION}  # "Passt Mi 8-10 oder Do 13-15 Uhr?" is how one offers times
            return self.is_gated and not doubts and dated and not halved
        return not claims & _UNSAYING


def _said(part: Part, vocabulary: Vocabulary, names: frozenset[str]) -> _Said:
    found = sentences(part.text)
    read = [_sentence(sentence, vocabulary) for sentence in found]
    whole = frozenset(claim for claims in read for claim in claims)
    dated = _dated(found, read, vocabulary)
    slots = _slots(found, read, vocabulary) if dated.window is None else ()
    if slots:
        whole |= {Claim.APPOINTMENT}
    if dated.window is not None or dated.reason in _UNCLEAR:
        whole |= {Claim.APPOINTMENT}
    price = offered(part.text)
    told = {a.gross for a in amounts(part.text)} if price.gross is None else {price.gross}
    asks = whole & {Claim.NEED_APPROVAL, Claim.QUOTE}
    gate = Gate(names | (_BETWEEN if slots else frozenset()), before_work=Claim.DONE not in whole)
    return _Said(
        claims=whole,
        is_gated=gate.holds(found)
        and not _doubtful_day(found, read, vocabulary)
        and not any(s.names_share for s in found),
        when=dated,
        waits=_waits(found, read, vocabulary),
        amount=next(iter(told)) if len(told) == 1 else None,
        is_clear=(len(told) <= 1 or not asks) and not (Claim.APPOINTMENT in whole and _excused(found)),
        offered=price,
        slots=slots,
        is_past=dated.reason == "past" and _is_to_come(found, whole),
    )


_BETWEEN = frozenset(("oder", "or", "alternativ", "bzw", "jeweils"))  # one time and the next


def _excused(found: Sequence[Sentence]) -> bool:
    return any(firms.EXCUSE.search(clause.joined) for sentence in found for clause in sentence.clauses)


# A day in such a sentence is no appointment.
_UNDATED = frozenset(
    (
        Claim.DONE,
        Claim.NO_ACCESS,
        Claim.INVOICE,
        Claim.IN_PROGRESS,
        Claim.QUOTE,
        Claim.WAITING_PARTS,
        Claim.QUESTION,
        Claim.DECLINE,
    )
)
# It names days, and a person must say which is meant.
_UNCLEAR = ("several", "ambiguous", "contradictory", "unknown")


def _dated(found: Sequence[Sentence], read: Sequence[frozenset[Claim]], vocabulary: Vocabulary) -> When:
    if vocabulary.received_at is None or vocabulary.zone is None:
        return When(None, "none")
    free = [_new_date(s, claims) for s, claims in zip(found, read, strict=True) if not _is_undated(claims)]
    return when("\n".join(free), received_at=vocabulary.received_at, zone=vocabulary.zone)


def _slots(
    found: Sequence[Sentence], read: Sequence[frozenset[Claim]], vocabulary: Vocabulary
) -> tuple[Window, ...]:
    """A question may offer times as well as a sentence does."""
    if vocabulary.received_at is None or vocabulary.zone is None:
        return ()
    free = [
        _new_date(s, claims)
        for s, claims in zip(found, read, strict=True)
        if not _is_undated(claims - {Claim.QUESTION})
    ]
    return times_offered("\n".join(free), received_at=vocabulary.received_at, zone=vocabulary.zone)


def _new_date(sentence: Sentence, claims: frozenset[Claim]) -> str:
    """Of a sentence that moves an appointment only what names the new one."""
    if Claim.RESCHEDULE not in claims:
        return sentence.text
    found = _INSTEAD.search(sentence.text)
    return sentence.text[found.end() :] if found else ""


def _is_undated(claims: frozenset[Claim]) -> bool:
    return bool(claims & _UNDATED) or (Claim.DONE_FUTURE in claims and Claim.ACCEPT not in claims)


def _sentence(sentence: Sentence, vocabulary: Vocabulary) -> frozenset[Claim]:
    """A question sets nothing; what stands before it in its sentence may still halt."""
    clauses = sentence.clauses[:-1] if sentence.is_question else sentence.clauses
    claims = frozenset(claim for clause in clauses for claim in _clause(clause, vocabulary))
    if Claim.DECLINE in claims and any(_comes(clause) for clause in clauses):
        claims |= {Claim.APPOINTMENT}  # "Keine Zeit, kommen Montag": which of them?
    return (claims - POSITIVE) | {Claim.QUESTION} if sentence.is_question else claims


def _clause(clause: Clause, vocabulary: Vocabulary) -> frozenset[Claim]:
    joined = clause.joined
    if _refuses(clause):
        return frozenset({Claim.DECLINE})
    claims = {
        claim for claim, pattern in firms.CLAIMS.items() if claim not in _LAST and pattern.search(joined)
    }
    if Claim.QUOTE in claims and firms.TO_SEND.intersection(clause.said) and not firms.SENT.search(joined):
        claims.discard(Claim.QUOTE)  # "Angebot folgt" is none yet
    done = _finished(clause)
    said_well = firms.DONE_FORM.search(joined) is not None
    if done and firms.NEGATIONS.intersection(clause.said) and not said_well:
        claims, done = claims | {Claim.NOT_DONE}, False
    if done and firms.TO_COME.intersection(clause.said) and not said_well:
        claims, done = claims | {Claim.DONE_FUTURE}, False
    if firms.EXCUSE.search(joined):
        claims |= {Claim.NOT_DONE}
    elif not claims & BEATING:
        claims |= _turned_away(joined)
    if Claim.NO_ACCESS in claims and not firms.DONE.intersection(clause.said):
        claims -= {Claim.NOT_DONE}
    if claims & BEATING:
        return frozenset(claims)
    if clause.is_asking:
        # "Haben wir erledigt" leaves its object out, or asks: a person sees which.
        return frozenset(
            {Claim.QUESTION, Claim.DONE} if done and clause.said[1] in ("wir", "ich") else {Claim.QUESTION}
        )
    return frozenset(claims | _positive(clause, vocabulary, done=done))


def _comes(clause: Clause) -> bool:
    return firms.COMES.search(clause.joined) is not None and not firms.NEGATIONS.intersection(clause.said)


def _is_to_come(found: Sequence[Sentence], whole: frozenset[Claim]) -> bool:
    """Whether the words promise a visit and tell of none that was."""
    clauses = [clause for sentence in found for clause in sentence.clauses]
    promises = Claim.ACCEPT in whole or any(_comes(c) for c in clauses)
    return promises and not any(_PAST.intersection(c.said) for c in clauses)


def _turned_away(joined: str) -> set[Claim]:
    """A refusal of the whole work is one, even where it names a day."""
    if firms.REFUSED.search(joined):
        return {Claim.DECLINE}
    return next(
        ({claim} for claim in (Claim.RESCHEDULE, Claim.DECLINE) if firms.CLAIMS[claim].search(joined)), set()
    )


def _positive(clause: Clause, vocabulary: Vocabulary, *, done: bool) -> set[Claim]:
    accepts = vocabulary.awaits and firms.ACCEPT.search(clause.joined) is not None
    means_yes = accepts and clause.said in (("io",), ("in", "ordnung"), ("laeuft",))
    if done and not means_yes:
        return {Claim.DONE}
    return {Claim.ACCEPT} if accepts else set()


def _finished(clause: Clause) -> bool:
    return (
        bool((firms.DONE | firms.STEP).intersection(clause.said))
        or firms.DONE_FORM.search(clause.joined) is not None
    )


def _refuses(clause: Clause) -> bool:
    """A word that is all of its clause: "Nein", "voll", "Geht nicht"."""
    said = tuple(
        word
        for word in clause.said
        if word not in ("das", "es", "leider", "bei", "uns", "wir", "sorry", "danke", "ist", "hier")
    )
    return said in _REFUSALS or (not said and "leider" in clause.said)


_REFUSALS = (
    ("nein",),
    ("nee",),
    ("no",),
    ("nope",),
    ("voll",),
    ("geht", "nicht"),
    ("absage",),
    ("ausgebucht",),
    ("nicht", "moeglich"),
    ("klappt", "nicht"),
)


def _doubtful_day(
    found: Sequence[Sentence], read: Sequence[frozenset[Claim]], vocabulary: Vocabulary
) -> bool:
    """ "Freitag erledigt", said on a Monday: which Friday? A day to come is no day on which it was done."""
    if vocabulary.received_at is None or vocabulary.zone is None:
        return False
    today = vocabulary.received_at.astimezone(vocabulary.zone).date()
    for sentence, claims in zip(found, read, strict=True):
        if Claim.DONE in claims:
            told = when(sentence.text, received_at=vocabulary.received_at, zone=vocabulary.zone)
            said = {word for clause in sentence.clauses for word in clause.said}
            if (told.reason in _UNCLEAR or any(day > today for day in told.days)) and not _PAST & said:
                return True
    return False


def _waits(
    found: Sequence[Sentence], read: Sequence[frozenset[Claim]], vocabulary: Vocabulary
) -> tuple[date, date] | None:
    """The first and the last day on which the parts are expected: of a week its working days."""
    if vocabulary.received_at is None or vocabulary.zone is None:
        return None
    waiting = [s.text for s, claims in zip(found, read, strict=True) if Claim.WAITING_PARTS in claims]
    told = (
        when("\n".join(waiting), received_at=vocabulary.received_at, zone=vocabulary.zone)
        if waiting
        else None
    )
    if told is None or told.first is None:
        return None
    is_week = told.window is None and told.reason == "imprecise"
    last = told.first + WORKING_WEEK if is_week else told.first
    today = vocabulary.received_at.astimezone(vocabulary.zone).date()
    return (max(told.first, today), last) if last >= today else None


def _known(vocabulary: Vocabulary, names: Iterable[str]) -> frozenset[str]:
    listed = (
        way
        for _, ways in (*vocabulary.assignees, *vocabulary.colleagues, *vocabulary.residents)
        for way in ways
    )
    return frozenset(word for name in (*names, *listed) for word in words(name) if len(word) > 2)
