"""`hauspost parse`: what the parsers see in a mail, as one JSON object a mail; needs no configuration."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from hauspost.cli.files import mails_in, one_mail
from hauspost.desk.intents import Command, Party, Vocabulary
from hauspost.gateway.incoming import MIB
from hauspost.gateway.mailboxes_on_disk import Found
from hauspost.gateway.sandbox import ParserDied, Sandbox
from hauspost.parsers.forwards import Forwarded
from hauspost.parsers.mail import ParsedMail
from hauspost.parsers.reading import read_mail
from hauspost.parsers.view import to_json

LIMIT = 100 * MIB  # more than any door of ours takes; the parsers have limits of their own

# INTERFACE, "JSON of hauspost parse": every key, in its order.
KEYS = (
    "message_id from_address from_name to cc reply_to subject date in_reply_to references text new_text "
    "quoted_text signature forwarded origin dsn auth attachments commands defects"
)
EMPTY: dict[str, Any] = {
    **dict.fromkeys(KEYS.split(), ""),
    **{key: [] for key in ("to", "cc", "references", "attachments", "commands", "defects")},
    **dict.fromkeys(("date", "forwarded", "dsn")),
    "origin": "person",
    "auth": {"spf": "", "dkim": "", "dmarc": ""},
}
# Whose words they are is not asked here: everything that anybody could mean by a word, in both languages.
ANYBODY = Vocabulary(Party.MANAGER, language="en")


@dataclass(frozen=True, slots=True)
class View:
    """How a mail is looked at: whose verdicts are believed, and the mail of ours that it answers."""

    sandbox: Sandbox
    authserv_id: str = ""
    answered_text: str = ""

    def of(self, found: Found) -> dict[str, Any]:
        """Any octets give a value: a mail that no parser survives is told by its defect."""
        if found.octets is None:
            return fallen(f"larger than {LIMIT} octets")
        try:
            parsed = self.sandbox.parse(found.octets, authserv_id=self.authserv_id)
        except ParserDied as error:
            return fallen(error.reason)
        return self._merged(parsed)

    def _merged(self, parsed: ParsedMail) -> dict[str, Any]:
        read = read_mail(parsed, self.answered_text, ANYBODY)
        added = {
            "new_text": read.parted.new_text,
            "quoted_text": read.parted.quoted_text,
            "signature": read.parted.signature,
            "forwarded": _forwarded(read.forwarded) if read.forwarded else None,
            "commands": [_command(one) for one in read.said.commands],
        }
        merged = {**to_json(parsed), **added}
        return {key: merged[key] for key in KEYS.split()}


def fallen(reason: str) -> dict[str, Any]:
    return {**EMPTY, "defects": [f"unreadable: {reason}"]}


def register(app: typer.Typer) -> None:
    app.command()(parse)


def parse(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE…", help=".eml, mbox, Maildir, or -.")],
    answered: Annotated[Path | None, typer.Option(help="Our own mail that they answer.")] = None,
    authserv_id: Annotated[str, typer.Option(help="Whose Authentication-Results are believed.")] = "",
) -> None:
    """Shows what the parsers see: one JSON object a mail; on a line of its own in a pipe."""
    with Sandbox(1) as sandbox:
        view = View(sandbox, authserv_id, _text_of(answered, sandbox))
        for found in mails_in(paths, limit=LIMIT):
            _print(view.of(found))


def _text_of(path: Path | None, sandbox: Sandbox) -> str:
    if path is None:
        return ""
    try:
        return sandbox.parse(one_mail(path, limit=LIMIT).octets or b"").text
    except ParserDied:
        return ""


def _print(value: dict[str, Any]) -> None:
    indent = 2 if sys.stdout.isatty() else None
    line = json.dumps(value, ensure_ascii=False, indent=indent).encode("utf-8", "replace")
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


def _forwarded(inner: Forwarded) -> dict[str, str]:
    return {
        "from": inner.from_,
        "to": inner.to,
        "subject": inner.subject,
        "date": inner.date,
        "text": inner.text,
    }


def _command(one: Command) -> dict[str, str]:
    return {
        "act": str(one.act),
        "line": one.line,
        "value": one.value,
        "text": one.text,
        "target": one.target,
    }
