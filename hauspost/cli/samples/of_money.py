"""Sample letters about prices: offers and what of them is uncertain, whom they are put to, and what they answer."""

from dataclasses import replace

from hauspost.cli.samples.neighbours import ORDERED, YILDIZ, to_firm
from hauspost.cli.samples.world import MORNING, NOON, PETERSEN, REPORT, TICKET, letter, offers, to_manager
from hauspost.desk.approvals import yes_or_no
from hauspost.desk.carried import carried
from hauspost.desk.channels import Channel, ChannelKind
from hauspost.desk.costs import money_offers
from hauspost.desk.houses import Person
from hauspost.desk.intents import Act, Offer
from hauspost.desk.notices import Facts, Letter
from hauspost.desk.notices_of_money import Approval, ApprovalAnswered, InvoicePassed, OwnerInformed
from hauspost.desk.notices_of_steering import Outcome, Telling, Transcript, TranscriptLine
from hauspost.desk.notices_to_firms import OfficeWrote
from hauspost.desk.notices_to_managers import FirmReported, NewTicket, Proposal
from hauspost.desk.prices import Above, Offered, OfferLine
from hauspost.desk.quotes import other_offers

DORN, WOLF = "Dorn Sanitär GmbH", "Sanitär Wolf"
PRICE = Offered(219258, 184250, is_assumed=True, valid="4 Wochen", start="ab 3.11.")
RISER = replace(ORDERED, number=1036, public_place="Haus 12")


def to_asked(facts: Facts, lang: str, person: Person) -> Letter:
    channel = Channel(ChannelKind.ASKED, person.id)
    shown = letter(facts, lang, to=(replace(person, language=lang),), address=person.address, reporter=None)
    bare = carried(RISER, shown.kind, shown.to, channel=channel, is_manager=False)
    asks = yes_or_no(lang) if isinstance(facts, Approval) else ()
    label = "Wasser, Bad & Rohre" if lang == "de" else "Water, bathroom & pipes"
    return replace(shown, ticket=bare, place="", category_label=label, offers=asks)


def of_money(lang: str) -> dict[str, Letter]:
    return _offers(lang) | _asked(lang) | _accounts(lang) | _invoices(lang)


def _offers(lang: str) -> dict[str, Letter]:
    is_german = lang == "de"
    text = "Anbei unser Angebot über 1.842,50 € netto, Ausführung ab 3.11. möglich, gültig 4 Wochen."
    usual = money_offers(lang)
    put = (
        Offer("FREIGABE BEIRAT" if is_german else "APPROVAL BOARD", Act.APPROVAL, value="board_member"),
        Offer("FREIGABE EIGENTÜMER" if is_german else "APPROVAL OWNER", Act.APPROVAL, value="owner"),
    )
    offer = FirmReported(
        "A-1042-1",
        DORN,
        text,
        claims=("quote",),
        phase_before="quote_requested",
        phase_after="quote_received",
        amount=219258,
        attachments=("Angebot_2025-118.pdf",),
        asks=True,
        is_offer=True,
        is_sure=True,
        offered=PRICE,
        above=Above(50000, 200000, ("Fatma Yıldız",)),
    )
    small = replace(offer, text="80 € brutto", amount=60000, offered=Offered(60000), above=Above(50000))
    vague = replace(
        offer,
        text="Wird ca. 300 € kosten.",
        amount=None,
        offered=Offered(vague="ca. 300 €"),
        above=Above(),
    )
    others = (
        OfferLine("A-1042-2", WOLF, Offered(190000, valid="bis 10.11.2025"), 7),
        OfferLine("A-1042-3", "Rohr & Co", Offered(vague="ca. 1.500 €"), 8),
    )
    dearer = replace(
        offer,
        text="wird ca. 2.400 € kosten",
        claims=("need_approval",),
        is_offer=False,
        asks_for_money=True,
        amount=240000,
        offered=Offered(vague="ca. 2.400 €"),
        limit=30000,
        attachments=(),
    )
    without_yes = tuple(o for o in usual if o.act is not Act.YES)
    return {
        "firm_report_offer_above": to_manager(offer, lang, offers=(*usual[:2], put[1], usual[2])),
        "firm_report_offer_above_small": to_manager(small, lang, offers=(*usual[:2], *put, usual[2])),
        "firm_report_offer_vague": to_manager(vague, lang, offers=without_yes),
        "firm_report_offers_compared": to_manager(
            replace(offer, others=others),
            lang,
            offers=(*usual[:2], put[1], usual[2], *other_offers(others, lang)),
        ),
        "firm_report_money_above": to_manager(dearer, lang, offers=(*usual[:2], put[1], usual[2])),
    }


def _asked(lang: str) -> dict[str, Letter]:
    put = Approval("A-1036-1", DORN, offered=PRICE, by="Sabine Vogt")
    owner = replace(put, role="owner", of="cost", offered=Offered(45000))
    said = ApprovalAnswered("A-1036-1", DORN, offered=PRICE, by="Fatma Yıldız")
    open_ones = money_offers(lang)
    by_hand = (
        TranscriptLine("FREIGABE BEIRAT", "approval", Outcome.DONE, detail="Fatma Yıldız", limit=219258),
    )
    later = (Telling("Fatma Yıldız", NOON.replace(minute=8), "approval"),)
    refused = (
        TranscriptLine(
            "FREIGABE BEIRAT", "approval", Outcome.REFUSED, after="no_certain_price", company=DORN
        ),
    )
    return {
        "approval": to_asked(put, lang, YILDIZ),
        "approval_reminder": to_asked(replace(put, asked_at=MORNING.replace(day=10)), lang, YILDIZ),
        "approval_owner": to_asked(owner, lang, PETERSEN),
        "approval_order": to_asked(replace(put, of="order", offered=Offered(300000)), lang, YILDIZ),
        "approval_answered": to_manager(said, lang, offers=open_ones, ticket=RISER, reaches=YILDIZ),
        "approval_answered_no": to_manager(replace(said, answer="no"), lang, offers=open_ones, ticket=RISER),
        "approval_answered_late": to_manager(
            replace(said, is_open=False), lang, offers=offers(lang, Act.INTERNAL), ticket=RISER
        ),
        "approval_silent": to_manager(
            replace(said, answer="silent", role="owner", of="cost"), lang, offers=open_ones, ticket=RISER
        ),
        "transcript_approval": to_manager(Transcript(by_hand, tellings=later), lang, ticket=RISER),
        "transcript_approval_refused": to_manager(Transcript(refused), lang, ticket=RISER),
    }


def _accounts(lang: str) -> dict[str, Letter]:
    proposal = Proposal(
        "Heizung Meier GmbH",
        30000,
        "Heizkörper im Bad wird nicht warm.",
        owner="Klaus Petersen",
        rule="Heizung",
    )
    new = NewTicket(REPORT, MORNING, "Anna Berger", "tenant", proposal=proposal)
    moved = (
        TranscriptLine("RECHNUNG EIGENTÜMER", "account", Outcome.DONE, detail="Klaus Petersen"),
        TranscriptLine("EIGENTÜMER INFORMIEREN", "inform_owner", Outcome.DONE, detail="Klaus Petersen"),
        TranscriptLine("ABGENOMMEN", "sign_off", Outcome.DONE, detail="A-1042-1"),
        TranscriptLine("EIGENTÜMER INFORMIEREN", "inform_owner", Outcome.REFUSED, after="account_hidden"),
    )
    told = (Telling("Klaus Petersen", NOON, "owner_informed"),)
    return {
        "new_ticket_whose_account": to_manager(new, lang, offers=offers(lang, Act.RELEASE), ticket=TICKET),
        "order_message_account": to_firm(OfficeWrote("A-1042-1", "", "Sabine Vogt", "Klaus Petersen"), lang),
        "owner_informed": to_asked(OwnerInformed(("Heizung Meier GmbH",), "Sabine Vogt"), lang, PETERSEN),
        "owner_informed_taken_back": to_asked(
            OwnerInformed(("Heizung Meier GmbH",), "Sabine Vogt", is_taken_back=True), lang, PETERSEN
        ),
        "transcript_accounts": to_manager(Transcript(moved, tellings=told), lang),
    }


def _invoices(lang: str) -> dict[str, Letter]:
    passed = InvoicePassed(
        "A-1042-1",
        "Heizung Meier GmbH",
        7,
        files=("RE-4711.pdf", "AGB.pdf"),
        invoices=("RE-4711.pdf",),
        numbers=("RE-4711",),
        gross=28560,
        is_sure=True,
        limit=30000,
        unit="WE03",
        payer="WEG Lindenweg 12-14",
        to="rechnung@hv-sonnenschein.example",
        text="Anbei unsere Rechnung. Zahlbar 14 Tage.",
    )
    over = replace(passed, gross=45000, is_over=True, asks=True)
    settled = replace(over, asks=False, text="", files=())
    office = replace(
        passed, tag="T-1042", has_order=False, limit=None, numbers=(), gross=None, is_sure=False, text=""
    )
    again = replace(passed, what="again", first_at=MORNING.replace(day=10), text="Zur Erinnerung.")
    usual = offers(lang, Act.FINISH, Act.INTERNAL)
    done = (
        TranscriptLine("JA", "invoice_approved", Outcome.DONE, detail="rechnung@hv-sonnenschein.example"),
    )
    return {
        "invoice": to_manager(passed, lang, ticket=ORDERED, offers=usual),
        "invoice_accounting": _to_accounting(replace(passed, text=""), lang),
        "invoice_over": to_manager(over, lang, ticket=ORDERED, offers=money_offers(lang)),
        "invoice_over_accounting": _to_accounting(replace(over, text="", asks=False), lang),
        "invoice_again": to_manager(again, lang, ticket=ORDERED, offers=usual),
        "invoice_nowhere": to_manager(replace(passed, to=""), lang, ticket=ORDERED, offers=usual),
        "invoice_by_hand": _to_accounting(replace(office, what="by_hand", by="Sabine Vogt"), lang),
        "invoice_approved": _to_accounting(replace(settled, what="approved", by="Sabine Vogt"), lang),
        "invoice_refused": _to_accounting(replace(settled, what="refused", by="Sabine Vogt"), lang),
        "transcript_invoice": to_manager(Transcript(done), lang, ticket=ORDERED),
    }


def _to_accounting(facts: InvoicePassed, lang: str) -> Letter:
    shown = letter(facts, lang, to=(), address="rechnung@hv-sonnenschein.example", reporter=None, place="")
    return replace(
        shown, ticket=carried(ORDERED, shown.kind, (), channel=ORDERED.orders[0].channel, is_manager=False)
    )
