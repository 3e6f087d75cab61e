"""Whether one mail speaks of several matters: proposed to the managers, who make a ticket of each with AUFTEILEN."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from hauspost.desk import categories
from hauspost.desk.case import Case
from hauspost.desk.decision import AskQuestion, QuestionKind
from hauspost.desk.houses import GENERAL, CategoryKey
from hauspost.desk.intents import Act, Offer, Part, Said
from hauspost.desk.languages import say
from hauspost.desk.model import Entry, EntryKind
from hauspost.desk.plain_values import from_json, to_json
from hauspost.desk.telling import managers_to_tell, printed

ASKED = "split"  # the question's name within its decision, and how its NEIN is told from others


@dataclass(frozen=True, slots=True)
class Matter:
    category: CategoryKey
    part: Part


def matters_of(case: Case, said: Said) -> tuple[Matter, ...]:
    """Of different topics; a stretch of the same or of no topic belongs to the one before. () for a single one."""
    found: list[Matter] = []
    for part in said.parts:
        category = categories.choose(case.categories, hint="", subject="", text=part.text)
        if found and category in (GENERAL, found[-1].category):
            found[-1] = replace(found[-1], part=_joined(found[-1].part, part))
        else:
            found.append(Matter(category, part))
    topics = {m.category for m in found} - {GENERAL}
    return tuple(found) if len(topics) == len(found) > 1 else ()


def _joined(one: Part, two: Part) -> Part:
    both = ((one.text, two.text), (one.task, two.task))
    text, task = (" ".join(t for t in pair if t) for pair in both)
    return Part(text, task, one.place or two.place, one.access or two.access)


def matter_facts(matters: tuple[Matter, ...]) -> dict[str, object]:
    """What the opening entry keeps for AUFTEILEN."""
    return {"matters": [to_json(m) for m in matters]} if matters else {}


def ask_to_split(case: Case, matters: tuple[Matter, ...]) -> tuple[AskQuestion, ...]:
    if not matters:
        return ()
    return (AskQuestion(QuestionKind.SPLIT, ASKED, tuple(m.id for m in managers_to_tell(case))),)


def split_offers(
    case: Case, matters: tuple[Matter, ...], language: str, *, beside: tuple[Offer, ...]
) -> tuple[Offer, ...]:
    """AUFTEILEN, with the topics that would each become a ticket, and NEIN.

    `beside`: what the mail offers already. Where its NEIN means a rule's proposal, BLEIBT EINS is printed.
    """
    if not matters:
        return ()
    no, whole = printed(Act.NO, language), say("answers.whole", language)
    is_taken = any(no in (o.word, *o.also) for o in beside)
    said, also = (whole, ()) if is_taken else (no, (whole,))
    parted = topics(case, matters, language)
    return (
        Offer(printed(Act.SPLIT, language), Act.SPLIT, value=parted, asks=ASKED),
        Offer(said, Act.NO, value=ASKED, also=also, asks=ASKED),
    )


def topics(case: Case, matters: tuple[Matter, ...], language: str) -> str:
    return " · ".join(case.category(m.category).label(language) for m in matters)


def kept_matters(entries: Iterable[Entry]) -> tuple[Matter, ...]:
    kept = next(
        (e.facts["matters"] for e in entries if e.kind is EntryKind.OPENED and "matters" in e.facts), ()
    )
    return tuple(from_json(Matter, m) for m in kept) if isinstance(kept, list) else ()
