"""Knows how master data is read: every spelling that people use, and every row that cannot be taken."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date

import pytest

from hauspost.config.starter import sample, starter
from hauspost.desk.houses import Notify, Role
from hauspost.desk.masterdata import Kind, Record, Stored, compare
from hauspost.parsers.masterdata import Reading, read
from hauspost.parsers.masterdata_cells import Misread, cents, day, mailbox_of
from tests.parsers.spreadsheet import spreadsheet

HOUSE = "Objektnummer;Bezeichnung;Straße\nLW12;WEG Lindenweg 12-14;Lindenweg 12-14\n"
ANNA = "Personennummer;Nachname;E-Mail\n1;Berger;anna.berger@post.example\n"


def reading(stored: Stored | None = None, /, **files: str) -> Reading:
    octets = {f"{name}.csv": text.encode("utf-8") for name, text in files.items()}
    return read(octets, stored=stored or {})


def kept(found: Reading) -> dict[Kind, dict[tuple[str, ...], Record]]:
    """As if it had been stored."""
    stored: dict[Kind, dict[tuple[str, ...], Record]] = {kind: {} for kind in Kind}
    for record in found.records:
        stored[record.kind][record.key] = record
    return stored


def values(found: Reading, kind: Kind) -> Mapping[str, object]:
    (record,) = (record for record in found.records if record.kind is kind)
    return record.values


def test_the_sample_houses_and_the_starter_categories_are_sound() -> None:
    found = read({**sample(), **starter()}, stored={})
    assert (found.rejected, found.remarks) == ((), ())
    kinds = [record.kind for record in found.records]
    assert kinds.count(Kind.PERSONS) == 12
    assert kinds.count(Kind.ROLES) == 16
    assert [kinds.count(kind) for kind in (Kind.CONTRACTORS, Kind.ASSIGNMENTS, Kind.RULES)] == [5, 5, 3]
    assert compare({}, found.records).households == (("familie.schulz@web.example", ("1007", "1008")),)


@pytest.mark.parametrize(
    "octets",
    [
        "Objektnummer;Bezeichnung;Straße\nLW12;Haus am Gäßchen;Lindenweg 12\n".encode(),
        "Objektnummer;Bezeichnung;Straße\nLW12;Haus am Gäßchen;Lindenweg 12\n".encode("utf-8-sig"),
        "Objektnummer;Bezeichnung;Straße\r\nLW12;Haus am Gäßchen;Lindenweg 12\r\n".encode("cp1252"),
        "Objektnummer\tBezeichnung\tStraße\nLW12\tHaus am Gäßchen\tLindenweg 12\n".encode("utf-16"),
        'STRASSE,"objekt-nummer *",NAME\n"Lindenweg 12",LW12,"Haus am Gäßchen"\n'.encode(),
        "sep=,\nstreet,property_id,name\nLindenweg 12,LW12,Haus am Gäßchen\n".encode(),
        "\n\n Strasse ; Objekt Nummer ; bezeichnung;\nLindenweg 12;LW12;Haus am Gäßchen;\n;;;\n".encode(),
    ],
)
def test_headers_delimiters_and_encodings_of_any_office_are_read(octets: bytes) -> None:
    found = read({"properties.csv": octets}, stored={})
    assert (found.rejected, found.remarks) == ((), ())
    assert values(found, Kind.PROPERTIES)["name"] == "Haus am Gäßchen"
    assert values(found, Kind.PROPERTIES)["mailbox"] == "lindenweg12"


@pytest.mark.parametrize(
    "street,numbers,mailbox",
    [
        ("Lindenweg 12-14", [], "lindenweg12"),
        ("Lindenweg", ["12", "14"], "lindenweg12"),
        ("Am Kühlen Grund 3 a", [], "amkuehlengrund3a"),
        ("Straße des 17. Juni 135", [], "strassedes17juni135"),
        ("Königsallee", [], "koenigsallee"),
    ],
)
def test_a_mailbox_is_made_of_the_street(street: str, numbers: list[str], mailbox: str) -> None:
    assert mailbox_of(street, numbers) == mailbox


@pytest.mark.parametrize(
    "cell,expected", [("31.07.2025", date(2025, 7, 31)), ("2025-07-31", date(2025, 7, 31))]
)
def test_dates_are_german_or_iso(cell: str, expected: date) -> None:
    assert day(cell) == expected
    assert day("") is None


@pytest.mark.parametrize("cell", ["31.02.2025", "7/31/2025", "bald", "31.07.25"])
def test_what_is_no_day_is_refused(cell: str) -> None:
    with pytest.raises(Misread):
        day(cell)


@pytest.mark.parametrize(
    "cell,expected",
    [("500", 50000), ("1.250,50 €", 125050), ("1250.5", 125050), ("EUR 2.000", 200000), ("", None)],
)
def test_amounts_become_whole_cents(cell: str, expected: int | None) -> None:
    assert cents(cell) == expected


def test_a_person_has_several_addresses_and_the_first_is_written_to() -> None:
    found = reading(
        persons="Personennummer;Nachname;E-Mail;Benachrichtigung;Sprache\n"
        "0007;Berger;Anna.Berger@POST.example | anna@büro.example;täglich;\n"
    )
    person = values(found, Kind.PERSONS)
    assert person["addresses"] == ["anna.berger@post.example", "anna@xn--bro-hoa.example"]
    assert (person["notify"], person["language"]) == (Notify.DAILY, "de")
    assert found.records[0].key == ("0007",)


def test_roles_are_told_in_either_language_and_gender() -> None:
    words = ["Mieterin", "tenant", "Eigentümer", "Beirat", "Hausmeister:in", "Verwalter", "Bevollmächtigte"]
    rows = "".join(f"1;LW12;{word};0{n}.01.2020;\n" for n, word in enumerate(words, start=1))
    found = reading(properties=HOUSE, persons=ANNA, roles=f"Person;Objekt;Rolle;Beginn;Ende\n{rows}")
    assert found.rejected == ()
    assert [record.key[3] for record in found.records if record.kind is Kind.ROLES] == [
        Role.TENANT,
        Role.TENANT,
        Role.OWNER,
        Role.BOARD_MEMBER,
        Role.CARETAKER,
        Role.MANAGER,
        Role.REPRESENTATIVE,
    ]


def test_every_bad_row_is_rejected_with_place_reason_and_mend() -> None:
    found = reading(
        properties=HOUSE + "HS5;Hafenstraße 5;\nX1;Haus;Lindenweg 12\n",
        persons=ANNA + "2;;x@y.example\n3;Schulz;Anna Berger\n1;Meier;m@x.example\n",
        units="Objektnummer;Einheitsnummer\nLW12;WE03\nLW13;WE01\n",
        roles="Personennummer;Objektnummer;Einheitsnummer;Rolle;Beginn;Ende\n"
        "1;LW12;WE04;Mieter;;\n"
        "1;LW12;WE03;Kapitän;;\n"
        "9;LW12;;Mieter;;\n"
        "1;*;;Mieter;;\n"
        "1;LW12;WE03;Mieter;01.02.2025;31.01.2025\n"
        "1;LW12;WE03;Mieter;31.02.2025;\n",
    )
    assert [str(rejected) for rejected in found.rejected] == [
        "persons.csv, line 3: Nachname is empty; fill it in, or delete the line",
        'persons.csv, line 4: E-Mail "Anna Berger" holds no mail address in "Anna"; '
        "write it like anna@example.com; several with | between",
        "persons.csv, line 5: the number 1 is given twice and differently; "
        "delete one of them; the first stands in persons.csv, line 2",
        "properties.csv, line 3: Straße is empty; fill it in, or delete the line",
        'properties.csv, line 4: the mailbox "lindenweg12" belongs to property LW12; '
        "write another one in Objekt-E-Mail",
        'roles.csv, line 2: property LW12 has no unit "WE04"; add it to units.csv, or mend the number',
        'roles.csv, line 3: Rolle "Kapitän" is no role; '
        "write Mieter, Eigentümer, Beirat, Hauswart, Verwalter or Bevollmächtigter",
        'roles.csv, line 4: there is no person "9"; add the person to persons.csv',
        'roles.csv, line 5: only a manager can have every property ("*"); write a property number',
        "roles.csv, line 6: the role ends (2025-01-31) before it begins (2025-02-01); exchange or mend the dates",
        'roles.csv, line 7: Beginn "31.02.2025" is a day that does not exist; write it like 31.10.2025 or 2025-10-31',
        'units.csv, line 3: there is no property "LW13"; add the property to properties.csv, or did you mean "LW12"?',
    ]
    assert len(found.records) == 3
    assert found.rejected[1].column == "E-Mail"


def test_lines_count_as_an_editor_counts_them_even_behind_a_cell_of_several_lines() -> None:
    found = reading(texts='Kürzel;Text\ntermin;"Guten Tag,\nwir kommen."\n;leer\n')
    assert [rejected.line for rejected in found.rejected] == [4]
    assert values(found, Kind.TEXTS)["text"] == "Guten Tag,\nwir kommen."


def test_the_responsible_manager_may_be_named_by_number_name_or_address() -> None:
    people = (
        "Personennummer;Vorname;Nachname;E-Mail\n1;Sabine;Vogt;s.vogt@hv.example\n2;Tim;Vogt;t@hv.example\n"
    )
    head = "Objektnummer;Bezeichnung;Straße;Zuständig\n"
    for named in ("1", "Sabine Vogt", "s.vogt@hv.example"):
        found = reading(persons=people, properties=f"{head}LW12;Haus;Lindenweg 12;{named}\n")
        assert values(found, Kind.PROPERTIES)["responsible"] == "1"
    found = reading(persons=people, properties=f"{head}LW12;Haus;Lindenweg 12;Vogt\n")
    assert "fits several persons" in found.rejected[0].sentence


def test_a_house_s_own_policy_stands_in_columns_of_that_name() -> None:
    found = reading(
        properties="Objektnummer;Bezeichnung;Straße;hold_minutes;strict_commands\nA;Haus;Weg 1;5;\n"
    )
    assert values(found, Kind.PROPERTIES)["policy"] == {"hold_minutes": "5"}
    found = reading(properties="Objektnummer;Bezeichnung;Straße;hold_minutes\nA;Haus;Weg 1;bald\n")
    assert "must be a whole number" in found.rejected[0].sentence


def test_a_table_is_known_by_its_header_when_its_name_says_nothing() -> None:
    found = read({"Export.csv": ANNA.encode(), "2.csv": HOUSE.encode()}, stored={})
    assert {record.kind for record in found.records} == {Kind.PERSONS, Kind.PROPERTIES}


def test_a_header_that_fits_no_table_is_told_clearly() -> None:
    found = read({"Umsatz.csv": b"Monat;Betrag\nMai;3\n"}, stored={})
    assert str(found.rejected[0]).startswith(
        "Umsatz.csv, line 1: its header is that of no table that is known (Monat, Betrag); name it persons"
    )


def test_a_missing_column_and_one_too_many_are_told() -> None:
    found = reading(persons="Personennummer;Nachnahme;Lieblingsfarbe\n1;Berger;blau\n")
    assert "has no column Nachname" in found.rejected[0].sentence
    found = reading(persons="Personennummer;Nachname;Vornahme;Farbe\n1;Berger;Anna;blau\n")
    assert found.remarks == (
        'persons.csv: the column "Vornahme" is not read; if "Vorname" was meant, rename it',
        'persons.csv: the column "Farbe" is not read',
    )
    assert found.rejected == ()


def test_one_flat_table_holds_persons_units_and_roles() -> None:
    flat = (
        "Objektnummer;Objektbezeichnung;Straße;Einheitsnummer;Etage;Personennummer;Nachname;E-Mail;Rolle;Beginn\n"
        "LW12;WEG Lindenweg;Lindenweg 12;WE03;3. OG;1;Berger;a@x.example;Mieter;01.04.2019\n"
        "LW12;WEG Lindenweg;Lindenweg 12;WE03;3. OG;2;Petersen;p@x.example;Eigentümer;\n"
        "LW12;WEG Lindenweg;Lindenweg 12;WE09;EG;2;Petersen;p@x.example;Eigentümer;\n"
        "*;;;;;9;Vogt;v@x.example;Verwalter;\n"
    )
    found = read({"alles.csv": flat.encode()}, stored={})
    assert found.rejected == ()
    kinds = [record.kind for record in found.records]
    assert {kind: kinds.count(kind) for kind in Kind} == {
        Kind.PERSONS: 3,
        Kind.PROPERTIES: 1,
        Kind.UNITS: 2,
        Kind.ROLES: 4,
        **dict.fromkeys((Kind.CATEGORIES, Kind.CONTRACTORS, Kind.ASSIGNMENTS, Kind.RULES, Kind.TEXTS), 0),
        Kind.MAINTENANCE: 0,
    }


def test_a_spreadsheet_s_sheets_are_tables() -> None:
    octets = spreadsheet(
        {
            "Objekte": [
                ["Objektnummer", "Bezeichnung", "Straße"],
                ["LW12", "WEG Lindenweg", "Lindenweg 12-14"],
            ],
            "Personen": [["Personennummer", "Nachname"], [1001, "Berger"]],
            "Rollen": [
                ["Personennummer", "Objektnummer", "Rolle", "Beginn"],
                [1001, "LW12", "Mieterin", date(2019, 4, 1)],
            ],
        }
    )
    found = read({"Stammdaten.xlsx": octets}, stored={})
    assert (found.rejected, found.remarks) == ((), ())
    assert values(found, Kind.PROPERTIES)["mailbox"] == "lindenweg12"
    (anna,) = (record for record in found.records if record.kind is Kind.PERSONS)
    assert (anna.key, anna.values["last_name"]) == (("1001",), "Berger")
    (role,) = (record for record in found.records if record.kind is Kind.ROLES)
    assert role.values["valid_from"] == date(2019, 4, 1)


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * (210 * 1024 * 1024))
    return made.getvalue()


@pytest.mark.parametrize(
    "name,octets,sentence",
    [
        ("persons.xlsx", b"PK\x03\x04 broken", "is no spreadsheet that can be read"),
        ("persons.xlsx", bomb(), "unpacks to too much"),
        ("persons.xls", b"\xd0\xcf\x11\xe0", "is an old spreadsheet"),
        ("persons.csv", b'Personennummer;Nachname\n1;"Berger\n' + b"2;Meier\n" * 99, "is never closed"),
        ("persons.csv", b"Personennummer;Nachname\n1;Berger;zu;viel\n", "has more cells than the header"),
        (
            "persons.csv",
            b"Personennummer;Nachname;Name\n1;Berger;Anna\n",
            "has two columns that mean Nachname",
        ),
    ],
)
def test_a_file_that_is_no_table_is_told_and_harms_nothing(name: str, octets: bytes, sentence: str) -> None:
    found = read({name: octets, "properties.csv": HOUSE.encode()}, stored={})
    assert sentence in found.rejected[0].sentence
    assert [record.kind for record in found.records] == [Kind.PROPERTIES]


def test_what_a_table_has_no_column_for_stays_as_it_is() -> None:
    stored = kept(reading(persons="Personennummer;Nachname;Telefon;Sprache\n1;Berger;030 1;en\n"))
    diff = compare(stored, reading(stored, persons="Personennummer;Nachname\n1;Berger-Meier\n").records)
    (change,) = diff.changed
    assert change.fields == ("last_name",)


def test_a_role_ends_only_by_its_date_and_a_missing_row_is_only_told() -> None:
    head = "Personennummer;Objektnummer;Rolle;Beginn;Ende\n"
    stored = kept(reading(properties=HOUSE, persons=ANNA, roles=f"{head}1;LW12;Mieter;;\n1;LW12;Beirat;;\n"))
    diff = compare(stored, reading(stored, roles=f"{head}1;LW12;Mieter;;31.10.2025\n").records)
    (ended,) = diff.ended
    assert ended.after.values["valid_to"] == date(2025, 10, 31)
    assert [record.key[3] for record in diff.missing] == ["board_member"]
    assert (diff.new, diff.changed) == ((), ())


def test_a_corrected_begin_changes_the_role_and_a_second_tenancy_is_a_new_one() -> None:
    head = "Personennummer;Objektnummer;Rolle;Beginn;Ende\n"
    stored = kept(
        reading(properties=HOUSE, persons=ANNA, roles=f"{head}1;LW12;Mieter;01.04.2019;31.12.2020\n")
    )
    corrected = compare(stored, reading(stored, roles=f"{head}1;LW12;Mieter;15.04.2019;31.12.2020\n").records)
    assert [change.fields for change in corrected.changed] == [("valid_from",)]
    again = compare(
        stored,
        reading(
            stored, roles=f"{head}1;LW12;Mieter;01.04.2019;31.12.2020\n1;LW12;Mieter;01.06.2023;\n"
        ).records,
    )
    assert (len(again.new), again.unchanged, again.missing) == (1, 1, ())


def test_a_house_keeps_its_mailbox_when_its_street_is_written_differently() -> None:
    stored = kept(reading(properties=HOUSE))
    text = "Objektnummer;Bezeichnung;Straße\nLW12;WEG Lindenweg 12-14;Linden-Weg 14\n"
    assert values(reading(stored, properties=text), Kind.PROPERTIES)["mailbox"] == "lindenweg12"
