"""Knows how a mail becomes what a person says: the new text, its commands, and what is left for people to read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hauspost.desk.intents import Act, Command, NearMiss, Party, Said, Vocabulary
from hauspost.parsers.commands import answer, bare_word, read_line
from hauspost.parsers.forwards import Forwarded, forwarded
from hauspost.parsers.lines import phrase, visible
from hauspost.parsers.mail import ParsedMail
from hauspost.parsers.phrases import is_greeting, is_thanks, salutation, says_still_broken, without_closing
from hauspost.parsers.quotes import Parted, part
from hauspost.parsers.typed import typed
from hauspost.parsers.words import Kind, by_phrase

# "intern - zahlt nicht", "*intern*", "#INTERN: …", "Intern haben wir …"; not "Internet", not "Interna".
_INTERN = re.compile(
    r"[\s*_#/>„“\"'(\[•–-]{0,8}intern(?:e notiz|al)?(?![^\W_])[\s*_)\]:;,.!–—-]{0,8}", re.IGNORECASE
)
_REPLY = re.compile(r"[\s*_#/]{0,8}([^\W\d_]{3,10})\s{0,2}:[*_]{0,2}\s*")


@dataclass(frozen=True, slots=True)
class ReadMail:
    """A mail parted and read; `forwarded` is the mail that lies inside it, if one does."""

    parted: Parted
    said: Said
    forwarded: Forwarded | None


def read_mail(parsed: ParsedMail, answered_text: str, vocabulary: Vocabulary) -> ReadMail:
    """`answered_text`: the plain text of our mail that was answered, "" if it answers none of ours."""
    parted = part(parsed.text, quote_spans=parsed.quote_spans, answered=answered_text)
    names = tuple(attachment.filename for attachment in parsed.attachments)
    inner = forwarded(parsed.text)
    if not parted.authored:  # a quote or a forwarded mail alone: for people, never a command
        return ReadMail(parted, _plain(parted.new_text, vocabulary, names), inner)
    text = parted.new_text
    if not text.strip() and not answered_text and not parsed.in_reply_to:
        text = _command_in_subject(parsed.subject, vocabulary)
    return ReadMail(parted, read(text, vocabulary, attachments=names), inner)


def read(text: str, vocabulary: Vocabulary, *, attachments: tuple[str, ...] = ()) -> Said:
    """The new text, read with the writer's vocabulary. Any text gives a value; nothing typed is lost."""
    if vocabulary.party is Party.MANAGER:
        return _manager(text, vocabulary, attachments)
    said = _plain(text, vocabulary, attachments)
    command = _whole_command(text, vocabulary) if vocabulary.party is Party.RESIDENT else None
    return replace(said, commands=(command,), text="", is_thanks=False) if command else said


def _plain(text: str, vocabulary: Vocabulary, attachments: tuple[str, ...]) -> Said:
    return Said(
        whole=text,
        text=text,
        is_thanks=not attachments and is_thanks(text, vocabulary),
        says_still_broken=says_still_broken(text),
        attachments=attachments,
    )


def _whole_command(text: str, vocabulary: Vocabulary) -> Command | None:
    """Rule 10: the word is all that was written, beside a greeting and a closing block."""
    written = without_closing([line for line in text.splitlines() if line.strip()])
    if len(written) > 1 and is_greeting(written[0]):
        written = written[1:]
    if len(written) != 1:
        return None
    found = answer(written[0], vocabulary) or bare_word(written[0], vocabulary)
    if found and found.act is Act.HELP and "!" in written[0]:
        return None  # "Hilfe!" is a cry
    return found


def _command_in_subject(subject: str, vocabulary: Vocabulary) -> str:
    found = bare_word(subject, vocabulary)
    asks = found is not None and found.act in (Act.STATUS, Act.LIST, Act.HELP) and "!" not in subject
    return subject.strip() if asks else ""


def _manager(text: str, vocabulary: Vocabulary, attachments: tuple[str, ...]) -> Said:
    lines = text.splitlines()
    inside = next((i for i, line in enumerate(lines) if _is_internal(line, vocabulary)), len(lines))
    block = _block(lines[:inside], vocabulary)
    left, called = _called(block.left, vocabulary)
    meanings = [*block.meanings, *called]
    commands = tuple(m for m in meanings if isinstance(m, Command))
    near_misses = tuple(m for m in meanings if isinstance(m, NearMiss))
    rest = _text_beside(left, alone=not (meanings or block.reply or inside < len(lines)))
    return Said(
        whole=text,
        commands=commands,
        near_misses=near_misses,
        text=rest,
        internal=_behind(_INTERN, lines[inside:]),
        reply=block.reply,
        salutation=salutation(rest, vocabulary),
        is_thanks=not (meanings or block.reply or attachments or inside < len(lines))
        and is_thanks(rest, vocabulary),
        says_still_broken=says_still_broken(text),
        attachments=attachments,
    )


@dataclass(frozen=True, slots=True)
class _Block:
    """The commands at the top, the text behind ANTWORT:, and the lines that are left."""

    meanings: tuple[Command | NearMiss, ...]
    reply: str
    left: tuple[str, ...]


def _block(lines: Sequence[str], vocabulary: Vocabulary) -> _Block:
    """Rule 1: at the very top, one a line; the first line that is none ends it."""
    meanings: list[Command | NearMiss] = []
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        if _is_reply(lines[at], vocabulary):
            return _Block(tuple(meanings), _behind(_REPLY, lines[at:]), ())
        found = read_line(lines, at, vocabulary, first=not meanings)
        if found is None:
            break
        at += found.lines
        if isinstance(found.meaning, Command) and found.meaning.act is Act.FOR:
            meanings.append(replace(found.meaning, text=""))
            if found.meaning.text:  # "FÜR WE05: Hahn tropft": the report begins on this line
                return _Block(tuple(meanings), "", (found.meaning.text, *lines[at:]))
        else:
            meanings.append(found.meaning)
    return _Block(tuple(meanings), "", tuple(lines[at:]))


def _called(lines: Sequence[str], vocabulary: Vocabulary) -> tuple[list[str], list[Command | NearMiss]]:
    """Below the block only "#word" is read."""
    left: list[str] = []
    called: list[Command | NearMiss] = []
    for line in lines:
        shown = line.strip()
        found = None
        if shown.startswith("#") and typed(shown).called:
            found = read_line([shown], 0, vocabulary, first=False)
        if found is None:
            left.append(line)
        else:
            called.append(found.meaning)
    return left, called


def _text_beside(lines: Sequence[str], *, alone: bool) -> str:
    """Beside a command, a closing block alone is no text."""
    written = [line for line in lines if line.strip()]
    if not alone and not without_closing(written):
        return ""
    return "\n".join(lines).strip("\n")


def _is_internal(line: str, vocabulary: Vocabulary) -> bool:
    found = _INTERN.match(visible(line).strip())
    english = found is not None and "al" in phrase(found[0])
    return found is not None and (not english or vocabulary.language == "en" or ":" in found[0])


def _is_reply(line: str, vocabulary: Vocabulary) -> bool:
    found = _REPLY.match(visible(line).strip())
    word = (
        by_phrase(vocabulary.party, vocabulary.language, Kind.TO_THE_END).get(phrase(found[1]))
        if found
        else None
    )
    return word is not None and word.act is Act.REPLY


def _behind(marker: re.Pattern[str], lines: Sequence[str]) -> str:
    if not lines:
        return ""
    first = visible(lines[0]).strip()
    found = marker.match(first)
    return "\n".join([first[found.end() if found else 0 :], *lines[1:]]).strip()
