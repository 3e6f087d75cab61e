"""The eight things that aiosmtpd 1.4.6 leaves open (DEPENDENCIES), each mended as a client sees it."""

import asyncio
import time

import pytest

from hauspost.gateway.incoming import LINE_LIMIT
from hauspost.gateway.smtpd import Answer, Incoming, Limits
from tests.gateway.smtp_wire import HOUSE, MAIL, STORED, listener, open_station


def test_1_data_without_a_line_end_does_not_grow_beyond_the_limit() -> None:
    with open_station(listener(max_size=1000)) as station, station.call() as client:
        client.envelope()
        client.send(b"x" * 1500)
        assert client.reply() == "552 5.3.4 Message is larger than allowed here"
        client.send(b"x" * 1500)
        assert client.reply() == ""
        assert station.taken == []


def test_2_lmtp_answers_once_for_each_recipient() -> None:
    async def only_the_second(incoming: Incoming) -> tuple[Answer, ...]:
        return Answer(452, "4.2.2 Full"), STORED, Answer(550, "5.2.1 Closed")

    with open_station(listener("lmtp"), answers=only_the_second) as station, station.call("lmtp") as client:
        answers = [client.mail(MAIL, "a@tickets.example", "b@tickets.example", "c@tickets.example")]
        answers += [client.reply(), client.reply()]
        assert answers == ["452 4.2.2 Full", "250 2.0.0 Stored", "550 5.2.1 Closed"]
        assert client.say("NOOP").startswith("250")


def test_2_lmtp_answers_once_for_each_recipient_when_it_refuses_too() -> None:
    with open_station(listener("lmtp", max_size=1000)) as station, station.call("lmtp") as client:
        refusal = "552 5.3.4 Message is larger than allowed here"
        assert client.mail(b"x" * 1500 + b"\r\n", "a@tickets.example", "b@tickets.example") == refusal
        assert client.reply() == refusal
        assert client.say("NOOP").startswith("250")


def test_2_lmtp_answers_a_recipient_named_twice_twice_and_stores_it_once() -> None:
    with open_station(listener("lmtp")) as station, station.call("lmtp") as client:
        assert client.mail(MAIL, HOUSE, HOUSE.upper()) == "250 2.0.0 Stored"
        assert client.reply() == "250 2.0.0 Stored"
        assert client.say("NOOP").startswith("250")
        assert station.taken[0].rcpt_tos == (HOUSE,)


@pytest.mark.parametrize("protocol, answers", [("smtp", 1), ("lmtp", 2)])
def test_3_our_own_trouble_is_451_and_never_tells_what_happened(protocol: str, answers: int) -> None:
    async def broken(incoming: Incoming) -> tuple[Answer, ...]:
        raise RuntimeError(f"no place for {incoming.mail_from}")

    with open_station(listener(protocol), answers=broken) as station, station.call(protocol) as client:
        got = [client.mail(MAIL, "a@tickets.example", "b@tickets.example")]
        got += [client.reply() for _ in range(answers - 1)]
        assert got == ["451 4.3.0 Temporary trouble on our side, please try again later"] * answers
        assert client.say("NOOP").startswith("250")
        assert station.counts(protocol)["own trouble"] == 1


def test_3_trouble_before_data_is_451_too_and_the_other_recipients_are_taken() -> None:
    def known(address: str) -> bool:
        if address.startswith("broken"):
            raise KeyError(address)
        return True

    with open_station(known=known) as station, station.call() as client:
        client.say("MAIL FROM:<a@post.example>")
        assert client.say("RCPT TO:<broken@tickets.example>").startswith("451 4.3.0 Temporary")
        assert client.say(f"RCPT TO:<{HOUSE}>").startswith("250")


def test_3_too_few_answers_are_our_own_trouble() -> None:
    async def forgetful(incoming: Incoming) -> tuple[Answer, ...]:
        return ()

    with open_station(answers=forgetful) as station, station.call() as client:
        assert client.mail().startswith("451 4.3.0")


def test_4_data_may_take_longer_than_the_timeout_while_octets_arrive() -> None:
    limits = Limits(command_seconds=5, data_seconds=0.4)
    with open_station(listener(limits=limits)) as station, station.call() as client:
        client.envelope()
        for octet in MAIL[:8]:
            client.send(bytes([octet]))
            time.sleep(0.1)
        client.send(MAIL[8:] + b".\r\n")
        assert client.reply() == "250 2.0.0 Stored"
        assert station.taken[0].octets == MAIL


def test_4_accepting_may_take_longer_than_the_command_timeout() -> None:
    async def slow(incoming: Incoming) -> tuple[Answer, ...]:
        await asyncio.sleep(2.0)
        return (STORED,)

    limits = Limits(command_seconds=1.5, data_seconds=30)
    with open_station(listener(limits=limits), answers=slow) as station, station.call() as client:
        assert client.mail() == "250 2.0.0 Stored"
        assert client.say("NOOP").startswith("250")


def test_4_silence_ends_a_conversation_with_a_word() -> None:
    limits = Limits(command_seconds=0.2, data_seconds=0.3)
    with open_station(listener(limits=limits)) as station:
        with station.call() as idle:
            assert idle.reply() == "421 4.4.2 Waited too long, closing the connection"
            assert idle.reply() == ""
        with station.call() as stuck:
            stuck.envelope()
            stuck.send(b"half a line")
            assert stuck.reply() == "421 4.4.2 Waited too long, closing the connection"
        assert station.taken == []


def test_4_a_connection_that_only_makes_noise_ends_too() -> None:
    limits = Limits(command_seconds=5, idle_seconds=0.5)
    with open_station(listener(limits=limits)) as station, station.call() as client:
        while (reply := client.say("NOOP")).startswith("250"):
            time.sleep(0.05)
        assert reply == "421 4.4.2 Waited too long, closing the connection"


@pytest.mark.parametrize("length", [998, 1001, 5000, LINE_LIMIT - 2])
def test_5_long_lines_are_taken(length: int) -> None:
    mail = b"Subject: " + b"x" * (length - 9) + b"\r\n\r\nText\r\n"
    with open_station() as station, station.call() as client:
        assert client.mail(mail) == "250 2.0.0 Stored"
        assert station.taken[0].octets == mail
        assert station.taken[0].defects == ()


def test_5_a_line_beyond_all_reason_is_refused_to_strangers_and_marked_for_our_own() -> None:
    mail = b"Subject: long\r\n\r\n" + b"x" * (LINE_LIMIT - 1) + b"\r\n"
    with open_station(listener(), listener("lmtp"), listener("trusted")) as station:
        with station.call() as stranger:
            assert stranger.mail(mail).startswith("554 5.6.0 Message contains a line of more than 65536")
        for own in ("lmtp", "trusted"):
            with station.call(own) as client:
                assert client.mail(mail) == "250 2.0.0 Stored"
        assert [taken.defects for taken in station.taken] == [("long-line",)] * 2


@pytest.mark.parametrize(
    "address, answer",
    [
        ("=?utf-8?q?lindenweg12?=@tickets.example", "550 5.1.1"),
        ("linden\0weg12@tickets.example", "550 5.1.1"),
        ("linden\rweg12@tickets.example", "550 5.1.1"),
        ("lindenwég12@tickets.example", "553 5.6.7"),
        ("lindenweg12", "550 5.1.1"),
        ("Linden Weg <lindenweg12@tickets.example>", "550 5.1.1"),
    ],
)
def test_6_an_address_is_what_stands_there_or_none(address: str, answer: str) -> None:
    with open_station(known=lambda address: True) as station, station.call() as client:
        client.say("MAIL FROM:<a@post.example>")
        assert client.say(f"RCPT TO:<{address}>").startswith(answer)
        assert client.say("DATA").startswith("503")


def test_7_a_mail_under_way_is_answered_before_the_listeners_close() -> None:
    async def slow(incoming: Incoming) -> tuple[Answer, ...]:
        await asyncio.sleep(0.5)
        return (STORED,)

    with open_station(answers=slow) as station, station.call() as client, station.call() as idle:
        client.envelope()
        client.send(MAIL + b".\r\n")
        while not station.taken:
            time.sleep(0.01)
        station.stop(grace=5)
        assert client.reply() == "250 2.0.0 Stored"
        assert client.reply().startswith("421 4.3.2")
        assert client.reply() == ""
        assert idle.reply().startswith("421 4.3.2")


def test_8_the_eleventh_connection_of_one_address_is_turned_away() -> None:
    with open_station(listener(), listener("lmtp"), listener("trusted")) as station:
        clients = [station.call(name) for name in ("smtp", "lmtp", "trusted") for _ in range(10)]
        with station.call(greet=False) as eleventh:
            assert eleventh.reply().startswith("421 4.7.0 Too many connections from your address")
            assert eleventh.reply() == ""
        clients += [station.call("lmtp"), station.call("trusted")]
        clients.pop(0).socket.close()
        while station.connections() > 31:
            time.sleep(0.01)
        clients.append(station.call())
        for client in clients:
            assert client.say("NOOP").startswith("250")
            client.socket.close()


def test_8_connections_are_limited_in_all() -> None:
    limits = Limits(connections=3)
    with (
        open_station(listener("lmtp", limits=limits)) as station,
        station.call("lmtp"),
        station.call("lmtp"),
        station.call("lmtp"),
        station.call("lmtp", greet=False) as fourth,
    ):
        assert fourth.reply().startswith("421 4.3.2 Too many connections")


def test_8_beyond_a_hundred_recipients_the_rest_must_come_again() -> None:
    with open_station() as station, station.call() as client:
        client.say("MAIL FROM:<a@post.example>")
        replies = [client.say(f"RCPT TO:<house{number}@tickets.example>") for number in range(101)]
        assert [reply[:3] for reply in replies] == ["250"] * 100 + ["452"]
        assert replies[-1].startswith("452 4.5.3")
        assert client.say("DATA").startswith("354")
        client.send(MAIL + b".\r\n")
        assert client.reply() == "250 2.0.0 Stored"
        assert len(station.taken[0].rcpt_tos) == 100


def test_8_whoever_tries_a_dictionary_is_hung_up_on() -> None:
    with open_station(listener(limits=Limits(refusals=5))) as station, station.call() as client:
        client.say("MAIL FROM:<a@post.example>")
        replies = [client.say(f"RCPT TO:<guess{number}@elsewhere.example>") for number in range(5)]
        assert all(reply.startswith("550 5.1.1") for reply in replies)
        assert client.reply().startswith("421 4.7.0 Too many errors")
        assert client.reply() == ""
