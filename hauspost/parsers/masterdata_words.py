"""Knows the closed lists of master data: the German and English words for roles, kinds, visibilities, automation."""

import re
from typing import Final

from hauspost.desk import languages
from hauspost.desk.houses import Notify, Role
from hauspost.desk.work import Automation

_ROLE_WORDS: Final = {
    Role.TENANT: (
        *("mieter", "mieterin", "tenant"),
        *("hauptmieter", "hauptmieterin", "mitmieter", "mitmieterin", "wohnungsmieter", "mietvertrag"),
    ),
    Role.OWNER: (
        *("eigentümer", "eigentümerin", "owner", "miteigentümer", "miteigentümerin"),
        *("wohnungseigentümer", "wohnungseigentümerin", "weg-eigentümer", "sondereigentümer"),
        *("selbstnutzer", "selbstnutzerin", "selbstnutzender eigentümer"),
    ),
    Role.BOARD_MEMBER: (
        "beirat",
        "beirätin",
        "beiratsmitglied",
        "verwaltungsbeirat",
        "board member",
        "board_member",
    ),
    Role.CARETAKER: ("hauswart", "hauswartin", "hausmeister", "hausmeisterin", "caretaker"),
    Role.MANAGER: ("verwalter", "verwalterin", "hausverwaltung", "manager"),
    Role.REPRESENTATIVE: (
        "bevollmächtigter",
        "bevollmächtigte",
        "vertreter",
        "vertreterin",
        "representative",
    ),
}
ROLES: Final = {word: role for role, words in _ROLE_WORDS.items() for word in words}
NOTIFY: Final = {
    **dict.fromkeys(("sofort", "at once", "at_once", "immediately"), Notify.AT_ONCE),
    **dict.fromkeys(("täglich", "taeglich", "daily", "digest"), Notify.DAILY),
    **dict.fromkeys(("nie", "never", "keine"), Notify.NEVER),
}
KINDS: Final = {
    **dict.fromkeys(("weg", "wohnungseigentum"), "weg"),
    **dict.fromkeys(("rental", "miete", "mietverwaltung", "mietshaus", "miethaus"), "rental"),
    **dict.fromkeys(("sev", "se-verwaltung", "sondereigentumsverwaltung"), "sev"),
}
LANGUAGES: Final = {
    "1": "de",  # as DATEV numbers them
    "5": "en",
    # Of these an operator may add the words (docs/templates.md); until then mails are in the company's language.
    **dict.fromkeys(("ar", "arabisch", "arabic"), "ar"),
    **dict.fromkeys(("bg", "bulgarisch", "bulgarian"), "bg"),
    **dict.fromkeys(("es", "spanisch", "spanish"), "es"),
    **dict.fromkeys(("fa", "persisch", "persian"), "fa"),
    **dict.fromkeys(("fr", "französisch", "french"), "fr"),
    **dict.fromkeys(("hr", "kroatisch", "croatian"), "hr"),
    **dict.fromkeys(("it", "italienisch", "italian"), "it"),
    **dict.fromkeys(("nl", "niederländisch", "dutch"), "nl"),
    **dict.fromkeys(("pl", "polnisch", "polish"), "pl"),
    **dict.fromkeys(("pt", "portugiesisch", "portuguese"), "pt"),
    **dict.fromkeys(("ro", "rumänisch", "romanian"), "ro"),
    **dict.fromkeys(("ru", "russisch", "russian"), "ru"),
    **dict.fromkeys(("sr", "serbisch", "serbian"), "sr"),
    **dict.fromkeys(("tr", "türkisch", "turkish"), "tr"),
    **dict.fromkeys(("uk", "ukrainisch", "ukrainian"), "uk"),
    **languages.names(),
}
RELEASES: Final = {
    **dict.fromkeys(("fragen", "ask"), "ask"),
    **dict.fromkeys(("ja", "immer", "yes", "always"), "yes"),
    **dict.fromkeys(("nein", "nie", "no", "never"), "no"),
    **dict.fromkeys(("notfall", "emergency"), "emergency"),
}
TRANSCRIPTS: Final = {"alle": "all", "all": "all", "fehler": "faults", "faults": "faults"}
VISIBILITIES: Final = {
    **dict.fromkeys(("privat", "private"), "private"),
    **dict.fromkeys(("öffentlich", "oeffentlich", "public"), "public"),
    **dict.fromkeys(("nur privat", "private only", "private_only"), "private_only"),
}
SCOPES: Final = {
    **dict.fromkeys(("common", "gemeinschaft", "gemeinschaftseigentum"), "common"),
    **dict.fromkeys(("separate", "sonder", "sondereigentum"), "separate"),
    **dict.fromkeys(("ask", "fragen"), "ask"),
}
AUTOMATION: Final = {
    **dict.fromkeys(("aus", "off"), Automation.OFF),
    **dict.fromkeys(("vorschlagen", "vorschlag", "suggest"), Automation.SUGGEST),
    **dict.fromkeys(("einspruch", "veto"), Automation.VETO),
    **dict.fromkeys(("automatisch", "auto"), Automation.AUTO),
}

# Of recurring work: it has no window in which somebody could say STOPP.
LEVELS: Final = {word: level for word, level in AUTOMATION.items() if level is not Automation.VETO}
# What an office writes where somebody has no mail address.
NO_ADDRESS: Final = frozenset(
    {
        *("", "-", "--", "–", "—", "/", "x", "keine", "keine e-mail", "keine email", "keine mail", "nein"),
        *("k.a", "k. a", "ka", "n/a", "na", "none", "no", "unbekannt", "nicht bekannt", "nicht vorhanden"),
        *("hat keine", "ohne", "per post", "nur post", "post", "?", "0"),
    }
)

# What stands in a list of flats for the name of a tenant where there is none.
VACANT: Final = frozenset({"leerstand", "leer", "leerstehend", "unvermietet", "nicht vermietet", "vacant"})

# How a remark begins that says why somebody has none: "kein Internet", "siehe Ehefrau", "verzogen am 1.10.".
REMARK: Final = re.compile(
    r"(?:siehe|s\.|wie|keine?n?|hat|ohne|nicht|nur|per|liegt|wünscht|will|möchte|folgt"
    r"|unbekannt|verzogen|verstorben|telefonisch|postalisch)(?:\s.*)?"
)

# Domains at which everybody may have a mailbox: "@web.de" would make a firm of each of them.
PUBLIC_DOMAINS: Final = frozenset(
    {
        *("gmail.com", "outlook.com", "outlook.de", "hotmail.com", "hotmail.de", "live.com"),
        *("live.de", "msn.com", "yahoo.com", "yahoo.de", "icloud.com", "me.com"),
        *("aol.com", "aol.de", "proton.me", "protonmail.com", "gmx.de", "gmx.net"),
        *("gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de", "arcor.de"),
        *("1und1.de", "online.de", "mail.de", "mailbox.org", "posteo.de", "vodafone.de"),
        *("kabelmail.de", "magenta.de", "email.de"),
    }
)
