"""Knows that `check --send-test` says what the way does to a mail, and that nobody else ever hears of that mail.

The way is a relay on loopback that passes on what it takes to a gateway that serves, changed as providers do it.
"""

import asyncio
import contextlib
import json
import re
import smtplib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hauspost.cli.plan import plan_of
from hauspost.config.load import load
from hauspost.gateway import incoming
from hauspost.gateway.serving import Gateway
from hauspost.store import schema
from tests.cli.office import DOMAIN, Office
from tests.relay import ListeningRelay, Taken, listening_relay

BORDER = "mx.hv-sonnenschein.example"
PASS = f"Authentication-Results: {BORDER}; dmarc=pass header.from={DOMAIN}\r\n".encode()
REPORT = """From: MAILER-DAEMON@relay.example\r
To: {to}\r
Subject: Undelivered Mail Returned to Sender\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary=b\r
\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; relay.example\r
\r
Final-Recipient: rfc822; {rcpt_to}\r
Action: failed\r
Status: 5.1.1\r
Diagnostic-Code: smtp; {reply}\r
\r
--b\r
Content-Type: text/rfc822-headers\r
\r
{header}\r
--b--\r
"""


def as_it_is(mail: Taken) -> Taken:
    return replace(mail, octets=PASS + mail.octets)


@dataclass(slots=True)
class Way:
    """What passes mails on, changed; a refusal at our door becomes a report to the envelope's sender."""

    relay: ListeningRelay
    gateway: Gateway
    change: Callable[[Taken], Taken] = as_it_is
    is_open: bool = True
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        done = 0
        while not self.stopping.wait(0.02):
            taken = list(self.relay.mails)
            for mail in taken[done:] if self.is_open else ():
                self._pass_on(self.change(mail))
            done = len(taken)

    def _pass_on(self, mail: Taken) -> None:
        try:
            self._deliver(mail.mail_from, mail.rcpt_to, mail.octets)
        except smtplib.SMTPRecipientsRefused as refused:
            ((code, words),) = refused.recipients.values()
            header = mail.octets.partition(b"\r\n\r\n")[0].decode()
            report = REPORT.format(
                to=mail.mail_from, rcpt_to=mail.rcpt_to, reply=f"{code} {words.decode()}", header=header
            )
            self._deliver("", mail.mail_from, report.encode())

    def _deliver(self, mail_from: str, rcpt_to: str, octets: bytes) -> None:
        (bound,) = self.gateway.listeners.bound.values()
        assert isinstance(bound, incoming.Tcp)
        with smtplib.SMTP(bound.host, bound.port, local_hostname="relay.example", timeout=20) as client:
            client.sendmail(mail_from, [rcpt_to], octets)

    def count(self, table: str) -> int:
        with self.gateway.database.read() as connection:
            return int(
                connection.execute(select(func.count()).select_from(schema.metadata.tables[table])).scalar()
                or 0
            )

    def recorded(self) -> list[tuple[str, str]]:
        """State and reason of each arrival, once all are decided."""
        self.gateway.intake.drain()
        with self.gateway.database.read() as connection:
            return [(row.state, row.reason) for row in connection.execute(select(schema.arrivals))]


@contextlib.contextmanager
def serving(config: Path) -> Iterator[Gateway]:
    """A gateway in threads of its own; what comes in is decided only when the test asks."""
    gateway = Gateway(plan_of(load(config), parts=frozenset({"smtp"})))
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(gateway.start(), loop).result()
    try:
        yield gateway
    finally:
        asyncio.run_coroutine_threadsafe(gateway.stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def configure(office: Office, *, relay: str, more: str = "", authserv_id: str = BORDER) -> None:
    text = office.config.read_text("utf-8")
    for old, new in (
        ('smtp = ["127.0.0.1:8025"]', 'smtp = ["127.0.0.1:0"]'),
        ('health = "127.0.0.1:8080"', 'health = ""'),
        ('authserv_id = ""', f'authserv_id = "{authserv_id}"'),
        ('url = "maildir:var/outbox"', f'url = "{relay}"'),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    for line in more.splitlines():
        key = line.partition(" = ")[0]
        text = re.sub(rf"(?m)^{key} = .*$", line, text, count=1)
    office.config.write_text(text, "utf-8")


@pytest.fixture
def relay() -> Iterator[ListeningRelay]:
    with listening_relay() as listening:
        yield listening


@contextlib.contextmanager
def way(office: Office, relay: ListeningRelay, *, more: str = "", authserv_id: str = BORDER) -> Iterator[Way]:
    configure(office, relay=relay.url, more=more, authserv_id=authserv_id)
    with serving(office.config) as gateway:
        carrying = Way(relay, gateway)
        thread = threading.Thread(target=carrying.run, daemon=True)
        thread.start()
        try:
            yield carrying
        finally:
            carrying.stopping.set()
            thread.join()


def findings_of(office: Office, *, seconds: float = 60.0) -> tuple[int, list[str]]:
    """The exit status, and "level: sentence; mend" of all that the test of sending found."""
    answer = office.runs("check", "--send-test", "--seconds", str(seconds), "--json")
    found = [one for one in json.loads(answer.out) if one["check"] == "send test"]
    return answer.status, [f"{one['severity']}: {one['finding']}; {one['mend']}" for one in found]


def test_a_mail_that_comes_back_as_it_left_is_one_line_and_no_ticket(
    office: Office, relay: ListeningRelay
) -> None:
    with way(office, relay) as carrying:
        status, (line,) = findings_of(office)
        assert re.fullmatch(
            r"note: the test mail came back by smtp 127.0.0.1:0 after \d+\.\d s, "
            r"and nothing that matters was changed; nothing to mend",
            line,
        )
        assert status == 0
        assert carrying.recorded() == [("done", "own_mail")]
        assert {carrying.count(table) for table in ("tickets", "notices", "mails", "questions")} == {0}
    (mail,) = relay.mails
    assert mail.rcpt_to.startswith("bounce+")
    assert mail.mail_from.startswith("bounce+")
    assert str(mail.message["From"]).endswith(f"@{DOMAIN}>")


def edited(*changes: tuple[str, str]) -> Callable[[Taken], Taken]:
    """Each pattern (of whole header lines) is replaced."""

    def change(mail: Taken) -> Taken:
        head, gap, body = as_it_is(mail).octets.decode().partition("\r\n\r\n")
        for pattern, new in changes:
            head, count = re.subn(pattern, new, f"{head}\r\n", count=1, flags=re.MULTILINE)
            assert count == 1, pattern
            head = head.removesuffix("\r\n")
        return replace(mail, octets=f"{head}{gap}{body}".encode())

    return change


def line(name: str) -> str:
    return rf"^{name}: [^\n]*\n(?:[ \t][^\n]*\n)*"


NEW_ID = "Message-ID: <theirs@relay.example>\r\n"


@pytest.mark.parametrize(
    "change, expected, status",
    [
        (
            edited((line("Message-ID"), NEW_ID)),
            "note: the Message-ID was rewritten to <theirs@relay.example>; nothing to mend: References carry the "
            "thread, X-Hauspost-Id tells our mails, secrets the answers",
            0,
        ),
        (
            edited((line("Message-ID"), NEW_ID), (line("X-Hauspost-Id"), "")),
            "warning: the Message-ID was rewritten to <theirs@relay.example>; let the relay keep Message-ID, "
            "References and X-Hauspost-Id",
            0,
        ),
        (
            edited((line("References"), "")),
            "warning: References lost their beginning, so mail programs may split threads; let the relay keep "
            "References",
            0,
        ),
        (
            edited((line("Auto-Submitted"), "")),
            "warning: Auto-Submitted is gone, so absence programs will answer our mails; let the relay keep "
            "Auto-Submitted",
            0,
        ),
        (
            edited((line("Date"), "Date: Wed, 01 Oct 2025 12:00:00 +0000\r\n")),
            "came as 2025-10-01T12:00:00+00:00; nothing to mend, but people see that time",
            0,
        ),
        (
            edited((line("From"), "From: office@provider.example\r\n")),
            'and came as office@provider.example; write from = "office@provider.example" under [relay], or let the '
            "relay keep From",
            0,
        ),
        (
            edited((line("Reply-To"), "")),
            "error: Reply-To came as nothing, so answers lose their key; let the relay keep Reply-To, or choose "
            "another one",
            1,
        ),
        (
            lambda mail: replace(as_it_is(mail), mail_from="office@provider.example"),
            'and came as office@provider.example; write envelope = "address" under [relay], or let the relay keep it, '
            "so that bounces find their way",
            1,
        ),
        (
            lambda mail: replace(mail, octets=PASS.replace(b"pass", b"fail") + mail.octets),
            "warning: DMARC of our own mail says fail (spf=none, dkim=none); publish SPF for the relay, or let it "
            f"sign for {DOMAIN} (or sign here: relay.dkim_key)",
            0,
        ),
        (
            lambda mail: mail,
            f'warning: "{BORDER}" says nothing of DMARC; there are Authentication-Results of nobody; let that server '
            "check DMARC, or give authserv_id the name that it writes",
            0,
        ),
    ],
)
def test_each_change_on_the_way_is_one_sentence_with_the_mend(
    office: Office, relay: ListeningRelay, change: Callable[[Taken], Taken], expected: str, status: int
) -> None:
    with way(office, relay) as carrying:
        carrying.change = change
        code, lines = findings_of(office)
        assert any(expected in one for one in lines), lines
        assert code == status
        assert [state for state, _ in carrying.recorded()] == ["done"]
        assert {carrying.count(table) for table in ("tickets", "notices", "questions")} == {0}


def test_a_mail_that_lost_everything_is_still_nobody_s_ticket(office: Office, relay: ListeningRelay) -> None:
    names = ("From", "Reply-To", "References", "Auto-Submitted", "X-Hauspost-Id", "X-Auto-Response-Suppress")
    strip = edited(
        *((line(name), "" if name != "From" else "From: x@provider.example\r\n") for name in names)
    )
    with way(office, relay) as carrying:
        carrying.change = lambda mail: replace(strip(mail), mail_from="x@provider.example")
        code, lines = findings_of(office)
        assert code == 1
        assert len(lines) >= 6
        assert [state for state, _ in carrying.recorded()] == ["done"]
        assert {carrying.count(table) for table in ("tickets", "notices", "questions")} == {0}


def test_an_address_without_its_plus_part_is_refused_at_our_door_and_the_report_tells(
    office: Office, relay: ListeningRelay
) -> None:
    with way(office, relay) as carrying:
        carrying.change = lambda mail: replace(as_it_is(mail), rcpt_to=re.sub(r"\+[^@]*", "", mail.rcpt_to))
        code, (one,) = findings_of(office)
        assert code == 1
        assert re.match(
            r"error: the test mail to bounce\+\S+ came back undelivered \(smtp; 550 5\.1\.1 ", one
        )
        assert "what follows the delimiter" in one
        assert [state for state, _ in carrying.recorded()] == ["done"]
        assert {carrying.count(table) for table in ("tickets", "notices", "questions")} == {0}


def test_with_one_account_an_address_without_its_plus_part_comes_to_the_desk_and_is_told(
    office: Office, relay: ListeningRelay
) -> None:
    with way(office, relay, more='base = "tickets"') as carrying:
        carrying.change = lambda mail: replace(as_it_is(mail), rcpt_to=re.sub(r"\+[^@]*", "", mail.rcpt_to))
        code, lines = findings_of(office)
        assert code == 1
        assert any(f"and came to tickets@{DOMAIN}; the header still names it" in one for one in lines), lines
        assert carrying.recorded() == [("done", "own_mail")]


def test_where_the_relay_wants_its_own_sender_the_envelope_is_the_visible_one(
    office: Office, relay: ListeningRelay
) -> None:
    with way(office, relay, more='envelope = "address"\nfrom = "office@provider.example"') as carrying:
        carrying.change = lambda mail: replace(
            mail, octets=PASS.replace(DOMAIN.encode(), b"provider.example") + mail.octets
        )
        assert findings_of(office)[0] == 0
    (mail,) = relay.mails
    assert mail.mail_from == "office@provider.example"


def test_without_an_authserv_id_the_name_that_was_seen_is_proposed(
    office: Office, relay: ListeningRelay
) -> None:
    with way(office, relay, authserv_id=""):
        _, lines = findings_of(office)
    assert (
        "warning: authserv_id is empty where it came in, so nobody's word proves a sender; write "
        f'authserv_id = "{BORDER}"'
    ) in lines


def test_what_never_comes_back_is_told_in_time(office: Office, relay: ListeningRelay) -> None:
    with way(office, relay) as carrying:
        carrying.is_open = False
        code, (one,) = findings_of(office, seconds=1)
    assert code == 1
    assert one.startswith(
        "error: the relay took the test mail, but nothing came back within 1 s; see that `hauspost serve` runs"
    )


def test_a_relay_that_refuses_the_test_mail_is_told_with_the_mend(
    office: Office, relay: ListeningRelay
) -> None:
    relay.answers("mail", "550 5.7.60 you may not send as this sender")
    configure(office, relay=relay.url)
    code, (one,) = findings_of(office)
    assert code == 1
    assert one.startswith(
        "error: the relay did not take the test mail (550 5.7.60 you may not send as this sender); "
        'write envelope = "address"'
    )


def test_a_folder_brings_nothing_back(office: Office) -> None:
    code, (one,) = findings_of(office)
    assert code == 1
    assert one.startswith("error: relay.url is a folder, from which no mail comes back")
