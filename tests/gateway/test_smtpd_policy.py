"""What the listeners take, what they refuse, and in which words."""

import asyncio
import os
import socket
import stat
import threading
import time
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from hauspost.gateway import smtp_guard
from hauspost.gateway.smtpd import Answer, Incoming, Limits, Listeners, Tcp, Unix
from tests.gateway.smtp_wire import ANNA, HOUSE, MAIL, STORED, Station, Wire, listener, open_station


def test_a_mail_arrives_octet_for_octet() -> None:
    with open_station() as station, station.call() as client:
        mail = MAIL + b"\xc3\xa4 \xff\r\n.\r\n..zwei\r\n"
        client.envelope(HOUSE, "desk@tickets.example", mail_from="")
        client.send(mail.replace(b"\r\n.", b"\r\n..") + b".\r\n")
        assert client.reply() == "250 2.0.0 Stored"
        assert station.taken == [
            Incoming(
                octets=mail,
                mail_from="",
                rcpt_tos=(HOUSE, "desk@tickets.example"),
                via="smtp",
                listener="smtp",
                peer="127.0.0.1",
                trusted=False,
                defects=(),
            )
        ]


def test_smtp_greets_and_offers_what_it_keeps() -> None:
    with open_station(listener(max_size=5000)) as station, Wire(station.places["smtp"]) as client:
        assert client.reply() == "220 mx.tickets.example ESMTP Hauspost"
        assert client.say("MAIL FROM:<a@b.example>") == "503 5.5.1 Say hello first"
        assert client.say("EHLO mta.example").split("\n") == [
            "250-mx.tickets.example",
            "250-SIZE 5000",
            "250-8BITMIME",
            "250-PIPELINING",
            "250 ENHANCEDSTATUSCODES",
        ]
        assert client.say("LHLO mta.example").startswith("500")
        assert client.say("HELO mta.example") == "250 mx.tickets.example"


def test_lmtp_is_greeted_in_its_own_way_only() -> None:
    with open_station(listener("lmtp")) as station, Wire(station.places["lmtp"]) as client:
        assert client.reply() == "220 mx.tickets.example LMTP Hauspost"
        assert client.say("EHLO mta.example").startswith("500")
        assert client.say("HELO mta.example").startswith("500")
        assert client.say("LHLO mta.example").startswith("250-mx.tickets.example")
        client.say("MAIL FROM:<a@b.example>")
        assert client.say("DATA").startswith("503 5.5.1")


@pytest.mark.parametrize(
    "command, reply",
    [
        ("NOOP", "250 2.0.0 OK"),
        ("RSET", "250 2.0.0 OK"),
        ("VRFY anna", "252 2.5.0 Cannot verify addresses, send a message and see"),
        ("VRFY", "501 5.5.4 Syntax: VRFY <address>"),
        ("EXPN managers", "502 5.5.1 Lists are not expanded here"),
        ("HELP", "250 2.0.0 Supported commands: DATA EHLO HELO HELP MAIL NOOP QUIT RCPT RSET VRFY"),
        ("HELP MAIL", "250 2.0.0 Syntax: MAIL FROM:<address> [SP SIZE=number] [SP BODY=8BITMIME]"),
        ("AUTH PLAIN AGFubmEAc2VjcmV0", '500 5.5.2 Error: command "AUTH" not recognized'),
        ("STARTTLS", '500 5.5.2 Error: command "STARTTLS" not recognized'),
        ("BD\rAT", '500 5.5.2 Error: command "BD?AT" not recognized'),
        ("", "500 5.5.2 Error: bad syntax"),
        ("RCPT TO:<lindenweg12@tickets.example>", "503 5.5.1 Send MAIL FROM first"),
        ("DATA", "503 5.5.1 Send RCPT TO first"),
        ("EHLO", "501 5.5.4 Say hello with your host name"),
        ("NOOP " + "x" * 2000, "500 5.5.2 Command line too long"),
        ("NOOP " + "x" * 200_000, "500 5.5.2 Command line too long"),
        ("QUIT", "221 2.0.0 Bye"),
    ],
)
def test_every_command_has_one_answer_with_an_enhanced_status(command: str, reply: str) -> None:
    with open_station() as station, station.call() as client:
        assert client.say(command) == reply
        if command != "QUIT":
            assert client.say("NOOP") == "250 2.0.0 OK"


def test_an_unknown_mailbox_is_refused_and_its_neighbour_taken() -> None:
    asked: list[str] = []

    def known(address: str) -> bool:
        asked.append(address)
        return address == HOUSE

    with open_station(known=known) as station, station.call() as client:
        client.say(f"MAIL FROM:<{ANNA}>")
        assert client.say("RCPT TO:<nobody@tickets.example>") == "550 5.1.1 No such mailbox here"
        assert client.say("RCPT TO:<nobody@tickets.example") == "550 5.1.1 Malformed recipient address"
        assert client.say("RCPT TO:<LINDENWEG12@Tickets.Example>").startswith("250 2.1.5")
        assert client.say("DATA").startswith("354")
        client.send(MAIL + b".\r\n")
        assert client.reply().startswith("250")
        assert station.taken[0].rcpt_tos == (HOUSE,)
        assert asked == ["nobody@tickets.example", HOUSE]


def test_low_disk_is_said_before_the_mail_is_sent() -> None:
    with open_station(room=lambda octets: octets < 500) as station, station.call() as client:
        assert client.say("MAIL FROM:<a@b.example> SIZE=1000").startswith("452 4.3.1 Not enough room")
        assert client.say("RCPT TO:<lindenweg12@tickets.example>").startswith("503")
        assert client.say("MAIL FROM:<a@b.example> SIZE=100").startswith("250")


def test_low_disk_is_said_after_a_mail_that_hid_its_size() -> None:
    with open_station(room=lambda octets: octets < 500) as station, station.call() as client:
        assert client.mail(MAIL + b"x" * 500 + b"\r\n").startswith("452 4.3.1 Not enough room")
        assert client.mail() == "250 2.0.0 Stored"
        assert len(station.taken) == 1


def test_a_declared_size_is_refused_at_once() -> None:
    with open_station(listener(max_size=1000)) as station, station.call() as client:
        assert client.say("MAIL FROM:<a@b.example> SIZE=1001").startswith("552 5.3.4")
        assert client.say("MAIL FROM:<a@b.example> SIZE=1000").startswith("250 2.1.0")


def test_a_mail_of_exactly_the_limit_is_taken_and_one_octet_more_is_not() -> None:
    with open_station(listener(max_size=1000)) as station, station.call() as client:
        assert client.mail(b"x" * 998 + b"\r\n") == "250 2.0.0 Stored"
        assert client.mail(b"x" * 999 + b"\r\n") == "552 5.3.4 Message is larger than allowed here"
        assert client.mail(b"x" * 998 + b"\r\n") == "250 2.0.0 Stored"
        assert [len(taken.octets) for taken in station.taken] == [1000, 1000]


def test_many_large_mails_at_once_wait_for_each_other() -> None:
    limits = Limits(buffered=10_000, command_seconds=5, data_seconds=5)
    opening = open_station(listener(max_size=8_000, limits=limits))
    with opening as station, station.call() as first, station.call() as second:
        first.envelope()
        first.send(b"x" * 7_000)
        second.say("NOOP")
        second.envelope()
        second.send(b"x" * 7_000 + b"\r\n.\r\n")
        assert second.reply().startswith("452 4.3.1 Too many large messages")
        first.send(b"\r\n.\r\n")
        assert first.reply() == "250 2.0.0 Stored"
        assert second.mail(b"x" * 7_000 + b"\r\n") == "250 2.0.0 Stored"


def test_smtp_answers_with_the_first_refusal() -> None:
    async def mixed(incoming: Incoming) -> tuple[Answer, ...]:
        return STORED, Answer(452, "4.2.2 Full"), Answer(550, "5.2.1 Closed")

    with open_station(answers=mixed) as station, station.call() as client:
        assert (
            client.mail(MAIL, "a@tickets.example", "b@tickets.example", "c@tickets.example")
            == "452 4.2.2 Full"
        )


def test_commands_may_come_in_one_packet() -> None:
    commands = f"MAIL FROM:<{ANNA}>\r\nRCPT TO:<{HOUSE}>\r\nDATA\r\n".encode()
    with open_station() as station, station.call() as client:
        client.send(commands + MAIL + b".\r\n" + commands + MAIL + b".\r\nQUIT\r\n")
        assert [client.reply()[:3] for _ in range(9)] == ["250", "250", "354", "250"] * 2 + ["221"]
        assert [taken.octets for taken in station.taken] == [MAIL, MAIL]


def test_a_client_that_closes_its_side_still_hears_the_answer() -> None:
    async def slow(incoming: Incoming) -> tuple[Answer, ...]:
        await asyncio.sleep(0.2)
        return (STORED,)

    with open_station(answers=slow) as station, station.call() as client:
        client.envelope()
        client.send(MAIL + b".\r\n")
        client.socket.shutdown(socket.SHUT_WR)
        assert client.reply() == "250 2.0.0 Stored"
        assert client.reply() == ""


def test_a_client_that_vanishes_interrupts_no_acceptance() -> None:
    finished: list[Incoming] = []

    async def slow(incoming: Incoming) -> tuple[Answer, ...]:
        await asyncio.sleep(0.2)
        finished.append(incoming)
        return (STORED,)

    with open_station(answers=slow) as station:
        client = station.call()
        client.envelope()
        client.send(MAIL + b".\r\n")
        wait_for(lambda: bool(station.taken))
        client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        client.socket.close()
        wait_for(lambda: station.connections() == 0)
        wait_for(lambda: len(finished) == 1)


def test_a_client_that_vanishes_during_data_leaves_nothing() -> None:
    with open_station() as station:
        with station.call() as client:
            client.envelope()
            client.send(MAIL)
        wait_for(lambda: station.connections() == 0)
        assert station.taken == []


def test_stopping_cuts_off_whoever_takes_longer_than_the_grace() -> None:
    async def endless(incoming: Incoming) -> tuple[Answer, ...]:
        await asyncio.sleep(60)
        return (STORED,)

    with open_station(answers=endless) as station, station.call() as client:
        client.envelope()
        client.send(MAIL + b".\r\n")
        wait_for(lambda: bool(station.taken))
        started = time.monotonic()
        station.stop(grace=0.3)
        assert time.monotonic() - started < 30
        assert client.reply() == ""


def test_a_newcomer_during_the_grace_hears_421() -> None:
    turned_away = threading.Event()

    async def slow(incoming: Incoming) -> tuple[Answer, ...]:
        while not turned_away.is_set():
            await asyncio.sleep(0.02)
        return (STORED,)

    with open_station(answers=slow) as station, station.call() as client:
        client.envelope()
        client.send(MAIL + b".\r\n")
        wait_for(lambda: bool(station.taken))
        assert station.listeners is not None
        stopping = asyncio.run_coroutine_threadsafe(station.listeners.stop(60), station.loop)
        wait_for(lambda: first_words(station).startswith("421 4.3.2 Service is shutting down"))
        turned_away.set()
        assert client.reply() == "250 2.0.0 Stored"
        stopping.result(60)
        with pytest.raises(ConnectionRefusedError):
            station.call()


def test_a_unix_socket_serves_lmtp_to_its_group_and_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "lmtp.sock"
    stale = socket.socket(socket.AF_UNIX)
    stale.bind(str(path))
    stale.close()
    with open_station(listener("lmtp", place=Unix(str(path)))) as station:
        assert stat.S_IMODE(os.stat(path).st_mode) == 0o660
        with station.call("lmtp") as client:
            assert client.mail() == "250 2.0.0 Stored"
        assert station.taken[0].peer == "unix"
    assert not path.exists()


def test_a_unix_socket_in_use_or_another_file_is_left_alone(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("keep me")
    path = tmp_path / "lmtp.sock"
    with open_station(listener("lmtp", place=Unix(str(path)))) as station:
        for taken in (path, note):
            with pytest.raises(OSError, match="listener lmtp"):
                asyncio.run(start_and_stop(listener("lmtp", place=Unix(str(taken)))))
        with station.call("lmtp") as client:
            assert client.say("NOOP").startswith("250")
    assert note.read_text() == "keep me"


def test_a_port_in_use_is_named_and_the_others_are_closed_again() -> None:
    with open_station() as station, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        with pytest.raises(OSError, match="listener second"):
            asyncio.run(
                start_and_stop(
                    listener("first", place=Tcp("127.0.0.1", port)),
                    listener("second", place=station.places["smtp"]),
                )
            )
        with pytest.raises(ConnectionRefusedError):
            Wire(Tcp("127.0.0.1", port))


def test_logs_hold_no_address() -> None:
    async def broken(incoming: Incoming) -> tuple[Answer, ...]:
        raise RuntimeError(incoming.mail_from)

    with capture_logs() as lines, open_station(answers=broken) as station, station.call() as client:
        assert client.mail().startswith("451")
        client.say("MAIL FROM:<a@b.example>")
        client.say("RCPT TO:<nobody@elsewhere.example>")
    loud = [line for line in lines if line["log_level"] != "debug"]
    assert [line["event"] for line in loud] == ["listening", "own trouble"]
    assert "@" not in str(loud)
    assert "tests.gateway.test_smtpd_policy:" in loud[1]["at"]


def test_the_librarys_own_log_is_silent(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"), open_station() as station, station.call() as client:
        assert client.mail() == "250 2.0.0 Stored"
    assert "mail.log" not in {record.name for record in caplog.records}


def test_whoever_stops_reading_loses_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp_guard, "LINGER_SECONDS", 0.2)
    with (
        open_station(listener(limits=Limits(command_seconds=0.5))) as station,
        station.call(timeout=1) as client,
    ):
        with pytest.raises(OSError):
            client.send(b"HELP\r\n" * 10_000_000)
        wait_for(lambda: station.connections() == 0)


def first_words(station: Station) -> str:
    with station.call(greet=False) as newcomer:
        return newcomer.reply()


async def start_and_stop(*listeners: object) -> None:
    station = Station()
    opened = Listeners(
        listeners,  # type: ignore[arg-type]
        accept=station.accept,
        known=station.known,
        room=station.room,
    )
    await opened.start()
    await opened.stop(0)


def wait_for(condition: object, seconds: float = 60.0) -> None:
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
