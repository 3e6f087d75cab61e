"""How an account proves itself to a real Dovecot: passwords of any letters, tokens, TLS; and how it is refused."""

import logging
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hauspost.gateway.imap_account import Account, Kind, Lost, Trouble
from hauspost.gateway.imap_login import oauthbearer, xoauth2
from hauspost.gateway.imap_wire import Wire
from hauspost.gateway.oauth import Credentials, TokenSource
from tests.dovecot import PASSWORD, Dovecot, Wishes, running_dovecot
from tests.token_endpoint import Endpoint, token_endpoint


@pytest.fixture
def account(imap_server: Dovecot) -> Account:
    user = f"user{uuid.uuid4().hex}"
    return Account("office", "imap", "127.0.0.1", imap_server.port, user, password=PASSWORD)


@pytest.fixture
def secure(imap_server: Dovecot, account: Account) -> Account:
    return replace(account, scheme="imaps", port=imap_server.tls_port)


def refused(account: Account, server: Dovecot | None = None, tokens: TokenSource | None = None) -> Trouble:
    with pytest.raises(Trouble) as told:
        Wire.open(account, tokens=tokens, tls=server.tls if server else None).close()
    assert account.user not in str(told.value)
    assert account.password not in str(told.value) or not account.password
    return told.value


# ---- passwords


@pytest.mark.servers
def test_a_password_of_any_letters_opens_the_account(account: Account) -> None:
    assert not PASSWORD.isascii()
    Wire.open(account).close()


@pytest.mark.servers
def test_no_log_holds_a_password(account: Account, caplog: pytest.LogCaptureFixture) -> None:
    """The library writes every command at DEBUG."""
    caplog.set_level(logging.DEBUG)
    Wire.open(account).close()
    assert account.password not in caplog.text
    assert "AUTHENTICATE" not in caplog.text


@pytest.mark.servers
def test_a_wrong_password_is_told_in_one_sentence_without_it(account: Account) -> None:
    trouble = refused(replace(account, password="guessed"))
    assert trouble.kind is Kind.LOGIN
    assert trouble.sentence.startswith(f"{account.where} refuses the login ([AUTHENTICATIONFAILED]")
    assert trouble.mend == "check the user in url, and the password"


@pytest.mark.parametrize("password", ["a\r\nb LOGOUT", "a\0b", "a\1b"])
@pytest.mark.servers
def test_a_password_with_control_characters_is_never_sent(account: Account, password: str) -> None:
    assert refused(replace(account, password=password)).kind is Kind.LOGIN


# ---- TLS


@pytest.mark.servers
def test_a_certificate_of_a_known_authority_is_trusted(imap_server: Dovecot, secure: Account) -> None:
    Wire.open(secure, tls=imap_server.tls).close()
    Wire.open(replace(secure, scheme="imap+starttls", port=imap_server.port), tls=imap_server.tls).close()


@pytest.mark.parametrize("scheme", ["imaps", "imap+starttls"])
@pytest.mark.servers
def test_a_certificate_of_nobody_sends_no_password(
    imap_server: Dovecot, secure: Account, scheme: str
) -> None:
    port = imap_server.tls_port if scheme == "imaps" else imap_server.port
    before = imap_server.words().count("Login: ")
    trouble = refused(replace(secure, scheme=scheme, port=port))
    assert trouble.kind is Kind.TLS
    assert "there is no safe connection to" in trouble.sentence
    assert "certificate" in trouble.sentence
    assert "SSL_CERT_FILE" in trouble.mend
    assert imap_server.words().count("Login: ") == before


@pytest.mark.servers
def test_a_certificate_for_another_name_is_not_trusted(imap_server: Dovecot, secure: Account) -> None:
    trouble = refused(replace(secure, host="127.0.0.2"), imap_server)
    assert trouble.kind in (Kind.TLS, Kind.UNREACHABLE)  # the server listens at 127.0.0.1 only


@pytest.mark.servers
def test_tls_at_a_port_without_it_is_told(imap_server: Dovecot, secure: Account) -> None:
    assert refused(replace(secure, port=imap_server.port), imap_server).kind is Kind.TLS


def test_a_port_at_which_nobody_listens_is_told_and_tried_again() -> None:
    trouble = refused(Account("office", "imap", "127.0.0.1", 1, "nobody", password="secret"))
    assert isinstance(trouble, Lost)
    assert trouble.sentence.startswith("127.0.0.1:1 cannot be reached (")


# ---- access tokens


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with token_endpoint() as endpoint:
        yield endpoint


@pytest.fixture(params=["oauthbearer", "xoauth2"])
def by_token(request: pytest.FixtureRequest, needs_dovecot: None, endpoint: Endpoint) -> Iterator[Account]:
    wishes = Wishes(introspection=endpoint.introspection, xoauth2_only=request.param == "xoauth2")
    with running_dovecot(wishes) as server:
        yield Account("office", "imap", "127.0.0.1", server.port, "office")


@pytest.fixture
def tokens(tmp_path: Path, endpoint: Endpoint) -> TokenSource:
    (tmp_path / "refresh").write_text("r-1", "utf-8")
    credentials = Credentials(
        endpoint.url, "hauspost", "refresh_token", refresh_token_file=tmp_path / "refresh"
    )
    return TokenSource(credentials)


@pytest.mark.servers
def test_a_token_opens_the_account_and_is_renewed_when_it_is_refused(
    by_token: Account, endpoint: Endpoint, tokens: TokenSource
) -> None:
    endpoint.valid = {"first": "office"}
    Wire.open(by_token, tokens=tokens).close()
    Wire.open(by_token, tokens=tokens).close()
    assert len(endpoint.asked) == 1
    endpoint.valid = {"second": "office"}
    endpoint.gives("second")
    trouble = refused(by_token, tokens=tokens)
    assert trouble.kind is Kind.LOGIN
    assert "refuses the login" in trouble.sentence
    assert "scope" in trouble.mend
    Wire.open(by_token, tokens=tokens).close()


@pytest.mark.servers
def test_an_expired_refresh_token_is_told_with_the_file(
    by_token: Account, endpoint: Endpoint, tokens: TokenSource, tmp_path: Path
) -> None:
    endpoint.refuses("invalid_grant", "Token has been expired or revoked.")
    trouble = refused(by_token, tokens=tokens)
    assert trouble.kind is Kind.LOGIN
    assert "gives no token (invalid_grant: Token has been expired or revoked.)" in trouble.sentence
    assert trouble.mend == f"get a new refresh token and write it to {tmp_path / 'refresh'}"


@pytest.mark.servers
def test_a_token_for_the_program_itself_opens_the_account(
    by_token: Account, endpoint: Endpoint, tmp_path: Path
) -> None:
    """Client credentials (RFC 6749 §4.4), as Microsoft 365 wants them of a service."""
    (tmp_path / "secret").write_text("s-1", "utf-8")
    credentials = Credentials(
        endpoint.url,
        "hauspost",
        "client_credentials",
        client_secret_file=tmp_path / "secret",
        scope="https://mail.example/.default",
    )
    endpoint.valid = {"first": "office"}
    Wire.open(by_token, tokens=TokenSource(credentials)).close()
    (asked,) = endpoint.asked
    assert (asked["grant_type"], asked["client_id"], asked["client_secret"], asked["scope"]) == (
        "client_credentials",
        "hauspost",
        "s-1",
        "https://mail.example/.default",
    )
    endpoint.valid = {}
    assert refused(by_token, tokens=TokenSource(credentials)).kind is Kind.LOGIN


def test_both_mechanisms_say_what_their_pages_want_and_answer_a_refusal_once() -> None:
    account = Account("office", "imaps", "imap.example", 993, "a=b,c@x.example")
    bearer, older = oauthbearer(account, "tok"), xoauth2(account, "tok")
    assert bearer(b"") == b"n,a=a=3Db=2Cc@x.example,\1host=imap.example\1port=993\1auth=Bearer tok\1\1"
    assert older(b"") == b"user=a=b,c@x.example\1auth=Bearer tok\1\1"
    assert (bearer(b"{}"), older(b"{}")) == (b"\1", b"")
    with pytest.raises(ValueError, match="control character"):
        xoauth2(account, "a\1b")
