"""REGELN shows a manager the rules of the own houses; REGEL OK lets a proposed one count."""

from dataclasses import replace

from hauspost.desk import assignees
from hauspost.desk.case import Case
from hauspost.desk.course import Course
from hauspost.desk.decision import OweNotice, SwitchRule
from hauspost.desk.houses import Person, PersonId
from hauspost.desk.intents import Act, Command, Offer
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.notices_on_request import RuleList, RuleRow
from hauspost.desk.rights import is_manager_of
from hauspost.desk.rules import spoken, typable
from hauspost.desk.telling import tell
from hauspost.desk.work import Rule


def list_rules(case: Case) -> tuple[OweNotice, ...]:
    """REGELN: what stands in the table for the manager's houses."""
    rows = tuple(_row(case, rule) for rule in case.rules)
    word = "RULE OK" if case.author[0].language == "en" else "REGEL OK"
    language = case.author[0].language
    waiting = (r for r in case.rules if not r.is_approved)
    offers = tuple(
        Offer(f"{word} {typable(case, rule, language)}", Act.RULE_OK, value=rule.name) for rule in waiting
    )
    return tell(case, case.author, NoticeKind.RULES, RuleList(rows), channel=None, offers=offers)


def _row(case: Case, rule: Rule) -> RuleRow:
    person = case.people.get(PersonId(rule.assignee))
    who = assignees.called(case, person) if person else rule.assignee
    language = case.author[0].language
    return RuleRow(
        spoken(case, rule, language),
        str(rule.automation),
        who,
        rule.limit,
        rule.per_day,
        rule.is_approved,
        says=typable(case, rule, language),
    )


def approve_rule(case: Case, course: Course, command: Command, by: Person) -> Course:
    """REGEL OK [name]: a proposed rule counts from now on."""
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE)
    waiting = tuple(r for r in case.rules if not r.is_approved)
    if command.value:
        waiting = tuple(r for r in waiting if r.name.casefold() == command.value.casefold())
    if len(waiting) != 1:
        return course.then(replace(line, outcome=Outcome.NO_RULE))
    rule = waiting[0]
    if not is_manager_of((by,), rule.property_id, case.at, case.zone):  # "*": whoever manages every house
        return course.then(replace(line, outcome=Outcome.REFUSED, after="no_right"))
    return course.then(replace(line, after=spoken(case, rule, by.language)), SwitchRule(rule.name))
