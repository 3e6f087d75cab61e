"""`check` tries each account all the way and says in one sentence what is missing; with a real Dovecot."""

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hauspost.store import fetched
from hauspost.store.database import Database
from hauspost.store.migrate import migrate
from tests.cli.operator import Operator
from tests.dovecot import PASSWORD, Dovecot
from tests.token_endpoint import token_endpoint


@dataclass(slots=True)
class Checked:
    """An installation whose account lies at a real server, set up by the environment alone."""

    operator: Operator
    server: Dovecot
    user: str
    environment: pytest.MonkeyPatch

    def sets(self, **keys: str) -> None:
        for key, value in keys.items():
            self.environment.setenv(f"HAUSPOST_IMAP__OFFICE__{key}", value)

    def says(self) -> tuple[str, str]:
        """Level and sentence with the mend."""
        outcome = self.operator.runs("check", "--json", "--config", self.operator.config)
        (found,) = (one for one in json.loads(outcome.out) if one["check"] == "imap.office")
        assert outcome.status == (1 if found["severity"] == "error" else 0)
        return found["severity"], f"{found['finding']}; {found['mend']}"


@pytest.fixture
def checked(operator: Operator, imap_server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Checked:
    operator.installs()
    user = f"user{uuid.uuid4().hex}"
    monkeypatch.setenv("HAUSPOST_IMAP_OFFICE_PASSWORD", PASSWORD)
    built = Checked(operator, imap_server, user, monkeypatch)
    built.sets(URL=f"imap://{user}@127.0.0.1:{imap_server.port}")
    return built


pytestmark = pytest.mark.servers


def test_an_account_that_works_is_said_to_and_nothing_is_left_behind(checked: Checked) -> None:
    checked.server.delivers(checked.user, b"From: a@b.example\r\n\r\nold\r\n")
    assert checked.says() == (
        "note",
        "the folder INBOX can be read and cleared; mails that lie there now stay there: 1; nothing to mend",
    )
    assert len(checked.server.lying_in(checked.user)) == 1
    for folder in ("Hauspost.done", "Hauspost.oversize"):
        assert checked.server.lying_in(checked.user, folder) == {}


def test_of_an_account_that_was_begun_no_old_mails_are_told(checked: Checked) -> None:
    url = f"sqlite:///{checked.operator.folder}/var/hauspost.db"
    (checked.operator.folder / "var").mkdir(exist_ok=True)
    migrate(url)
    database = Database(url)
    database.write(
        lambda c: fetched.begin(
            c, "office", "INBOX", uidvalidity=1, first_uid=1, at=datetime(2026, 1, 1, tzinfo=UTC)
        )
    )
    database.close()
    assert checked.says() == ("note", "the folder INBOX can be read and cleared; nothing to mend")


def test_a_beginning_in_the_future_is_told(checked: Checked) -> None:
    checked.sets(SINCE="2099-01-01")
    assert checked.says() == (
        "warning",
        "since lies in the future (2099-01-01): what comes before that day is never fetched; "
        'write a day that is past, or "first start"',
    )
    checked.sets(SINCE="2024-01-01")
    assert checked.says()[0] == "note"


def test_a_wrong_password_is_told(checked: Checked) -> None:
    checked.environment.setenv("HAUSPOST_IMAP_OFFICE_PASSWORD", "guessed")
    level, words = checked.says()
    assert level == "error"
    assert "refuses the login" in words
    assert words.endswith("; check the user in url, and the password")
    assert "guessed" not in words


def test_a_folder_that_is_not_there_is_told_with_those_that_are(checked: Checked) -> None:
    checked.sets(URL=f"imap://{checked.user}@127.0.0.1:{checked.server.port}/Eingang")
    assert checked.says() == (
        "error",
        'there is no folder "Eingang"; make it, or name one of "INBOX" in url',
    )


def test_a_done_folder_that_cannot_be_written_is_told(checked: Checked) -> None:
    assert checked.says()[0] == "note"
    folder = checked.server.maildir(checked.user) / ".Hauspost.done"
    for part in ("tmp", "new", "cur"):
        (folder / part).chmod(0o500)
    level, words = checked.says()
    for part in ("tmp", "new", "cur"):
        (folder / part).chmod(0o700)
    assert level == "error"
    assert words.startswith('mails cannot be moved to the folder "Hauspost.done" (')
    assert words.endswith(
        "; let the account make and fill it; until then mails are taken and stay where they lie"
    )


def test_a_certificate_that_nobody_knows_is_told(checked: Checked) -> None:
    checked.sets(URL=f"imaps://{checked.user}@127.0.0.1:{checked.server.tls_port}")
    level, words = checked.says()
    assert (level, "there is no safe connection to" in words) == ("error", True)


def test_a_certificate_of_a_private_authority_is_trusted_by_its_file(
    checked: Checked, tmp_path: Path
) -> None:
    checked.server.authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    checked.environment.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    checked.sets(URL=f"imaps://{checked.user}@127.0.0.1:{checked.server.tls_port}")
    assert checked.says()[0] == "note"


def test_an_expired_refresh_token_is_told_with_its_file(checked: Checked) -> None:
    checked.environment.delenv("HAUSPOST_IMAP_OFFICE_PASSWORD")
    file = checked.operator.folder / "office.token"
    file.write_text("r-1", "utf-8")
    with token_endpoint() as endpoint:
        endpoint.refuses("invalid_grant")
        checked.sets(
            OAUTH2__TOKEN_URL=endpoint.url,
            OAUTH2__CLIENT_ID="hauspost",
            OAUTH2__REFRESH_TOKEN_FILE="office.token",
        )
        level, words = checked.says()
    assert level == "error"
    assert words.endswith(f"gives no token (invalid_grant); get a new refresh token and write it to {file}")
