"""How long tickets are kept: by a manager's word, under legal hold, and by the yearly run."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from sqlalchemy import select

from hauspost.desk.keeping import held_by_operator
from hauspost.gateway import erasing
from hauspost.gateway.erasing import Hand
from hauspost.gateway.retention import RetentionRuns
from hauspost.gateway.sandbox import NoWorker, Sandbox
from hauspost.parsers.mail import ParsedMail
from hauspost.store import file_retention, journal, ledger, retention, schema
from hauspost.store.connection import Connection
from hauspost.store.octets import load
from tests.house import ANNA, COMPANY, HOUSE, MILLER, SABINE, TIM, House, text_of
from tests.relay import Taken
from tests.stories.test_documents import mailed
from tests.stories.test_pictures import MEIER, files_of, photo, sends

REPORT = "Der Heizkörper ist kalt, am Quarkzylinder tropft es."


def said_to(house: House, who: str) -> str:
    return " ".join(text_of(house.last_to(who)).split())


def test_a_hold_keeps_a_ticket_until_it_is_free_again(house: House) -> None:
    house.writes(ANNA, REPORT)
    new = house.last_to(SABINE)
    house.answers(SABINE, new, "SPERREN: Der Anwalt der Mieterin hat Klage angekündigt.")
    assert "Gesperrt: Nichts davon wird gelöscht" in said_to(house, SABINE)
    assert house.ticket().hold == "Der Anwalt der Mieterin hat Klage angekündigt."
    house.answers(SABINE, new, "LÖSCHEN")
    assert "es gilt eine Aufbewahrungssperre (Der Anwalt" in said_to(house, SABINE)
    with house.gateway.database.read() as connection:
        going = erasing.look(connection, 1001, house.now)
    assert going is not None
    (why,) = erasing.obstacles((going,))
    assert why.startswith("T-1001 is under legal hold (Der Anwalt der Mieterin hat Klage angekündigt.)")
    assert "`hauspost hold T-1001 --off` ends it" in why
    house.answers(SABINE, new, "AUFBEWAHREN frei")
    assert "Die Sperre ist aufgehoben." in said_to(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "LÖSCHEN")
    assert house.kinds_to(SABINE)[-1] == "deletion"


def test_a_hold_stays_when_two_become_one_and_when_they_are_parted(house: House) -> None:
    for author in (ANNA, MILLER):
        house.writes(author, "Bei mir ist die Heizung kalt.", subject="Heizung")
    first, second = house.mails_to(SABINE)
    house.answers(SABINE, first, "SPERREN: Klage")
    house.answers(SABINE, first, "AUFBEWAHREN Beleg", auth="pass")
    house.answers(SABINE, second, "BÜNDELN T-1001", auth="pass")
    assert (house.tickets()[1].hold, house.tickets()[1].retention) == ("Klage", "voucher")
    receipt = house.last_to(SABINE)
    house.answers(SABINE, receipt, "LÖSCHEN")
    assert "es gilt eine Aufbewahrungssperre (Klage)" in said_to(house, SABINE)
    house.answers(SABINE, receipt, "AUFBEWAHREN frei")
    assert [t.hold for t in house.tickets()] == ["", ""]
    house.answers(SABINE, receipt, "SPERREN: Berufung")
    house.answers(SABINE, receipt, "RÜCKGÄNGIG BÜNDELN")
    assert [t.hold for t in house.tickets()] == ["Berufung", "Berufung"]


def test_a_class_is_a_managers_word_and_a_sentence_is_none(house: House) -> None:
    house.writes(ANNA, REPORT)
    new = house.last_to(SABINE)
    house.answers(SABINE, new, "AUFBEWAHREN Beleg")
    assert "Wird als Beleg aufbewahrt: acht Jahre" in said_to(house, SABINE)
    assert house.ticket().retention == "voucher"
    house.answers(SABINE, house.last_to(SABINE), "AUFBEWAHREN Beleg")
    assert "Das war schon so." in said_to(house, SABINE)
    house.answers(SABINE, new, "AUFBEWAHREN automatisch")
    assert house.ticket().retention == ""
    house.answers(SABINE, new, "Aufbewahren können Sie das selbst.")
    assert house.ticket().retention == ""
    house.answers(ANNA, house.mails_to(ANNA)[0], "SPERREN: bitte")
    assert house.ticket().hold == ""


def closed(house: House) -> None:
    for subject in ("Heizung", "Fenster"):
        house.writes(ANNA, REPORT, subject=subject)
        house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    new = next(m for m in house.mails_to(SABINE) if "T-1002" in str(m.message["Subject"]))
    house.answers(SABINE, new, "SPERREN: Klage")


def test_the_yearly_run_tells_the_managers_and_erases_two_weeks_later(house: House) -> None:
    closed(house)  # in October 2025: kept until the end of 2028
    runs = house.gateway.retention
    assert not runs.look(house.now.replace(year=2028, month=12, day=31))
    house.now = house.now.replace(year=2029, month=1, day=2)
    assert runs.look(house.now)
    assert not runs.look(house.now)  # another node
    house.gateway.dispatch.drain()
    told = said_to(house, SABINE)
    assert "WIRD GELÖSCHT" in told
    assert ": Vorgänge (1)" in told, told
    assert ": Vorgänge (1): T-1001" in told, told
    assert "nichts davon wird dieses Jahr gelöscht" in told, told
    assert house.entries(1001)[0].text == REPORT
    house.now += timedelta(days=14)
    assert runs.look(house.now)
    assert not runs.look(house.now)
    house.gateway.dispatch.drain()
    assert house.entries(1001)[0].text.startswith("gelöscht am 16.01.2029")
    assert house.entries(1002)[0].text == REPORT  # under legal hold
    assert "GELÖSCHT · was nicht länger aufbewahrt wird" in said_to(house, SABINE)
    with house.gateway.database.read() as connection:
        assert retention.over(connection, house.now.date()) == ()


def test_the_run_is_told_to_those_who_manage_the_house_now(house: House) -> None:
    closed(house)
    house.gateway.database.write(
        lambda c: c.exec_driver_sql(
            "delete from role_assignments where person = '9002' and property = 'LW12'"
        )
    )
    house.now = house.now.replace(year=2029, month=1, day=2)
    assert house.gateway.retention.look(house.now)
    house.gateway.dispatch.drain()
    assert "WIRD GELÖSCHT" in said_to(house, SABINE)
    assert not [mail for mail in house.mails_to(TIM) if "WIRD GELÖSCHT" in text_of(mail)]


def test_the_run_over_a_house_that_nobody_manages_is_told_to_every_manager(house: House) -> None:
    closed(house)
    house.gateway.database.write(
        lambda c: c.exec_driver_sql(
            "delete from role_assignments where person in ('9001', '9002') and property = 'LW12'"
        )
    )
    house.now = house.now.replace(year=2029, month=1, day=2)
    assert house.gateway.retention.look(house.now)
    house.gateway.dispatch.drain()
    assert "WIRD GELÖSCHT" in said_to(house, SABINE)
    assert "WIRD GELÖSCHT" in said_to(house, TIM)


@dataclass
class Meanwhile:
    """A parser that an operator is faster than: a hold comes while the first mail is looked at."""

    house: House
    held: list[int]

    def parse(self, octets: bytes) -> ParsedMail:
        while self.held:
            self.house.gateway.database.write(self.hold)
        return self.house.gateway.sandbox.parse(octets)

    def hold(self, connection: Connection) -> None:
        number = self.held.pop()
        ticket = next(t for t in self.house.tickets() if t.number == number)
        decision = held_by_operator(ticket, "Klage", company=COMPANY, event=f"hold-{number}")
        ledger.enact(connection, decision, self.house.now)


def test_a_hold_that_comes_during_the_run_keeps_that_ticket_and_no_other_one(house: House) -> None:
    for subject in ("Heizung", "Fenster"):
        house.writes(ANNA, REPORT, subject=subject)
        house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")
    house.now = house.now.replace(year=2029, month=1, day=2)
    busy = cast(Sandbox, Meanwhile(house, [1001]))
    runs = RetentionRuns(house.gateway.database, busy, COMPANY, house.gateway.plan.zone)
    assert len(runs.carry_out(2029, house.now, only=frozenset({1001, 1002})).tickets) == 1
    assert house.entries(1001)[0].text == REPORT
    assert house.entries(1002)[0].text.startswith("gelöscht am 02.01.2029")


def test_a_run_that_was_stopped_erases_nothing(house: House) -> None:
    closed(house)
    house.now = house.now.replace(year=2029, month=1, day=2)
    runs = house.gateway.retention
    assert runs.look(house.now)
    assert house.gateway.database.write(lambda connection: retention.end(connection, 2029, "stopped", 0))
    assert not runs.look(house.now + timedelta(days=20))
    assert house.entries(1001)[0].text == REPORT


def proposed(house: House) -> None:
    closed(house)
    house.now = house.now.replace(year=2029, month=1, day=2)
    assert house.gateway.retention.look(house.now)
    house.gateway.dispatch.drain()


def test_one_word_by_mail_holds_the_run_and_the_others_hear_of_it(house: House) -> None:
    proposed(house)
    mine, theirs = house.last_to(SABINE), house.last_to(TIM)
    house.answers(TIM, theirs, "STOPP, das sehe ich mir erst an.")
    assert "Angehalten: Davon wird dieses Jahr nichts gelöscht." in said_to(house, TIM)
    assert "Tim Lorenz hat STOPP geantwortet" in said_to(house, SABINE)
    house.answers(SABINE, mine, "STOPP")
    assert "Das hat Tim Lorenz schon beantwortet" in said_to(house, SABINE)
    assert not house.gateway.retention.look(house.now + timedelta(days=20))
    assert house.entries(1001)[0].text == REPORT


def test_a_stop_that_comes_after_the_two_weeks_hears_that_it_is_too_late(house: House) -> None:
    proposed(house)
    mail = house.last_to(SABINE)
    house.now += timedelta(days=14)
    assert house.gateway.retention.look(house.now)
    house.gateway.dispatch.drain()
    house.answers(SABINE, mail, "STOPP", auth="pass")
    assert "Die zwei Wochen sind um" in said_to(house, SABINE)
    assert house.entries(1001)[0].text.startswith("gelöscht am 16.01.2029")


def test_a_resident_stops_no_run(house: House) -> None:
    proposed(house)
    house.answers(ANNA, house.last_to(SABINE), "STOPP", auth="pass")
    house.now += timedelta(days=14)
    assert house.gateway.retention.look(house.now)


def test_a_single_ticket_is_kept_by_its_number_in_answer_to_the_run(house: House) -> None:
    proposed(house)
    house.answers(SABINE, house.last_to(SABINE), "T-1001 SPERREN: Klage angekündigt")
    assert "Gesperrt: Nichts davon wird gelöscht" in said_to(house, SABINE)
    assert house.tickets()[0].hold == "Klage angekündigt"
    house.now += timedelta(days=14)
    assert house.gateway.retention.look(house.now)
    assert house.entries(1001)[0].text == REPORT


def long_done(house: House) -> Taken:
    """Years later somebody finds a mail of it."""
    house.writes(ANNA, REPORT)
    new = house.last_to(SABINE)
    house.answers(SABINE, new, "ERLEDIGT")
    house.now = house.now.replace(year=2028)
    return new


def test_a_matter_that_was_done_years_ago_is_put_under_hold_by_an_answer_to_its_mail(house: House) -> None:
    new = long_done(house)
    house.answers(SABINE, new, "SPERREN: Der Anwalt hat sich gemeldet.", auth="pass")
    assert "Gesperrt: Nichts davon wird gelöscht" in said_to(house, SABINE)
    assert house.ticket().hold == "Der Anwalt hat sich gemeldet."
    assert len(house.tickets()) == 1
    house.answers(SABINE, new, "AUFBEWAHREN frei\nAUFBEWAHREN Beleg", auth="pass")
    assert (house.ticket().hold, house.ticket().retention) == ("", "voucher")
    assert not house.held()


def test_its_number_does_it_in_a_new_mail_as_well(house: House) -> None:
    long_done(house)
    house.writes(SABINE, "T-1001 SPERREN: Klage", subject="Aufheben", auth="pass")
    assert house.ticket().hold == "Klage"


def test_without_the_border_s_word_or_of_somebody_else_s_house_nothing_is_put_under_hold(
    house: House,
) -> None:
    new = long_done(house)
    house.answers(SABINE, new, "SPERREN: Klage")
    assert house.ticket().hold == ""
    assert len(house.held()) == 1
    house.answers(ANNA, house.mails_to(ANNA)[0], "SPERREN: Klage", auth="pass")
    assert house.tickets()[0].hold == ""


def test_other_words_to_a_matter_long_done_still_wait_for_a_person(house: House) -> None:
    house.answers(SABINE, long_done(house), "WIEDER ÖFFNEN\nSPERREN: Klage", auth="pass")
    assert house.ticket().hold == ""
    assert len(house.held()) == 1


# ---- single files

CARD, BILL = b"the card of Anna Berger, front side", b"%PDF-1.4 the bill of a plumber"


def with_files(house: House) -> None:
    files = (("Ausweis.jpg", CARD), ("Rechnung.pdf", BILL))
    mailed(house, *files, subject="Heizung", words=REPORT, by=ANNA, to=HOUSE)


def holding(house: House, octets: bytes) -> int:
    """How many of the stored mails have these octets in them, in base64."""
    with house.gateway.database.read() as connection:
        bodies = [
            load(connection, row) for row in connection.execute(select(schema.octets.c.digest)).scalars()
        ]
    return sum(b64encode(octets) in body.replace(b"\r\n", b"") for body in bodies)


def test_a_card_goes_after_a_year_and_the_ticket_stays(house: House) -> None:
    with_files(house)
    new = house.last_to(SABINE)
    assert holding(house, CARD) == 2  # Anna's mail, and ours that brought it on
    house.answers(SABINE, new, "AUFBEWAHREN kurz: ausweis")
    assert "Ausweis.jpg: Wird zwölf Monate nach dem Abschluss aufbewahrt." in said_to(house, SABINE)
    house.answers(SABINE, new, "ERLEDIGT")
    house.now = house.now.replace(year=2027, month=1, day=2)
    runs = house.gateway.retention
    assert runs.look(house.now)
    house.gateway.dispatch.drain()
    assert "einzelne Dateien (1): T-1001" in said_to(house, SABINE)
    assert holding(house, CARD) == 2
    house.now += timedelta(days=14)
    assert runs.look(house.now)
    assert holding(house, CARD) == 0
    assert holding(house, BILL) == 1
    assert house.entries(1001)[0].text == REPORT
    with house.gateway.database.read() as connection:
        assert journal.verify(connection).broken == ()
        assert file_retention.over(connection, house.now.date()) == ()


def test_a_bill_outlives_the_words_of_its_ticket(house: House) -> None:
    with_files(house)
    house.answers(SABINE, house.last_to(SABINE), "AUFBEWAHREN Beleg: Rechnung.pdf\nERLEDIGT")
    house.now = house.now.replace(year=2029, month=1, day=2)
    runs = house.gateway.retention
    assert runs.look(house.now)
    house.now += timedelta(days=14)
    assert runs.look(house.now)
    assert house.entries(1001)[0].text.startswith("gelöscht")
    assert holding(house, BILL) == 1
    house.now = house.now.replace(year=2034, month=1, day=2)
    assert runs.look(house.now)
    house.now += timedelta(days=14)
    assert runs.look(house.now)
    assert holding(house, BILL) == holding(house, CARD) == 0


def test_a_file_that_is_none_or_one_of_several_is_asked_back(house: House) -> None:
    with_files(house)
    new = house.last_to(SABINE)
    house.answers(SABINE, new, "AUFBEWAHREN kurz: Foto.png")
    assert "Welche Datei? Hier sind: Ausweis.jpg, Rechnung.pdf" in said_to(house, SABINE)
    house.answers(SABINE, new, "AUFBEWAHREN kruz: Ausweis.jpg")
    assert "„kruz“ gibt es hier nicht" in said_to(house, SABINE)
    with house.gateway.database.read() as connection:
        assert file_retention.of(connection) == ()


def runs_to_its_end(house: House, year: int) -> None:
    house.now = house.now.replace(year=year, month=1, day=2)
    assert house.gateway.retention.look(house.now)
    house.now += timedelta(days=14)
    assert house.gateway.retention.look(house.now)


def test_a_letter_whose_time_is_over_takes_no_bill_of_the_same_mail_along(house: House) -> None:
    with_files(house)
    new = house.last_to(SABINE)
    house.answers(SABINE, new, "AUFBEWAHREN Beleg: Rechnung\nAUFBEWAHREN Geschäftsbrief: Ausweis\nERLEDIGT")
    runs_to_its_end(house, 2029)
    assert house.entries(1001)[0].text.startswith("gelöscht")
    runs_to_its_end(house, 2032)
    assert (holding(house, CARD), holding(house, BILL)) == (0, 1)
    runs_to_its_end(house, 2034)
    assert holding(house, BILL) == 0


def test_what_was_meant_is_asked_in_the_words_of_the_language(house: House) -> None:
    with_files(house)
    house.answers(SABINE, house.last_to(SABINE), "AUFBEWAHREN Belg")
    assert "Aufbewahren: Beleg" in said_to(house, SABINE)


def test_an_order_that_carried_a_photo_stays_a_letter_without_it(house: House) -> None:
    sends(house, ANNA, "Der Heizkörper im Bad wird nicht warm.", ("Foto.jpg", "image/jpeg", photo()))
    house.answers(SABINE, house.last_to(SABINE), "OK")
    ((_, copy),) = files_of(house.last_to(MEIER))
    house.answers(MEIER, house.last_to(MEIER), "Erledigt.")
    house.answers(SABINE, house.last_to(SABINE), "AUFBEWAHREN kurz: Foto\nERLEDIGT", auth="pass")
    runs_to_its_end(house, 2027)
    with house.gateway.database.read() as connection:
        row = connection.execute(select(schema.mails).where(schema.mails.c.kind == "order")).one()
        order = load(connection, row.digest)
    assert b"A-1001-1" in order
    assert (b64encode(copy)[:60] in order, holding(house, copy)) == (False, 0)


def test_the_file_of_a_ticket_says_how_long_what_is_kept(house: House) -> None:
    with_files(house)
    new = house.last_to(SABINE)
    house.answers(SABINE, new, "AUFBEWAHREN Beleg\nAUFBEWAHREN kurz: Ausweis\nSPERREN: Klage")
    house.answers(SABINE, new, "AUFBEWAHREN frei", auth="pass")
    house.answers(SABINE, new, "AKTE")
    text = said_to(house, SABINE)
    said = ("automatisch → Beleg", "Ausweis.jpg: kurz", "SPERREN", "AUFBEWAHREN frei")
    assert [each for each in said if each not in text] == []
    with house.gateway.database.engine.begin() as connection:
        connection.exec_driver_sql("update persons set language = 'en' where id = '9001'")
    house.answers(SABINE, new, "FILE")
    said = ("auto → voucher", "Ausweis.jpg: short", "LEGAL HOLD", "RETAIN free")
    assert [each for each in said if each not in said_to(house, SABINE)] == []


def test_the_file_of_an_erased_ticket_says_nothing_else_than_what_was_done(house: House) -> None:
    with_files(house)
    new = house.last_to(SABINE)
    house.answers(SABINE, new, "AUFBEWAHREN Vorgang\nAUFBEWAHREN kurz: Ausweis\nSPERREN: Klage")
    house.answers(SABINE, new, "AUFBEWAHREN frei", auth="pass")
    house.later(hours=1)
    with house.gateway.database.read() as connection:
        going = erasing.look(connection, 1001, house.now)
    assert going is not None
    erasing.erase(
        house.gateway.database,
        house.gateway.sandbox,
        (going,),
        Hand(COMPANY, house.gateway.plan.zone, house.now),
    )
    house.writes(SABINE, "AKTE T-1001", subject="")
    text = said_to(house, SABINE)
    said = ("automatisch → Vorgang", "SPERREN", "AUFBEWAHREN frei")
    assert [each for each in said if each not in text] == []
    assert ": automatisch" not in text
    assert ": kurz" not in text


class Stopping:
    """A parser whose workers are gone, as while the program ends."""

    def parse(self, octets: bytes) -> ParsedMail:
        raise NoWorker("the program ends")


def test_a_file_that_cannot_be_looked_for_stays_and_nothing_says_that_it_is_gone(house: House) -> None:
    with_files(house)
    house.answers(SABINE, house.last_to(SABINE), "AUFBEWAHREN kurz: Ausweis\nERLEDIGT")
    house.now = house.now.replace(year=2027, month=1, day=2)
    with house.gateway.database.read() as connection:
        (over,) = file_retention.over(connection, house.now.date())
    runs = RetentionRuns(house.gateway.database, cast(Sandbox, Stopping()), COMPANY, house.gateway.plan.zone)
    said = len(house.entries(1001))
    files = frozenset({(over.arrival, over.file)})
    assert runs.carry_out(2027, house.now, only=frozenset(), files=files).files == ()
    assert (holding(house, CARD), len(house.entries(1001))) == (2, said)
    with house.gateway.database.read() as connection:
        assert file_retention.over(connection, house.now.date()) == (over,)
