"""Texts crafted to make the reader crawl, and the longest lists that a house gives it: for the tests and the bench."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from hauspost.desk.houses import Person, PersonId, Property, PropertyId, Unit
from hauspost.desk.intents import Act, ClosedList, Offer, Party, Vocabulary
from hauspost.parsers.mail import ParsedMail
from hauspost.parsers.reading import ReadMail, read_mail
from hauspost.parsers.relayed import relayable
from hauspost.parsers.unsigned import Told
from hauspost.threading.workplaces import workplace

HEAD = b"From: eve@evil.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
ZONE = ZoneInfo("Europe/Berlin")
NOON = datetime(2025, 10, 14, 12, tzinfo=ZONE)
FIRMS = 400
PEOPLE = 600
OURS = "Ihre Meldung ist heute um 8:02 Uhr eingegangen. Nummer: T-1042. ja ja ja ja\n" * 300


def _listed(count: int, value: str, *ways: str) -> ClosedList:
    return tuple((value.format(n), tuple(way.format(n) for way in ways)) for n in range(count))


_FIRMS = _listed(
    FIRMS, "K{}", "Heizung Meierhof{} Söhne GmbH", "Heizung Meierhof{} Söhne", "Meierhof{}", "Söhne"
)
_TRADES = _listed(20, "trade:{}", "Gewerk{}", "Gewerkarbeiten{}")
_PERSONS = _listed(PEOPLE, "person:P{}", "Schmidtke{}", "Anna Schmidtke{}", "Anna", "Frau Schmidtke{}")
_UNITS = _listed(PEOPLE, "unit:WE{}", "WE{}", "Wohnung {} links", "WE{} HS1", "HS1 WE{}")
_OFFERS = (
    Offer("OK", Act.PROPOSAL, question=1),
    Offer("ABLEHNEN", Act.REJECT, question=1, needs_text=True),
    Offer("GENEHMIGEN", Act.YES, question=1, also=("JA",)),
    Offer("NEIN", Act.NO, question=1),
    *(Offer(f"H-{n} OK", Act.TAKE, question=n) for n in range(300, 360)),
)
# A house as large as we know them, in the vocabulary of whoever may write to it.
PARTIES: dict[str, Vocabulary] = {
    "manager": Vocabulary(
        Party.MANAGER,
        language="en",
        offers=_OFFERS,
        opens=True,
        categories=_listed(60, "c{}", "Kategorie{}", "Category{}", "Wort{}"),
        colleagues=_PERSONS[:100],
        residents=_UNITS + _PERSONS,
        held=tuple(range(300, 360)),
        lodgers=_UNITS + _PERSONS,
        houses=_listed(300, "HS{}", "HS{}", "haus{}", "Hauptstraße {}", "Haupt {}"),
        assignees=_FIRMS + _TRADES,
        received_at=NOON,
        zone=ZONE,
    ),
    "contractor": Vocabulary(
        Party.CONTRACTOR,
        offers=_OFFERS[:4],
        received_at=NOON,
        zone=ZONE,
        awaits=True,
        order="A-1042-1",
        sites=tuple((f"A-1042-{n}", f"Treppenhaus, Haus {n}, {n}. OG\nLampe\nWE{n}") for n in range(1, 60)),
        street="Lindenweg 12",
    ),
    "resident": Vocabulary(Party.RESIDENT, offers=_OFFERS[:4]),
}
NAMES = tuple(way for _, ways in _PERSONS + _FIRMS for way in ways[:1])


RESIDENTS = tuple(
    Person(
        PersonId(f"P{n}"),
        f"Schmidtke{n}",
        "Anna",
        phones=(f"0171 555{n:05}",),
        addresses=(f"anna.schmidtke{n}@post.example",),
    )
    for n in range(PEOPLE)
)
UNITS = tuple(
    Unit(PropertyId("HS1"), f"WE{n}", f"Wohnung {n}", floor=f"{n % 9}. OG", side=("links", "rechts")[n % 2])
    for n in range(PEOPLE)
)
HOUSES = tuple(
    Property(PropertyId(f"HS{n}"), f"WEG Hauptstraße {n}", f"haus{n}", street=f"Hauptstraße {n}")
    for n in range(300)
)


def read(parsed: ParsedMail, party: str) -> ReadMail:
    """The whole way of a mail's words, with the mail that was answered; what a firm names, what others may be told."""
    found = read_mail(parsed, OURS, PARTIES[party], names=NAMES)
    if party == "contractor":
        workplace(f"{parsed.subject}\n{parsed.text}", HOUSES, frozenset())
    if party == "resident":
        relayable(found.said.whole, Told(RESIDENTS, UNITS), is_resident=True)
    return found


def crafted(family: str, size: int) -> bytes:
    """A mail whose text has at most so many octets."""
    piece = FAMILIES[family]
    text = piece(size) if callable(piece) else piece * (size // len(piece.encode()) + 1)
    return HEAD + text.encode()[:size]


def _numbered(piece: str) -> Callable[[int], str]:
    """The piece again and again, each with its number."""
    return lambda size: "".join(piece.format(n) for n in range(size // len(piece) + 1))


# A piece that is repeated, or what makes a text of about so many octets.
FAMILIES: dict[str, str | Callable[[int], str]] = {
    # words of command, and the lists behind them
    "firms of one sign": "BEAUFTRAGEN " + "ﷺ" * 70 + "\n",
    "firms misspelt": _numbered("BEAUFTRAGEN Maierhof{}x\n"),
    "firms and more words": _numbered("BEAUFTRAGEN Maierhof{} " + "Sohn " * 40 + "\n"),
    "firms with terms": "BEAUFTRAGEN Meierhof1 max 300 € bis Fr\n",
    "a firm of many words": "BEAUFTRAGEN " + "Meierhof " * 30,
    "lists of firms": "ANGEBOT " + ", ".join(f"Maierhof{n}" for n in range(10)) + "\n",
    "informed firms": "INFO " + ",".join(f"M{n}" for n in range(50)) + ": x\n",
    "released firms": "FREIGEBEN Mayerhofs Sohn\n",
    "the word misspelt": "BEAUFTRAGN Meierhof1\n",
    "units": _numbered("AN WE9{}:\n\n"),
    "residents": _numbered("FÜR Schmitke{}\n"),
    "colleagues": "ZUWEISEN Schmitke\n",
    "categories": "KATEGORIE Kategori\n",
    "houses": "OBJEKT Hauptstr\n",
    "rules": "REGEL OK " + "a b c d " * 20 + "\n",
    "a rule of many words": lambda size: "REGEL OK " + "a " * (size // 2),
    "held mails": "H-318 WE999 HS1\n",
    "numbers of held mails": _numbered("H-{} OK\n"),
    "numbered commands": _numbered("{} ERLEDIGT\n"),
    "ticket numbers": lambda size: "BÜNDELN " + " ".join(f"T-{n}" for n in range(size // 7)),
    "words behind #": _numbered("Hallo\n#erledgt{}\n"),
    "commands below text": lambda size: "Hallo\n" + "#xyzzy\n" * (size // 7),
    "capitals": "WIEDER ERLEDIGT JETZT\n",
    "reasons": "ABLEHNEN: Anna, was meinst du\n\n",
    "paragraphs of reasons": lambda size: "ABLEHNEN: x\n" + "x\n" * (size // 2),
    # words of firms
    "orders": _numbered("A-{}-1 "),
    "lines of orders": _numbered("A-{}-1 ok\n"),
    "orders that share their words": lambda size: (
        "".join(f"A-{n}-1 x{n}\n" for n in range(20)) + " ".join(f"A-{n}-1" for n in range(20)) + " y\n"
        + "nicht zuhause erledigt\n" * (size // 23)
    ),
    "claims": "nicht zuhause erledigt nobody at home ",
    "gaps": "nicht kein niemand konnte wird werden ",
    "places": _numbered("Haus {}: Treppenhaus Lampe WE05 erledigt, "),
    "clauses": "ja,",
    "questions": "Wann? ",
    # days, times, amounts
    "dates": "20.10.2025 ",
    "half dates": "20.10.",
    "days": "am Montag bis ",
    "times": "8:00-10 ",
    "amounts": "max 300 EUR brutto netto ",
    "digits": "1",
    "digits with marks": "1.000,",
    "telephones": "030 5550123 / ",
    "addresses": "a@b.example ",
    "half addresses": "a@",
    # quotes
    "marks": "> x\n",
    "ever deeper marks": lambda size: "".join(">" * n + "x\n" for n in range(int((2 * size) ** 0.5))),
    "attributions": "Am 20.10.2025 um 07:00 schrieb Anna Berger:\n",
    "half attributions": "Am 20.10.2025 um 07:00\n",
    "header blocks": "Von: Anna\nGesendet: Montag\nAn: Haus\nBetreff: x\n\n",
    "forwarded mails": "---------- Forwarded message ---------\nVon: a\nDatum: b\nBetreff: c\nAn: d\n\n",
    "our own words": "Ihre Meldung ist heute um 8:02 Uhr eingegangen. Nummer: T-1042. ja\n",
    "a word of ours": "ja ",
    "formulas": "Mit freundlichen Grüßen\n",
    "signatures": "Anna Berger\nHausverwaltung\nTel. 030 5550123\n",
    "greetings": "Hallo Anna,\n",
    "struck out": "~~a",
    # what residents say
    "wishes": "bitte nicht weitersagen wer das war ",
    "common ground": "Treppenhaus, Haus 12, 2. OG ",
    "hours": "Mo-Fr ab 16 Uhr erreichbar ",
    "names": _numbered("Schmidtke{} "),
    "thanks": "Danke ",
    "still broken": "immer noch kaputt ",
    "clauses that turn inward": "a: nur b (intern ",
    # what tells who somebody is
    "flats": "0171 5550123 3. OG links ",
    "floors and sides": "3. OG links\n\n",
    "flats by number": _numbered("Wohnung {}, "),
    "houses by name": _numbered("Hauptstraße {} "),
    "people and addresses": _numbered("Anna Schmidtke{}, anna@post.example. "),
    "a number in many clauses": lambda size: "Tel. 0171 5550123, " + "x, " * (size // 3),
    "a number before marks": lambda size: "0171 5550123" + "." * size + "x",
    # signs
    "one word": "a",
    "zero-width signs": "a\u200b",
    "combining signs": "a\u0301\u0316",
    "combining signs alone": "\u0316\u0301",
    "signs that are sentences": "ﷺ",
    "right to left": "\u202eERLEDIGT\u202c\n",
    "links": "<mailto:",
    "blanks": lambda size: f"a{' ' * (size - 2)}b",
    "blank lines": "   \n",
    "tabs": "x\t",
    "brackets": "(",
    "dots": ".",
    "lines of another kind": "\u2028",
}  # fmt: skip
