"""Knows whether a resident says that a matter is settled: "Hat sich erledigt, geht wieder.", "It's sorted, thanks"."""

import re
from typing import Final

from hauspost.parsers.lines import phrase, rows
from hauspost.parsers.phrases import says_still_broken

_LONGEST: Final = 600  # characters; whoever writes more tells something
_CLAUSES: Final = re.compile(r"[.!;,\n]+")
_SINCE = (
    r"(?: (?:schon|bereits|inzwischen|mittlerweile|nun|jetzt|damit|somit|hiermit|soeben|gerade|von selbst))*"
)
_WELL = r"(?:alles|einwandfrei|gut|normal|super|prima|problemlos|tadellos|wunderbar|ganz normal)"
# Each as the end of a clause, in folded words: "läuft wieder" may be a tap that drips, and is not among them.
_SAYS: Final = re.compile(
    rf"\b(?:hat|haette|haben) sich(?: (?:das|es|die sache|alles))?{_SINCE} erledigt$"
    rf"|\b(?:ist|waere|sind){_SINCE} (?:erledigt|behoben|repariert|geloest|wieder (?:in ordnung|okay|ok|gut))$"
    rf"|^(?:schon |bereits )?(?:erledigt|behoben)$"
    rf"|\b(?:geht|gehen|funktioniert|funktionieren|klappt|schliesst)(?: (?:jetzt|nun|alles))* wieder(?: {_WELL})?$"
    r"|\b(?:is|s|are|been|got|all)(?: (?:now|all|already))* (?:sorted|fixed|solved|resolved|settled)(?: now)?$"
    r"|\bwork(?:s|ing)(?: (?:fine|well))? again(?: now)?$"
)
# A word of doubt, of a condition or of a rest, and it is said of no matter as a whole.
_BUT: Final = frozenset(
    rows(
        """
        nicht · kein · keine · nie · noch · aber · nur · ausser · bis · wenn · falls · sobald · sofern · ob · wann
        hoffe · hoffentlich · fast · teilweise · manchmal · angeblich · sollte · soll · muss · muesste · trotzdem
        jedoch · allerdings · dafuer · stattdessen
        not · no · never · but · only · except · until · if · once · when · hope · hopefully · almost · partly
        sometimes · should · must · however · though · instead · yet · still · t
        """
    )
)


def says_settled(text: str) -> bool:
    """One clause says it, and nothing in the text takes it back, limits it or asks."""
    if len(text) > _LONGEST or "?" in text:
        return False
    clauses = [said for each in _CLAUSES.split(text) if (said := phrase(each))]
    if any(_BUT.intersection(said.split()) for said in clauses):
        return False
    return any(_SAYS.search(said) for said in clauses) and not says_still_broken(text)
