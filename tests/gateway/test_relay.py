"""The way out over real sockets: what each reply, and each silence, of the next server means for a mail."""

import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
import trustme

from hauspost.gateway import smtp_relay
from hauspost.gateway.outcomes import Bounced, Deferred, Delivered, Outcome, Patience, Relay, Withheld
from tests.relay import DROP, STALL, ListeningRelay, Step, free_port, listening_relay, relay_factory

ANNA = "anna.berger@post.example"
BOB = "bob@post.example"
HOUSE = "bounce+abc@tickets.example"
HASTY = Patience(connect=2.0, command=2.0, final=0.3)


def mail(name: str, *, body: bytes = b"Guten Tag\r\n") -> bytes:
    return b"Message-ID: <%s@tickets.example>\r\nDate: Thu, 16 Oct 2025 08:02:00 +0200\r\n\r\n%s" % (
        name.encode(),
        body,
    )


def yes() -> bool:
    return True


PIPELINING = ("SIZE 10000000", "8BITMIME", "ENHANCEDSTATUSCODES", "PIPELINING")


@pytest.fixture(params=["one by one", "in one go"])
def server(request: pytest.FixtureRequest) -> Iterator[ListeningRelay]:
    """A server that wants each command by itself, and one that takes them together (RFC 2920)."""
    with listening_relay() as listening:
        if request.param == "in one go":
            listening.extensions = PIPELINING
        yield listening


@pytest.fixture
def relay(server: ListeningRelay) -> Iterator[Relay]:
    opened = relay_factory(server.url, hostname="gateway.example", patience=HASTY)()
    yield opened
    opened.hang_up()


def send(relay: Relay, octets: bytes, *, to: str = ANNA) -> Outcome:
    return relay.send(HOUSE, to, octets, before_mail=yes)


def verbs(server: ListeningRelay) -> list[str]:
    return [line.split(" ")[0].upper() for _, line in server.commands]


def test_many_mails_travel_on_one_connection(server: ListeningRelay, relay: Relay) -> None:
    for name in ("one", "two", "three"):
        assert send(relay, mail(name)) == Delivered("2.0.0 queued")
    assert [taken.connection for taken in server.mails] == [1, 1, 1]
    assert verbs(server) == ["EHLO", *["MAIL", "RCPT", "DATA"] * 3]
    assert server.commands[0] == (1, "ehlo gateway.example")


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "dot"])
def test_after_a_mail_that_was_not_taken_the_next_one_begins_with_a_reset(
    server: ListeningRelay, relay: Relay, step: Step
) -> None:
    server.answers(step, "450 4.2.1 busy", times=1)
    assert send(relay, mail("one")) == Deferred(450, "4.2.1 busy")
    assert send(relay, mail("two")) == Delivered("2.0.0 queued")
    if (
        server.extensions != PIPELINING or step != "mail"
    ):  # there a connection that takes a body for nothing is left
        assert verbs(server)[-4:] == ["RSET", "MAIL", "RCPT", "DATA"]
    assert [taken.octets for taken in server.mails] == [mail("two")]


def test_after_a_while_a_connection_is_asked_whether_it_is_still_there(
    server: ListeningRelay, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_relay, "AT_ONCE", 0.0)
    send(relay, mail("one"))
    send(relay, mail("two"))
    assert verbs(server) == ["EHLO", "MAIL", "RCPT", "DATA", "RSET", "MAIL", "RCPT", "DATA"]


@pytest.mark.parametrize("farewell", ["421 4.7.0 too many mails on this connection", DROP])
def test_a_server_that_hangs_up_before_it_heard_of_a_mail_is_dialled_once_more(
    server: ListeningRelay, relay: Relay, farewell: str
) -> None:
    send(relay, mail("one"))
    server.answers("mail", farewell, times=1)
    assert send(relay, mail("two")) == Delivered("2.0.0 queued")
    assert [taken.connection for taken in server.mails] == [1, 2]
    server.answers("mail", farewell)
    outcome = send(relay, mail("three"))
    assert isinstance(outcome, Deferred)
    assert server.connections == 3


def test_commands_in_one_go_stop_where_the_server_wants_a_body_for_nobody() -> None:
    with listening_relay() as server:
        server.extensions = PIPELINING
        server.takes_bodies_for_nobody = True
        relay = relay_factory(server.url, patience=HASTY)()
        server.answers("rcpt", "550 5.1.1 nobody here", times=1)
        assert send(relay, mail("one")) == Bounced(550, "5.1.1 nobody here", is_recipient=True)
        assert send(relay, mail("two")) == Delivered("2.0.0 queued")
        relay.hang_up()
        assert [(taken.octets, taken.connection) for taken in server.mails] == [(mail("two"), 2)]


def test_a_refusal_counts_though_the_server_hangs_up_right_behind_it() -> None:
    with listening_relay() as server:
        server.extensions = PIPELINING
        server.takes_bodies_for_nobody = True  # so that it hears of DATA, and hangs up there
        relay = relay_factory(server.url, patience=HASTY)()
        server.answers("rcpt", "550 5.1.1 nobody here", times=1)
        server.answers("data", DROP, times=1)
        assert send(relay, mail("one")) == Bounced(550, "5.1.1 nobody here", is_recipient=True)
        assert send(relay, mail("two")) == Delivered("2.0.0 queued")
        relay.hang_up()
        assert [taken.connection for taken in server.mails] == [2]


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_a_connection_that_is_cut_amid_the_commands_defers_and_the_same_mail_arrives_once(
    server: ListeningRelay, relay: Relay, step: Step
) -> None:
    server.answers(step, DROP, times=1)
    outcome = send(relay, mail("one"))
    assert isinstance(outcome, Deferred)
    assert outcome.reply.startswith("4.4.2")
    assert send(relay, mail("one")) == Delivered("2.0.0 queued")
    assert [(taken.octets, taken.connection) for taken in server.mails] == [(mail("one"), 2)]


def test_a_250_to_data_lets_no_line_of_the_mail_be_taken_for_a_command(
    server: ListeningRelay, relay: Relay
) -> None:
    server.answers("data", "250 2.0.0 ok", times=1)
    outcome = send(relay, mail("one", body=b"RCPT TO:<mallory@post.example>\r\n"))
    assert outcome == Deferred(250, "2.0.0 ok")
    assert verbs(server) == ["EHLO", "MAIL", "RCPT", "DATA"]
    assert send(relay, mail("two")) == Delivered("2.0.0 queued")
    assert [taken.connection for taken in server.mails] == [2]


def test_a_connection_is_changed_after_its_number_of_mails(server: ListeningRelay) -> None:
    relay = relay_factory(server.url, patience=Patience(mails=2))()
    for name in ("one", "two", "three"):
        send(relay, mail(name))
    relay.hang_up()
    assert [taken.connection for taken in server.mails] == [1, 1, 2]


def test_the_octets_arrive_as_they_are_even_behind_leading_dots(server: ListeningRelay, relay: Relay) -> None:
    octets = mail("dots", body=b".\r\n..\r\n.dotted\r\nGr\xc3\xbc\xc3\x9fe\r\n")
    send(relay, octets)
    assert server.mails[0].octets == octets
    assert server.mails[0].options == f"SIZE={len(octets)} BODY=8BITMIME"


def test_a_4xx_defers_with_its_code_and_enhanced_status(server: ListeningRelay, relay: Relay) -> None:
    server.answers("rcpt", "450 4.2.1 mailbox busy", to=ANNA)
    assert send(relay, mail("one")) == Deferred(450, "4.2.1 mailbox busy")
    assert send(relay, mail("two"), to=BOB) == Delivered("2.0.0 queued")
    assert server.connections == 1


def test_a_5xx_to_the_recipient_or_the_content_bounces(server: ListeningRelay, relay: Relay) -> None:
    server.answers("rcpt", "550 5.1.1 nobody here", to=ANNA, times=1)
    assert send(relay, mail("one")) == Bounced(550, "5.1.1 nobody here", is_recipient=True)
    server.answers("dot", "554 5.7.1 we do not like it", times=1)
    assert send(relay, mail("two")) == Bounced(554, "5.7.1 we do not like it")
    assert send(relay, mail("three")) == Delivered("2.0.0 queued")


def test_who_was_frozen_since_the_last_look_looks_once_more_before_the_final_dot(
    server: ListeningRelay, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_relay, "FRESH", 0.0)
    looks = iter((True, False, True, True))
    outcomes = [relay.send(HOUSE, ANNA, mail(name), before_mail=lambda: next(looks)) for name in ("a", "b")]
    assert outcomes == [Withheld(), Delivered("2.0.0 queued")]
    assert [taken.octets for taken in server.mails] == [mail("b")]


DSN = ("SIZE 10000000", "8BITMIME", "ENHANCEDSTATUSCODES", "DSN")


def test_where_reports_are_offered_their_wishes_are_said(server: ListeningRelay, relay: Relay) -> None:
    server.extensions = DSN
    send(relay, mail("o+n=e"), to="anna+x@post.example")
    lines = [line for _, line in server.commands]
    assert f"MAIL FROM:<{HOUSE}> SIZE={len(mail('o+n=e'))} RET=HDRS ENVID=o+2Bn+3De@tickets.example" in lines
    wishes = "NOTIFY=FAILURE,DELAY ORCPT=rfc822;anna+2Bx@post.example"
    assert f"RCPT TO:<anna+x@post.example> {wishes}" in lines
    assert len(server.mails) == 1


def test_an_id_that_is_too_long_for_an_envelope_is_left_out(server: ListeningRelay, relay: Relay) -> None:
    server.extensions = DSN
    send(relay, mail("x" * 90))
    assert server.mails[0].options.endswith(" RET=HDRS")


def test_where_reports_are_not_offered_nothing_is_said_of_them(server: ListeningRelay, relay: Relay) -> None:
    send(relay, mail("one"))
    assert not any("NOTIFY" in line or "ENVID" in line for _, line in server.commands)


def test_a_relay_that_refuses_our_return_path_keeps_every_mail_waiting(
    server: ListeningRelay, relay: Relay
) -> None:
    server.answers("mail", "550 5.7.60 you may not send as this sender", times=2)
    with structlog.testing.capture_logs() as lines:
        outcomes = [send(relay, mail("one")), send(relay, mail("two"))]
    assert {type(outcome) for outcome in outcomes} == {Deferred}
    assert isinstance(outcomes[0], Deferred)
    assert 'envelope = "address"' in outcomes[0].mend
    assert [line["event"] for line in lines] == ["the relay refuses our return path"]
    assert send(relay, mail("one")) == Delivered("2.0.0 queued")


def test_a_mail_that_is_too_large_is_refused_for_itself(server: ListeningRelay, relay: Relay) -> None:
    server.answers("mail", "552 5.3.4 too large")
    assert send(relay, mail("one")) == Bounced(552, "5.3.4 too large")


def test_a_5xx_about_our_session_is_our_trouble(server: ListeningRelay, relay: Relay) -> None:
    server.answers("mail", "530 5.7.0 authentication required")
    assert send(relay, mail("one")) == Deferred(530, "5.7.0 authentication required")


def test_a_421_in_between_defers_and_the_next_mail_dials_anew(server: ListeningRelay, relay: Relay) -> None:
    server.answers("mail", "421 4.3.2 closing", times=1)
    assert send(relay, mail("one")) == Deferred(421, "4.3.2 closing")
    assert send(relay, mail("two")) == Delivered("2.0.0 queued")
    assert server.mails[0].connection == 2


def test_a_connection_that_died_in_silence_is_replaced_without_harm_to_the_mail(
    server: ListeningRelay, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_relay, "AT_ONCE", 0.0)
    send(relay, mail("one"))
    server.answers("rset", DROP, times=1)
    assert send(relay, mail("two")) == Delivered("2.0.0 queued")
    assert [taken.connection for taken in server.mails] == [1, 2]


@pytest.mark.parametrize("whim", [DROP, STALL])
def test_a_loss_behind_the_final_dot_is_unknown_and_deferred(
    server: ListeningRelay, relay: Relay, whim: str
) -> None:
    server.answers("dot", whim, times=1)
    outcome = send(relay, mail("one"))
    assert isinstance(outcome, Deferred)
    assert outcome.reply.startswith("4.4.2 broken off behind the mail's end, perhaps it was taken")
    assert not outcome.is_unreached
    assert send(relay, mail("one")) == Delivered("2.0.0 queued")
    first, second = server.mails
    assert first.octets == second.octets


@pytest.mark.parametrize(
    "greeting", ["554 5.3.2 not today", "421 4.3.2 busy", DROP, "SSH-2.0-OpenSSH_9.2", "220-no end\r\nwhat"]
)
def test_no_greeting_no_blame_for_the_mail(server: ListeningRelay, relay: Relay, greeting: str) -> None:
    server.answers("connect", greeting, times=1)
    outcome = send(relay, mail("one"))
    assert isinstance(outcome, Deferred)
    assert outcome.is_unreached
    assert str(server.port) in outcome.reply


def test_a_server_that_is_away_is_not_asked_by_every_mail() -> None:
    relay = relay_factory(f"smtp://127.0.0.1:{free_port()}")()
    first, second = send(relay, mail("one")), send(relay, mail("two"))
    assert isinstance(first, Deferred)
    assert "refused" in first.reply
    assert first == second  # the second one did not try
    assert 0.0 < relay.rest() <= 1.0


def test_after_the_rest_a_server_that_came_back_is_found() -> None:
    port = free_port()
    relay = relay_factory(f"smtp://127.0.0.1:{port}")()
    send(relay, mail("one"))
    with listening_relay(port=port):
        time.sleep(relay.rest())
        assert send(relay, mail("one")) == Delivered("2.0.0 queued")
        assert relay.rest() == 0.0
        relay.hang_up()


def test_the_last_question_stands_right_before_mail_from(server: ListeningRelay, relay: Relay) -> None:
    heard: list[str] = []

    def no() -> bool:
        heard.extend(line for _, line in server.commands)
        return False

    assert relay.send(HOUSE, ANNA, mail("one"), before_mail=no) == Withheld()
    assert heard == ["ehlo gateway.example"]
    assert send(relay, mail("two"), to=BOB) == Delivered("2.0.0 queued")
    assert not any("MAIL" in line and "anna" in line for _, line in server.commands)
    assert [taken.rcpt_to for taken in server.mails] == [BOB]


@pytest.mark.parametrize(
    "address",
    [
        "a@x.example>\r\nRCPT TO:<b@x.example",
        "a@x.example\n",
        "a b@x.example",
        "<a@x.example>",
        "a@x.example,b@x.example",
        "ä@x.example",
        "\u212a@x.example",
        "a",
        "",
        '"a b"@x.example',
    ],
)
def test_an_address_that_could_end_the_command_is_never_said(
    server: ListeningRelay, relay: Relay, address: str
) -> None:
    assert send(relay, mail("one"), to=address) == Bounced(0, "5.1.3 the address is malformed")
    outcome = relay.send(address or "x", ANNA, mail("one"), before_mail=yes)
    assert outcome == Bounced(0, "5.1.7 our own return path is malformed")
    assert server.commands == []


@pytest.mark.parametrize("body", [b"a\nb\r\n", b"a\rb\r\n", b"a\r\n.\nb\r\n", b"a\0b\r\n", b"no end"])
def test_lines_that_servers_part_differently_are_never_said(
    server: ListeningRelay, relay: Relay, body: bytes
) -> None:
    outcome = send(relay, mail("one", body=body))
    assert outcome == Bounced(0, "5.6.0 the mail's lines do not all end with CR LF")
    assert server.connections == 0


def test_closing_ends_a_wait_for_a_silent_server(server: ListeningRelay) -> None:
    relay = relay_factory(server.url, patience=Patience(final=60.0))()
    server.answers("dot", STALL)
    outcomes: list[Outcome] = []
    sender = threading.Thread(target=lambda: outcomes.append(send(relay, mail("one"))))
    sender.start()
    server.wait_for(1)
    relay.close()
    sender.join(50.0)
    assert isinstance(outcomes[0], Deferred)
    assert isinstance(send(relay, mail("two")), Deferred)
    assert server.connections == 1


# ---- TLS and passwords


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def server_side(authority: trustme.CA, name: str = "localhost") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.mark.parametrize("is_implicit", [False, True])
def test_a_mail_goes_encrypted_and_with_the_password(authority: trustme.CA, is_implicit: bool) -> None:
    users = {"büro@post.example": "geheim ß"}
    with listening_relay(tls=server_side(authority), is_implicit=is_implicit) as server:
        server.users = users
        url = server.url.replace("://", "://b%C3%BCro%40post.example@")
        relay = relay_factory(url, password="geheim ß", tls=trusting(authority))()
        assert send(relay, mail("one")) == Delivered("2.0.0 queued")
        assert (server.mails[0].is_encrypted, server.mails[0].user) == (True, "büro@post.example")
        relay.hang_up()


def test_login_serves_where_plain_is_not_offered() -> None:
    with listening_relay(users={"office": "secret"}, mechanisms="LOGIN") as server:
        relay = relay_factory(server.url, password="secret")()
        assert send(relay, mail("one")) == Delivered("2.0.0 queued")
        relay.hang_up()


def test_a_wrong_password_is_our_trouble_in_a_clear_sentence() -> None:
    with listening_relay(users={"office": "secret"}) as server:
        outcome = send(relay_factory(server.url, password="wrong")(), mail("one"))
        assert isinstance(outcome, Deferred)
        assert outcome.reply.endswith("the password was not accepted: 535 5.7.8 wrong")


@pytest.mark.parametrize("is_implicit", [False, True])
def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    authority: trustme.CA, is_implicit: bool
) -> None:
    with listening_relay(tls=server_side(authority), is_implicit=is_implicit) as server:
        outcome = send(relay_factory(server.url)(), mail("one"))
        assert isinstance(outcome, Deferred)
        assert "the certificate was not accepted" in outcome.reply
        assert server.mails == []


def test_a_certificate_for_another_name_is_not_trusted(authority: trustme.CA) -> None:
    with listening_relay(tls=server_side(authority, "other.example")) as server:
        outcome = send(relay_factory(server.url, tls=trusting(authority))(), mail("one"))
        assert isinstance(outcome, Deferred)
        assert "Hostname mismatch" in outcome.reply


def test_where_starttls_is_demanded_nothing_goes_without_it(server: ListeningRelay) -> None:
    outcome = send(relay_factory(f"smtp+starttls://localhost:{server.port}")(), mail("one"))
    assert isinstance(outcome, Deferred)
    assert "STARTTLS" in outcome.reply
    assert server.mails == []


# ---- LMTP, Maildir, URLs


def test_lmtp_speaks_lhlo_over_tcp_and_over_a_unix_socket(tmp_path: Path) -> None:
    for unix in (None, tmp_path / "lmtp.sock"):
        with listening_relay(protocol="lmtp", unix=unix) as server:
            relay = relay_factory(server.url)()
            assert send(relay, mail("one")) == Delivered("2.0.0 queued")
            server.answers("dot", "550 5.2.2 full")
            assert send(relay, mail("two")) == Bounced(550, "5.2.2 full")
            relay.hang_up()


def test_a_maildir_holds_each_mail_once_whatever_is_repeated(tmp_path: Path) -> None:
    relay = relay_factory(f"maildir:{tmp_path}")()
    for _ in range(2):
        assert isinstance(send(relay, mail("one")), Delivered)
    assert isinstance(send(relay, mail("two"), to="A/../../B@post.example"), Delivered)
    assert relay.send(HOUSE, BOB, mail("three"), before_mail=lambda: False) == Withheld()
    files = sorted(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file())
    assert files == [
        "a%2F..%2F..%2Fb@post.example/new/1760594520.two.hauspost",
        "anna.berger@post.example/new/1760594520.one.hauspost",
    ]
    assert (tmp_path / files[1]).read_bytes() == mail("one")


def test_a_folder_that_cannot_be_written_defers(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    outcome = send(relay_factory(f"maildir:{tmp_path / 'file'}")(), mail("one"))
    assert isinstance(outcome, Deferred)
    assert "Not a directory" in outcome.reply
