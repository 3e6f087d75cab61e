"""Sample letters of the first mail to somebody, and of a ticket's file with what it brings along."""

from datetime import timedelta

from hauspost.cli.samples.world import GRAMMAR, MORNING, REPORT, letter, to_manager
from hauspost.desk.channels import ChannelKind
from hauspost.desk.model import EntryKind
from hauspost.desk.notices import Letter
from hauspost.desk.notices_on_request import FileEntry, FileOfTicket
from hauspost.desk.welcoming import HouseAddress, Welcome

LINDENWEG = HouseAddress("Lindenweg 12", f"lindenweg12@{GRAMMAR.domain}")
HARBOUR = HouseAddress("Hafenstraße 5", f"hafenstr5@{GRAMMAR.domain}")
NOTE = "Ventil wohl defekt, bitte nicht vor Freitag."
ENTRIES = (
    FileEntry(MORNING, ChannelKind.RESIDENT, EntryKind.OPENED, "Anna Berger", REPORT),
    FileEntry(MORNING + timedelta(minutes=2), ChannelKind.INTERNAL, EntryKind.NOTE, "Sabine Vogt", NOTE),
    FileEntry(
        MORNING + timedelta(minutes=3),
        ChannelKind.INTERNAL,
        EntryKind.STATUS,
        "Sabine Vogt",
        before="OPEN",
        after="RELEASED",
    ),
)
FILE = FileOfTicket(ENTRIES, ("T-1042.pdf", "T-1042.mbox"))


def of_papers(lang: str) -> dict[str, Letter]:
    alone = {"ticket": None, "reporter": None, "place": "", "category_label": ""}
    return {
        "welcome": letter(Welcome((LINDENWEG,)), lang, **alone),
        "welcome_only_notices": letter(Welcome((LINDENWEG,), only_notices=True), lang, **alone),
        "welcome_several_houses": letter(Welcome((LINDENWEG, HARBOUR)), lang, **alone),
        "file_enclosed": to_manager(FILE, lang),
    }
