"""Knows which words harm no claim of a firm's, and which nouns take it back (WORDS 3).

Allow-lists hold, block-lists leak: what is not listed as harmless makes a claim a question. Words are folded.
"""

import re

from hauspost.parsers.lines import rows

# A thing that was done before the work: "Besichtigung erledigt" is no "erledigt".
PARTIAL = re.compile(
    r"(?:besichtigung|bestell|angebot|aufma(?:ss|sse|sz)|vorarbeit|telefonat|telefon|rueckruf|anruf|termin"
    r"|begehung|inspektion|diagnose|fehlersuche"
    r"|suche|messung|pruefung|ueberpruefung|kontrolle|wartungsvertrag|vorbereit|anfrage|meldung|anmeldung"
    r"|ortstermin|fotos?$|bilder|skizze|planung"
    r"|notreparatur|notmassnahme|absicherung|absperrung|demontage|ausbau|rechnung|anzahlung|freigabe|kva"
    r"|kostenvoranschlag|abstimmung|absprache|trocknung"
    r"|teil|teilarbeit|zwischen(?=[a-z]{3})|erst(?=[a-z]{4})|vor(?=[a-z]{4})|inspection|survey|quote|call"
    r"|phone|measure|prepar|order|site visit|visit|check)",
)
_WHOLE = frozenset(rows("telefonisch · bestellungsgemaess · ordnungsgemaess · checked · vormittags"))
_PARTIAL_WHOLE = frozenset(
    rows("teil · teile · erster · erste · vormontage · vorortbesichtigung · vororttermin · anfang")
)
# Nouns that take something back wherever they stand: "erledigt mit Einschränkung".
SUSPICIOUS = re.compile(
    r"(?:einschraenk|vorbehalt|rest(?!aurant)|ausnahme|problem|mangel|maengel|provisor|notloes"
    r"|zwischenloes|folgeschad|folgetermin|nachtermin|nacharbeit"
    r"|nachkontroll|nachbesser|ersatzteil|schwierigkeit|stoerung|defekt|schaden|undicht|leck|fehler$"
    r"|risiko|gefahr|achtung|haelfte|teilweise|groesstenteil"
    r"|ende der|kosten|mehrkosten|aufpreis|zugang$|issue|exception|leak|damage|fault|part$|parts$|delay"
    r"|remainder)"
)

# Whoever else did it or will: not the firm that was asked.
OTHERS = re.compile(
    r"(?:hauswart|hausmeister|nachbar|lieferant|hersteller|eigentuemer|versicherung|fremdfirma|vorgaenger"
    r"|caretaker|supplier|landlord|owner)"
)
RESIDENTS = re.compile(r"(?:mieter|bewohner|kunde|tenant|resident|customer)")
# What makes a yes less than one: a price, a month, a look at it first.
LESS_THAN_YES = re.compile(
    r"(?:besichtig|angebot|aufmass|begehung|inspektion|vorkasse|haftung|aufpreis|anzahlung|preis|jahr"
    r"|monat|wochen$|fotos?$|bilder|kosten|rueckfrage"
    r"|frage$|fragen$|interesse|januar|februar|maerz|april|mai$|juni|juli|august|september|oktober"
    r"|november|dezember|pauschal|stundensatz|price|quote|photo"
    r"|survey|month|year|january|february|march|june|july|october|december)"
)

# Words that change nothing about a claim. Not here, and for a reason: noch, nur, bis, auf, aber, zu, von, erst, dann.
HARMLESS = frozenset(
    rows(
        """
        der · die · das · den · dem · des · ein · eine · einen · einem · einer · und · sowie · auch · ist
        sind · war · waren · wurde · wurden · hat · haben · habe · hatte · hatten · wir · ich · uns · es
        sie · ihnen · ihr · ihre · ihren · ihrem · ihrer · alles · alle · beide · beides · bin · heute
        gestern · soeben · gerade · eben · jetzt · nun · schon · bereits · wieder · komplett · vollstaendig
        restlos · ordnungsgemaess · ordentlich · fachgerecht · einwandfrei · problemlos · tadellos · gut
        super · bestens · prima · perfekt · normal · sauber · wunschgemaess · auftragsgemaess · inzwischen
        mittlerweile · hiermit · damit · somit · sofort · direkt · gleich · danke · dank · vielen · besten
        gern · gerne · bitte · mit · freundlichen · freundlichem · freundliche · gruessen · gruss · gruesse
        viele · liebe · lieben · beste · schoene · schoenen · herzliche · mfg · lg · vg · bg · euer · team
        i · a · im · in · am · an · um · vom · zum · zur · bei · beim · fuer · auftrag · auftraege · arbeit
        arbeiten · reparatur · einsatz · wie · besprochen · vereinbart · gewuenscht · abgesprochen
        beauftragt · bestellungsgemaess · angekuendigt · telefonisch · rechnung · folgt · anbei · kommt
        kommen · per · mail · email · post · foto · fotos · bild · bilder · anhang · beigefuegt · angehaengt
        separat · geschickt · gesendet · schicken · senden · sende · hallo · moin · guten · tag · morgen
        hi · servus · abend · sehr · geehrte · geehrter · damen · herren · frau · herr · hr · fr · dr
        firma · fa · neu · neue · neuer · neues · neuen · alte · alten · alter · altes · defekte · defekten
        defekter · defektes · kaputte · kaputten · kaputtes · ja · ok · okay · so · vor · ort · stueck · stk
        st · x · uhr · h · std · stunde · stunden · nr · nummer · re · melde · melden · ab · worden · ge
        the · and · is · are · was · were · been · has · have · had · we · it · our · all · both · today
        yesterday · now · just · already · again · everything · completely · fully · working · works · fine
        good · well · great · thanks · thank · you · many · kind · best · regards · hello · dear · morning
        afternoon · for · your · job · work · as · agreed · requested · discussed · new · old · with · by
        invoice · follows · attached · photo · photos · on · at · please · find · this · that · cheers · s
        ve · m · no
        """
    )
) - frozenset(("no",))
# Beside a promise or a date more is harmless than beside "done".
ALSO_BEFORE = frozenset(
    rows(
        """
        dran · dabei · daran · begonnen · angefangen · unterwegs · gestartet · started · begun · site · way · progress
        uebernehmen · uebernehme · machen · mach · mache · ma · nehmen · nehme · zu · sagen · sage · zusage
        zugesagt · angenommen · bestaetigen · bestaetige · bestaetigt · erhalten · eingang
        auftragsbestaetigung · kuemmern · kuemmere · kuemmer · darum · drum · mich · termin · termine
        terminieren · terminvereinbarung · vereinbaren · stimmen · stimme · abstimmen · absprache · mieter
        mieterin · bewohner · kunde · kollege · kollegin · monteur · techniker · geselle · mitarbeiter
        unser · unsere · unseren · schicke · schickt · kommt · kommen · komme · vorbei · da · dann · wird
        werden · werde · erledigt · gemacht · erledigen · erledige · passt · geht · klar · ordnung
        einverstanden · natuerlich · selbstverstaendlich · umgehend · schnellstmoeglich · kurzfristig
        zeitnah · zwischen · gegen · von · bis · ca · ungefaehr · folgenden · folgender · folgendes · ist
        waehrend · dieser · diese · diesen · woche · naechste · naechsten · naechster · morgen · frueh
        vormittag · vormittags · nachmittag · nachmittags · daumenhoch · jo · jup · jawohl · oki · io
        uebernommen · rufen · rufe · an · ihn · diesbezueglich · dazu · setzen · setze · verbindung · selbst
        eingeplant · eingetragen · geplant · notiert · steht · fest · melden · melde · ruf · noch · hin
        fahren · fahre · mal · schauen · schaue · anschauen · ansehen · sehen · uns · will · ll · do · take
        accepted · accept · confirm · confirmed · yes · yep · sure · agreed · happy · to · come · coming
        be · there · send · our · engineer · plumber · electrician · appointment · contact · tenant · call
        sounds · between · from · on · until · next · week · arrange · date · directly · would · us · ok
        order · round · along · visit
        """
    )
) - frozenset(("would", "noch"))
# Nouns of the trades may begin a clause; of unknown words nobody knows what they take back.
THINGS = re.compile(
    r"(?:pumpe|ventil|ventile|lampe|lampen|leuchte|leuchten|leuchtmittel|birne|birnen|heizung|heizkoerper"
    r"|thermostat|thermostate|thermostatkopf|kopf|siphon|abfluss"
    r"|rohr|rohre|leitung|leitungen|dichtung|dichtungen|hahn|armatur|armaturen|spuelung|spuelkasten"
    r"|toilette|wc|waschbecken|dusche|boiler|therme|kessel|brenner|sicherung"
    r"|steckdose|steckdosen|schalter|taster|klingel|anlage|sprechanlage|tuer|tueren|schloss|schloesser"
    r"|zylinder|schliesser|tuerschliesser|fenster|fenstergriff|griff|scharnier|scheibe|rollladen"
    r"|gurt|aufzug|fahrstuhl|lift|kabine|tor|garagentor|antrieb|motor|dach|ziegel|dachrinne|rinne|fallrohr"
    r"|wand|decke|boden|fliese|fliesen|licht|beleuchtung|treppenhauslicht|strom|wasser"
    r"|warmwasser|bad|kueche|keller|treppenhaus|flur|hof|garten|hecke|rasen|muell|sperrmuell|tonnen"
    r"|briefkasten|schluessel|melder|rauchmelder|starter|roehre|roehren|trafo|vorschaltgeraet|batterie"
    r"|filter|fuehler|sensor|regler|steuerung|platine|display|mischer|ausdehnungsgefaess|druck|wartung"
    r"|reparatur|arbeiten|arbeit|auftrag|rohrreinigung|verstopfung|wespennest|nest|schnee|hauswart"
    r"|bulb|bulbs|lamp|light|lights|pump|valve|radiator|heating|tap|drain|pipe|lock|door|window|fuse"
    r"|socket|lift|seal|boiler|toilet|sink|shower|job|work|repair)"
)


def is_partial(word: str) -> bool:
    return word in _PARTIAL_WHOLE or (PARTIAL.match(word) is not None and word not in _WHOLE)


def is_thing(word: str) -> bool:
    """A trade's noun, or a compound that ends in one: "Umwälzpumpe"."""
    return any(
        THINGS.fullmatch(word[at:])
        for at in range(max(len(word) - 16, 0) if len(word) > 3 else 0, max(len(word) - 2, 1))
    )
