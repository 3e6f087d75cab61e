"""Knows a resident's new mail that only asks for papers: "Dokumente" above "Bitte das Protokoll und die Hausordnung."

A closed list: one word that is not on it ("… und im Keller tropft es") makes the mail an ordinary report.
"""

import re
from collections.abc import Iterable
from typing import Final

from hauspost.parsers.lines import phrase, rows, words
from hauspost.parsers.phrases import without_closing
from hauspost.parsers.salutations import is_greeting

_LONGEST: Final = 600  # characters; whoever writes more tells something
SUBJECTS: Final = frozenset(rows("dokumente · dokument · documents · document · unterlagen"))
# Papers that a house keeps for all its people; what is made for one of them (a certificate) is a matter for a person.
_PAPERS: Final = re.compile(
    r"(?:dokumente?n?|unterlagen?|papiere?n?|(?:versammlungs)?protokolle?n?|niederschrift(?:en)?|hausordnung(?:en)?"
    r"|(?:jahres|haus|hausgeld)?abrechnung(?:en)?|wirtschaftsplan|wirtschaftsplaene?|beschluesse?|beschluss"
    r"|beschlusssammlung|teilungserklaerung|energieausweis|satzung|documents?|papers?|minutes|house|rules"
    r"|accounts|statements?|budget|resolutions?)"
)
_BESIDE: Final = frozenset(
    words(
        """
        bitte die das der den dem des und oder sowie auch noch mir uns ich wir sie haette haetten gern gerne moechte
        moechten brauche brauchen benoetige benoetigen bitten um schicken senden schickt zusenden zuschicken zukommen
        lassen koennen koennten erhalten haben bekommen von vom zur zum aus fuer letzten letzte letzter letztes
        aktuelle aktuellen neue neuen neueste neuesten diese dieses dieser jahr jahres jahre eigentuemerversammlung
        versammlung weg liste kopie pdf per mail email als eine einen ein unserer unsere unser hauses haus objekt
        objekts vielen dank danke im voraus vorab nochmal nochmals einmal
        please send me us the a an of and or for i we would like to have get need could you our last latest current
        year owners meeting meetings copy by thank thanks in advance many
        """
    )
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


def asks_documents(subject: str, text: str, names: Iterable[str] = ()) -> bool:
    """The subject is the word, and nothing is written that is no request for such papers.

    `names`: of the people concerned; a line that is nothing but one of them is a signature.
    """
    if phrase(subject) not in SUBJECTS or len(text) > _LONGEST:
        return False
    lines = without_closing([line for line in text.splitlines() if line.strip()])
    called = [set(words(name)) for name in names]
    lines = [line for line in lines if not (is_greeting(line) or any(set(words(line)) <= c for c in called))]
    said = [w for line in lines for w in words(line)]
    return all(w in _BESIDE or _PAPERS.fullmatch(w) or _YEAR.fullmatch(w) for w in said)
