"""Knows how a letter becomes words: its page template fills a page, and the page becomes text and HTML."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from hauspost.desk.notices import Letter
from hauspost.desk.notices_of_morning import Part
from hauspost.outbound import (
    appointments,
    attached,
    boards,
    category_lines,
    cleaning,
    confirmations,
    deadlines,
    deletions,
    documents,
    helping,
    house_acts,
    house_notices,
    imports,
    listings,
    morning,
    orders,
    period_report,
    posters,
    prices,
    proposals,
    public,
    storms,
    surveys,
    transcripts,
    troubles,
    vouchers,
)
from hauspost.outbound.answers import offered
from hauspost.outbound.catalogue import Language
from hauspost.outbound.folded import add_folded
from hauspost.outbound.page import Line, Page, Writer, run
from hauspost.outbound.unbroken import unbroken
from hauspost.outbound.view import View, context, footer
from hauspost.threading.addresses import Grammar, desk_address

# What the pages of some kinds list beside their facts; each is asked for by its template alone.
LISTS: dict[str, Callable[[View, Any], Any]] = {
    "transcript_lead": transcripts.lead,
    "transcript_lines": transcripts.lines,
    "transcript_tellings": transcripts.tellings,
    "transcript_since": transcripts.since,
    "transcript_answers": transcripts.answers,
    "stays_with": house_acts.stays_with,
    "confirmation_reason": confirmations.reason,
    "confirmation_answers": confirmations.answers,
    "confirmation_rewrite": confirmations.rewrite,
    "attachments_came": attached.came,
    "attachments_kept": attached.kept,
    "listed_houses": listings.listed_houses,
    "held_example": listings.held_example,
    "unreached": listings.unreached,
    "held_entries": listings.held_entries,
    "held_urgent": listings.held_urgent,
    "held_count": listings.held_count,
    "spam_title": listings.spam_title,
    "spam_lines": listings.spam_lines,
    "ticket_lines": listings.ticket_lines,
    "file_entries": listings.file_entries,
    "own_file_entries": listings.own_file_entries,
    "order_lines": listings.order_lines,
    "order_count": listings.order_count,
    "overdue_lines": listings.overdue_lines,
    "open_lines": listings.open_lines,
    "typed_day": listings.typed_day,
    "is_firm": orders.is_firm,
    "order_where": orders.where,
    "order_sites": orders.sites,
    "order_task": orders.task,
    "order_contact": orders.contact,
    "visit_example": orders.visit_example,
    "pictures_enclosed": orders.pictures_enclosed,
    "invoice_recipient": orders.invoice_recipient,
    "invoice_genitive": orders.invoice_genitive,
    "invoice_email": orders.invoice_email,
    "order_limit": orders.agreed_limit,
    "limit_so_far": orders.limit_so_far,
    "report_lead": orders.report_lead,
    "report_order": orders.report_order,
    "report_answers": orders.report_answers,
    "is_unsettled": orders.is_unsettled,
    "audience": public.audience,
    "asks_me_too": public.asks_me_too,
    "evening_days": public.evening_days,
    "evening_houses": public.evening_houses,
    "evening_lines": public.evening_lines,
    "evening_example": public.evening_example,
    "rule_lines": public.rule_lines,
    "waiting_rules": public.waiting_rules,
    "survey_counts": surveys.survey_counts,
    "survey_entries": surveys.survey_entries,
    "asked_units": surveys.asked_units,
    "proposal_lead": proposals.proposal_lead,
    "proposal_title": proposals.proposal_title,
    "proposal_rows": proposals.proposal_rows,
    "other_firm": proposals.other_firm,
    "to_check": proposals.to_check,
    "asked_for": proposals.asked_for,
    "similar_numbers": proposals.similar,
    "bundling": proposals.bundling,
    "trouble_names": troubles.names,
    "troubles_began": troubles.began,
    "troubles_ended": troubles.ended,
    "overdue_answers": deadlines.overdue_answers,
    "due_lines": deadlines.due_lines,
    "running_orders": deadlines.running_orders,
    "import_lead": imports.lead,
    "import_large": imports.large,
    "import_gone": imports.gone,
    "import_ended": imports.ended,
    "import_changed": imports.changed,
    "import_new": imports.new,
    "import_rejected": imports.rejected,
    "import_shared": imports.shared,
    "import_has_rows": imports.has_rows,
    "asked_price": prices.asked_price,
    "asked_what": prices.asked_what,
    "asked_role": prices.asked_role,
    "offer_words": prices.offer_words,
    "report_price": prices.report_price,
    "report_check": prices.report_check,
    "compared": prices.compared,
    "answered_lead": prices.answered_lead,
    "answered_answers": prices.answered_answers,
    "invoice_lead": vouchers.invoice_lead,
    "invoice_rows": vouchers.invoice_rows,
    "invoice_answers": vouchers.invoice_answers,
    "free_times": appointments.free_times,
    "offered_times": appointments.offered_times,
    "storm_count": storms.storm_count,
    "storm_replies": storms.storm_replies,
    "board_lead": boards.board_lead,
    "board_running": boards.board_running,
    "board_ended": boards.board_ended,
    "board_example": boards.board_example,
    "house_lead": house_notices.lead,
    "house_rows": house_notices.rows,
    "house_remarks": house_notices.remarks,
    "house_places": house_notices.places,
    "house_audience": house_notices.audience,
    "house_when": house_notices.when,
    "house_until": house_notices.valid_until,
    "house_without": house_notices.without,
    "house_failed": house_notices.failed,
    "house_most": house_notices.most,
    "house_size": house_notices.size,
    "documents_by_house": documents.by_house,
    "document_example": documents.example,
    "documents_sent": documents.sent,
    "documents_missing": documents.numbers,
    "documents_left": documents.left,
    "document_lead": documents.lead,
    "document_entries": documents.entries,
    "documents_not_taken": documents.not_taken,
    "document_answers": documents.changing,
    "morning_lead": morning.lead,
    "morning_examples": morning.examples,
    "morning_decide": morning.entries_of(Part.DECIDE),
    "morning_overdue": morning.entries_of(Part.OVERDUE),
    "morning_unordered": morning.entries_of(Part.UNORDERED),
    "morning_news": morning.entries_of(Part.NEWS),
    "morning_acts": morning.entries_of(Part.ACTS),
    "morning_rest": morning.rest,
    "morning_away": morning.away,
    "morning_bundle": morning.bundle,
    "help_sections": helping.help_sections,
    "category_lines": category_lines.category_lines,
    "deleted_things": deletions.deleted_things,
    "deletion_stays": deletions.deletion_stays,
    "successor": proposals.successor,
    "offers_come": prices.offers_come,
    "welcome_rows": posters.house_rows,
    "report_lead_words": period_report.lead,
    "report_houses": period_report.houses,
    "report_is_empty": lambda _view, facts: period_report.is_empty(facts),
    "report_overview": period_report.overview,
    "report_course": period_report.course,
    "report_course_chart": period_report.course_chart,
    "report_categories": period_report.categories,
    "report_category_chart": period_report.category_chart,
    "report_by_house": period_report.by_house,
    "report_by_unit": period_report.by_unit,
    "report_repeated": period_report.repeated,
    "report_times": period_report.times,
    "report_firms": period_report.firms,
    "report_overdue": period_report.overdue,
    "report_ratings": period_report.ratings,
    "report_mail_share": period_report.mail_share,
    "report_unreached": period_report.unreached,
    "report_proposals": period_report.proposals,
    "report_reason": period_report.reason,
    "to_somebody": lambda view, _facts: bool(view.letter.to),
}


class StrayWords(AssertionError):
    """A page template says something that would stand in no mail."""


def page(letter: Letter, language: Language, *, secret: bytes, grammar: Grammar, banner: str = "") -> Page:
    """What the mail says. `banner` stands above everything else."""
    answers = offered(letter, language, secret=secret, grammar=grammar)
    written = content(View(letter, language, answers, desk_address(grammar)))
    above = (Line(run(banner), is_lead=True),) if banner else ()
    return replace(written, blocks=(*above, *written.blocks))


def content(view: View) -> Page:
    """What the view's mail says, without buttons where the view has none: for paper."""
    letter, language, writer = view.letter, view.language, Writer()
    lists = {name: partial(_listed, function, view) for name, function in LISTS.items()}
    stray = language.catalogue.page_template(language.code, letter.kind).render(context(view, writer) | lists)
    if stray.strip():
        said = " ".join(stray.split())
        raise StrayWords(
            f'words outside of every block in {language.code}/{letter.kind}: "{cleaning.clip(said, 60)}"'
        )
    add_folded(view, writer)
    return Page(tuple(writer.blocks), tuple(run(line) for line in footer(view, writer.reason)))


def html(page: Page, language: Language, *, title: str) -> str:
    """The HTML part: tables and inline styles, nothing remote, every value escaped."""
    label = partial(button_label, language=language)
    return language.catalogue.layout().render(
        page=page, language=language, title=title, kind=_kind, keep=unbroken, button_label=label
    )


def button_label(word: str, language: Language) -> str:
    """What stands on a button. A sentence never says its first word twice: no "Mit MIT EIGENTÜMERN antworten"."""
    begins = language.words["button.label"].split()[0]
    is_again = word.split(maxsplit=1)[:1] == [begins.upper()]
    again = language.say_if("button.label_again", word=word) if is_again else ""
    return again or language.say("button.label", word=word)


def _listed(function: Callable[[View, Any], Any], view: View) -> Any:
    found = function(view, view.letter.facts)
    return found if isinstance(found, str | dict) or not isinstance(found, Iterable) else list(found)


def _kind(block: object) -> str:
    return type(block).__name__.lower()
