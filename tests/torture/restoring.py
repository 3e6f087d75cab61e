"""Knows how to restore backups that were made amid the work, again and again, and what must not happen twice then."""

import time
from random import Random

from tests.relay import listening_relay
from tests.torture.evidence import Finding, Hits, doubled, repeats
from tests.torture.installation import Installation, installed
from tests.torture.load import Load, settle, under_load
from tests.torture.parts import Evidence, Part, Setting, at_least, evidence
from tests.torture.postmen import Postman
from tests.torture.snapshot import feel, look

ROUNDS = 5
LETTERS = 30  # before the backup, and after it
PATIENCE = 120.0


def run(setting: Setting) -> Evidence:
    with (
        listening_relay() as relay,
        installed(setting.folder / "house", f"smtp://127.0.0.1:{relay.port}", setting.furnished) as house,
        under_load(setting.seed, relay, lambda: house.port) as load,
    ):
        load.bag.reply_share = 0.0  # an answer to a mail that the backup does not know waits for a person
        return _suffer(house, load, setting)


def _suffer(house: Installation, load: Load, setting: Setting) -> Evidence:
    times = setting.size(ROUNDS)
    findings: list[Finding] = []
    undone = 0
    given: dict[int, str] = {}  # each number that was ever told, and the ticket's subject
    house.start()
    house.listening()
    for number in range(times):
        copy = house.folder / f"copy-{number}.db"
        load.more(LETTERS)
        load.is_brought(load.bag.limit - LETTERS // 2)
        house.runs("backup", str(copy), "--quiet")
        load.more(LETTERS)
        load.is_brought()
        house.kill()
        lost = look(house.url)
        given |= {ticket.number: ticket.subject for ticket in lost.tickets}
        house.restores(copy)
        undone += len(lost.arrivals) - len(look(house.url).arrivals)
        findings += _comes_back(house, load, given)
    house.terminate()
    case, seen = load.case(Hits()), look(house.url)
    made = {ticket.subject for ticket in seen.tickets}
    findings += [
        at_least("mails that a backup did not know", undone, times),
        Finding("P2", "no ticket is there twice", doubled(case, seen) == 0),
        Finding("P1", "each mail has its ticket", {f"Heizung {one.word}" for one in case.letters} == made),
        Finding("P4", "no mail of ours went out twice", repeats(case) == 0, str(len(case.relayed))),
    ]
    return evidence(case, seen, faults=times, findings=findings)


def _comes_back(house: Installation, load: Load, given: dict[int, str]) -> list[Finding]:
    """Made safe, served, and everybody who never heard a 250 that counts brings the mail again."""
    sent = len(load.relay.mails)
    house.runs("restore-check", "--apply")
    house.start()
    house.listening()
    postman = Postman(lambda: house.port, lambda: None, Random(1))
    for letter in list(load.bag.letters):
        letter.acknowledged = False
        postman.bring(letter)
    postman.hang_up()
    end = time.monotonic() + PATIENCE
    while ((now := feel(house.url)).waiting or now.owed) and time.monotonic() < end:
        time.sleep(0.1)
    unasked = len(load.relay.mails) - sent
    house.runs("resume")
    settled = settle(house)
    again = [t.number for t in look(house.url).tickets if given.get(t.number, t.subject) != t.subject]
    return [
        Finding("P4", "nothing left before somebody said so", unasked == 0, str(unasked)),
        Finding("proof", "everything came to rest", settled),
        Finding("P2", "no number was given twice", not again, str(again or "")),
    ]


PART = Part("restore", "backups made amid the work, restored after a death", run)
