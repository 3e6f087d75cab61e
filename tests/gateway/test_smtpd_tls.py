"""STARTTLS where a certificate is configured; nothing from before the handshake survives it (RFC 3207)."""

import ssl
import time
from collections.abc import Iterator

import pytest
import trustme

from hauspost.gateway.smtpd import Limits
from tests.gateway.smtp_wire import HOUSE, MAIL, Station, listener, open_station


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def station(authority: trustme.CA) -> Iterator[Station]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("mx.tickets.example").configure_cert(context)
    limits = Limits(command_seconds=2, data_seconds=2, connections=4)
    with open_station(listener(tls=context, limits=limits), listener("lmtp", tls=context)) as opened:
        yield opened


@pytest.fixture
def trust(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def test_a_mail_arrives_through_tls(station: Station, trust: ssl.SSLContext) -> None:
    with station.call() as client:
        assert "STARTTLS" in client.say("EHLO mta.example")
        client.start_tls(trust)
        offered = client.say("EHLO mta.example")
        assert "STARTTLS" not in offered
        assert "AUTH" not in offered
        assert client.mail() == "250 2.0.0 Stored"
        assert client.say("STARTTLS") == "503 5.5.1 TLS is already on"
        assert client.say("AUTH PLAIN AGFubmEAc2VjcmV0").startswith("500")
        assert client.mail(b"x" * 70_000 + b"\r\n").startswith("554 5.6.0")
        assert client.mail((b"x" * 900 + b"\r\n") * 2000) == "250 2.0.0 Stored"
        assert client.say("QUIT").startswith("221")
    assert [len(taken.octets) for taken in station.taken] == [len(MAIL), 1_804_000]


def test_lmtp_speaks_tls_too(station: Station, trust: ssl.SSLContext) -> None:
    with station.call("lmtp") as client:
        client.start_tls(trust)
        client.say("LHLO mta.example")
        assert client.mail() == "250 2.0.0 Stored"


def test_commands_injected_before_the_handshake_are_forgotten(
    station: Station, trust: ssl.SSLContext
) -> None:
    injected = f"MAIL FROM:<evil@b.example>\r\nRCPT TO:<{HOUSE}>\r\nDATA\r\nevil\r\n.\r\n".encode()
    with station.call() as client:
        client.send(b"STARTTLS\r\n" + injected)
        assert client.reply().startswith("220")
        client.socket = trust.wrap_socket(client.socket, server_hostname="mx.tickets.example")
        assert client.say("NOOP") == "250 2.0.0 OK"
        assert client.say("RCPT TO:<lindenweg12@tickets.example>") == "503 5.5.1 Send MAIL FROM first"
        assert station.taken == []


def test_an_envelope_from_before_the_handshake_is_forgotten(station: Station, trust: ssl.SSLContext) -> None:
    with station.call() as client:
        client.say("MAIL FROM:<evil@b.example>")
        client.say(f"RCPT TO:<{HOUSE}>")
        client.start_tls(trust)
        assert client.say("DATA") == "503 5.5.1 Send RCPT TO first"
        assert client.say("MAIL FROM:<a@b.example>") == "503 5.5.1 Say hello first"


@pytest.mark.parametrize("last_words", [b"", b"no handshake at all\r\n\r\n", b"\x16\x03\x01\x00\x05\x01"])
def test_a_handshake_that_fails_gives_its_place_free(station: Station, last_words: bytes) -> None:
    for _ in range(12):
        with station.call() as client:
            assert client.say("STARTTLS").startswith("220")
            client.send(last_words)
        deadline = time.monotonic() + 60
        while station.connections():
            assert time.monotonic() < deadline
            time.sleep(0.005)
    with station.call() as client:
        assert client.mail() == "250 2.0.0 Stored"


def test_whoever_falls_silent_in_the_handshake_is_cut_off(station: Station) -> None:
    with station.call() as client:
        assert client.say("STARTTLS").startswith("220")
        deadline = time.monotonic() + 60
        while station.connections():
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_stopping_reaches_those_within_tls(station: Station, trust: ssl.SSLContext) -> None:
    with station.call() as inside, station.call() as halfway:
        inside.start_tls(trust)
        inside.say("EHLO mta.example")
        halfway.say("STARTTLS")
        started = time.monotonic()
        station.stop(grace=0.5)
        assert time.monotonic() - started < 30
        assert inside.reply().startswith("421 4.3.2")


def test_stopping_does_not_stumble_over_those_who_are_just_leaving(
    station: Station, trust: ssl.SSLContext
) -> None:
    with station.call() as client:
        client.start_tls(trust)
        assert client.say("QUIT").startswith("221")
        station.stop(grace=0.3)
