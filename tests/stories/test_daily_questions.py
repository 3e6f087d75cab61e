"""Situations from daily life in which a report lacks something, says two things, or wants what only people give."""

import io

from PIL import Image

from tests.golden_mails import check_golden
from tests.house import ANNA, DOMAIN, HANSEN, HARBOUR, MILLER, SABINE, House, text_of
from tests.stories.test_pictures import files_of, photo, sends, survivors

PETERSEN = "dr.petersen@kanzlei.example"
WOLF = "info@sanitaer-wolf.example"


def spoken(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def from_a_telephone() -> bytes:
    """The photo as an iPhone stores it, with all that its camera noted."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(photo())) as image:
        image.save(out, "HEIF", exif=image.getexif().tobytes())
    return out.getvalue()


def test_m04_a_picture_without_a_word_is_asked_once_and_the_answer_completes_it(house: House) -> None:
    picture = ("IMG_2231.HEIC", "image/heic", from_a_telephone())
    sends(house, HANSEN, "\nVon meinem iPhone gesendet\n", picture, to=HARBOUR, subject="")
    ticket = house.ticket()
    assert (ticket.category, ticket.unit, {str(f) for f in ticket.flags}) == (
        "general",
        "WE02",
        {"incomplete"},
    )
    for question in ("Was ist passiert?", "Wo genau?", "Seit wann?"):
        assert question in spoken(house, HANSEN)
    assert files_of(house.last_to(SABINE)) == [(picture[0], picture[2])]

    words = "Der Siphon unter der Spüle in der Küche ist undicht, seit gestern Abend."
    house.answers(HANSEN, house.last_to(HANSEN), words, client="iphone")
    ticket = house.ticket()
    assert (ticket.category, ticket.flags) == ("water", frozenset())
    assert house.kinds_to(HANSEN) == ["acknowledgement"], "asked once"
    house.answers(SABINE, house.last_to(SABINE), "OK")
    assert [name for name, _ in files_of(house.last_to(WOLF))] == ["bild-1.jpg"]
    assert [word for who, word in survivors(house) if who != HANSEN] == []
    check_golden(house, "m04_picture_alone")


def test_m20_an_owner_of_two_flats_is_asked_which_one_and_the_matter_stays_private(house: House) -> None:
    words = (
        "Sehr geehrte Damen und Herren, mein Mieter meldet Zugluft am Küchenfenster. "
        "Bitte veranlassen Sie die Reparatur. Dr. K. Petersen"
    )
    house.writes(PETERSEN, words, subject="Undichtes Fenster in meiner Wohnung")
    assert "1 WE03, Haus 12, 3. OG links 2 WE09, Haus 14, 1. OG links" in spoken(house, PETERSEN)
    house.answers(PETERSEN, house.last_to(PETERSEN), "1", client="apple mail")
    ticket = house.ticket()
    assert (ticket.category, ticket.unit, str(ticket.visibility)) == ("windows", "WE03", "private")
    hint = "Prüfen Gemeinschaftseigentum? Fenster sind in einer WEG meist Gemeinschaftseigentum."
    assert hint in spoken(house, SABINE)
    assert "Gemeinschaftseigentum" not in "".join(text_of(mail) for mail in house.mails_to(PETERSEN))
    assert house.mails_to(ANNA) == [], "the tenant is told nothing"
    house.later(hours=7)
    assert {mail.rcpt_to for mail in house.relay.mails} == {PETERSEN, SABINE}
    check_golden(house, "m20_which_flat")


def test_whose_property_it_is_is_asked_of_a_weg_s_flats_alone(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad ist kalt.", subject="Heizung")
    assert "Prüfen WEG: Heizkörper können Sondereigentum sein." in spoken(house, SABINE)
    house.writes(ANNA, "Das Fenster im Treppenhaus Haus 12 klemmt.", subject="Fenster")
    assert "Prüfen" not in spoken(house, SABINE), "common ground is the WEG's"
    house.writes(HANSEN, "Das Fenster in der Küche klemmt.", to=HARBOUR, subject="Fenster")
    assert "Prüfen" not in spoken(house, SABINE), "who lets the whole house pays for it"


def test_m21_who_wants_documents_is_answered_by_a_person_and_learns_of_none(house: House) -> None:
    words = "Bitte das Protokoll der Eigentümerversammlung und die Hausordnung."
    house.writes(ANNA, words, subject="Dokumente")
    ticket = house.ticket()
    assert (ticket.category, str(ticket.visibility)) == ("documents", "private")
    for word in ("Protokoll", "Hausordnung"):
        assert word not in spoken(house, ANNA)
    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Frau Berger,\nsie hängt im Treppenhaus aus.")
    assert "hängt im Treppenhaus aus" in spoken(house, ANNA)
    check_golden(house, "m21_documents")


def test_m26_mould_and_a_question_about_keys_become_two_private_tickets_in_english(house: House) -> None:
    words = (
        "Hello, black spots are growing around the window. "
        "Also how do I get a second key for the bike cellar? Cheers James"
    )
    house.writes(MILLER, words, subject="Mould in the bathroom + question about keys")
    assert spoken(house, MILLER).startswith("Dear Mr Miller, We received your report")
    house.answers(SABINE, house.last_to(SABINE), "AUFTEILEN")
    assert [(t.category, str(t.visibility)) for t in house.tickets()] == [
        ("doors", "private"),
        ("mould", "private"),
    ]
    assert "T-1001 Doors, locks & keys T-1002 Damp & mould" in spoken(house, MILLER)
    house.later(hours=7)
    assert {mail.rcpt_to for mail in house.relay.mails} == {MILLER, SABINE}
    check_golden(house, "m26_mould_and_keys")


def test_m48_what_a_manager_writes_to_the_house_s_notices_reaches_nobody_before_one_word(
    house: House,
) -> None:
    words = (
        "Sehr geehrte Bewohnerinnen und Bewohner,\nwegen Reparatur am Steigstrang wird am 16.10. von 9 bis 12 Uhr "
        "in Haus 12 das Wasser abgestellt. Bitte Wasser bevorraten.\nGültig bis: 16.10."
    )
    subject = "Wasserabstellung Do 16.10. 9-12 Uhr Haus 12"
    house.writes(SABINE, words, to=f"lindenweg12+aushang@{DOMAIN}", subject=subject)
    house.later(hours=7)
    assert {mail.rcpt_to for mail in house.relay.mails} == {SABINE}
    assert "NOCH NICHT GESENDET" in spoken(house, SABINE)
    check_golden(house, "m48_for_the_stairwell")
