"""Knows a mail that only asks how a matter stands, and every mail that says more."""

import pytest

from hauspost.parsers.progresswords import asks_progress

ASKS = """\
Gibt es schon was Neues zur Heizung?
Hallo Frau Vogt,⏎⏎gibt es schon etwas Neues zu meinem Heizkörper?⏎⏎Viele Grüße⏎Anna Berger
Wie ist der aktuelle Stand?
Wie ist denn der Stand der Dinge?
Wann kommt denn endlich der Handwerker?
Wann kommt jemand?
Wann wird der Aufzug repariert? Danke!
Guten Tag,⏎ich wollte nur nachfragen, ob es schon was Neues gibt.⏎MfG Berger
Wie sieht es mit der Heizung aus?
Ich wollte mal nachfragen, wie der Stand ist. Bitte um kurze Rückmeldung.
Wie weit ist es mit der Heizung? Vielen Dank im Voraus
Haben Sie schon jemanden beauftragt?
Und wann passiert da endlich was?
Wie steht es um meine Meldung vom Montag?
Wie sieht es mit der Heizung in der Küche aus?
Any news on the radiator?
Is there any update yet?
When will the lift be fixed?
What's the status of the leak? Thanks
"""
TELLS = """\
Gibt es schon was Neues zur Heizung? Außerdem tropft der Hahn.
Gibt es Neuigkeiten zum Kellerlicht, bei mir tropft es
Gibt es was Neues zur Heizung⏎Bei mir tropft es
Gibt es Neuigkeiten zur Heizung - das Wasser ist auch weg?
Any news on the radiator, it is leaking now?
Die Heizung ist immer noch kalt. Gibt es was Neues?
Wann kommt die Nebenkostenabrechnung?
Wann ist die Eigentümerversammlung?
Wann wird der Müll abgeholt?
Wie sieht es mit der Kaution aus? Ich bin im Juli ausgezogen.
Gibt es einen Termin? Donnerstag kann ich nicht.
Gibt es schon was Neues zur Heizung und zum Fenster, das jetzt auch klemmt?
Heizung kaputt
Danke
Any news? The radiator leaks now.
Wann kommt jemand wegen der Heizung die ausläuft
Gibt es was Neues wegen dem Wasserschaden bei uns es tropft
Any news about the heating it is leaking
"""


@pytest.mark.parametrize("text", ASKS.splitlines())
def test_a_question_for_news_is_one(text: str) -> None:
    assert asks_progress(text.replace("⏎", "\n"))


@pytest.mark.parametrize("text", TELLS.splitlines())
def test_whoever_tells_something_asks_no_news(text: str) -> None:
    assert not asks_progress(text.replace("⏎", "\n"))


def test_a_long_text_takes_no_time() -> None:
    assert not asks_progress("wann wird " * 60 + "?")
    assert not asks_progress("gibt es schon " * 40 + "neues")


def test_a_long_line_goes_on_below() -> None:
    assert asks_progress(
        "ich wollte nur einmal nachfragen, ob es inzwischen schon etwas\nNeues gibt. Vielen Dank!"
    )
