"""Other people are taken out of a text; whoever asks stays in it."""

import pytest

from hauspost.desk.houses import Person, PersonId
from hauspost.desk.masking import Mask, Words, mask_for

ANNA = Person(PersonId("1"), "Berger", "Anna", addresses=("anna@post.example",), phones=("0171 5550199",))
THOMAS = Person(PersonId("2"), "Berger", "Thomas", addresses=("thomas@post.example",))
OLE = Person(
    PersonId("3"), "Müller-Hansen", "Ole", addresses=("ole@nord.example",), phones=("+49 40 555 0177",)
)
FIRM = Person(PersonId("firm:H1"), "Heizung Meier GmbH", addresses=("auftrag@meier.example",))


def mask() -> Mask:
    people = (ANNA, THOMAS, OLE)
    return mask_for(ANNA, people, firms=(FIRM,), public=("030 5550110",), words=Words())


@pytest.mark.parametrize(
    "text, masked",
    [
        ("Anna Berger, anna@post.example, 0171/5550199", "Anna Berger, anna@post.example, 0171/5550199"),
        ("Frau Berger war da.", "Frau Berger war da."),
        ("Thomas Berger und Berger, Thomas", "[Person 1] und [Person 1]"),
        ("Ole; OLE MUELLER-HANSEN und ole@nord.example", "[Person 1]; [Person 1] und [Person 1]"),
        ("Hansens Hund; Thomas auch", "[Person 1] Hund; [Person 2] auch"),
        ("Tel. 040 5550177 oder 555 01 77", "Tel. [Person 1] oder [Person 1]"),
        ("Tel. 0170 123 45 67", "Tel. [Telefonnummer]"),
        ("Tel. 0170\n  1234567, 030 5550110\n030 5550110", "Tel. [Telefonnummer], 030 5550110\n030 5550110"),
        ("Büro 030 5550110", "Büro 030 5550110"),
        ("x.y+z@fremd.example.", "[E-Mail-Adresse]."),
        ("auftrag@meier.example, die Heizung", "[Person 1], die Heizung"),
        (
            "am 01.10.2025 08.00-10.00 Uhr, 1.250,00 €, T-1001",
            "am 01.10.2025 08.00-10.00 Uhr, 1.250,00 €, T-1001",
        ),
        ("", ""),
    ],
)
def test_others_are_masked_and_the_asker_is_not(text: str, masked: str) -> None:
    assert mask().text(text) == masked


def test_the_same_person_has_the_same_number_in_every_text() -> None:
    one = mask()
    assert one.text("Thomas, Ole") == "[Person 1], [Person 2]"
    assert one.text("ole@nord.example, Thomas") == "[Person 2], [Person 1]"
