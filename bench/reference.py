"""The straight line: mails read, stored and answered with as many notices as ours, and nothing else done.

It is what one would write in an afternoon: mail-parser, one SQLite transaction (WAL, FULL) with ticket, message and
four rows for each notice, and each notice rendered with Jinja2 and composed with EmailMessage. It limits no parser,
proves no author, reads no word, asks no rule who may know what, and knows one language. `bench.beside` feeds it.
"""

import hashlib
import json
import secrets
import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import jinja2
import mailparser

from bench.servers import DOMAIN, HOUSE

MANAGER = "sabine.vogt@hv-sonnenschein.example"
TABLES = """
create table tickets (number integer primary key, subject text, sender text, status text, opened_at text);
create table messages (id integer primary key, ticket int, message_id text unique, text text, octets blob, at text);
create table notices (id integer primary key, ticket int, kind text, address text, facts text, at text);
create table mails (id integer primary key, notice int, message_id text unique, octets blob, state text, at text);
create table secrets (digest text primary key, mail int);
create table message_ids (message_id text primary key, ticket int, mail int);
create index notices_ticket on notices (ticket);
create index mails_state on mails (state);
"""
TEXTS = {
    "acknowledgement": """\
Guten Tag,

Ihre Meldung ist am {{ at.strftime("%d.%m.%Y um %H:%M") }} Uhr eingegangen. Nummer: T-{{ number }}.

  Thema       {{ subject }}
  Wer liest   nur Sie und die Hausverwaltung

Wir prüfen Ihre Meldung und schreiben Ihnen, was wir veranlassen.

Stand: OFFEN > Freigegeben > In Bearbeitung > Erledigt (1 von 4)
""",
    "new_ticket": """\
NEU {{ at.strftime("%H:%M") }} · {{ subject }}

{{ sender }} schreibt:

{% for line in text.splitlines() %}  {{ line }}
{% endfor %}
IHRE ANTWORT
  OK                 freigeben
  ERLEDIGT           abschließen
  ABLEHNEN: Grund    Grund geht an {{ sender }}
  INTERN: Text       bleibt im Büro
""",
}
PAGE = """\
<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>T-{{ number }}</title></head><body>
{% for block in body.split("\n\n") %}<p>{% for line in block.splitlines() %}{{ line }}<br>{% endfor %}</p>
{% endfor %}</body></html>
"""


@dataclass(slots=True)
class StraightLine:
    """Owner of one connection. `process` does all that one mail brings."""

    connection: sqlite3.Connection
    texts: dict[str, jinja2.Template] = field(default_factory=dict)
    page: jinja2.Template = field(default_factory=lambda: jinja2.Template(""))
    managers: tuple[str, ...] = (MANAGER,)
    sent: int = 0

    @classmethod
    def at(cls, file: Path) -> "StraightLine":
        connection = sqlite3.connect(file, isolation_level=None)
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=full")
        connection.executescript(TABLES)
        plain = jinja2.Environment(trim_blocks=True, autoescape=False)
        texts = {kind: plain.from_string(text) for kind, text in TEXTS.items()}
        return cls(connection, texts, jinja2.Environment(autoescape=True).from_string(PAGE))

    def process(self, octets: bytes) -> None:
        mail = mailparser.parse_from_bytes(octets)
        at = datetime.now(UTC)
        text = "\n".join(mail.text_plain)
        sender = mail.from_[0][1]
        run = self.connection.execute
        run("begin immediate")
        number = run(
            "insert into tickets (subject, sender, status, opened_at) values (?, ?, 'OPEN', ?)",
            (mail.subject, sender, at.isoformat()),
        ).lastrowid
        run(
            "insert into messages (ticket, message_id, text, octets, at) values (?, ?, ?, ?, ?)",
            (number, mail.message_id, text, octets, at.isoformat()),
        )
        facts = {"number": number, "subject": mail.subject, "sender": sender, "text": text, "at": at}
        self._notice("acknowledgement", sender, facts, mail.message_id)
        for manager in self.managers:
            self._notice("new_ticket", manager, facts, mail.message_id)
        run("commit")

    def _notice(self, kind: str, address: str, facts: dict[str, Any], answers: str) -> None:
        """Four rows: that it is owed, its mail, its secret, its Message-ID."""
        run, at, number = self.connection.execute, facts["at"].isoformat(), facts["number"]
        shown = json.dumps(facts, default=str)
        notice = run(
            "insert into notices (ticket, kind, address, facts, at) values (?, ?, ?, ?, ?)",
            (number, kind, address, shown, at),
        ).lastrowid
        secret, message_id = secrets.token_hex(16), f"<{secrets.token_hex(16)}@{DOMAIN}>"
        octets = self._composed(kind, address, facts, secret=secret, message_id=message_id, answers=answers)
        mail = run(
            "insert into mails (notice, message_id, octets, state, at) values (?, ?, ?, 'sent', ?)",
            (notice, message_id, octets, at),
        ).lastrowid
        digest = hashlib.sha256(secret.encode()).hexdigest()
        run("insert into secrets values (?, ?)", (digest, mail))
        run("insert into message_ids values (?, ?, ?)", (message_id, number, mail))
        self.sent += 1

    def _composed(
        self, kind: str, address: str, facts: dict[str, Any], *, secret: str, message_id: str, answers: str
    ) -> bytes:
        body = self.texts[kind].render(facts)
        mail = EmailMessage()
        mail["From"] = f'"Hausverwaltung Sonnenschein" <{HOUSE}>'
        mail["To"] = address
        mail["Reply-To"] = f"reply+{secret}@{DOMAIN}"
        mail["Subject"] = f"[T-{facts['number']}] {facts['subject']}"
        mail["Date"] = format_datetime(facts["at"])
        mail["Message-ID"] = message_id
        mail["In-Reply-To"] = answers
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(body)
        mail.add_alternative(self.page.render(number=facts["number"], body=body), subtype="html")
        return mail.as_bytes()
