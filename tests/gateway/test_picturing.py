"""From a photo in a mail to the copy in an order: made outside the decision, once, waited for, never the original."""

import hashlib
import io
import random
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest
from PIL import ExifTags, Image

from hauspost.desk.attachments import MOST
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_firms import OrderGiven
from hauspost.desk.notices_to_managers import FirmReported, NewTicket, PersonWrote
from hauspost.desk.notices_to_people import Acknowledged
from hauspost.gateway.dispatch import Dispatch
from hauspost.gateway.enclosing import Enclosing
from hauspost.gateway.parser_process import BOMB
from hauspost.gateway.picturing import Picturing
from hauspost.gateway.sandbox import NoWorker, Sandbox
from hauspost.outbound.compose import Sender
from hauspost.store import arrivals, octets, pictures, schema
from tests.relay import ListeningRelay, Taken, eventually, listening_relay, relay_factory
from tests.wayout import ANNA, BERLIN, COMPANY, GRAMMAR, HASTY, NOON, SABINE, House, open_database

FIRM = "auftrag@heizung-meier.example"
CANARY = "Kanarienvogel 52.5200 13.4050"
ORDER = OrderGiven(
    tag="A-1001-1", kind="order", text="Heizkörper im Bad entlüften", place="Haus 12, 3. OG links"
)


def photo(colour: str = "teal", *, size: tuple[int, int] = (900, 600), words: str = CANARY) -> bytes:
    """As a phone takes it: with its maker, its place, a thumbnail's worth of words."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = words
    exif[ExifTags.Base.Artist] = words
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSProcessingMethod] = words.encode()
    noise = Image.frombytes("L", size, random.Random(colour).randbytes(size[0] * size[1])).convert("RGB")
    out = io.BytesIO()
    Image.blend(noise, Image.new("RGB", size, colour), 0.8).save(
        out, "JPEG", exif=exif, comment=words.encode()
    )
    return out.getvalue()


def logo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (90, 40), "red").save(out, "PNG")
    return out.getvalue()


class Firm:
    """The small house, with a firm that has an order in Anna's ticket, and the threads' work done by hand."""

    def __init__(self, house: House, relay: ListeningRelay, sandbox: Sandbox) -> None:
        self.house, self.relay = house, relay
        self.picturing = Picturing(house.database, sandbox, house.clock, lambda: self.dispatch.wake())
        self.enclosing = Enclosing(house.database, self.picturing, sandbox, house.clock, GRAMMAR)
        self.dispatch = Dispatch(
            house.database,
            relay_factory(relay.url, patience=HASTY),
            grammar=GRAMMAR,
            company=COMPANY,
            policy_of=house.policy_of,
            sender=Sender(),
            zone=BERLIN,
            clock=house.clock,
            enclose=self.enclosing,
        )
        house.dispatches.append(self.dispatch)
        house.insert(
            schema.persons, {"id": "firm:meier", "last_name": "Meier", "language": "de", "phones": []}
        )
        house.insert(schema.addresses, {"address": FIRM, "person": "firm:meier", "rank": 0})
        house.insert(schema.role_assignments, {"person": "firm:meier", "property": "*", "role": "contractor"})
        member = {"person": "firm:meier", "channel": "order:1", "kind": "asked", "hidden": False}
        house.insert(schema.participants, member | {"ticket": house.ticket})
        self.seq = 1

    def reports(self, *files: tuple[str, str, bytes], kind: str = "opened", inline: bool = False) -> int:
        """Anna's mail with these files, decided."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = ANNA, "lindenweg12@tickets.example", "Heizung"
        mail["Message-ID"] = f"<{self.seq}@post.example>"
        mail.set_content("Die Heizung ist kalt.")
        for name, content_type, content in files:
            maintype, _, subtype = content_type.partition("/")
            more: dict[str, Any] = {"cid": f"<{name}@post.example>"} if inline else {}
            how = "inline" if inline else "attachment"
            mail.add_attachment(content, maintype, subtype, filename=name, disposition=how, **more)
        arrival = self.arrives(mail.as_bytes())
        row = {"ticket": self.house.ticket, "seq": self.seq, "channel": "resident:anna", "kind": kind}
        facts = {"attachments": [name for name, _, _ in files]}
        who = {"author": "anna", "author_name": "Anna Berger", "at": self.house.now}
        self.house.insert(schema.entries, row | who | {"facts": facts, "arrival": arrival})
        self.seq += 1
        return arrival

    def arrives(self, raw: bytes) -> int:
        new = arrivals.NewArrival("lindenweg12@tickets.example", ANNA, "smtp", "x", self.house.now)
        (number,) = self.house.database.write(lambda c: arrivals.accept(c, octets.pack(raw), (new,)))
        return number

    def is_ordered(self, facts: OrderGiven = ORDER) -> int:
        return self.house.owes(
            facts, to=FIRM, persons=("firm:meier",), channel="order:1", kind=NoticeKind.ORDER
        )

    def sends(self) -> dict[str, int]:
        return self.dispatch.drain()

    def last(self) -> Taken:
        return self.relay.mails[-1]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(1) as pool:
        yield pool


@pytest.fixture
def firm(sqlite_url: str, sandbox: Sandbox) -> Iterator[Firm]:
    house = House(open_database(sqlite_url)).furnish()
    with listening_relay() as relay:
        yield Firm(house, relay, sandbox)
        house.close()


def files_of(mail: Taken) -> list[tuple[str, str, bytes]]:
    parts = mail.message.iter_attachments()
    return [(str(p.get_filename()), p.get_content_type(), p.get_content()) for p in parts]


def names(mail: Taken) -> list[str]:
    return [name for name, _, _ in files_of(mail)]


# ---- copies are made


def test_each_photo_gets_one_copy_however_often_it_is_asked_for(firm: Firm) -> None:
    arrival = firm.reports(("IMG_1.jpg", "image/jpeg", photo()), ("IMG_2.jpg", "image/jpeg", photo("red")))
    again = firm.reports(("IMG_1 (2).jpg", "image/jpeg", photo()), kind="message")
    assert [firm.picturing.make(a) for a in (arrival, arrival, again)] == [2, 0, 0]
    source = hashlib.sha256(photo()).hexdigest()
    with firm.house.database.read() as connection:
        kept = pictures.copies(connection, [source, "0" * 64])[source]
        copy = octets.load(connection, kept.digest)
    assert (kept.content_type, kept.width, kept.height, kept.note, kept.made_at) == (
        "image/jpeg",
        900,
        600,
        "",
        NOON,
    )
    assert copy.startswith(b"\xff\xd8\xff")
    assert hashlib.sha256(copy).hexdigest() == kept.digest
    assert CANARY.encode() not in copy


def test_logos_and_papers_get_no_copy(firm: Firm) -> None:
    arrival = firm.reports(
        ("logo.png", "image/png", logo()), ("Brief.pdf", "application/pdf", b"%PDF" + bytes(20_000))
    )
    assert firm.picturing.make(arrival) == 0


def test_what_is_no_picture_is_remembered_as_such_and_not_tried_again(firm: Firm) -> None:
    broken = photo()[:20_000]
    arrival = firm.reports(("IMG_1.jpg", "image/jpeg", broken))
    assert [firm.picturing.make(arrival), firm.picturing.make(arrival)] == [1, 0]
    (row,) = firm.house.rows(schema.pictures)
    assert (row.digest, row.note) == ("", "unreadable")


def test_a_picture_that_kills_its_worker_fails_alone(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BOMB, "kill:bomb-in-the-picture")
    with Sandbox(1) as pool:
        picturing = Picturing(firm.house.database, pool, firm.house.clock, lambda: None)
        bomb = photo() + b"bomb-in-the-picture"
        assert (
            picturing.make(firm.reports(("a.jpg", "image/jpeg", bomb), ("b.jpg", "image/jpeg", photo("red"))))
            == 2
        )
    notes = {row.note for row in firm.house.rows(schema.pictures)}
    assert notes == {"", "the worker was killed by signal 9"}


def test_a_closed_sandbox_is_no_fault_of_the_picture(firm: Firm) -> None:
    arrival = firm.reports(("IMG_1.jpg", "image/jpeg", photo()))
    pool = Sandbox(1)
    pool.close()
    with pytest.raises(NoWorker):
        Picturing(firm.house.database, pool, firm.house.clock, lambda: None).make(arrival)
    assert firm.house.rows(schema.pictures) == []


def test_the_thread_makes_what_is_wanted_and_says_so(firm: Firm, sandbox: Sandbox) -> None:
    made: list[int] = []
    picturing = Picturing(firm.house.database, sandbox, firm.house.clock, lambda: made.append(1))
    arrival = firm.reports(("IMG_1.jpg", "image/jpeg", photo()))
    picturing.start()
    picturing.wants(9_999)  # an arrival that does not exist troubles nobody
    picturing.wants(arrival)
    eventually(lambda: len(made) == 2)
    picturing.stop(5.0)
    assert len(firm.house.rows(schema.pictures)) == 1


# ---- an order carries them


def test_an_order_carries_the_copies_under_neutral_names_and_nothing_of_the_originals(firm: Firm) -> None:
    firm.reports(
        ("IMG_4711_Wohnung_Berger.jpg", "image/jpeg", photo()),
        ("Mietvertrag.pdf", "application/pdf", b"%PDF" + bytes(20_000)),
        ("logo.png", "image/png", logo()),
    )
    firm.reports(("noch-eins.png", "image/jpeg", photo("red")), kind="message")
    firm.is_ordered(replace(ORDER, pictures=("IMG_4711_Wohnung_Berger.jpg",)))
    assert firm.sends() == {"waiting": 1}
    assert firm.picturing.drain() == 2
    assert firm.sends() == {"formed": 1, "sent": 1}
    assert names(firm.last()) == ["bild-1.jpg", "bild-2.jpg"]
    for _, content_type, content in files_of(firm.last()):
        assert (content_type, content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
        assert CANARY.encode() not in content
        assert content not in (photo(), photo("red"))
    for told in (b"IMG_4711", b"Berger", b"Mietvertrag", b"logo.png", b"noch-eins", CANARY.encode()):
        assert told not in firm.last().octets


def test_an_order_waits_for_copies_and_nothing_else_waits_for_the_order(firm: Firm) -> None:
    firm.reports(("IMG_1.jpg", "image/jpeg", photo()))
    firm.is_ordered()
    firm.house.owes(Acknowledged(NOON))
    counts = firm.sends()
    assert (counts["formed"], counts["sent"]) == (1, 1)
    assert firm.last().rcpt_to == ANNA
    firm.picturing.drain()
    firm.sends()
    assert (firm.last().rcpt_to, names(firm.last())) == (FIRM, ["bild-1.jpg"])


def test_after_two_minutes_an_order_goes_without_its_pictures_and_says_so(firm: Firm) -> None:
    firm.reports(("IMG_1.jpg", "image/jpeg", photo()))
    firm.is_ordered()
    assert "sent" not in firm.sends()
    firm.house.passes(seconds=119)
    assert "sent" not in firm.sends()
    firm.house.passes(seconds=1)
    assert firm.sends()["sent"] == 1
    assert names(firm.last()) == []
    assert "Ein weiteres Bild gibt es" in str(firm.last().message.get_body(("plain",)))


def test_what_a_crash_forgot_is_asked_for_again_by_the_order(firm: Firm) -> None:
    """The decision is durable, the queue of wanted copies is not."""
    firm.reports(("IMG_1.jpg", "image/jpeg", photo()))
    firm.house.passes(hours=1)
    firm.is_ordered()
    firm.sends()
    assert firm.picturing.drain() >= 1
    firm.sends()
    assert names(firm.last()) == ["bild-1.jpg"]


def test_with_all_threads_running_the_order_leaves_as_soon_as_its_copies_are_made(firm: Firm) -> None:
    firm.reports(("IMG_1.jpg", "image/jpeg", photo()), ("IMG_2.jpg", "image/jpeg", photo("red")))
    firm.is_ordered()
    firm.picturing.start()
    firm.dispatch.start()
    eventually(lambda: firm.relay.mails)
    firm.picturing.stop(5.0)
    assert names(firm.last()) == ["bild-1.jpg", "bild-2.jpg"]


def test_an_order_whose_picture_is_none_goes_at_once(firm: Firm) -> None:
    firm.reports(("IMG_1.jpg", "image/jpeg", photo()[:20_000]), ("IMG_2.jpg", "image/jpeg", photo()))
    firm.is_ordered()
    firm.sends()
    firm.picturing.drain()
    firm.sends()
    assert names(firm.last()) == ["bild-1.jpg"]
    assert "Ein weiteres Bild gibt es" in str(firm.last().message.get_body(("plain",)))


def test_the_ornament_of_a_signature_is_no_picture_of_the_damage(firm: Firm) -> None:
    banner = photo("navy", size=(600, 110))
    firm.reports(("banner.jpg", "image/jpeg", banner), inline=True)
    firm.is_ordered()
    firm.sends()
    firm.picturing.drain()
    firm.sends()
    assert names(firm.last()) == []
    assert "Bild" not in str(firm.last().message.get_body(("plain",)))


def test_a_picture_that_every_mail_shows_in_its_text_counts_once_at_most(firm: Firm) -> None:
    banner = photo("navy", size=(400, 200))
    assert 10_000 < len(banner) < 100_000
    firm.picturing.make(firm.arrives(_mail_with(banner)))  # some earlier mail
    firm.house.passes(days=1)
    firm.reports(("banner.jpg", "image/jpeg", banner), inline=True)
    firm.is_ordered()
    firm.sends()
    assert names(firm.last()) == []


def _mail_with(content: bytes) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = ANNA, "Früher"
    mail.set_content("Guten Tag")
    mail.add_attachment(
        content, "image", "jpeg", filename="banner.jpg", disposition="inline", cid="<b@post.example>"
    )
    return mail.as_bytes()


# ---- managers get originals


INVOICE = b"%PDF-1.7\r\n" + bytes(range(256)) * 100


def _new_ticket(*files: str) -> NewTicket:
    return NewTicket("Die Heizung ist kalt.", NOON, "Anna Berger", attachments=files)


def _tells_sabine(firm: Firm, facts: Any, kind: NoticeKind, **more: Any) -> Taken:
    firm.house.owes(facts, to=SABINE, persons=("sabine",), kind=kind, **more)
    assert firm.sends()["sent"] == 1
    return firm.last()


def test_a_new_ticket_brings_the_managers_the_very_files(firm: Firm) -> None:
    files = (("Übersicht.jpg", "image/jpeg", photo()), ("Rechnung.pdf", "application/pdf", INVOICE))
    arrival = firm.reports(*files)
    mail = _tells_sabine(
        firm, _new_ticket("Übersicht.jpg", "Rechnung.pdf"), NoticeKind.NEW_TICKET, arrival=arrival
    )
    assert files_of(mail) == list(files)


def test_a_ticket_handed_over_later_brings_the_files_of_the_report(firm: Firm) -> None:
    firm.reports(("Übersicht.jpg", "image/jpeg", photo()))
    command = firm.arrives(_mail_with(b"\xff\xd8\xff other"))
    mail = _tells_sabine(firm, _new_ticket("Übersicht.jpg"), NoticeKind.NEW_TICKET, arrival=command)
    assert names(mail) == ["Übersicht.jpg"]


def test_words_added_later_bring_their_own_files(firm: Firm) -> None:
    firm.reports(("a.jpg", "image/jpeg", photo()))
    later = firm.reports(("b.jpg", "image/jpeg", photo("red")), kind="message")
    wrote = PersonWrote("So sieht es aus.", "Anna Berger", attachments=("b.jpg",))
    assert names(_tells_sabine(firm, wrote, NoticeKind.PERSON_WROTE, arrival=later)) == ["b.jpg"]


def test_a_firms_invoice_arrives_as_it_was_written(firm: Firm) -> None:
    arrival = firm.reports(("Rechnung 4711.pdf", "application/pdf", INVOICE))
    report = FirmReported(
        "A-1001-1", "Heizung Meier", "Erledigt, Rechnung anbei.", attachments=("Rechnung 4711.pdf",)
    )
    mail = _tells_sabine(firm, report, NoticeKind.FIRM_REPORT, arrival=arrival, channel="order:1")
    assert files_of(mail) == [("Rechnung 4711.pdf", "application/pdf", INVOICE)]


def test_too_much_and_too_dangerous_is_named_and_stays(firm: Firm) -> None:
    arrival = firm.reports(
        ("Film.mp4", "video/mp4", bytes(MOST + 1)),
        ("tool.exe", "application/pdf", b"MZ" + bytes(200)),
        ("a.txt", "text/plain", b"x"),
    )
    mail = _tells_sabine(
        firm, _new_ticket("Film.mp4", "tool.exe", "a.txt"), NoticeKind.NEW_TICKET, arrival=arrival
    )
    assert names(mail) == ["a.txt"]
    text = " ".join(str(mail.message.get_body(("plain",)).get_content()).split())  # type: ignore[union-attr]
    assert "weil zu groß: Film.mp4" in text
    assert "Programme enthalten können: tool.exe" in text


def test_a_mail_whose_octets_are_gone_brings_the_words_all_the_same(firm: Firm) -> None:
    mail = _tells_sabine(firm, _new_ticket("a.jpg"), NoticeKind.NEW_TICKET, arrival=9_999)
    assert names(mail) == []
    assert "a.jpg" in str(mail.message.get_body(("plain",)))


def test_a_resident_gets_no_file(firm: Firm) -> None:
    arrival = firm.reports(("a.jpg", "image/jpeg", photo()))
    firm.picturing.make(arrival)
    firm.house.owes(Acknowledged(NOON, attachments=1), arrival=arrival)
    firm.sends()
    assert (firm.last().rcpt_to, names(firm.last())) == (ANNA, [])
