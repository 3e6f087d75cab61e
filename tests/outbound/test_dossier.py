"""A ticket's file on paper: everything that the mail says, internal notes marked, whatever stands in it."""

import io
from dataclasses import replace

import pytest
from PIL import Image
from pypdf import PdfReader

from hauspost.cli.samples.of_papers import ENTRIES, FILE, NOTE
from hauspost.cli.samples.world import MORNING, TICKET, to_manager
from hauspost.desk.channels import ChannelKind
from hauspost.desk.model import EntryKind
from hauspost.desk.notices_on_request import FileEntry, FileOfTicket
from hauspost.outbound.catalogue import language
from hauspost.outbound.dossier import dossier
from hauspost.outbound.view import View
from tests.outbound.pages import words_of


def view(facts: FileOfTicket = FILE, lang: str = "de", subject: str = "Heizung") -> View:
    return View(to_manager(facts, lang, ticket=replace(TICKET, subject=subject)), language(lang))


def photo() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((1200, 900), 80).convert("RGB").save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize("lang, says", [("de", ("VERLAUF", "intern")), ("en", ("HISTORY", "internal"))])
def test_facts_history_and_channels_stand_on_paper(lang: str, says: tuple[str, ...]) -> None:
    said = " ".join(words_of(dossier(view(lang=lang))))
    for part in (*says, "T-1042: Heizung", "Anna Berger", "der Heizkörper im Bad", NOTE):
        assert part in said


def test_only_internal_notes_stand_on_grey() -> None:
    outside = FileOfTicket(tuple(e for e in ENTRIES if e.channel != ChannelKind.INTERNAL))
    shades = [octets.count(b".91 .91 .91 rg") for octets in map(_drawn, (FILE, outside))]
    assert shades[0] > 0
    assert shades[1] == 0


def _drawn(facts: FileOfTicket) -> bytes:
    contents = (page.get_contents() for page in PdfReader(io.BytesIO(dossier(view(facts)))).pages)
    return b"".join(content.get_data() for content in contents if content is not None)


def test_pictures_stand_behind_the_history_and_are_small() -> None:
    made = PdfReader(io.BytesIO(dossier(view(), (photo(), photo()))))
    assert sum(len(page.images) for page in made.pages) == 2
    assert "Bilder der Meldung" in " ".join(words_of(dossier(view(), (photo(),))))


def test_the_same_file_is_the_same_octets() -> None:
    shown = (photo(),)
    assert dossier(view(), shown) == dossier(view(), shown)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x" * 5_000,
        "😀" * 500,
        "אבג " * 300,
        "<b>&<para>" * 50,
        "a\n" * 5_000,
        "\x00\ud800",
        "Wort " * 20_000,
    ],
)
def test_any_words_give_a_file(text: str) -> None:
    entry = FileEntry(MORNING, ChannelKind.INTERNAL, EntryKind.NOTE, text[:300], text)
    pages = words_of(dossier(view(FileOfTicket((entry,)), subject=text[:300])))
    assert pages


def test_many_entries_take_many_pages_and_none_is_lost() -> None:
    entries = tuple(replace(ENTRIES[0], text=f"Eintrag Nummer {n}.") for n in range(300))
    pages = words_of(dossier(view(FileOfTicket(entries))))
    assert len(pages) > 10
    said = " ".join(pages)
    assert all(f"Eintrag Nummer {n}." in said for n in range(300))
