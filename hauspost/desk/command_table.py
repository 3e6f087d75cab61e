"""The words that people steer with: one row says what stands behind a word, who can write it and whose right it is.

How each language says it, prints it and explains it is one table of its `commands.toml`. What a row leaves out is the
managers' alone and needs proof: default deny (DOMAIN).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hauspost.desk import languages
from hauspost.desk.houses import Role
from hauspost.desk.intents import Act, Party


class Kind(StrEnum):
    BARE = "bare"  # alone on its line
    VALUE = "value"  # with one value of a closed list and nothing left over
    COLON = "colon"  # free text behind a colon, to the end of the paragraph
    TO_THE_END = "to_the_end"  # free text to the end of all
    ANSWER = "answer"  # only where the answered notice offers it
    HALT = "halt"  # read generously: trailing words do not hinder it (rule 7)
    HELD = "held"  # only behind the number of a held mail
    OWN = "own"  # a grammar of its own: firms, amounts and days behind it


MANAGERS: Final = frozenset({Role.MANAGER})
RESIDENTS: Final = frozenset({Role.TENANT, Role.OWNER, Role.BOARD_MEMBER, Role.REPRESENTATIVE})
OF_THE_HOUSE: Final = RESIDENTS | {Role.CARETAKER}
EVERYBODY: Final = frozenset(Role)  # whoever's roles there are over as well, of the own tickets
NOBODY: Final[frozenset[Role]] = frozenset()  # by role: whoever was asked may answer


@dataclass(frozen=True, slots=True)
class Word:
    """One meaning. How people say it stands in the folder of each language (`desk.languages`); compared folded."""

    act: Act
    kind: Kind
    parties: tuple[Party, ...] = (Party.MANAGER,)
    takes_ticket: bool = False  # "STATUS T-1042"
    value: str = ""  # what a phrase of several words names: the role of "OHNE MIETER"
    right: frozenset[Role] = MANAGERS  # the roles whose commands may have it
    asks: bool = False  # it changes nothing and is answered at once: a registered From is proof enough (MAIL)

    @property
    def key(self) -> str:
        return f"commands.{self.act}" + (f".{self.value}" if self.value else "")

    def said(self, language: str) -> tuple[str, ...]:
        """German always: it is the house's language. Another one only for its own people (rule 9)."""
        return languages.understood(self.key, language)


_ALL: Final = (Party.MANAGER, Party.RESIDENT, Party.CONTRACTOR)
_MOST: Final = (Party.MANAGER, Party.RESIDENT)
_OWN: Final = (Party.RESIDENT,)

ROLES: Final[tuple[str, ...]] = languages.keys("roles")  # of an audience

WORDS: Final[tuple[Word, ...]] = (
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
    Word(Act.STATUS, Kind.BARE, _ALL, takes_ticket=True, right=EVERYBODY, asks=True),
    Word(Act.LIST, Kind.BARE, _ALL, right=EVERYBODY, asks=True),
    Word(Act.FILE, Kind.BARE, _MOST, takes_ticket=True, right=MANAGERS | RESIDENTS, asks=True),
    Word(Act.HELP, Kind.BARE, _ALL, right=EVERYBODY, asks=True),
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
    Word(Act.RULES, Kind.BARE, asks=True),
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
    Word(Act.PROMISED, Kind.ANSWER, _OWN, right=NOBODY),
    Word(Act.IMPORT_OK, Kind.BARE),
    Word(Act.IMPORT_OK, Kind.BARE, value="force"),
    Word(Act.IMPORT_OK, Kind.BARE, value="stay"),
    Word(Act.APPROVAL, Kind.BARE, value="board_member"),
    Word(Act.APPROVAL, Kind.BARE, value="owner"),
    Word(Act.ACCOUNT, Kind.BARE, value="weg"),
    Word(Act.ACCOUNT, Kind.BARE, value="owner"),
    Word(Act.INFORM_OWNER, Kind.BARE),
    Word(Act.PASS_INVOICE, Kind.BARE),
    Word(Act.ME_TOO, Kind.BARE, _OWN, takes_ticket=True, right=OF_THE_HOUSE),
    Word(Act.MUTE, Kind.BARE, _OWN, takes_ticket=True, right=OF_THE_HOUSE),
    Word(Act.DAILY, Kind.BARE, _OWN, right=OF_THE_HOUSE),
    Word(Act.AT_ONCE, Kind.BARE, _OWN, right=OF_THE_HOUSE),
    Word(Act.NO_MAILS, Kind.BARE, _OWN, right=OF_THE_HOUSE),
    Word(Act.SIGN_OFF, Kind.OWN),
    Word(Act.REWORK, Kind.OWN),
    Word(Act.NO_LIST, Kind.BARE, (Party.CONTRACTOR,), right=NOBODY),
    Word(Act.RELAY, Kind.OWN),
    Word(Act.DOCUMENTS, Kind.BARE, _MOST, right=MANAGERS | OF_THE_HOUSE, asks=True),
    Word(Act.DOCUMENT, Kind.OWN, _MOST, right=MANAGERS | OF_THE_HOUSE, asks=True),
    Word(Act.CATEGORIES, Kind.BARE, asks=True),
    Word(Act.REPORT, Kind.BARE, asks=True),
    Word(Act.LINK_TICKET, Kind.VALUE),
    Word(Act.DELETE, Kind.BARE),
    Word(Act.RETAIN, Kind.VALUE),
    Word(Act.HOLD, Kind.COLON),
)
