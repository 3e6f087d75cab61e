"""What was fetched is explained and decided again like any other mail, also what is held whoever wrote it."""

import re
import uuid
from collections import Counter
from datetime import timedelta

import pytest

from hauspost.cli.plan import account_of, plan_of
from hauspost.config.load import load
from hauspost.gateway.clock import now
from hauspost.gateway.imap_round import Round
from hauspost.gateway.imap_taking import House
from hauspost.gateway.imap_wire import Wire
from hauspost.store.database import Database
from tests.cli.office import HOUSE, Office
from tests.dovecot import PASSWORD, Dovecot
from tests.imap.mailbox import letter

pytestmark = pytest.mark.servers

LIMIT = 4_000  # octets


def fetch(office: Office) -> None:
    """One round, as `serve` goes it."""
    settings = load(office.config)
    plan = plan_of(settings)
    database = Database(plan.database_url)
    shared = House(
        database, plan.grammar, plan.zone, now, "test", LIMIT, room=lambda _size: True, wake=lambda: None
    )
    (account,) = map(account_of, settings.imap)
    wire = Wire.open(account)
    try:
        assert Round(shared, account, wire, Counter(), Counter()).run() == ()
    finally:
        wire.close()
        database.close()


@pytest.fixture
def fetched(office: Office, imap_server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Three arrivals that nobody decided yet: a report, one that names no address of ours, one that is too large."""
    user = f"user{uuid.uuid4().hex}"
    monkeypatch.setenv("HAUSPOST_IMAP_OFFICE_PASSWORD", PASSWORD)
    monkeypatch.setenv("HAUSPOST_IMAP__OFFICE__URL", f"imap://{user}@127.0.0.1:{imap_server.port}")
    monkeypatch.setenv("HAUSPOST_IMAP__OFFICE__SINCE", (now() - timedelta(days=2)).date().isoformat())
    imap_server.delivers(
        user,
        letter(to=HOUSE),
        letter("Das Licht flackert.", to="all@club.example", number=2, subject="Licht"),
        letter("Foto\n" * LIMIT, to=HOUSE, number=3, subject="Wasserschaden"),
    )
    fetch(office)
    assert office.states() == dict.fromkeys((1, 2, 3), "received")
    return office


def test_fetched_mails_are_explained_before_and_after_they_are_decided(fetched: Office) -> None:
    assert "What would be decided now" in fetched.runs("explain", "1").out
    for number, reason in ((2, "no_recipient"), (3, "too_large")):
        answer = fetched.runs("explain", str(number))
        assert (answer.status, reason in answer.out) == (0, True)
    fetched.runs("arrivals", "hold", "1")
    fetched.runs("replay", "1")
    assert fetched.states() == {1: "done", 2: "held", 3: "held"}
    told = fetched.runs("explain", "1", "--json").json
    assert (told["is_decided"], told["target"]) == (True, HOUSE)
    for number, reason in ((2, "no_recipient"), (3, "too_large")):
        answer = fetched.runs("explain", str(number))
        assert f"({reason})" in answer.out
        assert re.search(r"question H-\d+ to the managers is open", answer.out)


def test_what_is_held_whoever_wrote_it_is_held_again(fetched: Office) -> None:
    fetched.runs("arrivals", "hold", "1")
    fetched.runs("replay", "1")
    for number, reason in ((2, "no_recipient"), (3, "too_large")):
        assert fetched.runs("replay", str(number), "--dry-run").status == 0
        again = fetched.runs("replay", str(number), "--json").json
        assert again == {"arrival": number, "is_decided": True, "state": "held", "reason": reason}
    assert len(fetched.runs("tickets", "--json").json) == 1
