"""Knows the tables of master data: which columns each has, by which German and English headers, and how cells read."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hauspost.desk.houses import Notify
from hauspost.desk.masterdata import Kind
from hauspost.desk.policy import KEYS as POLICY_KEYS
from hauspost.desk.trades import trade_of
from hauspost.desk.work import Automation
from hauspost.parsers import masterdata_cells as cells
from hauspost.parsers import masterdata_words as words
from hauspost.parsers.masterdata_cells import Reader
from hauspost.parsers.rhythms import rhythm

PHONE: Final = "phone_"
POLICY: Final = "policy_"


@dataclass(frozen=True, slots=True)
class Column:
    """`names`: the German header first, as it is told to people; case, spaces, umlauts and signs never matter.

    `aliases`: how programs of offices call it in their exports; where a header of `names` stands beside, that counts.
    `several`: all columns that mean it are read, as one list.
    """

    field: str
    names: tuple[str, ...]
    read: Reader = cells.text
    required: bool = False
    aliases: tuple[str, ...] = ()
    several: bool = False


def _column(field: str, names: str, read: Reader = cells.text, *, required: bool = False) -> Column:
    called = tuple(name.strip() for name in names.split("|"))
    return Column(field, called, read, required, ALIASES.get(field, ()), field in SEVERAL)


SEVERAL: Final = frozenset({"addresses", "phones"})

# Headers of exports, by field, as Domus, Haufe-PowerHaus, Immoware24, Wodis, DATEV and casavi write them.
# What is ambiguous there stands in none: "Nr.", "Name 2", "WE-Nr." (a flat, or a "Wirtschaftseinheit").
ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "person": (
        *("Personen-Nr.", "Pers.-Nr.", "Personen-ID", "Kontaktnummer", "Kontakt-Nr.", "Kontakt-ID"),
        *("Kundennummer", "Kunden-Nr.", "Adressnummer", "Adress-Nr.", "Adr.-Nr.", "Referenz-ID des Kontakts"),
        *("Geschäftspartner", "Geschäftspartnernummer", "Geschäftspartner-Nr.", "GP-Nr.", "Partnernummer"),
        *("Mieternummer", "Mieter-Nr.", "Mieter-ID", "Eigentümernummer", "Eigentümer-Nr.", "Eig.-Nr."),
        *("Debitorennummer", "Debitoren-Nr.", "Debitor", "Debitorenkonto", "Personenkonto", "Konto"),
    ),
    "property": (
        *("Objekt-Nr.", "Obj.-Nr.", "Objekt-ID", "Verwaltungsobjekt", "WEG-Nr.", "Wirtschaftseinheit"),
        *("Liegenschaft", "Liegenschaftsnummer", "Liegenschafts-Nr.", "Referenz-ID der Liegenschaft"),
    ),
    "unit": (
        *("Einheiten-Nr.", "Einheit-Nr.", "Einheit-ID", "VE", "VE-Nr.", "VE-Nummer", "Verwaltungseinheit"),
        *("Wohnungsnummer", "Wohnungs-Nr.", "Wohn.-Nr.", "Whg.-Nr.", "Whg.", "Wohnung", "Wohneinheit"),
        *("Mieteinheit", "ME-Nr.", "Mietobjekt", "Mietobjekt-Nr.", "Nutzungsobjekt", "Nutzungseinheit"),
        *("Nutzeinheit", "NE-Nr.", "Referenz-ID der Einheit"),
    ),
    "last_name": (
        *("Familienname", "Zuname", "Name 1", "Mietername", "Eigentümername", "Personenname", "Kontaktname"),
        *("Name (Adressattyp natürl. Person)", "Name (Adressattyp Unternehmen)"),
        "Name (Adressattyp keine Angabe)",
    ),
    "first_name": ("Vorname (Adressattyp natürl. Person)", "Rufname"),
    "addresses": (
        *("E-Mail 1", "E-Mail 2", "E-Mail 3", "E-Mail-Adresse 1", "E-Mail-Adresse 2", "Mailadresse"),
        *("E-Mail privat", "E-Mail geschäftlich", "E-Mail dienstlich"),
    ),
    "phones": (
        *("Telefon 1", "Telefon 2", "Telefon privat", "Telefon geschäftlich", "Telefon dienstlich"),
        *("Tel.", "Tel. privat", "Tel. geschäftlich", "Mobil", "Mobiltelefon", "Handy", "Festnetz"),
    ),
    "valid_from": (
        *(
            "Mietbeginn",
            "Mietvertragsbeginn",
            "Vertragsbeginn",
            "Vertrag von",
            "Einzugsdatum",
            "Nutzungsbeginn",
        ),
        *("gültig ab", "gültig von", "von", "seit", "Eigentümer seit"),
    ),
    "valid_to": (
        *("Mietende", "Mietvertragsende", "Vertragsende", "Vertrag bis", "Auszugsdatum", "Nutzungsende"),
        "gültig bis",
    ),
    "role": (
        *("Personenart", "Personentyp", "Kontaktart", "Kontakttyp", "Vertragsart", "Partnerrolle"),
        "Geschäftspartnerrolle",
    ),
    "contractor": ("Kreditorennummer", "Kreditoren-Nr.", "Lieferantennummer", "Firmennummer"),
}

PERSON_NUMBER = _column("person", "Personennummer | person_id | Person", cells.number, required=True)
PROPERTY_NUMBER = _column("property", "Objektnummer | property_id | Objekt", cells.number, required=True)
CONTRACTOR_NUMBER = _column(
    "contractor", "Dienstleisternummer | contractor_id | Dienstleister", cells.firm_number, required=True
)
UNIT_NUMBER = _column("unit", "Einheitsnummer | unit_id | Einheit | WE", cells.number, required=True)

COLUMNS: Final[Mapping[Kind, tuple[Column, ...]]] = {
    Kind.PERSONS: (
        PERSON_NUMBER,
        _column("last_name", "Nachname | last_name | Name", required=True),
        _column("first_name", "Vorname | first_name"),
        _column("salutation", "Anrede | salutation"),
        _column("addresses", "E-Mail | emails | E-Mails | E-Mail-Adresse | Mail", cells.addresses),
        _column("phones", "Telefon | phones | phone | Telefonnummer", cells.items),
        _column("language", "Sprache | language", cells.one_of(words.LANGUAGES, "")),
        _column("notify", "Benachrichtigung | notify", cells.one_of(words.NOTIFY, Notify.AT_ONCE)),
        _column("contact_release", "Weitergabe Kontakt | contact_release", cells.one_of(words.RELEASES, "")),
        _column("transcripts", "Quittungen | transcripts", cells.one_of(words.TRANSCRIPTS, "")),
    ),
    Kind.PROPERTIES: (
        PROPERTY_NUMBER,
        _column("name", "Bezeichnung | name | Objektbezeichnung | property_name", required=True),
        _column("street", "Straße | street", required=True),
        _column("mailbox", "Objekt-E-Mail | mailbox | Postfach", cells.mailbox),
        _column("kind", "Verwaltungsart | kind", cells.one_of(words.KINDS, "weg")),
        _column("postcode", "PLZ | postcode | Postleitzahl"),
        _column("city", "Ort | city"),
        _column("house_numbers", "Hausnummern | house_numbers | Hausnummer", cells.items),
        _column("state", "Bundesland | state", cells.state),
        _column("responsible", "Zuständig | responsible"),
        _column("deputy", "Vertretung | deputy"),
        _column("invoice_recipient", "Rechnungsempfänger | invoice_recipient"),
        _column("invoice_email", "Rechnungs-E-Mail | invoice_email", cells.address),
        _column("approval_limit", "Freigabegrenze | approval_limit", cells.cents),
        _column("board_limit", "Beiratsgrenze | board_limit", cells.cents),
        _column(PHONE + "emergency", "Notdienst | emergency_phone | emergency"),
        _column(PHONE + "gas", "Gas"),
        _column(PHONE + "lift", "Aufzug | lift"),
        _column(PHONE + "keys", "Schlüssel | keys"),
        _column("language", "Sprache | language", cells.one_of(words.LANGUAGES, "")),
        *(_column(POLICY + name, name, cells.policy(name)) for name in POLICY_KEYS),
    ),
    Kind.UNITS: (
        PROPERTY_NUMBER,
        UNIT_NUMBER,
        _column("name", "Bezeichnung | name | Einheitsbezeichnung | unit_name | Name der Einheit"),
        _column("building", "Gebäude | building | Aufgang | Hauseingang"),
        _column("floor", "Etage | floor | Stockwerk | Geschoss"),
        _column("side", "Lage | side"),
        _column("type", "Art | type | Nutzungsart"),
        _column("is_sev", "SE-Verwaltung | sev", cells.yes_or_no),
    ),
    Kind.ROLES: (
        PERSON_NUMBER,
        PROPERTY_NUMBER,
        _column("role", "Rolle | role", cells.role, required=True),
        _column("unit", "Einheitsnummer | unit_id | Einheit | WE", cells.number),
        _column("valid_from", "Beginn | valid_from | Einzug | ab", cells.day),
        _column("valid_to", "Ende | valid_to | Auszug | bis", cells.day),
    ),
    Kind.CATEGORIES: (
        _column("key", "Kategorie | key | category", cells.key, required=True),
        _column("label_de", "Bezeichnung | label_de", required=True),
        _column("label_en", "Label | label_en"),
        _column("words", "Wörter | words", cells.items),
        _column("visibility", "Sichtbarkeit | visibility", cells.one_of(words.VISIBILITIES, "private")),
        _column("important", "Wichtig | important", cells.yes_or_no),
        _column("trade", "Gewerk | trade", trade_of),
        _column("scope", "Eigentum | scope", cells.one_of(words.SCOPES, "")),
        _column("answer", "Standardantwort | answer", cells.paragraph),
    ),
    Kind.CONTRACTORS: (
        CONTRACTOR_NUMBER,
        _column("company", "Firma | company | Name", required=True),
        _column("trades", "Gewerke | trades | Gewerk | trade", cells.trades, required=True),
        _column("orders_to", "E-Mail Aufträge | order_email | E-Mail", cells.addresses, required=True),
        _column("senders", "Weitere Absender | sender_addresses", cells.senders),
        _column("language", "Sprache | language", cells.one_of(words.LANGUAGES, "")),
        _column("phone", "Telefon | phone"),
        _column("emergency_phone", "Notdienst | emergency_phone"),
        _column("nte", "Auftragslimit | nte", cells.cents),
        _column("valid_to", "Ende | valid_to", cells.day),
    ),
    Kind.ASSIGNMENTS: (
        PROPERTY_NUMBER,
        _column("work", "Kategorie | category | Gewerk | trade | work", required=True),
        _column("contractor", "Dienstleisternummer | contractor_id | Dienstleister | Firma", required=True),
        _column("rank", "Rang | rank", cells.whole(0, 99, 1)),
        _column("emergency_only", "Nur Notfall | emergency_only", cells.yes_or_no),
    ),
    Kind.RULES: (
        PROPERTY_NUMBER,
        _column("category", "Kategorie | category", required=True),
        _column("automation", "Stufe | automation", cells.one_of(words.AUTOMATION, None), required=True),
        _column("veto_minutes", "Einspruch Minuten | veto_minutes", cells.whole(1, 10_000, 30)),
        _column("assignee", "Firma | contractor | Dienstleister"),
        _column("may_start", "Firma darf beginnen | contractor_may_start", cells.if_said),
        _column("may_finish", "Firma darf erledigen | contractor_may_finish", cells.if_said),
        _column("limit_cents", "Grenze | limit", cells.cents),
        _column("per_day", "Pro Tag | per_day", cells.whole(0, 1000, 3)),
    ),
    Kind.TEXTS: (
        _column("key", "Kürzel | key", cells.key, required=True),
        _column("text", "Text", cells.paragraph, required=True),
    ),
    Kind.MAINTENANCE: (
        PROPERTY_NUMBER,
        _column("name", "Bezeichnung | name | Wartung | maintenance", cells.short_text, required=True),
        _column("category", "Kategorie | category", required=True),
        _column("rhythm", "Rhythmus | rhythm | Turnus | interval", rhythm, required=True),
        _column("first_on", "Nächster Termin | next_date | next", cells.day, required=True),
        _column("assignee", "Firma | contractor | Dienstleister"),
        _column("automation", "Stufe | automation", cells.one_of(words.LEVELS, Automation.OFF)),
    ),
}

# What a table of rejected rows says beside its original columns: German, English. Nobody reads it back.
NOTES: Final = (("Zeile", "Line"), ("Grund", "Reason"))

# Words of a file's or a sheet's name.
FILES: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(("persons", "personen", "people", "kontakte"), Kind.PERSONS),
    **dict.fromkeys(("properties", "objekte", "liegenschaften"), Kind.PROPERTIES),
    **dict.fromkeys(("units", "einheiten", "wohnungen"), Kind.UNITS),
    **dict.fromkeys(("roles", "rollen"), Kind.ROLES),
    **dict.fromkeys(("categories", "kategorien"), Kind.CATEGORIES),
    **dict.fromkeys(("contractors", "dienstleister", "firmen", "handwerker"), Kind.CONTRACTORS),
    **dict.fromkeys(("assignments", "zuordnungen"), Kind.ASSIGNMENTS),
    **dict.fromkeys(("rules", "regeln"), Kind.RULES),
    **dict.fromkeys(("texts", "texte", "textbausteine"), Kind.TEXTS),
    **dict.fromkeys(("maintenance", "wartung", "wartungen"), Kind.MAINTENANCE),
}

# The order in which a flat table's header cell is given to the first kind that knows it.
FLAT: Final = (Kind.PERSONS, Kind.ROLES, Kind.UNITS, Kind.PROPERTIES)
SHARED: Final = ("person", "property", "unit")  # the numbers belong to every kind that has them


def folded(header: str) -> str:
    """A header as it is compared: "Gebäude", "GEBAEUDE" and "gebaude" are one word."""
    plain = unicodedata.normalize("NFKD", header.casefold().replace("ß", "ss"))
    word = re.sub(r"[^a-z0-9]", "", plain)
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def known(kind: Kind) -> dict[str, Column]:
    """The columns of a table by each of their compared names."""
    aliases = {folded(name): column for column in COLUMNS[kind] for name in column.aliases}
    return aliases | {folded(name): column for column in COLUMNS[kind] for name in column.names}
