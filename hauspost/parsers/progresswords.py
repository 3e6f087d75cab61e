"""Knows a mail that only asks how a matter stands: "Gibt es schon was Neues zur Heizung?", "Any news on the leak?"."""

import re
from typing import Final

from hauspost.parsers.alternatives import by_letter
from hauspost.parsers.lines import phrase
from hauspost.parsers.phrases import says_still_broken, without_closing
from hauspost.parsers.salutations import is_greeting

_LONGEST: Final = 600  # characters; whoever writes more tells something
# A comma or a dash begins another clause, and what it tells must not pass for the end of a topic's name ("zur Heizung,
# bei mir tropft es"); only "fragen, ob …" goes on.
_CLAUSES: Final = re.compile(r"[.!?;:,](?=\s|$)|\s[-–—]+\s")
_WRAPPED: Final = re.compile(r"^(.{50,})\n", re.MULTILINE)  # only a long line goes on below
_INDIRECT: Final = re.compile(r",\s+(?=(?:ob|wie|if|how)\b)", re.IGNORECASE)
_SOON = r"(?:schon|bereits|inzwischen|mittlerweile|denn|eigentlich|endlich|nun|jetzt|bitte|mal|wohl|irgend)"
# What a topic's name has no part of: whoever writes without commas goes on with a sentence ("zur Heizung es tropft").
_TELLING = (
    r"(?:es|ich|wir|sie|ist|sind|war|wird|wurde|hat|haben|steht|steckt|geht|kommt|macht|tropft|laeuft|auslaeuft|rinnt"
    r"|riecht|stinkt|brennt|leckt|spritzt|faellt|verliert|funktioniert|jetzt|nun|heute|gestern|inzwischen|seit|mehr"
    r"|ausgefallen|kaputt|defekt|wieder|it|is|are|was|has|now|leaks|leaking|smells|burning|burst|broken)"
)
_NAMED = rf"(?: (?!{_TELLING}\b)\w+){{1,6}}"
_ABOUT = rf"(?: (?:zu|zum|zur|wegen|bezueglich|in sachen|mit|bei|bei der|von|meiner|meine|um){_NAMED})?"
_CRAFT = (
    r"(?:jemand|wer|handwerker|monteur|techniker|firma|installateur|klempner|elektriker|heizungsbauer|sanitaer\w*"
    r"|maler|schlosser|hausmeister|hauswart)"
)
_DONE = (
    r"(?:repariert|gemacht|behoben|erledigt|getauscht|ausgetauscht|gerichtet|beseitigt|erneuert|weitergehen"
    r"|passieren|passiert|kommen)"
)
# Each as the whole of a sentence, in folded words.
_WAYS: Final = (
    rf"(?:und )?gibt es(?: {_SOON})*(?: (?:was|etwas|irgendwas))?"
    rf" (?:neues|neuigkeiten|news|einen neuen stand|infos?|eine rueckmeldung|einen termin){_ABOUT}",
    rf"(?:und )?(?:wie|was) ist(?: {_SOON})* der (?:aktuelle |neue |derzeitige )?(?:stand|sachstand)"
    rf"(?: der dinge)?{_ABOUT}",
    r"(?:und )?wie (?:sieht es|siehts|steht es|stehts|weit ist es|geht es|gehts)"
    rf"(?: {_SOON})*(?: weiter| aus)?{_ABOUT}(?: aus)?",
    rf"(?:und )?wann (?:kommt|kommen)(?: {_SOON})*(?: (?:der|die|ein|eine))? {_CRAFT}{_ABOUT}",
    rf"(?:und )?wann (?:wird|werden|ist|kann)(?: \w+){{0,6}} {_DONE}",
    rf"(?:und )?wann (?:passiert|geschieht|tut sich)(?: {_SOON})*(?: (?:da|hier))?(?: {_SOON})*"
    rf" (?:was|etwas){_ABOUT}",
    rf"haben sie(?: {_SOON})* (?:etwas|was|jemanden|eine firma|einen termin)"
    rf"(?: (?:erreicht|veranlasst|unternommen|beauftragt|gefunden|gehoert|bekommen)){_ABOUT}",
    rf"ist(?: (?:da|hier))?(?: {_SOON})* (?:etwas|was|jemand)(?: \w+)?"
    r" (?:passiert|geschehen|beauftragt|veranlasst)",
    rf"(?:sachstand|stand der dinge|stand|status)(?: {_SOON})*{_ABOUT}",
    rf"ich (?:wollte|moechte|wuerde gern(?:e)?)(?: (?:nur|mal|kurz|gern|gerne|einmal|noch))* (?:nach)?fragen"
    rf"(?: (?:ob es(?: {_SOON})* (?:was|etwas) neues gibt"
    rf"|wie (?:da |hier )?der (?:aktuelle )?(?:stand ist|sachstand ist)))?{_ABOUT}(?: gibt)?",
    r"(?:is there |are there |do you have |have you got )?any (?:news|updates?|progress)"
    rf"(?: (?:on|about|regarding|with){_NAMED})?(?: yet)?",
    rf"what (?:is|s) the (?:current )?(?:status|state|situation)(?: (?:of|on|with|regarding){_NAMED})?",
    r"when (?:will|is|are)(?: \w+){1,6} (?:fixed|repaired|done|coming|come|replaced)",
    r"i (?:just )?(?:wanted|would like|d like) to (?:ask|check)"
    r"(?: (?:if there (?:is|are) any (?:news|updates?)|how things stand))?"
    rf"(?: (?:on|about|regarding){_NAMED})?",
)
_ASKS: Final = re.compile(by_letter("|".join(_WAYS)))
# What stands beside such a question and tells nothing.
_BESIDE: Final = re.compile(
    r"(?:ich bitte um |bitte um |ueber )?(?:eine )?(?:kurze )?(?:rueckmeldung|info|nachricht|antwort)"
    r"(?: (?:waere|wuerde ich mich) (?:nett|schoen|freuen|toll))?"
    r"|(?:vielen |besten |herzlichen )?dank(?:e)?(?: (?:schon|ihnen|im|voraus|vorab|und|sehr))*"
    r"|(?:many )?thanks?(?: (?:you|in|advance|a|lot))*|please let me know|geben sie mir(?: bitte)? bescheid"
    r"|bitte geben sie mir(?: kurz)? bescheid"
)
_MORE: Final = re.compile(r"\b(?:ausserdem|zusaetzlich|uebrigens|aber|und|also|but|and|neu|defekt|kaputt)\b")


def asks_progress(text: str) -> bool:
    """Every clause asks it or tells nothing; one word more is a matter of its own."""
    if len(text) > _LONGEST:
        return False
    lines = without_closing([line for line in text.splitlines() if line.strip()])
    own = "\n".join(line for line in lines if not is_greeting(line))
    whole = _INDIRECT.sub(" ", _WRAPPED.sub(r"\1 ", own)).replace("\n", ". ")
    clauses = [said for each in _CLAUSES.split(whole) if (said := phrase(each))]
    asked = [said for said in clauses if _asks(said)]
    if not asked or not all(said in asked or _BESIDE.fullmatch(said) for said in clauses):
        return False
    return not says_still_broken(text)


def _asks(said: str) -> bool:
    told = said.removeprefix("und ")
    return not _MORE.search(told) and _ASKS.fullmatch(said) is not None
