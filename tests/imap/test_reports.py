"""A report is known by its header, and the mail that it is about by what stands inside, however a server writes it."""

import json
from pathlib import Path
from typing import Any

import pytest

from hauspost.gateway.imap_header import header_only, ids_inside, may_report
from tests.imap.mailbox import letter

REPORTS = sorted((Path(__file__).parents[1] / "mails").rglob("*.eml"))


def expected(file: Path) -> dict[str, Any]:
    return dict(json.loads(file.with_suffix(".json").read_text("utf-8")).get("parsed", {}))


def origin(file: Path) -> str:
    return str(expected(file).get("origin", ""))


@pytest.mark.parametrize("file", [f for f in REPORTS if origin(f) == "bounce"], ids=lambda file: file.stem)
def test_what_comes_back_is_looked_into_and_names_the_mail(file: Path) -> None:
    octets = file.read_bytes()
    assert may_report(header_only(octets))
    original = (expected(file).get("dsn") or {}).get("original_message_id")
    if original:
        assert original in ids_inside(octets)


def test_a_person_s_mail_is_not_looked_into() -> None:
    assert not may_report(header_only(letter()))
    assert not may_report(header_only(letter(List_Id="<club.example>", Precedence="list")))
