"""An operator's template that fails costs nobody a mail: ours is sent, and the managers hear of it once."""

from pathlib import Path

from hauspost.desk.notices_to_managers import PersonWrote
from hauspost.outbound.overriding import overridden
from tests.relay import ListeningRelay
from tests.wayout import ANNA, SABINE, House


def page(folder: Path, name: str, content: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(content, "utf-8")


def text(server: ListeningRelay, number: int) -> str:
    part = server.mails[number].message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_the_operators_own_page_is_what_people_get(
    house: House, server: ListeningRelay, tmp_path: Path
) -> None:
    page(
        tmp_path, "de/message.j2", "{% call p() %}EIGEN {{ tag }}{% endcall %}{% call why() %}x{% endcall %}"
    )
    house.writes_to_anna("Wir kommen am Freitag.")
    assert house.dispatch(server.url, catalogue=overridden(tmp_path)).drain() == {"formed": 1, "sent": 1}
    assert text(server, 0).startswith("EIGEN T-")


def test_a_page_that_fails_is_replaced_by_ours_and_told_once(
    house: House, server: ListeningRelay, tmp_path: Path
) -> None:
    page(tmp_path, "de/message.j2", "{% call p() %}\n{{ nobody }}\n{% endcall %}")
    dispatch = house.dispatch(server.url, catalogue=overridden(tmp_path))
    for words in ("Wir kommen am Freitag.", "Wir kommen am Samstag.", "Wir kommen am Montag."):
        house.writes_to_anna(words)
        dispatch.drain()
    house.dispatch(server.url, catalogue=overridden(tmp_path)).drain()
    to_anna = [mail for mail in server.mails if mail.rcpt_to == ANNA]
    assert len(to_anna) == 3
    assert "Wir kommen am Freitag." in str(to_anna[0].message.get_body(("plain",)))
    (told,) = [mail for mail in server.mails if mail.rcpt_to == SABINE]
    said = " ".join(str(told.message.get_body(("plain",))).split())
    assert "VORLAGE FEHLERHAFT" in said
    assert "de/message.j2:2: it asks for what this mail does not have ('nobody' is undefined)" in said


def test_a_page_that_does_not_even_parse_is_told_the_same_way(
    house: House, server: ListeningRelay, tmp_path: Path
) -> None:
    page(tmp_path, "de/message.j2", "{% call p() %}")
    house.writes_to_anna("Wir kommen am Freitag.")
    dispatch = house.dispatch(server.url, catalogue=overridden(tmp_path))
    dispatch.drain()
    dispatch.drain()
    assert sorted(mail.rcpt_to for mail in server.mails) == sorted([ANNA, SABINE])


def test_where_the_alarm_s_own_page_fails_too_each_fault_is_told_once(
    house: House, server: ListeningRelay, tmp_path: Path
) -> None:
    page(tmp_path, "de/message.j2", "{{ nobody }}")
    page(tmp_path, "de/alert.j2", "{{ nobody }}")
    page(tmp_path, "layout.html.j2", "{{ nobody }}")
    dispatch = house.dispatch(server.url, catalogue=overridden(tmp_path))
    for _ in range(5):
        house.writes_to_anna("Wir kommen.")
        house.owes(PersonWrote("Kalt!", "Anna Berger"), to=SABINE, persons=("sabine",))
        dispatch.drain()
    to_sabine = [mail for mail in server.mails if mail.rcpt_to == SABINE]
    alarms = [mail for mail in to_sabine if "VORLAGE" in str(mail.message.get_body(("plain",)))]
    assert len(to_sabine) == 5 + len(alarms)
    assert len(alarms) == 3  # of the message, of the alarm itself, and of the layout
