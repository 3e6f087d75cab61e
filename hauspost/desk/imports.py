"""Master data by mail: a manager's table is compared, shown and asked about; her word does exactly what was shown."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Final

from hauspost.desk.case import Case
from hauspost.desk.course import Course, answered_before, decided
from hauspost.desk.decision import (
    AnswerQuestion,
    AskQuestion,
    Decision,
    Effect,
    ImportMasterData,
    Question,
    QuestionKind,
    Verdict,
)
from hauspost.desk.houses import Person, Role
from hauspost.desk.intents import Act, Command, Offer, Said
from hauspost.desk.languages import say, understood
from hauspost.desk.masterdata import Change, Diff
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_imports import (
    Became,
    Import,
    ImportCount,
    ImportEnd,
    ImportPreview,
    ImportResult,
    Seen,
)
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.proof import Power
from hauspost.desk.telling import offer, tell
from hauspost.desk.uploads import Upload

WITHIN: Final = timedelta(hours=24)
GONE: Final = "gone"
FORCE, STAY = "force", "stay"  # values of IMPORT OK: a large change, and nobody moves out for being missing


# ---- a table comes in


def propose(case: Case, said: Said) -> Decision | None:
    """A manager's mail with tables, or to the address for them. None: it is about something else."""
    upload, by = case.upload, case.acting_managers[0]
    if upload is None or not upload.is_new:
        return None
    if not case.manages_all:  # a table may speak of any house, and make new ones
        return _refused(case, by, Seen.NO_RIGHT)
    if not upload.files:
        return _refused(case, by, Seen.NO_TABLE)
    is_proven = case.resolution.power >= Power.REVERSIBLE
    overtaken = tuple(_over(q, by) for q in _of_answered(case)) if is_proven else ()
    if upload.diff.is_empty:
        return _shown(case, by, Seen.NOTHING, overtaken, reason="import_nothing")
    return _asked(case, by, Seen.ASKS, overtaken)


def _refused(case: Case, by: Person, outcome: Seen) -> Decision:
    mails = tell(case, (by,), NoticeKind.IMPORT_PREVIEW, ImportPreview(outcome), channel=None)
    return decided(case, Verdict.REFUSED, f"import_{outcome}", mails)


def _shown(case: Case, by: Person, outcome: Seen, effects: tuple[Effect, ...], *, reason: str) -> Decision:
    facts = ImportPreview(outcome, _found(case))
    mails = tell(case, (by,), NoticeKind.IMPORT_PREVIEW, facts, channel=None)
    return decided(case, Verdict.ACCEPTED, reason, (*effects, *mails))


def _asked(case: Case, by: Person, outcome: Seen, effects: tuple[Effect, ...]) -> Decision:
    """The question names the mail whose octets hold the tables, and what they came to: both must be so still."""
    upload = _upload(case)
    until = case.at + WITHIN
    about = {"mail": upload.arrival, "everything": upload.everything, "digest": upload.diff.digest}
    question = AskQuestion(QuestionKind.IMPORT, "import", (by.id,), about, due_at=until)
    facts = ImportPreview(outcome, _found(case), until, is_large=upload.diff.is_large)
    mails = tell(
        case,
        (by,),
        NoticeKind.IMPORT_PREVIEW,
        facts,
        channel=None,
        offers=_offers(upload.diff, by.language),
        question="import",
    )
    return decided(case, Verdict.ACCEPTED, f"import_{outcome}", (*effects, question, *mails))


def _offers(diff: Diff, language: str) -> tuple[Offer, ...]:
    """A large change has a word of its own, which nobody types by habit."""
    values = [FORCE if diff.is_large else ""]
    without = replace(diff, gone=())
    if diff.gone and not (without.is_empty or without.is_large):
        values.append(STAY)
    yes = tuple(
        Offer(
            say(f"commands.{Act.IMPORT_OK}.{value}".rstrip("."), language),
            Act.IMPORT_OK,
            value=value,
            also=() if value else understood("commands.yes", language),
        )
        for value in values
    )
    return (*yes, offer(Act.NO, language))


# ---- its answer


def answered(case: Case, said: Said) -> Decision | None:
    """IMPORT OK or NEIN to a question that waits; None: for what else a manager's words may be."""
    found = chosen(case, said)
    if found is None or case.resolution.power < Power.REVERSIBLE:
        return None
    command, question = found
    by = case.acting_managers[0]
    is_over = question.due_at is not None and question.due_at <= case.at
    if is_over or (command.act is Act.IMPORT_OK and case.upload is None):
        return None  # `ended` tells it, also where the mail with the tables is gone
    others = tuple(c.line for c in said.commands if c is not command)
    if command.act is Act.NO:
        return _told(case, by, Became.DISCARDED, question, "no", others)
    if not case.manages_all:
        return _refused(case, by, Seen.NO_RIGHT)
    upload = _upload(case)
    if upload.diff.is_empty:
        return _shown(case, by, Seen.NOTHING, (_over(question, by),), reason="import_nothing")
    if upload.diff.digest != question.about["digest"]:
        return _asked(case, by, Seen.CHANGED, (_over(question, by),))
    diff = replace(upload.diff, gone=()) if command.value == STAY else upload.diff
    if diff.is_large and command.value != FORCE:
        return _once_more(case, by, question)
    return _told(case, by, Became.IMPORTED, question, command.value or "ok", others, diff)


def chosen(case: Case, said: Said) -> tuple[Command, Question] | None:
    """A no wins over a yes."""
    words = (c for c in said.commands if c.act in (Act.NO, Act.IMPORT_OK))
    for command in sorted(words, key=lambda c: c.act is not Act.NO):
        if (question := _meant(case, command)) is not None:
            return command, question
    return None


def _meant(case: Case, command: Command) -> Question | None:
    """The one that the word answers; typed without our mail, the only one that waits for its author, or at all."""
    waiting = tuple(q for q in case.questions if q.kind is QuestionKind.IMPORT)
    if command.question is not None:
        return next((q for q in waiting if q.id == command.question), None)
    if command.act is Act.NO or case.ticket is not None:
        return None
    own = tuple(q for q in waiting if case.acting_managers[0].id in q.asked)
    meant = _of_answered(case) or own or waiting
    return meant[0] if len(meant) == 1 else None


def _of_answered(case: Case) -> tuple[Question, ...]:
    offered = {o.question for o in case.answered.offers} if case.answered else set()
    return tuple(q for q in case.questions if q.kind is QuestionKind.IMPORT and q.id in offered)


def _once_more(case: Case, by: Person, question: Question) -> Decision:
    """IMPORT OK where so much would change: the figures and the word that does it, under the same question."""
    upload = _upload(case)
    facts = ImportPreview(Seen.NEEDS_FORCE, _found(case), question.due_at, is_large=True)
    offers = tuple(replace(o, question=question.id) for o in _offers(upload.diff, by.language))
    mails = tell(case, (by,), NoticeKind.IMPORT_PREVIEW, facts, channel=None, offers=offers)
    return decided(case, Verdict.REFUSED, "import_needs_force", mails)


def _told(
    case: Case,
    by: Person,
    outcome: Became,
    question: Question,
    option: str,
    others: tuple[str, ...],
    diff: Diff | None = None,
) -> Decision:
    effects: list[Effect] = [AnswerQuestion(question.id, option, by.id)]
    found = Import()
    if diff is not None:
        upload = _upload(case)
        effects.append(ImportMasterData(diff, upload.stored))
        found = _found(replace(case, upload=replace(upload, diff=diff)))
    facts = ImportResult(outcome, found, others)
    mails = tell(case, (by,), NoticeKind.IMPORT_DONE, facts, channel=None)
    return decided(case, Verdict.ACCEPTED, str(outcome), (*effects, *mails))


def _over(question: Question, by: Person) -> AnswerQuestion:
    return AnswerQuestion(question.id, "overtaken", by.id)


def is_import(case: Case, command: Command) -> bool:
    """Whether the word answers the question of an import, or can mean nothing else."""
    asked = {q.id for q in (*case.questions, *case.closed) if q.kind is QuestionKind.IMPORT}
    return command.act is Act.IMPORT_OK or command.question in asked


def ended(case: Case, course: Course, command: Command) -> Course:
    """A word to an import that waits no more, or that none waits for."""
    waiting = next((q for q in case.questions if q.id == command.question), None)
    if waiting is not None:
        at = waiting.due_at or case.at
        line = TranscriptLine(command.line, str(command.act), Outcome.ANSWERED, detail="lapsed", at=at)
        return course.then(line, AnswerQuestion(waiting.id, "lapsed", None))
    line = answered_before(case, command)
    if line.outcome is Outcome.ALREADY:
        line = replace(line, outcome=Outcome.NOT_UNDERSTOOD, detail="which_import")
    return course.then(line)


# ---- what is said of it


def _upload(case: Case) -> Upload:
    if case.upload is None:
        raise ValueError("an import cannot be decided upon without its tables")
    return case.upload


def _found(case: Case) -> Import:
    upload = _upload(case)
    diff = upload.diff
    new, changed = Counter(r.kind for r in diff.new), Counter(c.after.kind for c in diff.changed)
    counts = [ImportCount("new", str(kind), number) for kind, number in new.items()]
    counts += [ImportCount("changed", str(kind), number) for kind, number in changed.items()]
    return Import(
        arrival=upload.arrival,
        files=upload.files,
        counts=tuple(counts),
        ends=_ends(diff),
        lines=tuple(line for line in upload.lines if line.what != GONE or diff.gone),
        more=upload.more,
        rejects=upload.rejects,
        rejected=upload.rejected,
        unreadable=upload.unreadable,
        shared=upload.shared,
        missing=len(diff.missing),
        remarks=upload.remarks,
        changes=len(diff.changes),
        known=diff.known,
    )


def _ends(diff: Diff) -> tuple[ImportEnd, ...]:
    moved = Counter((_end(c), c.after.values["valid_to"]) for c in diff.ended)
    moved.update((GONE, c.after.values["valid_to"]) for c in diff.gone)
    return tuple(ImportEnd(what, day, number) for (what, day), number in sorted(moved.items()))


def _end(change: Change) -> str:
    return "move_out" if change.after.key[3] == Role.TENANT else "role_end"
