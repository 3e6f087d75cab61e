"""What people report, in words whose meaning DOMAIN and WORDS leave no doubt about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """`is_common`: common ground, so the category's own visibility counts. `never`: no wish makes it public."""

    category: str
    subject: str
    sentence: str
    is_common: bool = False
    never_public: bool = False
    important: bool = False


TOPICS = (
    Topic("heating", "Heizung", "Der Heizkörper im Bad bleibt kalt, am Ventil steht {task}.", important=True),
    Topic("water", "Wasserhahn", "In der Küche tropft der Wasserhahn, Marke {task}.", important=True),
    Topic("mould", "Schimmel", "Im Schlafzimmer ist Schimmel hinter der Tapete {task}."),
    Topic("windows", "Fenster", "Das Fenster in der Küche schließt nicht, Griff {task}."),
    Topic("lighting", "Licht", "Im Treppenhaus {building} brennt die Lampe {task} nicht.", is_common=True),
    Topic(
        "lift", "Aufzug", "Der Aufzug in {building} steht, Anzeige {task}.", is_common=True, important=True
    ),
    Topic("cleaning", "Reinigung", "Das Treppenhaus {building} ist schmutzig, Fleck {task}.", is_common=True),
    Topic("waste", "Müll", "Die Mülltonne {task} im Hof ist voll.", is_common=True),
    Topic("noise", "Lärm", "Über mir ist jede Nacht laute Musik, Lärm von {task}.", never_public=True),
    Topic("accounting", "Abrechnung", "Die Abrechnung stimmt nicht, Posten {task}.", never_public=True),
)
CATEGORIES = {t.category: t for t in TOPICS}
SCOPES = {"lighting": "common", "lift": "common", "cleaning": "common", "waste": "common"}

# WORDS 5: no order carries sentences on health, family, money, law or third persons.
PRIVATE_SENTENCES = (
    ("Meine Tochter {word} ist krank.", "a sentence on health"),
    ("Meine Mutter {word} wohnt bei mir.", "a sentence on family"),
    ("Ich zahle deshalb weniger Miete, Konto {word}.", "a sentence on money"),
    ("Mein Anwalt {word} ist schon eingeschaltet.", "a sentence on law"),
    ("Der Nachbar {word} ist schuld daran.", "a sentence on a neighbour"),
)
ANONYMOUS = (
    "Bitte meinen Namen nicht nennen.",
    "Ich möchte nicht, dass mein Name genannt wird.",
    "Bitte anonym behandeln.",
)
PRIVATE = ("Bitte vertraulich behandeln.", "Bitte nicht weitersagen.")
REMARKS = (
    "Ich bin ab 16 Uhr zu Hause, Kennwort {word}.",
    "Der Schlüssel {word} liegt bereit.",
    "Es geht um das Bauteil {word}.",
    "Gestern kam jemand wegen {word}.",
    "Nehmen Sie bitte {word} mit.",
)
