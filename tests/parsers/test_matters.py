"""Knows where another matter begins."""

import pytest

from hauspost.parsers.matters import parts


@pytest.mark.parametrize(
    "text, stretches",
    [
        ("Im Bad schimmelt es.\n\nAußerdem fehlt mir ein Schlüssel.", 2),
        ("1. Die Heizung ist kalt.\n2. Der Aufzug hält nicht.\n3) Die Tonne ist voll.", 3),
        ("The sink leaks. Also, the lift is stuck.", 2),
        ("Es tropft. Noch eine Frage: Wann kommt die Abrechnung?", 2),
        ("Das Licht ist kaputt. Ein weiteres Anliegen: der Schlüssel.", 2),
        ("Es tropft im Bad. Bitte schnell, danke.", 0),
        ("Außerdem tropft es.", 0),
        ("Ich habe außerdem keine Zeit am Montag.", 0),
        ("Am 2. Oktober war es kalt.", 0),
    ],
)
def test_stretches_begin_at_their_words(text: str, stretches: int) -> None:
    assert len(parts(text, ())) == stretches


def test_greeting_and_closing_belong_to_no_matter() -> None:
    text = "Hallo Frau Vogt,\n\nes tropft.\n\nAußerdem klemmt die Tür.\n\nViele Grüße\nAnna Berger"
    assert [p.text for p in parts(text, ())] == ["es tropft.", "Außerdem klemmt die Tür."]
