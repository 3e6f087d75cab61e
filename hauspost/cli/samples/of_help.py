"""Sample letters of HILFE: for each role, and for what stands around its asker."""

from dataclasses import replace
from typing import Any

from hauspost.cli.samples.neighbours import to_firm
from hauspost.cli.samples.world import TICKET, letter, to_manager
from hauspost.desk.helping import ROWS
from hauspost.desk.model import Status, Visibility
from hauspost.desk.notices import Letter
from hauspost.desk.notices_on_request import Help

NAMED: dict[str, str] = {
    "ticket": "T-1042",
    "order": "A-1042-1",
    "firm": "Heizung Meier",
    "colleague": "Lorenz",
    "unit": "WE03",
    "house": "HS5",
    "text": "termin",
}
OF_TICKET = ("state", "text", "also", "orders", "money", "house", "asking")
OF_NONE = ("new", "office", "asking")


def of_help(lang: str) -> dict[str, Letter]:
    named: dict[str, Any] = NAMED | {"category": "Ungeziefer" if lang == "de" else "Pests"}
    every = _lines("manager", *OF_TICKET)
    still = tuple(
        code for code in every if code not in ("state.reopen", "house.private", "also.no_emergency")
    )
    nothing: dict[str, Any] = {"ticket": None, "reporter": None}
    firm: dict[str, Any] = {"ticket": None, "category_label": ""}
    public = replace(TICKET, visibility=Visibility.PUBLIC)
    asks = Help("manager", lines=("office.rules", "asking.list", "asking.help"), is_proven=False)
    return {
        "help_resident": letter(
            Help("resident", lines=_lines("resident", "all"), **named), lang, ticket=None
        ),
        "help_resident_new": letter(Help("resident", lines=("all.list", "all.help")), lang, ticket=None),
        "help_resident_only_notices": letter(
            Help("resident", lines=("all.no_mails", "all.documents", "all.help"), only_notices=True),
            lang,
            ticket=None,
        ),
        "help_resident_own": letter(Help("resident", True, ("own.status", "own.file", *LAST)), lang),
        "help_resident_public": letter(
            Help("resident", True, ("public.me_too", "public.mute", *LAST)),
            lang,
            ticket=public,
            reporter=None,
        ),
        "help_resident_evening": letter(Help("resident", False, ("evening.mute", *LAST)), lang, ticket=None),
        "help_manager": to_manager(Help("manager", about_ticket=True, lines=still, **named), lang),
        "help_manager_done": to_manager(
            Help("manager", True, ("state.reopen", "text.reply", "also.undo", "asking.help"), **named),
            lang,
            ticket=replace(TICKET, status=Status.DONE),
        ),
        "help_manager_new": to_manager(
            Help("manager", lines=_lines("manager", *OF_NONE), **named), lang, **nothing
        ),
        "help_manager_unproven": to_manager(asks, lang, **nothing),
        "help_contractor": to_firm(
            Help("contractor", True, (*_lines("contractor", "work")[:-1], "list.status"), **named),
            lang,
            **firm,
        ),
        "help_contractor_asked": to_firm(
            Help("contractor", True, ("work.decline", "work.offer", "list.status"), **named), lang, **firm
        ),
        "help_contractor_listed": to_firm(
            Help("contractor", lines=_lines("contractor", "list")), lang, **firm
        ),
    }


LAST = ("all.list", "all.help")


def _lines(party: str, *sections: str) -> tuple[str, ...]:
    return tuple(row.code for row in ROWS[party] if row.code.partition(".")[0] in sections)
