"""Knows the headers of mails to firms and to the house: made of category, place and number, of nobody's own words."""

from typing import Final

from hauspost.desk.model import Visibility
from hauspost.desk.notices import TO_ASKED, TO_ASSIGNEES, TO_THE_HOUSE, Letter, NoticeKind
from hauspost.desk.notices_of_money import Approval, InvoicePassed
from hauspost.desk.notices_to_firms import OrderGiven
from hauspost.desk.work import OrderKind
from hauspost.outbound import cleaning
from hauspost.outbound.places import place_words
from hauspost.outbound.view import View
from hauspost.threading.addresses import Grammar

LONGEST: Final = 80
OF_SEVERAL: Final = "houses"  # the list of a mail that speaks of several houses
OF_ORDERS: Final = "orders"  # the list of what a firm has in hand, at whatever house


def order_word(view: View) -> str:
    """Auftrag, Anfrage, Information: an order stays what it was given as."""
    facts, ticket = view.letter.facts, view.letter.ticket
    if isinstance(facts, OrderGiven):
        return view.language.say(f"order_kinds.{facts.kind}")
    tag = getattr(facts, "tag", "")
    kinds = (o.kind for o in ticket.orders if ticket.order_tag(o) == tag) if ticket else iter(())
    return view.language.say(f"order_kinds.{next(kinds, OrderKind.ORDER)}")


def order_subject(view: View) -> str:
    """[A-1042-1] Auftrag Heizung · Lindenweg 12, 10405 Berlin: of category and house alone, never anybody's words."""
    house, between = view.letter.house, view.language.say("marks.between")
    town = f"{house.postcode} {house.city}".strip() if house else ""
    place = ", ".join(p for p in (view.house, town) if p)
    what = cleaning.one_line(f"{order_word(view)} {view.letter.category_label}", limit=LONGEST // 2)
    tag = cleaning.one_line(getattr(view.letter.facts, "tag", ""))
    return f"[{tag}] " + between.join(p for p in (what, cleaning.one_line(place, limit=LONGEST)) if p)


def asked_subject(view: View) -> str:
    """[T-1036] Zustimmung Beirat erbeten: Wasser (Haus 12): of category and common ground, never anybody's words."""
    facts = view.letter.facts
    role = f"_{facts.role}" if isinstance(facts, Approval) else ""
    what = cleaning.one_line(asked_what(view), limit=LONGEST)
    return f"[{view.tag}] " + view.language.say(f"subjects.{view.letter.kind}{role}", what=what)


def invoice_subject(view: View, facts: InvoicePassed) -> str:
    """[A-1042-1] Rechnung RE-4711 · Heizung Meier GmbH · Lindenweg 12"""
    what = f"{view.language.say('subjects.invoice')} {', '.join(facts.numbers)}".strip()
    parts = (what, facts.company, view.house)
    joined = view.language.say("marks.between").join(
        cleaning.one_line(p, limit=LONGEST // 2) for p in parts if p
    )
    return f"[{facts.tag}] {joined}"


def asked_what(view: View) -> str:
    ticket = view.letter.ticket
    place = (place_words(ticket.public_place, view.language) if ticket else "") or view.house
    return f"{view.letter.category_label} ({place})" if place else view.letter.category_label


def public_words(view: View) -> str:
    """Aufzug · Haus 14: category and common ground, never its reporter's words."""
    ticket = view.letter.ticket
    if ticket is None or ticket.visibility is not Visibility.PUBLIC:
        return ""
    parts = (view.letter.category_label, place_words(ticket.public_place, view.language) or view.house)
    return cleaning.one_line(view.language.say("marks.between").join(p for p in parts if p), limit=LONGEST)


def party(letter: Letter) -> str:
    if letter.is_manager:
        return "managers"
    if letter.kind in TO_ASSIGNEES:
        return str(getattr(letter.facts, "tag", ""))
    if letter.kind in TO_ASKED:
        return "asked"
    return "house" if letter.kind in TO_THE_HOUSE else "outside"


def suppressed(letter: Letter) -> str:
    """Which automatic answers we ask not to get; a firm's absence note is worth knowing of (MAIL)."""
    return "RN, NRN" if letter.kind in TO_ASSIGNEES else "RN, NRN, AutoReply"


def of_list(letter: Letter, stop_address: str, grammar: Grammar) -> dict[str, str]:
    """What comes by itself is a list: one may sort it, and leave it (RFC 2919, RFC 2369)."""
    is_of_house = letter.kind in TO_THE_HOUSE | {NoticeKind.HOUSE_NOTICE} and any(letter.spoken_of)
    if not is_of_house and letter.kind is not NoticeKind.ORDER_LIST:
        return {}
    several = letter.house.mailbox if letter.house else OF_SEVERAL
    name = several if is_of_house else OF_ORDERS
    named = {"List-Id": f"<{name}.{grammar.domain}>"}
    if letter.kind is NoticeKind.HOUSE_NOTICE:  # nobody can leave it (WORDS 7)
        return named
    return named | {"List-Unsubscribe": f"<mailto:{stop_address}>"}
