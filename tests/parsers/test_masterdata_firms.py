"""Knows how firms, their work and rules are read, and each row that contradicts another or points to nothing."""

from collections.abc import Mapping

import pytest

from hauspost.desk.masterdata import Kind, Record, Stored, compare
from hauspost.desk.work import Automation
from hauspost.parsers.masterdata import Reading, read
from hauspost.parsers.masterdata_cells import Misread, cents, senders, whole

HOUSES = "Objektnummer;Bezeichnung;Straße\nLW12;Haus A;Lindenweg 12\nHS5;Haus B;Hafenstraße 5\n"
CATEGORIES = (
    "Kategorie;Bezeichnung;Wörter;Gewerk\nheating;Heizung & Warmwasser;heizung;Heizung\n"
    "lighting;Licht;licht;Elektro\nlift;Aufzug;aufzug;Aufzug\n"
)
FIRMS = (
    "Dienstleisternummer;Firma;Gewerke;E-Mail Aufträge;Weitere Absender\n"
    "007;Heizung Meier GmbH;Heizungsbau | Sanitär;auftrag@meier.example;@meier.example\n"
    "008;Wolf;Klempner;info@wolf.example;\n"
)


def reading(stored: Stored | None = None, /, **files: str) -> Reading:
    octets = {f"{name}.csv": text.encode("utf-8") for name, text in files.items()}
    return read(octets, stored=stored or {})


def with_firms(**files: str) -> Reading:
    return reading(properties=HOUSES, categories=CATEGORIES, contractors=FIRMS, **files)


def of(found: Reading, kind: Kind) -> Mapping[tuple[str, ...], Mapping[str, object]]:
    return {record.key: record.values for record in found.records if record.kind is kind}


def kept(found: Reading) -> dict[Kind, dict[tuple[str, ...], Record]]:
    """As if it had been stored."""
    stored: dict[Kind, dict[tuple[str, ...], Record]] = {kind: {} for kind in Kind}
    for record in found.records:
        stored[record.kind][record.key] = record
    return stored


# ---- contractors


def test_a_firm_s_orders_go_to_its_first_address_and_all_of_them_speak_for_it() -> None:
    firms = of(reading(contractors=FIRMS), Kind.CONTRACTORS)
    assert firms["007",]["addresses"] == ["auftrag@meier.example", "@meier.example"]
    assert firms["007",]["trades"] == ["Heizung", "Sanitär"]
    assert firms["008",]["trades"] == ["Sanitär"]
    assert firms["007",]["language"] == "de"


def test_english_headers_and_amounts_with_a_decimal_comma_are_read() -> None:
    found = reading(
        firms='contractor_id,company,trades,order_email,nte\nX,Spark,electrical,a@spark.example,"1.250,50 €"\n',
    )
    assert found.rejected == ()
    (spark,) = of(found, Kind.CONTRACTORS).values()
    assert (spark["trades"], spark["nte"]) == (["Elektro"], 125050)


@pytest.mark.parametrize(
    "row,told",
    [
        ("9;Blitz;Elektro;;", "E-Mail Aufträge is empty"),
        ("9;Blitz;;a@b.example;", "Gewerke is empty"),
        ("9;;Elektro;a@b.example;", "Firma is empty"),
        ("9;Blitz;Elektro;blitz;", 'holds no mail address in "blitz"'),
        ("9;Blitz;Elektro;a@b.example;@web.de", 'takes everybody with a mailbox at "@web.de" for that firm'),
        ("9;Blitz;Elektro;a@b.example;@blitz", 'holds no domain in "@blitz"'),
        ("9;Blitz;Elektro;a@b.example;@", 'holds no domain in "@"'),
        (f"{'9' * 60};Blitz;Elektro;a@b.example;", "is too long for a number"),
        ("008;Wolf & Sohn;Sanitär;info@wolf.example;", "the number 008 is given twice and differently"),
    ],
)
def test_a_firm_that_cannot_be_taken_is_told(row: str, told: str) -> None:
    found = reading(contractors=f"{FIRMS}{row}\n")
    assert told in found.rejected[0].sentence
    assert found.rejected[0].mend
    assert len(found.records) == 2


def test_further_senders_stay_where_a_table_has_no_column_for_them() -> None:
    stored = kept(reading(contractors=FIRMS))
    head = "Dienstleisternummer;Firma;Gewerke;E-Mail Aufträge\n"
    row = "007;Heizung Meier GmbH;Heizung | Sanitär;neu@meier.example\n"
    diff = compare(stored, reading(stored, contractors=head + row).records)
    (change,) = diff.changed
    assert change.fields == ("addresses",)
    assert change.after.values["addresses"] == ["neu@meier.example", "@meier.example"]


def test_senders_are_addresses_and_domains() -> None:
    cell = "Kaya@Meier.example, @büro.example | @meier.example"
    assert senders(cell) == ["kaya@meier.example", "@xn--bro-hoa.example", "@meier.example"]


def test_rules_that_name_a_firm_whose_work_ends_are_told_and_everything_is_taken() -> None:
    firms = (
        "Dienstleisternummer;Firma;Gewerke;E-Mail;Ende\n"
        "007;Heizung Meier GmbH;Heizung;m@x.example;30.09.2025\n"
    )
    rules = "Objektnummer;Kategorie;Stufe;Firma\nLW12;heating;automatisch;007\n"
    found = reading(properties=HOUSES, categories=CATEGORIES, contractors=firms, rules=rules)
    assert found.rejected == ()
    assert found.remarks == (
        "LW12 / heating names Heizung Meier GmbH, whose work ends on 2025-09-30; name another firm there",
    )


# ---- assignments


def test_work_is_a_category_or_a_trade_under_any_of_its_names() -> None:
    rows = "*;Klempner;008;2;\nLW12;Licht;007;;ja\nLW12;heating;Heizung Meier GmbH;;\nHS5;Heizung;wolf;0;\n"
    found = with_firms(assignments=f"Objektnummer;Kategorie;Dienstleisternummer;Rang;Nur Notfall\n{rows}")
    assert found.rejected == ()
    assert of(found, Kind.ASSIGNMENTS) == {
        ("*", "Sanitär", "008"): {"rank": 2, "emergency_only": False},
        ("LW12", "lighting", "007"): {"rank": 1, "emergency_only": True},
        ("LW12", "heating", "007"): {"rank": 1, "emergency_only": False},
        ("HS5", "Heizung", "008"): {"rank": 0, "emergency_only": False},
    }


@pytest.mark.parametrize(
    "row,told",
    [
        ("LW13;Sanitär;008;1", 'there is no property "LW13"; add the property to properties.csv'),
        (
            "LW12;Elektro;008;1",
            '"Elektro" is no category, and no contractor has that trade; add it to Gewerke',
        ),
        ("LW12;Sanitär;009;1", '"009" is no contractor; write a contractor\'s number'),
        ("LW12;Sanitär;Wolff;1", 'or did you mean "Wolf"?'),
        ("LW12;Sanitär;008;erste", 'Rang "erste" is no number that can stand here'),
        ("LW12;Sanitär;008;1\nLW12;Sanitär;008;2", "LW12 / Sanitär / 008 is assigned twice and differently"),
    ],
)
def test_work_that_nobody_can_do_is_told(row: str, told: str) -> None:
    found = with_firms(assignments=f"Objekt;Gewerk;Dienstleisternummer;Rang\n{row}\n")
    assert told in str(found.rejected[0])


# ---- rules

HEAD = "Objektnummer;Kategorie;Stufe;Einspruch Minuten;Firma;Firma darf beginnen;Firma darf erledigen;Grenze;Pro Tag\n"


def test_a_rule_names_the_caretaker_a_firm_or_a_trade() -> None:
    rows = (
        "LW12;lighting;automatisch;;Hauswart;ja;ja;;\n"
        "*;heating;Einspruch;45;007;nein;;300,00 € brutto;2\n"
        "HS5;Aufzug;vorschlagen;;Klempner;;;;\n"
        "HS5;lighting;aus;;Wolf;;;;\n"
    )
    rules = of(with_firms(rules=HEAD + rows), Kind.RULES)
    plain = {"veto_minutes": 30, "may_start": None, "may_finish": None, "limit_cents": None, "per_day": 3}
    assert rules["LW12", "lighting"] == plain | {
        "automation": Automation.AUTO,
        "assignee": "caretaker",
        "may_start": True,
        "may_finish": True,
        "is_approved": True,
    }
    assert rules["*", "heating"] == {
        "automation": Automation.VETO,
        "veto_minutes": 45,
        "assignee": "firm:007",
        "may_start": False,
        "may_finish": None,
        "limit_cents": 30000,
        "per_day": 2,
        "is_approved": True,
    }
    assert rules["HS5", "lift"]["assignee"] == "Sanitär"
    assert (rules["HS5", "lighting"]["automation"], rules["HS5", "lighting"]["assignee"]) == (
        "off",
        "firm:008",
    )


@pytest.mark.parametrize(
    "row,told",
    [
        ("LW12;heating;vielleicht", 'Stufe "vielleicht" is not known here; write one of aus'),
        ("LW12;heating;", "Stufe is empty"),
        ("LW12;heatin;aus", 'there is no category "heatin"; add it to categories.csv, or did you mean'),
        ("LW14;heating;aus", 'there is no property "LW14"'),
        ("LW12;heating;auto;;Dachdecker", '"Dachdecker" is no contractor'),
        ("LW12;heating;auto;bald", 'Einspruch Minuten "bald" is no number that can stand here'),
        ("LW12;heating;auto;;;vielleicht", 'Firma darf beginnen "vielleicht" is neither yes nor no'),
        ("LW12;heating;auto;;;;;viel", 'Grenze "viel" is no amount; write it like 500 or 1.250,00'),
    ],
)
def test_a_rule_that_means_nothing_is_told(row: str, told: str) -> None:
    found = with_firms(rules=f"{HEAD}{row}\n")
    assert told in str(found.rejected[0])
    assert of(found, Kind.RULES) == {}


@pytest.mark.parametrize(
    "second", ["LW12;heating;automatisch", "LW12;Heizung & Warmwasser;aus", "LW12;heating;aus"]
)
def test_two_rules_for_one_property_and_category_are_an_error_with_both_lines(second: str) -> None:
    found = with_firms(rules=f"{HEAD}LW12;heating;aus\n{second}\n")
    assert [str(rejected) for rejected in found.rejected] == [
        "rules.csv, line 3: there are two rules for LW12 / heating; "
        "delete one of them; the first stands in rules.csv, line 2"
    ]


def test_a_rule_for_a_whole_house_and_one_for_a_category_everywhere_are_a_tie() -> None:
    rows = "LW12;*;aus\n*;*;vorschlagen\n*;heating;automatisch\n"
    found = with_firms(rules=HEAD + rows)
    assert [str(rejected) for rejected in found.rejected] == [
        "rules.csv, line 4: it weighs the same as the rule for LW12 / * in rules.csv, line 2 "
        "where both speak of LW12 / heating; add a row for LW12 / heating, or delete one of them"
    ]
    assert set(of(found, Kind.RULES)) == {("LW12", "*"), ("*", "*")}
    decided = with_firms(rules=f"{HEAD}{rows}LW12;heating;einspruch\n")
    assert decided.rejected == ()
    same = with_firms(rules=f"{HEAD}LW12;*;aus\n*;heating;aus\n")
    assert same.rejected == ()


def test_a_tie_with_a_rule_that_is_stored_is_told_too() -> None:
    stored = kept(with_firms(rules=f"{HEAD}LW12;*;aus\n"))
    found = reading(stored, rules=f"{HEAD}*;heating;automatisch\n")
    assert "the rule for LW12 / * in the store" in found.rejected[0].sentence
    assert found.records == ()


# ---- categories


def test_a_category_named_twice_is_an_error_with_both_lines() -> None:
    twice = f"{CATEGORIES}heating;Heizung & Warmwasser;heizung;Heizung\nradiators;licht;heizkörper;Heizung\n"
    found = reading(categories=twice)
    assert [str(rejected) for rejected in found.rejected] == [
        'categories.csv, line 5: the category "heating" is named twice; '
        "delete one of them; the first stands in categories.csv, line 2",
        'categories.csv, line 6: "licht" is the name of the category "lighting" already; '
        "give it a name of its own; the first stands in categories.csv, line 3",
    ]


# ---- again and again


def test_the_same_tables_again_change_nothing() -> None:
    tables = {
        "assignments": "Objekt;Gewerk;Dienstleister\n*;Sanitär;008\n",
        "rules": f"{HEAD}*;heating;vorschlagen;;007;;;300;\n",
    }
    stored = kept(with_firms(**tables))
    diff = compare(stored, reading(stored, **tables, contractors=FIRMS).records)
    assert (diff.is_empty, diff.unchanged, diff.missing) == (True, 4, ())


@pytest.mark.parametrize("cell,expected", [("", 30), ("45", 45), ("45 min", 45), ("60 Minuten", 60)])
def test_minutes_are_whole_numbers(cell: str, expected: int) -> None:
    assert whole(1, 10_000, 30)(cell) == expected


@pytest.mark.parametrize("cell", ["0", "-5", "1,5", "10001", "٤٥", "9" * 5000])
def test_what_is_no_number_of_minutes_is_refused(cell: str) -> None:
    with pytest.raises(Misread):
        whole(1, 10_000, 30)(cell)


@pytest.mark.parametrize(
    "cell,expected", [("300 € brutto", 30000), ("300,5", 30050), ("1 250,00 EUR", 125000)]
)
def test_limits_are_gross_amounts(cell: str, expected: int) -> None:
    assert cents(cell) == expected
