"""Knows how single values of the configuration read: domains, places to listen at, relays, databases, time zones."""

import re
import shlex
from datetime import date
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hauspost.config.values import Database, Maildir, MailServer, Place, Remote, Tcp, Unix
from hauspost.desk.states import STATES, read_state

LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
OWN_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,30}[A-Za-z0-9])?", re.ASCII)
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LOCAL = re.compile(rf"{ATOM}(?:\.{ATOM})*", re.ASCII)
CLOCK = re.compile(r"(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])", re.ASCII)
TCP = re.compile(r"(?P<host>\[[0-9A-Fa-f:.%]+\]|[A-Za-z0-9.-]*|\*):(?P<port>[0-9]{1,6})", re.ASCII)

FIELD_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,60}", re.ASCII)

SHORTEST_DANGER = 4  # letters: "aus" is in every other mail
FIRST_START = "first start"
# Below any prefix, with the usual delimiters (RFC 3501 §5.1); the gateway asks the server for others.
OWN_FOLDER = re.compile(r"(?:^|[/.])Hauspost[/.](?:done|oversize)$", re.IGNORECASE)
# Scheme → the port that an IMAP server usually has.
IMAP_PORTS = {"imaps": 993, "imap+starttls": 143, "imap": 143}

# Scheme → the port that a relay usually has.
RELAY_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465, "lmtp": 24}


LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Wrong(ValueError):
    """A value that cannot stand: what is wrong (the end of a sentence that begins with the key) and the mend."""

    def __init__(self, sentence: str, mend: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.mend = mend


def read_danger_word(text: str) -> str:
    """A word or a few of a report, as people write them."""
    said = " ".join(text.split())
    letters = sum(character.isalpha() for character in said)
    if letters < SHORTEST_DANGER:
        raise Wrong(
            f'holds a word that is in every mail: "{text}"', f"write at least {SHORTEST_DANGER} letters"
        )
    return said


def read_domain(text: str) -> str:
    """A host name in lower case, its umlauts as A-labels."""
    name = text.strip().rstrip(".").lower()
    if "@" in name:
        raise Wrong(f'holds an "@": "{text}"', "write only what stands behind the @")
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            raise Wrong(f'is not a domain: "{text}"', 'write it in its "xn--" form') from None
    if len(name) > 253 or not all(LABEL.fullmatch(label) for label in name.split(".")):
        raise Wrong(f'is not a domain: "{text}"', 'write a name like "tickets.example.com"')
    return name


def read_own_name(text: str) -> str:
    """The front part of an address of ours."""
    if not OWN_NAME.fullmatch(text):
        raise Wrong(f'is not the front part of an address: "{text}"', 'write a word like "verwaltung"')
    return text.lower()


def read_selector(text: str) -> str:
    """The name under which a DKIM key is published (RFC 6376 §3.1)."""
    name = text.strip().lower()
    if not name or len(name) > 120 or not all(LABEL.fullmatch(label) for label in name.split(".")):
        raise Wrong(f'is no selector: "{text}"', 'write a word like "hauspost1"')
    return name


def read_address(text: str) -> str:
    local, at, domain = text.strip().rpartition("@")
    if not at or not LOCAL.fullmatch(local):
        raise Wrong(f'is not a mail address: "{text}"', 'write it like "office@example.com"')
    return f"{local}@{read_domain(domain)}".lower()


def read_clock(text: str) -> str:
    """Hours and minutes, in two digits each."""
    if not (match := CLOCK.fullmatch(text.strip())):
        raise Wrong(f'is no time of day: "{text}"', 'write it like "07:00"')
    return f"{int(match['hour']):02}:{match['minute']}"


def read_command(text: str) -> str:
    """A program with its arguments, quoted as a shell reads them; no shell runs it."""
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise Wrong(f"cannot be parted into words ({error})", "close every quotation mark") from None
    if not words:
        raise Wrong("names no program", 'write it like "/usr/local/bin/page --urgent"')
    return text


def read_time_zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (OSError, ValueError, ZoneInfoNotFoundError):
        raise Wrong(f'names no time zone: "{text}"', 'write it like "Europe/Berlin"') from None
    return text


def read_german_state(text: str) -> str:
    if not text.strip():
        return ""
    code = read_state(text)
    if not code:
        raise Wrong(f'names no Bundesland: "{text}"', f"write one of {', '.join(STATES)}")
    return code


def read_place(text: str) -> Place:
    """`host:port`, `[v6]:port`, `:port` (every interface) or `unix:/path`."""
    if text.startswith("unix:"):
        if len(text) < len("unix:/a") or not text.startswith("unix:/"):
            raise Wrong(f'names no socket: "{text}"', 'write it like "unix:/run/hauspost/lmtp.sock"')
        return Unix(text.removeprefix("unix:"))
    match = TCP.fullmatch(text.strip())
    if match is None:
        raise Wrong(f'is not "host:port": "{text}"', 'write it like "127.0.0.1:8025"')
    port = int(match["port"])
    if port > 65535:
        raise Wrong(f'has no such port: "{text}"', "take a number up to 65535")
    host = match["host"].strip("[]")
    return Tcp("0.0.0.0" if host in ("", "*") else host, port)


def read_relay(text: str, folder: Path) -> Maildir | Remote:
    if text.startswith("maildir:"):
        path = text.removeprefix("maildir:").removeprefix("//")
        if not path:
            raise Wrong("names no folder", 'write it like "maildir:var/outbox"')
        return Maildir(folder / path)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise Wrong(f'has a port that is none: "{text}"', "take a number from 1 to 65535") from None
    if parts.scheme not in RELAY_PORTS:
        known = ", ".join(f"{scheme}://" for scheme in RELAY_PORTS)
        raise Wrong(f'has a scheme that is not known: "{text}"', f"write maildir:FOLDER or one of {known}")
    _refuse_odd(parts)
    return Remote(
        parts.scheme, parts.hostname or "", port or RELAY_PORTS[parts.scheme], unquote(parts.username or "")
    )


def _refuse_odd(parts: SplitResult) -> None:
    """What may not stand in the URL of a relay."""
    if parts.password is not None:
        raise Wrong("holds a password", "put it in relay.password_file or HAUSPOST_RELAY_PASSWORD")
    if not parts.hostname or parts.port == 0 or parts.path not in ("", "/") or parts.query or parts.fragment:
        example = f"{parts.scheme}://relay.example.com:{RELAY_PORTS[parts.scheme]}"
        raise Wrong("must name a host, perhaps a port, and nothing else", f'write it like "{example}"')
    if parts.username and parts.scheme == "lmtp":
        raise Wrong("names a user, and LMTP knows none", "leave the user out")
    if parts.username and parts.scheme == "smtp" and parts.hostname not in LOOPBACK:
        mend = f'write "smtp+starttls://{parts.netloc}" or "smtps://{parts.netloc}"'
        raise Wrong("would show the password to everybody on the way", mend)


def read_mail_server(text: str) -> MailServer:
    """`imaps://user@host:port/Folder`; what is no letter in user and folder is percent-encoded (RFC 5092)."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise Wrong(f'has a port that is none: "{text}"', "take a number from 1 to 65535") from None
    if parts.scheme not in IMAP_PORTS:
        known = ", ".join(f"{scheme}://" for scheme in IMAP_PORTS)
        raise Wrong(f'has a scheme that is not known: "{text}"', f"write one of {known}")
    user, folder = unquote(parts.username or ""), unquote(parts.path.strip("/")) or "INBOX"
    if parts.password is not None:
        raise Wrong("holds a password", "put it in password_file, or in the environment")
    if not user or not parts.hostname or port == 0 or parts.query or parts.fragment:
        example = f'write it like "{parts.scheme}://office%40example.com@imap.example.com/INBOX"'
        raise Wrong("must name a user, a host and perhaps a folder", example)
    if not (user.isprintable() and folder.isprintable()):
        raise Wrong("holds a control character", "leave it out")
    if OWN_FOLDER.search(folder):
        mend = "name the folder that mail comes into"
        raise Wrong(f'names "{folder}", where Hauspost puts what it has fetched', mend)
    if parts.scheme == "imap" and parts.hostname not in LOOPBACK:
        mend = f'write "imaps://{parts.netloc}{parts.path}" or "imap+starttls://…"'
        raise Wrong("would show the password to everybody on the way", mend)
    return MailServer(parts.scheme, parts.hostname, port or IMAP_PORTS[parts.scheme], user, folder)


def read_since(text: str) -> date | None:
    """None: the first start."""
    if text.strip().lower() == FIRST_START:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Wrong(f'is no day: "{text}"', f'write "{FIRST_START}", or a day like "2026-01-31"') from None


def read_field_name(text: str) -> str:
    """A header field's name (RFC 5322 §2.2), as operators write it: in any case, perhaps with the colon."""
    name = text.strip().rstrip(":")
    if not FIELD_NAME.fullmatch(name):
        raise Wrong(f'holds what is no header field\'s name: "{text}"', 'write it like "Delivered-To"')
    return name


def read_token_url(text: str) -> str:
    """Secrets go there: HTTPS, or HTTP on this very machine."""
    try:
        parts = urlsplit(text)
        is_whole = bool(parts.hostname) and parts.port != 0 and not parts.fragment
    except ValueError:
        is_whole = False
    if not is_whole or parts.scheme not in ("https", "http") or not _is_visible(text):
        raise Wrong(f'is no web address: "{text}"', 'write it like "https://login.example.com/token"')
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise Wrong(
            "would show the secret to everybody on the way", f'write "https://{parts.netloc}{parts.path}"'
        )
    return text


def _is_visible(text: str) -> bool:
    return text.isascii() and text.isprintable() and " " not in text


def read_database(text: str, folder: Path) -> Database:
    """SQLAlchemy's URL with a file's path made absolute: three slashes are relative to the configuration file."""
    if text.startswith("postgresql+psycopg://"):
        return Database(text)
    if text.startswith(("postgres://", "postgresql://")):
        raise Wrong("names no driver", f'write "postgresql+psycopg://{text.partition("://")[2]}"')
    if text in ("sqlite://", "sqlite:///", "sqlite:///:memory:"):
        raise Wrong("keeps nothing: it lives in memory", 'name a file, as "sqlite:///var/hauspost.db"')
    path = text.removeprefix("sqlite:///")
    if path == text:
        mend = 'write "sqlite:///var/hauspost.db" or "postgresql+psycopg://user@host/name"'
        raise Wrong(f'is no database that is known: "{text}"', mend)
    file = folder / path
    return Database(f"sqlite:///{file}", file)
