"""M54: a manager mails a table of master data, sees what it would change, and says IMPORT OK within a day."""

import io
import zipfile
from email.message import EmailMessage
from email.utils import format_datetime

import pytest
from sqlalchemy import select

from hauspost.desk.masterdata import Kind, compare
from hauspost.parsers.masterdata import read
from hauspost.store import masterdata, schema
from tests.golden_mails import check_golden
from tests.house import (
    ANNA,
    BORDER,
    DESK,
    DOMAIN,
    HOUSE,
    MILLER,
    SABINE,
    STRANGER,
    TIM,
    YILDIZ,
    House,
    text_of,
)
from tests.parsers.spreadsheet import Cell, spreadsheet
from tests.parsers.test_masterdata_exports import LOCKED, far_away
from tests.relay import Taken
from tests.stories.test_buttons import presses

IMPORT = f"import@{DOMAIN}"
HEAD = "Personennummer;Anrede;Vorname;Nachname;E-Mail;Objektnummer;Einheitsnummer;Rolle;Beginn;Ende\n"
# As an export looks: a title above the header, Windows-1252, a remark beside an address, a formula that found nothing.
EXPORT = (
    "Kontakte, Stand 14.10.2025;;;;;;;;;\n"
    + HEAD
    + """3001;Frau;Jana;Köhler;jana.koehler@post.example;LW12;WE03;Mieterin;01.11.2025;
3002;Herr;Peter;Groß;gross@familie.example (privat);LW12;WE11;Mieter;01.11.2025;
3003;Frau;Petra;Groß;gross@familie.example;LW12;WE11;Mieterin;45962;
1001;Frau;Anna;Berger;anna.berger@post.example;LW12;WE03;Mieterin;01.04.2019;31.10.2025
1004;Mr;James;Miller;james.miller@inbox.example;LW12;WE11;Mieter;01.02.2024;31.10.2025
3004;Herr;Kurt;Falsch;kurt@;LW12;WE03;Mieter;;
3005;Frau;Rita;Ohne;#NV;LW99;WE03;Mieterin;;
3006;Frau;Olga;Rolle;;LW12;WE03;Nachbarin;;
3007;Herr;;;;LW12;WE03;Mieter;;
"""
).encode("cp1252")
ONE = f"{HEAD}3001;Frau;Jana;Köhler;jana.koehler@post.example;LW12;WE03;Mieterin;01.11.2025;\n".encode()


def mailed(
    house: House,
    *files: tuple[str, bytes],
    by: str = SABINE,
    to: str = IMPORT,
    subject: str = "Stammdaten Oktober",
    auth: str = "pass",
    words: str = "",
) -> Taken:
    """A mail with these files; gives the last mail that its author got."""
    mail = EmailMessage()
    if auth != "none":
        domain = by.partition("@")[2]
        mail["Authentication-Results"] = f"{BORDER}; dmarc={auth} (p=reject) header.from={domain}"
    mail["From"], mail["To"], mail["Subject"] = by, to, subject
    mail["Date"] = format_datetime(house.now)
    mail["Message-ID"] = f"<import-{next(house.numbers)}@hv-sonnenschein.example>"
    mail.set_content(words)
    for name, octets in files:
        mail.add_attachment(octets, maintype="application", subtype="octet-stream", filename=name)
    house.receives(mail.as_bytes(), mail_from=by, rcpt_to=to)
    return house.last_to(by if house.mails_to(by) else SABINE)


def brings(house: House, name: str, table: str) -> None:
    """What somebody imports by another way."""

    def job(connection: object) -> None:
        stored = masterdata.stored(connection)  # type: ignore[arg-type]
        reading = read({name: table.encode()}, stored=stored)
        assert not reading.rejected
        masterdata.apply(connection, compare(stored, reading.records), at=house.now)  # type: ignore[arg-type]

    house.gateway.database.write(job)


def only_tim_at_the_harbour(house: House) -> None:
    head = "Personennummer;Objektnummer;Rolle;Ende\n"
    brings(house, "roles.csv", f"{head}9002;LW12;Verwalter;01.10.2025\n")


def persons(house: House) -> set[str]:
    with house.gateway.database.read() as connection:
        return {key[0] for key in masterdata.stored(connection)[Kind.PERSONS]}


def ends(house: House) -> dict[str, str]:
    """When the tenancies end that have an end, by person."""
    with house.gateway.database.read() as connection:
        roles = masterdata.stored(connection)[Kind.ROLES].values()
        return {r.key[0]: str(r.values["valid_to"]) for r in roles if r.values["valid_to"]}


def words_to(house: House, address: str = SABINE) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def tables_of(mail: Taken) -> dict[str, str]:
    found = {}
    for part in mail.message.iter_attachments():
        octets = part.get_payload(decode=True)
        assert isinstance(octets, bytes)
        found[str(part.get_filename())] = octets.decode("utf-8-sig")
    return found


# ---- the table, the question, the answer


def test_m54_an_export_is_shown_with_its_rejects_and_nothing_is_changed_until_import_ok(house: House) -> None:
    before = persons(house)
    asked = mailed(house, ("Export_Kontakte.csv", EXPORT))
    assert (
        "NOCH NICHTS GEÄNDERT · +3 Personen, +3 Rollen, 2 Auszüge zum 31.10.2025, 1 Adresse doppelt, "
        "4 Zeilen abgelehnt"
    ) in words_to(house)
    rejects = tables_of(asked)["abgelehnt_Export_Kontakte.csv"].splitlines()
    assert rejects[0] == f"{HEAD.strip()};Zeile;Grund"
    assert [row.split(";")[0] for row in rejects[1:]] == ["3004", "3005", "3006", "3007"]
    assert "3004;Herr;Kurt;Falsch;kurt@;LW12;WE03;Mieter;;;8;" in rejects[1]
    assert "ein Objekt „LW99“ gibt es nicht" in rejects[2]
    assert persons(house) == before
    house.answers(SABINE, asked, "IMPORT OK")
    assert persons(house) - before == {"3001", "3002", "3003"}
    assert ends(house)["1001"] == ends(house)["1004"] == "2025-10-31"
    assert house.verdicts() == [("done", "import_asks"), ("done", "imported")]
    assert house.kinds_to(SABINE) == ["import_preview", "import_done"]
    check_golden(house, "m54_import")


def test_the_rejects_mended_and_sent_back_are_taken(house: House) -> None:
    asked = mailed(house, ("Export_Kontakte.csv", EXPORT))
    house.answers(SABINE, asked, "IMPORT OK")
    ((name, table),) = tables_of(asked).items()
    mended = (
        table.replace("kurt@;", "kurt@post.example;").replace("LW99", "LW12").replace("Nachbarin", "Mieterin")
    )
    again = mailed(house, (name, mended.encode()))
    assert "+3 Personen, +3 Rollen, 1 Zeile abgelehnt" in words_to(house)
    assert "Übergangen" not in text_of(again)


@pytest.mark.parametrize("word", ["IMPORT OK", "import ok", "Ja", "JA bitte"])
def test_the_word_or_yes_brings_it_in(house: House, word: str) -> None:
    house.answers(SABINE, mailed(house, ("personen.csv", ONE)), word)
    assert "3001" in persons(house)


def test_the_button_brings_it_in_and_pressed_again_says_who_did(house: House) -> None:
    asked = mailed(house, ("personen.csv", ONE))
    presses(house, SABINE, asked, "IMPORT OK")
    assert "3001" in persons(house)
    presses(house, SABINE, asked, "NEIN")
    assert "Das hat Sabine Vogt schon beantwortet" in words_to(house)
    house.answers(SABINE, asked, "IMPORT OK", client="gmail")
    assert "Das hat Sabine Vogt schon beantwortet" in words_to(house)
    assert house.kinds_to(SABINE).count("import_done") == 1


def test_no_drops_it_and_wins_over_a_yes(house: House) -> None:
    house.answers(SABINE, mailed(house, ("personen.csv", ONE)), "IMPORT OK\nNEIN, doch nicht")
    assert "VERWORFEN" in words_to(house)
    assert "3001" not in persons(house)


@pytest.mark.parametrize("word", ["Ja, aber ohne Frau Köhler", "IMPORT OK?", "Danke!", "IMPORT"])
def test_what_is_no_yes_does_nothing_and_the_question_waits(house: House, word: str) -> None:
    asked = mailed(house, ("personen.csv", ONE))
    house.answers(SABINE, asked, word)
    assert "3001" not in persons(house)
    house.answers(SABINE, asked, "IMPORT OK", client="gmail")
    assert "3001" in persons(house)


def test_after_a_day_it_has_lapsed_and_a_late_word_hears_so(house: House) -> None:
    asked = mailed(house, ("personen.csv", ONE))
    house.later(hours=25)
    assert house.kinds_to(SABINE) == ["import_preview"]
    house.answers(SABINE, asked, "IMPORT OK")
    assert "Diese Frage ist abgelaufen" in words_to(house)
    assert "3001" not in persons(house)


def test_a_late_word_is_late_even_before_the_clock_has_looked(house: House) -> None:
    asked = mailed(house, ("personen.csv", ONE))
    house.now = house.now.replace(day=house.now.day + 1, hour=23)
    house.answers(SABINE, asked, "IMPORT OK")
    assert "Diese Frage ist abgelaufen" in words_to(house)
    assert "3001" not in persons(house)


def test_the_same_table_again_says_that_nothing_is_to_change(house: House) -> None:
    house.answers(SABINE, mailed(house, ("personen.csv", ONE)), "IMPORT OK")
    mailed(house, ("personen.csv", ONE))
    assert words_to(house).startswith("NICHTS ZU ÄNDERN")
    assert house.verdicts()[-1] == ("done", "import_nothing")


def test_what_changed_meanwhile_is_shown_and_asked_again(house: House) -> None:
    asked = mailed(house, ("personen.csv", ONE.replace(b"3001;Frau;Jana", b"1001;Frau;Jana")))
    brings(house, "persons.csv", "Personennummer;Nachname;Vorname\n1001;Berger;Anne\n")
    house.answers(SABINE, asked, "IMPORT OK")
    assert words_to(house).startswith("NOCH NICHTS GEÄNDERT, neu verglichen")
    assert "Vorname Anne → Jana" in words_to(house)
    house.answers(SABINE, asked, "IMPORT OK", client="gmail")
    assert "Diese Frage hat sich erledigt" in words_to(house)
    again = house.mails_to(SABINE)[1]
    house.answers(SABINE, again, "IMPORT OK", client="iphone")
    assert words_to(house).startswith("EINGESPIELT")


def test_what_changed_elsewhere_is_no_reason_to_ask_again(house: House) -> None:
    asked = mailed(house, ("personen.csv", ONE))
    brings(house, "persons.csv", "Personennummer;Nachname;Vorname\n1009;Schröder;Ilse-Marie\n")
    house.answers(SABINE, asked, "IMPORT OK")
    assert "3001" in persons(house)


def test_what_was_brought_in_meanwhile_leaves_nothing_to_do(house: House) -> None:
    asked = mailed(house, ("personen.csv", ONE))
    brings(house, "personen.csv", ONE.decode())
    house.answers(SABINE, asked, "IMPORT OK")
    assert words_to(house).startswith("NICHTS ZU ÄNDERN")


def test_a_mended_table_in_the_answer_takes_the_place_of_the_first(house: House) -> None:
    first = mailed(house, ("personen.csv", ONE.replace(b"Jana", b"Jane")))
    second = mailed(house, ("personen.csv", ONE), to=str(first.message["Reply-To"].addresses[0].addr_spec))
    house.answers(SABINE, first, "IMPORT OK")
    assert "Diese Frage hat sich erledigt" in words_to(house)
    house.answers(SABINE, second, "IMPORT OK", client="gmail")
    assert "3001" in persons(house)


# ---- large changes, complete exports


def many(house: House, *, first_name: str = "A") -> str:
    rows = (f"{5000 + n};Nachbar{n};{first_name}{n};LW12;WE07;Mieter\n" for n in range(30))
    return f"Personennummer;Nachname;Vorname;Objektnummer;Einheitsnummer;Rolle\n{''.join(rows)}"


def test_more_than_a_fifth_needs_a_word_of_its_own(house: House) -> None:
    brings(house, "liste.csv", many(house))
    asked = mailed(house, ("liste.csv", many(house, first_name="B").encode()))
    assert "Das ändert 30 von 97 gespeicherten Zeilen" in words_to(house)
    house.answers(SABINE, asked, "IMPORT OK")
    assert words_to(house).startswith("NICHT AUSGEFÜHRT")
    assert "IMPORT OK TROTZDEM" in words_to(house)
    house.answers(SABINE, house.last_to(SABINE), "IMPORT OK TROTZDEM", client="gmail")
    assert words_to(house).startswith("EINGESPIELT · 30 Personen geändert")


def complete(house: House) -> tuple[str, bytes]:
    rows = [row for row in many(house).splitlines(keepends=True) if not row.startswith(("5003", "5004"))]
    return "Gesamtexport.csv", "".join(rows).encode()


def test_tenants_whom_a_complete_export_names_no_more_are_proposed_as_moved_out(house: House) -> None:
    brings(house, "liste.csv", many(house))
    asked = mailed(house, complete(house))
    # Berger and Miller live in LW12, too, and stand in the sample's tables only, as does Schröder.
    assert "5 Auszüge vorgeschlagen zum 14.10.2025" in words_to(house)
    assert "5003" not in ends(house)
    house.answers(SABINE, asked, "IMPORT OK")
    assert ends(house)["5003"] == ends(house)["5004"] == "2025-10-14"
    assert "5003" in persons(house)


def test_who_is_only_missing_from_a_part_stays(house: House) -> None:
    brings(house, "liste.csv", many(house))
    _, table = complete(house)
    mailed(house, ("liste.csv", table))
    assert words_to(house).startswith("NICHTS ZU ÄNDERN")
    head, first, *_ = table.decode().splitlines(keepends=True)
    mailed(house, ("Gesamtexport.csv", (head + first).encode()))  # one of 33: that is not everybody
    assert words_to(house).startswith("NICHTS ZU ÄNDERN")


def test_without_move_out_brings_in_the_rest(house: House) -> None:
    brings(house, "liste.csv", many(house))
    name, table = complete(house)
    asked = mailed(house, (name, table.replace(b"Nachbar7;A7", b"Nachbar7;Z7")))
    house.answers(SABINE, asked, "IMPORT OK OHNE AUSZUG")
    assert words_to(house).startswith("EINGESPIELT · 1 Person geändert")
    assert "5003" not in ends(house)


# ---- who may


def test_who_manages_one_house_only_is_refused_kindly(house: House) -> None:
    only_tim_at_the_harbour(house)
    mailed(house, ("personen.csv", ONE), by=TIM)
    assert "Stammdaten spielt ein, wer alle Objekte verwaltet" in words_to(house, TIM)
    assert house.verdicts() == [("done", "import_no_right")]


@pytest.mark.parametrize("to", [DESK, IMPORT])
def test_a_colleague_who_manages_all_may_say_it_at_the_desk(house: House, to: str) -> None:
    mailed(house, ("personen.csv", ONE))
    house.writes(TIM, "IMPORT OK", to=to, subject="Import")
    assert "3001" in persons(house)
    assert house.kinds_to(TIM) == ["import_done"]


def test_one_who_does_not_may_not(house: House) -> None:
    only_tim_at_the_harbour(house)
    mailed(house, ("personen.csv", ONE))
    house.writes(TIM, "IMPORT OK", to=DESK, subject="Import")
    assert "3001" not in persons(house)
    assert "wer alle Objekte verwaltet" in words_to(house, TIM)


def test_where_no_import_waits_the_word_says_so(house: House) -> None:
    house.writes(SABINE, "IMPORT OK", to=DESK, subject="Import")
    assert "Dazu wartet kein Import" in words_to(house)


def test_whose_office_ended_since_brings_nothing_in(house: House) -> None:
    asked = mailed(house, ("personen.csv", ONE))
    head = "Personennummer;Objektnummer;Rolle;Ende\n"
    brings(house, "roles.csv", f"{head}9001;LW12;Verwalterin;01.10.2025\n9001;HS5;Verwalterin;01.10.2025\n")
    house.answers(SABINE, asked, "IMPORT OK", auth="pass")
    assert "3001" not in persons(house)


def test_a_resident_s_table_is_a_matter_of_hers(house: House) -> None:
    mailed(house, ("personen.csv", ONE), by=ANNA, words="Hier die Liste der Nachbarn.")
    assert house.ticket().reporter == "1001"
    assert "3001" not in persons(house)


def test_a_stranger_s_table_is_held(house: House) -> None:
    mailed(house, ("personen.csv", ONE), by=STRANGER, words="Bitte einspielen.")
    assert house.verdicts() == [("held", "unknown_sender")]


def test_a_forged_one_is_held(house: House) -> None:
    mailed(house, ("personen.csv", ONE), auth="fail")
    assert house.verdicts() == [("held", "unverified")]
    assert "import_preview" not in house.kinds_to(SABINE)


def test_one_that_proves_nothing_asks_the_registered_address(house: House) -> None:
    asked = mailed(house, ("personen.csv", ONE), auth="none")
    assert house.kinds_to(SABINE) == ["import_preview"]
    house.answers(SABINE, asked, "IMPORT OK")
    assert "3001" in persons(house)


def test_where_commands_need_both_proofs_the_word_alone_does_nothing(strict_house: House) -> None:
    house = strict_house
    asked = mailed(house, ("personen.csv", ONE))
    house.answers(SABINE, asked, "IMPORT OK")
    assert "3001" not in persons(house)
    house.answers(SABINE, house.last_to(SABINE), "IMPORT OK", auth="pass", client="gmail")
    assert "3001" in persons(house)


# ---- where it comes in


def test_the_desk_takes_a_table_of_master_data_and_leaves_every_other_table_alone(house: House) -> None:
    mailed(house, ("personen.csv", ONE), to=DESK, subject="Neue Mieterin")
    assert house.verdicts() == [("done", "import_asks")]
    mailed(house, ("angebot.csv", b"Position;Preis\n1;20\n"), to=DESK, subject="Angebot Lindenweg 12")
    assert house.verdicts()[-1][1] != "import_asks"
    assert not house.verdicts()[-1][1].startswith("import")


def test_what_lies_beside_the_table_at_the_desk_changes_nothing_when_it_is_answered(house: House) -> None:
    brings(house, "liste.csv", many(house))
    _, table = complete(house)
    beside = ("Gesamtexport.pdf", b"%PDF-1.7\n" + b"x" * 600)
    head, first, *_ = table.decode().splitlines(keepends=True)
    asked = mailed(house, ("liste.csv", (head + first.replace("A0", "Z0")).encode()), beside, to=DESK)
    house.answers(SABINE, asked, "IMPORT OK")
    assert words_to(house).startswith("EINGESPIELT · 1 Person geändert Aus")


def test_a_house_s_own_address_takes_none(house: House) -> None:
    mailed(house, ("personen.csv", ONE), to=HOUSE, words="Zur Ablage.")
    assert house.verdicts() == [("done", "opened_office")]


def test_a_spreadsheet_with_several_sheets_and_a_table_beside_it_are_one_question(house: House) -> None:
    sheets: dict[str, list[list[Cell]]] = {
        "Personen": [["Personennummer", "Nachname"], [3001, "Köhler"], [3002, ""]],
        "Rollen": [["Personennummer", "Objektnummer", "Rolle"], [3001, "LW12", "Mieter"]],
    }
    texts = "Kürzel;Text\ntermin;Wir kommen am Montag.\n".encode()
    asked = mailed(house, ("Bestand.xlsx", spreadsheet(sheets)), ("texte.csv", texts))
    assert "+1 Person, +1 Rolle, +1 Textbaustein, 1 Zeile abgelehnt" in words_to(house)
    assert tables_of(asked)["abgelehnt_Bestand_Personen.csv"].splitlines()[1].startswith("3002;;3;")


def archive() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("personen.csv", ONE)
    return made.getvalue()


@pytest.mark.parametrize(
    "name, octets, said",
    [
        ("leer.csv", b"\n", "leer.csv ist leer"),
        ("liste.csv", b"<!DOCTYPE html><html><body><table><tr><td>1</td></tr></table>", "ist eine Webseite"),
        ("liste.xls", b"\xef\xbb\xbf\n<table><tr><td>1</td></tr></table>", "ist eine Webseite"),
        ("liste.zip", archive(), "ist ein Archiv, keine Tabelle. Bitte die Tabellen einzeln anhängen"),
        ("liste.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "ist eine Tabelle im alten Format"),
        ("liste.xlsx", LOCKED, "ist mit einem Kennwort gesperrt. Bitte das Kennwort entfernen"),
        ("liste.xlsx", far_away(), "reicht bis Zeile 1048576 und Spalte 16384"),
        ("liste.pdf", b"%PDF-1.7\n" + b"x" * 600, "ist ein PDF"),
        ("liste.csv", b"Position;Preis\n1;20\n", "Die Kopfzeile gehört zu keiner bekannten Tabelle"),
    ],
)
def test_what_is_no_table_is_answered_in_one_sentence(
    house: House, name: str, octets: bytes, said: str
) -> None:
    mailed(house, (name, octets))
    assert words_to(house).startswith("NICHTS ZU ÄNDERN")
    assert said in words_to(house)


def test_a_mail_without_a_table_is_told_what_to_attach(house: House) -> None:
    mailed(house, words="Hier die Liste.")
    assert "Ihre Mail enthält keine Tabelle" in words_to(house)


def test_a_hundred_thousand_rows_are_too_many_for_a_mail(house: House) -> None:
    rows = "".join(f"{n};Nachname{n}\n" for n in range(100_000))
    mailed(house, ("personen.csv", f"Personennummer;Nachname\n{rows}".encode()))
    assert "hat zu viele Zeilen. Bitte in Dateien von höchstens 20000 Zeilen teilen" in words_to(house)


def test_so_are_several_files_together(house: House) -> None:
    def rows(first: int) -> bytes:
        return ("Personennummer;Nachname\n" + "".join(f"{first + n};N{n}\n" for n in range(11_000))).encode()

    mailed(house, ("personen1.csv", rows(10_000)), ("personen2.csv", rows(50_000)))
    assert "NOCH NICHTS GEÄNDERT · +11000 Personen, 1 Datei nicht lesbar" in words_to(house)
    assert "personen2.csv: ist mit den anderen Dateien zusammen zu viel" in words_to(house)
    assert "… und 10960 weitere." in words_to(house)


def test_whose_language_is_english_reads_and_answers_in_english(house: House) -> None:
    brings(house, "persons.csv", "person_id;last_name;language\n9001;Vogt;en\n")
    table = b"person_id;last_name;emails\n1001;Berger;new@post.example\n3001;;\n"
    asked = mailed(house, ("persons.csv", table))
    assert "NOTHING CHANGED YET · 1 person changed, 1 row rejected" in words_to(house)
    assert "Anna Berger (1001): emails anna.berger@post.example → new@post.example" in words_to(house)
    assert "persons.csv, line 3: Nachname is empty; fill it in, or delete the line" in words_to(house)
    assert tables_of(asked)["rejected_persons.csv"].splitlines()[0].endswith(";Line;Reason")
    house.answers(SABINE, asked, "Yes")
    assert words_to(house).startswith("IMPORTED · 1 person changed")


# ---- what it takes along


def test_an_office_that_ends_by_it_takes_its_keys_along(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")
    steering = house.last_to(SABINE)
    house.answers(SABINE, steering, "ZUWEISEN Lorenz")
    given = house.last_to(TIM)
    head = "Personennummer;Objektnummer;Rolle;Ende\n"
    asked = mailed(house, ("rollen.csv", f"{head}9002;LW12;Verwalter;01.10.2025\n".encode()))
    assert "1 Rolle endet am 01.10.2025" in words_to(house)
    house.answers(SABINE, asked, "IMPORT OK")
    house.answers(TIM, given, "ERLEDIGT", auth="pass")
    assert house.verdicts()[-1] == ("held", "revoked")


def test_who_moves_out_by_it_gets_nothing_that_still_waits(patient_house: House) -> None:
    house = patient_house
    house.writes(ANNA, "Der Aufzug in Haus 14 steht.", subject="Aufzug")
    house.later(minutes=10)
    house.answers(SABINE, house.last_to(SABINE), "AN ALLE: Die Firma kommt am Mittwoch.", auth="pass")
    assert waiting_for(house, MILLER) == ["owed"]
    head = "Personennummer;Objektnummer;Einheitsnummer;Rolle;Beginn;Ende\n"
    ended = f"{head}1004;LW12;WE11;Mieter;01.02.2024;01.10.2025\n"
    house.answers(SABINE, mailed(house, ("rollen.csv", ended.encode())), "IMPORT OK")
    assert waiting_for(house, MILLER) == ["cancelled"]
    house.later(minutes=10)
    assert not any("Mittwoch" in text_of(mail) for mail in house.mails_to(MILLER))
    assert any("Mittwoch" in text_of(mail) for mail in house.mails_to(YILDIZ))


def waiting_for(house: House, address: str) -> list[str]:
    """What became of the last notice to that address that is not a mail yet."""
    with house.gateway.database.read() as connection:
        table = schema.notices
        query = select(table.c.state).where(table.c.address == address, table.c.state != "formed")
        return list(connection.execute(query.order_by(table.c.id)).scalars())[-1:]
