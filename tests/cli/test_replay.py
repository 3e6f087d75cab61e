"""Knows how a mail is decided again: by whoever serves, or here where nobody does."""

import contextlib
import sqlite3

from hauspost.gateway.alone import only_one
from tests.cli.office import ANNA, STRANGER, Office


def registered(office: Office, address: str) -> None:
    """The stranger moves in."""
    (office.folder / "more").mkdir()
    (office.folder / "more/persons.csv").write_text(
        f"Personennummer;Nachname;E-Mail\n4711;Neu;{address}\n", encoding="utf-8"
    )
    (office.folder / "more/roles.csv").write_text(
        "Personennummer;Objektnummer;Einheitsnummer;Rolle\n4711;LW12;WE03;Mieter\n", encoding="utf-8"
    )
    assert office.runs("import", str(office.folder / "more"), "--apply").status == 0


def test_a_held_mail_is_decided_here_where_nobody_serves(office: Office) -> None:
    office.decides(office.mail("Der Heizkörper ist kalt.", author=STRANGER))
    assert office.states() == {1: "held"}
    registered(office, STRANGER)
    answer = office.runs("replay", "1")
    assert answer.status == 0
    assert "Arrival 1 is done now (opened)." in answer.out
    assert len(office.runs("tickets", "--json").json) == 1


def test_what_came_of_it_can_be_had_as_json(office: Office) -> None:
    office.takes(office.mail("Der Heizkörper ist kalt."))
    office.runs("arrivals", "hold", "1")
    with only_one(office.folder / "var/hauspost.db"):
        left = office.runs("replay", "1", "--json").json
    assert left == {"arrival": 1, "is_decided": False, "state": "received", "reason": "by the operator"}
    office.runs("arrivals", "hold", "1")
    done = office.runs("replay", "1", "--json").json
    assert done == {"arrival": 1, "is_decided": True, "state": "done", "reason": "opened"}


def test_a_running_serve_is_left_to_decide_it(office: Office) -> None:
    office.decides(office.mail("Teppiche!", author=STRANGER))
    with only_one(office.folder / "var/hauspost.db"):
        answer = office.runs("replay", "1")
    assert "decided again by the running `serve`" in answer.out
    assert office.states() == {1: "received"}


def test_a_dry_run_shows_what_would_differ_and_changes_nothing(office: Office) -> None:
    office.decides(office.mail("Der Heizkörper ist kalt.", author=STRANGER))
    assert "decided as it was" in office.runs("replay", "1", "--dry-run").out
    registered(office, STRANGER)
    answer = office.runs("replay", "1", "--dry-run")
    assert "verdict: held → accepted" in answer.out
    assert "opens a private ticket" in answer.out
    differs = office.runs("replay", "1", "--dry-run", "--json").json["differs"]
    assert differs["cell"] == {"before": "none/unknown/none", "now": "none/resident/none"}
    assert office.states() == {1: "held"}


def test_one_that_is_done_is_not_done_again(office: Office) -> None:
    office.decides(office.mail("kalt", author=ANNA))
    answer = office.runs("replay", "1")
    assert answer.status == 1
    assert "arrival 1 is done; only held and quarantined ones are decided again" in answer.err
    assert "there is no arrival 9" in office.runs("replay", "9").err


def test_a_dry_run_of_a_done_one_tells_which_rule_would_speak_now(office: Office) -> None:
    office.decides(office.mail("Der Heizkörper ist kalt."))
    assert "It would be decided as it was." in office.runs("replay", "1", "--dry-run").out
    (office.folder / "more").mkdir()
    (office.folder / "more/rules.csv").write_text(
        "Objektnummer;Kategorie;Stufe\nLW12;heating;aus\n", encoding="utf-8"
    )
    assert office.runs("import", str(office.folder / "more"), "--apply").status == 0
    answer = office.runs("replay", "1", "--dry-run")
    assert "It would be decided differently:" in answer.out
    assert "rule: */heating suggest suggest firm:H1 → LW12/heating off off firm:H1" in answer.out
    assert office.states() == {1: "done"}


def test_a_quarantined_one_may_be_looked_at_and_decided_again(office: Office) -> None:
    office.takes(office.mail("Der Heizkörper ist kalt."))
    with contextlib.closing(sqlite3.connect(office.folder / "var/hauspost.db")) as connection:
        connection.execute(
            "UPDATE arrivals SET state = 'quarantined', attempts = 3, reason = 'parser: killed'"
        )
        connection.commit()
    answer = office.runs("replay", "1", "--dry-run")
    assert "It was never decided. It would be:" in answer.out
    assert "verdict: accepted" in answer.out
    assert "opens a private ticket at property LW12" in answer.out
    assert office.states() == {1: "quarantined"}
    assert "Arrival 1 is done now (opened)." in office.runs("replay", "1").out


def test_a_mail_held_for_its_words_is_held_again_under_a_new_number_and_a_manager_may_let_it_in(
    office: Office,
) -> None:
    words = "Der Heizkörper in der Küche ist seit gestern kalt."
    office.decides(office.mail(words), office.mail(words))
    assert office.states() == {1: "done", 2: "held"}
    answer = office.runs("replay", "2")
    assert "Arrival 2 is held now (same_words)." in answer.out
    with contextlib.closing(sqlite3.connect(office.folder / "var/hauspost.db")) as database:
        asked = database.execute("select state from questions where arrival = 2 order by id").fetchall()
        assert asked == [("overtaken",), ("open",)]
        database.execute('update arrivals set override = \'{"vouched": ["1001"]}\' where id = 2')
        database.commit()
    assert "Arrival 2 is done now (told_again)." in office.runs("replay", "2").out
