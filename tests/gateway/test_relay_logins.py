"""How we log in at a relay and what its refusals mean, with a token endpoint and a relay on loopback."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
import trustme

from hauspost.gateway.logs import only_numbers_and_digests
from hauspost.gateway.oauth import CLIENT_CREDENTIALS, Credentials, TokenSource
from hauspost.gateway.outcomes import Deferred, Delivered, Outcome, Patience, Relay, RelayPlace
from hauspost.gateway.relay import relays_at
from tests.relay import DROP, ListeningRelay, free_port, listening_relay
from tests.token_endpoint import Endpoint, token_endpoint

OFFICE = "office@example.com"
MAIL = b"Message-ID: <one@tickets.example>\r\n\r\nGuten Tag\r\n"
HASTY = Patience(connect=2.0, command=2.0, final=0.5)


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with token_endpoint() as endpoint:
        yield endpoint


@pytest.fixture
def server() -> Iterator[ListeningRelay]:
    with listening_relay(mechanisms="PLAIN XOAUTH2") as server:
        server.tokens = {OFFICE: "first"}
        yield server


@pytest.fixture
def tokens(endpoint: Endpoint, tmp_path: Path) -> TokenSource:
    (tmp_path / "secret").write_text("s3cret", "utf-8")
    return TokenSource(Credentials(endpoint.url, "hauspost", CLIENT_CREDENTIALS, tmp_path / "secret"))


def relay_of(server: ListeningRelay, **more: object) -> Relay:
    place = RelayPlace("smtp", "127.0.0.1", server.port, user=OFFICE)
    return relays_at(place, hostname="gateway.example", patience=HASTY, **more)()  # type: ignore[arg-type]


def send(relay: Relay) -> Outcome:
    return relay.send("bounce+a@tickets.example", "anna@post.example", MAIL, before_mail=lambda: True)


def test_an_access_token_opens_the_relay_and_serves_every_connection(
    server: ListeningRelay, endpoint: Endpoint, tokens: TokenSource
) -> None:
    for _ in range(2):
        relay = relay_of(server, tokens=tokens)
        assert send(relay) == Delivered("2.0.0 queued")
        relay.hang_up()
    assert [mail.user for mail in server.mails] == [OFFICE, OFFICE]
    assert len(endpoint.asked) == 1


def test_a_token_that_ended_is_renewed_once_and_the_mail_leaves(
    server: ListeningRelay, endpoint: Endpoint, tokens: TokenSource
) -> None:
    tokens.token()
    server.tokens = {OFFICE: "second"}
    endpoint.gives("second")
    relay = relay_of(server, tokens=tokens)
    assert send(relay) == Delivered("2.0.0 queued")
    relay.hang_up()
    assert server.connections == 1
    assert len(endpoint.asked) == 2


def test_a_relay_that_takes_no_token_is_our_trouble_and_asks_the_endpoint_no_more_than_twice(
    server: ListeningRelay, endpoint: Endpoint, tokens: TokenSource
) -> None:
    server.tokens = {OFFICE: "another"}
    outcome = send(relay_of(server, tokens=tokens))
    assert isinstance(outcome, Deferred)
    assert outcome.is_unreached
    assert outcome.reply.endswith("the access token was not accepted: 535 5.7.8 the token is not accepted")
    assert "relay.oauth2" in outcome.mend
    assert len(endpoint.asked) == 2


def test_a_grant_that_ended_is_told_with_the_endpoint_s_own_words(
    server: ListeningRelay, endpoint: Endpoint, tokens: TokenSource
) -> None:
    endpoint.refuses("invalid_client", "The secret has expired.")
    outcome = send(relay_of(server, tokens=tokens))
    assert isinstance(outcome, Deferred)
    assert "invalid_client: The secret has expired." in outcome.reply
    assert "check client_id, and the secret in" in outcome.mend
    assert server.mails == []


def test_a_relay_without_xoauth2_never_sees_the_token(endpoint: Endpoint, tokens: TokenSource) -> None:
    with listening_relay(users={OFFICE: "x"}) as server:
        outcome = send(relay_of(server, tokens=tokens))
        assert isinstance(outcome, Deferred)
        assert "does not offer AUTH XOAUTH2" in outcome.reply
        assert not any("AUTH" in line for _, line in server.commands)
    assert endpoint.asked == []


def test_a_relay_that_hangs_up_on_an_old_token_gets_a_new_one_next_time(
    server: ListeningRelay, endpoint: Endpoint, tokens: TokenSource
) -> None:
    tokens.token()
    server.tokens = {OFFICE: "second"}
    endpoint.gives("second")
    server.answers("refusal", DROP)
    assert isinstance(send(relay_of(server, tokens=tokens)), Deferred)
    again = relay_of(server, tokens=tokens)
    assert send(again) == Delivered("2.0.0 queued")
    again.hang_up()


# ---- each trouble is one sentence in the log, with the mend and without a name


def logged(relay: Relay) -> list[dict[str, object]]:
    with structlog.testing.capture_logs() as lines:
        send(relay)
        send(relay)
    return [dict(line) for line in lines if line["event"] == "the relay takes no mail"]


def test_a_wrong_password_is_told_once_with_the_mend() -> None:
    with listening_relay(users={OFFICE: "right"}) as server:
        (line,) = logged(relay_of(server, password="wrong"))
    assert line["trouble"] == "the password was not accepted: 535 5.7.8 wrong"
    assert "relay.password_file" in str(line["mend"])
    assert "wrong" not in str(line["mend"])


def test_the_log_names_nobody_even_if_the_relay_does() -> None:
    with listening_relay(users={OFFICE: "right"}) as server:
        server.answers("auth", f"535 5.7.8 no such user <{OFFICE}>")
        (line,) = logged(relay_of(server, password="right"))
    said = only_numbers_and_digests(None, "error", dict(line))
    assert said["trouble"] == "the password was not accepted: 535 5.7.8 no such user <(address)>"


def test_a_refused_certificate_and_tls_that_is_none_are_told_apart() -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with listening_relay(tls=context, is_implicit=True) as server:
        (line,) = logged(relays_at(RelayPlace("smtps", "localhost", server.port), patience=HASTY)())
        assert str(line["trouble"]).startswith("the certificate was not accepted: ")
        assert "this machine trusts" in str(line["mend"])
    with listening_relay() as plain:
        (line,) = logged(relays_at(RelayPlace("smtps", "localhost", plain.port), patience=HASTY)())
        assert str(line["trouble"]).startswith("TLS failed: ")
        assert "scheme and port" in str(line["mend"])
        starttls = RelayPlace("smtp+starttls", "localhost", plain.port)
        (line,) = logged(relays_at(starttls, patience=HASTY)())
        assert "STARTTLS" in str(line["trouble"])


def test_a_relay_that_came_back_is_told_too() -> None:
    port = free_port()
    relay = relays_at(RelayPlace("smtp", "127.0.0.1", port), patience=HASTY)()
    with structlog.testing.capture_logs() as lines:
        send(relay)
        with listening_relay(port=port):
            while relay.rest():
                pass
            assert send(relay) == Delivered("2.0.0 queued")
            relay.hang_up()
    assert [line["event"] for line in lines] == ["the relay takes no mail", "the relay takes mail again"]
