"""Knows when a resident says that it is settled, and what only sounds like it."""

import pytest

from hauspost.parsers.settledwords import says_settled

SETTLED = """\
Hat sich erledigt, Schlüssel war verbogen, geht wieder.
Hallo Frau Vogt,⏎⏎das hat sich inzwischen erledigt.⏎⏎Viele Grüße⏎Anna Berger
Danke, hat sich schon erledigt!
Die Sache ist erledigt. MfG Hansen
Der Aufzug funktioniert wieder.
Die Heizung geht jetzt wieder einwandfrei, danke.
Erledigt.
Alles wieder gut, es ist behoben.
Das Problem ist mittlerweile gelöst.
It's sorted, thanks!
The lift is working again.
The leak has been fixed.
"""
NOT_SETTLED = """\
Hat sich noch nicht erledigt.
Hat sich das erledigt?
Das Bad ist erledigt, aber die Küche tropft.
Wann ist das erledigt?
Bitte melden, sobald es erledigt ist.
Der Lärm geht wieder los.
Das Wasser läuft wieder.
Die Heizung geht wieder aus.
Das Licht geht wieder nicht.
Hoffentlich hat sich das damit erledigt.
Es tropft schon wieder, der Monteur sagte, es ist erledigt.
Die Heizung geht wieder, nur der Heizkörper im Bad ist kalt.
Bitte erledigen Sie das bald.
Danke!
It isn't fixed.
It should be fixed.
Is it fixed?
"""


@pytest.mark.parametrize("text", SETTLED.splitlines())
def test_it_is_settled(text: str) -> None:
    assert says_settled(text.replace("⏎", "\n"))


@pytest.mark.parametrize("text", NOT_SETTLED.splitlines())
def test_it_is_not_said_to_be_settled(text: str) -> None:
    assert not says_settled(text.replace("⏎", "\n"))
