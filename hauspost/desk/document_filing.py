"""A manager mails papers of a house: what they are and who will see them is shown first, and her word files them."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from hauspost.desk.case import Case
from hauspost.desk.course import decided
from hauspost.desk.decision import (
    AnswerQuestion,
    AskQuestion,
    Decision,
    Effect,
    FileDocument,
    Question,
    QuestionKind,
    Verdict,
)
from hauspost.desk.documents import (
    EVERYBODY,
    OWNERS,
    Brought,
    Delivery,
    Document,
    called,
    manages,
    usual_audience,
)
from hauspost.desk.houses import Person, PropertyId, Role
from hauspost.desk.intents import Act, Command, Offer, Said
from hauspost.desk.languages import HOUSE, say, understood, ways
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_documents import DocumentLine, DocumentNews, Filed, NotTakenLine
from hauspost.desk.proof import Power
from hauspost.desk.telling import offer, printed, tell

WITHIN: Final = timedelta(days=7)
# Whom a question without a likely answer offers.
ROLES: Final[dict[str, frozenset[Role]]] = {
    "all": EVERYBODY,
    "owners": OWNERS,
    "board": frozenset({Role.BOARD_MEMBER}),
    "tenants": frozenset({Role.TENANT}),
}


# ---- files come in


def propose(case: Case, said: Said) -> Decision | None:
    """A manager's mail for documents. None: it is about something else.

    With a live key and the border's word, known papers are filed at once; all else is asked first (MAIL, "Proof").
    """
    delivery = case.delivery
    if delivery is None or not delivery.is_new:
        return None
    by = case.acting_managers[0]
    if delivery.place is None or not manages(case.acting_managers, delivery.place, case.today):
        return _refused(case, by, Filed.NO_HOUSE)
    if not delivery.files:
        return _refused(case, by, Filed.NOTHING if delivery.not_taken else Filed.NO_FILE)
    is_known = all(audience_of(case, one, delivery.place) for one in delivery.files)
    overtaken = tuple(
        AnswerQuestion(q.id, "overtaken", by.id)
        for q in _of_answered(case)
        if case.resolution.power >= Power.REVERSIBLE
    )
    if is_known and case.resolution.power >= Power.ALL:
        return _filed(case, by, delivery, overtaken)
    return _asked(case, by, delivery, Filed.ASKS, overtaken)


def _refused(case: Case, by: Person, outcome: Filed) -> Decision:
    facts = DocumentNews(outcome, not_taken=_not_taken(case))
    mails = tell(case, (by,), NoticeKind.DOCUMENT_NEWS, facts, channel=None)
    return decided(case, Verdict.REFUSED, f"documents_{outcome}", mails)


def _asked(
    case: Case, by: Person, delivery: Delivery, outcome: Filed, effects: tuple[Effect, ...]
) -> Decision:
    """The question names the mail whose octets hold the files; all that was shown must be so still."""
    until = case.at + WITHIN
    about = {"mail": delivery.arrival, "digest": _digest(case, delivery)}
    question = AskQuestion(
        QuestionKind.DOCUMENTS, "documents", (by.id,), about, property_id=delivery.place, due_at=until
    )
    lines = tuple(_lines(case, delivery))
    asks_audience = any(line.audience is None for line in lines)
    facts = DocumentNews(
        outcome, lines, _not_taken(case), delivery.unread, until=until, asks_audience=asks_audience
    )
    mails = tell(
        case,
        (by,),
        NoticeKind.DOCUMENT_NEWS,
        facts,
        channel=None,
        offers=_offers(by.language, asks_audience=asks_audience),
        question="documents",
    )
    return decided(case, Verdict.ACCEPTED, f"documents_{outcome}", (*effects, question, *mails))


def _offers(language: str, *, asks_audience: bool) -> tuple[Offer, ...]:
    if not asks_audience:
        yes, also = printed(Act.YES, language), understood("commands.yes", language)
        return Offer(yes, Act.FILE_DOCUMENTS, also=("OK", *(w for w in also if w != yes))), offer(
            Act.NO, language
        )
    return (*(audience_offer(value, language) for value in ROLES), offer(Act.NO, language))


def audience_offer(value: str, language: str) -> Offer:
    """ "EIGENTÜMER": for whom; in German as well."""
    printed_word, *own = ways(f"readers.{value}", language)
    also = dict.fromkeys((*own, *ways(f"readers.{value}", HOUSE)))
    return Offer(
        printed_word, Act.FILE_DOCUMENTS, value=value, also=tuple(w for w in also if w != printed_word)
    )


# ---- the answer


def answered(case: Case, said: Said) -> Decision | None:
    """The word to a question that waits; None: for what else a manager's words may be."""
    found = chosen(case, said)
    if found is None or case.resolution.power < Power.REVERSIBLE:
        return None
    command, question = found
    by = case.acting_managers[0]
    place = question.property_id
    is_over = question.due_at is not None and question.due_at <= case.at
    if is_over or place is None or not manages(case.acting_managers, place, case.today):
        return None  # `imports.ended` tells it
    others = tuple(c.line for c in said.commands if c is not command)
    if command.act is Act.NO:
        effects = (AnswerQuestion(question.id, str(Act.NO), by.id),)
        facts = DocumentNews(Filed.DISCARDED, others=others)
        mails = tell(case, (by,), NoticeKind.DOCUMENT_NEWS, facts, channel=None)
        return decided(case, Verdict.ACCEPTED, "documents_discarded", (*effects, *mails))
    delivery = case.delivery
    if delivery is None:
        return None
    if _digest(case, delivery) != question.about["digest"] or not delivery.files:
        over = (AnswerQuestion(question.id, "overtaken", by.id),)
        if not delivery.files:  # what it brought is filed already
            refused = _refused(case, by, Filed.NOTHING)
            return replace(refused, effects=(*over, *refused.effects))
        return _asked(case, by, delivery, Filed.CHANGED, over)
    answer = (AnswerQuestion(question.id, command.value or "ok", by.id),)
    return _filed(case, by, _named(case, delivery, command), answer, others)


def chosen(case: Case, said: Said) -> tuple[Command, Question] | None:
    """A no wins over a yes."""
    waiting = {q.id: q for q in case.questions if q.kind is QuestionKind.DOCUMENTS}
    words = [c for c in said.commands if c.act in (Act.NO, Act.FILE_DOCUMENTS) and c.question in waiting]
    command = next(iter(sorted(words, key=lambda c: c.act is not Act.NO)), None)
    return (command, waiting[command.question]) if command and command.question is not None else None


def is_answer(case: Case, command: Command) -> bool:
    asked = {q.id for q in (*case.questions, *case.closed) if q.kind is QuestionKind.DOCUMENTS}
    return command.act is Act.FILE_DOCUMENTS or command.question in asked


def _of_answered(case: Case) -> tuple[Question, ...]:
    offered = {o.question for o in case.answered.offers} if case.answered else set()
    return tuple(q for q in case.questions if q.kind is QuestionKind.DOCUMENTS and q.id in offered)


def _named(case: Case, delivery: Delivery, command: Command) -> Delivery:
    """The role of the answer is for those of which nobody could tell; the others stay as they were shown."""
    if command.value not in ROLES or delivery.place is None:
        return delivery
    roles = ROLES[command.value]
    place = delivery.place
    files = tuple(replace(one, audience=audience_of(case, one, place) or roles) for one in delivery.files)
    return replace(delivery, files=files)


# ---- what is filed


def audience_of(case: Case, brought: Brought, place: PropertyId) -> frozenset[Role] | None:
    """As the mail says, else as the version before it, else as such papers usually are."""
    known = called(case.documents, place, brought.title)
    return brought.audience or (known.audience if known else usual_audience(brought.title))


def _filed(
    case: Case, by: Person, delivery: Delivery, effects: tuple[Effect, ...], others: tuple[str, ...] = ()
) -> Decision:
    lines = tuple(_lines(case, delivery, is_filed=True))
    filed = tuple(_effects(case, by, delivery))
    numbers = ",".join(str(line.number) for line in lines)
    facts = DocumentNews(Filed.FILED, lines, _not_taken(case), delivery.unread, others=others)
    offers = change_offers(numbers, by.language, withdraws=len(lines) == 1)
    mails = tell(case, (by,), NoticeKind.DOCUMENT_NEWS, facts, channel=None, offers=offers)
    return decided(case, Verdict.ACCEPTED, "documents_filed", (*effects, *filed, *mails))


def change_offers(numbers: str, language: str, *, withdraws: bool) -> tuple[Offer, ...]:
    undo = Offer(printed(Act.UNDO, language), Act.CHANGE_DOCUMENT, value=f"undo:{numbers}")
    withdraw = Offer(say("answers.withdraw", language), Act.CHANGE_DOCUMENT, value=f"withdraw:{numbers}")
    return (undo, withdraw) if withdraws else (undo,)


def _effects(case: Case, by: Person, delivery: Delivery) -> Iterator[FileDocument]:
    for number, brought, known in _numbered(case, delivery):
        place = _place(delivery)
        audience = audience_of(case, brought, place)
        if audience is None:
            raise ValueError("nobody has said who may see it")
        changes = known.changes if known else None
        yield FileDocument(number, place, brought, audience, by.id, delivery.arrival, changes)


def _lines(case: Case, delivery: Delivery, *, is_filed: bool = False) -> Iterator[DocumentLine]:
    place = _place(delivery)
    house = case.places.get(place)
    for number, brought, known in _numbered(case, delivery):
        audience = audience_of(case, brought, place)
        yield DocumentLine(
            number if is_filed or known else 0,
            brought.title,
            house.short_name if house else "",
            place,
            brought.file,
            brought.content.size,
            None,
            brought.covers,
            audience=tuple(sorted(audience)) if audience else None,
            reached=reached(case, place, audience) if audience else 0,
            version=known.versions[-1].number + 1 if known else 1,
            versions=len(known.kept) + 1 if known else 1,
            valid_from=brought.valid.begin,
            valid_to=brought.valid.end,
        )


def _numbered(case: Case, delivery: Delivery) -> Iterator[tuple[int, Brought, Document | None]]:
    """Each file with its document's number, and the document that it is a new version of."""
    following = case.next_document
    for brought in delivery.files:
        known = called(case.documents, _place(delivery), brought.title)
        yield (known.number if known else following), brought, known
        following += known is None


def reached(case: Case, place: PropertyId, audience: frozenset[Role]) -> int:
    """How many people that are today, managers left out."""
    return sum(bool(p.roles_at(place, case.today) & audience) for p in case.dwellers.get(place, ()))


def _place(delivery: Delivery) -> PropertyId:
    if delivery.place is None:
        raise ValueError("files without a house are nobody's documents")
    return delivery.place


def _digest(case: Case, delivery: Delivery) -> str:
    """Of all that was shown: which files, called what, for whom, in place of which."""
    shown = [
        (
            *(brought.title, brought.source, str(brought.valid), brought.covers),
            sorted(audience_of(case, brought, _place(delivery)) or ()),
            (known.number, known.changes) if known else (),
        )
        for _, brought, known in _numbered(case, delivery)
    ]
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:32]


def _not_taken(case: Case) -> tuple[NotTakenLine, ...]:
    found = case.delivery.not_taken if case.delivery else ()
    return tuple(NotTakenLine(one.file, one.why, one.number) for one in found)
