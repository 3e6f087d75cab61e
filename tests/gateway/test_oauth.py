"""Knows how access tokens are got, kept, renewed and refused, with a token endpoint on loopback."""

import os
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import trustme

from hauspost.gateway.oauth import Credentials, NoToken, TokenSource
from tests.token_endpoint import Endpoint, token_endpoint


@dataclass(slots=True)
class Watch:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with token_endpoint() as endpoint:
        yield endpoint


@pytest.fixture
def credentials(tmp_path: Path, endpoint: Endpoint) -> Credentials:
    secret, refresh = tmp_path / "secret", tmp_path / "refresh"
    secret.write_text("s3cret\n", "utf-8")
    refresh.write_text("r-1\n", "utf-8")
    return Credentials(endpoint.url, "hauspost", "refresh_token", secret, refresh, "mail offline")


def test_a_refresh_token_brings_an_access_token(endpoint: Endpoint, credentials: Credentials) -> None:
    assert TokenSource(credentials).token() == "first"
    assert endpoint.asked == [
        {
            "grant_type": "refresh_token",
            "client_id": "hauspost",
            "client_secret": "s3cret",
            "refresh_token": "r-1",
            "scope": "mail offline",
        }
    ]


def test_client_credentials_bring_one_as_well(endpoint: Endpoint, credentials: Credentials) -> None:
    how = replace(credentials, grant="client_credentials", refresh_token_file=None, scope="")
    assert TokenSource(how).token() == "first"
    assert endpoint.asked == [
        {"grant_type": "client_credentials", "client_id": "hauspost", "client_secret": "s3cret"}
    ]


def test_a_token_is_kept_until_a_minute_before_its_end(endpoint: Endpoint, credentials: Credentials) -> None:
    watch = Watch()
    source = TokenSource(credentials, seconds=watch)
    assert source.token() == "first"
    endpoint.gives("second", expires_in="90")
    watch.now += 3539
    assert source.token() == "first"
    watch.now += 1
    assert source.token() == "second"
    endpoint.gives("third")
    watch.now += 44
    assert source.token() == "second", "half of a short life is used before it is renewed"
    watch.now += 1
    assert source.token() == "third"


@pytest.mark.parametrize("lasts", [None, "soon", {}, [], "nan"])
def test_a_life_that_nobody_can_read_is_taken_as_minutes(
    endpoint: Endpoint, credentials: Credentials, lasts: object
) -> None:
    watch = Watch()
    source = TokenSource(credentials, seconds=watch)
    endpoint.gives("first", expires_in=lasts)
    assert source.token() == "first"
    endpoint.gives("second")
    watch.now += 239
    assert source.token() == "first"
    watch.now += 1
    assert source.token() == "second"


def test_what_a_server_refused_is_not_shown_again(endpoint: Endpoint, credentials: Credentials) -> None:
    source = TokenSource(credentials)
    old = source.token()
    endpoint.gives("second")
    source.forget("of somebody else")
    assert source.token() == old
    source.forget(old)
    assert source.token() == "second"
    source.forget(old)
    assert source.token() == "second", "another thread had renewed it meanwhile"


def test_a_new_refresh_token_takes_the_old_one_s_place_in_its_file(
    endpoint: Endpoint, credentials: Credentials
) -> None:
    assert credentials.refresh_token_file is not None
    endpoint.gives("first", refresh_token="r-2")
    TokenSource(credentials).token()
    assert credentials.refresh_token_file.read_text("utf-8") == "r-2\n"
    assert os.stat(credentials.refresh_token_file).st_mode & 0o077 == 0
    assert sorted(os.listdir(credentials.refresh_token_file.parent)) == ["refresh", "secret"]


def test_a_link_to_the_file_stays_a_link(
    endpoint: Endpoint, credentials: Credentials, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    real = tmp_path / "elsewhere" / "token"
    real.write_text("r-1", "utf-8")
    (tmp_path / "link").symlink_to(real)
    endpoint.gives("first", refresh_token="r-2")
    TokenSource(replace(credentials, refresh_token_file=tmp_path / "link")).token()
    assert (tmp_path / "link").is_symlink()
    assert real.read_text("utf-8") == "r-2\n"


def test_a_file_that_cannot_be_written_does_not_cost_the_new_refresh_token(
    endpoint: Endpoint, credentials: Credentials
) -> None:
    """A named pipe's folder would do for others than root; /proc takes no file from anybody."""
    how = replace(credentials, refresh_token_file=Path("/proc/self/comm"))
    watch = Watch()
    source = TokenSource(how, seconds=watch)
    endpoint.gives("first", refresh_token="r-2")
    source.token()
    source.forget("first")
    source.token()
    assert endpoint.asked[1]["refresh_token"] == "r-2"
    assert endpoint.asked[0]["refresh_token"] == Path("/proc/self/comm").read_text("utf-8").strip()


def test_a_new_file_mends_a_running_gateway(endpoint: Endpoint, credentials: Credentials) -> None:
    assert credentials.refresh_token_file is not None
    source = TokenSource(credentials)
    endpoint.refuses("invalid_grant", "Token has been expired or revoked.")
    with pytest.raises(NoToken) as told:
        source.token()
    assert told.value.is_refused
    assert "(invalid_grant: Token has been expired or revoked.)" in told.value.sentence
    assert told.value.mend == f"get a new refresh token and write it to {credentials.refresh_token_file}"
    credentials.refresh_token_file.write_text("r-9", "utf-8")
    endpoint.gives("fresh")
    assert source.token() == "fresh"
    assert endpoint.asked[-1]["refresh_token"] == "r-9"


@pytest.mark.parametrize(
    "status,body,told,is_refused",
    [
        (401, {"error": "invalid_client"}, "check client_id, and the secret in", True),
        (400, {"error": "invalid_scope"}, "check scope", True),
        (400, {"error": "unauthorized_client"}, 'let this client use the grant "refresh_token"', True),
        (400, {"error": "unsupported_grant_type"}, "choose the other grant", True),
        (400, {"error": "some\r\nthing"}, "gives no token (some  thing); check the oauth2 keys", True),
        (400, b"<html>no", "answers 400; check token_url", False),
        (404, b"", "answers 404; check token_url", False),
        (302, b"", "answers 302; check token_url", False),
        (429, {"error": "slow_down"}, "answers 429 (slow_down); it is tried again", False),
        (503, b"", "answers 503; it is tried again", False),
        (200, b"<html>login here", "answers with no JSON object", False),
        (200, b"[" * 60_000, "answers with no JSON object", False),
        (200, b"[]", "answers with no JSON object", False),
        (200, {}, "answered without an access token", False),
        (200, {"access_token": "a\r\nb LOGOUT"}, "answered without an access token", False),
    ],
)
def test_each_refusal_is_one_sentence_with_the_mend(
    endpoint: Endpoint, credentials: Credentials, status: int, body: object, told: str, is_refused: bool
) -> None:
    endpoint.answers = [(status, body)]
    with pytest.raises(NoToken) as refused:
        TokenSource(credentials).token()
    assert told in str(refused.value)
    assert refused.value.is_refused is is_refused
    assert "\n" not in str(refused.value)
    assert not any(word in str(refused.value) for word in ("s3cret", "r-1"))
    assert len(endpoint.asked) == 1, "no secret goes elsewhere"


def test_secrets_that_are_not_there_are_named(credentials: Credentials, tmp_path: Path) -> None:
    with pytest.raises(NoToken, match="gone cannot be read; write the secret into it"):
        TokenSource(replace(credentials, client_secret_file=tmp_path / "gone")).token()
    (tmp_path / "empty").write_text("\n", "utf-8")
    with pytest.raises(NoToken, match="empty is empty; write the secret into it"):
        TokenSource(replace(credentials, refresh_token_file=tmp_path / "empty")).token()


def test_an_endpoint_that_is_not_there_is_told_and_tried_again(credentials: Credentials) -> None:
    with pytest.raises(NoToken, match=r"cannot be reached .*tried again") as told:
        TokenSource(replace(credentials, token_url="http://127.0.0.1:1/token")).token()
    assert not told.value.is_refused


def test_a_certificate_of_nobody_is_not_believed(credentials: Credentials, tmp_path: Path) -> None:
    authority = trustme.CA()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(server)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    with token_endpoint(server) as secure:
        how = replace(credentials, token_url=secure.url)
        assert TokenSource(how, tls=trusting).token() == "first"
        with pytest.raises(NoToken, match=r"cannot be reached .*certificate"):
            TokenSource(how).token()
    assert len(secure.asked) == 1
