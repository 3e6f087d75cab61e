"""Knows how a manager's new text is read: the commands at its top, called words below, what leaves and what stays."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hauspost.desk.command_table import Kind
from hauspost.desk.intents import Act, Command, NearMiss, Said, Salutation, Vocabulary
from hauspost.parsers import inward
from hauspost.parsers.commands import asks_for_money, read_line
from hauspost.parsers.documentwords import together
from hauspost.parsers.lines import phrase, visible
from hauspost.parsers.phrases import is_thanks, says_still_broken, without_closing
from hauspost.parsers.salutations import salutation, speaks_to_colleague
from hauspost.parsers.typed import typed
from hauspost.parsers.words import by_phrase

MOST_COMMANDS = 100  # lines of command in one mail; with more of them it is asked back whole
_REPLY = re.compile(r"[\s*_#/]{0,8}([^\W\d_]{3,10})\s{0,2}:[*_]{0,2}\s*")


def manager_said(text: str, vocabulary: Vocabulary, attachments: tuple[str, ...]) -> Said:
    """The new text: commands at its top, what leaves and what stays inside."""
    outer, inner = inward.parted(text.splitlines(), vocabulary.language)
    block = _block(outer, vocabulary)
    left, called = _called(block.left, vocabulary, room=MOST_COMMANDS - len(block.meanings))
    if len(block.meanings) + len(called) > MOST_COMMANDS:
        return _too_many(text, (*block.meanings, *called), attachments)
    meanings = [_guarded(meaning, vocabulary) for meaning in together((*block.meanings, *called))]
    is_said = _says_more(left, block.left)
    if len(meanings) > 1 or is_said or block.reply or inner is not None:
        meanings = [_spending(meaning, vocabulary) for meaning in meanings]
    commands = tuple(m for m in meanings if isinstance(m, Command))
    near_misses = tuple(m for m in meanings if isinstance(m, NearMiss))
    plain = not (meanings or block.reply or inner is not None)
    rest = "\n".join(left).strip("\n") if plain or is_said else ""
    stays = salutation(block.reply, vocabulary) is Salutation.COLLEAGUE
    return Said(
        whole=text,
        commands=commands,
        near_misses=near_misses,
        text=rest,
        internal=_stacked(block.reply if stays else "", inner or ""),
        reply="" if stays else block.reply,
        salutation=salutation(rest, vocabulary),
        is_thanks=plain and not attachments and is_thanks(rest, vocabulary),
        says_still_broken=says_still_broken(text),
        attachments=attachments,
    )


def manager_beside(own: str, unsure: str, vocabulary: Vocabulary, attachments: tuple[str, ...]) -> Said:
    """Her own text beside words that may be another person's: only the first steers, the others stay inside."""
    said = manager_said(own, vocabulary, attachments)
    spent = [_spending(one, vocabulary) for one in said.commands]
    said = replace(
        said,
        commands=tuple(one for one in spent if isinstance(one, Command)),
        near_misses=said.near_misses + tuple(one for one in spent if isinstance(one, NearMiss)),
        is_thanks=False,
    )
    if any(
        command.act is Act.FOR for command in said.commands
    ):  # a report for somebody is told in that one's words
        return replace(said, text=_stacked(said.text, unsure))
    return replace(said, internal=_stacked(said.internal, unsure))


def _stacked(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)


def _too_many(text: str, meanings: Sequence[Command | NearMiss], attachments: tuple[str, ...]) -> Said:
    """Nothing of it is done, and nothing of it is anybody's letter."""
    miss = NearMiss(meanings[0].line, "too_many", str(MOST_COMMANDS))
    return Said(whole=text, near_misses=(miss,), attachments=attachments)


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
    while at < len(lines) and len(meanings) <= MOST_COMMANDS:
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


def _called(
    lines: Sequence[str], vocabulary: Vocabulary, *, room: int
) -> tuple[list[str], list[Command | NearMiss]]:
    """Below the block only "#word" is read; of more than `room` the first too many is the last."""
    left: list[str] = []
    called: list[Command | NearMiss] = []
    for line in lines:
        shown = line.strip()
        found = None
        if len(called) <= room and shown.startswith("#") and typed(shown).called:
            found = read_line([shown], 0, vocabulary, first=False)
        if found is None:
            left.append(line)
        else:
            called.append(found.meaning)
    return left, called


def _says_more(left: Sequence[str], below: Sequence[str]) -> bool:
    """Beside a command, a closing block alone is no text; whether it closes shows with the called lines in place."""
    return not set(left).isdisjoint(without_closing([line for line in below if line.strip()]))


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
