import pytest

from hauspost.parsers.mail import parse_mail
from hauspost.parsers.spam import field_name, is_marked

USUAL = ("X-Spam-Flag", "X-Spam-Status", "X-Spam")


def marked(line: str, settings: tuple[str, ...] = USUAL) -> bool:
    kept = frozenset(map(field_name, settings))
    mail = parse_mail(f"{line}\r\nFrom: shop@werbung.example\r\n\r\nText\r\n".encode(), kept=kept)
    return is_marked(mail.headers, settings)


@pytest.mark.parametrize(
    "line,says_so",
    [
        ("X-Spam-Flag: YES", True),
        ("x-spam-flag: yes", True),
        ("X-Spam-Flag: NO", False),
        ("X-Spam-Status: Yes, score=9.1 required=5.0", True),
        ("X-Spam-Status: No, score=1.0", False),
        ("X-Spam: true", True),
        ("X-Spam-Score: 99", False),
        ("X-Other: yes", False),
        ("Subject: X-Spam-Flag: YES", False),
    ],
)
def test_the_usual_marks_are_read(line: str, says_so: bool) -> None:
    assert marked(line) is says_so


@pytest.mark.parametrize(
    "setting,line,says_so",
    [
        ("X-Rspamd-Action: add header", "X-Rspamd-Action: add header", True),
        ("X-Rspamd-Action: add header", "X-Rspamd-Action: no action", False),
        ("X-MS-Exchange-Organization-SCL", "X-MS-Exchange-Organization-SCL: 6", True),
        ("X-MS-Exchange-Organization-SCL", "X-MS-Exchange-Organization-SCL: 1", False),
        ("X-MS-Exchange-Organization-SCL", "X-MS-Exchange-Organization-SCL: -1", False),
        ("X-Our-Border", "X-Our-Border: Junk", True),
        ("X-Our-Border", "X-Spam-Flag: YES", False),  # the settings say which field is the border's
    ],
)
def test_the_border_s_own_fields_are_settings(setting: str, line: str, says_so: bool) -> None:
    assert marked(line, (setting,)) is says_so
