"""Knows which of a report's sentences an order may carry: those about the thing, none about people (WORDS 5)."""

import re
from collections.abc import Iterable, Sequence

from hauspost.parsers.alternatives import by_letter, uncased
from hauspost.parsers.lines import phrase, visible, words
from hauspost.parsers.places import access
from hauspost.parsers.salutations import is_greeting
from hauspost.parsers.signature import is_closing
from hauspost.parsers.wishes import is_wish

_LOOKED_AT = 4_000  # characters
_LONGEST = 600  # an order is read on a ladder
_FEWEST = 2  # words of a sentence that says anything
_WRAPPED = 50  # a line so long without an end goes on below

_SENTENCE = re.compile(r"(?<=[.!?])(?<!\b\d\.)(?<!ca\.)(?<!Nr\.)(?<!bzw\.)(?<!z\.B\.)(?<!B\.)\s+|\n+")
_GREETED = re.compile(
    r"^(?:hallo|guten (?:tag|morgen|abend)|moin|servus|hi|hey|liebe[rs]?|sehr geehrte\w*|dear|hello"
    r"|good \w+)\b[^,!.]{0,60}[,!.]\s*",
    re.IGNORECASE,
)
# A phone number, a mail address, a link, an account: their clause goes.
_REACH = re.compile(
    r"\+?\d[\d /()-]{5,20}\d|\S{1,64}@\S{1,255}|https?://\S{1,300}|www\.\S{1,300}|\b[A-Z]{2}\d{2}[\d ]{10,30}"
)
_UNIT = re.compile(
    r"(?i)(?:\b(?:im|in|aus|vom|von|der|dem)\s){0,2}(?:\(?\b(?:WE|Whg\.?|Wohnung|Einheit"
    r"|flat)\s?(?:Nr\.?\s?)?\d{1,4}\b\)?"
    r"|\b(?:\d{1,2}\. ?(?:OG|Stock|Etage|Obergeschoss)|EG|DG),? (?:links|rechts|mitte|li\.?|re\.?)(?!\w))"
)
_STREET = re.compile(
    r"(?i)^[\w.-]{2,40}?(?:str\.?|straße|strasse|weg|allee|platz|gasse|damm|ufer|ring) ?\d{1,4} ?[a-z]?$"
    r"|^\d{5}\s\w+$"
)
_BRACKETS = re.compile(r"\s?\(([^()]{0,200})\)")
_ABOUT_PEOPLE = (
    # health
    r"(?:un)?gesund\w*|krank\w*|erkrank\w*|fieber\w*|asthma\w*|allerg\w*|schwanger\w*|behinder\w*"
    r"|schwerbehind\w*|rollstuhl\w*|rollator|pfleg\w*|arzt\w*|ärzt\w*"
    r"|klinik\w*|operation\w*|operiert|herz\w*|diabet\w*|demen\w*|depress\w*|husten\w*|atem\w*|medik\w*"
    r"|verletz\w*|unfall|erkält\w*|frier\w*|friert|schlaflos\w*"
    r"|schlafen|senior\w*|alt und|bettlägerig|kopfschmerz\w*|übel|chemo\w*|sick|ill|illness|pregnan\w*"
    r"|fever|allerg\w*|wheelchair|doctor|hospital|disab\w*|health"
    # family
    r"|baby\w*|säugling\w*|kind|kinder|kindern|kindes|kleinkind\w*|sohn\w*|söhne|tochter\w*|töchter\w*"
    r"|enkel\w*|mutter|mutti|mama|vater|papa|eltern|oma|opa"
    r"|großmutter|großvater|geschwister|bruder|schwester|ehemann|ehefrau|gatt(?:e|in)|(?:mein|ihr"
    r"|dein)\w* (?:mann|frau|freund\w*|partner\w*)|lebensgefährt\w*"
    r"|mitbewohner\w*|familie\w*|hund\w*|katze\w*|haustier\w*|geburt\w*|hochzeit|scheidung|trauer\w*"
    r"|gestorben|verstorben\w*|child\w*|kids?|son|daughter\w*|mother"
    r"|father|parents|wife|husband|family|dog|cat|flatmate\w*"
    # money
    r"|miete\w*|mietzins|warmmiete|kaltmiete|mietkonto|mietminder\w*|minder\w*|kaution|geld\w*|euro"
    r"|bezahl\w*|zahl(?:e|en|t|te|ung\w*)|kosten\w*|rechnung\w*|rückst\w*"
    r"|schulden|schadens?ersatz|versicher\w*|haftpflicht|hausrat\w*|jobcenter|sozialamt|gehalt|verdien\w*"
    r"|teuer\w*|rent|money|deposit|pay|paid|cost\w*|insurance|invoice"
    # law
    r"|anwalt\w*|anwält\w*|rechtsanw\w*|gericht\w*|klag(?:e|en)|verklag\w*|frist\w*|gesetz\w*|kündig\w*"
    r"|vertrag\w*|mietvertrag\w*|anzeige\w*|polizei\w*|strafe\w*"
    r"|mahn\w*|haftung|haften|rechtlich\w*|rechte|recht auf|verbraucherzentrale|mieterverein\w*"
    r"|mieterschutz\w*|presse|unzumutbar\w*|unverschämt\w*|bgb|dsgvo|lawyer"
    r"|solicitor|court|legal\w*|sue|deadline|police|tenants union"
    # third persons
    r"|nachbar\w*|herrn?|frau|fam|mieter\w*|vermieter\w*|eigentümer\w*|hausmeister\w*|hauswart\w*"
    r"|hausverwalt\w*|handwerker\w*|monteur\w*|bewohner\w*|vormieter\w*"
    r"|untermieter\w*|besuch\w*|gäste|leute|jugendliche\w*|typ|kerl|neighbou?rs?|landlord|owner|tenants?"
    r"|caretaker|mr|mrs|ms|guests?"
)
_PEOPLE = re.compile(rf"\b{by_letter(_ABOUT_PEOPLE)}\b|§|€")  # of uncased text
# What is for the office: who writes, what they want of it, when they are there.
_FOR_OFFICE = (
    r"können sie|könnten sie|würden sie|schicken sie"
    r"|kümmern sie|rufen sie|melden sie|kommen sie|veranlassen sie|beheben sie"
    r"|teilen sie|ich bitte|wir bitten|bitte um|bitte veranlassen|bitte kümmern|bitte melden"
    r"|bitte schicken|bitte beheben|rückruf|rückmeldung|wann kommt|mein name|ich heiße|hier ist"
    r"|hier spricht"
    r"|ich wohne|wir wohnen|ich schreibe|ich melde mich|anonym\w*|vertraulich\w*|weitersagen"
    r"|namen? genannt|vielen dank|danke|mit freundlichen|im voraus|wie telefonisch|wie besprochen"
    r"|could you|can you|would you|please (?:send|call|come|help|fix|let)|my name|i live|call me|thank you"
    r"|thanks|as discussed|confidential\w*"
)
_OFFICE = re.compile(rf"^bitte\b(?! beachten).{{0,60}}$|\b{by_letter(_FOR_OFFICE)}\b")  # of uncased text
_BEI = re.compile(r"\b[Bb]ei [A-ZÄÖÜ][\w-]+ (?:im|in der|nebenan|oben|unten|über|unter|aus)\b")
_PARTICLES = frozenset(("von", "van", "der", "den", "de", "zu", "und", "the", "heizung", "gmbh", "haus"))


def task_text(text: str, names: Iterable[str] = ()) -> str:
    """Sentences in their order, to a sentence's end; "" when nothing harmless is left. `names`: of people concerned."""
    known = frozenset(word for name in names for word in words(name) if len(word) > 1) - _PARTICLES
    kept: list[str] = []
    for sentence in _sentences(text[:_LOOKED_AT]):
        clean = _clean(sentence, known)
        if clean and sum(len(each) + 1 for each in kept) + len(clean) <= _LONGEST:
            kept.append(clean)
    return " ".join(kept)


def _sentences(text: str) -> list[str]:
    written = [line.strip() for line in visible(text).splitlines()]
    body = [line for line in written if line]
    closing = next((i for i, line in enumerate(body) if i and is_closing(line)), len(body))
    body = body[:closing]
    if len(body) > 1 and is_greeting(body[0]):
        body = body[1:]
    found = _SENTENCE.split("\n".join(_joined(body)))
    return found[:-1] if len(found) > 1 and _is_name(found[-1]) else found


def _joined(lines: Sequence[str]) -> list[str]:
    """Lines that a client broke, put together again."""
    whole: list[str] = []
    for line in lines:
        goes_on = (
            whole and whole[-1][-1:] not in ".!?:" and (line[:1].islower() or len(whole[-1]) >= _WRAPPED)
        )
        if goes_on:
            whole[-1] += f" {line}"
        else:
            whole.append(line)
    return whole


def _is_name(line: str) -> bool:
    """Whoever ends a letter without a formula."""
    said = re.findall(r"[^\W_]+", line)
    return (
        0 < len(said) <= 3
        and all(word[:1].isupper() and word.isalpha() for word in said)
        and line[-1:] not in ".!?"
    )


def _clean(sentence: str, names: frozenset[str]) -> str:
    if is_wish(sentence):
        return ""
    shown = _GREETED.sub("", " ".join(sentence.split()), count=1)
    shown = _BRACKETS.sub(lambda found: "" if _tells(found[1], names) else found[0], shown)
    clauses = [_UNIT.sub("", clause).strip() for clause in shown.split(",")]
    clauses = [
        c for c in clauses if c and not (_REACH.search(c) or _STREET.match(c) or _is_only_named(c, names))
    ]
    left = re.sub(r"\s{2,}", " ", ", ".join(clauses)).strip(" ,;:-–")
    left = re.sub(r"\s+(?=[.!])", "", left)  # where a unit stood
    if (
        len(words(left)) < _FEWEST
        or _tells(left, names)
        or _OFFICE.search(uncased(left))
        or access(left)
        or "?" in left
    ):
        return ""
    left = re.sub(r"([!.])[!.]+", r"\1", left)
    return (left[0].upper() + left[1:]) + ("" if left[-1] in ".!" else ".")


def _tells(text: str, names: frozenset[str]) -> bool:
    """Whether it speaks of people: by a listed word, a known name, or "bei Müller im 2. OG"."""
    named = any(word[:1].isupper() and phrase(word) in names for word in re.findall(r"[^\W_]+", text))
    return named or is_about_people(text) or _BEI.search(text) is not None


def is_about_people(text: str) -> bool:
    """By a listed word: health, family, money, law, third persons."""
    return _PEOPLE.search(uncased(text)) is not None


def _is_only_named(clause: str, names: frozenset[str]) -> bool:
    said = words(clause)
    return bool(said) and all(word in names for word in said)
