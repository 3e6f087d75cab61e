"""Knows what a report says beside its sense: wishes, common ground, when to come, what an order may quote."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hauspost.desk.intents import Party, Said, Vocabulary, Wish
from hauspost.parsers.mail import parse_mail
from hauspost.parsers.places import access, common_place
from hauspost.parsers.reading import read_mail
from hauspost.parsers.task import task_text
from hauspost.parsers.wishes import wishes
from tests.effort import assert_no_crawl

NAMES = ("Anna Berger", "Ole Hansen", "Fatma Yıldız", "Müller")


@pytest.mark.parametrize(
    "subject, text, place",
    [
        ("Licht", "Licht Treppenhaus 2. OG aus", "Treppenhaus, 2. OG"),
        ("Gasgeruch im Treppenhaus", "Hier riecht es stark nach Gas, Erdgeschoss!", "Treppenhaus, EG"),
        ("Aufzug", "frau steckt im aufzug haus 14 fest", "Aufzug, Haus 14"),
        ("Haustür schließt nicht!!", "Die Haustür Haus 12 fällt nicht mehr ins Schloss.", "Haustür, Haus 12"),
        ("", "Im Keller von Haus 12a geht das Licht nicht.", "Keller, Haus 12a"),
        ("", "Treppenhausbeleuchtung im zweiten Stock defekt", "Treppenhaus, 2. OG"),
        ("Tor", "Das Garagentor in der Tiefgarage klemmt.", "Garagentor, Tiefgarage"),
        ("", "Das Hoftor quietscht", "Hoftor"),
        ("Müll", "Die Tonnen sind voll", "Müllplatz"),
        ("", "Im Hinterhaus ist der Fahrstuhl stehen geblieben.", "Aufzug, Hinterhaus"),
        ("Bulb", "The stairwell light on the second floor is broken.", "Treppenhaus, 2. OG"),
        ("", "The front door of house 14 does not close", "Haustür, Haus 14"),
        ("Licht", "Im Treppenhaus vor meiner Wohnung im 3. OG links ist es dunkel.", "Treppenhaus"),
        ("", "Im Treppenhaus bei Müller im 2. OG stehen Schuhe", "Treppenhaus"),
        ("Heizung", "der Heizkörper im Bad wird nicht warm", ""),
        ("Lärm", "Bei Müller im 2. OG ist jede Nacht Party.", ""),
        ("Keller", "In meinem Keller ist es feucht", ""),
        ("", "Mein Kellerabteil ist nass", ""),
        ("", "In meiner Wohnung ist es kalt, die Heizung steht im Keller.", ""),
        ("", "Wasserfleck im Schlafzimmer, 3. OG links", ""),
        ("", "Bahnhof und Lifting", ""),
        ("", "", ""),
    ],
)
def test_common_ground_is_read_and_no_flat(subject: str, text: str, place: str) -> None:
    assert common_place(subject, text) == place


@pytest.mark.parametrize(
    "text, told",
    [
        ("Bin ab 16 Uhr zuhause.", "ab 16 Uhr"),
        ("ab 16 Uhr da", "ab 16 Uhr"),
        ("Bin Mo-Fr ab 17 Uhr zu Hause, Tel. 0171 5550199", "Mo-Fr ab 17 Uhr"),
        ("Ich bin zwischen 8 und 12 Uhr erreichbar.", "zwischen 8 und 12 Uhr"),
        ("bin vormittags da", "vormittags"),
        ("I'm home after 5 pm.", "after 5 pm"),
        ("Jede Nacht bis 2 Uhr Party", ""),
        ("seit 20 Uhr kein Wasser", ""),
        ("Der Monteur war bis 16 Uhr da", ""),
        ("Bin ab 16 Uhr nicht zuhause", ""),
    ],
)
def test_when_somebody_is_there_is_read(text: str, told: str) -> None:
    assert access(text) == told


PRIVATE, PUBLIC, ANONYMOUS = Wish.PRIVATE, Wish.PUBLIC, Wish.ANONYMOUS


@pytest.mark.parametrize(
    "subject, text, hint, found",
    [
        ("x", "Ich möchte nicht, dass mein Name genannt wird.", "", {ANONYMOUS}),
        ("x", "Bitte anonym behandeln", "", {ANONYMOUS}),
        ("Anonyme Meldung", "x", "", {ANONYMOUS}),
        ("x", "Bitte meinen Namen nicht nennen", "", {ANONYMOUS}),
        ("x", "bitte nicht weitersagen", "", {ANONYMOUS, PRIVATE}),
        ("x", "Please don't mention my name", "", {ANONYMOUS}),
        ("vertraulich", "x", "", {PRIVATE}),
        ("x", "Das bitte vertraulich behandeln.", "", {PRIVATE}),
        ("Privat", "x", "", {PRIVATE}),
        ("x", "Bitte nicht öffentlich!", "", {PRIVATE}),
        ("öffentlich", "x", "", {PUBLIC}),
        ("x", "Öffentlich!\nDie Tonnen sind voll.", "", {PUBLIC}),
        ("x", "x", "oeffentlich", {PUBLIC}),
        ("x", "x", "public+anonym", {PUBLIC, ANONYMOUS}),
        ("x", "x", "heizung+privat", {PRIVATE}),
        ("x", "Öffentlich machen wir das nicht.", "", set()),
        ("x", "Das ist öffentlich bekannt", "", set()),
        ("öffentlich?", "x", "", set()),
        ("x", "Die Tonnen sind voll.\nöffentlich", "", set()),
        ("x", "Privat: 0171 5550199", "", set()),
        ("x", "Ich melde das ausdrücklich nicht anonym", "", set()),
        ("x", "Nachbarn parken auf dem Privatparkplatz", "", set()),
    ],
)
def test_narrow_on_a_hint_widen_only_on_a_form(subject: str, text: str, hint: str, found: set[Wish]) -> None:
    assert wishes(subject, text, hint) == found


@pytest.mark.parametrize(
    "text, task",
    [
        (
            "Hallo Frau Vogt,\nder Heizkörper im Bad wird seit gestern nicht mehr richtig warm, die anderen gehen.\n"
            "Können Sie jemanden schicken? Bin ab 16 Uhr zuhause.\nLG Anna Berger",
            "Der Heizkörper im Bad wird seit gestern nicht mehr richtig warm, die anderen gehen.",
        ),
        (
            "Im ganzen Haus ist die Heizung aus und kein warmes Wasser seit 20 Uhr!!!\nMein Sohn hat Fieber, es sind "
            "16 Grad. Der Nachbar unter mir friert auch.\n0171 5550199",
            "Im ganzen Haus ist die Heizung aus und kein warmes Wasser seit 20 Uhr!",
        ),
        ("Bei Müller im 2. OG ist jede Nacht Party.\nAnna Berger, Lindenweg 12, 0171 5550199", ""),
        (
            "Hallo, bei mir (Yıldız, WE07) kommt Wasser durch die Decke im Bad. Rückruf bitte!",
            "Bei mir kommt Wasser durch die Decke im Bad.",
        ),
        (
            "seit 6 Wochen ist der Schimmel im Schlafzimmer nicht beseitigt. Ich setze Ihnen eine letzte Frist bis "
            "31.10.2025, mindere ab sofort die Miete um 20 % und übergebe sonst meinem Anwalt.",
            "Seit 6 Wochen ist der Schimmel im Schlafzimmer nicht beseitigt.",
        ),
        ("Klingel defekt, WE02, Hansen", "Klingel defekt."),
        ("Heizung kalt in meiner Wohnung WE03.", "Heizung kalt in meiner Wohnung."),
        ("Wasserhahn tropft, bitte Rückruf 0171 5550199", "Wasserhahn tropft."),
        ("Der Hahn tropft.\n\nSchöne Grüße\nOle Hansen\nTel. 0171 5550199", "Der Hahn tropft."),
        ("Der Hahn tropft. Mail: o.h@nord.example", "Der Hahn tropft."),
        ("Mein Vermieter sagt, das zahlt die Versicherung. Die Tür klemmt.", "Die Tür klemmt."),
        ("Die Heizung im Kinderzimmer bleibt kalt.", "Die Heizung im Kinderzimmer bleibt kalt."),
        ("The tap drips. My daughter is ill. Please call 0171 5550199. Thanks James", "The tap drips."),
        ("", ""),
    ],
)
def test_an_order_carries_the_thing_and_nobodys_life(text: str, task: str) -> None:
    assert task_text(text, NAMES) == task


CANARIES = [
    "Anna",
    "Berger",
    "0171 5550199",
    "anna@post.example",
    "WE03",
    "Fieber",
    "Miete",
    "Anwalt",
    "Nachbar",
    "Herr Müller",
]


@pytest.mark.parametrize("canary", CANARIES)
@pytest.mark.parametrize(
    "frame",
    [
        "Der Hahn tropft. {} sagt es auch.",
        "{}: Hahn tropft",
        "Der Hahn ({}) tropft.",
        "Hahn tropft, {}, seit gestern",
    ],
)
def test_no_canary_flies_into_an_order(canary: str, frame: str) -> None:
    assert canary not in task_text(frame.format(canary), NAMES)


def said(subject: str, body: str, party: Party, hint: str = "") -> Said:
    head = f"From: a@x.example\nTo: b@y.example\nSubject: {subject}\n"
    octets = f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}\n"
    return read_mail(parse_mail(octets.encode()), "", Vocabulary(party), hint=hint, names=NAMES).said


def test_a_residents_mail_is_read_with_all_of_it() -> None:
    found = said(
        "Licht", "Im Treppenhaus 2. OG brennt kein Licht. Bin ab 16 Uhr da.", Party.RESIDENT, "anonym"
    )
    assert found.wishes == {ANONYMOUS}
    assert (found.place, found.access) == ("Treppenhaus, 2. OG", "ab 16 Uhr")
    assert found.task == "Im Treppenhaus 2. OG brennt kein Licht."


def test_managers_and_firms_open_no_reports_by_their_words() -> None:
    for party in (Party.MANAGER, Party.CONTRACTOR):
        found = said("Licht", "Im Treppenhaus brennt kein Licht, bitte anonym", party)
        assert (found.wishes, found.place, found.task) == (frozenset(), "", "")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.text(max_size=40))
def test_any_report_is_read(text: str, subject: str) -> None:
    wishes(subject, text, subject)
    assert len(task_text(text, NAMES)) <= 600
    assert isinstance(common_place(subject, text) + access(text), str)


@pytest.mark.parametrize(
    "piece", ["a ", "im Treppenhaus ", "bin ab 16 Uhr ", "nicht mein Name ", "(", "1.", "Mo-", "x@", "0171 "]
)
def test_long_crafted_reports_are_read_in_good_time(piece: str) -> None:
    text = (piece * 64_000)[:64_000]

    def reading() -> None:
        wishes("x", text, "")
        common_place("x", text)
        access(text)
        task_text(text, NAMES)

    assert_no_crawl(reading, 2)
