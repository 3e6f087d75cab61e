"""Knows what `init` must know: each thing by its flag, else asked at the terminal, else as the sample has it."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import typer

from hauspost.cli.door import USAGE, Trouble
from hauspost.config import grammar
from hauspost.config.blank import WAYS_IN, Answers
from hauspost.config.grammar import Wrong
from hauspost.config.presets import PRESETS
from hauspost.desk.languages import HOUSE, languages

Known = Mapping[str, str]  # flag → what was answered so far


@dataclass(frozen=True, slots=True)
class Question:
    """`read` gives the normal form of an answer, or raises Wrong; both may look at what was answered before.

    `is_needed`: without a terminal it must be given. `is_asked`: at a terminal it is asked.
    """

    flag: str
    words: str
    proposal: Callable[[Known], str]
    read: Callable[[str, Known], str]
    is_needed: Callable[[Known], bool] = lambda _known: False
    is_asked: bool = True


def _name(text: str, _known: Known) -> str:
    if not text.strip():
        raise Wrong("is empty", "write the name that people know")
    return text.strip()


def _one_of(words: Mapping[str, object] | tuple[str, ...]) -> Callable[[str, Known], str]:
    def read(text: str, _known: Known) -> str:
        word = text.strip().lower()
        if word not in words:
            raise Wrong(f'is none of {", ".join(words)}: "{text}"', "choose one of them")
        return word

    return read


def _desk(text: str, known: Known) -> str:
    """The front part, or the whole address where it lies at the domain of the houses."""
    local, at, domain = text.strip().rpartition("@")
    if at and grammar.read_domain(domain) != known["domain"]:
        raise Wrong(f'lies at another domain than {known["domain"]}: "{text}"', f"write {local or 'desk'}")
    return grammar.read_own_name(local if at else text.strip())


def _at(text: str, known: Known) -> str:
    if known["way-in"] == "imap":
        grammar.read_mail_server(text.strip())
    elif text.strip().startswith("unix:") and known["way-in"] == "smtp":
        raise Wrong(f'cannot be a unix socket: "{text}"', 'write it like "127.0.0.1:8025"')
    else:
        grammar.read_place(text.strip())
    return text.strip()


def _relay(text: str, _known: Known) -> str:
    grammar.read_relay(text.strip(), Path())
    return text.strip()


def _database(text: str, _known: Known) -> str:
    grammar.read_database(text, Path())
    return text


def _reply_domain(text: str, known: Known) -> str:
    """ "" where it is the houses' own."""
    domain = grammar.read_domain(text)
    return "" if domain == known["domain"] else domain


def _always(text: str) -> Callable[[Known], str]:
    return lambda _known: text


def _is_needed(_known: Known) -> bool:
    return True


QUESTIONS: Final = (
    Question("company", "The company's name", _always("Hausverwaltung Sonnenschein GmbH"), _name, _is_needed),
    Question(
        "language", f"Language of the mails ({', '.join(languages())})", _always(HOUSE), _one_of(languages())
    ),
    Question(
        "preset",
        "\n".join(("What for?", *(f"  {name}: {one.said}" for name, one in PRESETS.items()), "One of them")),
        _always("full"),
        _one_of(PRESETS),
    ),
    Question(
        "domain",
        "The domain of the houses' addresses",
        _always("tickets.hv-sonnenschein.example"),
        lambda text, _known: grammar.read_domain(text),
        _is_needed,
    ),
    Question(
        "reply-domain", "The domain that answers come back to", lambda known: known["domain"], _reply_domain
    ),
    Question("desk", "The company's own address there", _always("desk"), _desk),
    Question(
        "way-in",
        "How mail comes in: your mail server brings it by smtp or lmtp, or it is fetched by imap",
        _always("smtp"),
        _one_of(WAYS_IN),
    ),
    Question(
        "at",
        "Where (host:port, or imaps://user@host/INBOX; an @ in the user is %40)",
        lambda known: WAYS_IN[known["way-in"]],
        _at,
        lambda known: known["way-in"] == "imap",
    ),
    Question(
        "relay",
        "How mail goes out (smtp+starttls://user@host:587; a folder to try it out)",
        _always("maildir:var/outbox"),
        _relay,
    ),
    Question("database", "The database", _always("sqlite:///var/hauspost.db"), _database, is_asked=False),
)


def answered(given: Known) -> Answers:
    """`given`: what the flags say, "" where one is absent. Raises Trouble for what is wrong or missing."""
    is_terminal = sys.stdin.isatty()
    known: dict[str, str] = {}
    missing: list[str] = []
    for question in QUESTIONS:
        text = given[question.flag].strip()
        if not text and is_terminal and question.is_asked:
            known[question.flag] = _asked(question, known)
        elif not text and question.is_needed(known):
            missing.append(f"--{question.flag}")
            known[question.flag] = question.proposal(known)
        else:
            known[question.flag] = _read(question, text or question.proposal(known), known)
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise Trouble(
            f"nobody sits at a terminal, and {' and '.join(missing)} {verb} missing",
            'give what is missing, as in --company "Hausverwaltung Muster" --domain tickets.example.com',
            status=USAGE,
        )
    return _answers(known)


def _asked(question: Question, known: Known) -> str:
    """Until the answer can stand."""
    while True:
        said = str(typer.prompt(question.words, default=question.proposal(known) or None))
        try:
            return question.read(said, known)
        except Wrong as wrong:
            print(f"That {wrong.sentence}; {wrong.mend}.")


def _read(question: Question, text: str, known: Known) -> str:
    try:
        return question.read(text, known)
    except Wrong as wrong:
        raise Trouble(f"--{question.flag} {wrong.sentence}", wrong.mend, status=USAGE) from None


def _answers(known: Known) -> Answers:
    return Answers(
        name=known["company"],
        domain=known["domain"],
        database=known["database"],
        language=known["language"],
        reply_domain=known["reply-domain"],
        desk=known["desk"],
        relay=known["relay"],
        way_in=known["way-in"],
        at=known["at"],
        preset=known["preset"],
    )
