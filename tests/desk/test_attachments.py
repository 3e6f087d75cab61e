"""Which files a mail may carry: a table by kind, and what of a mail's files passes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hauspost.desk import attachments
from hauspost.desk.attachments import MOST, Enclosed, File, carries
from hauspost.desk.channels import INTERNAL, Channel, Participant, ParticipantKind
from hauspost.desk.houses import GENERAL, PersonId, PropertyId
from hauspost.desk.model import Entry, EntryKind, Status, Ticket, TicketKind, Visibility
from hauspost.desk.notices import Carries, Circle, NoticeKind

NOON = datetime(2025, 10, 13, 10, 0, tzinfo=UTC)
ANNA, BOB, SABINE = PersonId("anna"), PersonId("bob"), PersonId("sabine")
ANNAS, BOBS = Channel.of_resident(ANNA), Channel.of_resident(BOB)


# ---- the table


def test_only_an_order_carries_copies_and_only_mails_to_managers_carry_originals() -> None:
    assert [k for k in NoticeKind if k.carries is Carries.COPIES] == [NoticeKind.ORDER]
    for kind in NoticeKind:
        if kind.carries is Carries.ORIGINALS:
            assert kind.circle is Circle.MANAGERS
        assert (kind.carries is Carries.VOUCHER) is (kind.circle is Circle.OFFICE)


@pytest.mark.parametrize("kind", NoticeKind)
def test_nobody_but_a_manager_ever_gets_an_original(kind: NoticeKind) -> None:
    assert carries(kind, is_manager=False) is not Carries.ORIGINALS


# An order brings copies; papers and notices are the house's own, by role: test_documents, test_house_notices.
TO_THE_HOUSE = (NoticeKind.ORDER, NoticeKind.DOCUMENTS, NoticeKind.HOUSE_NOTICE, NoticeKind.HOUSE_PAPER)


@pytest.mark.parametrize("kind", [k for k in NoticeKind if k.circle not in (Circle.MANAGERS, Circle.OFFICE)])
def test_a_resident_gets_no_file_whatever_it_is_about(kind: NoticeKind) -> None:
    if kind not in TO_THE_HOUSE:
        assert carries(kind, is_manager=False) is Carries.NOTHING


# ---- originals


def pdf(name: str = "Rechnung.pdf", octets: bytes = b"%PDF") -> File:
    return File(name, "application/pdf", octets)


def test_an_invoice_passes_octet_by_octet() -> None:
    assert attachments.originals([pdf()]) == Enclosed((pdf(),))


@pytest.mark.parametrize(
    "name, content_type",
    [
        ("tool.exe", "application/x-msdownload"),
        ("Rechnung.pdf", "application/x-msdownload"),
        ("Rechnung.pdf.exe", "application/pdf"),
        ("Rechnung.pdf.js", "text/plain"),
        ("Seite.html", "text/html"),
        ("Seite.pdf", "text/html"),
        ("Plan.svg", "image/svg+xml"),
        ("Bilder.zip", "application/zip"),
        ("Makro.docm", "application/vnd.ms-word.document.macroenabled.12"),
        ("Link.lnk", "application/octet-stream"),
        ("ohne", "application/pdf"),
        (".pdf", "application/pdf"),
        ("Weiter.eml", "message/rfc822"),
        ("", "application/pdf"),
    ],
)
def test_what_may_hold_a_program_is_named_and_stays_here(name: str, content_type: str) -> None:
    assert not attachments.may_pass(name, content_type)
    assert attachments.originals([File(name, content_type, b"x")]) == Enclosed(unsafe=(name,))


@pytest.mark.parametrize(
    "name, content_type",
    [
        ("IMG_1.JPG", "image/jpeg"),
        ("Rechnung.xml", "application/xml"),
        ("Angebot.docx", "application/zip"),  # some programs say so
        ("Film.mp4", "video/mp4"),
        ("Liste.csv", "text/csv"),
        ("Rechnung 3. Rate.pdf", "application/octet-stream"),
    ],
)
def test_what_offices_open_every_day_passes(name: str, content_type: str) -> None:
    assert attachments.may_pass(name, content_type)


def test_files_go_along_as_long_as_they_fit_and_the_others_are_named() -> None:
    first, large, last = pdf("a.pdf", b"x" * (MOST - 10)), pdf("b.pdf", b"x" * 11), pdf("c.pdf", b"x" * 10)
    assert attachments.originals([first, large, last]) == Enclosed((first, last), too_large=("b.pdf",))


# ---- copies


def test_copies_have_names_that_say_nothing() -> None:
    enclosed = attachments.copies([("image/jpeg", b"a"), ("image/png", b"b")])
    assert [(f.name, f.content_type, f.octets) for f in enclosed.files] == [
        ("bild-1.jpg", "image/jpeg", b"a"),
        ("bild-2.png", "image/png", b"b"),
    ]


def test_a_copy_that_does_not_fit_is_counted_with_those_that_do_not_exist() -> None:
    enclosed = attachments.copies([("image/jpeg", b"x" * MOST), ("image/jpeg", b"y")], unshown=1)
    assert ([f.name for f in enclosed.files], enclosed.unshown) == (["bild-1.jpg"], 2)


@pytest.mark.parametrize(
    "content_type, size, is_photo",
    [
        ("image/jpeg", 2_000_000, True),
        ("image/heic", 10_000, True),
        ("image/png", 9_999, False),
        ("application/pdf", 90_000, False),
        ("image/svg+xml", 90_000, False),  # a program that draws
    ],
)
def test_a_tiny_picture_is_no_photo(content_type: str, size: int, is_photo: bool) -> None:
    assert attachments.may_be_photo(content_type, size) is is_photo


@pytest.mark.parametrize(
    "size, sides, is_inline, seen, is_logo",
    [
        (40_000, (600, 119), False, False, True),  # a banner
        (40_000, (600, 120), False, False, False),
        (40_000, (600, 200), True, True, True),  # the same banner in every mail
        (40_000, (600, 200), True, False, False),  # nobody has seen it yet
        (40_000, (600, 200), False, True, False),  # attached again on purpose
        (900_000, (1600, 1200), True, True, False),  # a photo shown in the text, sent twice
    ],
)
def test_the_ornament_of_a_signature_is_told_from_a_photo(
    size: int, sides: tuple[int, int], is_inline: bool, seen: bool, is_logo: bool
) -> None:
    assert attachments.is_logo(size, sides, is_inline=is_inline, was_seen_before=seen) is is_logo


# ---- in which mails they came

TICKET = Ticket(
    1042,
    PropertyId("LW12"),
    TicketKind.MATTER,
    Status.OPEN,
    GENERAL,
    Visibility.PRIVATE,
    "Heizung",
    seq=1,
    opened_at=NOON,
    changed_at=NOON,
    reporter=ANNA,
    participants=(
        Participant(ANNA, ANNAS),
        Participant(BOB, BOBS, ParticipantKind.FOLLOWER),
        Participant(PersonId("firm:meier"), Channel.parse("order:1"), ParticipantKind.ASKED),
    ),
)


def entry(arrival: int, channel: Channel, kind: EntryKind, author: str, *files: str) -> Entry:
    facts: dict[str, object] = {"attachments": list(files)}
    return Entry(arrival, channel, kind, PersonId(author), author, NOON, facts=facts, arrival=arrival)


def test_the_report_is_how_the_ticket_began_and_what_its_reporter_added() -> None:
    entries = (
        entry(1, ANNAS, EntryKind.OPENED, "anna", "a.jpg"),
        entry(2, ANNAS, EntryKind.MESSAGE, "anna"),
        entry(3, ANNAS, EntryKind.MESSAGE, "anna", "b.jpg"),
        entry(4, ANNAS, EntryKind.MESSAGE, "sabine", "office.jpg"),
        entry(5, BOBS, EntryKind.MESSAGE, "bob", "bob.jpg"),
        entry(6, INTERNAL, EntryKind.NOTE, "sabine", "note.jpg"),
        entry(7, Channel.parse("order:1"), EntryKind.MESSAGE, "firm:meier", "invoice.pdf"),
        replace(entry(8, ANNAS, EntryKind.STATUS, "anna", "c.jpg"), arrival=None),
    )
    assert attachments.report_arrivals(TICKET, entries) == (1, 3)


def test_an_office_ticket_is_its_own_report() -> None:
    entries = (entry(1, INTERNAL, EntryKind.OPENED, "sabine", "plan.png"),)
    assert attachments.report_arrivals(replace(TICKET, participants=(), reporter=None), entries) == (1,)


def test_an_anonymous_report_gives_nothing_away() -> None:
    hidden = replace(TICKET, participants=(Participant(ANNA, ANNAS, hidden=True),))
    entries = (entry(1, ANNAS, EntryKind.OPENED, "anna", "a.jpg"),)
    assert attachments.report_arrivals(hidden, entries) == ()


def test_a_ticket_handed_over_shows_the_mail_that_opened_it() -> None:
    entries = (
        entry(4, ANNAS, EntryKind.OPENED, "anna", "a.jpg"),
        entry(9, ANNAS, EntryKind.MESSAGE, "anna", "b.jpg"),
    )
    assert attachments.opening_arrival(entries) == 4
    assert attachments.opening_arrival(entries[1:]) is None


def test_copies_that_do_not_fit_on_paper_are_counted() -> None:
    enclosed = attachments.copies([("image/jpeg", b"x" * 10)] * 4, unshown=1)
    shown = attachments.fitting(enclosed, 25)
    assert ([f.name for f in shown.files], shown.unshown) == (["bild-1.jpg", "bild-2.jpg"], 3)
