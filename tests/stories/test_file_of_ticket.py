"""AKTE gives a manager the whole ticket: as a mail, on paper, and with the mails that came in about it."""

import contextlib
import mailbox
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from hauspost.desk import attachments
from hauspost.store import tickets
from tests.house import ANNA, HANSEN, HARBOUR, SABINE, House, secret_of, text_of
from tests.outbound.pages import words_of
from tests.relay import Taken


def files_of(mail: Taken) -> dict[str, bytes]:
    parts = message_from_bytes(mail.octets, policy=policy.default).iter_attachments()
    return {str(part.get_filename()): part.get_content() for part in parts}


def mails_in(octets: bytes, folder: Path) -> list[EmailMessage]:
    file = folder / "akte.mbox"
    file.write_bytes(octets)
    with contextlib.closing(mailbox.mbox(file, create=False)) as box:
        return [message_from_bytes(box.get_bytes(key), policy=policy.default) for key in box.iterkeys()]


def lived(house: House) -> None:
    """Anna reports, Sabine answers and notes something, Anna answers."""
    house.writes(ANNA, "Der Heizkörper im Bad ist kalt.", subject="Heizung kalt")
    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Frau Berger, wir kümmern uns.")
    house.answers(SABINE, house.mails_to(SABINE)[0], "INTERN: Ventil wohl defekt, teuer.")
    house.answers(ANNA, house.last_to(ANNA), "Danke, ich bin ab 16 Uhr da.")


def test_the_manager_gets_paper_and_the_original_mails(house: House, tmp_path: Path) -> None:
    lived(house)
    house.answers(SABINE, house.mails_to(SABINE)[0], "AKTE")
    files = files_of(house.last_to(SABINE))
    assert list(files) == ["T-1001.pdf", "T-1001.mbox"]
    paper = " ".join(words_of(files["T-1001.pdf"]))
    for said in (
        "T-1001: Heizung kalt",
        "Der Heizkörper im Bad ist kalt.",
        "wir kümmern uns",
        "Ventil wohl defekt",
        "intern",
        "ab 16 Uhr",
    ):
        assert said in paper
    mails = mails_in(files["T-1001.mbox"], tmp_path)
    assert [mail["From"] for mail in mails] == [ANNA, SABINE, SABINE, ANNA]
    assert "Der Heizkörper im Bad ist kalt." in mails[0].get_content()


def test_no_key_of_anybody_goes_along(house: House) -> None:
    lived(house)
    keys = [
        secret_of(mail).partition("@")[0].partition("+")[2]
        for mail in (*house.mails_to(ANNA), *house.mails_to(SABINE))
    ]
    house.answers(SABINE, house.mails_to(SABINE)[0], "AKTE")
    box = files_of(house.last_to(SABINE))["T-1001.mbox"]
    assert keys
    assert not any(key.encode() in box for key in keys)
    assert b"x" * 26 in box


def test_a_resident_gets_neither_paper_nor_mails(house: House) -> None:
    lived(house)
    house.answers(ANNA, house.mails_to(ANNA)[0], "AKTE")
    mail = house.last_to(ANNA)
    assert files_of(mail) == {}
    assert b"Ventil" not in mail.octets


def test_a_mail_that_speaks_of_another_house_stays_behind(house: House, tmp_path: Path) -> None:
    """Its managers may be others."""
    lived(house)
    house.writes(HANSEN, "Das Licht im Flur ist aus.", to=HARBOUR, subject="Licht")
    with house.gateway.database.read() as connection:
        own = tickets.load_entries(connection, 1001)[0].arrival
    house.gateway.database.write(
        lambda c: c.exec_driver_sql(f"update entries set arrival = {own} where ticket = 1002 and seq = 1")
    )
    house.writes(SABINE, "AKTE T-1001", subject="")
    mail = house.last_to(SABINE)
    assert [m["From"] for m in mails_in(files_of(mail)["T-1001.mbox"], tmp_path)] == [SABINE, SABINE, ANNA]
    assert "Eine Originalmail fehlt im Anhang" in text_of(mail)


def test_what_is_too_large_stays_behind_and_is_counted(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    lived(house)
    monkeypatch.setattr(attachments, "MOST", 100_000)
    house.writes(
        ANNA, "Noch etwas. " * 9_000, subject="Re: Heizung [T-1001]", to=secret_of(house.last_to(ANNA))
    )
    house.answers(SABINE, house.mails_to(SABINE)[0], "AKTE")
    mail = house.last_to(SABINE)
    assert "T-1001.pdf" in files_of(mail)
    assert "Eine Originalmail fehlt im Anhang" in text_of(mail)


def test_the_same_file_is_the_same_paper(house: House) -> None:
    lived(house)
    papers = []
    for _ in range(2):
        house.writes(SABINE, "AKTE T-1001", subject="")
        papers.append(files_of(house.last_to(SABINE))["T-1001.pdf"])
    assert papers[0] == papers[1]
