"""Knows the words that people steer with, their kind, and the words that betray an ordinary sentence (WORDS 2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from hauspost.desk import languages
from hauspost.desk.intents import Act, Party
from hauspost.parsers.lines import phrase


class Kind(StrEnum):
    BARE = "bare"  # alone on its line
    VALUE = "value"  # with one value of a closed list and nothing left over
    COLON = "colon"  # free text behind a colon, to the end of the paragraph
    TO_THE_END = "to_the_end"  # free text to the end of all
    ANSWER = "answer"  # only where the answered notice offers it
    HALT = "halt"  # read generously: trailing words do not hinder it (rule 7)
    HELD = "held"  # only behind the number of a held mail
    OWN = "own"  # a grammar of its own: firms, amounts and days behind it


@dataclass(frozen=True, slots=True)
class Word:
    """One meaning. How people say it stands in the folder of each language (`desk.languages`); compared folded."""

    act: Act
    kind: Kind
    parties: tuple[Party, ...] = (Party.MANAGER,)
    takes_ticket: bool = False  # "STATUS T-1042"
    value: str = ""  # what a phrase of several words names: the role of "OHNE MIETER"

    @property
    def key(self) -> str:
        return f"commands.{self.act}" + (f".{self.value}" if self.value else "")

    def said(self, language: str) -> tuple[str, ...]:
        """German always: it is the house's language. Another one only for its own people (rule 9)."""
        return languages.understood(self.key, language)


_ALL = (Party.MANAGER, Party.RESIDENT, Party.CONTRACTOR)

ROLES: tuple[str, ...] = languages.keys("roles")  # of an audience

WORDS: tuple[Word, ...] = (
    Word(Act.RELEASE, Kind.BARE),
    Word(Act.START, Kind.BARE),
    Word(Act.FINISH, Kind.BARE),
    Word(Act.REOPEN, Kind.BARE),
    Word(Act.REJECT, Kind.COLON),
    Word(Act.CATEGORY, Kind.VALUE),
    Word(Act.ASSIGN, Kind.VALUE),
    Word(Act.INTERNAL, Kind.TO_THE_END),
    Word(Act.REPLY, Kind.TO_THE_END),
    Word(Act.SEND, Kind.ANSWER),
    Word(Act.REACHABLE, Kind.ANSWER),
    Word(Act.WORD_OK, Kind.ANSWER),
    Word(Act.WORD_NO, Kind.ANSWER),
    Word(Act.STOP, Kind.HALT),
    Word(Act.UNDO, Kind.BARE),
    Word(Act.STATUS, Kind.BARE, _ALL, takes_ticket=True),
    Word(Act.LIST, Kind.BARE, _ALL),
    Word(Act.FILE, Kind.BARE, (Party.MANAGER, Party.RESIDENT), takes_ticket=True),
    Word(Act.HELP, Kind.BARE, _ALL),
    Word(Act.FOR, Kind.VALUE),
    Word(Act.TO, Kind.TO_THE_END),
    Word(Act.SURVEY, Kind.OWN),
    Word(Act.TAKE, Kind.HELD),
    Word(Act.TAKE_NEW, Kind.HELD),
    Word(Act.ONCE, Kind.HELD),
    Word(Act.SPAM, Kind.HELD),
    Word(Act.DISPATCH, Kind.OWN),
    Word(Act.QUOTE, Kind.OWN),
    Word(Act.INFORM, Kind.OWN),
    Word(Act.CANCEL_ORDER, Kind.OWN),
    Word(Act.PRIVATE, Kind.BARE),
    Word(Act.ANONYMOUS, Kind.BARE),
    Word(Act.PUBLIC, Kind.BARE),
    *(Word(act, Kind.BARE, value=role) for act in (Act.WITHOUT, Act.ONLY, Act.WITH) for role in ROLES),
    Word(Act.TO_ALL, Kind.OWN),
    Word(Act.MERGE, Kind.OWN),
    Word(Act.MOVE, Kind.OWN),
    Word(Act.BUNDLE, Kind.OWN),
    Word(Act.RULES, Kind.BARE),
    Word(Act.RULE_OK, Kind.OWN),
    Word(Act.RULE_NO, Kind.OWN),
    Word(Act.SPLIT, Kind.BARE),
    Word(Act.AWAY, Kind.OWN),
    Word(Act.BACK, Kind.BARE),
    Word(Act.PRIORITY, Kind.VALUE),
    Word(Act.FOLLOW_UP, Kind.OWN),
    Word(Act.REMIND, Kind.BARE),
    Word(Act.NEXT_FIRM, Kind.BARE),
    Word(Act.EMERGENCY, Kind.BARE),
    Word(Act.NO_EMERGENCY, Kind.BARE),
    Word(Act.PROMISED, Kind.ANSWER, (Party.RESIDENT,)),
    Word(Act.IMPORT_OK, Kind.BARE),
    Word(Act.IMPORT_OK, Kind.BARE, value="force"),
    Word(Act.IMPORT_OK, Kind.BARE, value="stay"),
    Word(Act.APPROVAL, Kind.BARE, value="board_member"),
    Word(Act.APPROVAL, Kind.BARE, value="owner"),
    Word(Act.ACCOUNT, Kind.BARE, value="weg"),
    Word(Act.ACCOUNT, Kind.BARE, value="owner"),
    Word(Act.INFORM_OWNER, Kind.BARE),
    Word(Act.PASS_INVOICE, Kind.BARE),
    Word(Act.ME_TOO, Kind.BARE, (Party.RESIDENT,), takes_ticket=True),
    Word(Act.MUTE, Kind.BARE, (Party.RESIDENT,), takes_ticket=True),
    Word(Act.DAILY, Kind.BARE, (Party.RESIDENT,)),
    Word(Act.AT_ONCE, Kind.BARE, (Party.RESIDENT,)),
    Word(Act.NO_MAILS, Kind.BARE, (Party.RESIDENT,)),
    Word(Act.SIGN_OFF, Kind.OWN),
    Word(Act.REWORK, Kind.OWN),
    Word(Act.NO_LIST, Kind.BARE, (Party.CONTRACTOR,)),
    Word(Act.RELAY, Kind.OWN),
    Word(Act.DOCUMENTS, Kind.BARE, (Party.MANAGER, Party.RESIDENT)),
    Word(Act.DOCUMENT, Kind.OWN, (Party.MANAGER, Party.RESIDENT)),
    Word(Act.CATEGORIES, Kind.BARE),
    Word(Act.REPORT, Kind.BARE),
    Word(Act.LINK_TICKET, Kind.VALUE),
    Word(Act.DELETE, Kind.BARE),
    Word(Act.RETAIN, Kind.VALUE),
    Word(Act.HOLD, Kind.COLON),
)


def _closed(section: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((key, languages.of_all(f"{section}.{key}")) for key in languages.keys(section))


def _folded(key: str) -> frozenset[str]:
    return frozenset(map(phrase, languages.of_all(key)))


# Closed lists, as people say their values; and roles, by their folded names.
RETENTIONS = _closed("retentions")
PRIORITIES = _closed("priorities")
ROLE_OF: Mapping[str, str] = {phrase(said): role for role, names in _closed("roles") for said in names}

# A yes may be polite; anything more ("Ja, aber …") is no yes (rules 7 and 8).
YES = _folded("consent.yes")

# A yes to money, as the whole new text (rule 8). An offer that prints one of MONEY asks for it.
MONEY = _folded("consent.money")
YES_TO_MONEY = YES | MONEY | _folded("consent.to_money")

POLITE = _folded("common.polite")
TITLES = _folded("common.titles")

# If one of these follows a command word, the line is a sentence (rule 5).
SENTENCE = _folded("common.sentence")


@cache
def by_phrase(party: Party, language: str, *kinds: Kind) -> Mapping[str, Word]:
    """Folded phrase → word, for one person's vocabulary."""
    found = {
        phrase(said): word
        for word in WORDS
        if party in word.parties and word.kind in kinds
        for said in word.said(language)
    }
    return MappingProxyType(found)
