import base64
import random
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hauspost.parsers import tnef
from hauspost.parsers.mail import ParsedMail, attachment_octets, parse_mail
from tests.winmail import BINARY, LONG, UNICODE, File, Message, attribute, properties, written

PDF = b"%PDF-1.4\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(500)
HEAD = b"From: anna@post.example\r\nMIME-Version: 1.0\r\n"


def mailed(content: bytes, *, words: str = "", name: str = "winmail.dat", kind: str = "ms-tnef") -> bytes:
    text = f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n".encode() if words else b""
    return (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        + text
        + f"--b\r\nContent-Type: application/{kind}; name={name}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
        + base64.encodebytes(content)
        + b"--b--\r\n"
    )


def files_of(octets: bytes, mail: ParsedMail) -> list[tuple[str, str, bytes]]:
    return [(one.filename, one.content_type, attachment_octets(octets, one)) for one in mail.attachments]


@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("by_property", [True, False])
def test_the_files_in_an_envelope_are_the_mail_s_own(unicode: bool, by_property: bool) -> None:
    sent = (
        File("Rechnung für Müller.pdf", PDF, unicode=unicode, by_property=by_property),
        File("bild.bin", JPEG, "application/octet-stream", unicode=unicode, by_property=by_property),
    )
    octets = mailed(written(Message(sent)), words="Anbei.")
    mail = parse_mail(octets)
    assert mail.text == "Anbei."
    assert files_of(octets, mail) == [
        ("Rechnung für Müller.pdf", "application/pdf", PDF),
        ("bild.bin", "image/jpeg", JPEG),
    ]


def test_inner_names_are_made_safe_like_all_others() -> None:
    octets = mailed(
        written(Message((File("..\\..\\con.pdf", PDF), File("rechnung\u202efdp.exe", PDF, unicode=True))))
    )
    assert [one.filename for one in parse_mail(octets).attachments] == ["_con.pdf", "rechnungfdp.exe"]


def test_a_picture_in_the_text_of_an_envelope_is_inline() -> None:
    octets = mailed(written(Message((File("image001.jpg", JPEG, "image/jpeg", "image001@01D"),))))
    (one,) = parse_mail(octets).attachments
    assert (one.disposition, one.content_id) == ("inline", "image001@01D")


@pytest.mark.parametrize("kind", ["ms-tnef", "vnd.ms-tnef", "octet-stream"])
def test_an_envelope_is_known_whatever_a_relay_calls_it(kind: str) -> None:
    octets = mailed(written(Message((File("a.pdf", PDF),))), kind=kind, name="ATT0001.dat")
    assert [one.filename for one in parse_mail(octets).attachments] == ["a.pdf"]


def test_the_words_in_an_envelope_count_where_the_mail_has_none() -> None:
    plain = Message(body="Die Heizung ist kalt.\r\nGrüße")
    assert parse_mail(mailed(written(plain))).text == "Die Heizung ist kalt.\nGrüße"
    assert parse_mail(mailed(written(plain), words="Heizung.")).text == "Heizung."
    html = parse_mail(mailed(written(Message(html="<p>Die Heizung ist <b>kalt</b>. Grüße</p>"))))
    assert (html.text, html.text_from) == ("Die Heizung ist kalt. Grüße", "html")
    cyrillic = Message(body="Холодно", code_page=1251)
    assert parse_mail(mailed(written(cyrillic))).text == "Холодно"
    unicode = Message(more=((0x1000, UNICODE, "Kalt – „sehr“\x00".encode("utf-16-le")),))
    assert parse_mail(mailed(written(unicode))).text == "Kalt – „sehr“"


def test_words_in_outlook_s_own_format_are_told_to_people_and_kept() -> None:
    octets = mailed(written(Message(rtf=b"\x10\x00\x00\x00LZFu" + bytes(12))))
    mail = parse_mail(octets)
    assert "Rich Text" in mail.text
    assert mail.defects == ("rich-text",)
    assert [one.filename for one in mail.attachments] == ["winmail.dat"]
    beside = parse_mail(mailed(written(Message(rtf=b"\x10\x00\x00\x00LZFu" + bytes(12))), words="Kalt."))
    assert (beside.text, beside.attachments, beside.defects) == ("Kalt.", (), ())


def test_a_mail_inside_the_envelope_gives_its_words_and_files_and_the_envelope_stays() -> None:
    inner = Message((File("plan.pdf", PDF),), body="Bitte weiterleiten")
    octets = mailed(written(Message(mails=(("Angebot", inner),))), words="Siehe unten")
    assert files_of(octets, parse_mail(octets))[:2] == [
        ("plan.pdf", "application/pdf", PDF),
        ("Angebot.txt", "text/plain", b"Bitte weiterleiten\x00"),
    ]
    assert [one.filename for one in parse_mail(octets).attachments][2:] == ["winmail.dat"]


def test_mails_in_mails_are_opened_three_deep() -> None:
    message = Message((File("tief.pdf", PDF),))
    for _ in range(60):
        message = Message(mails=(("x", message),))
    assert [one.filename for one in parse_mail(mailed(written(message))).attachments] == ["winmail.dat"]


def test_more_than_twenty_files_are_cut_and_the_defect_says_so() -> None:
    octets = mailed(written(Message(tuple(File(f"{n}.pdf", PDF) for n in range(30)))))
    mail = parse_mail(octets)
    assert len(mail.attachments) == 20
    assert "limit-attachments" in mail.defects


def test_what_is_cut_off_gives_what_stands_before_and_stays_itself() -> None:
    content = written(Message((File("a.pdf", PDF), File("b.pdf", PDF * 50))))
    octets = mailed(content[:-20])
    assert [one.filename for one in parse_mail(octets).attachments] == ["a.pdf", "b.pdf", "winmail.dat"]
    octets = mailed(content[:-700])
    assert [one.filename for one in parse_mail(octets).attachments] == ["a.pdf", "winmail.dat"]


def test_waste_behind_an_envelope_does_no_harm() -> None:
    octets = mailed(written(Message((File("a.pdf", PDF),))) + bytes(3) + b"\r\n\x1a")
    assert [one.filename for one in parse_mail(octets).attachments] == ["a.pdf"]


@pytest.mark.parametrize(
    "value",
    [
        struct.pack("<I", 0xFFFFFFFF),
        struct.pack("<IHH", 1, 0x1E, 0x3707) + struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF),
        struct.pack("<IHH", 1, 0x1102, 0x3701) + struct.pack("<I", 0xFFFFFFFF),
        struct.pack("<IHH", 1, 0x77, 0x3701) + bytes(8),
        struct.pack("<IHH", 1, 0x1E, 0x8001) + bytes(16) + struct.pack("<II", 1, 0xFFFFFFF0),
        struct.pack("<IHH", 0xFFFF, 0x1101, 0x3701) + struct.pack("<I", 0),
    ],
)
def test_lengths_that_lead_nowhere_end_the_reading(value: bytes) -> None:
    content = written(Message((File("a.pdf", PDF),))) + attribute(2, 0x00069005, value)
    assert not tnef.opened(content).is_whole
    assert [one.filename for one in parse_mail(mailed(content)).attachments] == ["a.pdf", "winmail.dat"]


def test_an_envelope_of_endless_properties_is_left_early() -> None:
    endless = struct.pack("<IHH", 1, 0x101E, 0x5000) + struct.pack("<I", 4_000_000) + bytes(16_000_000)
    content = written(Message((File("a.pdf", PDF),))) + attribute(1, 0x00069003, endless)
    found = tnef.opened(content)
    assert not found.is_whole
    assert [one.name for one in found.files] == ["a.pdf"]


def test_properties_with_names_and_many_values_are_stepped_over() -> None:
    many = struct.pack("<III", 2, 3, 0x00434241) + struct.pack("<II", 2, 0x00004241)
    value = struct.pack("<I", 3) + struct.pack("<HH", 0x101E, 0x5000) + many
    value += properties([(0x8001, LONG, bytes(4)), (0x1000, BINARY, b"")])[4:]
    content = written(Message(body="Kalt.")) + attribute(1, 0x00069003, value)
    assert tnef.opened(content).is_whole
    assert tnef.opened(content).plain == "Kalt."


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.binary(max_size=600))
def test_any_octets_give_a_value(octets: bytes) -> None:
    sound(tnef.SIGNATURE + b"\x01\x00" + octets)


@pytest.mark.parametrize("seed", range(200))
def test_damaged_envelopes_give_a_value(seed: int) -> None:
    chance = random.Random(seed)
    inner = Message((File("b.pdf", PDF, unicode=True),), body="Innen")
    content = bytearray(
        written(Message((File("a.pdf", PDF, by_property=True),), (("M", inner),), "Text", "<p>Text</p>"))
    )
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(content))
        content[at : at + chance.randint(0, 4)] = chance.randbytes(chance.randint(0, 4))
    sound(bytes(content))
    octets = mailed(bytes(content))
    for one in parse_mail(octets).attachments:
        assert len(attachment_octets(octets, one)) == one.size


def sound(content: bytes) -> None:
    found = tnef.opened(content)
    assert len(found.files) <= tnef.FILES
    for one in found.files:
        assert 0 < one.start <= one.start + one.length <= len(content)
    f"{found.plain}{found.html}".encode()
