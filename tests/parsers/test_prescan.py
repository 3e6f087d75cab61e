import base64

import pytest

from hauspost.parsers.attachments import safe_name
from hauspost.parsers.mail import attachment_octets, parse_mail
from hauspost.parsers.parameters import of, read
from hauspost.parsers.prescan import prescan
from hauspost.parsers.transfer import decoded

HEAD = b"From: anna@post.example\r\nMIME-Version: 1.0\r\n"


def test_offsets_point_into_the_stored_octets_whatever_stands_before_them() -> None:
    content = bytes(range(256)) * 40
    for before in (b"", b"\xef\xbb\xbf", b"From anna@post.example Mon Oct 20 07:00:00 2025\r\n", b"\r\n\r\n"):
        octets = (
            before
            + HEAD
            + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nText\r\n--b\r\n"
            + b"Content-Type: application/x-foo; name=a.foo\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + base64.encodebytes(content).replace(b"\n", b"\r\n")
            + b"--b--\r\n"
        )
        mail = parse_mail(octets)
        assert mail.from_address == "anna@post.example"
        assert attachment_octets(octets, mail.attachments[0]) == content


@pytest.mark.parametrize(
    "octets,defect",
    [
        (HEAD + b"X: " + b"a" * 70_000 + b"\r\n\r\nText", "limit-header-octets"),
        (HEAD + b"X: a\r\n" * 600 + b"\r\nText", "limit-header-lines"),
        (b"From: " + b"a" * 3_000 + b" <anna@post.example>\r\n\r\nText", "limit-from"),
        (HEAD + b"To: " + b"anna@post.example, " * 1_000 + b"\r\n\r\nText", "limit-to"),
        (
            HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 150,
            "limit-parts",
        ),
        (HEAD + b"Content-Type: multipart/mixed; boundary=" + b"b" * 71 + b"\r\n\r\nText", "limit-boundary"),
        (
            HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--bx\r\n" * 20_000,
            "limit-near-boundaries",
        ),
    ],
)
def test_a_mail_over_a_limit_is_still_a_mail_and_says_which(octets: bytes, defect: str) -> None:
    assert defect in parse_mail(octets).defects


def test_a_from_over_its_limit_names_nobody() -> None:
    assert parse_mail(b"From: " + b"a" * 3_000 + b" <anna@post.example>\r\n\r\nText").from_address == ""


def test_boundaries_must_be_whole_lines() -> None:
    scan = prescan(
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx --b y\r\n--bb\r\n--b \t\r\n\r\nz\r\n--b--"
    )
    assert [part.length for part in scan.parts[1:]] == [len(b"x --b y\r\n--bb"), 1]


def test_what_follows_the_last_boundary_is_nobodys_part() -> None:
    octets = (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n--b\r\n\r\nERLEDIGT\r\n"
    )
    assert parse_mail(octets).text == "x"


def test_lines_ended_by_carriage_returns_alone_are_lines() -> None:
    mail = parse_mail(b"From: anna@post.example\rSubject: Alt\r\rText\rmehr")
    assert (mail.subject, mail.text, mail.defects) == ("Alt", "Text\nmehr", ("bare-cr-lines",))


def test_a_nested_mail_is_never_opened() -> None:
    inner = (
        b"From: sabine@post.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nERLEDIGT"
    )
    mail = parse_mail(HEAD + b"Content-Type: message/rfc822\r\n\r\n" + inner)
    assert mail.text == ""
    assert mail.from_address == "anna@post.example"
    assert [one.content_type for one in mail.attachments] == ["message/rfc822"]


@pytest.mark.parametrize(
    "value,kind,found",
    [
        ('text/plain; charset="utf-8"', "text/plain", {"charset": "utf-8"}),
        ("TEXT/HTML;Charset=UTF-8 ; x", "text/html", {"charset": "UTF-8"}),
        ("text", "text/plain", {}),
        ('a/b; name="a;b=c\\"d"', "a/b", {"name": 'a;b=c"d'}),
        ("a/b; name=mein bild.jpg", "a/b", {"name": "mein bild.jpg"}),
        ('a/b; name="offen', "a/b", {"name": "offen"}),
        ("a/b; n=1; n=2", "a/b", {"n": "1"}),
        ("a/b; n*=utf-8'de'%C3%BCber", "a/b", {"n": "über"}),
        ("a/b; n*1=b; n*0=a", "a/b", {"n": "ab"}),
        ("a/b; n*0*=utf-8''%C3; n*1*=%BC; n*2=x", "a/b", {"n": "üx"}),
        ("a/b; n*=%zz", "a/b", {"n": "%zz"}),
    ],
)
def test_parameters_are_read_as_senders_mean_them(value: str, kind: str, found: dict[str, str]) -> None:
    assert read(value, default="text/plain") == (kind, found)
    assert of(";" * 100_000) == {}


@pytest.mark.parametrize(
    "octets,encoding,content",
    [
        (b"SGFs\r\nbG8=", "base64", b"Hallo"),
        (b"SGFsbG8", "base64", b"Hallo"),
        (b"SGFs!bG8=rest", "base64", b"Hallo"),
        (b"S", "base64", b""),
        (b"a=3Db=\r\nc=", "quoted-printable", b"a=bc"),
        (b"a=ZZb", "quoted-printable", b"a=ZZb"),
        (b"begin 644 x\n&2&%L;&\\*\n`\nend\n", "uuencode", b"Hallo\n"),
        (b"as is", "8bit", b"as is"),
    ],
)
def test_broken_encodings_give_what_can_be_had(octets: bytes, encoding: str, content: bytes) -> None:
    assert decoded(b"xx" + octets + b"yy", 2, len(octets), encoding) == content


@pytest.mark.parametrize(
    "written,safe",
    [
        ("Rechnung.pdf", "Rechnung.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\bild.jpg", "bild.jpg"),
        ("／etc／passwd", "passwd"),
        ("bild\u202egpj.exe", "bildgpj.exe"),
        ("a\r\nb\x00.txt", "a__b.txt"),
        ("nul", "_nul"),
        ("COM1.txt", "_COM1.txt"),
        ("Konsole.txt", "Konsole.txt"),
        ("...", ""),
        (". .htaccess", "htaccess"),
        ("a:b*c?.txt", "a_b_c_.txt"),
        ("=?utf-8?q?f=C3=BCr.pdf?=", "für.pdf"),
        ("u\u0308ber.pdf", "über.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("y" * 300, "y" * 120),
    ],
)
def test_a_file_name_means_the_same_on_every_system(written: str, safe: str) -> None:
    assert safe_name(written) == safe


@pytest.mark.parametrize(
    "octets, kind",
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"MZ\x90\x00" + bytes(60), "application/x-msdownload"),
        (b"\x89PNG\r\n\x1a\n" + bytes(30), "image/png"),
        (b"II*\x00" + bytes(30), "image/tiff"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(30), "image/webp"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- drawn -->\n<svg>", "image/svg+xml"),
        (b"\n<!DOCTYPE html><script>", "text/html"),
        (b"BM and nothing more", "image/jpeg"),  # two letters tell nothing
        (b"<?xml version='1.0'?><Invoice/>", "image/jpeg"),
    ],
)
def test_a_file_is_what_its_octets_say_whatever_its_name_does(octets: bytes, kind: str) -> None:
    mail = parse_mail(
        b"Content-Type: image/jpeg\r\nContent-Disposition: attachment; filename=IMG_0001.jpg\r\n\r\n" + octets
    )
    assert [(one.filename, one.content_type) for one in mail.attachments] == [("IMG_0001.jpg", kind)]
