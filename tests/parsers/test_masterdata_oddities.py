"""What real exports of master data look like, one oddity each: all of them are tables that an office could send."""

from datetime import date

import pytest

from hauspost.desk.masterdata import Kind, Record, Stored, compare, digest_of
from hauspost.parsers.masterdata import Reading, read, says_complete
from hauspost.parsers.masterdata_rejects import reason, rejects
from hauspost.parsers.masterdata_shown import Shown, shown
from hauspost.parsers.masterdata_tables import open_file
from tests.parsers.spreadsheet import spreadsheet

HOUSE = Record(Kind.PROPERTIES, ("LW12",), {"name": "Lindenweg 12", "mailbox": "lindenweg12"})
UNIT = Record(Kind.UNITS, ("LW12", "WE03"), {"name": "Wohnung 3"})
STORED = {Kind.PROPERTIES: {HOUSE.key: HOUSE}, Kind.UNITS: {UNIT.key: UNIT}}
FLAT = "Personennummer;Nachname;E-Mail;Objektnummer;Einheitsnummer;Rolle;Beginn;Ende\n"


def reading(name: str, table: str | bytes) -> Reading:
    octets = table.encode() if isinstance(table, str) else table
    return read({name: octets}, stored=STORED)


def addresses(cell: str) -> list[str]:
    found = reading("personen.csv", f'Personennummer;Nachname;E-Mail\n1;Berger;"{cell}"\n')
    assert found.rejected == ()
    return list(found.records[0].values["addresses"])


@pytest.mark.parametrize(
    "cell, meant",
    [
        ("anna@x.example; a.berger@y.example", ["anna@x.example", "a.berger@y.example"]),
        ("anna@x.example / a.berger@y.example", ["anna@x.example", "a.berger@y.example"]),
        ("anna@x.example, ANNA@X.EXAMPLE", ["anna@x.example"]),
        ("privat: anna@x.example", ["anna@x.example"]),
        ("anna@x.example (nur abends)", ["anna@x.example"]),
        ("Anna Berger <anna@x.example>", ["anna@x.example"]),
        ("mailto:anna@x.example", ["anna@x.example"]),
        ("keine", []),
        ("k. A.", []),
        ("nicht bekannt", []),
        ("–", []),
        ("#NV", []),
    ],
)
def test_an_address_cell_holds_addresses_whatever_stands_beside_them(cell: str, meant: list[str]) -> None:
    assert addresses(cell) == meant


def test_a_cell_that_is_no_address_and_no_known_remark_is_rejected() -> None:
    (told,) = reading("personen.csv", "Personennummer;Nachname;E-Mail\n1;Berger;anna.x.example\n").rejected
    assert told.sentence == 'E-Mail "anna.x.example" holds no mail address in "anna.x.example"'


@pytest.mark.parametrize(
    "cell, meant",
    [
        ("45962", date(2025, 11, 1)),
        ("45962.5", date(2025, 11, 1)),
        ("45962,0", date(2025, 11, 1)),
        ("1.11.2025", date(2025, 11, 1)),
        ("2025-11-01 00:00:00", date(2025, 11, 1)),
        ("#BEZUG!", None),
    ],
)
def test_a_day_is_read_however_the_spreadsheet_left_it(cell: str, meant: date | None) -> None:
    found = reading("liste.csv", f"{FLAT}1;Berger;;LW12;WE03;Mieterin;{cell};\n")
    assert found.rejected == ()
    (role,) = (record for record in found.records if record.kind is Kind.ROLES)
    assert role.values["valid_from"] == meant


def test_a_number_that_is_no_day_is_told() -> None:
    (told,) = reading("liste.csv", f"{FLAT}1;Berger;;LW12;WE03;Mieterin;12;\n").rejected
    assert told.sentence == 'Beginn "12" is no date'


def test_titles_and_merged_group_names_may_stand_above_the_header() -> None:
    titles = "Mieterliste;;;;;;;\nStand: 14.10.2025;;;;;;;\n;;;;;;;\nPerson;;;Mietverhältnis;;;;\n"
    table = f"{titles}{FLAT}1;Berger;;LW12;WE03;Mieterin;;\n"
    found = reading("export.csv", table)
    assert (found.rejected, len(found.records)) == ((), 3)
    wrong = reading("export.csv", table.replace("Mieterin", "Nachbarin")).rejected
    assert [(told.line, told.column) for told in wrong] == [(6, "Rolle")]


def test_merged_cells_of_a_spreadsheet_are_titles_too() -> None:
    rows = [["Personenliste"], ["Personennummer", "Nachname"], ["0007", "Berger"]]
    found = reading("liste.xlsx", spreadsheet({"Tabelle1": rows}))
    assert [record.key for record in found.records] == [("0007",)]


def test_cp1252_with_semicolons_and_a_file_named_contacts_is_a_flat_table_when_it_says_who_lives_where() -> (
    None
):
    found = reading("Export_Kontakte.csv", f"{FLAT}1;Köhler;;LW12;WE03;Mieterin;;\n".encode("cp1252"))
    kinds = {record.kind for record in found.records}
    assert {Kind.PERSONS, Kind.ROLES} <= kinds
    assert next(r for r in found.records if r.kind is Kind.PERSONS).values["last_name"] == "Köhler"


def test_a_line_of_a_flat_table_is_taken_whole_or_not_at_all() -> None:
    found = reading("liste.csv", f"{FLAT}1;Berger;;LW99;WE03;Mieterin;;\n2;Yıldız;;LW12;WE03;Mieterin;;\n")
    assert {record.key[0] for record in found.records if record.kind is Kind.PERSONS} == {"2"}
    assert {told.line for told in found.rejected} == {2}


def test_a_person_of_a_rejected_line_is_missing_in_the_others_too() -> None:
    rows = "1;Berger;falsch;LW12;WE03;Mieterin;;\n"
    found = read(
        {
            "liste.csv": f"{FLAT}{rows}".encode(),
            "rollen.csv": b"Personennummer;Objektnummer;Rolle\n1;LW12;Mieter\n",
        },
        stored=STORED,
    )
    assert found.records == ()
    assert [(told.file, told.line) for told in found.rejected] == [("liste.csv", 2), ("rollen.csv", 2)]


def test_a_couple_behind_one_address_is_a_household() -> None:
    rows = "1;Groß;gross@x.example;LW12;WE03;Mieter;;\n2;Groß;gross@x.example;LW12;WE03;Mieterin;;\n"
    found = reading("liste.csv", FLAT + rows)
    assert compare(STORED, found.records).households == (("gross@x.example", ("1", "2")),)


def test_the_same_person_on_two_lines_is_one_and_two_that_differ_are_told() -> None:
    rows = "1;Berger;a@x.example;LW12;WE03;Mieterin;;\n1;Berger;a@x.example;LW12;;Beirat;;\n"
    same = reading("liste.csv", FLAT + rows)
    assert (len([r for r in same.records if r.kind is Kind.PERSONS]), same.rejected) == (1, ())
    other = reading("liste.csv", FLAT + rows.replace("Berger;a@x.example;LW12;;", "Meier;a@x.example;LW12;;"))
    assert [told.sentence for told in other.rejected] == ["the number 1 is given twice and differently"]


def test_rejected_rows_keep_their_columns_and_say_line_and_reason_in_german() -> None:
    file = open_file("Liste Mieter.csv", f"Titel;\n{FLAT}1;;;LW12;WE03;Mieterin;;\n".encode())
    told = reading("Liste Mieter.csv", f"Titel;\n{FLAT}1;;;LW12;WE03;Mieterin;;\n").rejected
    ((name, table),) = rejects([file], ((t.file, t.line, reason(t, "de")) for t in told), language="de")
    assert name == "abgelehnt_Liste_Mieter.csv"
    head, row = table.removeprefix("\ufeff").splitlines()
    assert head == f"{FLAT.strip()};Zeile;Grund"
    assert row == "1;;;LW12;WE03;Mieterin;;;3;Nachname ist leer. Bitte ausfüllen oder die Zeile löschen"


@pytest.mark.parametrize(
    "said", ["Gesamtexport.csv", "Bestand vollständig", "Vollexport 10/2025", "komplett", "full export"]
)
def test_a_name_says_that_a_table_names_everybody(said: str) -> None:
    assert says_complete(("Stammdaten", said))


@pytest.mark.parametrize("said", ["Export_Kontakte.csv", "Stammdaten Oktober", "Nachtrag", "unvollendet.csv"])
def test_an_ordinary_name_does_not(said: str) -> None:
    assert not says_complete((said,))


def test_a_difference_is_shown_by_names_headers_and_the_table_s_own_words() -> None:
    stored: Stored = {
        Kind.PERSONS: {("1",): Record(Kind.PERSONS, ("1",), {"last_name": "Berger", "first_name": "Anna"})},
        Kind.PROPERTIES: {
            ("LW12",): Record(Kind.PROPERTIES, ("LW12",), {"name": "Lindenweg", "approval_limit": 50000})
        },
    }
    role = Record(
        Kind.ROLES, ("1", "LW12", "", "tenant", ""), {"valid_from": None, "valid_to": date(2025, 10, 31)}
    )
    limit = Record(Kind.PROPERTIES, ("LW12",), {"approval_limit": 125050})
    diff = compare(stored, (limit, role))
    german = list(shown(diff, stored=stored, language="de"))
    amounts = (("Freigabegrenze", "500,00 €", "1.250,50 €"),)
    assert german[0] == Shown("changed", Kind.PROPERTIES, "Lindenweg (LW12)", amounts)
    assert german[1] == Shown("new", Kind.ROLES, "Anna Berger, Mieter, LW12, bis 31.10.2025")
    english = list(shown(diff, stored=stored, language="en"))
    assert english[0].fields == (("approval_limit", "500.00 €", "1,250.50 €"),)
    assert english[1].name == "Anna Berger, tenant, LW12, until 2025-10-31"


def test_the_digest_is_of_what_would_be_written_and_of_what_is_stored() -> None:
    one = Record(Kind.PERSONS, ("1",), {"last_name": "Berger"})
    two = Record(Kind.PERSONS, ("2",), {"last_name": "Meier"})
    assert compare({}, (one,)).digest == compare({Kind.PERSONS: {("2",): two}}, (one,)).digest
    assert compare({}, (one,)).digest != compare({}, (one, two)).digest
    assert digest_of({Kind.PERSONS: {("1",): one, ("2",): two}}) == digest_of(
        {Kind.PERSONS: {("2",): two, ("1",): one}}
    )
    assert digest_of({Kind.PERSONS: {("1",): one}}) != digest_of({Kind.PERSONS: {}})


def test_a_number_that_lost_its_zeros_makes_no_second_person() -> None:
    anna = Record(Kind.PERSONS, ("0071",), {"last_name": "Berger", "first_name": "Anna"})
    seven = Record(Kind.PERSONS, ("7",), {"last_name": "Meier"})
    stored = {**STORED, Kind.PERSONS: {anna.key: anna, seven.key: seven}}
    rows = b"Personennummer;Nachname\n71;Berger\n7;Meier\n0071;Berger\n8;Neu\n"
    found = read({"personen.csv": rows}, stored=stored)
    assert [str(told) for told in found.rejected] == [
        'personen.csv, line 2: the number "71" is stored as "0071"; '
        "format the column as text, so that its zeros stay"
    ]
    assert {record.key[0] for record in found.records} == {"0071", "7", "8"}


def test_the_headers_of_other_programs_are_known_and_yield_to_ours() -> None:
    head = "Kontakt-Nr.;Zuname;E-Mail privat;Objekt-Nr.;Whg.-Nr.;Personenart;Mietbeginn;Mietende\n"
    row = "1;Berger;anna@x.example;LW12;WE03;Mieterin;01.11.2025;\n"
    assert reading("export.csv", head + row).records == reading("export.csv", FLAT + row).records
    both = reading("p.csv", "Personennummer;Kundennummer;Nachname\n1;K-77;Berger\n")
    assert ([r.key for r in both.records], both.rejected) == ([("1",)], ())
    assert both.remarks == ('p.csv: the column "Kundennummer" is not read',)
