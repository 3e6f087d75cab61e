"""Every kind of notice, in every language, as it leaves: compared with files that people have read."""

import os
from pathlib import Path

import pytest

from hauspost.cli.samples import samples
from hauspost.cli.samples.world import write
from hauspost.desk.notices import NoticeKind
from hauspost.outbound.catalogue import languages
from tests.outbound.reading import html_of, parsed, text_of

GOLDEN = Path(__file__).parents[1] / "golden" / "outbound"
OF_OUTLOOK = ("Thread-Topic", "Thread-Index")  # nothing to be read; test_header_table has them
BLESS = bool(os.environ.get("HAUSPOST_BLESS"))
CASES = [(code, name) for code in languages() for name in samples(code)]


@pytest.mark.parametrize("code, name", CASES)
def test_a_mail_reads_as_it_was_read_and_approved(code: str, name: str) -> None:
    mail = write(samples(code)[name])
    headers = "".join(f"{key}: {value}\n" for key, value in parsed(mail).items() if key not in OF_OUTLOOK)
    _compare(GOLDEN / code / f"{name}.txt", f"{headers}\n{text_of(mail)}")
    _compare(GOLDEN / code / f"{name}.html", html_of(mail))
    for event in (p for p in parsed(mail).walk() if p.get_content_type() == "text/calendar"):
        _compare(GOLDEN / code / f"{name}.ics", str(event.get_content()).replace("\r\n", "\n"))


@pytest.mark.parametrize("code", languages())
def test_every_kind_of_notice_has_a_golden_mail(code: str) -> None:
    assert {letter.kind for letter in samples(code).values()} == set(NoticeKind)


@pytest.mark.skipif(BLESS, reason="the files are being rewritten")
def test_no_golden_mail_is_left_over() -> None:
    found = {(path.parent.name, path.stem) for path in GOLDEN.glob("*/*")}
    assert found == set(CASES)


def _compare(path: Path, written: str) -> None:
    if BLESS:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written, "utf-8")
    assert written == path.read_text("utf-8")
