"""Knows what the record of processing activities says of an installation: facts of its configuration, in two languages.

Legal bases and contracts are the controller's to name: they are left as gaps that one sees.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final
from urllib.parse import parse_qs, urlsplit

from hauspost.config.grammar import LOOPBACK
from hauspost.config.settings import Settings
from hauspost.config.values import Maildir, Tcp
from hauspost.desk.retention import YEARS, Retention

GAP: Final = "______"
Said = tuple[str, str]  # in German, in English
Section = tuple[Said, tuple[Said, ...]]

PURPOSES: Final[tuple[Said, ...]] = (
    (
        "Meldungen von Bewohnern und Eigentümern annehmen, bearbeiten und beantworten",
        "taking, handling and answering reports of residents and owners",
    ),
    (
        "Aufträge an Firmen und Hausmeister, Termine, Angebote, Rechnungen",
        "orders to firms and caretakers, dates, offers, invoices",
    ),
    (
        "Aushänge und Nachrichten an das Haus, Unterlagen auf Anfrage",
        "notices to the house, documents on request",
    ),
    (
        f"Rechtsgrundlagen (Art. 6 Abs. 1 DSGVO), von Ihnen zu nennen: {GAP}",
        f"legal bases (GDPR, article 6 (1)), yours to name: {GAP}",
    ),
)
PERSONS: Final[tuple[Said, ...]] = (
    (
        "Mieter, Eigentümer, Beiräte, Bevollmächtigte: Name, Anrede, E-Mail, Telefon, Einheit, Rolle, Einstellungen",
        "tenants, owners, board members, representatives: name, salutation, mail, telephone, unit, role, preferences",
    ),
    (
        "Firmen und Hausmeister: Ansprechpartner, Adressen, Gewerke, Aufträge, Preise",
        "firms and caretakers: contacts, addresses, trades, orders, prices",
    ),
    (
        "Mitarbeiter der Verwaltung: Name, E-Mail, was sie an Vorgängen getan haben",
        "managers: name, mail, what they did at tickets",
    ),
    ("Unbekannte, die schreiben: Adresse und Mail", "strangers who write: address and mail"),
    (
        "Alle: der Inhalt ihrer Mails mit Bildern und Dateien (auch besondere Kategorien, wenn jemand sie schreibt)",
        "all: the content of their mails with pictures and files (special categories too, where somebody writes them)",
    ),
)
ALWAYS: Final[tuple[Said, ...]] = (
    (
        "Rechte nach Rolle und Vorgang; jede Mail wird vor dem Versand noch einmal geprüft",
        "rights by role and ticket; every mail is judged again before it leaves",
    ),
    (
        "Geheime Antwortadressen, in der Datenbank nur als Prüfsumme",
        "secret reply addresses, in the database as digests only",
    ),
    ("Protokoll ohne Namen, Adressen und Texte", "a log without names, addresses and words"),
    (
        "Fremde Mails werden in begrenzten eigenen Prozessen gelesen, Bilder ohne Metadaten weitergegeben",
        "foreign mails are read in limited processes, pictures passed on without metadata",
    ),
    (
        "Journal mit Prüfsummenkette (`hauspost journal verify`)",
        "a journal with a chain of digests (`hauspost journal verify`)",
    ),
    (
        "Löschlauf im Januar, Fristen je Vorgang und Datei, Sperre, Löschen und Auskunft"
        " (`hauspost retention`, `retain`, `hold`, `erase`, `export`)",
        "a yearly erasing run, terms per ticket and file, legal hold, erasing, export"
        " (`hauspost retention`, `retain`, `hold`, `erase`, `export`)",
    ),
    (
        f"Sicherungen macht der Betreiber (`hauspost backup`); Ort, Verschlüsselung, Aufbewahrung: {GAP}",
        f"backups are the operator's (`hauspost backup`); place, encryption, time: {GAP}",
    ),
    (
        f"Verschlüsselung der Datenträger und Zugang zum Server, von Ihnen zu nennen: {GAP}",
        f"encryption of the disks and access to the server, yours to name: {GAP}",
    ),
)


def record(settings: Settings, language: str, on: date) -> str:
    """Markdown. `language`: de or en."""
    which = 0 if language == "de" else 1
    lines = [
        ("# Verzeichnis von Verarbeitungstätigkeiten, Anlage", "# Record of processing activities, annex")[
            which
        ],
        "",
        (
            f"Aus der Konfiguration erzeugt am {on:%d.%m.%Y}; Lücken ({GAP}) füllen Sie (Art. 30 DSGVO).",
            f"Generated from the configuration on {on.isoformat()}; gaps ({GAP}) are yours (GDPR, article 30).",
        )[which],
    ]
    for title, items in _sections(settings):
        lines += ["", f"## {title[which]}", "", *(f"- {item[which]}" for item in items)]
    return "\n".join(lines) + "\n"


def _sections(settings: Settings) -> Iterator[Section]:
    yield ("Verantwortlicher", "Controller"), tuple(_controller(settings))
    yield ("Zwecke", "Purposes"), PURPOSES
    yield ("Betroffene und Daten", "Persons and data"), PERSONS
    yield ("Empfänger", "Recipients"), tuple(_recipients(settings))
    yield ("Aufbewahrung", "Retention"), tuple(_retention(settings))
    yield ("Technische Maßnahmen", "Technical measures"), (*_measures(settings), *ALWAYS)


def _controller(settings: Settings) -> Iterator[Said]:
    company = settings.company
    for text in dict.fromkeys((company.name, company.footer)):
        if text:
            yield text, text
    if company.phone:
        yield f"Telefon {company.phone}", f"telephone {company.phone}"
    if company.privacy_link:
        yield f"Datenschutzhinweise: {company.privacy_link}", f"privacy notice: {company.privacy_link}"
    yield f"Datenschutzbeauftragter: {GAP}", f"data protection officer: {GAP}"


def _recipients(settings: Settings) -> Iterator[Said]:
    to = settings.relay.to
    if isinstance(to, Maildir):
        yield (
            "Mailversand: keiner, Mails werden in Ordner gelegt",
            "sending: nobody, mails are laid into folders",
        )
    else:
        own = (" (eigener Mailserver)", " (own mail server)") if to.host in LOOPBACK else ("", "")
        yield f"Mailversand: {to.host}{own[0]}", f"sending: {to.host}{own[1]}"
    for account in settings.imap:
        yield f"Mailabholung: {account.at.host}", f"fetching: {account.at.host}"
    hosts = ", ".join(_database_hosts(settings.database.url))
    if hosts:
        yield f"Datenbank: {hosts}", f"database: {hosts}"
    else:
        yield "Datenbank: auf dem eigenen Server", "database: on the own server"
    grants = {one for one in (settings.relay.oauth2, *(a.oauth2 for a in settings.imap)) if one}
    for url in sorted({urlsplit(one.token_url).hostname or "" for one in grants}):
        yield f"Anmeldung bei {url}: nur Zugangsdaten", f"login at {url}: credentials only"
    yield (
        "beauftragte Firmen und Hausmeister: Ort, Auftrag, Bilder; Telefonnummer nach "
        + _release(settings)[0],
        "firms and caretakers with an order: place, order, pictures; telephone number "
        + _release(settings)[1],
    )
    if settings.company.accounting:
        yield f"Buchhaltung: {settings.company.accounting}", f"accounting: {settings.company.accounting}"
    for address in settings.alerts.to:
        yield f"Betriebsmeldungen: {address}", f"operating alerts: {address}"
    yield f"Verträge zur Auftragsverarbeitung mit diesen: {GAP}", f"processing contracts with these: {GAP}"
    yield f"Drittländer: {GAP}", f"third countries: {GAP}"


def _database_hosts(url: str) -> tuple[str, ...]:
    """None where it is a file, a socket, or on this very machine; libpq takes hosts from the query as well."""
    parts = urlsplit(url)
    named = (parts.hostname or "", *parse_qs(parts.query).get("host", ()))
    hosts = (host.rpartition(":")[0] or host for one in named for host in one.split(","))
    return tuple(host for host in hosts if host and host not in LOOPBACK and not host.startswith("/"))


def _release(settings: Settings) -> Said:
    word = settings.policy.contact_release
    return f"`contact_release = {word}`", f"by `contact_release = {word}`"


def _retention(settings: Settings) -> Iterator[Said]:
    names: dict[Retention, Said] = {
        Retention.TICKET: ("Vorgänge", "tickets"),
        Retention.LETTER: ("Geschäftsbriefe (§ 257 HGB, § 147 AO)", "business letters (HGB §257, AO §147)"),
        Retention.VOUCHER: ("Belege", "vouchers"),
    }
    yield "kurze Büroangelegenheiten: 12 Monate", "small matters of the office: 12 months"
    for kind, years in YEARS.items():
        german, english = names[kind]
        yield f"{german}: {years} Jahre nach Jahresende", f"{english}: {years} years after the year's end"
    days = settings.policy.retention_unverified_days
    yield f"als Spam bezeichnete Mails: {days} Tage", f"mails called spam: {days} days"


def _measures(settings: Settings) -> Iterator[Said]:
    far = any(isinstance(at := one.place, Tcp) and at.host not in LOOPBACK for one in settings.listeners)
    if settings.tls is not None:
        yield "Mailannahme mit TLS (STARTTLS)", "mail is taken with TLS (STARTTLS)"
    elif far:
        yield "Mailannahme OHNE TLS", "mail is taken WITHOUT TLS"
    else:
        yield "Mailannahme nur auf dem eigenen Server", "mail is taken on the own server only"
    to = settings.relay.to
    if not isinstance(to, Maildir) and to.host not in LOOPBACK:
        is_safe = to.scheme in ("smtps", "smtp+starttls")
        yield (
            f"Mailversand mit TLS ({to.scheme})" if is_safe else f"Mailversand OHNE TLS ({to.scheme})",
            f"mail is sent with TLS ({to.scheme})" if is_safe else f"mail is sent WITHOUT TLS ({to.scheme})",
        )
    for account in settings.imap:
        scheme = account.at.scheme
        is_safe = scheme in ("imaps", "imap+starttls")
        yield (
            f"Mailabholung {account.name} {'mit' if is_safe else 'OHNE'} TLS ({scheme})",
            f"fetching {account.name} {'with' if is_safe else 'WITHOUT'} TLS ({scheme})",
        )
    selectors = ", ".join(key.selector for key in settings.relay.keys)
    if selectors:
        yield f"DKIM-Signatur ({selectors})", f"DKIM signature ({selectors})"
    else:
        yield "keine eigene DKIM-Signatur", "no DKIM signature of its own"
    if settings.authserv_id:
        yield (
            f"Absender werden nach den Prüfergebnissen von {settings.authserv_id} beurteilt",
            f"senders are judged by the verdicts of {settings.authserv_id}",
        )
    else:
        yield "keine Prüfergebnisse über Absender", "no verdicts on senders are believed"
    sizes = settings.limits
    yield (
        f"Grenzen: {sizes.message_bytes} Byte je Mail, {sizes.connections} Verbindungen, "
        f"{sizes.connections_per_ip} je Gegenstelle",
        f"limits: {sizes.message_bytes} octets a mail, {sizes.connections} connections, "
        f"{sizes.connections_per_ip} a peer",
    )
