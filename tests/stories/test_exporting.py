"""`hauspost export`: all of one person is in it, and of nobody else a word that they could not read, nor a name."""

from datetime import datetime
from email import message_from_bytes
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hauspost.desk.houses import Notify, PersonId
from hauspost.gateway import exporting
from hauspost.gateway.exporting import Desk, Export
from hauspost.outbound import export_pages
from hauspost.outbound.catalogue import language, languages
from hauspost.outbound.formats import Times
from hauspost.store import registry
from tests import chromium
from tests.house import ANNA, COMPANY, SABINE, YILDIZ, House
from tests.servers import absent
from tests.stories.test_pictures import photo, sends

MEIER = "auftrag@heizung-meier.example"


def exported(house: House, person: str) -> Export:
    with house.gateway.database.read() as connection:
        who = registry.persons(connection, (PersonId(person),))[PersonId(person)]
        desk = Desk(COMPANY, house.gateway.plan.zone, house.now)
        return exporting.gather(connection, house.gateway.sandbox, who, desk)


def page_of(made: Export) -> str:
    german, at = language("de"), datetime.fromisoformat(made.about["made_at"])
    return export_pages.page(made.about, german, Times(german, ZoneInfo(COMPANY.time_zone), at))


def everything(made: Export, *, without: str = "") -> str:
    """All files as one reads them; `without`: but for the mails whose names hold that."""
    files = {name: raw for name, raw in made.mails.items() if not without or without not in name}
    bodies = [message_from_bytes(raw, policy=default) for raw in files.values()]
    parts = [part for m in bodies for part in m.walk() if part.get_content_type() == "text/plain"]
    heads = [f"{name}: {value}" for m in bodies for name, value in m.items()]
    words = [str(part.get_content()) for part in parts]
    return "\n".join((repr(made.about), page_of(made), *words, *heads))


def a_week(house: House) -> None:
    sends(
        house,
        ANNA,
        "Der Heizkörper ist kalt, am Quarkzylinder tropft es.",
        ("Bad.jpg", "image/jpeg", photo()),
    )
    new = house.last_to(SABINE)
    house.answers(SABINE, new, "INTERN: zahlt wie ein Internkürbis")
    house.answers(SABINE, new, "BEAUFTRAGEN Meier max 300 €: Firmenkürbis tauschen", client="gmail")
    house.answers(MEIER, house.last_to(MEIER), "Wird teurer, 457 €")
    house.answers(
        SABINE,
        new,
        "Guten Tag Frau Berger,\nHerr Yıldız (f.yildiz@mail.example) hat den Ersatzkürbis, Tel. 0170 5551234 oder "
        "wer@anders.example.\nFatma Yildiz weiß das.",
        client="iphone",
    )
    house.answers(ANNA, house.last_to(ANNA), "Danke, die Quarktante ist da.")
    house.writes(YILDIZ, "Mein Nachbarkürbis im Bad ist undicht.", subject="Bad")
    house.later(hours=6)


def test_the_own_words_are_all_there_and_other_people_s_are_not(house: House) -> None:
    a_week(house)
    made = exported(house, "1001")
    said = everything(made)
    for own in ("Quarkzylinder", "Quarktante", "Ersatzkürbis", "Anna", "Berger", ANNA, "WE03", "Bad.jpg"):
        assert own in said, own
    for foreign in (
        "Internkürbis",
        "Firmenkürbis",
        "457 €",
        "457\N{NO-BREAK SPACE}€",
        "457,00",
        "300 €",
        "Nachbarkürbis",
    ):
        assert foreign not in said, around(said, foreign)
    ours = everything(made, without="-from-")  # what she quoted herself stands in her own mail
    for foreign in ("ildiz", "ıldız", YILDIZ, "Fatma", "Sabine", "5551234", "wer@anders.example"):
        assert foreign not in ours, around(ours, foreign)
    assert "[Telefonnummer] oder [E-Mail-Adresse]" in said
    assert COMPANY.emergency_phone in said
    assert made.counts.own_mails == 2
    assert made.counts.pictures == 1
    assert made.counts.internal_notes > 0
    assert made.counts.entries_of_others > 0


def around(text: str, word: str) -> str:
    at = text.find(word)
    return text[max(0, at - 200) : at + 100]


def test_own_mails_lie_there_as_they_came_and_ours_without_keys(house: House) -> None:
    a_week(house)
    made = exported(house, "1001")
    mails = {name: message_from_bytes(raw, policy=default) for name, raw in made.mails.items()}
    own = [m for name, m in mails.items() if "-from-" in name]
    assert [f.get_filename() for m in own for f in m.iter_attachments()] == ["Bad.jpg"]
    ours = [m for name, m in mails.items() if "-to-" in name]
    assert len(ours) == len(house.mails_to(ANNA))
    for mail in ours:
        assert mail["Reply-To"] is None
        assert mail.get_content_type() == "text/plain"
        assert "@" not in mail.get_content()


def test_who_reported_a_public_ticket_is_told_to_no_other_resident(house: House) -> None:
    house.writes(YILDIZ, "Im Treppenhaus Haus 12 brennt keine Lampe, sagt die Lampenkürbis.", subject="Licht")
    house.later(hours=6)
    house.answers(ANNA, house.last_to(ANNA), "ICH AUCH, die Quarklampe ist dunkel.")
    said = everything(exported(house, "1001"))
    assert "Quarklampe" in said
    assert "Lampenkürbis" not in said
    assert "ildiz" not in said


def test_a_manager_s_export_holds_the_master_data_alone(house: House) -> None:
    a_week(house)
    with house.gateway.database.read() as connection:
        sabine = registry.persons_by_address(connection, SABINE)[0]
    made = exported(house, sabine.id)
    assert made.about["person"]["addresses"] == [SABINE]
    assert made.mails == {}
    assert made.about["tickets"] == []
    assert "kürbis" not in everything(made)


def test_a_firm_s_export_holds_its_orders_and_no_resident(house: House) -> None:
    a_week(house)
    made = exported(house, "firm:H1")
    said = everything(made)
    assert "457" in said
    for foreign in ("Nachbarkürbis", "Internkürbis", "Ersatzkürbis", ANNA):
        assert foreign not in said


def test_what_a_manager_wrote_for_somebody_is_masked_and_her_mail_is_not_exported(house: House) -> None:
    house.writes(SABINE, "FÜR Anna Berger\nDie Kürbisheizung ist kalt, sagt Fatma Yildiz.", subject="Heizung")
    made = exported(house, "1001")
    said = everything(made)
    assert "Kürbisheizung" in said
    assert "ildiz" not in said
    assert made.counts.own_mails == 0


class Labels(HTMLParser):
    """What stands before and behind in the rows of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[str] = []

    def handle_data(self, data: str) -> None:
        if self.lasttag in ("dt", "dd") and data.strip():
            self.rows.append(data.strip())


def test_the_page_speaks_german_and_names_no_key_and_no_code(house: House) -> None:
    a_week(house)
    read = Labels()
    read.feed(page_of(exported(house, "1001")))
    assert {
        "Vorname",
        "eröffnet",
        "Di, 14.10.2025, 12:00 Uhr",
        "Heizung",
        "Mieter/in",
        "Deutsch",
        "Meldung",
    } <= {row.replace("\xa0", " ") for row in read.rows}
    codes = {"OPEN", "RELEASED", "tenant", "opened", "message", "at_once", "True", "False", "heating", "de"}
    assert not codes & set(read.rows)


def test_every_label_and_value_has_its_words_in_every_language(house: House) -> None:
    a_week(house)
    about = exported(house, "1001").about
    for code in languages():
        spoken = language(code)
        times = Times(spoken, ZoneInfo(COMPANY.time_zone), datetime.fromisoformat(about["made_at"]))
        assert export_pages.page(about, spoken, times)  # a label without its words raises
        for kind in exporting.SHOWN:
            assert f"entries.{kind}" in spoken.words
        for release in ("ask", "yes", "no", "emergency"):
            assert f"export_release.{release}" in spoken.words
        for wish in Notify:
            assert f"export_notify.{wish}" in spoken.words


@pytest.mark.servers
def test_the_page_reads_on_a_telephone_by_day_and_night_and_on_paper(house: House, tmp_path: Path) -> None:
    if not chromium.program():
        absent("Chromium is not installed (Debian: chromium)")
    a_week(house)
    file = tmp_path / "export.html"
    file.write_text(page_of(exported(house, "1001")), "utf-8")
    with chromium.browser() as browser:
        page = browser.new_page(viewport={"width": 360, "height": 800})
        page.goto(file.as_uri())
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert chromium.look(page) == []
        paper = page.pdf(prefer_css_page_size=True)
    assert paper.startswith(b"%PDF-")
    assert paper.count(b"/Type /Page\n") <= 5
