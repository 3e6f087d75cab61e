"""Knows the words of firms and caretakers, and which of them claims what state of an order (WORDS 3).

Phrases are folded words. "…" stands for up to four words, "*" for any ending, "@d" for a day or time, "@m" for an
amount.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from hauspost.desk.intents import Claim
from hauspost.parsers.lines import rows

_GAP = r"(?: \S+){0,4}?"

# One edition of each claim that is sure of itself, and one (weak) that only a person can weigh.
_PHRASES: tuple[tuple[Claim, str], ...] = (
    (
        Claim.NO_ACCESS,
        """
        niemand* … da · niemand* … angetroffen · niemand* … zuhause · niemand* … zu hause
        niemand* … aufgemacht · niemand* … geoeffnet · niemand oeffnet* · niemand macht*
        niemand* … erreich* · niemand* … anwesend · keiner … da · keiner … angetroffen · keiner … zuhause
        keiner … zu hause · keiner … aufgemacht · keiner oeffnet · keiner macht auf · keinen … angetroffen
        keinen … erreicht · nicht … angetroffen · nicht angetroffen · nicht anzutreffen · war* nicht da
        war* … nicht da · nicht zuhause · nicht zu hause · nicht daheim · nicht … anwesend · nicht anwesend
        nicht aufgemacht · nicht geoeffnet · macht* nicht auf · oeffnet* nicht · verschlossene* … tuer*
        vor verschlossen* · geschlossene* tuer* · kein* zugang · kein* zutritt · kein* einlass
        nicht zugaenglich · nicht reingekommen · nicht hineingekommen · nicht rein · nicht hinein
        kamen nicht rein · kam* nicht … rein · komm* nicht … rein · nicht ins haus · nicht in die wohnung
        kein* schluessel · schluessel passt nicht · schluessel … nicht da · tuer war zu · tuer zu
        mieter* … nicht … erreich* · bewohner* … nicht … erreich* · mieter* nicht da · kunde* nicht da
        bewohner* nicht da · umsonst da · vergeblich … geklingelt · mehrfach geklingelt
        mehrmals geklingelt · nobody … home · nobody … in · nobody … there · nobody … answered
        no one … home · no one … in · no one … there · no one … answered · no access · no entry
        not … at home · not home · wasn t in · wasn t there · weren t in · was not in · was not there
        not in · couldn t get in · could not get in · can t get in · couldn t gain access
        could not gain access · unable to gain access · no answer · locked out · no key
        """,
    ),
    (
        Claim.NOT_DONE,
        """
        noch nicht · noch nichts · nicht fertig · nicht geschafft · nicht geklappt · nicht funktioniert
        nicht vollstaendig · nicht komplett · nicht ganz · funktioniert … nicht · laeuft … nicht
        geht … noch nicht · geht noch nicht · haelt nicht · ohne erfolg · erfolglos · vergeblich
        unverrichtet* · konnte* … nicht · nichts gemacht · nichts machen · abgebrochen · unterbrochen
        unvollstaendig* · teilweise · teils · zum teil · groesstenteils · weitgehend · zum groessten teil
        ueberwiegend · provisorisch* · provisorium · notduerftig · vorlaeufig* · behelfsmaessig*
        uebergangsweise · restarbeit* · restliche* · der rest · rest folgt · rest kommt · rest machen
        bis auf · mit ausnahme · ausser · fehlt noch · fehlen noch · fehlt · fehlen · steht … noch aus
        stehen … noch aus · noch offen · offene punkte · steht offen · muss* nochmal · muss* noch
        muss* … nochmal · muessen noch · muss* … wieder kommen · muss* wiederkommen · zweite* termin
        zweite* anfahrt · weitere* termin · weitere* anfahrt · weitere* einsatz · folgetermin
        nachfolgetermin · kommen nochmal · komme nochmal · kommen noch mal · kommen wieder · komme wieder
        kommen erneut · nochmals kommen · nochmal kommen · noch mal kommen · noch einmal kommen
        wiederkommen · kommen … wieder · fast · beinahe · halb · zur haelfte · die haelfte · so gut wie
        nahezu · nacharbeit* · tropft noch · tropft wieder · immer noch · noch immer · weiterhin
        wieder ausgefallen · faellt … aus · wieder undicht · weder · nur … erledigt · nur … getauscht
        nur … gemacht · nur … fertig · erstmal nur · bisher nur · erst … von · erst zur · vorerst · bisher
        not done · not finished · not complete* · not fixed · not repaired · not yet · couldn t … finish
        could not … finish · couldn t … fix · could not … fix · couldn t … repair · couldn t · could not
        unable to complete · unable to finish · partly · partially · mostly · almost · nearly · temporar*
        except · apart from · still to do · still need* · still leak* · still not · remaining
        have to come back · need to come back · for now · come back · return visit · second visit
        didn t work · not working · does not work · doesn t work · unfinished · incomplete · half done
        only half
        """,
    ),
    (
        Claim.NEED_APPROVAL,
        """
        teurer · mehrkosten · mehraufwand · zusatzkosten · mehrpreis · mehr kosten · kosten mehr
        kostet mehr · mehr als @m · ab @m · mindestens @m · nicht unter @m · unter @m … nicht
        limit reicht nicht · budget reicht nicht · reicht nicht · reichen nicht
        uebersteig* · ueberschreit* · ueberschritten · ueber dem limit · ueber der grenze · ueber limit
        brauche* … freigabe · benoetig* … freigabe · bitte … freigabe · bitten … freigabe
        bitte … freigeben · freigabe noetig · freigabe erforderlich · kostenfreigabe · um freigabe
        nur mit freigabe · brauche* … zusage · brauche* … ok · benoetig* … zustimmung
        zustimmung erforderlich · bitte … genehmig* · genehmigung · kosten ca @m · kosten etwa @m
        kosten wuerden · kostet ca @m · kostet @m · kosten belaufen · erst … freigabe · auftragserweiterung
        nachtrag · more expensive · extra cost* · additional cost* · exceed* · over the limit
        above the limit · over budget · from @m · at least @m · not under @m · not below @m
        need … approval · need … go ahead · please approve
        please confirm the cost* · will cost · would cost · costs more
        """,
    ),
    (
        Claim.WAITING_PARTS,
        """
        ersatzteil* … bestellt · teil* … bestellt · teil bestellt · material … bestellt · material bestellt
        ist bestellt · sind bestellt · wurde* bestellt · haben … bestellt · habe … bestellt · bestellt
        nachbestellt · warte* auf · warten auf · warten noch auf · warte noch auf · lieferung · liefertermin
        lieferzeit* · nicht lieferbar · erst lieferbar · lieferbar ab · lieferbar in · lieferbar @d
        wird geliefert · werden geliefert · teil kommt · teil ist da · material kommt · ware kommt
        nicht vorraetig · nicht auf lager · nicht am lager · teil* … noch nicht da · rueckstand
        material fehlt · teil fehlt · ersatzteil fehlt · beschaff* · teil muss · muss* … bestellt werden
        on order · ordered · waiting for · awaiting · back order* · backorder* · out of stock
        part* … arrive* · spare part* · delivery
        """,
    ),
    (
        Claim.RESCHEDULE,
        """
        verschieb* · verschoben · verlegen · verlegt · verlegung · termin … absagen · termin … nicht
        termin faellt aus · anderen termin · anderer termin · neuen termin · neuer termin · ersatztermin
        ausweichtermin · umterminier* · kommen spaeter · komme spaeter · kommt spaeter · verspaet*
        nicht … kommen · nicht einhalten · nicht zum termin · krank · krankheit* · krankgemeldet · erkrankt
        kommen … doch erst · kommen erst · kommt erst · geht erst · @d nicht mehr · @d … nicht moeglich
        @d geht nicht · @d leider nicht · @d … nicht · nicht @d · statt @d · anstatt @d · reschedul*
        postpone* · another date · different date · another day · new date · can t make · cannot make
        couldn t make · can t come · cannot come · won t make · running late · delayed · off sick · is ill
        move the appointment
        """,
    ),
    (
        Claim.DECLINE,
        """
        leider nicht · leider nein · nein leider · nicht uebernehmen · nicht … uebernehmen
        uebernehmen … nicht · nicht annehmen · nicht ausfuehren · nicht durchfuehren · nicht bedienen
        nicht leisten · nicht machen · nicht … machen · nicht helfen · nicht behilflich · keine kapazitaet*
        keine … kapazitaet* · keine zeit · kein personal · keine leute · keine termine · keine monteure
        kein monteur · keine freien · ausgebucht · ausgelastet · sind voll · bin voll · sind … voll
        buecher … voll · auftragsbuch … voll · komplett voll · lehnen … ab · lehne … ab · ablehnen
        abgelehnt · sagen … ab · sage … ab · muss* … absagen · absagen · wir verzichten · nicht unser gewerk
        nicht unser gebiet · nicht unser bereich · nicht unsere baustelle · machen … nicht · mache … nicht
        mach … nicht · fuehren … nicht · bieten … nicht · nicht zustaendig · sind nicht zustaendig
        andere firma · anderen betrieb · anderen handwerker · andere* kolleg* · jemand anderen
        jemand anders · wen anders · passt nicht · passt … nicht · nicht moeglich · nicht … moeglich
        schaffen … nicht · schaffe … nicht · schaff … nicht · nehmen … nicht an · nehmen keine · nehme keine
        annahmestopp · geben … zurueck · gebe … zurueck · koennen wir nicht · koennen … nicht · kann … nicht
        kann ich nicht · ginge nicht · wird nichts · betriebsferien · betriebsurlaub · im urlaub
        bin im urlaub · koennen … keinen · kein interesse · can t take · cannot take · unable to
        not able to · fully booked · booked up · no capacity · decline · have to pass · can t do · cannot do
        not available · we are full · we re full · too busy · sorry no · won t be able · not our trade
        not our field · someone else · another company
        """,
    ),
    (
        Claim.CONDITIONAL,
        """
        wenn · falls · sofern · soweit · vorausgesetzt · vorbehaltlich · vorbehalt · bedingung · sobald
        eventuell · evtl · ggf · gegebenenfalls · vielleicht · moeglicherweise · voraussichtlich · vorauss
        vermutlich · wahrscheinlich · koennte* · wuerde* · waere* · ginge · hoffentlich · sollte* · nur mit
        erst nach · nach absprache · nach ruecksprache · versuche* · grundsaetzlich · if · provided · unless
        once · maybe · perhaps · probably · might · could · would · should · subject to · as long as
        hopefully · try to
        """,
    ),
    (
        Claim.IN_PROGRESS,
        """
        sind dran · bin dran · sind schon dran · in arbeit · in bearbeitung · begonnen · angefangen
        haben … begonnen · fangen … an · sind vor ort · bin vor ort · sind … vor ort · bin … vor ort
        arbeiten daran · arbeiten dran · sind dabei · bin dabei · unterwegs · sind gerade · laeuft gerade
        trocknung laeuft · trocknet · in gang gesetzt · weiter geht · started · begun · on site
        working on it · in progress · on our way · on my way · under way · underway
        """,
    ),
    (
        Claim.EXTRA_FINDING,
        """
        festgestellt · aufgefallen · ausserdem … defekt · auch … defekt · ebenfalls … defekt
        auch … undicht · ebenfalls … undicht · zudem · weiterer mangel · weitere maengel · weiterer schaden
        entdeckt · bemerkt · vorgefunden · gefunden · muesste* … werden · sollte* … werden · muss … erneuert
        muss … ersetzt · muss … getauscht · empfehl* · dringend … erneuern · nebenbei · verrostet · verkalkt
        morsch · ist defekt · sind defekt · ist kaputt · ist undicht · ist gebrochen · defekt · kaputt
        undicht · noticed · found · discovered · also … broken · also … leaking · also … faulty
        should be replaced · needs … replac* · recommend* · is broken · is faulty · is leaking
        """,
    ),
    (
        Claim.DONE_FUTURE,
        """
        wird … erledigt · werden … erledigt · wird … gemacht · werden … gemacht · wird … getauscht
        werden … getauscht · wird … repariert · werden … repariert · wird … ausgefuehrt
        werden … ausgefuehrt · wird … erneuert · werden … erneuert · wird … behoben · wird … fertig
        werden … fertig · werden … erledigen · werde … erledigen · erledigt werden · gemacht werden
        erledigt wird · erledige* … @d · machen wir @d · mache ich @d · mach ich @d · machen … @d
        tauschen … @d · reparieren … @d · in kuerze · demnaechst · bald · will be done · will be finished
        will be fixed · will be replaced · will be repaired · to be done · will do · will fix · will finish
        going to
        """,
    ),
    (
        Claim.QUOTE,
        """
        anbei … angebot* · angebot* anbei · angebot* im anhang · angebot* liegt bei · angebot* beigefuegt
        angebot* nr · angebot* · kostenvoranschlag* · kva · unser preis · festpreis · pauschalpreis
        bieten … an · quote* · quotation* · estimate*
        """,
    ),
    (Claim.INVOICE, "rechnung* · schlussrechnung · abschlagsrechnung · invoice* · zahlbar"),
)

# Accepting and finishing are single words or forms; each is read only under the gate.
_ACCEPT = """
zugesagt · sagen zu · sage zu · zusage · angenommen · nehmen … an · nehme … an · ok · okay · oki · okey · ja
jo · jup · jawohl · passt · geht klar · geht in ordnung · machen wir · mach ich · mache ich · mach ma
machen wir gerne · wird gemacht · wird erledigt · wir erledigen · erledigen wir · erledige ich · in ordnung
io · uebernehmen · uebernehme · uebernehmen wir · wir uebernehmen · uebernommen · bestaetigt · bestaetigen
bestaetige · auftragsbestaetigung · auftrag erhalten · kuemmern uns · kuemmere mich · kuemmer mich
kuemmern wir uns · alles klar · einverstanden · gerne · gern · klar · daumenhoch · wir kommen · ich komme
kommen @d · komme @d · kommt @d · kommen wir · accepted · accept · confirmed · confirm · will do
we ll take · we will take · i ll take · happy to · yes · yep · sure · agreed · on it · fine · sounds good
"""
# Words that say by themselves that the work is done …
DONE = frozenset(
    rows(
        """
        erl · erledigt · gemacht · getauscht · gewechselt · erneuert · ausgefuehrt · dicht · laeuft
        repariert · behoben · fertig · fertiggestellt · abgeschlossen · ersetzt · ausgetauscht
        ausgewechselt · beseitigt · funktioniert · funktionieren · instandgesetzt · entstoert · abgedichtet
        fertiggemacht · io · vollzogen · beendet · done · completed · finished · fixed · replaced · repaired
        sorted · resolved · changed · swapped · complete
        """
    )
)
# … and those that name a step, which may be the last one.
STEP = frozenset(
    rows(
        """
        gereinigt · entlueftet · eingebaut · montiert · installiert · geoelt · gefettet · eingestellt
        nachgestellt · justiert · nachgezogen · geloest · geraeumt · entsorgt · entfernt · abgeholt
        befestigt · gestrichen · verputzt · geklebt · geschweisst · gespuelt · befuellt · aufgefuellt
        angeschlossen · geprueft · kontrolliert · gewartet · ueberprueft · freigemacht · wiederhergestellt
        gesichert · geschnitten · gemaeht · gestreut · geputzt · gefegt · geleert · programmiert
        zurueckgesetzt · neugestartet · eingeschaltet · angebracht · verlegt · gesetzt · leuchtet · brennt
        leuchten · brennen · heizt · schliesst · oeffnet · warm · trocken · sauber · cleaned · installed
        adjusted · removed · cleared · tightened · checked · tested · serviced · sealed · working · works
        runs · running
        """
    )
)
DONE_FORMS = rows(
    """
    in ordnung · geht wieder · gehen wieder · tropft nicht mehr · leckt nicht mehr · nicht mehr undicht
    klemmt nicht mehr · brummt nicht mehr · kein* … fehler mehr · keine stoerung mehr · kein tropfen mehr
    wird warm · wird wieder warm · werden warm · werden wieder warm · wird wieder heiss · all good
    up and running · taken care of · no longer leak* · no longer drip*
    """
)
# After "muss", "wird" and their like a finished verb says what is to come.
TO_COME = frozenset(
    rows(
        """
        wird · werden · werde · muss · muesste · muessen · soll · sollen · sollte · sollten · will · wollen
        kann · koennen · koennte · koennten · moechte · moechten · waere · wuerde · wuerden · darf · be
        must · should · would · could · need · needs · to · shall · ll
        """
    )
)
NEGATIONS = frozenset(
    rows(
        """
        nicht · nie · kein · keine · keinen · keiner · keines · keinerlei · niemand · nichts · ohne · weder
        not · no · never · t · nobody · none · without
        """
    )
)


def _compiled(phrases: Iterable[str]) -> re.Pattern[str]:
    """All phrases as one pattern over " word word "; gaps and endings are bounded, so reading stays linear."""
    made = [
        "".join(
            _GAP
            if part == "…"
            else f" {re.escape(part[:-1])}[^ ]*"
            if part.endswith("*")
            else f" {re.escape(part)}"
            for part in each.split()
        )
        for each in sorted(set(phrases), key=len, reverse=True)
    ]
    return re.compile(f"(?:{'|'.join(made)})(?= )")


CLAIMS: Mapping[Claim, re.Pattern[str]] = MappingProxyType(
    {claim: _compiled(rows(table)) for claim, table in _PHRASES}
)
ACCEPT = _compiled(rows(_ACCEPT))
REFUSED = _compiled(
    rows(
        """
        uebernehmen … nicht* · nicht … uebernehmen · nicht … annehmen · nicht … ausfuehren
        uebernehmen … nicht · sind … voll · bin … voll · ausgebucht · keine … kapazitaet*
        """
    )
)
# Why nobody came so far: said of the past it refuses nothing.
EXCUSE = _compiled(
    rows(
        """
        keine zeit … gehabt · keine zeit gehabt · hatte* … keine zeit · keine zeit … gefunden
        nicht … dazu gekommen · nicht dazu gekommen · nicht dazugekommen · no time … yet · had no time
        didn t have … time · did not have … time · didn t find the time · haven t had … time
        """
    )
)
# Somebody comes on a day.
COMES = _compiled(
    rows(
        """
        kommen @d · komme @d · kommt @d · kommen … @d · komme … @d · @d kommen wir · @d komme ich
        @d sind wir da · come @d · coming @d · come … @d · coming … @d
        """
    )
)
# A quote that is still to be written, unless it lies here already.
TO_SEND = frozenset(
    rows(
        """
        folgt · kommt · erstellen · erstelle · schicken · schicke · senden · sende · machen · mache · unterbreiten
        schreiben · kalkulieren · werden · wird · follows · will · ll · sending · prepare
        """
    )
)
SENT = _compiled(rows("anbei · anhang · beigefuegt* · beiliegend* · liegt bei · attached · enclosed · @m"))
DONE_FORM = _compiled(DONE_FORMS)
