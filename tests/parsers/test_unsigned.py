"""What a house may be told of somebody's answer: the words, without who wrote them, where, or how to call them."""

import pytest

from hauspost.desk.houses import Person, PersonId, PropertyId, Role, RoleAssignment, Unit
from hauspost.parsers.unsigned import Told, unsigned

FATMA = Person(PersonId("1003"), first_name="Fatma", last_name="Yıldız", salutation="Frau")
JAMES = Person(PersonId("1005"), first_name="James", last_name="Miller", phones=("0171 5559999",))
UNITS = (Unit(PropertyId("LW12"), "WE11", "WE11", floor="2. OG", side="rechts"),)


@pytest.mark.parametrize(
    "text, left",
    [
        ("Bei mir klemmt er seit gestern.", "Bei mir klemmt er seit gestern."),
        ("Guten Tag Frau Vogt,\n\ner klemmt.\n\nViele Grüße\nFatma Yıldız\nWE07", "er klemmt."),
        ("er klemmt.\nLG Fatma", "er klemmt."),
        (
            "er klemmt.\n\nMit freundlichen Grüßen\n\nF. Yıldız\nHaus 14\nTel. 0171 5550100\nIch bin da.",
            "er klemmt.",
        ),
        ("er klemmt.\n\nFatma Yıldız", "er klemmt."),
        ("Hier ist Fatma Yıldız. Er klemmt seit gestern.", "Er klemmt seit gestern."),
        ("er klemmt.\n\nSeit gestern.", "er klemmt.\n\nSeit gestern."),
        ("Hallo,\nhier ist Frau Yıldız", ""),
        ("", ""),
        ("Er klemmt seit Di, 07.10.2025, ab 08.30 Uhr.", "Er klemmt seit Di, 07.10.2025, ab 08.30 Uhr."),
        ("er klemmt.\nfatma.y@post.example", "er klemmt."),
        ("Er klemmt. Rufen Sie an: 0171/555 01 00!", "Er klemmt."),
        ("Er klemmt. Sie erreichen mich unter 030 5550177.", "Er klemmt."),
        ("Bei mir in WE 07 klemmt er. Seit gestern.", "Seit gestern."),
        (
            "Seit 13.10.2025 klemmt er, am 2025-10-12 noch nicht.",
            "Seit 13.10.2025 klemmt er, am 2025-10-12 noch nicht.",
        ),
        ("Er klemmt.\n\nKind regards\nF.\nLindenweg 12\n0171 5550100", "Er klemmt."),
    ],
)
def test_a_published_answer_names_nobody(text: str, left: str) -> None:
    assert unsigned(text, Told((FATMA,))) == left


@pytest.mark.parametrize(
    "text, left",
    [
        ("I got stuck, James. Please call me 0171 999", "I got stuck."),
        ("I live in WE11, call me on 0171 5559999. Mrs Yildiz from WE07 broke it.", ""),
        ("The lift is stuck since noon, call me, on 0171 5559999.", "The lift is stuck since noon."),
        ("Please write to j@inbox.example\nor ring +49 171 5559999. It smells of gas.", "It smells of gas."),
        ("Ich wohne im 2. OG rechts, und der Aufzug klemmt seit gestern.", "Der Aufzug klemmt seit gestern."),
        ("Vor Wohnung 7 ist alles nass. Auch im Keller steht Wasser.", "Auch im Keller steht Wasser."),
        ("James here, the lift got stuck\nagain today.", "The lift got stuck again today."),
    ],
)
def test_a_published_answer_says_neither_where_one_lives_nor_how_to_call(text: str, left: str) -> None:
    assert unsigned(text, Told((JAMES,), UNITS)) == left


def test_digits_spelt_on_a_turkish_keyboard_are_read_like_any_other() -> None:
    said = "Es tropft seit eıns, nicht erst seit DREİ."
    assert unsigned(said, Told((FATMA,))) == said
    assert unsigned("null eıns sıeben eıns DREİ drei drei", Told((FATMA,))) == ""


LAMP = "Die Lampe im Treppenhaus ist kaputt."
HOME = Unit(PropertyId("LW12"), "WE05", "WE05", floor="3. OG", side="links")
ANNA = Person(
    PersonId("1001"),
    first_name="Anna",
    last_name="Berger",
    roles=(RoleAssignment(PersonId("1001"), PropertyId("LW12"), Role.TENANT, "WE05"),),
)


@pytest.mark.parametrize("between", [" ", "\n", "\n\n"])
@pytest.mark.parametrize(
    "telling",
    [
        # telephones
        "Rufen Sie mich an: 0 1 7 1 – 555 01 99.",
        "SMS an 0171 - 555 0199 bitte.",
        "Tel. 0171/5550199",
        "+49 (0)171 5550199",
        "0049 171 555 01 99",
        "(0171) 555 01 99",
        "01.71.555.01.99",
        "0171, 555, 01 99",
        "null eins sieben eins fünf fünf fünf",
        "Oder null, eins, sieben, eins, fünf, fünf, fünf.",
        "Meine Nummer ist 5550199.",
        "Handy 171 5550199",
        "0171\u200b5550199",
        "Fax \uff10\uff11\uff17\uff11 5550199",
        # addresses, accounts and links
        "anna punkt b at post punkt example",
        "anna.b(at)post.example",
        "annab at gmx.de",
        "anna @ post . example",
        "Ich bin @anna_b auf Instagram.",
        "Insta: anna.b",
        "WhatsApp: Ännchen",
        "anna_b_hh heiße ich dort.",
        "Siehe https://bilder.example/annab",
        "t.me/annab",
        "Meine IBAN ist DE12 5001 0517 0648 4898 90.",
        "Folgt mir: ännchen auf insta",
        "Instagram ännchen",
        "PayPal: ännchen",
        "annab82 bei gmx",
        "call me at five five five zero one nine",
        # who one is
        "Ich bin 78.",
        "Mein Mann hat es gesehen.",
        "Jg. 1950",
        "Mein Auto B-AB 1234 stand davor.",
        "Kennzeichen HH XY 12E",
        "Geboren bin ich am 3.4.1950.",
        "*03.04.1950",
        "Ich bin 87 Jahre alt.",
        "Mein Name ist Schulz.",
        "Hier spricht Frau Schulz.",
        "Kundennummer 4711",
        # where one lives
        "Ich wohne im 3. Stock links.",
        "Wir aus dem dritten Stock sind betroffen.",
        "Bei mir im 2. OG ist es dunkel.",
        "Im 3. Stock tropft es aus der Decke.",
        "3. OG li.",
        "3/links",
        "III. Stock rechts",
        "Meine Erdgeschosswohnung ist kalt.",
        "Ich wohne ganz oben im Dachgeschoss.",
        "Top 12",
        "I live on the third floor.",
        "Gruß aus dem 2. Stock",
        "Ich wohne direkt über dem Aufzug.",
        "Bei uns im Hinterhaus oben.",
        "Meine Tür ist im dritten.",
        "Wohnungsnr. 5",
        "Meine Mieternr. ist 4711.",
        "Der Mieter im 2. OG bohrt.",
        # names that nobody has told us
        "Ich bin die Ännchen aus dem Haus.",
        "I'm Annie from next door.",
        "gez. Ännchen",
        "Post bitte nach Rosenweg 5 in 20095 Hamburg.",
    ],
)
def test_what_leads_to_a_person_goes_however_it_is_typed(telling: str, between: str) -> None:
    assert unsigned(f"{LAMP}{between}{telling}", Told((ANNA,), (HOME,))) == LAMP


@pytest.mark.parametrize(
    "harmless",
    [
        "Im Treppenhaus im 3. Stock ist es dunkel.",
        "Der Aufzug bleibt im 3. OG stehen.",
        "Im 2. Stock ist die Lampe aus.",
        "Er steht seit 13.10.2025, gestern von 08.30-09.30 Uhr.",
        "Am 12.10. von 8.30 bis 10.00 Uhr.",
        "Vom 07.10.-09.10.2025 war Ruhe, seit 2025-10-12 nicht.",
        "Von 2024-2025 war es dreimal.",
        "Der Aufzug ist 30 Jahre alt.",
        "Die Haustür Haus 14 links klemmt.",
        "In der WhatsApp-Gruppe sagen es auch alle.",
        "Zwei Lampen, drei Fenster, vier Türen und acht Kabel.",
        "Nach DIN EN 1717 ist das verboten.",
        "Das kostet 1.200,50 Euro.",
        "Look at the lift. It broke at noon. It is loud.",
    ],
)
def test_what_leads_to_nobody_stays(harmless: str) -> None:
    assert unsigned(f"{LAMP} {harmless}", Told((ANNA,), (HOME,))) == f"{LAMP} {harmless}"


@pytest.mark.parametrize("name", ["Ännchen", "A. B.", "Ihre Anni", "Ann-Kathrin"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_name_alone_below_the_words_goes(name: str, between: str) -> None:
    assert unsigned(f"{LAMP}{between}{name}", Told((ANNA,), (HOME,))) == LAMP
    assert unsigned(f"{LAMP}{between}{name}\n\nMfG\nAnna", Told((ANNA,), (HOME,))) == LAMP


@pytest.mark.parametrize("said", ["Im Keller", "Haus 14", "seit gestern", "Der Aufzug"])
def test_a_place_alone_below_the_words_stays(said: str) -> None:
    assert unsigned(f"{LAMP}\n\n{said}", Told((ANNA,), (HOME,))) == f"{LAMP}\n\n{said}"
