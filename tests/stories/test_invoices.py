"""M37: a firm's invoice reaches the office and its accounting octet by octet, and nobody else."""

import hashlib
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import select

from hauspost.desk.model import EntryKind
from hauspost.store import schema
from tests.golden_mails import check_golden
from tests.house import ANNA, BORDER, HOUSE, SABINE, House, secret_of, text_of
from tests.papers import agb, paper, zugferd

MEIER = "auftrag@heizung-meier.example"
DORN = "buero@dorn-sanitaer.example"
ACCOUNTING = "rechnung@hv-sonnenschein.example"
PETERSEN = "dr.petersen@kanzlei.example"
BILLED = "Anbei unsere Rechnung. Zahlbar 14 Tage."


def words(house: House, address: str) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def files(house: House, address: str) -> dict[str, str]:
    """Name and digest of every file of the last mail."""
    found = house.last_to(address).message.iter_attachments()
    return {str(f.get_filename()): hashlib.sha256(f.get_content()).hexdigest() for f in found}


def digests(papers: dict[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(octets).hexdigest() for name, octets in papers.items()}


def bills(
    house: House,
    papers: dict[str, bytes],
    words: str = BILLED,
    *,
    subject: str = "Rechnung RE-4711",
    author: str = MEIER,
    to: str = "",
    auth: str = "pass",
) -> None:
    """A firm's own mail with files; without `to` to the secret address of its order."""
    mail = EmailMessage()
    mail["Authentication-Results"] = f"{BORDER}; dmarc={auth} header.from={author.partition('@')[2]}"
    mail["From"] = author
    mail["To"] = to or secret_of(house.last_to(MEIER))
    mail["Subject"] = subject
    mail["Message-ID"] = f"<bill-{next(house.numbers)}@{author.partition('@')[2]}>"
    mail.set_content(words)
    for name, octets in papers.items():
        mail.add_attachment(octets, maintype="application", subtype="pdf", filename=name)
    house.receives(mail.as_bytes(), mail_from=author, rcpt_to=str(mail["To"]))


def vouchers(house: House) -> list[Any]:
    table = schema.vouchers
    with house.gateway.database.read() as connection:
        return [
            (r.number, r.gross_cents, r.person, r.retention)
            for r in connection.execute(select(table).order_by(table.c.id))
        ]


@pytest.fixture
def ordered(house: House) -> House:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    house.answers(MEIER, house.last_to(MEIER), "zugesagt")
    return house


def test_an_invoice_goes_to_manager_and_accounting_as_it_came(ordered: House) -> None:
    house = ordered
    to_anna = len(house.mails_to(ANNA))
    papers = {"RE-4711.pdf": zugferd(), "AGB.pdf": agb()}
    bills(house, papers)
    for address in (SABINE, ACCOUNTING):
        assert house.kinds_to(address)[-1] == "invoice"
        assert files(house, address) == digests(papers)
        told = words(house, address)
        for said in (
            "Rechnung RE-4711 von Heizung Meier GmbH",
            "Auftrag A-1001-1",
            "Haus Lindenweg 12-14, WE03",
            "Rechnung an WEG Lindenweg 12-14",
            "Betrag 285,60 € brutto",
            "Grenze 300 € brutto",
        ):
            assert said in told
        assert "über der Grenze" not in told
    assert "Zahlbar 14 Tage" not in words(house, ACCOUNTING)
    assert vouchers(house) == [("RE-4711", 28560, "firm:H1", "voucher")]
    assert len(house.mails_to(ANNA)) == to_anna
    (entry,) = [e for e in house.entries(1001) if e.kind is EntryKind.INVOICE]
    assert entry.text == "RE-4711.pdf"  # the terms beside it are no invoice
    check_golden(house, "m37_invoice")


def test_an_invoice_above_the_limit_warns_both_and_asks_the_manager(ordered: House) -> None:
    bills(ordered, {"RE-4711.pdf": zugferd(gross="450.00")})
    assert "über der Grenze · bitte entscheiden" in words(ordered, SABINE)
    assert "150 € brutto mehr, als der Auftrag erlaubt" in words(ordered, SABINE)
    assert "Bitte warten Sie mit dem Zahlen" in words(ordered, ACCOUNTING)
    assert files(ordered, ACCOUNTING)
    ordered.answers(SABINE, ordered.last_to(SABINE), "JA")
    assert [o.limit for o in ordered.ticket().orders] == [45000]
    assert "Sabine Vogt hat den ganzen Betrag anerkannt" in words(ordered, ACCOUNTING)
    assert files(ordered, ACCOUNTING) == {}


def test_a_no_to_it_lets_the_accounting_wait_and_tells_the_firm_nothing(ordered: House) -> None:
    bills(ordered, {"RE-4711.pdf": zugferd(gross="450.00")})
    to_meier, asked = len(ordered.mails_to(MEIER)), ordered.last_to(SABINE)
    ordered.answers(SABINE, asked, "NEIN, das war so nicht vereinbart")
    assert [o.limit for o in ordered.ticket().orders] == [30000]
    told = words(ordered, ACCOUNTING)
    assert "nicht anerkannt; bitte vor dem Zahlen klären" in told
    assert "vereinbart" not in told
    assert len(ordered.mails_to(MEIER)) == to_meier
    sent = len(ordered.mails_to(ACCOUNTING))
    ordered.answers(SABINE, asked, "JA", client="iphone")
    assert len(ordered.mails_to(ACCOUNTING)) == sent


@pytest.mark.parametrize("half", ["Ja, aber nur 300 €", "Ja bis 400"])
def test_half_a_yes_to_it_does_nothing(ordered: House, half: str) -> None:
    bills(ordered, {"RE-4711.pdf": zugferd(gross="450.00")})
    sent = len(ordered.mails_to(ACCOUNTING))
    ordered.answers(SABINE, ordered.last_to(SABINE), half)
    assert [o.limit for o in ordered.ticket().orders] == [30000]
    assert len(ordered.mails_to(ACCOUNTING)) == sent


@pytest.mark.parametrize("again", ["octets", "number"])
def test_the_same_invoice_goes_nowhere_twice(ordered: House, again: str) -> None:
    bills(ordered, {"RE-4711.pdf": zugferd()})
    bills(ordered, {"kopie.pdf": zugferd(is_packed=again == "octets")}, "Zur Erinnerung, die Rechnung.")
    assert len(ordered.mails_to(ACCOUNTING)) == 1
    assert "kam schon" in words(ordered, SABINE)
    assert "geht nicht noch einmal" in words(ordered, SABINE)
    assert len(vouchers(ordered)) == 1


def test_the_same_number_of_another_firm_is_another_invoice(ordered: House) -> None:
    bills(ordered, {"RE-4711.pdf": zugferd()})
    ordered.writes(ANNA, "Der Abfluss in der Küche ist verstopft.", subject="Wasser")
    ordered.answers(SABINE, ordered.last_to(SABINE), "BEAUFTRAGEN Dorn max 300 €")
    bills(ordered, {"RE-4711.pdf": zugferd(gross="99.00")}, author=DORN, to=secret_of(ordered.last_to(DORN)))
    assert [v[2] for v in vouchers(ordered)] == ["firm:H1", "firm:S2"]


def test_a_plain_paper_is_passed_on_and_said_to_be_unread(ordered: House) -> None:
    bills(ordered, {"scan.pdf": paper("Rechnung")}, "Erledigt. Rechnung anbei.", subject="AW: Auftrag")
    told = words(ordered, ACCOUNTING)
    assert "nicht lesbar, bitte in der Datei nachsehen" in told
    assert "Keine elektronische Rechnung" in told
    assert [str(o.phase) for o in ordered.ticket().orders] == ["reported_done"]


def test_the_owner_who_is_billed_stands_in_the_order_and_beside_the_invoice(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    assert "RECHNUNG EIGENTÜMER" in words(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "RECHNUNG EIGENTÜMER\nBEAUFTRAGEN Meier max 300 €")
    assert "im Namen und für Rechnung von Klaus Petersen" in words(house, MEIER)
    bills(house, {"RE-4711.pdf": zugferd()})
    assert "Rechnung an Klaus Petersen" in words(house, ACCOUNTING)


def test_without_proof_nothing_is_passed_on_by_itself(ordered: House) -> None:
    bills(ordered, {"RE-4711.pdf": zugferd()}, to=HOUSE, subject="Rechnung [A-1001-1]", auth="none")
    assert ordered.mails_to(ACCOUNTING) == []
    assert ordered.kinds_to(SABINE)[-1] == "firm_report"
    ordered.answers(SABINE, ordered.last_to(SABINE), "AN BUCHHALTUNG")
    assert list(files(ordered, ACCOUNTING)) == ["RE-4711.pdf"]
    assert "Geht an die Buchhaltung" in words(ordered, SABINE)


@pytest.mark.parametrize("author", ["fremd@andere-firma.example", "chef@heizung-mayer.example"])
def test_an_invoice_from_nobody_we_know_is_held_and_passed_on_to_nobody(ordered: House, author: str) -> None:
    bills(ordered, {"RE-4711.pdf": zugferd()}, author=author)
    assert ordered.mails_to(ACCOUNTING) == []
    assert len(ordered.held()) == 1
    assert vouchers(ordered) == []


def test_an_invoice_without_an_order_goes_on_by_the_managers_word_alone(house: House) -> None:
    bills(house, {"RE-9.pdf": zugferd("RE-9")}, to=HOUSE, subject="Rechnung Wartung")
    assert house.mails_to(ACCOUNTING) == []
    assert "AN BUCHHALTUNG" in words(house, SABINE)
    new = house.last_to(SABINE)
    house.answers(SABINE, new, "AN BUCHHALTUNG")
    assert files(house, ACCOUNTING) == digests({"RE-9.pdf": zugferd("RE-9")})
    assert "Heizung Meier GmbH" in words(house, ACCOUNTING)
    house.answers(SABINE, new, "AN BUCHHALTUNG", client="iphone")
    assert "Das hat die Buchhaltung schon" in words(house, SABINE)
    assert len(house.mails_to(ACCOUNTING)) == 1


def test_without_a_paper_there_is_nothing_to_pass_on(ordered: House) -> None:
    ordered.answers(SABINE, ordered.last_to(SABINE), "AN BUCHHALTUNG")
    assert "keine Datei" in words(ordered, SABINE)


def test_a_firm_that_bills_an_order_that_was_taken_back_is_heard_and_ordered_nothing(ordered: House) -> None:
    order = ordered.last_to(MEIER)
    ordered.answers(SABINE, ordered.last_to(SABINE), "STORNIEREN")
    ordered.answers(MEIER, order, "zugesagt")
    assert [str(o.phase) for o in ordered.ticket().orders] == ["cancelled"]
    bills(ordered, {"RE-4711.pdf": zugferd()}, to=secret_of(order))
    assert ordered.mails_to(ACCOUNTING) == []
    assert [str(o.phase) for o in ordered.ticket().orders] == ["cancelled"]


def test_an_invoice_for_an_order_of_another_ticket_goes_with_that_orders_data(ordered: House) -> None:
    ordered.writes(ANNA, "In der Küche geht die Heizung auch nicht mehr richtig.", subject="Küche Heizung")
    second = ordered.tickets()[-1].number
    ordered.answers(SABINE, ordered.last_to(SABINE), "BEAUFTRAGEN Meier max 100 €")
    first = ordered.mails_to(MEIER)[0]
    papers = {"RE-9.pdf": zugferd("RE-9", "90.00")}
    bills(ordered, papers, f"A-{second}-1 Rechnung anbei", to=secret_of(first), subject="Rechnung RE-9")
    assert len(ordered.mails_to(ACCOUNTING)) == 1
    assert f"Auftrag A-{second}-1" in words(ordered, ACCOUNTING)
    assert "Grenze 100 € brutto" in words(ordered, ACCOUNTING)


def test_an_invoice_for_orders_of_two_tickets_is_passed_on_once(ordered: House) -> None:
    first = ordered.last_to(MEIER)
    ordered.writes(ANNA, "Im Keller tropft das Heizungsrohr.", subject="Heizung")
    ordered.answers(SABINE, ordered.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    before = len(ordered.mails_to(ACCOUNTING))
    both = "A-1001-1: Rechnung anbei.\nA-1002-1: Rechnung anbei."
    bills(ordered, {"RE-4711.pdf": zugferd("RE-4711", "150.00")}, both, to=secret_of(first))
    assert len(ordered.mails_to(ACCOUNTING)) == before + 1
    assert len(vouchers(ordered)) == 1
