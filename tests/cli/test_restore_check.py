"""Knows what the operator is told after a restore, and that nothing is done unasked or beside a running gateway."""

from hauspost.gateway.serving import only_one
from tests.cli.office import Office


def test_without_apply_it_is_only_said(office: Office) -> None:
    office.decides(office.mail("Der Heizkörper ist kalt."))
    answer = office.runs("restore-check")
    assert answer.status == 0
    for said in (
        "tickets: the last number is T-1001, the next will be T-2002.",
        "2  notices become held mails",
        "IMAP takes its done folders in again from ",
        "Nothing was changed; --apply does it and pauses all sending.",
    ):
        assert said in answer.out
    assert office.runs("restore-check", "--json").json["applied"] is False


def test_with_apply_numbers_leap_and_sending_is_paused(office: Office) -> None:
    office.decides(office.mail("Der Heizkörper ist kalt."))
    answer = office.runs("restore-check", "--apply", "--leap", "50")
    assert "Done. Sending is paused." in answer.out
    office.decides(office.mail("Und jetzt tropft er."))
    assert [one["ticket"] for one in office.runs("tickets", "--json").json] == ["T-1052", "T-1001"]
    assert "paused already" in office.runs("pause").out


def test_a_second_time_there_is_nothing_to_do(office: Office) -> None:
    office.decides(office.mail("Der Heizkörper ist kalt."))
    assert office.runs("restore-check", "--apply", "--json").json["applied"] is True
    assert "nothing has happened since" in office.runs("restore-check", "--apply").out
    assert office.runs("restore-check", "--apply", "--json").json["applied"] is False


def test_beside_a_running_gateway_it_is_refused(office: Office) -> None:
    with only_one(office.folder / "var/hauspost.db"):
        answer = office.runs("restore-check", "--apply")
    assert answer.status == 1
    assert "stop it; a restored database is looked at before anybody serves it" in answer.err
