"""Knows what a text is by its phrases: whether it only thanks, whether it says "still broken" or refuses."""

import re
from collections.abc import Sequence

from hauspost.desk.intents import Vocabulary
from hauspost.parsers.lines import rows, words
from hauspost.parsers.salutations import GREETINGS, TITLES, is_greeting, named
from hauspost.parsers.signature import is_closing

_THANKS = frozenset(
    rows("danke · dank · dankeschoen · merci · thanks · thank · thx · ty · dankbar · bedanke · cheers")
)
_HARMLESS = _THANKS | frozenset(
    rows(
        """
        vielen · vielmals · besten · herzlichen · herzlich · lieben · tausend · 1000 · schoen · sehr · recht
        ganz · recht
        herzliches · nochmal · nochmals · noch · einmal · ihnen · euch · dir · dafuer · auch · und · fuer
        die · das · den
        der · ihre · ihren · ihr · eure · deine · im · voraus · schnelle · schnellen · rasche · prompte
        tolle · gute · liebe
        hilfe · muehe · bemuehung · bemuehungen · erledigung · bearbeitung · antwort · rueckmeldung · info
        information
        nachricht · unterstuetzung · reaktion · arbeit · einsatz · super · toll · prima · klasse · perfekt
        spitze · top
        wunderbar · hervorragend · grossartig · bestens · alles · ich · mich · wir · uns · many · much
        very · so · you · your
        the · quick · help · reply · response · great · perfect · lovely · wonderful · brilliant
        everything · all · again · a
        lot · and · for · that · message · update
        """
    )
)
# That it is well again adds nothing to thanks, but "Danke, in Ordnung" alone may agree to a date.
_WELL_AGAIN = frozenset(
    rows(
        """
        warm · warmes · heiss · dicht · trocken · hell · sauber · leise · laeuft · funktioniert · klappt
        geklappt · geht · behoben · repariert · ok · okay · gut · in · ordnung · tadellos · einwandfrei
        works · working · runs · fixed · good · fine · well · okay · sorted · dry · warm
        """
    )
)
_OVER = frozenset(rows("alles · wieder · jetzt · nun · endlich · all · everything · again · now"))
_LINKING = frozenset(rows("es · ist · sie · er · hat · so · it · is · s · he · she"))
_EMOTICON = re.compile(r"[:;=8]-?[)DpP(]|<3|\^\^|\\o/")
_MARKS = frozenset(" \t\xa0.,!;:-–'’\"()*_\ufe0f\u200d")
_KIND_PICTURES = frozenset("👍👌🙏😀😃😄😁😊🙂😉😍🥰🤗👏💐🌸🌹❤♥☺☀🎉✅🏻🏼🏽🏾🏿")

_STILL = rows("immer noch · noch immer · nach wie vor · weiterhin · unveraendert · still · bleibt")
_AGAIN = rows("schon wieder · wieder · erneut · abermals · wiederholt · again")
_BROKEN = frozenset(
    rows(
        """
        tropft · tropfen · laeuft · undicht · kaputt · defekt · kalt · verstopft · nass · feucht
        ausgefallen · aus · locker
        leckt · leck · schimmelt · schimmel · stinkt · klemmt · brummt · klappert · flackert · gebrochen
        broken · leaking
        leaks · dripping · drips · cold · blocked · wet · damp · stuck · faulty · problem · problems
        fehler · stoerung
        auftritt · aufgetreten
        """
    )
)
_NOT_MENDED = rows(
    """
    nicht behoben · nicht repariert · nicht beseitigt · nicht geloest · nicht in ordnung · nicht dicht
    nicht richtig dicht
    nicht erledigt · noch nicht · funktioniert nicht · funktioniert immer noch nicht · geht nicht
    geht immer noch nicht
    geht wieder nicht · laeuft nicht · wird nicht warm · nicht warm · nicht besser · nichts gebracht
    nichts geaendert
    nichts passiert · niemand gekommen · keine besserung · problem besteht · besteht weiter
    besteht weiterhin
    not fixed · not working · still not · not repaired · not solved · doesn t work · does not work
    didn t help
    came back · is back
    """
)
_WELL = frozenset(
    rows(
        """
        gut · super · dicht · trocken · warm · heiss · ok · okay · ordnung · zufrieden · bestens · prima
        einwandfrei · top
        perfekt · normal · hell · sauber · fein · fine · well · good · happy · dry · works · working · great
        """
    )
)
_IF = frozenset(rows("wenn · falls · sollte · sollten · sobald · sofern · if · should · unless · ob"))
_NEGATIONS = frozenset(rows("nicht · kein · keine · keinen · nie · not · no · never · nothing · ohne"))
_NO = frozenset(rows("nein · nee · noe · no · nope"))
_BEFORE_NO = frozenset(rows("leider · sorry · unfortunately · oh · also · na"))
_NO_TROUBLE = rows(
    "kein problem · keine sorge · keine probleme · no worries · no need · no problem · no problems"
)
_MENDED = _WELL | (_WELL_AGAIN - frozenset(rows("laeuft · in · runs")))
_BEGINNINGS = frozenset(each.split()[0] for each in (*_STILL, *_AGAIN))
_NOT_BEGINNINGS = frozenset(each.split()[0] for each in _NOT_MENDED)
_REACH = 3
_SENTENCES = re.compile(r"[.!?;\n]+")


def is_thanks(text: str, vocabulary: Vocabulary) -> bool:
    """Nothing but thanks; one unknown word makes it more than that."""
    if not (_THANKS.intersection(words(text)) or _KIND_PICTURES.intersection(text)):
        return False
    body = without_closing([line for line in text.splitlines() if line.strip()])
    names = named(vocabulary) | TITLES | frozenset(word for each in GREETINGS for word in each.split())
    shown = _EMOTICON.sub(" ", "\n".join(body))
    if any(not (c.isalnum() or c.isspace() or c in _MARKS or c in _KIND_PICTURES) for c in shown):
        return False
    said = words(shown)
    thanked = any(word in _THANKS for word in said) or any(c in _KIND_PICTURES for c in shown)
    over = bool(_OVER.intersection(said))
    more = [word for word in said if word not in _HARMLESS and word not in names]
    known = all(word in _OVER or word in _LINKING or (over and word in _WELL_AGAIN) for word in more)
    return thanked and known and not says_still_broken(text)


def without_closing(lines: Sequence[str]) -> list[str]:
    """Written lines without the closing formula at the end and the name below it."""
    for at in range(len(lines) - 1, max(len(lines) - 5, -1), -1):
        if is_closing(lines[at]):
            below = [words(line) for line in lines[at + 1 :] if line.strip()]
            named = all(len(said) <= 4 and not any(w.isdigit() for w in said) for said in below)
            return list(lines[:at]) if named and len(below) <= 3 else list(lines)
    return list(lines)


def says_still_broken(text: str) -> bool:
    own = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(">"))
    return any(_broken(words(sentence)) for sentence in _SENTENCES.split(own))


def refuses(text: str) -> bool:
    """A no with its reason to "Ist es behoben?": "Nein, tropft noch"; not "Nein danke" or "No worries"."""
    lines = without_closing([line for line in text.splitlines() if line.strip()])
    own = "\n".join(line for line in lines if not is_greeting(line) and not line.lstrip().startswith(">"))
    sentences = [said for each in _SENTENCES.split(own) if (said := words(each))]
    first = sentences[0] if sentences else []
    if first and first[0] in _BEFORE_NO:
        first = first[1:]
    if not first or first[0] not in _NO or _is_asked(own):
        return False
    rest = first[1:] or (sentences[1] if len(sentences) > 1 else [])
    joined = f" {' '.join([first[0], *rest])} "
    if any(f" {each} " in joined for each in _NO_TROUBLE):
        return False
    is_negated = bool(_NEGATIONS.intersection(rest))
    if _BROKEN.intersection(rest):
        return not is_negated or " noch nicht " in joined
    if _MENDED.intersection(rest):
        return is_negated
    return not rest or not all(word in _HARMLESS for word in rest)


def _is_asked(text: str) -> bool:
    """ "Nein?": whether its first sentence is a question."""
    end = _SENTENCES.search(text.strip())
    return end is not None and "?" in end[0]


def _broken(said: list[str]) -> bool:
    joined = f" {' '.join(said)} "
    if not said or _IF.intersection(said[:3]) or " ob " in joined:
        return False
    if not _NOT_BEGINNINGS.isdisjoint(said) and any(f" {each} " in joined for each in _NOT_MENDED):
        return " wieder nicht mehr " not in joined
    if _BEGINNINGS.isdisjoint(said):
        return False
    return any(_follows_ill(said, each) for each in _STILL) or any(
        _stands_by_ill(said, each) for each in _AGAIN
    )


def _places(said: list[str], each: str) -> list[tuple[int, int]]:
    parts = each.split()
    if parts[0] not in said:
        return []
    return [(i, i + len(parts)) for i in range(len(said)) if said[i : i + len(parts)] == parts]


def _follows_ill(said: list[str], each: str) -> bool:
    """ "immer noch" says it, unless what goes on is good: "läuft immer noch gut"."""
    for _, end in _places(said, each):
        after = said[end : end + _REACH]
        well = _WELL.intersection(after) and not _NEGATIONS.intersection(after)
        if each in ("still", "bleibt") and not (_BROKEN | _NEGATIONS).intersection(after):
            continue
        if not well:
            return True
    return False


def _stands_by_ill(said: list[str], each: str) -> bool:
    """ "tropft wieder", "wieder kalt"; not "geht wieder", not "tropft nicht wieder"."""
    for start, end in _places(said, each):
        near = said[max(start - _REACH, 0) : end + _REACH]
        mended = _WELL.intersection(near) or (_NEGATIONS.intersection(near))
        running = "laeuft" in near and not (_BROKEN - {"laeuft"}).intersection(near)
        if each == "schon wieder" and not mended and not running:
            return True
        if _BROKEN.intersection(near) and not mended and not running:
            return True
    return False
