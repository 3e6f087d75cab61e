"""Sample letters of the mail of the day, of what is folded into one, of the board's overview and of a storm."""

from dataclasses import replace
from datetime import timedelta

from hauspost.cli.samples.neighbours import LIFT, to_house
from hauspost.cli.samples.world import MORNING, NOON, letter, to_manager
from hauspost.desk.notices import Folded, Letter
from hauspost.desk.notices_to_managers import ReplyStorm, StormReply
from hauspost.desk.notices_to_people import (
    BoardDigest,
    BoardLine,
    EveningLine,
    EveningLines,
    ManagerWrote,
    PublicNews,
    StatusChanged,
)


def of_preferences(lang: str) -> dict[str, Letter]:
    return _daily(lang) | _folded(lang) | _board(lang) | _storm(lang)


def _daily(lang: str) -> dict[str, Letter]:
    lamp = EveningLine(1050, "Licht" if lang == "de" else "Light", "Haus 12", "ordered", NOON, MORNING)
    words = "Guten Tag,\ndie Lampe kommt am Freitag.\n\nSabine Vogt"
    office = EveningLine(1050, lamp.category, "Haus 12", "text", NOON, text=words, by="Sabine Vogt")
    house = EveningLine(1051, "Hof" if lang == "de" else "Yard", "", "text", NOON, text="Bei uns auch.")
    return {"evening_daily": to_house(EveningLines((lamp, office, house)), lang, None)}


def _folded(lang: str) -> dict[str, Letter]:
    before = MORNING - timedelta(minutes=9)
    news = (
        Folded(StatusChanged("OPEN", "RELEASED", ordered=("Heizung Meier GmbH",)), before),
        Folded(StatusChanged("RELEASED", "IN_PROGRESS"), MORNING),
    )
    wrote = ManagerWrote("Guten Tag Frau Berger,\nwir melden uns morgen.\n\nSabine Vogt", "Sabine Vogt")
    text = PublicNews("text", "Haus 14", NOON, text="Der Techniker ist unterwegs.", by="Sabine Vogt")
    opened = Folded(PublicNews("opened", "Haus 14", before), before)
    return {
        "message_folded": replace(letter(wrote, lang), folded=news),
        "public_summary_folded": replace(to_house(text, lang), folded=(opened,)),
    }


def _board(lang: str) -> dict[str, Letter]:
    light, bins = ("Licht", "Müll") if lang == "de" else ("Light", "Waste")
    running = BoardLine(1050, light, "Haus 12, Treppenhaus", "RELEASED", MORNING - timedelta(days=12))
    ended = (
        BoardLine(1048, bins, "Hof", "DONE", MORNING - timedelta(days=9), MORNING - timedelta(days=2)),
        BoardLine(1049, bins, "Hof", "rejected", MORNING - timedelta(days=8), MORNING - timedelta(days=3)),
    )
    week = MORNING - timedelta(days=7)
    return {
        "board_digest": to_house(BoardDigest(week, (running,), ended), lang, None),
        "board_digest_ended": to_house(BoardDigest(week, (), ended), lang, None),
    }


def _storm(lang: str) -> dict[str, Letter]:
    replies = (
        StormReply("James Miller", MORNING, "Bei mir steht er auch."),
        StormReply(
            "Klaus Petersen", NOON, "Wann kommt denn jemand?\n\nMit freundlichen Grüßen\nDr. Petersen"
        ),
    )
    label = "Aufzug" if lang == "de" else "Lift"
    stormed = to_manager(ReplyStorm(replies, 10, 10), lang, ticket=LIFT, category_label=label)
    return {"reply_storm": stormed}
