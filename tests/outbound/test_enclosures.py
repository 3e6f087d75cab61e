"""Files in our own mails: what a recipient's program finds is what was put in, whatever it is called."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hauspost.cli.samples.world import MORNING, REPORT, to_manager, write
from hauspost.desk.attachments import MOST, Enclosed, File
from hauspost.desk.notices import OutgoingMail
from hauspost.desk.notices_to_managers import NewTicket
from hauspost.outbound.reading_back import ComposeFault, read_back
from hauspost.parsers.mail import attachment_octets, parse_mail
from tests.outbound.reading import html_of, parsed, text_of
from tests.outbound.test_headers import NAMES, NASTY

LETTER = to_manager(NewTicket(REPORT, MORNING, "Anna Berger"), "de")
PDF = File("Rechnung Nr. 7.pdf", "application/pdf", b"%PDF-1.7\r\n\x00\xff" + bytes(range(256)) * 40)
PHOTO = File("Übersicht Küche.jpg", "image/jpeg", b"\xff\xd8\xff" + bytes(3000))


def written(*files: File) -> OutgoingMail:
    return write(LETTER, enclosed=Enclosed(files))


def files_of(mail: OutgoingMail) -> list[tuple[str | None, str, bytes]]:
    parts = parsed(mail).iter_attachments()
    return [(p.get_filename(), p.get_content_type(), p.get_content()) for p in parts]


def test_a_mail_without_files_is_as_it_always_was() -> None:
    assert written().octets == write(LETTER).octets
    assert parsed(written()).get_content_type() == "multipart/alternative"


def test_files_stand_beside_the_words_and_are_the_same_octets() -> None:
    mail = written(PDF, PHOTO)
    assert [part.get_content_type() for part in parsed(mail).walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
        "image/jpeg",
    ]
    assert files_of(mail) == [
        ("Rechnung Nr. 7.pdf", "application/pdf", PDF.octets),
        ("Übersicht Küche.jpg", "image/jpeg", PHOTO.octets),
    ]
    assert parsed(mail).keys() == NAMES
    assert (text_of(mail), html_of(mail)) == (text_of(written()), html_of(written()))


def test_the_same_arguments_give_the_same_octets() -> None:
    assert written(PDF).octets == written(PDF).octets


def test_every_line_is_one_that_a_server_must_take() -> None:
    lines = written(PDF, PHOTO).octets.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert max(len(line) for line in lines if b" " not in line) <= 78


def test_an_answer_to_a_mail_with_files_finds_its_words() -> None:
    """Our own parser, which reads the mail that was answered."""
    with_files, without = parse_mail(written(PDF, PHOTO).octets), parse_mail(written().octets)
    assert with_files.text == without.text
    assert [a.filename for a in with_files.attachments] == ["Rechnung Nr. 7.pdf", "Übersicht Küche.jpg"]
    assert attachment_octets(written(PDF, PHOTO).octets, with_files.attachments[0]) == PDF.octets


@pytest.mark.parametrize(
    "name, shown",
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ('a"b\\c.pdf', "a_b_c.pdf"),
        ("\u202efdp.exe\u202c.pdf", "fdp.exe.pdf"),
        ("x.pdf\r\nBcc: thief@evil.example", "x.pdf Bcc_ thief@evil.example"),
        ("", "datei-1"),
        (" . ", "datei-1"),
    ],
)
def test_a_name_is_safe_wherever_it_lands(name: str, shown: str) -> None:
    ((found, _, _),) = files_of(written(File(name, "application/pdf", b"x")))
    assert found == shown


@pytest.mark.parametrize("name", NASTY)
def test_no_name_and_no_type_adds_a_header_or_a_part(name: str) -> None:
    mail = written(File(name, name, b"content"))
    assert parsed(mail).keys() == NAMES
    ((_, content_type, content),) = files_of(mail)
    assert (content_type, content) == ("application/octet-stream", b"content")


@settings(max_examples=60, deadline=None)
@given(name=st.text(max_size=150), octets=st.binary(max_size=500))
def test_any_name_and_any_octets_read_back(name: str, octets: bytes) -> None:
    ((found, _, content),) = files_of(written(File(name, "image/png", octets)))
    assert found
    assert content == octets


@pytest.mark.parametrize(
    "content_type",
    ["multipart/mixed", "message/rfc822", "text/html; charset=x", "image", "image/", "IMAGE/PNG"],
)
def test_a_type_that_would_be_read_as_something_else_is_plain_octets(content_type: str) -> None:
    ((_, found, _),) = files_of(written(File("a.png", content_type, b"--=_x\r\n\r\n")))
    assert found == "application/octet-stream"


def test_the_fullest_mail_reads_back() -> None:
    assert len(files_of(written(File("film.mp4", "video/mp4", bytes(range(256)) * (MOST // 256))))) == 1


def test_a_mail_whose_file_was_changed_on_the_way_does_not_leave() -> None:
    mail = written(PDF)
    header = dict.fromkeys(NAMES[:-1], "")
    with pytest.raises(ComposeFault, match="a file does not read back"):
        read_back(mail.octets, header, {}, boundary="", files=(replace(PDF, octets=b"other"),))
    with pytest.raises(ComposeFault, match="a file does not read back"):
        read_back(mail.octets, header, {}, boundary="", files=(replace(PDF, name="other.pdf"),))
    with pytest.raises(ComposeFault, match="parts"):
        read_back(mail.octets, header, {}, boundary="")


def test_what_stays_behind_is_named_in_both_forms_of_the_words() -> None:
    enclosed = Enclosed((PDF,), too_large=("Film.mp4",), unsafe=("tool.exe", "<b>.js"), unshown=1)
    mail = write(LETTER, enclosed=enclosed)
    for line in (
        "Nicht mitgeschickt, weil zu groß: Film.mp4",
        "Nicht mitgeschickt, weil solche Dateien Programme enthalten können: tool.exe, ",
        "Ein weiteres Bild gibt es, es ließ sich nicht mitschicken.",
    ):
        assert line in " ".join(text_of(mail).split())
        assert line in html_of(mail)
    assert "<b>.js" in text_of(mail)
    assert "&lt;b&gt;.js" in html_of(mail)


def test_an_english_reader_reads_english() -> None:
    letter = to_manager(NewTicket(REPORT, MORNING, "Anna Berger"), "en")
    text = " ".join(text_of(write(letter, enclosed=Enclosed(too_large=("film.mp4",), unshown=2))).split())
    assert "Not attached because too large: film.mp4" in text
    assert "There are 2 more pictures that could not be attached." in text
