"""What the programs of German offices write into their exports, and what lies in a folder under the name of one."""

import io
import tracemalloc
import zipfile

import pytest

from hauspost.desk.houses import Role
from hauspost.desk.masterdata import Kind, Record
from hauspost.parsers.masterdata import Reading, read
from hauspost.parsers.masterdata_rejects import reason, rejects
from hauspost.parsers.masterdata_tables import open_file
from tests.parsers.spreadsheet import spreadsheet

HOUSE = Record(Kind.PROPERTIES, ("0012",), {"name": "Lindenweg 12", "mailbox": "lindenweg12"})
STORED = {Kind.PROPERTIES: {HOUSE.key: HOUSE}}

DOMUS = (
    "Mieterliste, Stand: 14.10.2025, Seite 1\n"
    "ObjNr;WohnNr;MieterNr;Anrede;Name 1;EMail;Tel. privat;Mobil;Personenart;Einzug;Auszug\n"
    "0012;003;0071;Frau;Köhler;a@x.example;030 1;0170 2;Mieterin;01.11.2025;\n"
)
POWERHAUS = (
    "Objekt-Nr.;Einheit-Nr.;Personen-Nr.;Nachname;E-Mail 1;E-Mail 2;Telefon privat;Mobil;Vertragsart;"
    "Mietbeginn;Mietende\n"
    '="0012";="003";="0071";Köhler;a@x.example;;030 1;0170 2;Mieter;45962;#NV\n'
)
IMMOWARE = (
    '"Objekt","VE-Nr.","Kontakt-ID","Nachname","E-Mail (privat)","Telefon (privat)","Mobil","Kontaktart",'
    '"Vertragsbeginn","Vertragsende"\n'
    '"0012","003","0071","Köhler","a@x.example","030 1","0170 2","Mieter/in","01.11.2025",""\n'
)
WODIS = (
    "Wirtschaftseinheit\tMietobjekt\tGP-Nr.\tName 1\tE-Mail\tTelefon 1\tTelefon 2\tPartnerrolle\t"
    "gültig von\tgültig bis\n"
    "0012\t003\t0071\tKöhler\ta@x.example\t030 1\t0170 2\tHauptmieter\t01.11.2025\t31.12.9999\n"
)
CASAVI = (
    "Referenz-ID der Liegenschaft;Referenz-ID der Einheit;Referenz-ID des Kontakts;Nachname;E-Mail-Adresse;"
    "Telefon;Mobiltelefon;Vertragsart;Vertragsbeginn;Vertragsende\n"
    "0012;003;0071;Köhler;a@x.example;030 1;0170 2;Mieter;2025-11-01;\n"
)
DATEV = (
    '"EXTF";700;16;"Debitoren/Kreditoren";5;20251014;;"RE";"";"";1;1;20250101;4\n'
    "Konto;Name (Adressattyp Unternehmen);Name (Adressattyp natürl. Person);Adressattyp;E-Mail;Telefon;Sprache\n"
    '0071;"";"Köhler";"1";"a@x.example";"030 1|0170 2";1\n'
)


def reading(name: str, octets: bytes) -> Reading:
    return read({name: octets}, stored=STORED)


@pytest.mark.parametrize(
    "octets",
    [
        pytest.param(DOMUS.encode("cp850"), id="Domus, a DOS code page and a title with commas"),
        pytest.param(POWERHAUS.encode("cp1252"), id="Haufe-PowerHaus, zeros kept by a formula"),
        pytest.param(IMMOWARE.encode("utf-8-sig"), id="Immoware24"),
        pytest.param(WODIS.encode("utf-16"), id="Wodis, no end is the year 9999"),
        pytest.param(WODIS.encode("utf-16-le"), id="the same without the mark of UTF-16"),
        pytest.param(CASAVI.encode(), id="casavi"),
        pytest.param(DATEV.encode("cp1252"), id="DATEV, persons alone"),
    ],
)
def test_the_exports_of_the_common_programs_say_the_same(octets: bytes) -> None:
    found = reading("export.csv", octets)
    assert found.rejected == ()
    (person,) = (record for record in found.records if record.kind is Kind.PERSONS)
    assert (person.key, person.values["last_name"]) == (("0071",), "Köhler")
    assert person.values["addresses"] == ["a@x.example"]
    assert person.values["phones"] == ["030 1", "0170 2"]
    roles = [(record.key, record.values["valid_to"]) for record in found.records if record.kind is Kind.ROLES]
    tenancy = (("0071", "0012", "003", Role.TENANT, "2025-11-01"), None)
    assert roles == ([] if octets.startswith(b'"EXTF"') else [tenancy])


def test_two_exports_joined_to_one_file_are_each_read_in_its_own_encoding() -> None:
    table = "Personennummer;Nachname\n1;Müller\n".encode() + "2;Köhler\n".encode("cp1252")
    found = reading("personen.csv", table)
    assert [record.values["last_name"] for record in found.records] == ["Müller", "Köhler"]


@pytest.mark.parametrize(
    "cell, meant",
    [
        ("privat:a@x.example", ["a@x.example"]),
        ("a@x.example(Büro)", ["a@x.example"]),
        ("a@x.example/b@x.example", ["a@x.example", "b@x.example"]),
        ("a@x.example und b@x.example.", ["a@x.example", "b@x.example"]),
        ("a@x.example#mailto:a@x.example#", ["a@x.example"]),  # a hyperlink field of Access
        ("\u200ba@x.example\u00a0", ["a@x.example"]),
        ("o'brien@x.example", ["o'brien@x.example"]),
        ("kein Internet", []),
        ("siehe Ehefrau", []),
        ("verzogen am 1.10.", []),
    ],
)
def test_remarks_stand_beside_addresses_or_instead_of_them(cell: str, meant: list[str]) -> None:
    found = reading("personen.csv", f'Personennummer;Nachname;E-Mail\n1;Berger;"{cell}"\n'.encode())
    assert found.rejected == ()
    assert found.records[0].values["addresses"] == meant


def test_every_column_of_addresses_counts_and_of_other_words_the_first_that_is_filled() -> None:
    head = "Personennummer;Familienname;Name 1;E-Mail;E-Mail geschäftlich\n"
    found = reading("personen.csv", f"{head}1;;Berger;a@x.example;b@x.example\n".encode())
    assert found.records[0].values["addresses"] == ["a@x.example", "b@x.example"]
    assert found.records[0].values["last_name"] == "Berger"


def test_a_header_that_is_said_again_on_each_page_is_no_row() -> None:
    head = "Personennummer;Nachname\n"
    found = reading("personen.csv", f"{head}1;Berger\n{head}2;Meier\n".encode())
    assert ([record.key for record in found.records], found.rejected) == ([("1",), ("2",)], ())


def test_a_flat_in_which_nobody_lives_is_a_flat_and_no_fault() -> None:
    head = "Personennummer;Nachname;Objektnummer;Einheitsnummer;Rolle;Beginn\n"
    rows = "1;Berger;0012;003;Mieter;\n;Leerstand;0012;004;Mieter;01.10.2025\n;;0012;005;;\n;Meier;0012;006;Mieter;\n"
    found = reading("mieterliste.csv", f"{head}{rows}".encode())
    kinds = [record.kind for record in found.records]
    assert [r.key[1] for r in found.records if r.kind is Kind.UNITS] == ["003", "004", "005"]
    assert (kinds.count(Kind.PERSONS), kinds.count(Kind.ROLES)) == (1, 1)
    assert {(told.line, told.sentence) for told in found.rejected} == {(5, "Personennummer is empty")}


def test_flats_and_firms_whose_numbers_lost_their_zeros_are_no_second_ones() -> None:
    flat = Record(Kind.UNITS, ("0012", "003"), {"name": "Wohnung 3"})
    firm = Record(Kind.CONTRACTORS, ("0007",), {"company": "Meier GmbH", "trades": [], "addresses": []})
    stored = {**STORED, Kind.UNITS: {flat.key: flat}, Kind.CONTRACTORS: {firm.key: firm}}
    tables = {
        "einheiten.csv": b"Objektnummer;Einheitsnummer\n0012;3\n0012;4\n",
        "firmen.csv": b"Dienstleisternummer;Firma;Gewerke;E-Mail\n7;Meier GmbH;Heizung;m@x.example\n",
    }
    found = read(tables, stored=stored)
    assert [record.key for record in found.records] == [("0012", "4")]
    assert [told.sentence for told in found.rejected] == [
        'the number "3" is stored as "003"',
        'the number "7" is stored as "0007"',
    ]


def test_a_formula_and_a_name_with_lost_signs_are_rejected_and_do_nothing_in_the_table_of_rejects() -> None:
    table = 'Personennummer;Nachname;E-Mail\n1;"=HYPERLINK(""http://x"")";\n2;M\ufffdller;\n3;;@SUM(A1)\n'
    file = open_file("personen.csv", table.encode())
    told = reading("personen.csv", table.encode()).rejected
    assert [one.sentence.partition('" ')[2].rpartition('" ')[2] or one.sentence for one in told[:2]] == [
        "is a formula, not what it found",
        "holds signs that were lost",
    ]
    ((_, rejected),) = rejects([file], ((t.file, t.line, reason(t, "de")) for t in told), language="de")
    rows = rejected.splitlines()
    assert rows[1].startswith("1;\"'=HYPERLINK(")
    assert rows[3].startswith("3;;'@SUM(A1);")


def test_of_a_formula_in_a_spreadsheet_its_value_counts_and_of_one_that_found_nothing_none() -> None:
    """As Excel keeps them: the formula, beside what it found (ECMA-376 part 1, 18.3.1.4)."""
    plain = spreadsheet({"Personen": [["Personennummer", "Nachname", "E-Mail"], ["FOUND", "Berger", "LOST"]]})
    found = '<c r="A2" t="str"><f>TEXT(B9,"0000")</f><v>0071</v></c>'
    lost = '<c r="C2" t="e"><f>VLOOKUP(A2,X:Y,2,0)</f><v>#N/A</v></c>'
    cells = {'<c r="A2" t="inlineStr"><is><t>FOUND</t></is></c>': found}
    cells |= {'<c r="C2" t="inlineStr"><is><t>LOST</t></is></c>': lost}
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as usual, zipfile.ZipFile(made, "w") as formulas:
        for name in usual.namelist():
            part = usual.read(name).decode()
            for text, formula in cells.items():
                part = part.replace(text, formula)
            formulas.writestr(name, part)
    read_back = reading("liste.xlsx", made.getvalue())
    assert read_back.rejected == ()
    (person,) = read_back.records
    assert (person.key, person.values["addresses"]) == (("0071",), [])


def test_a_row_costs_a_few_kilobytes_so_that_a_hundred_thousand_have_room() -> None:
    row = "{n:06};Frau;Anna{n};Berger{n};anna{n}@post.example;0012;WE{n:06};Mieterin;01.11.2020;\n"
    head = "Personennummer;Anrede;Vorname;Nachname;E-Mail;Objektnummer;Einheitsnummer;Rolle;Beginn;Ende\n"
    octets = (head + "".join(row.format(n=n) for n in range(2000))).encode()
    tracemalloc.start()
    found = reading("liste.csv", octets)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found.records) == 6000
    assert peak < 2000 * 12_000


# ---- what is no table


def far_away() -> bytes:
    """Two kilobytes, for which a reader would make room for seventeen thousand million cells."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(spreadsheet({"Personen": [["Personennummer"], ["1"]]}))) as usual,
        zipfile.ZipFile(made, "w") as odd,
    ):
        for name in usual.namelist():
            cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
            odd.writestr(name, usual.read(name).replace(b"</sheetData>", cell))
    return made.getvalue()


def lying() -> bytes:
    """Its directory names a tenth of what a sheet unpacks to."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 1_000_000)
    return made.getvalue().replace((1_000_000).to_bytes(4, "little"), (100_000).to_bytes(4, "little"))


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    "name, octets, sentence",
    [
        ("liste.xlsx", LOCKED, "is locked by a password"),
        ("liste.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "is an old spreadsheet"),
        ("liste.xlsx", far_away(), "reaches to row 1048576 and column 16384"),
        ("liste.xlsx", lying(), "is no spreadsheet that can be read"),
        ("liste.csv", "<html><body><table>".encode("utf-16"), "is a web page"),
        ("liste.xls", b'<?xml version="1.0"?>\n<!DOCTYPE html><html><table>', "is a web page"),
        ("liste.xls", b"<!--" + b"-" * 900 + b"--><html>", "is a web page"),
        ("liste.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", "is a web page"),
        ("liste.xls", b'<?xml version="1.0"?><Workbook xmlns:ss="urn:x">', "is XML, not a table"),
        ("liste.csv", bytes(range(256)) * 4, "is neither text nor a spreadsheet"),
        ("liste.csv", b"Fehler: Export fehlgeschlagen\n", "its header is that of no table that is known"),
    ],
)
def test_what_is_no_table_says_so_and_what_to_do(name: str, octets: bytes, sentence: str) -> None:
    found = reading(name, octets)
    assert (found.records, len(found.rejected)) == ((), 1)
    assert sentence in found.rejected[0].sentence
    assert found.rejected[0].mend


@pytest.mark.parametrize("name", ["personen.xls", "personen.xlsx", "personen.CSV"])
def test_text_is_a_table_whatever_its_name_ends_in(name: str) -> None:
    found = reading(name, b"Personennummer\tNachname\n0071\tBerger\n")
    assert [record.key for record in found.records] == [("0071",)]


@pytest.mark.parametrize(
    "octets, remark",
    [
        (b"", "is empty"),
        (b"\0" * 600, "is empty"),
        (b"Personennummer;Nachname\n", "has a header and nothing"),
    ],
)
def test_an_empty_file_is_told(octets: bytes, remark: str) -> None:
    found = reading("personen.csv", octets)
    assert (found.records, found.rejected, len(found.remarks)) == ((), (), 1)
    assert remark in found.remarks[0]
