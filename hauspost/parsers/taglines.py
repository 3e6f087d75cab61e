"""Knows the line that a telephone or a mail program sets below a mail: "Sent from my iPhone"."""

import re

from hauspost.parsers.lines import phrase, rows, words

_LONG = 100  # characters
# How a tagline begins; the device or program follows within four words.
_SENT = tuple(
    phrase(entry)
    for entry in rows(
        """
        gesendet von · gesendet mit · gesendet über · gesendet aus · gesendet via · verschickt mit · versendet mit
        versandt mit · sent from · sent via · sent with · sent using · sent by · secured with
        envoyé de · envoyé depuis · envoyé à partir · enviado desde · enviado do · enviado de
        inviato da · inviato dal · verzonden met · verzonden vanaf · verzonden vanuit · verstuurd vanaf
        wysłano z · wysłane z · skickat från · sendt fra · odesláno z · odoslané z · poslano s · poslano z
        trimis de pe · отправлено с · отправлено из · надіслано з · lähetetty · küldve · στάλθηκε από
        أرسلت من · from my · someone from
        """
    )
)
_OFFERS = rows(
    """
    get outlook for · holen sie sich outlook · outlook fuer · hol dir outlook · telecharger outlook pour
    obtener outlook para · scarica outlook per · pobierz aplikacje outlook · download outlook voor · 從我的
    """
)
_DEVICES = frozenset(
    rows(
        """
        iphone · ipad · ipod · android · samsung · galaxy · smartphone · handy · mobiltelefon · mobilgeraet
        tablet · outlook
        windows · mail · app · gmx · web · k · proton · protonmail · yahoo · blackberry · telekom · device
        phone · mobile · mobil
        cell · huawei · xiaomi · pixel · htc · alcatel · ti · airmail · mailbox · thunderbird · spark
        mobilen · aquamail · bluemail
        xperia · fairphone · redmi · superhuman · fastmail · mailspring · tuta · tutanota
        gmail · freenet · email · ios · mac · handheld · verizon · vodafone · o2
        """
    )
)
_WHOLE = frozenset(rows("von unterwegs gesendet · unterwegs gesendet · mobil gesendet · sent on the go"))
_EXCUSES = frozenset(rows("excuse · typos · brevity · entschuldigen · entschuldige · tippfehler · kuerze"))
_TARGET = re.compile(
    r"(?<=\])\(https?://[^()\s]{1,300}\)|(?<=\w)https?://\S{1,300}$"
)  # of a link in its words
_CLAUSE = re.compile(r"(?<=[.!,;])\s+|\s[-–—]\s|\s?\|\s?")
# No tagline speaks of these: "Von meinem Handy habe ich gestern Fotos geschickt."
_TOLD = frozenset(
    rows(
        """
        ich · wir · habe · haben · hat · hatte · hatten · bin · sind · war · waren · ist · nicht · kein · keine · noch
        gestern · heute · schon · ihnen · mir · uns · foto · fotos · bild · bilder · video · videos
        i · we · have · was
        """
    )
)
_NEAR = 4
_LONGEST_TAGLINE = 12
_LONGEST_PLAIN = 8
# Taglines that end in their verb: "Von meinem iPhone gesendet", "Diese Nachricht wurde von meinem … gesendet".
# "iMachine", "OnePlus", "Z5": a brand, not a word of either language.
_BRAND = re.compile(r"[a-z]+[A-Z]\w*|[A-Z]\w*[A-Z\d]\w*")
_INFLECTED = ("iphon", "ipad", "samsung", "freenetmail")  # "z iPhonu", "iPhonesta"
_TURKISH_VERB = "goenderildi"
_GERMAN_BEGINNINGS = ("von", "diese", "dieses", "mit")
_GERMAN_VERBS = ("gesendet", "verschickt", "geschickt", "geschrieben", "versendet", "verfasst")


def is_tagline(text: str) -> bool:
    """ "Sent from my iPhone", also with an excuse for its typing before or behind it."""
    if len(text) > 3 * _LONG:
        return False
    text = _TARGET.sub("", text)
    clauses = [clause for clause in _CLAUSE.split(text) if words(clause)]
    excuses = [clause for clause in clauses if _EXCUSES.intersection(words(clause))]
    rest = [clause for clause in clauses if clause not in excuses]
    if excuses and len(rest) == 1 and len(words(text)) <= 2 * _LONGEST_TAGLINE:
        return _is_tagline(rest[0])
    return _is_tagline(text)


def _is_tagline(text: str) -> bool:
    said = words(text)
    joined = " ".join(said)
    if joined in _WHOLE or (joined.startswith(_OFFERS) and len(text) <= _LONG * 2):
        return True
    if not 2 <= len(said) <= _LONGEST_TAGLINE:
        return False
    excused = not _EXCUSES.isdisjoint(said)
    if not excused and not _TOLD.isdisjoint(said):
        return False
    device = any(_is_device(word) for word in said[1 : 2 + _NEAR]) or bool(_BRAND.search(text))
    near = joined.startswith(_SENT) and device
    german = said[0] in _GERMAN_BEGINNINGS and said[-1] in _GERMAN_VERBS
    verb_last = (german or said[-1] == _TURKISH_VERB) and any(map(_is_device, said))
    return verb_last or (near and (len(said) <= _LONGEST_PLAIN or excused))


def _is_device(word: str) -> bool:
    return word in _DEVICES or word.startswith(_INFLECTED)
