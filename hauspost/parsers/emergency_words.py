"""Knows the words of danger: one row for each sign, with what must stand beside it to count (WORDS 6).

Expressions are read in folded words ("laeuft") with single blanks between. Words of urgency alone ("DRINGEND",
"Notfall", "Lebensgefahr") stand in no row.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from hauspost.desk.urgency import Kind, Level
from hauspost.parsers.alternatives import by_letter

_SOME = r"(?: \w+){0,6}?"  # words between
_BEGIN, _END = r"\b(?:", r")\b"


@dataclass(frozen=True, slots=True)
class Sign:
    """`says` within one sentence, `about` anywhere in the mail, `but` nowhere in that sentence."""

    level: Level
    kind: Kind
    says: re.Pattern[str]
    about: re.Pattern[str] | None = None
    but: re.Pattern[str] | None = None
    everywhere: bool = False  # only where the whole house is concerned
    in_season: bool = False  # only while houses are heated
    at_night: bool = False  # only when the office is closed
    is_noun: bool = False  # names the thing without a tense: "Rohrbruch" may be last year's


def _rx(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"{_BEGIN}{pattern}{_END}")


def _anywhere(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b{by_letter(pattern)}\b")


_LIFE, _BAD, _SOON = Level.LIFE_DANGER, Level.EMERGENCY, Level.URGENT

EVERYWHERE: Final = _anywhere(
    r"(?:im |das |des |am )?(?:ganze[nrs]?|gesamte[nrs]?|komplette[nrs]?) (?:haus\w*|gebaeude\w*"
    r"|wohnhaus\w*|block\w*"
    r"|aufgang|treppenhaus|objekt)"
    r"|(?:bei )?alle[nr]?(?: (?:im haus|mietern?|nachbarn?|wohnungen|parteien|bewohnern?|etagen"
    r"|stockwerken?))"
    r"|bei allen|wir (?:haben )?alle|(?:im|in) haus \d+\w?|(?:im )?haus ueberall|ueberall im haus"
    r"|hausweit|alle betroffen"
    r"|mehrere (?:wohnungen|mieter|parteien|nachbarn)|(?:die |meine |unsere )?nachbarn auch"
    r"|(?:whole|entire) (?:house|building|block)|all (?:the )?(?:flats|apartments|neighbou?rs|tenants)"
    r"|nobody (?:has|in)|everyone(?: else)?|every flat"
)

_LIFT = r"aufz\w{0,2}g\w*|fahrst\w+|lift\w*|elevator\w*"
_SMOKE_ALARM = r"rauch\w{0,4}melder\w*|feuermelder\w*|brandmelder\w*|smoke (?:alarm|detector)s?|fire alarm"
_SOUNDS = (
    r"(?:geht|gehen|ging) (?:\w+ ){0,5}?(?:los|an|nicht aus)|geht (?:die ganze zeit|ununterbrochen"
    r"|durchgehend|dauernd)"
    r"|heult|heulen|schrillt|piept|piepst|pfeift|klingelt|schlaegt|alarm|loest aus|ausgeloest|going off"
    r"|goes off"
    r"|went off|beep\w*|ringing|sounding"
)
_BATTERY = (
    r"batterie\w*|battery|batteries|akku\w*|alle \d+ \w+|alle paar \w+|ab und zu|einmal (?:pro"
    r"|in der) \w+|chirp\w*"
    r"|every (?:\w+ )?(?:minute|minutes|hour|seconds)|wartung\w*|termin\w*|austausch\w*|zu frueh|tausch\w*"
)
_TOBACCO = (
    r"zigarette\w*|zigarre\w*|raucht|rauchen|raucher\w*|grill\w*|shisha|kippen?|cigar\w*|smoker\w*"
    r"|smokes|smoking"
    r"|joint\w*|cannabis|kaminofen|barbecue|bbq"
)
_LIGHTS = (
    r"licht(?!erloh)\w*|lampe\w*|leuchte\w*|birne\w*|gluehbirne\w*|sonne\w*|kerze\w*|naegeln?|darauf"
    r"|beleuchtung|augen"
    r"|sodbrennen|light|lights|lamp|candle\w*|sun|vor wut|vor neugier|feuerwerk\w*"
)
_PARTS = (
    r"balkon\w*|bruestung\w*|decke\w*|mauer\w*|wand|waende|treppe|dach|fassade\w*|gelaender|schornstein|kamin|stuck"
    r"|giebel"
    r"|ceiling|wall|balcony|roof|stairs|chimney"
)
_FALLS = (
    r"bricht(?: \w+){0,2} (?:ab|ein|zusammen|durch)|stuerzt|einzustuerzen|einsturz\w*|einstuerz\w*"
    r"|abzustuerzen|abstuerzen|(?:hat|haben) sich geloest"
    r"|kommt(?: \w+){0,3} (?:runter|herunter)|faellt(?: \w+){0,3} (?:runter|herunter|ab)|gibt nach"
    r"|geben nach|nachgibt"
    r"|eingestuerzt|abgestuerzt|runtergekommen|heruntergekommen|collaps\w*|coming down|caving in"
    r"|falling down|about to fall"
)
_ONE_ROOM = (
    r"im (?:bad|schlafzimmer|wohnzimmer|kinderzimmer|flur|buero|gaeste wc)|in der kueche|heizkosten\w*"
    r"|entlueften"
    r"|anderen? gehen|nur (?:ein|eine|der|die)|one radiator|treppenhaus"
)
_PIPE = r"(?:wasser|heizungs|abfluss|haupt)?rohr\w*|(?:wasser|heizungs)?leitung\w*|schlauch\w*|pipes?|hose"

SIGNS: Final[tuple[Sign, ...]] = (
    # ---- life danger
    Sign(
        _LIFE,
        Kind.GAS,
        _rx(
            r"gasg\w{0,3}r?\w{0,2}ch\w*|gas ?geru?\w{0,3}ch\w*|gasleck\w*|gas leak\w*|gasaustritt|gasalarm"
            r"|gas ?melder (?:\w+ ){0,3}(?:piept|alarm|schlaegt)|smell of gas|gas smell"
        ),
        is_noun=True,
    ),
    Sign(_LIFE, Kind.GAS, _rx(r"es (?:r(?:ie|i)ch\w*|stinkt)(?: \w+)?$"), about=_rx(r"gas")),
    Sign(
        _LIFE,
        Kind.GAS,
        _rx(
            r"(?:r(?:ie|i)ch\w*|stin\w*|smell\w*|mieft)(?: \w+){0,8}? (?:gas|erdgas)|(?:nach|of"
            r"|like) (?:gas|erdgas)"
            r"(?: \w+){0,3}? (?:r(?:ie|i)ch\w*|stin\w*)"
            rf"|gas{_SOME} (?:stroemt|tritt|entweicht|austritt|ausstroemt|escap\w*|leaking)"
            rf"|(?:stroemt|tritt|entweicht){_SOME} gas"
            rf"|gas(?:leitung|rohr|hahn|schlauch|pipe)\w*{_SOME}"
            r" (?:angebohrt|beschaedigt|undicht|gerissen|leck|abgerissen|zischt|damaged|leaking)"
            r"|gas (?:r(?:ie|i)ch|stink|smell)\w*"
        ),
    ),
    Sign(
        _LIFE,
        Kind.GAS,
        _rx(r"faule[nr]? eier\w*|rotten eggs?|zischt"),
        about=_rx(r"gas\w*|riech\w*|stin\w*|smell\w*"),
        but=_rx(r"muell\w*|tonne\w*|abfluss\w*|bio\w*|gully|kuehlschrank|bins?|drain\w*|sprudel\w*"),
    ),
    Sign(
        _LIFE,
        Kind.FIRE,
        _rx(
            r"feuer|fire|brand|kabelbrand|kellerbrand|wohnungsbrand|zimmerbrand|kuechenbrand"
            r"|dachstuhlbrand|schwelbrand"
            r"|brandgeruch|rauchentwicklung|feueralarm|explosion|explodiert|in flammen|flammen|flames"
        ),
        but=_rx(
            r"feuer ?werk\w*|fire (?:door|doors|drill|extinguisher\w*|escape|exit|alarm|alarms|brigade"
            r"|safety|place)"
            r"|feuer und flamme|brand ?(?:schutz|melder)\w*|kosten|preise?|vor wut|nebenkosten\w*"
            r"|heizkosten|miete"
            r"|112 (?:fire|feuer)(?: \w+)*"  # our own emergency line, where a client quotes it unmarked
            r"|lagerfeuer|grill\w*|brand new|costs?|prices?|rents?"
        ),
        is_noun=True,
    ),
    Sign(
        _LIFE,
        Kind.FIRE,
        _rx(r"brenn(?:t|ts|en)|am brennen|burning|angezuendet|gebrannt wird|schmor\w*|kokel\w*|on fire"),
        but=_rx(_LIGHTS),
    ),
    Sign(
        _LIFE,
        Kind.FIRE,
        _rx(
            rf"(?:rauch|qualm|smoke){_SOME}"
            r" (?:kommt|quillt|dringt|steigt|zieht|aus|raus|heraus|ueberall|im|in|coming|pouring|from"
            r"|everywhere|out)"
            r"|(?:kommt|quillt|dringt|steigt|zieht|dichter|dicker|starker|viel|schwarzer|voller"
            r"|alles voll|thick|black)"
            rf"{_SOME} (?:rauch|qualm|smoke)|(?:nach|of) (?:rauch|qualm|smoke|verbranntem?)|qualmt"
            rf"|raucht aus"
            r"|verqualmt|es raucht|smell of smoke"
        ),
        but=_rx(_TOBACCO),
    ),
    Sign(
        _LIFE,
        Kind.FIRE,
        _rx(
            r"(?:sicherungskasten|steckdose|herd|ofen|waschmaschine|trockner|geraet|verteiler\w*|auto"
            r"|dach|muelltonne\w*"
            r"|heizung|therme|kessel|motor|fernseher|lampe|keller)(?: \w+){0,3}? (?:raucht|qualmt)"
        ),
    ),
    Sign(
        _LIFE,
        Kind.FIRE,
        _rx(
            r"(?:r(?:ie|i)ch\w*|stin\w*)(?: \w+){0,6}? (?:verbrann\w*|verschmor\w*|verkohlt\w*|brandig"
            r"|angebrannt\w*|versengt"
            r"|verbrennt|brand)|verschmort\w*|(?:verbrann\w*|verschmor\w*)(?: \w+){0,3}? r(?:ie|i)ch\w*"
            r"|burning smell|smell of burning|smells?(?: \w+){0,3}? (?:burnt|burning|burned|smoke|of smoke)"
        ),
        but=_rx(r"sonnenbrand|gummi im sommer"),
    ),
    Sign(
        _LIFE,
        Kind.FIRE,
        _rx(
            rf"(?:{_SMOKE_ALARM})(?: \w+){{0,10}}? (?:{_SOUNDS})"
            rf"|(?:{_SOUNDS})(?: \w+){{0,6}}? (?:{_SMOKE_ALARM})"
        ),
        but=_rx(_BATTERY),
    ),
    Sign(
        _LIFE,
        Kind.LIFT_PERSON,
        _rx(
            r"steck(?:t|en|e)|gesteckt|festgesteckt|steckengeblieben|(?:haeng(?:t|en|e)|sitz(?:t|en"
            r"|e))(?: \w+){0,8}? fest\w*"
            r"|(?:person\w*|leute|jemand|kind\w*|mutter|vater|oma|opa|frau|mann|someone"
            r"|people)(?: \w+){0,2}? drin\w*"
            r"|(?:person|jemand|kind|mutter|vater|oma|opa|frau|mann) (?:ist|sitzt) im (?:auf|fahr"
            r"|lift)\w*|festgesessen"
            r"|(?:eingeschlossen|eingesperrt|gefangen)|(?:kommt|kommen|komme)(?: \w+){0,4}? (?:nicht"
            r"|nimmer|nich) (?:mehr )?(?:raus|heraus)|stuck (?:in|inside|between)|trapped|(?:i|we|m|am"
            r"|someone|somebody|people|person"
            r"|woman|man|child|children|kids|he|she|they|neighbou?r|mother|father|wife"
            r"|husband)(?: \w+){0,4}? stuck|(?:ist|sind|sitzt|sitzen|noch)(?: \w+){0,4}? drin(?:nen)?"
            r"|cannot get out|can t get out|stuck with"
        ),
        about=_rx(_LIFT),
        but=_rx(
            r"leer|niemand (?:ist )?(?:drin\w*|mehr)|keiner (?:ist )?drin\w*|empty|nobody (?:is )?(?:in"
            r"|inside)|no one inside"
            r"|befreit\w*|schluessel\w*|freed|taste\w*|knopf steckt|flyer|werbung"
        ),
    ),
    Sign(
        _LIFE,
        Kind.CARBON_MONOXIDE,
        _rx(
            r"(?:co ?(?:melder|warner|alarm|detector)\w*|kohlenmonoxid\w*"
            r"|carbon monoxide)(?: \w+){0,8}? (?:"
            + _SOUNDS
            + r"|ausgetreten|tritt aus|im blut|vergift\w*|poison\w*)|kohlenmonoxidvergiftung|co vergiftung"
        ),
        but=_rx(r"batterie\w*|battery|akku"),
    ),
    Sign(
        _LIFE,
        Kind.CARBON_MONOXIDE,
        _rx(r"kopfschmerz\w*|schwindel\w*|schwindlig|schwindelig|ohnmaechtig|headaches?|dizzy"),
        about=_rx(
            r"therme|gastherme|kohlenmonoxid\w*|durchlauferhitzer|kaminofen|boiler|abgas\w*|co melder"
            r"|carbon monoxide"
        ),
    ),
    Sign(
        _LIFE,
        Kind.CARBON_MONOXIDE,
        _rx(
            r"abgas\w*(?: \w+){0,4}? (?:kommt|kommen|tritt|treten|dringt|dringen|in die wohnung"
            r"|in der wohnung|im zimmer)"
        ),
        but=_rx(r"autos?|garage|strasse|diesel|motor\w*|laster|lkw"),
    ),
    Sign(
        _LIFE,
        Kind.ELECTRIC,
        _rx(
            r"stromschl\w+|elektrische[nr]? schl\w+|(?:eine|einen) gewischt|electric shock"
            r"|electrocut\w*|funken|funkt aus"
            r"|sparks?|sparking|lichtbogen|unter strom|(?:da )?(?:ist|liegt) strom drauf"
            r"|(?:blanke|offene|freiliegende|freihaengende|abgerissene)[nr]? (?:strom)?(?:kabel"
            r"|leitung\w*|draehte|adern)"
            r"|(?:kabel|leitung|draht|draehte)(?: \w+){0,4}? blank|(?:es funkt|funkt es)"
            r"|(?:bare|exposed|live) (?:wires?|cables?)|(?:strom|elektro)kabel(?: \w+){0,4}? (?:blank"
            r"|offen|aus der wand|haengt)"
        ),
        but=_rx(r"kabelfernseh\w*|internet|telefon\w*|antenne\w*|wunderkerze\w*"),
    ),
    Sign(
        _LIFE,
        Kind.ELECTRIC,
        _rx(r"(?:schlag|eine|einen) (?:bekommen|gekriegt|gewischt)"),
        about=_rx(r"strom\w*|steckdose\w*|elektr\w*|waschmaschine|lampe\w*|herd|kabel\w*"),
        but=_rx(r"rechnung|mahnung|nachricht|antwort|kopie|karte"),
    ),
    Sign(
        _LIFE,
        Kind.ELECTRIC,
        _rx(
            r"(?:wasser|nass|water)(?: \w+){0,8}? (?:sicherungskasten|steckdosen?|stromkasten"
            r"|zaehlerschrank|verteiler\w*"
            r"|lampen?|elektr\w+|stromzaehler|fuse ?box|sockets?|light fitting|electrics)"
            r"|(?:sicherungskasten|steckdosen?|stromkasten|zaehlerschrank|deckenlampe|lampen?|fuse ?box"
            r"|sockets?)"
            r"(?: \w+){0,4}? (?:wasser|nass|water)"
        ),
        but=_rx(r"wasserdicht\w*|wasserkocher|dreht"),
    ),
    Sign(
        _LIFE,
        Kind.PERSON,
        _rx(
            r"bewusstlos\w*|ohnmaechtig\w*|unconscious|leblos\w*|reglos\w*|bewegt sich nicht(?: mehr)?"
            r"|atmet nicht(?: mehr)?"
            r"|not (?:breathing|moving|responding)|blutet stark|verblutet|herzinfarkt|schlaganfall"
            r"|heart attack"
            r"|(?:ruft|schreit|rufen|schreien)(?: \w+){0,6}? um hilfe|hilferufe?|(?:calling|screaming"
            r"|shouting) for help"
            r"|(?:liegt|lies|lying)(?: \w+){0,8}? (?:und (?:kann|kommt) nicht(?: mehr)? (?:auf\w*|hoch)"
            r"|verletzt|am boden"
            r"|im treppenhaus und|on the floor)|(?:liegt|gestuerzt)(?: \w+){0,12}? (?:blutet"
            r"|reagiert nicht|verletzt)|einbrecher\w*|am einbrechen|bricht gerade|brechen gerade|burglars?"
            r"|breaking in|(?:mit|hat)(?: \w+){0,2}? (?:messer|pistole|waffe|axt)|with a (?:knife|gun)"
            r"|bedroht (?:mich|uns|gerade)|schlaegt (?:seine|ihre|die) (?:frau|kinder|mann)|umbringen"
            r"|selbstmord|suizid"
            r"|vom dach springen|suicide|erstickt|ertrinkt|vergift\w+|leichengeruch|verwesungsgeruch"
        ),
        but=_rx(r"vergiftete atmosphaere|hund\w*|klima|einbrecher ?schutz|rattengift|music"),
    ),
    Sign(
        _LIFE,
        Kind.PERSON,
        _rx(
            r"(?:baby|saeugling|kind|kinder|kleinkind|child|toddler|kids)(?: \w+){0,8}? (?:eingesperrt"
            r"|eingeschlossen"
            r"|locked (?:in|inside)|allein(?:e)? (?:in der wohnung|drin\w*)|trapped)"
        ),
    ),
    Sign(
        _LIFE,
        Kind.COLLAPSE,
        _rx(
            rf"(?:{_PARTS})(?: \w+){{0,7}}? (?:{_FALLS})|(?:{_FALLS})(?: \w+){{0,4}}? (?:{_PARTS})"
            rf"|einsturzgefahr\w*"
        ),
        but=_rx(r"wasser\w*|water|tropf\w*|regen|preise?|internet|putz|tapete|farbe|baum"),
    ),
    Sign(
        _LIFE,
        Kind.COLLAPSE,
        _rx(
            r"grosse (?:brocken|stuecke|steine)(?: \w+){0,5}?|(?:brocken|steine"
            r"|betonteile)(?: \w+){0,3}? fallen"
        ),
        about=_rx(r"gehweg|buergersteig|strasse|spielplatz|leute|passanten|eingang"),
        but=_rx(r"muell\w*|sperrmuell"),
    ),
    # ---- emergency
    Sign(
        _BAD,
        Kind.WATER,
        _rx(
            r"(?:wasser)?rohrbru\w+|wasserrohr ?bruch|ueberschwemmung|ueberflutung|burst pipe|flooding"
            r"|wassereinbruch"
        ),
        is_noun=True,
    ),
    Sign(
        _BAD,
        Kind.WATER,
        _rx(
            rf"(?:{_PIPE})(?: \w+){{0,4}}? (?:geplatzt|gebrochen|gerissen|abgerissen|burst|broke)"
            rf"|burst(?: \w+){{0,2}}? pipe"
            rf"|wasser{_SOME} (?:spritzt|schiesst|stroemt|sprudelt|in stroemen|hoch und|steigt"
            rf"|rausschiesst)"
            rf"|(?:spritzt|schiesst|stroemt|sprudelt){_SOME} wasser"
            r"|(?:steht|stehen|alles|schon|ist|sind)(?: \w+){0,4}? unter wasser|wasser steht"
            r"|ueberschwemmt|ueberflutet"
            r"|flooded|is flooding|wohnung schwimmt|keller schwimmt|(?:regnet"
            r"|schuettet)(?: \w+){0,5}? durch die decke"
            r"|wasser(?: \w+){0,4}? (?:laeuft|rinnt|kommt runter)(?: \w+){0,4}? (?:durch|die wand"
            r"|die waende|runter)"
            r"|laeuft (?:(?:von|aus) der (?:decke|wand)|von oben|voll)|laeuft(?: \w+){0,3}? die waende"
            r"|laeuft(?: \w+){0,4}? (?:wasser(?: \w+){0,4}? (?:durch|runter|die wand|(?:von"
            r"|aus) der (?:decke|wand))"
            r"|durch (?:die decke|\w+ (?:etagen|stockwerke))|zum nachbarn|zu den nachbarn)"
            r"|water(?: \w+){0,3}? (?:pouring|gushing|running|flooding|spraying|streaming|rushing)"
            r"|(?:cannot|can t|cant)(?: \w+){0,2}? turn (?:the |off the )?water(?: off)?"
            r"|(?:wasser|hahn|haupthahn|ventil)(?: \w+){0,4}? (?:nicht (?:mehr )?(?:ab(?:stellen|drehen"
            r"|sperren)?|zu(?:drehen)?))"
        ),
        but=_rx(r"rasen\w*|garten\w*|sprenger|tropft nur|giessen"),
    ),
    Sign(
        _BAD,
        Kind.SEWAGE,
        _rx(
            r"(?:abwasser|faekal\w*|kloake|scheisse|gully|bodenablauf|toilette|klo|wc|abfluss|dusche"
            r"|badewanne|sewage|toilet"
            r"|drain)(?: \w+){0,8}? (?:(?:kommt|kommen|drueckt|steigt|laeuft|coming"
            r"|backing)(?: \w+){0,4}? (?:hoch|rauf|zurueck"
            r"|up|ueber|raus)|hoch|rueckstau|steht alles|overflow\w*)|rueckstau\w*"
            r"|(?:kommt|drueckt|steigt)(?: \w+){0,4}? (?:abwasser|faekal\w*|scheisse|kloake|sewage)"
            r"|fast ueber und"
        ),
        but=_rx(r"fast|rueckstauklappe\w*|almost|nearly|geruch"),
    ),
    Sign(
        _BAD,
        Kind.HEATING,
        _rx(
            r"(?:zentral)?heiz(?:ung|ungen|kessel|anlage)(?: \w+){0,10}? (?:aus|ausgefallen|kalt"
            r"|eiskalt|kaputt|defekt|tot"
            r"|streikt|(?:geht|laeuft|funktioniert|heizt|tut)(?: \w+){0,4}? (?:nicht|nich|nix))"
            r"|(?:geht|laeuft|funktioniert)(?: \w+){0,3}? (?:die )?heizung(?: \w+){0,3}? (?:nicht|nich)"
            r"|(?:faellt|fiel)(?: \w+){0,3}? heizung|ausfall der heizung"
            r"|heizungs?ausfall|keine heizung|ohne heizung|(?:ist|sind)(?: \w+){0,3}? eiskalt|keine waerme"
            r"|heating(?: \w+){0,8}? (?:off|out|broken|not working|down|failed|stopped|dead)|no (?:heat"
            r"|heating)"
            r"|radiators? (?:are )?all cold"
        ),
        everywhere=True,
        in_season=True,
        but=_rx(r"warmwasser zu|entlueften|heizkosten\w*|abrechnung|ein heizkoerper"),
    ),
    Sign(
        _BAD,
        Kind.POWER,
        _rx(
            r"stromausfall|kein(?:en)? strom|strom(?: \w+){0,5}? (?:weg|aus|ausgefallen|tot)|blackout"
            r"|power (?:cut|outage|failure)"
            r"|no (?:electricity|power)|(?:electricity|power)(?: \w+){0,3}? (?:out|off|gone)|ohne strom"
        ),
        everywhere=True,
        but=_rx(r"steckdose\w*|angekuendigt\w*|abschaltung am"),
    ),
    Sign(
        _BAD,
        Kind.STORM,
        _rx(
            r"(?:dachziegel|ziegel|dachpfannen|fassadenteile|aeste|putz|steine|baum|ast|dachrinne"
            r"|roof tiles?|tiles|tree|branch)"
            r"(?: \w+){0,8}? (?:fallen|faellt|gefallen|runter|herunter|gestuerzt|umgestuerzt|umgekippt"
            r"|umgefallen|weggeflogen"
            r"|geloest|fell|falling|fallen over|came down)|dach(?: \w+){0,6}? (?:weggeflogen|abgedeckt"
            r"|offen|davongeflogen|weg)"
            r"|(?:fallen|fliegen|stuerzt|fiel)(?: \w+){0,3}? (?:dachziegel|ziegel|aeste|dachpfannen)"
            r"|regnet(?: \w+){0,3}? rein"
            r"|blitzeinschlag|blitz(?: \w+){0,3}? eingeschlagen|roof (?:has )?blown off"
        ),
        about=_rx(
            r"sturm\w*|gewitter\w*|unwetter\w*|orkan\w*|gehweg|strasse|dach\w*|storm\w*|blitz\w*|pavement"
        ),
        but=_rx(r"laub|fenster(?:griff)?|zaun"),
    ),
    Sign(
        _BAD, Kind.LOCK_OUT, _rx(r"ausgesperrt|aus ?gesperrt|locked (?:\w+ )?out|zugefallen"), at_night=True
    ),
    # ---- urgent
    Sign(_SOON, Kind.LOCK_OUT, _rx(r"ausgesperrt|aus ?gesperrt|locked (?:\w+ )?out")),
    Sign(
        _SOON,
        Kind.LIFT,
        _rx(
            r"(?:faehrt|geht|funktioniert|laeuft)(?: \w+){0,4}? (?:nicht|nich|nix)"
            r"|steht(?: \w+){0,5}? (?:leer|still)|kaputt"
            r"|defekt|ausgefallen|ausser betrieb|stecken\w*|steckt|out of (?:order|service)|broken"
            r"|not working|stuck"
        ),
        about=_rx(_LIFT),
        but=_rx(r"lift ?(?:kosten|abrechnung)|knopf|licht|lampe|spiegel|taste|tuer im|schluessel\w*"),
    ),
    Sign(
        _SOON,
        Kind.DOOR,
        _rx(
            r"(?:haus|hauseingangs|eingangs|keller|wohnungs|hof)t(?:ue"
            r"|u)r(?: \w+){0,9}? (?:schliesst nicht|nicht (?:mehr )?(?:ins"
            r" schloss|zu|schliessen|abschliessen)|offen|aufgebrochen|eingetreten|aus den angeln)"
            r"|schloss(?: \w+){0,5}? (?:aufgebrochen|geknackt)|eingebrochen|einbruch|(?:front"
            r"|entrance) door(?: \w+){0,5}?"
            r" (?:won t (?:close|lock)|doesn t (?:close|lock)|not closing|does not (?:close|lock)"
            r"|broken|open)|burglary|break in"
        ),
        but=_rx(r"einbruchschutz|briefkasten\w*|wassereinbruch|wintereinbruch"),
    ),
    Sign(
        _SOON,
        Kind.HEATING,
        _rx(
            r"heizungs?ausfall|keine heizung|ohne heizung|alle heizkoerper(?: \w+){0,3}? (?:kalt|aus)"
            r"|no (?:heat|heating)"
            r"|heizkoerper (?:sind )?alle (?:kalt|aus)"
        ),
        in_season=True,
        but=_rx(_ONE_ROOM),
    ),
    Sign(
        _SOON,
        Kind.HEATING,
        _rx(
            r"heizung(?: \w+){0,8}? (?:aus|ausgefallen|kalt|eiskalt|kaputt|tot|(?:geht|laeuft"
            r"|funktioniert|heizt)(?: \w+){0,4}?"
            r" (?:nicht|nich|nix))|heating(?: \w+){0,5}? (?:off|out|broken|not working|down|stopped)"
        ),
        about=_rx(r"wohnung|komplett|ganz\w*|ueberall|\d+ grad|flat|apartment|at all|completely|degrees"),
        in_season=True,
        but=_rx(_ONE_ROOM),
    ),
    Sign(
        _SOON,
        Kind.WATER,
        _rx(
            r"(?:kommt|tropft|laeuft|dringt|sickert|rinnt)(?: \w+){0,6}? (?:durch|aus|von) (?:der|die"
            r"|dem) (?:decke|wand|lampe)"
            r"|(?:decke|wand)(?: \w+){0,5}? (?:tropft|nass|feucht)(?: und)?"
            r"|wasserfleck(?: \w+){0,8}? (?:groesser|waechst)"
            r"|kein wasser|wasser(?: \w+){0,4}? (?:weg|abgestellt)|no water|verliert(?: \w+){0,3}? wasser"
            rf"|(?:{_PIPE}|boiler|therme|heizkoerper|warmwasserspeicher|speicher"
            rf"|spuelkasten)(?: \w+){{0,4}}? (?:undicht|leckt|leck"
            r"|tropft stark|leaking)|wasser(?: \w+){0,5}? (?:laeuft aus|auslaufen|ausgelaufen"
            r"|stellt sich nicht ab)"
            r"|(?:water|it)(?: is)? (?:leaking|dripping|coming)(?: \w+){0,4}? (?:ceiling|wall)|water leak"
        ),
        but=_rx(r"kein warmes|wasserhahn|abgestellt wird|wasserzaehler\w*|regenrinne"),
    ),
    Sign(
        _BAD,
        Kind.WATER,
        _rx(
            r"(?:waschmaschine|spuelmaschine|geschirrspueler|badewanne)(?: \w+){0,3}? (?:ausgelaufen"
            r"|uebergelaufen|laeuft aus)"
        ),
        about=_rx(r"nachbar\w*|unter wasser|decke|runter|ganze wohnung"),
    ),
    Sign(
        _SOON,
        Kind.POWER,
        _rx(
            r"stromausfall|kein(?:en)? strom|strom(?: \w+){0,5}? (?:weg|ausgefallen|tot)"
            r"|no (?:electricity|power)"
            r"|sicherung(?: \w+){0,4}? (?:fliegt|springt)(?: \w+){0,3}? (?:immer wieder|raus)"
        ),
        but=_rx(r"steckdose\w*|angekuendigt\w*|klingel\w*|treppenhauslicht"),
    ),
    Sign(
        _SOON,
        Kind.SEWAGE,
        _rx(
            r"(?:toilette|klo|wc|toilet)(?: \w+){0,5}? (?:komplett verstopft|verstopft"
            r"|laeuft (?:fast )?ueber|blocked)"
            r"|(?:verstopfte|blocked) (?:toilette|toilet)"
        ),
    ),
    Sign(
        _SOON,
        Kind.STORM,
        _rx(
            r"(?:scheibe|fenster|glas|window|glastuer)(?: \w+){0,6}? (?:zerbrochen|kaputt|eingeschlagen"
            r"|zersprungen|broken|smashed"
            r"|rausgefallen)|scherben"
        ),
        about=_rx(r"sturm\w*|scherben\w*|storm|eingeschlagen|rausgefallen|hagel"),
    ),
    Sign(
        _SOON,
        Kind.STORM,
        _rx(
            r"putz(?: \w+){0,6}? (?:broeckelt|faellt|fallen)|(?:dachrinne"
            r"|fassadenteil\w*)(?: \w+){0,4}? (?:haengt|lose)"
        ),
        about=_rx(r"gehweg|strasse|eingang|fassade\w*|balkon\w*"),
    ),
)


def any_sign(sentences: str) -> bool:
    """Whether one of them holds what a sign says; folded, one a line. Most mails hold none."""
    return _signs().search(sentences) is not None


@cache
def _signs() -> re.Pattern[str]:
    """Large; it is made when the first mail is read."""
    says = "|".join(sign.says.pattern.removeprefix(_BEGIN).removesuffix(_END) for sign in SIGNS)
    return re.compile(rf"\b{by_letter(says)}\b", re.MULTILINE)
