"""Knows that the pages for operators and the files that come with the program say what the code says."""

import re
from pathlib import Path

import pytest

from hauspost.config.blank import Answers, blank
from hauspost.config.load import load
from hauspost.config.sections import Document, OAuth2Section, model_of
from hauspost.config.starter import starter
from hauspost.desk.categories import choose
from hauspost.desk.houses import Category, CategoryKey
from hauspost.desk.masterdata import Kind
from hauspost.desk.policy import KEYS
from hauspost.parsers.masterdata import read
from hauspost.parsers.masterdata_columns import COLUMNS, POLICY

DOCS = Path(__file__).resolve().parents[2] / "docs"
SECTIONS = ("company", "mail", "database", "listen", "relay", "alerts", "limits", "policy")
REPEATED = ("imap", "forms")


def keys(section: str) -> set[str]:
    model = model_of(Document.model_fields[section].annotation)
    assert model is not None
    return {field.alias or name for name, field in model.model_fields.items()}


@pytest.mark.parametrize("section", [*SECTIONS, *REPEATED])
def test_every_key_of_the_configuration_is_explained(section: str) -> None:
    page = (DOCS / "configuration.md").read_text("utf-8")
    part = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    (text,) = (chapter for chapter in part if chapter.lstrip("[").startswith(f"{section}]"))
    rows = " ".join(line.split("|")[1] for line in text.splitlines() if line.startswith("| `"))
    assert set(re.findall(r"`(\w+)`", rows)) == keys(section)


def test_every_key_of_oauth2_is_explained() -> None:
    (chapter,) = re.findall(
        r"^## oauth2\n(.*?)^## ", (DOCS / "configuration.md").read_text("utf-8"), re.M | re.S
    )
    rows = " ".join(line.split("|")[1] for line in chapter.splitlines() if line.startswith("| `"))
    assert set(re.findall(r"`(\w+)`", rows)) == set(OAuth2Section.model_fields)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_column_of_master_data_is_explained(kind: Kind) -> None:
    page = (DOCS / "master-data.md").read_text("utf-8")
    for column in COLUMNS[kind]:
        if not column.field.startswith(POLICY):
            assert all(name in page for name in column.names[:2])


def test_the_blank_configuration_names_every_key_of_its_sections(tmp_path: Path) -> None:
    text = blank(Answers("Hausverwaltung", "t.example"))
    (tmp_path / "hauspost.toml").write_text(text, "utf-8")
    load(tmp_path / "hauspost.toml", {})
    for section in REPEATED:
        (block,) = re.findall(rf"^# \[\[{section}\]\]\n((?:# .*\n)+)", text, re.MULTILINE)
        assert keys(section) == set(re.findall(r"^# (\w+) = ", block, re.MULTILINE))
    for section in SECTIONS:
        named = set(re.findall(r"^(\w+) = ", text, re.MULTILINE))
        assert keys(section) <= named
    assert list(KEYS) != []


@pytest.mark.parametrize("name", ['A "B" \\ C', "Tab\tund\x7fEnde", "$name ${domain}", "日本"])
def test_any_name_survives_the_blank_configuration(tmp_path: Path, name: str) -> None:
    (tmp_path / "hauspost.toml").write_text(blank(Answers(name, "t.example")), "utf-8")
    assert load(tmp_path / "hauspost.toml", {}).company.name == name


@pytest.mark.parametrize(
    "subject,text,expected",
    [
        ("Heizung", "der Heizkörper im Bad wird nicht mehr warm", "heating"),
        ("Kein Warmwasser", "seit gestern", "heating"),
        ("", "Die Fußbodenheizung geht nicht", "heating"),
        ("Wasserfleck an der Decke", "es tropft", "water"),
        ("Kellerschlüssel verloren", "", "doors"),
        ("Haustür schließt nicht", "fällt nicht ins Schloss", "doors"),
        ("", "Das Treppenhauslicht im 2. OG brennt nicht", "lighting"),
        ("Stromausfall", "nur in der Küche, Steckdosen tot", "electricity"),
        ("", "Frau steckt im Aufzug fest", "lift"),
        ("Schimmel", "im Schlafzimmer", "mould"),
        ("Lärm", "jede Nacht Party", "noise"),
        ("", "Die Mülltonnen werden nicht geleert", "waste"),
        ("Nebenkosten 2024", "Wann kommt die Abrechnung?", "accounting"),
        ("Undichtes Fenster", "Zugluft am Küchenfenster", "windows"),
        ("Gasgeruch", "im Treppenhaus", "gas"),
        ("Radiator is cold", "no heating since Monday", "heating"),
        ("Frage", "Wann haben Sie geöffnet?", "general"),
    ],
)
def test_the_starter_categories_know_the_words_of_daily_reports(
    subject: str, text: str, expected: str
) -> None:
    known = tuple(
        Category(CategoryKey(r.key[0]), r.values["label_de"], r.values["label_en"], tuple(r.values["words"]))
        for r in read(starter(), stored={}).records
    )
    assert choose(known, hint="", subject=subject, text=text) == expected
