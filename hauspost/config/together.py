"""Knows which values, each good by itself, cannot stand together, and which files they need."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from hauspost.config.authorization import oauth2_faults
from hauspost.config.environment import shouted
from hauspost.config.faults import Fault
from hauspost.config.sections import ImapSection
from hauspost.config.settings import Settings
from hauspost.config.values import Imap, MailServer, Remote, Tcp
from hauspost.config.whereabouts import Whereabouts

PASSWORD = "HAUSPOST_RELAY_PASSWORD"

Told = tuple[tuple[str, ...], str, str]  # key, sentence, mend


def conflicts(settings: Settings, where: Whereabouts) -> list[Fault]:
    told = (
        *_tls(settings),
        *_twice(settings),
        *_password(settings),
        *_relay(settings),
        *_imap(settings),
        *_forms(settings),
        *_deadlines(settings),
    )
    return [Fault(where.of(key), sentence, mend) for key, sentence, mend in told]


def _tls(settings: Settings) -> Iterator[Told]:
    section = settings.document.listen
    names = {"tls_certificate": section.tls_certificate, "tls_key": section.tls_key}
    for name, file in names.items():
        (other,) = set(names) - {name}
        if not file and names[other]:
            yield ("listen", other), f"listen.{other} stands without listen.{name}", "give both or neither"
        elif file and not _is_readable(settings.folder / file):
            yield ("listen", name), f'listen.{name} cannot be read: "{file}"', "name a readable PEM file"


def _is_readable(file: Path) -> bool:
    return file.is_file() and os.access(file, os.R_OK)


def _twice(settings: Settings) -> Iterator[Told]:
    places = [listener.place for listener in settings.listeners]
    if settings.health is not None:
        places.append(settings.health)
    fixed = (place for place in places if not (isinstance(place, Tcp) and place.port == 0))
    for place, count in Counter(fixed).items():
        if count > 1:
            yield (
                ("listen", _key(settings, str(place))),
                f"two listeners share {place}",
                "give each a port of its own",
            )


def _key(settings: Settings, place: str) -> str:
    section = settings.document.listen
    if place == section.health:
        return "health"
    return "lmtp" if place in section.lmtp else "smtp"


def _password(settings: Settings) -> Iterator[Told]:
    to = settings.relay.to
    if isinstance(to, Remote) and to.user and not to.password and settings.relay.oauth2 is None:
        sentence = f'relay.url names the user "{to.user}", and there is no password'
        yield (
            ("relay", "url"),
            sentence,
            f"name a relay.password_file, set {PASSWORD}, or write oauth2 = {{ … }}",
        )
    if isinstance(to, Remote) and to.password and not to.user:
        sentence = "there is a password for the relay, and relay.url names no user"
        yield ("relay", "url"), sentence, f'write "{to.scheme}://USER@{to.host}:{to.port}"'


def _relay(settings: Settings) -> Iterator[Told]:
    to, section = settings.relay.to, settings.document.relay
    if section.oauth2 is not None:
        if isinstance(to, Remote) and to.password:
            key = "password_file" if section.password_file else "oauth2"
            yield ("relay", key), "the relay has a password and oauth2", "leave one of them out"
        if not isinstance(to, Remote) or not to.user:
            sentence = "relay.oauth2 logs somebody in, and relay.url names no user"
            yield ("relay", "url"), sentence, 'write it like "smtp+starttls://office%40example.com@HOST:587"'
        for key, sentence, mend in oauth2_faults(section.oauth2, settings.folder):
            yield ("relay", "oauth2", key), f"relay.oauth2.{key} {sentence}", mend
    yield from _dkim(settings)


def _dkim(settings: Settings) -> Iterator[Told]:
    section = settings.document.relay
    selectors, files = section.dkim_selector, section.dkim_key
    if len(selectors) != len(files):
        sentence = f"relay.dkim_selector and relay.dkim_key do not pair: {len(selectors)} beside {len(files)}"
        yield ("relay", "dkim_key"), sentence, "name one key for each selector, in the same order"
    if len(set(selectors)) < len(selectors):
        yield (
            ("relay", "dkim_selector"),
            "relay.dkim_selector names one twice",
            "publish each key under its own",
        )
    for file in files:
        if not _is_readable(settings.folder / file):
            yield (
                ("relay", "dkim_key"),
                f'relay.dkim_key cannot be read: "{file}"',
                "name a readable private key",
            )


def imap_password(name: str) -> str:
    """The environment variable that holds the password of the account with that name."""
    return f"HAUSPOST_IMAP_{shouted(name)}_PASSWORD"


def _imap(settings: Settings) -> Iterator[Told]:
    """An account is known by its name, in the log and beside what was fetched."""
    names: set[str] = set()
    folders: set[MailServer] = set()
    for number, (section, one) in enumerate(zip(settings.document.imap, settings.imap, strict=True)):
        place = "imap", str(number)
        if shouted(one.name) in names:
            yield (*place, "name"), f'two [[imap]] are named "{one.name}"', "give each a name of its own"
        if one.at in folders:
            yield (*place, "url"), f'two [[imap]] fetch from "{section.url}"', "delete one of them"
        yield from _one_way_in(section, one, place)
        for key, sentence, mend in oauth2_faults(section.oauth2, settings.folder):
            yield (*place, "oauth2", key), f"imap.oauth2.{key} {sentence}", mend
        names.add(shouted(one.name))
        folders.add(one.at)


def _one_way_in(section: ImapSection, one: Imap, place: tuple[str, str]) -> Iterator[Told]:
    if not one.password and one.oauth2 is None:
        sentence = f'the account "{one.name}" has no password'
        mend = f"name a password_file, set {imap_password(one.name)}, or write oauth2 = {{ … }}"
        yield (*place, "name"), sentence, mend
    if one.password and one.oauth2 is not None:
        sentence = f'the account "{one.name}" has a password and oauth2'
        yield (
            (*place, "password_file" if section.password_file else "oauth2"),
            sentence,
            "leave one of them out",
        )


def _forms(settings: Settings) -> Iterator[Told]:
    """A form is known by its sender."""
    seen: set[str] = set()
    for number, form in enumerate(settings.forms):
        names = [name.casefold() for name in (form.person, form.unit, form.text) if name]
        if form.sender in seen:
            yield _of_form(number, "from"), f'two [[forms]] come from "{form.sender}"', "delete one of them"
        if len(set(names)) < len(names):
            sentence = f'one field of the form of "{form.sender}" stands for two things'
            yield _of_form(number, "from"), sentence, "name person, unit and text by fields of their own"
        seen.add(form.sender)


def _of_form(number: int, key: str) -> tuple[str, ...]:
    return "forms", str(number), key


def _deadlines(settings: Settings) -> Iterator[Told]:
    """A row is known by what it speaks of, and speaks of something."""
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(settings.document.deadline):
        place = "deadline", str(number)
        about = row.category, row.priority
        if about == ("", ""):
            sentence = "a [[deadline]] names neither a category nor a priority"
            yield (*place, "category"), sentence, "name one, or write its values into [deadlines]"
        elif about in seen:
            named = " and ".join(word for word in about if word)
            yield (*place, "category"), f'two [[deadline]] speak of "{named}"', "delete one of them"
        seen.add(about)
