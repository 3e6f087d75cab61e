"""REGELN shows a manager the rules of the own houses and what is proposed; REGEL OK and NEIN answer a proposed one."""

from dataclasses import replace

from hauspost.desk import assignees
from hauspost.desk.case import Case
from hauspost.desk.course import Course
from hauspost.desk.decision import OweNotice, RefuseProposal, SwitchRule
from hauspost.desk.houses import Person, PersonId
from hauspost.desk.intents import Act, Command
from hauspost.desk.learning import open_words, rule_key, rule_offers, word_offers
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_of_steering import Outcome, TranscriptLine
from hauspost.desk.notices_on_request import LearnedWord, RuleList, RuleRow
from hauspost.desk.rights import is_manager_of
from hauspost.desk.rules import spoken, typable
from hauspost.desk.telling import tell
from hauspost.desk.work import Rule

MOST_WORDS = 10  # the oftenest ones; the rest follows once these are answered


def list_rules(case: Case) -> tuple[OweNotice, ...]:
    """REGELN: what stands in the table for the manager's houses, and the words that wait."""
    language = case.author[0].language
    rows = tuple(rule_row(case, rule) for rule in case.rules)
    waiting = (offer for r in case.rules if not r.is_approved for offer in rule_offers(case, r, language))
    learned = open_words(case)[:MOST_WORDS]
    words = tuple(LearnedWord(word, case.category(key).label(language), n) for key, word, n in learned)
    offers = (
        *waiting,
        *(offer for key, word, _ in learned for offer in word_offers(key, word, language)),
    )
    return tell(case, case.author, NoticeKind.RULES, RuleList(rows, words), channel=None, offers=offers)


def rule_row(case: Case, rule: Rule) -> RuleRow:
    """A rule as its list shows it."""
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
    rule, line = _waiting(case, command, by)
    if rule is None:
        return course.then(line)
    return course.then(line, SwitchRule(rule.name))


def refuse_rule(case: Case, course: Course, command: Command, by: Person) -> Course:
    """REGEL NEIN [name]: that firm is not proposed again for that category of the house."""
    rule, line = _waiting(case, command, by)
    if rule is None:
        return course.then(line)
    return course.then(line, RefuseProposal(rule_key(rule), rule.name))


def _waiting(case: Case, command: Command, by: Person) -> tuple[Rule | None, TranscriptLine]:
    """The proposed rule that is named, or the only one; None where the line says why there is none to answer."""
    line = TranscriptLine(command.line, str(command.act), Outcome.DONE)
    waiting = tuple(r for r in case.rules if not r.is_approved)
    if command.value:
        waiting = tuple(r for r in waiting if r.name.casefold() == command.value.casefold())
    if not waiting and command.value and _was_refused(case, command.value):
        return None, replace(line, act=str(Act.RULE_NO), outcome=Outcome.ALREADY)
    if len(waiting) != 1:
        return None, replace(line, outcome=Outcome.NO_RULE)
    rule = waiting[0]
    if not is_manager_of((by,), rule.property_id, case.at, case.zone):  # "*": whoever manages every house
        return None, replace(line, outcome=Outcome.REFUSED, after="no_right")
    return rule, replace(line, after=spoken(case, rule, by.language))


def _was_refused(case: Case, name: str) -> bool:
    known = any(r.name.casefold() == name.casefold() for r in case.rules)
    return not known and any(key.casefold().startswith(f"rule:{name}:".casefold()) for key in case.refused)
