"""Knows how prices read: to the manager who compares them, and to whoever is asked to agree."""

from collections.abc import Iterable, Iterator

from hauspost.desk.intents import Act, Offer
from hauspost.desk.notices_of_deadlines import Overdue
from hauspost.desk.notices_of_money import Approval, ApprovalAnswered
from hauspost.desk.notices_to_managers import FirmReported
from hauspost.desk.prices import Offered, OfferLine
from hauspost.outbound import addressing, cleaning, house_headers
from hauspost.outbound.money import gross, money, price
from hauspost.outbound.page import Answer, Entry
from hauspost.outbound.view import View

WORDS = 60  # characters of a firm's own words


def asked_price(view: View, facts: Approval | ApprovalAnswered) -> str:
    return price(facts.offered, view.language)


def offer_words(_view: View, facts: Approval | ApprovalAnswered | FirmReported) -> dict[str, str]:
    """Until when it holds and when work begins, as the firm wrote it."""
    return {
        "valid": cleaning.one_line(facts.offered.valid, limit=WORDS),
        "start": cleaning.one_line(facts.offered.start, limit=WORDS),
    }


def asked_what(view: View, _facts: Approval) -> str:
    """Heizung & Warmwasser (Haus 12): the category and common ground, never its reporter's words or flat."""
    return house_headers.asked_what(view)


def asked_role(view: View, facts: Approval) -> str:
    """Beirätin, Beirat: as the reader's form of address has it."""
    return addressing.role_word(facts.role, view.letter.to[0] if view.letter.to else None, view.language)


def report_price(view: View, facts: FirmReported) -> str:
    """As it is written, where tax plays no part."""
    said = view.language
    if facts.is_offer and facts.amount is None:
        return price(facts.offered, said)
    if facts.offered.net is not None:
        return price(facts.offered, said)
    return said.say("reports.as_written", amount=money(facts.amount, said)) if facts.amount else ""


def report_check(view: View, facts: FirmReported) -> str:
    """What is uncertain about a price, and which limits of the house it exceeds."""
    said, above = view.language, facts.above
    found = []
    if facts.is_offer and facts.amount is None:
        found.append(said.say("reports.no_price"))
    if facts.asks_for_money and facts.offered.vague:
        found.append(said.say("reports.vague", words=cleaning.one_line(facts.offered.vague, limit=WORDS)))
    if above.board is not None:
        key = "above_board_asked" if above.asked else "above_board"
        who = said.join(above.asked)
        found.append(said.say(f"reports.{key}", amount=gross(above.board, said), who=who))
    elif above.approval is not None:
        found.append(said.say("reports.above", amount=gross(above.approval, said)))
    return " ".join(found)


def compared(view: View, facts: FirmReported) -> Iterator[Entry]:
    """Every offer that waits for this ticket, the cheapest certain price first, this one among them."""
    if facts.others:
        yield from _side_by_side(view, ((facts.tag, facts.company, facts.offered), *_lines(facts.others)))


def offers_come(view: View, facts: Overdue) -> Iterator[Entry]:
    """What has come while others are missing."""
    yield from _side_by_side(view, _lines(facts.others))


_Line = tuple[str, str, Offered]


def _lines(others: Iterable[OfferLine]) -> tuple[_Line, ...]:
    return tuple((o.tag, o.company, o.offered) for o in others)


def _side_by_side(view: View, lines: Iterable[_Line]) -> Iterator[Entry]:
    said = view.language
    for tag, company, offered in sorted(lines, key=_by_price):
        words = offer_words(view, FirmReported(tag, company, "", offered=offered))
        yield Entry(
            tag,
            company,
            tuple(
                line
                for line in (
                    price(offered, said),
                    said.say("reports.valid", words=words["valid"]) if words["valid"] else "",
                    said.say("reports.start", words=words["start"]) if words["start"] else "",
                )
                if line
            ),
        )


def _by_price(line: tuple[str, str, Offered]) -> tuple[bool, int, str]:
    tag, _, offered = line
    return offered.gross is None, offered.gross or 0, tag


def other_meaning(view: View, facts: FirmReported | Overdue, offer: Offer) -> str:
    """JA 2: an order to the firm of another offer; "" for every other answer."""
    lines = (o for o in facts.others if o.question is not None and o.question == offer.question)
    line = next(lines, None)
    if line is None or line.offered.gross is None:
        return ""
    amount = gross(line.offered.gross, view.language)
    return view.language.say("reports.take_means", who=line.company, amount=amount)


def answered_lead(view: View, facts: ApprovalAnswered) -> str:
    """Fatma Yıldız (Beirat) stimmt zu · bitte entscheiden"""
    said = view.language
    told = said.say(f"approvals.{facts.answer}", who=facts.by, role=said.say(f"approvals.role_{facts.role}"))
    ends = (said.say("reports.asks"),) if facts.is_open else ()
    return said.say("marks.between").join((told, *ends))


def answered_answers(view: View, facts: ApprovalAnswered) -> Iterator[Answer]:
    """JA and NEIN mean what they meant under the firm's own mail."""
    said = view.language
    amount = gross(facts.offered.gross, said) if facts.offered.gross is not None else ""
    section = "offer" if facts.of == "quote" else "money"
    for offer, row in zip(view.letter.offers, view.offered, strict=True):
        own = said.say_if(f"firm_acts.{offer.act}_{section}", who=facts.company, amount=amount)
        is_kept = offer.act is Act.NO and section == "money"
        own = said.say("approvals.no_money", who=facts.company) if is_kept else own
        yield Answer(row.word, own or row.meaning, row.href)
