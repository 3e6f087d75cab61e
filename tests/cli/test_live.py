"""Knows how an office goes live: one value of the configuration changes, and not a comment with it."""

import pytest

from hauspost.cli.live import switched
from tests.cli.office import Office


def test_one_value_changes_and_every_other_line_stays(office: Office) -> None:
    before = office.config.read_text(encoding="utf-8").splitlines()
    answer = office.runs("live", "--yes")
    assert answer.status == 0
    assert 'policy.sending is "on" now. Restart `hauspost serve`' in answer.out
    after = office.config.read_text(encoding="utf-8").splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    ((old, new),) = changed
    assert old.replace('"managers"', '"on"') == new
    assert "already" in office.runs("live").out


def test_nothing_is_changed_without_a_yes(office: Office) -> None:
    before = office.config.read_bytes()
    answer = office.runs_apart("live")
    assert answer.status == 1
    assert "nothing was changed; say yes, or use --yes" in answer.err
    assert "open tickets" in answer.out
    assert office.config.read_bytes() == before


def test_a_house_that_keeps_its_mails_back_is_named(office: Office) -> None:
    (office.folder / "more").mkdir()
    (office.folder / "more/properties.csv").write_text(
        "Objektnummer;Bezeichnung;Straße;sending\nNB1;Neubau;Neubau 1;verwalter\nNB2;Neubau;Neubau 2;an\n",
        "utf-8",
    )
    assert office.runs("import", str(office.folder / "more"), "--apply").status == 0
    assert "Still kept back by properties.csv: NB1." in office.runs("live", "--yes").out


def test_a_value_from_the_environment_cannot_be_changed_in_the_file(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAUSPOST_POLICY__SENDING", "managers")
    answer = office.runs("live", "--yes")
    assert answer.status == 1
    assert "HAUSPOST_POLICY__SENDING" in answer.err


@pytest.mark.parametrize(
    "text,after",
    [
        ('[policy]\nsending = "managers"\n', '[policy]\nsending = "on"\n'),
        ("[policy]\nsending='managers' # quiet\n", "[policy]\nsending='on' # quiet\n"),
        ('[policy]\r\n  sending = "off"\r\n', '[policy]\r\n  sending = "on"\r\n'),
        ('[ policy ] # x\nsending = "managers"', '[ policy ] # x\nsending = "on"'),
        ('["policy"]\nsending = "managers"', '["policy"]\nsending = "on"'),
        ('[mail]\nsending = "managers"\n', None),
        ('[policy]\n# sending = "managers"\n', None),
        ("", None),
    ],
)
def test_the_line_is_found_however_it_is_written(text: str, after: str | None) -> None:
    assert switched(text.splitlines(keepends=True)) == after


def off(office: Office) -> None:
    text = office.config.read_text(encoding="utf-8")
    office.config.write_text(text.replace('sending = "managers"', 'sending = "off"'), encoding="utf-8")


def owed(office: Office) -> dict[str, str]:
    return {one["kind"]: one["state"] for one in office.runs("explain", "1", "--json").json["notices"]}


def test_what_waits_for_people_outside_is_counted_before_the_switch(office: Office) -> None:
    off(office)
    office.decides(office.mail("Der Heizkörper ist kalt."))
    answer = office.runs_apart("live")
    assert answer.status == 1
    assert "     2  notices owed" in answer.out
    assert "     1  of what waits is for others than managers, the oldest since 20" in answer.out


def test_what_waited_can_be_taken_back_instead_of_leaving_at_once(office: Office) -> None:
    off(office)
    office.decides(office.mail("Der Heizkörper ist kalt."))
    answer = office.runs("live", "--yes", "--drop-waiting")
    assert answer.status == 0
    assert "What waited for others than managers is taken back." in answer.out
    assert 'policy.sending is "on" now' in answer.out
    assert owed(office) == {"acknowledgement": "cancelled", "new_ticket": "owed"}
    assert "(owed before going live)" in office.runs("explain", "1").out


def test_without_the_word_it_waits_on(office: Office) -> None:
    off(office)
    office.decides(office.mail("Der Heizkörper ist kalt."))
    assert office.runs("live", "--yes").status == 0
    assert owed(office) == {"acknowledgement": "owed", "new_ticket": "owed"}
