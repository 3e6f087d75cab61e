"""A photo's way through the house: whole to the managers, as bare pixels to whoever is to repair what it shows."""

import base64
import io
import random
from email.message import EmailMessage
from email.utils import format_datetime

import pytest
from PIL import ExifTags, Image

from hauspost.desk.model import Status
from tests.house import ANNA, BORDER, HOUSE, KRAUSE, SABINE, TIM, YILDIZ, House, secret_of
from tests.relay import Taken
from tests.winmail import File, Message, written

MEIER = "auftrag@heizung-meier.example"
OFFICE = (SABINE, TIM)
ACCOUNTING = "rechnung@hv-sonnenschein.example"
CANARIES = (
    "Kanari-Kamera-4711",
    "Kanari-Ort-52.5200-13.4050",
    "Kanari-Kommentar",
    "Kanari-XMP",
    "Kanari-Vorschau",
    "Kanari-Dateiname",
    "Kanari-Message-ID",
)
INVOICE = b"%PDF-1.7\r\n" + bytes(range(256)) * 80


def photo() -> bytes:
    camera, place, comment, xmp, thumbnail = (word.encode() for word in CANARIES[:5])
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = camera.decode()
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSProcessingMethod] = place
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.MakerNote] = thumbnail
    noise = Image.frombytes("L", (1200, 800), random.Random(1).randbytes(1200 * 800)).convert("RGB")
    out = io.BytesIO()
    image = Image.blend(noise, Image.new("RGB", noise.size, "teal"), 0.9)
    image.save(out, "JPEG", exif=exif, comment=comment, xmp=xmp)
    return out.getvalue()


def sends(
    house: House,
    author: str,
    words: str,
    *files: tuple[str, str, bytes],
    to: str = HOUSE,
    subject: str = "Heizung",
) -> None:
    mail = EmailMessage()
    mail["Authentication-Results"] = f"{BORDER}; dmarc=pass header.from={author.partition('@')[2]}"
    mail["From"], mail["To"], mail["Subject"] = author, to, subject
    mail["Date"] = format_datetime(house.now)
    mail["Message-ID"] = f"<Kanari-Message-ID-{next(house.numbers)}@{author.partition('@')[2]}>"
    mail.set_content(words)
    for name, content_type, content in files:
        maintype, _, subtype = content_type.partition("/")
        mail.add_attachment(content, maintype, subtype, filename=name)
    house.receives(mail.as_bytes(), mail_from=author, rcpt_to=to)


def files_of(mail: Taken) -> list[tuple[str, bytes]]:
    return [(str(p.get_filename()), p.get_content()) for p in mail.message.iter_attachments()]


def all_octets(mail: Taken) -> bytes:
    """The mail as it stood on the wire, and each of its parts decoded."""
    parts = (part.get_payload(decode=True) for part in mail.message.walk() if not part.is_multipart())
    return b"\n".join((mail.octets, *(p for p in parts if isinstance(p, bytes))))


def survivors(house: House) -> list[tuple[str, str]]:
    """Which canaries reached whom outside of the office."""
    outside = [m for m in house.relay.mails if m.rcpt_to not in OFFICE]
    assert outside
    # The author's own Message-ID stands in the answer's In-Reply-To, as it must.
    return [
        (mail.rcpt_to, word)
        for mail in outside
        for word in CANARIES
        if not (word == "Kanari-Message-ID" and mail.rcpt_to == ANNA)
        for form in (word.encode(), base64.b64encode(word.encode())[:-4], word.encode("utf-16-le"))
        if form in all_octets(mail)
    ]


REPORT = ("IMG_Kanari-Dateiname.jpg", "image/jpeg", photo())


def test_the_managers_get_the_photo_as_it_came_and_the_author_gets_no_file(house: House) -> None:
    sends(
        house,
        ANNA,
        "Der Heizkörper im Bad wird nicht warm.",
        REPORT,
        ("Plan.pdf", "application/pdf", INVOICE),
    )
    assert files_of(house.last_to(SABINE)) == [(REPORT[0], REPORT[2]), ("Plan.pdf", INVOICE)]
    assert files_of(house.last_to(ANNA)) == []
    assert survivors(house) == []


def test_a_firm_sees_what_the_photo_shows_and_nothing_else_of_it(house: House) -> None:
    sends(
        house,
        ANNA,
        "Der Heizkörper im Bad wird nicht warm.",
        REPORT,
        ("Plan.pdf", "application/pdf", INVOICE),
    )
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    ((name, content),) = files_of(house.last_to(MEIER))
    assert name == "bild-1.jpg"
    with Image.open(io.BytesIO(content)) as copy:
        assert copy.size == (800, 1200)  # upright
        assert not copy.getexif()
    assert survivors(house) == []


def test_what_outlook_packs_into_winmail_dat_is_the_report_s_files_and_words(house: House) -> None:
    packed = Message((File(REPORT[0], REPORT[2], by_property=True), File("Plan.pdf", INVOICE)), body="Kalt.")
    sends(house, ANNA, "", ("winmail.dat", "application/ms-tnef", written(packed)))
    assert house.entries(1001)[0].text == "Kalt."
    assert files_of(house.last_to(SABINE)) == [(REPORT[0], REPORT[2]), ("Plan.pdf", INVOICE)]
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    assert [name for name, _ in files_of(house.last_to(MEIER))] == ["bild-1.jpg"]
    assert survivors(house) == []


def test_a_photo_that_came_later_goes_along_too(house: House) -> None:
    sends(house, ANNA, "Der Heizkörper im Bad wird nicht warm.")
    sends(house, ANNA, "So sieht es aus.", REPORT, to=secret_of(house.last_to(ANNA)))
    assert [name for name, _ in files_of(house.last_to(SABINE))] == [REPORT[0]]
    house.answers(SABINE, house.mails_to(SABINE)[0], "BEAUFTRAGEN Meier")
    assert [name for name, _ in files_of(house.last_to(MEIER))] == ["bild-1.jpg"]
    assert survivors(house) == []


def test_an_anonymous_photo_goes_along_with_no_order(house: House) -> None:
    sends(house, ANNA, "Im Treppenhaus Haus 12 tropft die Heizung. Bitte meinen Namen nicht nennen.", REPORT)
    assert house.ticket().is_anonymous
    assert [name for name, _ in files_of(house.last_to(SABINE))] == [REPORT[0]]
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    assert files_of(house.last_to(MEIER)) == []
    assert survivors(house) == []
    assert b"Berger" not in all_octets(house.last_to(MEIER))


def test_a_firm_s_invoice_reaches_the_managers_unchanged_and_nobody_else(house: House) -> None:
    sends(house, ANNA, "Der Heizkörper im Bad wird nicht warm.")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    words = "erledigt, Rechnung anbei"
    sends(
        house,
        MEIER,
        words,
        ("Rechnung 4711.pdf", "application/pdf", INVOICE),
        to=secret_of(house.last_to(MEIER)),
    )
    assert files_of(house.last_to(SABINE)) == [("Rechnung 4711.pdf", INVOICE)]
    assert not any(files_of(mail) for mail in house.relay.mails if mail.rcpt_to not in (*OFFICE, ACCOUNTING))


def test_an_order_that_a_rule_gives_at_once_carries_the_copies_all_the_same(house: House) -> None:
    sends(house, ANNA, "Im Treppenhaus Haus 12, 2. OG, brennt eine Lampe nicht.", REPORT, subject="Licht")
    assert house.kinds_to(KRAUSE) == ["order"]
    assert [name for name, _ in files_of(house.last_to(KRAUSE))] == ["bild-1.jpg"]
    house.later(hours=7)
    assert house.kinds_to(YILDIZ) == ["evening"]
    assert survivors(house) == []


@pytest.mark.parametrize(
    "octets", [photo()[:9000], b"\xff\xd8\xff" + bytes(20_000), b"GIF89a" + bytes(20_000)]
)
def test_a_picture_that_is_none_stops_no_order(house: House, octets: bytes) -> None:
    sends(house, ANNA, "Der Heizkörper im Bad wird nicht warm.", ("bild.jpg", "image/jpeg", octets))
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    assert house.ticket().status is Status.RELEASED
    assert files_of(house.last_to(MEIER)) == []
