"""Knows thanks, trouble that goes on, and whom a text greets."""

import pytest

from hauspost.desk.intents import Party, Salutation, Vocabulary
from hauspost.parsers.phrases import is_thanks, salutation, says_still_broken

VOCABULARY = Vocabulary(
    Party.MANAGER,
    colleagues=(
        ("person:M1", ("Sabine Vogt", "Vogt", "Sabine")),
        ("person:M2", ("Tim Lorenz", "Lorenz", "Tim")),
    ),
)

THANKS = """\
Danke
Vielen Dank!
Vielen Dank, alles super! :-)
Danke schön
Danke für die schnelle Hilfe!
Herzlichen Dank für Ihre Mühe.
Besten Dank im Voraus
Danke 👍
👍
Danke, Frau Vogt!
Hallo Frau Vogt,⏎vielen Dank!⏎LG Anna Berger
Super, danke
Thanks!
Thank you very much for the quick reply
Many thanks⏎⏎Best regards⏎James
Tausend Dank ❤
""".splitlines()

MORE_THAN_THANKS = """\
Danke, aber es tropft noch
Danke für nichts
Vielen Dank, wann kommt jemand?
Danke, Donnerstag passt
Danke, Schlüssel ist da
Alles super
Super
Hilfe
Danke 2
Thanks but it is still cold
Danke, 0171 5550199
Kein Dank
""".splitlines()

STILL_BROKEN = """\
Leider tropft es an der gleichen Stelle schon wieder.
Die Heizung ist immer noch kalt.
Heizung geht immer noch nicht
tropft wieder
Der Siphon ist wieder undicht
Das Problem besteht weiterhin.
Der Schaden wurde nicht behoben.
Wird leider noch nicht warm
Aufzug steht schon wieder
Das Licht funktioniert nicht
geht wieder nicht
Es ist nach wie vor feucht
still not working
The tap is still leaking
It is dripping again
Not fixed.
The problem came back
seit gestern erneut ausgefallen
""".splitlines()

MENDED = """\
geht wieder
Heizung läuft wieder, danke
Hat sich erledigt, Schlüssel war verbogen, geht wieder.
Alles wieder warm
tropft nicht mehr
Tropft nicht wieder, alles gut
Läuft immer noch gut
Ist weiterhin dicht
Wenn es wieder tropft, melde ich mich.
Falls es schon wieder ausfällt, rufe ich an.
Works again, thank you
Still working fine
Vielen Dank, alles super!
wieder in Ordnung
""".splitlines()

OUTSIDE = """\
Guten Tag Frau Berger,
Hallo Frau Berger,
Hallo,
Moin,
Guten Morgen Herr Hansen, der Monteur kommt um 9.
Sehr geehrter Herr Dr. Petersen,
Sehr geehrte Damen und Herren
Liebe Familie Schulz,
Dear Mr Miller,
Grüß Gott Herr Yıldız!
""".splitlines()

COLLEAGUE = """\
Hallo Sabine,
Tim, bitte übernehmen
@Tim schaust du mal?
Tim bitte übernehmen
Hallo Herr Lorenz,
Frau Vogt: bitte Rückruf
Guten Morgen Tim, Hansen zahlt nicht
Hallo Kollegen,
Moin zusammen,
Guten Tag,⏎Hansen zahlt nicht.⏎@Sabine zur Kenntnis
""".splitlines()

NONE = """\
Meier soll das machen, ist ja Garantie
die ruft sonst wieder dreimal an
Hallodri ist das
Lieber nicht anrufen
Timing ist schlecht
Der Hauswart sagt: „Guten Tag“
Rückruf an Sabine erbeten
""".splitlines()


@pytest.mark.parametrize("text", THANKS)
def test_nothing_but_thanks(text: str) -> None:
    assert is_thanks(text.replace("⏎", "\n"), VOCABULARY)


@pytest.mark.parametrize("text", MORE_THAN_THANKS)
def test_more_than_thanks(text: str) -> None:
    assert not is_thanks(text, VOCABULARY)


@pytest.mark.parametrize("text", STILL_BROKEN)
def test_trouble_that_goes_on(text: str) -> None:
    assert says_still_broken(text)


@pytest.mark.parametrize("text", MENDED)
def test_trouble_that_is_over(text: str) -> None:
    assert not says_still_broken(text)


@pytest.mark.parametrize("text", OUTSIDE)
def test_a_greeting_that_names_no_colleague_is_meant_for_the_other_side(text: str) -> None:
    assert salutation(text, VOCABULARY) is Salutation.OUTSIDE


@pytest.mark.parametrize("text", COLLEAGUE)
def test_a_text_that_addresses_a_colleague_stays_inside(text: str) -> None:
    assert salutation(text.replace("⏎", "\n"), VOCABULARY) is Salutation.COLLEAGUE


@pytest.mark.parametrize("text", NONE)
def test_a_text_without_a_greeting_has_none(text: str) -> None:
    assert salutation(text, VOCABULARY) is Salutation.NONE
