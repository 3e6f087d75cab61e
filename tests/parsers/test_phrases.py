"""Knows thanks, trouble that goes on, and whom a text greets."""

from dataclasses import replace

import pytest

from hauspost.desk.intents import Party, Salutation, Vocabulary
from hauspost.parsers.phrases import is_thanks, refuses, says_still_broken
from hauspost.parsers.salutations import salutation

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
Vielen Dank, alles wieder warm! :-)
Danke, läuft wieder
Danke, es läuft jetzt wieder!
Danke, jetzt geht es
Super, funktioniert jetzt, danke
Perfekt, vielen Dank für die schnelle Hilfe!
Vielen Dank, alles wieder in Ordnung 👍
Danke, alles gut!
Hallo Frau Vogt,⏎danke, ist wieder dicht.⏎LG Anna Berger
Thanks, all good now
Great, it works again, thank you
Thank you, it's fixed now
Danke!! 🙏🙏
Dankeschön 😊
Vielen Dank für die schnelle Erledigung 👏
Herzlichen Dank Ihnen und Herrn Lorenz
Merci 🌸
Thx 👍🏽
Thanks a lot ❤️
Thank you so much 🎉
Thanks, all good again 🙂
Guten Tag,⏎danke für Ihre Nachricht.⏎Mit freundlichen Grüßen⏎Anna Berger
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
Danke, wann kommt der Techniker?
Danke. Noch etwas: das Licht im Keller ist aus.
Danke. Noch etwas
Danke, in Ordnung
Danke, ok
Danke, geht
Danke, läuft
Danke, geht nicht
Danke, läuft wieder nicht
Danke, ist wieder kalt
Danke, hat sich erledigt
Danke, Wasser läuft wieder aus
läuft wieder
all good now
Thanks, it is cold again
Thanks, is it fixed now?
Danke, jetzt tropft es
Thanks but it is still cold
Danke, 0171 5550199
Kein Dank
Danke, aber der Monteur kam zu spät
Danke, aber das Licht flackert 🙁
Danke 👍 aber nur halb
Danke, nur der Hahn noch nicht
Danke, und im Keller?
Danke, bitte noch eine Rechnung
Thanks, but nobody came
Thanks 👍 the cellar next please
Thank you, however the tap drips
Danke, melde mich Montag
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
Guten Tag Frau Berger,⏎der Monteur kommt.⏎Sabine Vogt
Guten Tag Frau Berger,⏎der Monteur kommt.⏎⏎Mit freundlichen Grüßen⏎Sabine Vogt
Guten Tag Frau Berger,⏎der Monteur kommt.⏎Sabine Vogt, Hausverwaltung Sonnenschein
Guten Tag Frau Berger, Herr Lorenz kommt am Montag.
Hallo Herr Hansen, passt Ihnen Montag mit Herrn Lorenz?
Hallo Jonas, kannst du mir ein Foto schicken?
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
An Tim: bitte übernehmen
Für Tim: Hansen zahlt nicht
FYI Tim: Hansen zahlt nicht
z.K. Tim, Hansen zahlt nicht
z. K. Herrn Dr. Lorenz, Hansen zahlt nicht
Hr. Lorenz: Hansen zahlt nicht
Herr Lorenz, Hansen zahlt nicht
T. Lorenz: Hansen zahlt nicht
Tim? Hansen zahlt nicht
Tim. Hansen zahlt nicht
Tim; Hansen zahlt nicht
Tim⏎Hansen zahlt nicht
tim hansen zahlt nicht
Tim schau mal, Hansen zahlt nicht
Tim zur Info: Hansen zahlt nicht
Herr Kollege, Hansen zahlt nicht
Liebe Kollegin Hansen zahlt nicht
Liebe Kollegin,⏎Hansen zahlt nicht
Liebes Team, Hansen zahlt nicht
An das Team: Hansen zahlt nicht⏎Team: bitte prüfen
Kannst du das machen, Tim? Hansen zahlt nicht
Wer übernimmt das, Herr Lorenz? Hansen zahlt nicht
Das wäre eher deins, oder, Tim
Rückruf an Sabine erbeten
kannst du Hansen anrufen
Könntest du das übernehmen? Hansen zahlt nicht
Schaust du mal
machst du das
Du, Hansen zahlt nicht
Ich schick dir den Hansen
Schau mal, Hansen zahlt nicht
Guten Tag, Tim, Hansen zahlt nicht
Hallo,⏎Tim schau mal, Hansen zahlt nicht
Moin,⏎kannst du Hansen anrufen?
Guten Tag Frau Berger,⏎wir kommen.⏎⏎An Tim: Hansen zahlt nicht
Guten Tag Frau Berger,⏎wir kommen.⏎PS Tim: Hansen zahlt nicht
Guten Tag Frau Berger,⏎wir kommen.⏎LG Sabine⏎Tim Lorenz, bitte übernehmen
""".splitlines()

NONE = """\
Meier soll das machen, ist ja Garantie
die ruft sonst wieder dreimal an
Hallodri ist das
Lieber nicht anrufen
Timing ist schlecht
Der Hauswart sagt: „Guten Tag“
Der Hauswart hat Sabine Bescheid gesagt
Mit freundlichen Grüßen⏎Sabine Vogt
Viele Grüße, Sabine Vogt
Sabine Vogt
Der Monteur kommt am Donnerstag.⏎Sabine Vogt
Der Monteur kommt am Donnerstag.⏎LG Sabine
Der Monteur kommt am Donnerstag.⏎Sabine Vogt, Hausverwaltung Sonnenschein
Der Monteur kommt am Donnerstag.⏎Sabine Vogt – Tel. 030 5550110
Die Kollegin der Firma meldet sich.
Bitte schreiben Sie an info@vogt.example
Schlüssel hat die Lorenz-Apotheke
Kennst jemand das Duett dirigieren
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


@pytest.mark.parametrize(
    "text",
    [
        "NEIN, tropft noch",
        "NO, still growing",
        "Nein. Der Fleck ist größer geworden.",
        "Hallo Frau Vogt,⏎nein, noch nicht repariert.⏎Viele Grüße⏎Anna Berger",
        "Leider nein, es ist wieder kalt",
        "Nein, wird nicht warm",
        "No, the tap is leaking",
        "Nee, das Wasser läuft weiter",
    ],
)
def test_a_no_with_its_reason_refuses(text: str) -> None:
    assert refuses(text.replace("⏎", "\n"))


@pytest.mark.parametrize(
    "text",
    [
        "Nein danke",
        "Nein, vielen Dank!",
        "Nein, alles gut",
        "Nein, kein Problem mehr",
        "Nein, tropft nicht mehr",
        "Nein?",
        "No worries, all good",
        "No need to come again",
        "No problem",
        "No, it is working now",
        "Ja, tropft aber noch",
        "Notdienst war da",
        "",
    ],
)
def test_a_polite_no_refuses_nothing(text: str) -> None:
    assert not refuses(text)


@pytest.mark.parametrize("text", OUTSIDE)
def test_a_greeting_that_names_no_colleague_is_meant_for_the_other_side(text: str) -> None:
    assert salutation(text.replace("⏎", "\n"), VOCABULARY) is Salutation.OUTSIDE


@pytest.mark.parametrize("text", COLLEAGUE)
def test_a_text_that_addresses_a_colleague_stays_inside(text: str) -> None:
    assert salutation(text.replace("⏎", "\n"), VOCABULARY) is Salutation.COLLEAGUE


@pytest.mark.parametrize("text", NONE)
def test_a_text_without_a_greeting_has_none(text: str) -> None:
    assert salutation(text.replace("⏎", "\n"), VOCABULARY) is Salutation.NONE


def test_a_resident_of_a_colleagues_name_is_taken_for_the_colleague() -> None:
    residents = (("person:P9", ("Ina Vogt", "Vogt", "Frau Vogt")),)
    both = replace(VOCABULARY, residents=residents)
    assert salutation("Hallo Frau Vogt,\nder Monteur kommt.", both) is Salutation.COLLEAGUE


def test_the_small_words_of_a_long_last_name_call_nobody() -> None:
    heide = replace(VOCABULARY, colleagues=(("person:M3", ("Ina von der Heide", "von der Heide")),))
    assert salutation("Der Monteur kommt von der Firma.", heide) is Salutation.NONE
    assert salutation("Frau von der Heide, Hansen zahlt nicht", heide) is Salutation.COLLEAGUE
