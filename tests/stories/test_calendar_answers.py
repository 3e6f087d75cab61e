"""What Outlook, Google and Apple answer to our invitations counts as words would; a stranger's counts for nothing."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.house import ANNA, HOUSE, SABINE, STRANGER, House, secret_of, text_of
from tests.relay import Taken

MAILS = Path(__file__).parents[1] / "mails" / "calendar"
KEY = "reply+key@tickets.hv-sonnenschein.example"
MEIER = "auftrag@heizung-meier.example"
END = "DTEND:20251017T090000Z\n"


@pytest.fixture
def dated(house: House) -> House:
    """Thursday, 16 to 18 h: in Anna's calendar and in the firm's."""
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    house.answers(MEIER, house.last_to(MEIER), "zugesagt, Do 16.10. 16-18 Uhr")
    return house


def replies(house: House, name: str, mail: Taken | None, author: str = ANNA, **changes: str) -> None:
    """The mail of that file, to the secret address of a mail of ours, or to the house."""
    text = (MAILS / f"{name}.eml").read_text("utf-8")
    to = secret_of(mail) if mail else HOUSE
    for before, after in ({KEY: to} | changes).items():
        text = text.replace(before, after)
    house.receives(text.encode(), mail_from=author, rcpt_to=to)


def window(house: House) -> tuple[int, int] | None:
    (order,) = house.ticket().orders
    start = order.window.start.astimezone(ZoneInfo("Europe/Berlin")) if order.window else None
    return (start.day, start.hour) if start else None


def told(mail: Taken) -> str:
    return " ".join(text_of(mail).replace("\u00a0", " ").split())


def counts(house: House) -> tuple[Any, ...]:
    return tuple(len(house.mails_to(who)) for who in (ANNA, SABINE, MEIER))


def test_accepting_confirms_and_troubles_nobody(dated: House) -> None:
    before = counts(dated)
    replies(dated, "outlook_accepts_a_date", dated.last_to(ANNA))
    assert (window(dated), counts(dated)) == ((16, 16), before)
    assert dated.verdicts()[-1] == ("done", "time_confirmed")


def test_a_comment_beside_it_is_read_by_the_managers(dated: House) -> None:
    commented = {"CLASS:PUBLIC": "COMMENT:Bitte zweimal klingeln."}
    replies(dated, "outlook_accepts_a_date", dated.last_to(ANNA), **commented)
    assert window(dated) == (16, 16)
    assert dated.kinds_to(SABINE)[-1] == "person_wrote"


def test_declining_is_a_no(dated: House) -> None:
    replies(dated, "google_declines_a_date", dated.last_to(ANNA))
    assert window(dated) is None
    assert "TERMIN ENTFÄLLT" in told(dated.last_to(MEIER))
    assert "hat diese Einladung" not in told(dated.last_to(MEIER))


def test_tentative_is_for_people(dated: House) -> None:
    replies(dated, "apple_accepts_tentatively", dated.last_to(ANNA))
    assert window(dated) == (16, 16)
    assert "nur vorläufig" in told(dated.last_to(SABINE))


def test_another_time_goes_to_the_firm_as_a_time(dated: House) -> None:
    replies(dated, "outlook_proposes_another_time", dated.last_to(ANNA))
    assert window(dated) is None
    assert "Fr, 17.10.2025, 14-16 Uhr" in told(dated.last_to(MEIER))
    assert "Freitag wäre besser." in told(dated.last_to(SABINE))


def test_an_answer_to_an_older_number_is_kept_and_changes_nothing(dated: House) -> None:
    first = dated.last_to(ANNA)
    dated.answers(MEIER, dated.last_to(MEIER), "Wir müssen verschieben auf Fr 17.10. 10 Uhr")
    before = counts(dated)
    replies(dated, "google_declines_a_date", first)
    assert (window(dated), counts(dated)) == ((17, 10), before)
    assert dated.verdicts()[-1] == ("done", "calendar_old")


def test_the_number_of_the_last_mail_counts(dated: House) -> None:
    dated.answers(MEIER, dated.last_to(MEIER), "Wir müssen verschieben auf Fr 17.10. 10 Uhr")
    replies(dated, "google_declines_a_date", dated.last_to(ANNA), **{"SEQUENCE:0": "SEQUENCE:1"})
    assert window(dated) is None


@pytest.mark.parametrize("name", ["google_declines_a_date", "outlook_proposes_another_time"])
def test_without_a_live_key_it_is_kept_and_obeyed_in_nothing(dated: House, name: str) -> None:
    before = counts(dated)
    replies(dated, name, None)
    assert window(dated) == (16, 16)
    assert len(dated.tickets()) == 1
    assert counts(dated)[0] == before[0]
    assert counts(dated)[2] == before[2]


@pytest.mark.parametrize("name", ["google_declines_a_date", "outlook_accepts_a_date"])
def test_of_a_stranger_with_the_key_it_is_held(dated: House, name: str) -> None:
    before = counts(dated)
    replies(dated, name, dated.last_to(ANNA), STRANGER, **{ANNA: STRANGER})
    assert window(dated) == (16, 16)
    assert counts(dated)[2] == before[2]
    assert dated.verdicts()[-1][0] == "held"


def test_an_event_that_is_none_of_ours_changes_nothing(dated: House) -> None:
    replies(
        dated, "google_declines_a_date", dated.last_to(ANNA), **{"UID:termin-1001-1": "UID:termin-1001-2"}
    )
    assert window(dated) == (16, 16)


def test_a_firm_s_invitation_is_its_date(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    replies(house, "a_firm_s_calendar_invites", house.last_to(MEIER), MEIER)
    assert window(house) == (17, 9)
    assert "Fr, 17.10.2025, 9-11 Uhr" in told(house.last_to(ANNA))


@pytest.mark.parametrize(
    "end, told_to_anna",
    [
        ("", "Fr, 17.10.2025, 9 Uhr, Heizung Meier GmbH"),
        ("DURATION:PT3H\n", "Fr, 17.10.2025, 9-12 Uhr, Heizung Meier GmbH"),
    ],
)
def test_an_invitation_without_an_end_is_a_date_all_the_same(
    house: House, end: str, told_to_anna: str
) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    replies(house, "a_firm_s_calendar_invites", house.last_to(MEIER), MEIER, **{END: end})
    assert told_to_anna in told(house.last_to(ANNA))


@pytest.mark.parametrize(
    "before, after",
    [
        (END, "DTEND:20251016T090000Z\n"),  # over before it begins
        (END, "DTEND:99991231T235959Z\n"),
        (END, "DURATION:soon\n"),
        ("DTSTART:20251017T070000Z\n", "DTSTART:00010101T000000\n"),
        ("END:VEVENT\nEND:VCALENDAR\n", ""),  # torn off
    ],
)
def test_an_invitation_at_no_time_of_this_world_is_read_by_people(
    house: House, before: str, after: str
) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    replies(house, "a_firm_s_calendar_invites", house.last_to(MEIER), MEIER, **{before: after})
    assert window(house) is None
    assert house.kinds_to(SABINE)[-1] == "firm_report"
    assert house.kinds_to(MEIER) == ["order"]


def test_a_firm_that_declines_in_its_calendar_moves_the_date(dated: House) -> None:
    replies(dated, "a_firm_s_calendar_declines", dated.last_to(MEIER), MEIER)
    assert window(dated) is None
    assert dated.kinds_to(ANNA)[-1] == "appointment_off"


def test_a_calendar_that_answers_late_changes_nothing(dated: House) -> None:
    mail = dated.last_to(ANNA)
    dated.now = datetime(2025, 10, 16, 19, tzinfo=dated.now.tzinfo)
    replies(dated, "google_declines_a_date", mail)
    assert window(dated) == (16, 16)


def test_an_invitation_of_a_resident_s_own_is_for_people(dated: House) -> None:
    inviting = {"METHOD:REPLY": "METHOD:REQUEST", "method=REPLY": "method=REQUEST"}
    replies(dated, "google_declines_a_date", dated.last_to(ANNA), **inviting)
    assert window(dated) == (16, 16)
    assert dated.kinds_to(SABINE)[-1] == "person_wrote"


def test_a_firm_that_cancels_in_its_calendar_takes_the_date_away(dated: House) -> None:
    cancelling = {"METHOD:REQUEST": "METHOD:CANCEL", "method=REQUEST": "method=CANCEL"}
    replies(dated, "a_firm_s_calendar_invites", dated.last_to(MEIER), MEIER, **cancelling)
    assert window(dated) is None
    assert dated.kinds_to(ANNA)[-1] == "appointment_off"
