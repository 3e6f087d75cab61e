"""Knows a rating from a number that stands for something else; whatever says "still broken" is that first."""

import pytest

from hauspost.desk.intents import Act, Offer, Party, Vocabulary
from hauspost.desk.rating import rating_offers
from hauspost.parsers.ratings import rating
from hauspost.parsers.reading import read

ASKED = Vocabulary(Party.RESIDENT, offers=(Offer("JA", Act.YES, question=7), *rating_offers()), language="de")

RATINGS = """\
4 | 4 |
5! | 5 |
5 👍 | 5 | 👍
1. | 1 |
3/5 | 3 |
4 von 5 | 4 |
5 Sterne | 5 |
5 Sterne, danke! | 5 | danke
⭐⭐⭐⭐ | 4 |
4 Danke | 4 |
Bewertung: 2 | 2 |
2 - Monteur kam 3 Stunden zu spät | 2 | Monteur kam 3 Stunden zu spät
2 – Monteur kam spät und hat Dreck hinterlassen | 2 | Monteur kam spät und hat Dreck hinterlassen
3: ging so, aber nett | 3 | ging so, aber nett
1, sehr unfreundlich | 1 | sehr unfreundlich
5⏎Alles bestens, sehr freundlicher Monteur. | 5 | Alles bestens, sehr freundlicher Monteur.
Hallo,⏎4⏎Viele Grüße⏎Anna Berger | 4 |
4 out of 5, friendly and quick | 4 | friendly and quick
5 stars! Very friendly. | 5 | Very friendly.
""".splitlines()

NONE = """\
2 Lampen sind noch kaputt
2 - es tropft immer noch
1: funktioniert nicht
1 Heizkörper ist noch kalt
3 - 4 Tage hat es gedauert
3 Tage hat es gedauert
2: 30 Uhr wäre gut
1. Etage ist dunkel
1. Der Hahn tropft. 2. Das Licht geht nicht.
14 Uhr passt
12
6
0
Note 1
2 Monteure waren da
2x angerufen, niemand kam
4-Zimmer-Wohnung ist jetzt warm
Danke
JA, 5 Lampen gehen
am 3. war jemand da
5 vor 12
3,5
""".splitlines()


@pytest.mark.parametrize("row", RATINGS)
def test_a_number_with_or_without_words_is_a_rating(row: str) -> None:
    text, number, comment = (part.strip().replace("⏎", "\n") for part in row.split("|"))
    found = read(text, ASKED).commands
    assert [(c.act, c.value, c.text.strip(" .!") if c.text else "") for c in found] == [
        (Act.RATE, number, comment.strip(" .!"))
    ]


@pytest.mark.parametrize("text", NONE)
def test_a_number_of_something_is_none(text: str) -> None:
    assert all(c.act is not Act.RATE for c in read(text.replace("⏎", "\n"), ASKED).commands)


@pytest.mark.parametrize("row", RATINGS)
def test_where_nobody_asked_there_is_none(row: str) -> None:
    text = row.partition("|")[0].strip().replace("⏎", "\n")
    assert rating(text, Vocabulary(Party.RESIDENT)) is None
    assert all(c.act is not Act.RATE for c in read(text, Vocabulary(Party.RESIDENT)).commands)
