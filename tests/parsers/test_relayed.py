"""Knows what may pass between a resident and a firm from what must not."""

import pytest

from hauspost.desk.houses import Person, PersonId
from hauspost.parsers.relayed import relayable
from hauspost.parsers.unsigned import Told

ANNA = (Person(PersonId("1001"), "Berger", "Anna", "Frau", phones=("0171 5550199",)),)
MEIER = (Person(PersonId("firm:H1"), "Heizung Meier GmbH", phones=("030 5550100",)),)

PASSES = """\
Ist das Ventil links oder rechts?
Wir kommen am Donnerstag zwischen 8 und 10 Uhr.
Bitte stellen Sie das Wasser ab.
Is the valve on the left?
""".splitlines()

NEVER = """\
Das kostet 450 €.
Es wird teurer.
Anbei unsere Rechnung.
Das Angebot schicken wir morgen.
Stundensatz 68,50 netto
intern: der Mieter ist schwierig
Herr Müller im 2. OG hat das auch.
Bei Schulz im EG war es genauso.
Ihr Nachbar hat sich beschwert.
The quote follows.
It will cost more.
""".splitlines()

NEVER_OF_RESIDENTS = """\
Mein Kind ist krank.
Ich bin schwanger.
Ich mindere die Miete.
Mein Anwalt meldet sich.
My wife is ill.
""".splitlines()


@pytest.mark.parametrize("text", PASSES)
@pytest.mark.parametrize("is_resident", [True, False])
def test_words_about_the_work_pass(text: str, is_resident: bool) -> None:
    assert relayable(text, Told(ANNA if is_resident else MEIER), is_resident=is_resident) == text


@pytest.mark.parametrize("text", NEVER)
@pytest.mark.parametrize("is_resident", [True, False])
def test_prices_remarks_and_other_people_never_pass(text: str, is_resident: bool) -> None:
    assert relayable(text, Told(ANNA if is_resident else MEIER), is_resident=is_resident) == ""


@pytest.mark.parametrize("text", NEVER_OF_RESIDENTS)
def test_what_is_a_resident_s_own_never_passes(text: str) -> None:
    assert relayable(text, Told(ANNA), is_resident=True) == ""


@pytest.mark.parametrize("text", [*NEVER, *NEVER_OF_RESIDENTS])
def test_a_good_sentence_beside_it_passes_alone(text: str) -> None:
    whole = (
        f"Das Ventil ist links. {text}" if not text.startswith("intern") else f"Das Ventil ist links.\n{text}"
    )
    assert relayable(whole, Told(ANNA), is_resident=True) == "Das Ventil ist links."


def test_from_a_line_meant_inside_on_nothing_passes() -> None:
    text = "Das Ventil ist links.\nintern, nur für die Verwaltung\nDas Ventil ist alt."
    assert relayable(text, Told(MEIER), is_resident=False) == "Das Ventil ist links."


@pytest.mark.parametrize("reach", ["0171 5550199", "anna.berger@post.example"])
def test_no_way_to_reach_the_author_passes(reach: str) -> None:
    told = relayable(f"Das Ventil ist links. Sie erreichen mich: {reach}.", Told(ANNA), is_resident=True)
    assert reach not in told
    assert told.startswith("Das Ventil ist links.")
