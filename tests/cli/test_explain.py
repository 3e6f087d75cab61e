"""Knows that every step of a decision is said in words, before and after, and that looking changes nothing."""

import ast
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

from hauspost.cli import explain_words as words
from hauspost.desk import breakers, emergencies, holding, returns
from hauspost.desk.channels import Channel
from hauspost.desk.decision import AddEntry, Effect, Erase, RememberOnce, SetFlag, Verdict
from hauspost.desk.failures import Returned
from hauspost.desk.houses import PersonId
from hauspost.desk.intents import Said
from hauspost.desk.model import EntryKind, Flag
from hauspost.desk.proof import Auth, Key, Power, Route
from hauspost.store import arrivals, erasing, octets
from hauspost.store.database import Database
from hauspost.threading.rows import ROWS
from tests.cli.office import ANNA, DOMAIN, HOUSE, STRANGER, Office
from tests.desk.scenes import ANNA as ANNA_BERGER
from tests.desk.scenes import case, ticket
from tests.times import NOON


def test_a_file_is_explained_as_if_it_came_now_and_nothing_is_written(office: Office) -> None:
    answer = office.runs("explain", str(office.mail("Hallo,\nder Heizkörper ist kalt.")))
    assert answer.status == 0
    for said in (
        "as if it came now",
        "From anna.berger@post.example",
        "  | der Heizkörper ist kalt.",
        "row of the table of proof: none/resident/none",
        "our border says nothing about From",
        "What would be decided now",
        "opens a private ticket at property LW12 for WE03",
        "acknowledgement to 1001 at anna.berger@post.example",
    ):
        assert said in answer.out
    assert office.states() == {}


def test_a_decided_one_is_explained_by_what_was_decided_then(office: Office) -> None:
    office.decides(office.mail("Der Heizkörper ist kalt."))
    answer = office.runs("explain", "1")
    assert "What was decided, " in answer.out
    assert "accepted: a ticket was opened (opened)" in answer.out
    assert "ticket T-1001" in answer.out
    assert ": owed" in answer.out


def test_one_whose_words_were_deleted_is_no_mail_that_would_be_decided_now(office: Office) -> None:
    office.decides(office.mail("Der Heizkörper ist kalt."))
    database = Database(f"sqlite:///{office.folder / 'var' / 'hauspost.db'}")
    database.write(
        lambda connection: erasing.erase(connection, 1001, Erase("gelöscht"), arrival=None, on=NOON.date())
    )
    database.close()
    for look in (("explain", "1"), ("replay", "1", "--dry-run")):
        answer = office.runs(*look)
        assert answer.status == 1
        assert "the words of arrival 1 were deleted for good (accepted: opened)" in answer.err
        assert "would be" not in answer.out


def test_what_raised_a_report_is_named_by_its_words(office: Office) -> None:
    path = office.mail("Hallo,\nim Flur riecht es nach Gas. Mein Anwalt meldet sich bis 31.12.2099!")
    before = office.runs("explain", str(path)).out
    office.decides(path)
    for said in (before, office.runs("explain", "1").out):
        assert (
            'danger to life: what saves people at once, and all managers are alarmed (gas), by the words "'
            in said
        )
        assert "riecht es nach gas" in said
        assert 'only a person answers it (lawyer, until 2099-12-31), by the words "mein anwalt"' in said


def test_a_held_one_names_its_reason_and_the_question_to_the_managers(office: Office) -> None:
    office.decides(office.mail("Teppiche!", author=STRANGER))
    answer = office.runs("explain", "1")
    assert "nobody of the master data has this address (unknown_sender)" in answer.out
    assert "question H-301 to the managers is open" in answer.out


def test_it_can_be_had_as_json(office: Office) -> None:
    path = office.mail("Der Heizkörper ist kalt.")
    before = office.runs("explain", str(path), "--json").json
    assert (before["arrival"], before["is_decided"], before["cell"]) == (None, False, "none/resident/none")
    assert [one["effect"] for one in before["would"]][:2] == ["OpenTicket", "AddEntry"]
    office.decides(path)
    after = office.runs("explain", "1", "--json").json
    assert (after["arrival"], after["is_decided"], after["target"]) == (1, True, HOUSE)
    assert {one["kind"] for one in after["notices"]} == {"acknowledgement", "new_ticket"}
    again = office.runs("explain", str(path), "--json").json
    assert again["duplicate_of"] == 1


def test_what_was_wrong_with_the_octets_on_the_wire_is_told_and_who_brought_them(office: Office) -> None:
    raw = f"From: {ANNA}\r\nTo: {HOUSE}\r\nSubject: Heizung\r\n\r\nkalt\n.\nund nass\r\n".encode()
    new = arrivals.NewArrival(
        HOUSE, ANNA, "lmtp", "own server", NOON, peer="192.0.2.7", defects=("bare-lf", "nul")
    )
    database = Database(f"sqlite:///{office.folder / 'var' / 'hauspost.db'}")
    database.write(lambda connection: arrivals.accept(connection, octets.pack(raw), (new,)))
    database.close()
    said = office.runs("explain", "1").out
    assert "brought by 192.0.2.7" in said
    assert "defects on the wire: bare-lf, nul" in said
    assert office.runs("explain", "1", "--json").json["defects"][:2] == ["bare-lf", "nul"]
    heads, row = office.runs("arrivals").out.splitlines()
    assert heads.split()[-1] == "defects"
    assert row.endswith("bare-lf, nul")


def test_a_mail_that_came_twice_is_told_as_the_duplicate_that_it_is(office: Office) -> None:
    path = office.mail("Der Heizkörper ist kalt.")
    office.decides(path)
    office.decides(path)
    said = "nothing: it is a duplicate of arrival 1. Were it the first, it would be"
    assert said in office.runs("explain", "2").out
    assert said in office.runs("explain", str(path)).out
    assert "duplicate of arrival 1" not in office.runs("explain", "1").out
    answer = office.runs("replay", "2", "--dry-run")
    assert answer.out == "It is a duplicate of arrival 1, and would change nothing.\n"


def test_a_file_for_nobody_of_ours_needs_a_recipient(office: Office) -> None:
    path = office.mail("kalt", to="someone@else.example")
    answer = office.runs("explain", str(path))
    assert answer.status == 1
    assert "names no address of ours; name an address of ours with --rcpt" in answer.err
    assert office.runs("explain", str(path), "--rcpt", HOUSE).status == 0


def test_what_is_not_there_is_told(office: Office) -> None:
    assert "there is no arrival 99" in office.runs("explain", "99").err
    assert "cannot be read" in office.runs("explain", "99.eml").err


def test_everything_that_is_said_once_has_its_words() -> None:
    scene = case(ticket(), ANNA_BERGER)
    stranger = replace(scene, resolution=replace(scene.resolution, route=Route.QUEUE))
    said = Said("Die Heizung ist heute schon wieder kalt.")
    keys = (
        *breakers.once_keys(scene, said),
        *holding.once_keys(stranger),
        *emergencies.once_keys(stranger),
        returns.order_key(scene, Returned(1, "meier@firm.example", ())),
        returns.away_key(scene),
    )
    assert {RememberOnce(key).what for key in keys} == set(words.ONCE)


def test_every_code_has_its_words() -> None:
    assert set(words.AUTH) == set(Auth)
    assert set(words.KEY) == set(Key)
    assert set(words.POWER) == set(Power)
    assert set(words.ROUTE) == set(Route)
    assert set(words.VERDICT) == set(Verdict)
    assert set(words.EFFECT) == {one.__name__ for one in Effect.__args__}
    for row in ROWS:
        for outcome in (row.passed, row.none, row.failed):
            assert not outcome.reason or outcome.reason in words.REASON


def test_every_reason_that_the_desk_writes_has_its_words() -> None:
    folder = Path(words.__file__).parents[1] / "desk"
    calls = (node for file in folder.glob("*.py") for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    reasons = {
        reason.value
        for call in calls
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Decision"
        for reason in call.args[1:2]
        if isinstance(reason, ast.Constant) and reason.value
    }
    assert len(reasons) > 40
    assert reasons - words.REASON.keys() == set()


def test_effects_are_told_without_anybodys_text() -> None:
    channel = Channel.of_resident(PersonId("7"))
    one = AddEntry(channel, EntryKind.MESSAGE, None, "Anna", "geheim")
    assert words.effect(one) == "writes an entry (message) by Anna into channel resident:7"
    assert words.effect(SetFlag(Flag.REJECTED, True)) == "sets the flag rejected"


def test_a_table_in_a_file_is_compared_as_if_it_came_now(office: Office) -> None:
    path = office.mail("", author="sabine.vogt@hv-sonnenschein.example", to=f"import@{DOMAIN}")
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    table = b"Personennummer;Nachname\n3001;Neu\n"
    mail.add_attachment(table, maintype="text", subtype="csv", filename="personen.csv")
    path.write_bytes(mail.as_bytes())
    answer = office.runs("explain", str(path))
    assert (
        "a table of master data: what it would change is shown, and asked about (import_asks)" in answer.out
    )
    assert office.states() == {}
