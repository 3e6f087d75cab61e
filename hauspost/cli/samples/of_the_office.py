"""Sample letters to the office: proposals, rules, receipts of orders and publication."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hauspost.cli.samples.neighbours import (
    HIDDEN,
    LIFT,
    ORDERED,
)
from hauspost.cli.samples.world import (
    MORNING,
    NOON,
    REPORT,
    offers,
    to_manager,
)
from hauspost.desk.intents import Act, Offer
from hauspost.desk.notices import Letter
from hauspost.desk.notices_of_steering import Outcome, Since, Telling, Transcript, TranscriptLine
from hauspost.desk.notices_on_request import (
    RuleList,
    RuleRow,
)
from hauspost.desk.notices_to_managers import (
    NamesReporter,
    NewTicket,
    Proposal,
    ReplyToPublish,
    SimilarReport,
)


def of_the_office(lang: str) -> dict[str, Letter]:
    reported = NewTicket(REPORT, MORNING, "Anna Berger", role="tenant", proof="pass")
    proposal = Proposal(
        "Heizung Meier GmbH",
        30000,
        "Heizkörper im Bad wird nicht warm, übrige Heizkörper in Ordnung.",
        rank=2,
        invoice="WEG Lindenweg 12-14",
        check="ask",
        rule="Heizung, alle Häuser",
    )
    veto = replace(proposal, automation="veto", veto_until=NOON + timedelta(minutes=30), check="")
    by_itself = replace(proposal, company="Jens Krause", limit=None, automation="auto", check="", rank=1)
    steering = (
        Offer("OK", Act.PROPOSAL, question=7),
        *offers(lang, Act.REJECT, Act.INTERNAL),
    )
    halt = (*offers(lang, Act.STOP), *offers(lang, Act.REJECT, Act.INTERNAL))
    publish = Offer("VERÖFFENTLICHEN" if lang == "de" else "PUBLISH", Act.PUBLISH)
    similar = (
        SimilarReport(1051, "Haus 12, 2. OG rechts"),
        SimilarReport(1053, "Haus 14, EG links"),
        SimilarReport(1054),
    )
    rows = (
        RuleRow("Licht, Lindenweg 12", "auto", "Jens Krause", per_day=3, says="LW12 Licht"),
        RuleRow(
            "Heizung & Warmwasser, alle Häuser",
            "suggest",
            "Heizung Meier GmbH",
            30000,
            1,
            approved=False,
            says="Heizung",
        ),
    )
    return {
        "new_ticket_proposal": to_manager(replace(reported, proposal=proposal), lang, offers=steering),
        "new_ticket_veto": to_manager(
            replace(
                reported, proposal=veto, similar=similar, similar_since=MORNING, bundles=(1051, 1053, 1054)
            ),
            lang,
            offers=halt,
        ),
        "new_ticket_auto": to_manager(
            replace(reported, proposal=by_itself, visibility_asked="public"), lang, offers=halt
        ),
        "new_ticket_anonymous": to_manager(
            replace(reported, is_anonymous=True, visibility_asked="anonymous"),
            lang,
            offers=steering[1:],
            ticket=HIDDEN,
        ),
        "names_reporter": to_manager(
            NamesReporter(
                ("Bitte bei »Berger« klingeln, »3. OG links«.",),
                ("Berger", "3. OG links"),
                ("KATEGORIE Lärm",),
            ),
            lang,
            offers=(Offer("SENDEN" if lang == "de" else "SEND", Act.CHOOSE, "A"),),
            ticket=HIDDEN,
        ),
        "names_neighbour": to_manager(
            NamesReporter(("Frau »Yıldız« hat die Tür blockiert.",), ("Yıldız",), is_neighbour=True),
            lang,
            offers=(Offer("SENDEN" if lang == "de" else "SEND", Act.CHOOSE, "A"),),
            ticket=LIFT,
        ),
        "public_reply": to_manager(
            ReplyToPublish(
                "Bei uns in Haus 12 steht er auch. Fatma Yıldız",
                "Fatma Yıldız",
                published="Bei uns in Haus 12 steht er auch.",
            ),
            lang,
            offers=(publish,),
            ticket=LIFT,
        ),
        "rules": to_manager(RuleList(rows), lang, ticket=None, reporter=None, category_label=""),
        "rules_none": to_manager(RuleList(), lang, ticket=None, reporter=None, category_label=""),
    } | _receipts(lang)


def _receipts(lang: str) -> dict[str, Letter]:
    soon = NOON + timedelta(minutes=14)
    ordered = TranscriptLine(
        "BEAUFTRAGEN Meier max 300 €",
        "dispatch",
        Outcome.DONE,
        "OPEN",
        "RELEASED",
        order="A-1042-1",
        company="Heizung Meier GmbH",
        limit=30000,
    )
    house = (
        TranscriptLine("PRIVAT", "private", Outcome.DONE, "public", "private"),
        TranscriptLine("ÖFFENTLICH", "public", Outcome.DONE, "private", "public"),
        TranscriptLine("NUR EIGENTÜMER", "only", Outcome.DONE, "owner,tenant", "owner"),
        TranscriptLine("MIT BEIRAT", "with", Outcome.DONE, "owner", "board_member,owner"),
        TranscriptLine("AN ALLE: …", "to_all", Outcome.DONE),
        TranscriptLine("ZUSAMMENLEGEN MIT T-12", "merge", Outcome.DONE, detail="T-12"),
        TranscriptLine("OBJEKT HS5", "move", Outcome.DONE, after="Hafenstraße 5"),
        TranscriptLine("BÜNDELN T-1051 T-1053", "bundle", Outcome.DONE, detail="T-1051, T-1053"),
        TranscriptLine(
            "REGEL OK Heizung", "rule_ok", Outcome.DONE, after="Heizung & Warmwasser, alle Häuser"
        ),
        TranscriptLine("VERÖFFENTLICHEN", "publish", Outcome.DONE),
    )
    refused = (
        replace(ordered, line="BEAUFTRAGEN Dach", outcome=Outcome.NO_FIRM, company="", detail="Dach"),
        replace(ordered, line="BEAUFTRAGEN Meier max 900 €", outcome=Outcome.OVER_LIMIT, limit=50000),
        replace(ordered, outcome=Outcome.ALREADY, before="", after=""),
        TranscriptLine("STORNIEREN", "cancel_order", Outcome.NO_ORDER),
        TranscriptLine("STORNIEREN", "cancel_order", Outcome.WHICH_ORDER, detail="A-1042-1, A-1042-2"),
        TranscriptLine("ÖFFENTLICH", "public", Outcome.REFUSED, after="private_only"),
        TranscriptLine("AN ALLE: x", "to_all", Outcome.REFUSED, after="not_public"),
        TranscriptLine("ZUSAMMENLEGEN MIT T-9", "merge", Outcome.REFUSED, after="other_house", detail="T-9"),
        TranscriptLine("REGEL OK x", "rule_ok", Outcome.NO_RULE),
    )
    cancelled = TranscriptLine(
        "STORNIEREN",
        "cancel_order",
        Outcome.DONE,
        order="A-1042-1",
        company="Heizung Meier GmbH",
        detail="order",
    )
    believed = TranscriptLine("OK", "believe", Outcome.DONE, "RELEASED", "IN_PROGRESS", detail="A-1042-1")
    inquiry = replace(ordered, line="ANGEBOT Meier", act="quote", before="", after="", limit=None)
    released: dict[str, Any] = {"ticket": ORDERED}
    tellings = (
        Telling("Heizung Meier GmbH", soon, "order"),
        Telling("Anna Berger", soon, "status", "RELEASED"),
    )
    since = (Since(MORNING, "Tim Lorenz", "order"),)
    overtaken = replace(
        ordered, line="BEAUFTRAGEN Wolf", outcome=Outcome.OVERTAKEN, after="", company="Wolf Haustechnik"
    )
    options = (
        Offer("ZUSÄTZLICH" if lang == "de" else "ADDITIONALLY", Act.CHOOSE, "also"),
        Offer("STATTDESSEN" if lang == "de" else "INSTEAD", Act.CHOOSE, "instead"),
    )
    proposal = Proposal(
        "Heizung Meier GmbH", 30000, "Heizkörper im Bad wird nicht warm.", rule="Heizung, alle Häuser"
    )
    opened = TranscriptLine("FÜR WE03", "for", Outcome.DONE, after="Anna Berger")
    suggested = (Offer("OK", Act.PROPOSAL), *offers(lang, Act.NO, Act.INTERNAL))
    return {
        "transcript_proposal": to_manager(Transcript((opened,), proposal=proposal), lang, offers=suggested),
        "transcript_ordered": to_manager(
            Transcript((ordered,), tellings=tellings, stop_until=soon, can_undo=True),
            lang,
            offers=offers(lang, Act.STOP, Act.UNDO),
            **released,
        ),
        "transcript_cancelled": to_manager(
            Transcript(
                (cancelled, inquiry, believed, TranscriptLine("NEIN", "no", Outcome.DONE)),
                tellings=(Telling("Heizung Meier GmbH", NOON, "order_cancelled"),),
            ),
            lang,
            **released,
        ),
        "transcript_house": to_manager(Transcript(house), lang),
        "transcript_house_refused": to_manager(Transcript(refused), lang),
        "transcript_second_order": to_manager(
            Transcript((overtaken,), since=since),
            lang,
            offers=options,
            **released,
        ),
    }
