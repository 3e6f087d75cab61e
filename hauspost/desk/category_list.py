"""KATEGORIEN shows a manager every category: by which words a report comes there, who reads it, which rule acts."""

from hauspost.desk.case import Case
from hauspost.desk.decision import OweNotice
from hauspost.desk.houses import Category
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_on_request import CategoryList, CategoryRow
from hauspost.desk.rulebook import rule_row
from hauspost.desk.rules import ANY, choose_rule
from hauspost.desk.telling import tell
from hauspost.desk.work import Rule


def list_categories(case: Case) -> tuple[OweNotice, ...]:
    """Of the house at hand the one rule that counts there; to the desk, the rules of all of the manager's houses."""
    language = case.author[0].language
    rows = tuple(
        CategoryRow(
            category.label(language),
            category.words,
            category.visibility,
            category.important,
            tuple(rule_row(case, rule) for rule in _rules_of(case, category)),
        )
        for category in case.categories
    )
    return tell(case, case.author, NoticeKind.CATEGORIES, CategoryList(rows), channel=None)


def _rules_of(case: Case, category: Category) -> tuple[Rule, ...]:
    if case.house is not None:
        rule = choose_rule(case.rules, case.house.id, category.key)
        return (rule,) if rule is not None else ()
    return tuple(r for r in case.rules if r.is_approved and r.category in (category.key, ANY))
