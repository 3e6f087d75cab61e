"""What a manager opens for somebody runs as that person's own mail would: proposed, vetoed, or ordered at once."""

from tests.house import ANNA, HANSEN, HARBOUR, KRAUSE, SABINE, House, text_of

MEIER = "auftrag@heizung-meier.example"
WOLF = "info@sanitaer-wolf.example"


def forwarded(name: str, address: str, subject: str, words: str) -> str:
    return (
        f"bitte anlegen, Kanarienvogel\n\nVon: {name} <{address}>\nGesendet: Dienstag, 14. Oktober 2025 07:55\n"
        f"An: Info Hausverwaltung Sonnenschein\nBetreff: {subject}\n\n{words}\n"
    )


ATTACHED = """\
From: Sabine Vogt <{by}>
To: {house}
Subject: WG: Wasserhahn
Date: Tue, 14 Oct 2025 08:00:00 +0200
Message-ID: <attached.1@hv-sonnenschein.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

bitte anlegen, Kanarienvogel
--b
Content-Type: message/rfc822

From: Ole Hansen <{author}>
To: info@hv-sonnenschein.example
Subject: Wasser
Date: Tue, 14 Oct 2025 07:55:00 +0200
Content-Type: text/plain; charset=utf-8

Guten Tag, in der Kueche tropft das Wasserrohr.
--b--
"""


def test_a_mail_attached_whole_is_opened_for_the_person_who_wrote_it(house: House) -> None:
    octets = ATTACHED.format(by=SABINE, house=HARBOUR, author=HANSEN).replace("\n", "\r\n").encode()
    house.receives(octets, mail_from=SABINE, rcpt_to=HARBOUR)
    assert house.kinds_to(HANSEN) == ["acknowledgement"]
    assert "Kanarienvogel" not in text_of(house.last_to(HANSEN))
    house.later(minutes=31)
    assert "tropft das Wasserrohr" in text_of(house.last_to(WOLF))


def test_a_phone_note_carries_the_proposal_of_its_rule(house: House) -> None:
    house.writes(
        SABINE, "FÜR WE03\nDer Heizkörper im Bad wird nicht warm. Bin ab 16 Uhr zuhause.", subject="Anruf"
    )
    assert house.kinds_to(SABINE) == ["transcript"]
    receipt = " ".join(text_of(house.last_to(SABINE)).replace("\u00a0", " ").split())
    assert "Vorschlag: Heizung Meier GmbH, bis 300 € brutto" in receipt
    house.answers(SABINE, house.last_to(SABINE), "OK")
    assert house.kinds_to(MEIER) == ["order"]
    order = text_of(house.last_to(MEIER))
    assert "Der Heizkörper im Bad wird nicht warm." in order
    assert "ab 16 Uhr" in order
    assert "Berger" in order
    assert house.kinds_to(ANNA) == ["acknowledgement", "status"]


def test_no_under_a_phone_note_orders_nothing(house: House) -> None:
    house.writes(SABINE, "FÜR WE03\nDer Heizkörper im Bad wird nicht warm.", subject="Anruf")
    house.answers(SABINE, house.last_to(SABINE), "NEIN")
    assert house.kinds_to(MEIER) == []
    assert str(house.ticket().status) == "OPEN"


def test_a_forwarded_mail_waits_for_a_veto_and_orders_with_its_author_s_words(house: House) -> None:
    words = "Guten Tag, in der Küche tropft das Wasserrohr."
    house.writes(SABINE, forwarded("Ole Hansen", HANSEN, "Wasser", words), to=HARBOUR, subject="WG: Wasser")
    assert house.kinds_to(SABINE) == ["transcript"]
    assert "STOPP" in text_of(house.last_to(SABINE))
    house.later(minutes=31)
    assert house.kinds_to(WOLF) == ["order"]
    assert "Kanarienvogel" not in text_of(house.last_to(WOLF))
    assert house.kinds_to(HANSEN) == ["acknowledgement", "status"]


def test_stop_under_a_forwarded_mail_s_receipt_holds_the_rule(house: House) -> None:
    words = "Guten Tag, in der Küche tropft das Wasserrohr."
    house.writes(SABINE, forwarded("Ole Hansen", HANSEN, "Wasser", words), to=HARBOUR, subject="WG: Wasser")
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    house.later(hours=3)
    assert house.kinds_to(WOLF) == []


def test_a_rule_that_orders_by_itself_does_so_for_a_forwarded_mail(house: House) -> None:
    words = "Im Treppenhaus Haus 12 brennt eine Lampe nicht."
    house.writes(SABINE, forwarded("Anna Berger", ANNA, "Licht", words), subject="WG: Licht")
    assert house.kinds_to(KRAUSE) == ["order"]
    assert str(house.ticket().status) == "RELEASED"
    assert house.kinds_to(ANNA) == ["acknowledgement", "status"]
    assert house.kinds_to(SABINE) == ["transcript"]
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    assert house.kinds_to(KRAUSE) == ["order", "order_cancelled"]


def test_a_letter_to_somebody_reports_nothing_and_proposes_nothing(house: House) -> None:
    house.writes(SABINE, "AN WE03: Am Donnerstag wird die Heizung abgelesen.", subject="Heizung")
    assert "Vorschlag" not in text_of(house.last_to(SABINE))


def test_another_category_brings_its_own_rule_s_proposal(house: House) -> None:
    house.writes(ANNA, "Im Bad ist es komisch.", subject="Frage")
    house.answers(SABINE, house.last_to(SABINE), "KATEGORIE Heizung")
    receipt = text_of(house.last_to(SABINE)).replace("\u00a0", " ")
    assert "Heizung Meier GmbH" in receipt
    assert house.kinds_to(MEIER) == []
    house.answers(SABINE, house.last_to(SABINE), "OK")
    assert house.kinds_to(MEIER) == ["order"]
    house.later(hours=3)
    assert house.kinds_to(MEIER) == ["order"]


def test_what_would_be_ordered_by_itself_is_only_proposed_to_a_hand_that_chose_the_category(
    house: House,
) -> None:
    house.writes(HANSEN, "In der Küche ist etwas.", to=HARBOUR, subject="Frage")
    house.answers(SABINE, house.last_to(SABINE), "KATEGORIE Wasser")
    house.later(hours=3)
    assert house.kinds_to(WOLF) == []
    house.answers(SABINE, house.last_to(SABINE), "OK")
    assert house.kinds_to(WOLF) == ["order"]


def test_nothing_is_proposed_where_an_order_runs_or_a_hand_has_stopped_a_rule(house: House) -> None:
    house.writes(ANNA, "Im Bad ist es komisch.", subject="Frage")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Wolf\nKATEGORIE Heizung")
    assert "VORSCHLAG" not in text_of(house.last_to(SABINE))
    house.writes(HANSEN, "In der Küche tropft das Wasserrohr.", to=HARBOUR, subject="Wasser")
    house.answers(SABINE, house.last_to(SABINE), "STOPP")
    house.answers(SABINE, house.last_to(SABINE), "KATEGORIE Heizung")
    assert "VORSCHLAG" not in text_of(house.last_to(SABINE))


def test_a_proposal_for_a_category_that_was_taken_back_is_not_carried_out(house: House) -> None:
    house.writes(ANNA, "Im Bad ist es komisch.", subject="Frage")
    house.answers(SABINE, house.last_to(SABINE), "KATEGORIE Heizung")
    proposal = house.last_to(SABINE)
    house.answers(SABINE, proposal, "RÜCKGÄNGIG")
    assert house.ticket().category == "general"
    house.answers(SABINE, proposal, "OK")
    assert house.kinds_to(MEIER) == []
