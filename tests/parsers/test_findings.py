"""Knows what a firm found besides from what its own work was about."""

import pytest

from hauspost.parsers.findings import extra_finding

FOUND = """\
Erledigt. Außerdem ist im Keller ein Rohr undicht. | Außerdem ist im Keller ein Rohr undicht.
Ventil getauscht.⏎Zudem tropft der Spülkasten. | Zudem tropft der Spülkasten.
Übrigens: Im Treppenhaus fehlt ein Handlauf. | Übrigens: Im Treppenhaus fehlt ein Handlauf.
Fertig. Uns ist aufgefallen: ein weiterer Schaden, das Fallrohr ist durchgerostet. | \
Uns ist aufgefallen: ein weiterer Schaden, das Fallrohr ist durchgerostet.
Nebenbei: das Kellerfenster muss erneuert werden. | Nebenbei: das Kellerfenster muss erneuert werden.
Bei der Gelegenheit: der Heizkörper im Flur ist auch noch kaputt. | \
Bei der Gelegenheit: der Heizkörper im Flur ist auch noch kaputt.
Done. We noticed that the cellar pipe is leaking. | We noticed that the cellar pipe is leaking.
Fixed. Also the stairwell light is broken. | Also the stairwell light is broken.
""".splitlines()

OWN_WORK = """\
Erledigt.
Pumpe defekt, getauscht.
Das Ventil war defekt und wurde ersetzt.
Außerdem das defekte Ventil getauscht.
Zusätzlich den Siphon erneuert.
Ist außerdem etwas undicht?
Der Heizkörper ist undicht, wir kommen Donnerstag.
Ventil muss erneuert werden, 450 €.
Außerdem kommt die Rechnung per Post.
Wir haben festgestellt, dass niemand da war.
Also replaced the broken valve.
Übrigens, schöne Grüße
""".splitlines()


@pytest.mark.parametrize("row", FOUND)
def test_what_was_found_besides(row: str) -> None:
    text, found = (part.strip().replace("⏎", "\n") for part in row.split("|"))
    assert extra_finding(text) == found


@pytest.mark.parametrize("text", OWN_WORK)
def test_the_own_work_is_no_finding(text: str) -> None:
    assert extra_finding(text) == ""
