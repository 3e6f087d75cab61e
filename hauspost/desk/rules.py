"""Which rule of rules.csv speaks of a house and a category, and what people call it (DOMAIN, "Workflows")."""

from collections.abc import Iterable
from typing import Final

from hauspost.desk.case import Case
from hauspost.desk.houses import EVERYWHERE, CategoryKey, PropertyId
from hauspost.desk.languages import say
from hauspost.desk.work import Rule

ANY: Final = str(EVERYWHERE)  # in either column: every house, every category


def choose_rule(rules: Iterable[Rule], place: PropertyId, category: CategoryKey) -> Rule | None:
    """The most specific approved one: what speaks of this house goes before what speaks of this category."""
    fitting = [
        r
        for r in rules
        if r.is_approved and r.property_id in (place, EVERYWHERE) and r.category in (category, ANY)
    ]
    return max(fitting, key=lambda r: (r.property_id == place, r.category == category), default=None)


def powers(case: Case, place: PropertyId, category: CategoryKey) -> tuple[bool, bool]:
    """Whether an assignee's words may start, and may finish, a ticket: as its rule says, else as the policy does."""
    rule = choose_rule(case.rules, place, category)
    may_start = rule.may_start if rule else None
    may_finish = rule.may_finish if rule else None
    return (
        case.policy.contractor_may_start if may_start is None else may_start,
        case.policy.contractor_may_finish if may_finish is None else may_finish,
    )


def spoken(case: Case, rule: Rule, language: str) -> str:
    """ "Heizung & Warmwasser, alle Häuser"."""
    what = (
        case.category(rule.category).label(language)
        if rule.category != ANY
        else say("journal.every_category", language)
    )
    houses = {h.id: h for h in (*case.houses, *((case.house,) if case.house else ()))}
    house = houses.get(rule.property_id)
    where = house.short_name if house else str(rule.property_id)
    everywhere = rule.property_id == EVERYWHERE
    return f"{what}, {say('journal.every_house', language) if everywhere else where}"


def as_author(case: Case, name: str) -> str:
    """Regel „Heizung, alle Häuser“: who acted, in the journal, where a rule did."""
    rule, language = named_rule(case, name), case.company.language
    return say("journal.rule", language).format(name=spoken(case, rule, language) if rule else name)


def typable(case: Case, rule: Rule, language: str) -> str:
    """ "HS5 Heizung": what one types behind REGEL OK; read back by the lists of houses and categories."""
    house = "" if rule.property_id == EVERYWHERE else str(rule.property_id)
    what = "" if rule.category == ANY else _short(case, CategoryKey(rule.category), language)
    return " ".join(p for p in (house, what) if p) or say("journal.every_rule", language)


def _short(case: Case, key: CategoryKey, language: str) -> str:
    """The first word of the label, where no other category goes by it."""
    label = case.category(key).label(language)
    first = label.partition(" ")[0]
    others = (c for c in case.categories if c.key != key)
    taken = {said.casefold() for c in others for said in (c.key, c.label_de, c.label_en, *c.words)}
    own = {said.casefold() for said in case.category(key).words}
    return first if first.casefold() in own - taken else label


def named_rule(case: Case, name: str) -> Rule | None:
    return next((r for r in case.rules if r.name.casefold() == name.casefold()), None)
