"""A whole house for stories: the sample master data, a real gateway on loopback, a real relay, and a fixed noon.

Mails go in over SMTP as octets; what leaves lies in the relay. Nothing of ours is replaced; only the clock is given.
"""

import asyncio
import atexit
import contextlib
import smtplib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from hauspost.desk.deadlines import NO_DEADLINES, Deadlines
from hauspost.desk.forms import Form
from hauspost.desk.houses import EVERYWHERE, Company
from hauspost.desk.model import Ticket
from hauspost.desk.policy import Policy, overruled
from hauspost.gateway.casebook import SPAM_HEADERS
from hauspost.gateway.incoming import Listener, Tcp
from hauspost.gateway.sandbox import Sandbox
from hauspost.gateway.serving import Gateway, Plan
from hauspost.outbound.compose import Sender
from hauspost.parsers.spam import kept_fields
from hauspost.store import arrivals, tickets
from hauspost.threading.addresses import Grammar
from tests.clients import reply_in
from tests.relay import ListeningRelay, Taken, listening_relay, relay_factory
from tests.times import NOON

BORDER = "mx.hv-sonnenschein.example"
DOMAIN = "tickets.hv-sonnenschein.example"
HOUSE = f"lindenweg12@{DOMAIN}"
HARBOUR = f"hafenstr5@{DOMAIN}"
DESK = f"desk@{DOMAIN}"

ANNA = "anna.berger@post.example"
SABINE = "sabine.vogt@hv-sonnenschein.example"
TIM = "tim.lorenz@hv-sonnenschein.example"
YILDIZ = "f.yildiz@mail.example"
MILLER = "james.miller@inbox.example"
HANSEN = "ole.hansen@nord.example"
KOWALSKI = "jan.k@mail.example"
SCHULZ = "familie.schulz@web.example"
KRAUSE = "krause.hausmeister@service.example"
STRANGER = "niemand@fremd.example"

COMPANY = Company(
    name="Hausverwaltung Sonnenschein GmbH",
    footer="Hausverwaltung Sonnenschein GmbH · Kastanienallee 8, 10435 Berlin",
    phone="030 5550110",
    emergency_phone="030 5550100",
)


@dataclass
class House:
    """Sends as people do, and looks at what each of them got."""

    gateway: Gateway
    relay: ListeningRelay
    port: int
    now: datetime = NOON
    sent: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 100_000)))

    # ---- what people write

    def writes(
        self,
        author: str,
        words: str,
        *,
        to: str = HOUSE,
        subject: str = "Heizung",
        auth: str = "pass",
        **headers: str,
    ) -> EmailMessage:
        """A new mail with the border's verdict on its From."""
        mail = EmailMessage()
        if auth != "none":
            mail["Authentication-Results"] = (
                f"{BORDER}; dmarc={auth} (p=reject) header.from={author.partition('@')[2]}"
            )
        mail["From"] = author
        mail["To"] = to
        mail["Subject"] = subject
        mail["Date"] = format_datetime(self.now)
        mail["Message-ID"] = f"<story-{next(self.numbers)}@{author.partition('@')[2]}>"
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(words)
        self.receives(mail.as_bytes(), mail_from=author, rcpt_to=to)
        return mail

    def answers(
        self,
        author: str,
        mail: Taken,
        words: str,
        *,
        client: str = "outlook",
        to: str = "",
        auth: str = "none",
        name: str = "",
    ) -> None:
        """A reply to a mail of ours, quoted as that mail program does it."""
        reply_to = to or secret_of(mail)
        octets = reply_in(client, mail.octets, words, from_address=author, from_name=name, to=reply_to)
        if auth != "none":
            domain = author.partition("@")[2]
            verdict = f"Authentication-Results: {BORDER}; dmarc={auth} (p=reject) header.from={domain}\r\n"
            octets = verdict.encode() + octets
        self.receives(octets, mail_from=author, rcpt_to=reply_to)

    def receives(self, octets: bytes, *, mail_from: str, rcpt_to: str | list[str]) -> None:
        """Over SMTP, then everything that waits is decided and sent."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=20) as client:
            on_the_wire = b"\r\n".join(octets.replace(b"\r\n", b"\n").split(b"\n"))
            client.sendmail(mail_from, [rcpt_to] if isinstance(rcpt_to, str) else rcpt_to, on_the_wire)
        self.gateway.drain()

    def later(self, **span: float) -> None:
        """The clock goes on, and what fell due is done."""
        self.now += timedelta(**span)
        self.gateway.drain()

    # ---- what they got

    def mails_to(self, address: str) -> list[Taken]:
        return [m for m in self.relay.mails if m.rcpt_to == address]

    def last_to(self, address: str) -> Taken:
        return self.mails_to(address)[-1]

    def kinds_to(self, address: str) -> list[str]:
        """The kinds of the mails that this address got, oldest first."""
        with self.gateway.database.read() as connection:
            rows = connection.exec_driver_sql(
                "select kind from mails where rcpt_to = %s and state = 'sent' order by id"
                if not self.gateway.database.is_sqlite
                else "select kind from mails where rcpt_to = ? and state = 'sent' order by id",
                (address,),
            )
            return [row[0] for row in rows]

    def tickets(self) -> list[Ticket]:
        with self.gateway.database.read() as connection:
            return sorted(tickets.all_tickets(connection), key=lambda t: t.number)

    def ticket(self) -> Ticket:
        (only,) = self.tickets()
        return only

    def entries(self, number: int) -> list[Any]:
        with self.gateway.database.read() as connection:
            return list(tickets.load_entries(connection, number))

    def arrivals(self) -> list[Any]:
        """Oldest first."""
        with self.gateway.database.read() as connection:
            return list(arrivals.listing(connection))[::-1]

    def verdicts(self) -> list[tuple[str, str]]:
        return [(row.state, row.reason) for row in self.arrivals()]

    def held(self) -> list[Any]:
        with self.gateway.database.read() as connection:
            return list(tickets.held_questions(connection, (EVERYWHERE,)))


def secret_of(mail: Taken) -> str:
    """The address that an answer goes to."""
    address = mail.message["Reply-To"].addresses[0]
    return f"{address.username}@{address.domain}"


def text_of(mail: Taken) -> str:
    body = mail.message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@cache
def shared_sandbox(spam_headers: tuple[str, ...]) -> Sandbox:
    sandbox = Sandbox(1, kept=kept_fields(spam_headers))
    atexit.register(sandbox.close)
    return sandbox


@contextlib.contextmanager
def house_on(
    url: str,
    policy: Policy | None = None,
    forms: tuple[Form, ...] = (),
    *,
    authserv_id: str = BORDER,
    spam_headers: tuple[str, ...] = SPAM_HEADERS,
    domain: str = DOMAIN,
    relay_url: str = "",
    more: tuple[Listener, ...] = (),
    deadlines: Deadlines = NO_DEADLINES,
    state: str = "",
    company: Company = COMPANY,
    shares_parser: bool = True,
) -> Iterator[House]:
    """A gateway with one SMTP listener, and `more`, on a furnished database, and a relay that takes all.

    `shares_parser`: the parser's process is the one that other stories of this run had, which starts slowly.
    `relay_url`: who takes the mails instead; to show up in the stories, they must come to that relay in the end.
    """
    ruled = policy or Policy()
    with listening_relay() as relay:
        house: House | None = None

        def now() -> datetime:
            return house.now if house else NOON

        plan = Plan(
            database_url=url,
            database_file=None,
            listeners=(Listener("door", Tcp("127.0.0.1", 0), hostname=domain), *more),
            grammar=Grammar(domain, domain),
            company=replace(company, state=state or company.state),
            policy_for=lambda place: overruled(ruled, place.policy if place else ()),
            zone=ZoneInfo("Europe/Berlin"),
            relay=relay_factory(relay_url or relay.url),
            sender=Sender("verp", ""),
            authserv_id=authserv_id,
            spam_headers=spam_headers,
            forms=forms,
            deadlines=deadlines,
            parts=frozenset({"smtp", "lmtp"}),
            parsers=1,
            sandbox=shared_sandbox(spam_headers) if shares_parser else None,
            spare_disk=0,
            now=now,
        )
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, daemon=True)
        thread.start()
        gateway = Gateway(plan)
        asyncio.run_coroutine_threadsafe(gateway.start(), loop).result(20)
        place = gateway.listeners.bound["door"]
        assert isinstance(place, Tcp)
        house = House(gateway, relay, place.port)
        try:
            yield house
        finally:
            asyncio.run_coroutine_threadsafe(gateway.stop(), loop).result(20)
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()
