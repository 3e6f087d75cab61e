"""Knows how a proposed order reads in the mail on a new ticket: in the first line, and as a block of its own."""

from hauspost.desk.notices_of_deadlines import Overdue
from hauspost.desk.notices_of_steering import Transcript
from hauspost.desk.notices_to_managers import FirmReported, NewTicket, Proposal
from hauspost.outbound.formats import NO_BREAK
from hauspost.outbound.money import gross, money
from hauspost.outbound.page import Answer
from hauspost.outbound.places import place_words
from hauspost.outbound.view import View

OTHER_LIMIT = 25000
MOST_BUNDLED = 4


def proposal_lead(view: View, facts: NewTicket | Transcript) -> str:
    """Vorschlag: Heizung Meier, bis 300 € brutto · OK genügt"""
    proposal, said = facts.proposal, view.language
    if proposal is None:
        return ""
    who = proposal.company or said.say("proposals.nobody")
    if limit := _limit(view, proposal):
        who = said.say("proposals.limited", who=who, limit=limit)
    if proposal.automation == "auto":
        return said.say("proposals.auto", who=who)
    if proposal.automation == "veto" and proposal.veto_until:
        return said.say("proposals.veto", who=who, at=view.times.moment(proposal.veto_until))
    return said.say("proposals.suggest", who=", ".join(p for p in (proposal.company, limit) if p) or who)


def _limit(view: View, proposal: Proposal) -> str:
    said = view.language
    return said.say("rules.limit", amount=gross(proposal.limit, said)) if proposal.limit is not None else ""


def proposal_title(view: View, facts: NewTicket | Transcript) -> str:
    """VORSCHLAG (Regel „Heizung, alle Häuser“: vorschlagen)"""
    proposal, said = facts.proposal, view.language
    if proposal is None:
        return ""
    key = "title_order" if proposal.automation == "auto" else "title"
    if not proposal.rule:
        return said.say(f"proposals.{key}")
    how = said.label("automations", proposal.automation)
    name = dict(proposal.rule_in).get(said.code, proposal.rule)
    return said.say(f"proposals.{key}_rule", rule=name, how=how)


def proposal_rows(view: View, facts: NewTicket | Transcript) -> list[tuple[str, str]]:
    proposal, said = facts.proposal, view.language
    if proposal is None:
        return []
    rank = said.say("proposals.rank", n=proposal.rank) if proposal.rank > 1 else ""
    return [
        (said.say("proposals.company"), " ".join(p for p in (proposal.company, rank) if p)),
        (said.say("proposals.reworks"), proposal.reworks),
        (said.say("proposals.limit"), gross(proposal.limit, said) if proposal.limit is not None else ""),
        (said.say("proposals.invoice"), proposal.invoice),
        (said.say("proposals.text"), proposal.text),
        (said.say("proposals.check"), _whose(view, proposal)),
    ]


def ownership(view: View, scope: str) -> str:
    """Gemeinschaftseigentum? Fenster sind in einer WEG meist Gemeinschaftseigentum."""
    category = view.letter.ticket.category if view.letter.ticket else ""
    return (
        (view.language.say_if(f"ownership.{category}") or view.language.say(f"ownership.{scope}"))
        if scope
        else ""
    )


def _whose(view: View, proposal: Proposal) -> str:
    """Whose property it may be, and who that would be."""
    said = ownership(view, proposal.check)
    if not proposal.owner:
        return said
    key = "owned_by" if said else "whose"
    return f"{said} {view.language.say(f'proposals.{key}', who=proposal.owner)}".strip()


def to_check(view: View, facts: NewTicket) -> str:
    return ownership(view, facts.check)


def successor(view: View, facts: FirmReported | Overdue) -> str:
    """Whom a rule orders by itself, and when."""
    said = view.language
    if facts.orders_at is None:
        return said.say("successors.at_once", company=facts.next_company)
    return said.say("successors.waits", company=facts.next_company, at=view.times.moment(facts.orders_at))


def other_firm(view: View, facts: NewTicket | Transcript) -> list[Answer]:
    """BEAUFTRAGEN Firma: what to write where the proposal does not fit."""
    said = view.language
    if facts.proposal is None:
        return []
    does = said.say("proposals.other_does", amount=money(OTHER_LIMIT, said))
    other = Answer(said.say("proposals.other"), does)
    if not facts.proposal.owner:
        return [other]
    means = said.say("proposals.owner_does", who=facts.proposal.owner)
    return [other, Answer(said.say("proposals.owner"), means)]


def asked_for(view: View, facts: NewTicket) -> str:
    """anonym · öffentlich gewünscht: only where it is not what the ticket is anyway."""
    said, ticket = view.language, view.letter.ticket
    wish = facts.visibility_asked
    if facts.is_anonymous:
        return said.say("asked.anonymous")
    if not wish or (ticket and wish == str(ticket.visibility)):
        return ""
    return said.say_if(f"asked.{wish}")


def similar(view: View, facts: NewTicket) -> str:
    """2 Meldungen seit 13.10. 17:10: T-1051 (Haus 12, 2. OG rechts), T-1053"""
    said = view.language
    which = ", ".join(
        f"T-{one.number}{f' ({place_words(one.place, said)})' if one.place else ''}" for one in facts.similar
    )
    if facts.similar_since is None or not which:
        return which
    return said.count(
        "bundle.similar", len(facts.similar), since=view.times.clock(facts.similar_since), which=which
    )


def bundling(view: View, facts: NewTicket) -> list[Answer]:
    """One order for reports that may be one matter, each with its own conversation."""
    said = view.language
    if not facts.bundles:
        return []
    word = NO_BREAK.join(
        (said.say("bundle.word"), *(f"T-{number}" for number in facts.bundles[:MOST_BUNDLED]))
    )
    return [Answer(word, said.say("acts.bundle"))]
