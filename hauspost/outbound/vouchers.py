"""Knows how an invoice reads to the office: which order it is for, what it may cost, and what is to be checked."""

from collections.abc import Iterator

from hauspost.desk.notices_of_money import InvoicePassed
from hauspost.outbound.money import gross, limit
from hauspost.outbound.page import Answer
from hauspost.outbound.view import View


def invoice_lead(view: View, facts: InvoicePassed) -> str:
    """Rechnung RE-4711 von Heizung Meier GmbH · 285,60 € brutto · über der Grenze"""
    said = view.language
    head = said.say(f"invoices.{facts.what}", number=", ".join(facts.numbers), who=facts.company)
    amount = gross(facts.gross, said) if facts.gross is not None else ""
    over = said.say("invoices.over") if facts.is_over and facts.what in ("passed", "by_hand") else ""
    asks = said.say("reports.asks") if facts.asks else ""
    return said.say("marks.between").join(
        part for part in (" ".join(head.split()), amount, over, asks) if part
    )


def invoice_rows(view: View, facts: InvoicePassed) -> list[tuple[str, str]]:
    said = view.language

    def row(key: str, value: str) -> tuple[str, str]:
        return said.say(f"invoices.row_{key}"), value

    return [
        row("order", facts.tag if facts.has_order else ""),
        row("ticket", "" if facts.has_order else facts.tag),
        row("house", ", ".join(part for part in (view.house, facts.unit) if part)),
        row("firm", facts.company),
        row("payer", facts.payer),
        row(
            "amount", gross(facts.gross, said) if facts.gross is not None else said.say("invoices.no_amount")
        ),
        row("limit", limit(facts.limit, said) if facts.has_order else ""),
        row("check", " ".join(_checks(view, facts))),
        row("files", ", ".join(facts.files)),
        row("to", facts.to if view.letter.is_manager and facts.what == "passed" else ""),
    ]


def _checks(view: View, facts: InvoicePassed) -> Iterator[str]:
    said = view.language
    if facts.what == "again" and facts.first_at is not None:
        yield said.say("invoices.again_check", at=view.times.moment(facts.first_at))
    if facts.what == "refused":
        yield said.say("invoices.refused_check", who=facts.by)
    if facts.what == "approved":
        yield said.say("invoices.approved_check", who=facts.by)
    if facts.what not in ("passed", "by_hand"):
        return
    if facts.is_over and facts.gross is not None and facts.limit is not None:
        yield said.say("invoices.over_check", amount=gross(facts.gross - facts.limit, said))
        yield "" if view.letter.is_manager else said.say("invoices.wait")
    if not facts.is_sure:
        yield said.say("invoices.unsure_check")
    if view.letter.is_manager and not facts.to:
        yield said.say("invoices.nowhere")


def invoice_answers(view: View, facts: InvoicePassed) -> Iterator[Answer]:
    """JA and NEIN to what is above the limit; else what may be said to the firm and of the ticket."""
    said = view.language
    for offer, row in zip(view.letter.offers, view.offered, strict=True):
        amount = gross(facts.gross, said) if facts.gross is not None else ""
        own = said.say_if(f"invoices.act_{offer.act}", amount=amount) if facts.asks else ""
        yield Answer(row.word, own or row.meaning, row.href)
