"""Knows the ways in which people ask that nobody hears who reported it (WORDS 4), and what only sounds so.

Read over folded words with one blank between them; every gap is bounded, so that reading stays linear.
"""

import re

from hauspost.parsers.alternatives import by_letter

_ME = r"(?:mich|uns|mein\w*|unser\w*)"
_NOBODY = r"(?:niemand\w*|keine[rmn]?|kein mensch|kein nachbar\w*)"
_ANYBODY = r"(?:jemand\w*|irgend\w+|einer|man|er|sie|(?:es|das) jemand|(?:die|der|andere|meine) ?\w{0,20}|nachbar\w*)"
_LEARN = r"(?:wissen|erfahren|mitbekommen|mitkriegen|merken)"
_LEARNS = r"(?:weiss|wissen|erfaehrt|erfahren|mitbekommt|mitbekommen|mitkriegt|merkt|merken)"
# Who it was: "wer das war", "dass ich es gemeldet habe", "dass das von mir kommt".
_WHO = (
    r"(?:wer\b|von wem|woher|von mir|von uns|durch mich|(?:dass|das) (?:ich|wir)\b"
    r"|(?:dass|das) (?:\w+ ){1,3}?von (?:mir|uns)|(?:mein\w*|unser\w*) namen?|meine person)"
)
_DID = (
    r"(?:war|waren|bin|gemeldet|meldet|melde|geschrieben|schreibe|gemailt|beschwert|beschwere|angezeigt|gesagt"
    r"|angerufen|informiert|mitgeteilt|gemeckert|verraten|gepetzt|dahinter\w*|hingewiesen|gemacht)"
)
_NOT = r"(?:don t|do not|dont|never|not)"
_ANYONE = (
    r"(?:anyone|anybody|people|others|them|him|her|(?:the|my) (?:\w+ )?(?:neighbou?rs?|caretaker|landlord"
    r"|tenants?))"
)
_WHO_EN = (
    r"(?:who\b|(?:that )?(?:it|this) (?:was|is|s|came|comes) (?:from )?(?:me|us)\b|from me\b|about me\b|my name"
    r"|(?:that )?(?:i|we) (?:\w+ )?(?:reported|complained|wrote|said|told|sent|did|called|contacted))"
)

# One row for each way of saying it.
_WAYS = (
    r"(?<!nicht )anonym\w*|inkognito|incognito|unerkannt (?:bleiben|zu bleiben)|ungenannt|namenlos bleiben",
    # the name
    r"(?:mein(?:en)?|unser(?:en)?|der|den) namen? (?!steht|stand|ist|fehlt|klebt|stimmt|passt)"
    r"(?:bitte |soll |sollte |darf |moechte ich )?(?:\w+ ){0,3}?(?:nicht|kein)",
    r"nicht (?:\w+ ){0,4}?(?:mein(?:en|em)?|unser(?:en|em)?) namen?(?! (?:am|an|auf|steht))|keinen namen nennen",
    r"ohne (?:\w+ )?(?:namen|namensnennung|nennung)(?! (?:am|an|auf)\b)",
    r"namen? (?:\w+ ){0,2}?nicht (?:\w+ ){0,1}?(?:genannt|nennen|weitergeben|weitergegeben|erwaehnen|erwaehnt"
    r"|verraten|preisgeben|herausgeben)",
    r"(?:mein\w*|unser\w*) namen? (?:\w+ ){0,3}?(?:weglassen|weg ?lassen|verschweigen|geheim\w*|fuer sich|rauslassen"
    r"|heraushalten|raushalten|aus dem spiel|unter uns|draussen|streichen|vertraulich)",
    r"(?:mein\w*|unser\w*) identitaet",
    r"(?:auf keinen fall|keinesfalls|nirgends|nirgendwo) (?:\w+ ){0,3}?(?:erwaehnt|genannt|auftauch\w*|erscheinen)",
    r"(?:erwaehnen|nennen) sie (?:mich|uns) (?:\w+ ){0,2}?(?:nicht|nirgends)|nicht der buhmann",
    r"mein\w* (?:daten|kontaktdaten|personalien) (?:\w+ ){0,2}?nicht (?:weiter\w*|heraus\w*|nennen)",
    r"nicht (?:namentlich )?(?:genannt|erwaehnt) (?:werden|sein)|nicht namentlich"
    r"|ohne (?:mich|uns) zu (?:nennen|erwaehnen)",
    r"nicht als (?:\w+ )?(?:melder\w*|absender\w*|hinweisgeber\w*|petze|denunziant\w*|beschwerdefuehrer\w*|quelle)",
    # telling
    r"nicht weiter ?(?:sagen|erzaehlen)|nicht verraten|verraten sie (?:\w+ ){0,3}?nicht|nicht erfahren",
    r"nicht (?:\w+ ){0,3}?(?:sagen|wissen|erfahren) (?:\w+ ){0,3}?(?:von mir|wer|dass ich)",
    rf"(?:sagen|erzaehlen|verraten|erwaehnen) sie (?:\w+ ){{0,4}}?(?:nicht|nichts|{_NOBODY}) "
    rf"(?:\w+ ){{0,4}}?(?:wer\b|von wem|woher|(?:von|ueber) mir\b|ueber mich|dass (?:das|es) (?:\w+ ){{0,2}}?(?:von mir"
    rf"|ich)\b|dass (?:ich|wir) (?:\w+ ){{0,5}}?{_DID})",
    rf"(?:sagen|erzaehlen|verraten) sie (?:das|es|davon)? ?(?:bitte )?{_NOBODY}\b",
    r"(?:bitte )?niemande[mn] (?:\w+ ){0,3}?(?:sagen|erzaehlen|verraten|weitersagen)",
    rf"{_NOBODY} (?:soll|sollen|sollte|darf|duerfen|muss|braucht)(?:te)? (?:\w+ ){{0,4}}?{_LEARN}",
    rf"(?:soll|sollte|darf|muss|braucht) (?:\w+ ){{0,2}}?{_NOBODY} (?:\w+ ){{0,3}}?{_LEARN}",
    rf"{_NOBODY} (?:\w+ ){{0,2}}?{_LEARNS} dass (?:(?:ich|wir) (?:\w+ ){{0,4}}?{_DID}"
    rf"|(?:\w+ ){{1,3}}?von (?:mir|uns)\b)",
    rf"(?:so dass|damit|wenn) {_NOBODY} (?:\w+ ){{0,2}}?{_LEARNS} (?:wer|von wem|woher)\b",
    r"nicht (?:\w+ )?(?:sagen|verraten|erwaehnen) dass (?:es|das) (?:\w+ ){0,2}?von\b",
    rf"(?:will|moechte|wollen|moechten) nicht dass (?:\w+ ){{1,4}}?{_LEARNS} (?:\w+ ){{0,2}}?{_WHO}",
    rf"ohne dass {_ANYBODY} (?:\w+ ){{0,4}}?(?:{_LEARNS} (?:\w+ ){{0,2}}?{_WHO}|davon {_LEARNS}"
    rf"|{_WHO} (?:\w+ ){{0,5}}?{_LEARNS})",
    r"(?:raus|heraus) ?kommen (?:dass (?:ich|wir|es|das)\b|wer\b|von wem|woher)",
    # "Von mir haben Sie das nicht."
    r"von mir (?:haben|wissen) sie (?:das|es|davon|den hinweis|die information) (?:\w+ )?nichts?"
    r"(?! (?:\w+ ){0,2}?(?:bekommen|erhalten|unterschrieben|verlangt|gekriegt))",
    r"von mir (?:haben|wissen) sie nichts\b|(?:haben|wissen) sie (?:das |es |aber |bitte )*nicht von mir",
    # being part of it
    r"rausgehalten werden|herausgehalten werden|raushalten wer",
    rf"{_ME} (?:\w+ ){{0,3}}?(?:aus dem spiel|da ?raus|daraus|aus der sache|aussen vor|raus ?halten|heraus ?halten"
    r"|draussen lassen)",
    r"(?:nicht|ungern) (?:\w+ ){0,3}?(?:hineingezogen|reingezogen|in erscheinung"
    r"|mit (?:mir|uns) in verbindung)",
    r"keine? rueckschluesse? auf (?:mich|uns|mein\w*)|nicht auf (?:mich|uns) (?:zurueck\w*|schliessen)",
    rf"nicht (?:merkt|merken|erkennt|erkennen|sieht) (?:\w+ ){{0,2}}?{_WHO}",
    # English
    rf"{_NOT} (?:\w+ ){{0,3}}?(?:mention|give|tell|use|disclose|reveal|pass on|share) (?:\w+ ){{0,3}}?(?:my|our) name"
    r"(?! (?:tag|plate))",
    r"without (?:\w+ ){0,2}?my name(?! (?:on|tag|plate))|without (?:naming|mentioning|identifying) (?:me|us)",
    r"(?:keep|leave) (?:my|our) names? (?:\w+ ){0,3}?(?:out|off|private|confidential|secret|to yourself)|keep my name"
    r"(?! (?:on|plate|tag))",
    r"leave out (?:my|our) name|withhold (?:my|our) name|(?:my|our) names? (?:\w+ )?(?:out of|kept out|withheld"
    r"|secret)",
    r"(?:keep|leave) (?:me|us) out of (?:it|this|that|the (?:matter|story))",
    r"(?:not|don t want to|not want to) be (?:named|identified|mentioned|involved|dragged|quoted)",
    rf"{_NOT} (?:name|identify|mention|involve) (?:me|us)\b",
    rf"{_NOT} (?:tell|let) {_ANYONE}(?! (?:in|inside|into)\b)",
    rf"{_NOT} (?:tell|say|let on|mention|reveal|disclose)(?: \w+)?(?: to)? (?:{_ANYONE} )?(?:\w+ )?{_WHO_EN}",
    rf"{_NOT} (?:want|wish) (?:\w+ )?{_ANYONE} to (?:know|find out|learn|hear)",
    r"(?:no one|nobody|no neighbou?r) (?:else )?(?:should|must|needs to|need|has to|can|may|is to) (?:\w+ )?"
    r"(?:know|find out|learn|hear)",
    rf"without {_ANYONE} (?:\w+ )?(?:knowing|finding out|learning|hearing|noticing)",
    r"(?:sure|so that|so) (?:no one|nobody|no neighbou?r) (?:\w+ )?(?:finds out|learns|hears|knows)",
    rf"(?:must|should|may|can|could|ought) (?:not|never) (?:know|find out|learn|hear) (?:\w+ ){{0,2}}?{_WHO_EN}",
    r"traced back to (?:me|us)|(?:wasn t|was not) (?:me|us) who (?:told|reported|complained|said|wrote)",
    r"(?:my|our) name (?:as )?confidential|keep (?:it|this|that) to your\w+",
    r"(?:don t|do not|wouldn t|would not) want (?:my name|to (?:get|become) involved)",
    r"you (?:didn t|did not|haven t|have not|never) (?:hear|heard|get|got|had) (?:it|this|that) from me",
    r"(?:protect|reveal|disclose|hide) (?:my|our) identity|off the record|remain nameless|stay nameless|unnamed",
)
_HIDES = re.compile(rf"\b{by_letter('|'.join(_WAYS))}\b")


def asks_to_hide(phrase: str) -> bool:
    """`phrase`: folded words with one blank between them, of a sentence or of all that somebody wrote."""
    return _HIDES.search(phrase) is not None
