"""Knows how a mail becomes what a person says: the new text, its commands, and what is left for people to read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hauspost.desk.intents import Act, Command, NearMiss, Party, Said, Salutation, Vocabulary
from hauspost.parsers import inward
from hauspost.parsers.claiming import reports, subject_reports
from hauspost.parsers.commands import answer, asks_for_money, bare_word, read_line
from hauspost.parsers.dates import counts_from
from hauspost.parsers.flats import flats
from hauspost.parsers.forwards import Forwarded, forwarded
from hauspost.parsers.lines import phrase, visible
from hauspost.parsers.mail import Origin, ParsedMail
from hauspost.parsers.matters import parts
from hauspost.parsers.phrases import is_thanks, refuses, says_still_broken, without_closing
from hauspost.parsers.places import access, common_place, is_in_flat
from hauspost.parsers.progresswords import asks_progress
from hauspost.parsers.quotes import Parted, part
from hauspost.parsers.salutations import is_greeting, salutation, speaks_to_colleague
from hauspost.parsers.shorttexts import expanded
from hauspost.parsers.task import task_text
from hauspost.parsers.typed import typed
from hauspost.parsers.wishes import wishes
from hauspost.parsers.words import Kind, by_phrase

_REPLY = re.compile(r"[\s*_#/]{0,8}([^\W\d_]{3,10})\s{0,2}:[*_]{0,2}\s*")
_STRUCK = re.compile(r"~~[^~\n]{1,2000}~~")  # taken back by whoever wrote it


@dataclass(frozen=True, slots=True)
class ReadMail:
    """A mail parted and read; `forwarded` is the mail that lies inside it, if one does."""

    parted: Parted
    said: Said
    forwarded: Forwarded | None


def read_mail(
    parsed: ParsedMail,
    answered_text: str,
    vocabulary: Vocabulary,
    *,
    hint: str = "",
    names: tuple[str, ...] = (),
) -> ReadMail:
    """`answered_text`: the plain text of our mail that was answered, "" if it answers none of ours. `hint`: the words
    behind the mailbox. `names`: of the people and firms concerned; none of them goes into a task."""
    if vocabulary.received_at is not None:
        vocabulary = replace(vocabulary, received_at=counts_from(vocabulary.received_at, parsed.date))
    parted = part(parsed.text, quote_spans=parsed.quote_spans, answered=answered_text)
    files = tuple(attachment.filename for attachment in parsed.attachments)
    inner = _inner(parsed)
    if not parted.authored:  # a quote or a forwarded mail alone: for people, never a command
        said = _unobeyed(parted.new_text, vocabulary, files)
        return ReadMail(parted, _reported(said, parsed.subject, vocabulary, hint=hint, names=names), inner)
    text = parted.new_text
    if not text.strip() and not answered_text and not parsed.in_reply_to:
        text = _command_in_subject(parsed.subject, vocabulary)
    said = read(text, vocabulary, attachments=files, names=names)
    if vocabulary.party is Party.CONTRACTOR and not text.strip():
        said = replace(said, reports=subject_reports(parsed.subject, vocabulary))
    return ReadMail(parted, _reported(said, parsed.subject, vocabulary, hint=hint, names=names), inner)


def _inner(parsed: ParsedMail) -> Forwarded | None:
    """Attached whole, or set into the text; a report about our own mail encloses it, too."""
    whole = parsed.enclosed if parsed.origin is Origin.PERSON else None
    if whole is None:
        return forwarded(parsed.text)
    return Forwarded(whole.from_, whole.to, whole.subject, whole.date, whole.text)


def _reported(said: Said, subject: str, vocabulary: Vocabulary, *, hint: str, names: tuple[str, ...]) -> Said:
    """What a report says beside its sense: wishes, common ground, when to come, what an order may quote."""
    if vocabulary.party in (Party.MANAGER, Party.CONTRACTOR):
        return said
    said = replace(said, wishes=wishes(subject, said.whole, hint))
    if said.commands:
        return said
    return replace(
        said,
        asks_progress=not said.attachments and asks_progress(said.whole),
        flats=flats(f"{subject}\n{said.whole}", vocabulary.flats, vocabulary.bells),
        place=common_place(subject, said.whole),
        is_in_flat=is_in_flat(subject, said.whole),
        access=access(said.whole),
        task=task_text(said.whole, names),
        parts=parts(said.whole, names),
    )


def as_report(said: Said, text: str, subject: str, names: tuple[str, ...]) -> Said:
    """What a resident's report would say beside its sense, where a manager passes it on: forwarded, or by telephone."""
    return replace(said, place=common_place(subject, text), access=access(text), task=task_text(text, names))


def read(
    text: str, vocabulary: Vocabulary, *, attachments: tuple[str, ...] = (), names: tuple[str, ...] = ()
) -> Said:
    """The new text, read with the writer's vocabulary. Any text gives a value; nothing typed is lost."""
    if vocabulary.party is Party.MANAGER:
        return expanded(_manager(text, vocabulary, attachments), vocabulary)
    said = _plain(text, vocabulary, attachments)
    command = None if vocabulary.party is Party.STRANGER else _whole_command(text, vocabulary)
    if command:
        return replace(said, commands=(command,), text="", is_thanks=False)
    if vocabulary.party is not Party.CONTRACTOR or not text.strip():
        return said
    told = reports(_STRUCK.sub(" ", text), vocabulary, names=names)
    return replace(said, reports=told, is_thanks=said.is_thanks and not any(each.claims for each in told))


def _plain(text: str, vocabulary: Vocabulary, attachments: tuple[str, ...]) -> Said:
    may_refuse = any(offer.act is Act.NO for offer in vocabulary.offers)
    return Said(
        whole=text,
        text=text,
        is_thanks=not attachments and is_thanks(text, vocabulary),
        says_still_broken=says_still_broken(text) or (may_refuse and refuses(text)),
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


def _unobeyed(text: str, vocabulary: Vocabulary, attachments: tuple[str, ...]) -> Said:
    """No word of it steers, but what turns inward stays inside even here."""
    said = _plain(text, vocabulary, attachments)
    if vocabulary.party is not Party.MANAGER:
        return said
    outer, inner = inward.parted(text.splitlines(), vocabulary.language)
    rest = "\n".join(outer).strip("\n")
    kept = salutation(rest, vocabulary) is Salutation.COLLEAGUE
    return replace(
        said,
        text=rest,
        internal=inner or "",
        salutation=Salutation.COLLEAGUE if kept else Salutation.NONE,
        is_thanks=said.is_thanks and inner is None,
    )


def _manager(text: str, vocabulary: Vocabulary, attachments: tuple[str, ...]) -> Said:
    outer, inner = inward.parted(text.splitlines(), vocabulary.language)
    block = _block(outer, vocabulary)
    left, called = _called(block.left, vocabulary)
    meanings = [_guarded(meaning, vocabulary) for meaning in (*block.meanings, *called)]
    if len(meanings) > 1 or _text_beside(left, alone=False) or block.reply or inner is not None:
        meanings = [_spending(meaning, vocabulary) for meaning in meanings]
    commands = tuple(m for m in meanings if isinstance(m, Command))
    near_misses = tuple(m for m in meanings if isinstance(m, NearMiss))
    plain = not (meanings or block.reply or inner is not None)
    rest = _text_beside(left, alone=plain)
    stays = salutation(block.reply, vocabulary) is Salutation.COLLEAGUE
    return Said(
        whole=text,
        commands=commands,
        near_misses=near_misses,
        text=rest,
        internal="\n\n".join(t for t in (block.reply if stays else "", inner or "") if t),
        reply="" if stays else block.reply,
        salutation=salutation(rest, vocabulary),
        is_thanks=plain and not attachments and is_thanks(rest, vocabulary),
        says_still_broken=says_still_broken(text),
        attachments=attachments,
    )


def _guarded(meaning: Command | NearMiss, vocabulary: Vocabulary) -> Command | NearMiss:
    """ "ABLEHNEN: Tim, was meinst du": words to a colleague leave with no command unless that is confirmed."""
    if isinstance(meaning, Command) and speaks_to_colleague(meaning.text, vocabulary):
        return NearMiss(meaning.line, "left_over", meaning.text, (meaning,))
    return meaning


def _spending(meaning: Command | NearMiss, vocabulary: Vocabulary) -> Command | NearMiss:
    """A yes to money beside other words is asked back: it counts only as the whole new text (rule 8)."""
    if not isinstance(meaning, Command) or meaning.act is not Act.YES:
        return meaning
    asked = any(o.question == meaning.question and asks_for_money(o) for o in vocabulary.offers)
    return NearMiss(meaning.line, "left_over", "", (meaning,)) if asked else meaning


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
        report = _report_on_line(found.meaning)
        if report:
            meaning = found.meaning
            meanings.append(replace(meaning, text="") if isinstance(meaning, Command) else meaning)
            return _Block(tuple(meanings), "", (report, *lines[at:]))
        meanings.append(found.meaning)
    return _Block(tuple(meanings), "", tuple(lines[at:]))


def _report_on_line(meaning: Command | NearMiss) -> str:
    """ "FÜR WE05: Hahn tropft": the report begins on the line that says for whom."""
    likely = meaning if isinstance(meaning, Command) else next(iter(meaning.readings), None)
    return likely.text if likely and likely.act is Act.FOR else ""


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
