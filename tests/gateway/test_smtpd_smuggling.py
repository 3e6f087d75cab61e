"""Only CR LF dot CR LF ends a mail: no other spelling of it carries a second mail past the first."""

import pytest

from tests.gateway.smtp_wire import HOUSE, Wire, listener, open_station

# What lenient readers have taken for the end, one row per spelling. Our own reader knows one end only.
FALSE_ENDS = {
    "LF . LF": b"\n.\n",
    "LF . CRLF": b"\n.\r\n",
    "CRLF . LF": b"\r\n.\n",
    "CR . CR": b"\r.\r",
    "CR . CRLF": b"\r.\r\n",
    "CRLF . CR": b"\r\n.\r",
    "LF . CR": b"\n.\r",
    "CR . LF": b"\r.\n",
    "CRLF NUL . CRLF": b"\r\n\0.\r\n",
    "CRLF . NUL CRLF": b"\r\n.\0\r\n",
    "CR NUL LF . CRLF": b"\r\0\n.\r\n",
}
SECOND = (
    b"MAIL FROM:<manager@tickets.example>\r\n"
    b"RCPT TO:<lindenweg12@tickets.example>\r\n"
    b"DATA\r\nFrom: manager@tickets.example\r\nSubject: ERLEDIGT\r\n\r\nERLEDIGT\r\n"
)
FIRST = b"From: anna.berger@post.example\r\nSubject: Heizung\r\n\r\nkalt"


@pytest.fixture(params=FALSE_ENDS, ids=str)
def false_end(request: pytest.FixtureRequest) -> bytes:
    return FALSE_ENDS[request.param]


def test_strangers_smuggle_nothing(false_end: bytes) -> None:
    with open_station() as station, station.call() as client:
        client.envelope()
        client.send(FIRST + false_end + SECOND + b".\r\n")
        assert client.reply().startswith("554 5.6.0 Message contains a bare CR, a bare LF or NUL")
        assert client.say("NOOP").startswith("250 2.0.0")
        assert station.taken == []


@pytest.mark.parametrize("own", ["lmtp", "trusted"])
def test_our_own_mta_brings_one_mail_with_a_mark_and_never_two(own: str, false_end: bytes) -> None:
    with open_station(listener(own)) as station, station.call(own) as client:
        client.envelope()
        client.send(FIRST + false_end + SECOND + b".\r\n")
        assert client.reply() == "250 2.0.0 Stored"
        assert client.say("NOOP").startswith("250 2.0.0")
        (taken,) = station.taken
        assert taken.rcpt_tos == (HOUSE,)
        assert taken.mail_from == "anna.berger@post.example"
        assert taken.octets.endswith(b"Subject: ERLEDIGT\r\n\r\nERLEDIGT\r\n")
        assert set(taken.defects) <= {"bare-cr", "bare-lf", "nul"}
        assert taken.defects


def test_it_makes_no_difference_how_the_octets_are_cut_into_packets(false_end: bytes) -> None:
    with open_station(listener("lmtp")) as station, station.call("lmtp") as client:
        client.envelope()
        for octet in FIRST[-6:] + false_end + SECOND[:8]:
            client.send(bytes([octet]))
        client.send(SECOND[8:] + b".\r\n")
        assert client.reply() == "250 2.0.0 Stored"
        assert len(station.taken) == 1


def test_what_stands_behind_a_true_end_is_the_clients_next_command() -> None:
    with open_station() as station, station.call() as client:
        client.envelope()
        client.send(FIRST + b"\r\n.\r\n" + SECOND + b".\r\nNOOP\r\n")
        replies = [client.reply()[:3] for _ in range(6)]
        assert replies == ["250", "250", "250", "354", "250", "250"]
        assert [taken.octets for taken in station.taken] == [FIRST + b"\r\n", SECOND.split(b"DATA\r\n")[1]]


@pytest.mark.parametrize(
    "octets, mark", [(b"a\rb\r\n", "bare-cr"), (b"a\nb\r\n", "bare-lf"), (b"a\0b\r\n", "nul")]
)
def test_each_odd_octet_has_its_name(octets: bytes, mark: str) -> None:
    with open_station(listener("lmtp"), listener("trusted"), listener()) as station:
        for own in ("lmtp", "trusted"):
            with station.call(own) as client:
                assert client.mail(octets) == "250 2.0.0 Stored"
        with station.call() as stranger:
            assert stranger.mail(octets).startswith("554 5.6.0")
        assert [taken.defects for taken in station.taken] == [(mark,), (mark,)]


def test_lmtp_and_trusted_say_by_whom_a_mail_was_brought() -> None:
    with open_station(listener(), listener("lmtp"), listener("trusted")) as station:
        for name in ("smtp", "lmtp", "trusted"):
            with station.call(name) as client:
                assert client.mail() == "250 2.0.0 Stored"
        seen = [(taken.listener, taken.via, taken.trusted, taken.peer) for taken in station.taken]
        assert seen == [
            ("smtp", "smtp", False, "127.0.0.1"),
            ("lmtp", "lmtp", False, "127.0.0.1"),
            ("trusted", "smtp", True, "127.0.0.1"),
        ]


def test_a_false_greeting_of_http_gets_nowhere() -> None:
    with open_station() as station, Wire(station.places["smtp"]) as client:
        client.reply()
        client.send(b"POST / HTTP/1.1\r\nHost: mx\r\nA: b\r\nC: d\r\nE: f\r\nMAIL FROM:<a@b.example>\r\n")
        replies = [client.reply() for _ in range(6)]
        assert replies[4].startswith("502 5.5.1 Too many unrecognized commands")
        assert station.taken == []
