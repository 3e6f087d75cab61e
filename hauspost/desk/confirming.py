"""A near miss is asked back and does nothing; its answer reads the whole mail again (WORDS 2, rule 6)."""

from dataclasses import replace
from typing import Any

from hauspost.desk import assignees
from hauspost.desk.case import Case
from hauspost.desk.channels import Channel
from hauspost.desk.course import (
    Course,
    answered_before,
    channel_of,
    decided,
    firm_at,
    is_reachable,
    joined,
    note,
    open_question,
    outside,
)
from hauspost.desk.decision import (
    AnswerQuestion,
    AskQuestion,
    Decision,
    Effect,
    QuestionKind,
    Verdict,
)
from hauspost.desk.document_changes import parted
from hauspost.desk.houses import Person, PersonId
from hauspost.desk.intents import Act, Command, NearMiss, Offer, Said, ShortText
from hauspost.desk.keeping import spoken
from hauspost.desk.leaving import part_words
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.notices_to_managers import Confirmation, Reading
from hauspost.desk.plain_values import from_json, to_json
from hauspost.desk.proof import Power
from hauspost.desk.telling import names, offer, tell

# A bare word of command is nobody's letter, nor is the name of a text that does not exist.
NO_LETTER = frozenset({"only_new", "needs_colon", "unknown_text", "too_many"})
SHORT_TEXT = "text"  # how a reading tells that a short text is meant
IN_TEXT = frozenset({"unknown_text", "called"})  # of a line that stands in the mail's text as well


def chosen(case: Case, course: Course, said: Said, by: Person) -> tuple[Course, Said]:
    """A, B … of a confirming question: the mail that was asked about is read as that reading has it, all of it."""
    choice = next((c for c in said.commands if c.act is Act.CHOOSE), None)
    if choice is None or case.resolution.power < Power.REVERSIBLE:
        return course, said
    question = open_question(case, course, choice.question, QuestionKind.CONFIRM)
    options = question.about.get("options", {}) if question else {}
    if question is None or choice.value not in options:
        return course, said
    meant: Said = from_json(Said, options[choice.value])
    others = tuple(c for c in said.commands if c is not choice)
    merged = replace(
        said,
        commands=(*meant.commands, *others),
        near_misses=(*meant.near_misses, *said.near_misses),
        text=joined(meant.text, said.text),
        reply=joined(meant.reply, said.reply),
        internal=joined(meant.internal, said.internal),
        salutation=meant.salutation if meant.text else said.salutation,
    )
    answered = AnswerQuestion(question.id, choice.value, by.id)
    used, effects = course.used | {question.id}, (*course.effects, answered)
    may_name = bool(question.about.get("names"))
    return replace(course, used=used, effects=effects, is_confirmed=True, may_name=may_name), merged


def confirm(case: Case, course: Course, said: Said, miss: NearMiss, by: Person) -> Decision:
    """A near miss: nothing at all is done until one of the readings, or SENDEN, is answered (WORDS 2, rule 6).

    Further near misses of the mail wait with its other lines, and are asked about next.
    """
    others = tuple(m for m in said.near_misses if m is not miss)
    rest = replace(said, near_misses=others)
    meant = [
        (Reading("", str(r.act), _spoken(case, r), r.text), replace(rest, commands=(*said.commands, r)))
        for r in dict.fromkeys(miss.readings)
    ]
    if case.ticket is not None:  # a new mail is written once more, as with every wrong name in it
        meant += [
            (Reading("", SHORT_TEXT, t.name, t.text), _with_text(rest, miss.line, t)) for t in miss.texts
        ]
    lettered = tuple(zip("ABCDEFG", meant, strict=False))
    options = {letter: to_json(reading) for letter, (_, reading) in lettered}
    missed = "\n".join(m.line for m in said.near_misses if m.reason not in IN_TEXT)
    words = joined(missed, said.text, said.reply)
    to = outside(case, case.ticket) if case.ticket else None
    about = {
        "text": words,
        "to": str(to) if to else "",
        "internal": said.internal,
        "options": options,
        "line": miss.line,
    }
    facts = Confirmation(
        line=miss.line,
        reason=miss.reason,
        unknown=miss.unknown,
        readings=tuple(replace(shown, letter=letter) for letter, (shown, _) in lettered),
        other_lines=(*(c.line for c in said.commands), *(m.line for m in others)),
        text=said.text,
    )
    offers = tuple(Offer(letter, Act.CHOOSE, value=letter) for letter in options)
    may_be_text = miss.reason not in NO_LETTER
    if may_be_text and case.ticket is not None and is_reachable(case, case.ticket):
        offers += (offer(Act.SEND, by.language, value=firm_at(case, to)),)
    return decided(
        case, Verdict.ACCEPTED, "asked_back", (*course.effects, *_question(case, facts, about, offers, by))
    )


def _with_text(said: Said, line: str, meant: ShortText) -> Said:
    """The mail with the short text in place of the line that named it wrongly."""

    def filled(text: str) -> str:
        return "\n".join(meant.text if each.strip() == line else each for each in text.split("\n"))

    return replace(
        said,
        text=filled(said.text),
        reply=filled(said.reply),
        commands=tuple(replace(c, text=filled(c.text)) for c in said.commands),
        salutation=meant.salutation,
    )


def asked_about(case: Case, said: Said) -> Said:
    """Without the lines "!wort" that nobody outside would read: in the office they are words like any other."""
    if all(miss.reason != "called" for miss in said.near_misses):
        return said
    leaving = (part_words(case, said).leaves, *(c.text for c in said.commands))
    lines = {line.strip() for text in leaving for line in text.splitlines()}
    kept = tuple(m for m in said.near_misses if m.reason != "called" or m.line in lines)
    return replace(said, near_misses=kept)


def ask_to_widen(case: Case, said: Said, wide: Command, by: Person) -> Decision:
    """What makes more people read is asked back, unless key and border both vouch for it (DOMAIN, "C")."""
    about = {"text": said.text, "internal": said.internal, "options": {"A": to_json(said)}, "line": wide.line}
    reading = Reading("A", str(wide.act), _spoken(case, wide), wide.text)
    others = tuple(c.line for c in said.commands if c is not wide)
    facts = Confirmation(
        line=wide.line, reason="widens", readings=(reading,), other_lines=others, text=said.text
    )
    offers = (Offer("A", Act.CHOOSE, value="A"),)
    return decided(case, Verdict.ACCEPTED, "asked_back", _question(case, facts, about, offers, by))


def _question(
    case: Case, facts: Confirmation, about: dict[str, Any], offers: tuple[Offer, ...], by: Person
) -> tuple[Effect, ...]:
    question = AskQuestion(QuestionKind.CONFIRM, "confirm", tuple(p.id for p in case.author), about)
    channel = channel_of(case, case.ticket) if case.ticket else None
    notices = tell(
        case, (by,), NoticeKind.CONFIRMATION, facts, channel=channel, offers=offers, question="confirm"
    )
    return question, *notices


def _spoken(case: Case, command: Command) -> str:
    """A closed list's value as people say it."""
    match command.act:
        case Act.CATEGORY:
            return case.category(command.value).label(case.author[0].language)
        case Act.ASSIGN | Act.AWAY:
            return names(m for m in case.managers_now if m.id == command.value)
        case Act.DISPATCH | Act.QUOTE | Act.INFORM:
            return ", ".join(_assignee(case, value) for value in command.values or (command.value,))
        case Act.CANCEL_ORDER if command.target or command.values:
            return ", ".join(command.values or (command.target,))
        case Act.CANCEL_ORDER:
            return _assignee(case, command.value)
        case Act.CHANGE_DOCUMENT:
            return ",".join(str(number) for number in parted(command.value)[1])
        case Act.LINK_TICKET if command.value.startswith("person:"):
            return names(p for p in case.audience if p.id == command.value.removeprefix("person:"))
        case Act.RETAIN:
            return spoken(command, case.author[0].language)
        case Act.FOLLOW_UP:
            return command.until.isoformat() if command.until else ""
        case Act.WITHOUT | Act.ONLY | Act.WITH:
            return ",".join(command.values or (command.value,))
        case _:
            return command.value


def _assignee(case: Case, value: str) -> str:
    """A firm or caretaker as people call them; of a trade its name."""
    person = assignees.person_of(case, PersonId(value))
    return assignees.called(case, person) if person else value.removeprefix(assignees.TRADE)


def send_kept(case: Case, course: Course, command: Command, by: Person) -> Course:
    """SENDEN: the text that was kept inside leaves after all."""
    question = open_question(case, course, command.question, QuestionKind.SEND_NOTE, QuestionKind.CONFIRM)
    line = TranscriptLine(command.line, str(command.act), Outcome.SENT)
    if question is None:
        return course.then(answered_before(case, command))
    to = Channel.parse(named) if (named := str(question.about.get("to", ""))) else None
    if course.ticket is None or not is_reachable(case, course.ticket, to):
        return course.then(replace(line, outcome=Outcome.REFUSED))
    after = course.then(line, AnswerQuestion(question.id, str(command.act), by.id))
    if internal := str(question.about.get("internal", "")):
        after = replace(after, effects=(*after.effects, note(by, internal)))
    return replace(
        after,
        sends=(*course.sends, str(question.about["text"])),
        used=course.used | {question.id},
        to=to or course.to,
    )
