"""Sample letters to residents about their own matters."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hauspost.cli.samples.world import (
    ANNA,
    COMPANY,
    KAYA,
    MARIA,
    MORNING,
    NOON,
    SCHULZ,
    TICKET,
    TOM,
    letter,
    offers,
    to_manager,
    to_stranger,
)
from hauspost.desk.channels import Channel
from hauspost.desk.intents import Act, Offer
from hauspost.desk.model import Entry, EntryKind, Flag, Status, Ticket, TicketKind
from hauspost.desk.notices import Letter
from hauspost.desk.notices_to_people import (
    Acknowledged,
    HeldNote,
    ManagerWrote,
    Neutral,
    NotUnderstood,
    StatusChanged,
)
from hauspost.desk.rating import rating_offers


def _opened_with(*attachments: str) -> Entry:
    facts: dict[str, object] = {"attachments": list(attachments)}
    return Entry(1, Channel.of_resident(ANNA.id), EntryKind.OPENED, ANNA.id, ANNA.name, MORNING, facts=facts)


def of_reporters(lang: str) -> dict[str, Letter]:
    def moved(status: Status, **changes: Any) -> Ticket:
        return replace(TICKET, status=status, **changes)

    def changed(before: Status, after: Status, **more: Any) -> StatusChanged:
        return StatusChanged(before=str(before), after=str(after), **more)

    fixed = offers(lang, Act.YES, Act.NO)
    done = moved(Status.DONE)
    thing = "Wann passt es Ihnen am Donnerstag?\nEin Monteur braucht etwa eine Stunde."
    return {
        "acknowledgement": letter(Acknowledged(MORNING), lang),
        "acknowledgement_first_without_link": letter(
            Acknowledged(MORNING, is_first=True), lang, company=replace(COMPANY, privacy_link="")
        ),
        "acknowledgement_first": letter(
            Acknowledged(
                MORNING,
                is_first=True,
                answer="Haben Sie den Heizkörper schon entlüftet? Oft hilft das sofort.",
            ),
            lang,
        ),
        "acknowledgement_asks": letter(
            Acknowledged(MORNING - timedelta(days=1), asks_what=True),
            lang,
            ticket=replace(TICKET, subject="", flags=frozenset({Flag.INCOMPLETE})),
        ),
        "acknowledgement_which": letter(
            Acknowledged(MORNING, asks_which=True),
            lang,
            ticket=replace(TICKET, unit="", place="", flags=frozenset({Flag.INCOMPLETE})),
            offers=(
                Offer("1", Act.CHOOSE, value="WE03, Haus 12, 3. OG links"),
                Offer("2", Act.CHOOSE, value="WE09, Haus 14, 1. OG links"),
            ),
        ),
        "acknowledgement_split": letter(
            Acknowledged(MORNING, split_from=1041, split_topic="Schimmel" if lang == "de" else "Mould"), lang
        ),
        "acknowledgement_pictures": letter(
            Acknowledged(MORNING, asks_what=True, attachments=2),
            lang,
            ticket=replace(TICKET, subject="", flags=frozenset({Flag.INCOMPLETE})),
            history=(_opened_with("IMG_2231.jpg", "IMG_2232.HEIC"),),
        ),
        "acknowledgement_file": letter(
            Acknowledged(MORNING, asks_what=True, attachments=1),
            lang,
            ticket=replace(TICKET, subject="", flags=frozenset({Flag.INCOMPLETE})),
            history=(_opened_with("Protokoll.pdf"),),
        ),
        "acknowledgement_on_behalf": letter(
            Acknowledged(MORNING, on_behalf_by="Sabine Vogt"),
            lang,
            to=(SCHULZ,),
            address=SCHULZ.address,
            reporter=SCHULZ,
        ),
        "acknowledgement_handed_on": letter(
            Acknowledged(MORNING, is_handed_on=True),
            lang,
            ticket=replace(TICKET, kind=TicketKind.OFFICE),
        ),
        "acknowledgement_follows": letter(
            Acknowledged(MORNING, follows=1007), lang, to=(MARIA, TOM), address=MARIA.address, reporter=MARIA
        ),
        "message": letter(ManagerWrote("Guten Tag Frau Berger,\n\n" + thing, "Sabine Vogt"), lang),
        "message_bare": letter(ManagerWrote(thing, "Sabine Vogt"), lang, to=(KAYA,), reporter=KAYA),
        "message_opens": letter(ManagerWrote(thing, "Sabine Vogt", opens=True), lang),
        "status_released": letter(changed(Status.OPEN, Status.RELEASED), lang, ticket=moved(Status.RELEASED)),
        "status_in_progress": letter(
            changed(Status.RELEASED, Status.IN_PROGRESS, text=thing, by="Sabine Vogt"),
            lang,
            ticket=moved(Status.IN_PROGRESS),
        ),
        "status_done_late": letter(
            changed(Status.IN_PROGRESS, Status.DONE), lang, ticket=done, event_at=NOON - timedelta(days=1)
        ),
        "status_done": letter(changed(Status.IN_PROGRESS, Status.DONE), lang, ticket=done),
        "status_done_asks": letter(
            changed(Status.IN_PROGRESS, Status.DONE, asks_if_fixed=True), lang, ticket=done, offers=fixed
        ),
        "status_done_rates": letter(
            changed(Status.IN_PROGRESS, Status.DONE, asks_if_fixed=True, asks_rating=True),
            lang,
            ticket=done,
            offers=(*fixed, *rating_offers()),
        ),
        "status_done_only_rates": letter(
            changed(Status.IN_PROGRESS, Status.DONE, asks_rating=True),
            lang,
            ticket=done,
            offers=rating_offers(),
        ),
        "status_rejected": letter(
            changed(Status.OPEN, Status.DONE, reason="Der Heizkörper gehört zum Sondereigentum."),
            lang,
            ticket=moved(Status.DONE, flags=frozenset({Flag.REJECTED})),
        ),
        "status_reopened": letter(changed(Status.DONE, Status.OPEN), lang),
        "status_corrected": letter(
            changed(Status.DONE, Status.IN_PROGRESS, is_correction=True),
            lang,
            ticket=moved(Status.IN_PROGRESS),
        ),
        "held_note": letter(HeldNote(MORNING, "AW: [T-1042] Heizung"), lang, ticket=None),
        "neutral": to_stranger(Neutral(MORNING), lang),
        "neutral_known": letter(Neutral(MORNING, is_known=True), lang, ticket=None, reporter=None, place=""),
        "not_understood": letter(NotUnderstood("AKTE", "no_right"), lang, ticket=None),
        "not_understood_manager": to_manager(
            NotUnderstood("AKTE", "no_ticket"), lang, ticket=None, reporter=None
        ),
    }
