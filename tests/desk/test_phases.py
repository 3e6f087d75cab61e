"""What a firm's words make of an order, against a table that stands apart from the code."""

import pytest

from hauspost.desk import phases
from hauspost.desk.intents import Claim
from hauspost.desk.work import OrderKind, Phase

COLUMNS = "accept appointment reschedule in_progress no_access waiting_parts need_approval done decline quote"
# Two letters stand for a phase; "--": the words change nothing.
SHORT = {
    "di": "dispatched", "ac": "accepted", "de": "declined", "sc": "scheduled", "ip": "in_progress", "na": "no_access",
    "wp": "waiting_parts", "wa": "waiting_approval", "rd": "reported_done", "rw": "rework", "so": "signed_off",
    "ca": "cancelled", "qr": "quote_requested", "qv": "quote_received",
}  # fmt: skip
EXPECTED = """
di  ac sc -- ip na wp wa rd de --
ac  -- sc ac ip na wp wa rd de --
sc  -- sc ac ip na wp wa rd de --
ip  -- sc -- -- na wp wa rd -- --
na  -- sc na ip na wp wa rd de --
wp  -- sc -- ip na wp wa rd de --
wa  -- wa wa ip -- -- wa rd de --
rd  -- -- -- -- -- -- -- -- -- --
rw  ac sc -- ip na wp wa rd de --
de  -- -- -- -- -- -- -- -- -- --
so  -- -- -- -- -- -- -- -- -- --
ca  -- -- -- -- -- -- -- -- -- --
qr  -- qr -- -- qr -- -- -- de qv
qv  -- -- -- -- -- -- -- -- -- qv
"""
ROWS = [line.split() for line in EXPECTED.strip().splitlines()]
CELLS = [(row[0], claim, cell) for row in ROWS for claim, cell in zip(COLUMNS.split(), row[1:], strict=True)]


@pytest.mark.parametrize("phase, claim, after", CELLS)
def test_a_claim_moves_an_order_as_the_table_says(phase: str, claim: str, after: str) -> None:
    found = phases.after(Phase(SHORT[phase]), Claim(claim), OrderKind.ORDER)
    assert found == (None if after == "--" else SHORT[after])


def test_the_table_knows_every_phase() -> None:
    assert {SHORT[row[0]] for row in ROWS} == {str(p) for p in Phase}


@pytest.mark.parametrize("claim", list(Claim))
@pytest.mark.parametrize("phase", list(Phase))
def test_words_to_an_inquiry_have_no_power(phase: Phase, claim: Claim) -> None:
    assert phases.after(phase, claim, OrderKind.INFO) is None


@pytest.mark.parametrize(
    "claims, has_window, decides",
    [
        ("done invoice", False, "done"),
        ("done no_access", False, "no_access"),
        ("not_done no_access", False, "no_access"),
        ("done waiting_parts", False, "waiting_parts"),
        ("accept need_approval", False, "need_approval"),
        ("accept appointment", True, "appointment"),
        ("accept appointment", False, "accept"),
        ("reschedule", False, "reschedule"),
        ("reschedule", True, "appointment"),
        ("no_access appointment", True, "appointment"),
        ("accept decline", False, "decline"),
        ("not_done", False, "not_done"),
        ("question", False, None),
        ("invoice", False, None),
        ("done_future", False, None),
    ],
)
def test_what_did_not_happen_beats_what_did(claims: str, has_window: bool, decides: str | None) -> None:
    found = phases.deciding(frozenset(map(Claim, claims.split())), has_window=has_window)
    assert found == decides


@pytest.mark.parametrize(
    "claims", ["done decline", "accept decline", "done appointment", "done not_done invoice"]
)
def test_contradictions_are_seen(claims: str) -> None:
    assert phases.is_contradictory(frozenset(map(Claim, claims.split())))
    assert not phases.is_contradictory(frozenset({Claim.DONE, Claim.INVOICE}))
