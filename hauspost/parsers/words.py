"""Knows the words that people steer with, their kind, and the words that betray an ordinary sentence (WORDS 2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from hauspost.desk.intents import Act, Party
from hauspost.parsers.lines import phrase, rows


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
    """One meaning and the ways to say it; the first is the one that we print. Compared folded."""

    act: Act
    kind: Kind
    german: tuple[str, ...]
    english: tuple[str, ...] = ()
    parties: tuple[Party, ...] = (Party.MANAGER,)
    takes_ticket: bool = False  # "STATUS T-1042"
    value: str = ""  # what a phrase of several words names: the role of "OHNE MIETER"

    def said(self, language: str) -> tuple[str, ...]:
        """German always: it is the house's language. English only for its own (rule 9)."""
        return self.german + (self.english if language == "en" else ())


_ALL = (Party.MANAGER, Party.RESIDENT, Party.CONTRACTOR)

# The roles of an audience, as people call them; the first is the one that we print.
ROLES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("tenant", ("MIETER", "MIETERN"), ("TENANTS", "TENANT")),
    ("owner", ("EIGENTÜMER", "EIGENTÜMERN"), ("OWNERS", "OWNER")),
    ("board_member", ("BEIRAT", "BEIRÄTE", "VERWALTUNGSBEIRAT"), ("BOARD",)),
    ("caretaker", ("HAUSWART", "HAUSMEISTER"), ("CARETAKER",)),
)
_AUDIENCE = ((Act.WITHOUT, "OHNE", "WITHOUT"), (Act.ONLY, "NUR", "ONLY"), (Act.WITH, "MIT", "WITH"))


def _audience_words() -> tuple[Word, ...]:
    return tuple(
        Word(act, Kind.BARE, (f"{german} {names[0]}",), (f"{english} {called[0]}",), value=role)
        for act, german, english in _AUDIENCE
        for role, names, called in ROLES
    )


WORDS: tuple[Word, ...] = (
    Word(Act.RELEASE, Kind.BARE, ("FREIGEBEN",), ("RELEASE",)),
    Word(Act.START, Kind.BARE, ("IN BEARBEITUNG", "IN ARBEIT"), ("START", "IN PROGRESS")),
    Word(Act.FINISH, Kind.BARE, ("ERLEDIGT",), ("DONE",)),
    Word(Act.REOPEN, Kind.BARE, ("WIEDER ÖFFNEN", "WIEDER OFFEN"), ("REOPEN",)),
    Word(Act.REJECT, Kind.COLON, ("ABLEHNEN",), ("REJECT",)),
    Word(Act.CATEGORY, Kind.VALUE, ("KATEGORIE",), ("CATEGORY",)),
    Word(Act.ASSIGN, Kind.VALUE, ("ZUWEISEN AN", "ZUWEISEN"), ("ASSIGN TO", "ASSIGN")),
    Word(Act.INTERNAL, Kind.TO_THE_END, ("INTERN",), ("INTERNAL",)),
    Word(Act.REPLY, Kind.TO_THE_END, ("ANTWORT",), ("REPLY", "ANSWER")),
    Word(Act.SEND, Kind.ANSWER, ("SENDEN",), ("SEND",)),
    Word(Act.REACHABLE, Kind.ANSWER, ("ERREICHBAR",), ("REACHABLE",)),
    Word(Act.WORD_OK, Kind.ANSWER, ("WORT OK",), ("WORD OK",)),
    Word(Act.WORD_NO, Kind.ANSWER, ("WORT NEIN",), ("WORD NO",)),
    Word(Act.STOP, Kind.HALT, ("STOPP", "STOP"), ("STOP",)),
    Word(Act.UNDO, Kind.BARE, ("RÜCKGÄNGIG",), ("UNDO",)),
    Word(Act.STATUS, Kind.BARE, ("STATUS",), ("STATUS",), _ALL, takes_ticket=True),
    Word(Act.LIST, Kind.BARE, ("LISTE",), ("LIST",), _ALL),
    Word(Act.FILE, Kind.BARE, ("AKTE",), ("FILE",), (Party.MANAGER, Party.RESIDENT), takes_ticket=True),
    Word(Act.HELP, Kind.BARE, ("HILFE",), ("HELP",), _ALL),
    Word(Act.FOR, Kind.VALUE, ("FÜR",), ("FOR",)),
    Word(Act.TO, Kind.TO_THE_END, ("AN",), ("TO",)),
    Word(Act.SURVEY, Kind.OWN, ("AN EIGENTÜMER",), ("TO OWNERS",)),
    Word(Act.TAKE, Kind.HELD, ("OK",), ("OK",)),
    Word(Act.TAKE_NEW, Kind.HELD, ("NEU",), ("NEW",)),
    Word(Act.ONCE, Kind.HELD, ("EINMAL",), ("ONCE",)),
    Word(Act.SPAM, Kind.HELD, ("SPAM",), ("SPAM",)),
    Word(Act.DISPATCH, Kind.OWN, ("BEAUFTRAGEN",), ("DISPATCH",)),
    Word(Act.QUOTE, Kind.OWN, ("ANGEBOT",), ("QUOTE",)),
    Word(Act.INFORM, Kind.OWN, ("INFO",), ("INFO", "INFORM")),
    Word(Act.CANCEL_ORDER, Kind.OWN, ("STORNIEREN",), ("CANCEL",)),
    Word(Act.PRIVATE, Kind.BARE, ("PRIVAT",), ("PRIVATE",)),
    Word(Act.ANONYMOUS, Kind.BARE, ("ANONYM",), ("ANONYMOUS",)),
    Word(Act.PUBLIC, Kind.BARE, ("ÖFFENTLICH",), ("PUBLIC",)),
    *_audience_words(),
    Word(Act.TO_ALL, Kind.OWN, ("AN ALLE",), ("TO ALL",)),
    Word(Act.MERGE, Kind.OWN, ("ZUSAMMENLEGEN MIT", "ZUSAMMENLEGEN"), ("MERGE WITH", "MERGE")),
    Word(Act.MOVE, Kind.OWN, ("OBJEKT", "VERSCHIEBEN"), ("PROPERTY",)),
    Word(Act.BUNDLE, Kind.OWN, ("BÜNDELN",), ("BUNDLE",)),
    Word(Act.RULES, Kind.BARE, ("REGELN",), ("RULES",)),
    Word(Act.RULE_OK, Kind.OWN, ("REGEL OK",), ("RULE OK",)),
    Word(Act.RULE_NO, Kind.OWN, ("REGEL NEIN",), ("RULE NO",)),
    Word(Act.SPLIT, Kind.BARE, ("AUFTEILEN", "TEILEN"), ("SPLIT",)),
    Word(Act.AWAY, Kind.OWN, ("ABWESEND",), ("AWAY",)),
    Word(Act.BACK, Kind.BARE, ("WIEDER DA",), ("BACK",)),
    Word(Act.PRIORITY, Kind.VALUE, ("PRIORITÄT",), ("PRIORITY",)),
    Word(Act.FOLLOW_UP, Kind.OWN, ("WV", "WIEDERVORLAGE"), ("FOLLOW-UP", "FOLLOW UP")),
    Word(Act.REMIND, Kind.BARE, ("ERINNERN",), ("REMIND",)),
    Word(Act.NEXT_FIRM, Kind.BARE, ("NÄCHSTE FIRMA",), ("NEXT FIRM",)),
    Word(Act.EMERGENCY, Kind.BARE, ("NOTFALL",), ("EMERGENCY",)),
    Word(Act.NO_EMERGENCY, Kind.BARE, ("KEIN NOTFALL",), ("NO EMERGENCY",)),
    Word(Act.PROMISED, Kind.ANSWER, ("ZUGESAGT",), ("AGREED",), (Party.RESIDENT,)),
    Word(Act.IMPORT_OK, Kind.BARE, ("IMPORT OK",), ("IMPORT OK",)),
    Word(Act.IMPORT_OK, Kind.BARE, ("IMPORT OK TROTZDEM",), ("IMPORT OK ANYWAY",), value="force"),
    Word(
        Act.IMPORT_OK,
        Kind.BARE,
        ("IMPORT OK OHNE AUSZUG",),
        ("IMPORT OK WITHOUT MOVE-OUT",),
        value="stay",
    ),
    Word(Act.APPROVAL, Kind.BARE, ("FREIGABE BEIRAT",), ("APPROVAL BOARD",), value="board_member"),
    Word(Act.APPROVAL, Kind.BARE, ("FREIGABE EIGENTÜMER",), ("APPROVAL OWNER",), value="owner"),
    Word(Act.ACCOUNT, Kind.BARE, ("RECHNUNG WEG",), ("INVOICE WEG",), value="weg"),
    Word(Act.ACCOUNT, Kind.BARE, ("RECHNUNG EIGENTÜMER",), ("INVOICE OWNER",), value="owner"),
    Word(Act.INFORM_OWNER, Kind.BARE, ("EIGENTÜMER INFORMIEREN",), ("INFORM OWNER",)),
    Word(Act.PASS_INVOICE, Kind.BARE, ("AN BUCHHALTUNG",), ("TO ACCOUNTING",)),
    Word(Act.ME_TOO, Kind.BARE, ("ICH AUCH",), ("ME TOO",), (Party.RESIDENT,), takes_ticket=True),
    Word(
        Act.MUTE,
        Kind.BARE,
        ("STUMM", "ABMELDEN"),
        ("MUTE", "UNSUBSCRIBE"),
        (Party.RESIDENT,),
        takes_ticket=True,
    ),
    Word(Act.DAILY, Kind.BARE, ("TÄGLICH",), ("DAILY",), (Party.RESIDENT,)),
    Word(Act.AT_ONCE, Kind.BARE, ("SOFORT",), ("AT ONCE",), (Party.RESIDENT,)),
    Word(Act.NO_MAILS, Kind.BARE, ("KEINE MAILS",), ("NO MAILS",), (Party.RESIDENT,)),
    Word(Act.SIGN_OFF, Kind.OWN, ("ABGENOMMEN",), ("SIGNED OFF", "SIGN OFF")),
    Word(Act.REWORK, Kind.OWN, ("NACHBESSERN", "NACHBESSERUNG"), ("REWORK",)),
    Word(Act.NO_LIST, Kind.BARE, ("KEINE LISTE",), ("NO LIST",), (Party.CONTRACTOR,)),
    Word(Act.RELAY, Kind.OWN, ("WEITERLEITEN AN", "WEITERLEITEN AUS"), ("RELAY ON", "RELAY OFF")),
    Word(
        Act.DOCUMENTS,
        Kind.BARE,
        ("DOKUMENTE",),
        ("DOCUMENTS",),
        (Party.MANAGER, Party.RESIDENT),
    ),
    Word(Act.DOCUMENT, Kind.OWN, ("DOKUMENT",), ("DOCUMENT",), (Party.MANAGER, Party.RESIDENT)),
    Word(Act.CATEGORIES, Kind.BARE, ("KATEGORIEN",), ("CATEGORIES",)),
    Word(Act.REPORT, Kind.BARE, ("BERICHT",), ("REPORT",)),
    Word(Act.LINK_TICKET, Kind.VALUE, ("ZUORDNEN",), ("LINK",)),
    Word(Act.DELETE, Kind.BARE, ("LÖSCHEN",), ("DELETE",)),
    Word(Act.RETAIN, Kind.VALUE, ("AUFBEWAHREN",), ("RETAIN",)),
    Word(Act.HOLD, Kind.COLON, ("SPERREN",), ("LEGAL HOLD",)),
)

# How long a ticket is kept, as people say it; the first is the one that we print.
RETENTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("voucher", ("beleg", "voucher", "rechnung")),
    ("letter", ("geschäftsbrief", "brief", "letter")),
    ("ticket", ("vorgang", "ticket")),
    ("trivial", ("kurz", "trivial", "short")),
    ("auto", ("automatisch", "auto")),
    ("free", ("frei", "free")),
)

# How urgent a ticket is, as people say it; the first is the one that we print.
PRIORITIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("high", ("hoch", "high", "dringend", "urgent", "eilig")),
    ("normal", ("normal", "mittel")),
    ("low", ("niedrig", "low", "gering")),
)

# A yes may be polite; anything more ("Ja, aber …") is no yes (rules 7 and 8).
YES = frozenset(map(phrase, rows("ja · ja bitte · ja gerne · ja gern · yes · yes please")))

# A yes to money, as the whole new text (rule 8). An offer that prints one of MONEY asks for it.
MONEY = frozenset(map(phrase, rows("ZUSTIMMEN · GENEHMIGEN · GENEHMIGT · APPROVE")))
YES_TO_MONEY = (
    YES
    | MONEY
    | frozenset(
        map(
            phrase,
            rows(
                """
                ja genehmigt · freigegeben · freigeben · freigabe erteilt · einverstanden · in ordnung · ok · okay
                passt · zugestimmt · stimme zu · ich stimme zu · ja stimme zu · approved · agreed · yes approved
                """
            ),
        )
    )
)

POLITE = frozenset(rows("bitte · danke · please · thanks"))
TITLES = frozenset(
    rows("herr · herrn · frau · familie · fam · dr · mr · mrs · ms · whg · wohnung · einheit · flat")
)

# If one of these follows a command word, the line is a sentence (rule 5).
SENTENCE = frozenset(
    rows(
        """
        sie · ich · wir · du · ihr · er · es · das · dies · dieser · diese · dieses · der · die · den · dem
        des · ein
        eine · einen · einem · einer · mir · uns · mich · ihnen · man · ist · war · wird · kann · koennen
        duerfen · moechte
        moechten · muss · muessen · hat · haben · habe · bin · sind · geht · gehen · machen · macht · soll
        sollen · nicht · stimmt · passt · fehlt
        hatte · waere · wurde · wurden · noch · nur · auch · erst · doch · aber · mal
        you · i · we · he · she · it · this · that · the · a · an · is · was · will · can · has · have · are
        not · but
        """
    )
)


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
