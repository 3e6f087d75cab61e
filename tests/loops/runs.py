"""Three runs, each over real SMTP until nobody has anything to answer, or until it is plain that this never happens."""

import itertools
import smtplib
from collections import Counter
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Table, insert

from hauspost.store import schema
from tests.house import BORDER, HOUSE, House
from tests.loops.machines import Responder

ROUNDS = 12  # a loop that still lives then never ends


class NeverSilent(AssertionError):
    """Somebody still had a mail to answer after so many rounds."""


def registers(house: House, address: str, number: int) -> None:
    """A tenant of Lindenweg 12, beside those of the sample."""
    person = f"loop-{number}"
    name = address.partition("@")[0].replace(".", " ").title()
    rows = (
        (schema.persons, {"id": person, "last_name": name, "language": "de", "phones": []}),
        (schema.addresses, {"address": address, "person": person, "rank": 0}),
        (schema.role_assignments, {"person": person, "property": "LW12", "role": "tenant"}),
    )
    for table, values in rows:
        house.gateway.database.write(partial(_insert, table=table, values=values))


def _insert(connection: Connection, table: Table, values: dict[str, Any]) -> None:
    connection.execute(insert(table), values)


# ---- two gateways, each of them a tenant of the other's


def wired(one: House, other: House, *, through: Callable[[bytes], bytes] = bytes) -> Counter[str]:
    """How many mails each got; the first is written to `one` in the name of the other gateway's house.

    `through`: what the relay between them makes of a mail.
    """
    box, far_box = (f"lindenweg12@{house.gateway.plan.grammar.domain}" for house in (one, other))
    registers(one, far_box, 1)
    registers(other, box, 1)
    one.writes(far_box, "Die Heizung ist kalt.", to=box)
    got: Counter[str] = Counter()
    for _ in range(ROUNDS):
        waiting = [
            (receiver, mail)
            for writer, receiver, to in ((one, other, far_box), (other, one, box))
            for mail in writer.mails_to(to)[got[to] :]
        ]
        if not waiting:
            return got
        for receiver, mail in waiting:
            got[mail.rcpt_to] += 1
            receiver.receives(through(mail.octets), mail_from=mail.mail_from, rcpt_to=mail.rcpt_to)
    raise NeverSilent(f"two gateways after {ROUNDS} rounds")


# ---- tenants on holiday


def on_holiday(house: House, responders: dict[str, Responder]) -> Counter[str]:
    """Each address reports once; then each mail to it is answered by its program. How many mails each address got."""
    for number, address in enumerate(responders):
        registers(house, address, number)
        house.writes(address, f"Mein Fenster {number} schließt nicht mehr.", subject="Fenster")
    return answered(house, responders)


def answered(house: House, responders: dict[str, Responder]) -> Counter[str]:
    """Until silence."""
    numbers = itertools.count(1)
    seen = 0
    for _ in range(ROUNDS):
        waiting = [mail for mail in house.relay.mails[seen:] if mail.rcpt_to in responders]
        seen = len(house.relay.mails)
        if not waiting:
            return Counter(mail.rcpt_to for mail in house.relay.mails)
        for mail in waiting:
            responders[mail.rcpt_to].answer(house, mail, next(numbers))
    raise NeverSilent(f"{len(responders)} programs after {ROUNDS} rounds")


# ---- strangers by the thousand


def strangers(house: House, count: int, *, vouched_every: int = 3) -> Counter[str]:
    """So many mails of as many addresses within an hour, every third one vouched for by the border; who got what."""
    with smtplib.SMTP("127.0.0.1", house.port, timeout=60) as client:
        for number in range(count):
            address = f"wer{number}@fremd{number % 50}.example"
            client.sendmail(address, HOUSE, _forged(house, address, number, number % vouched_every == 0))
            if number % 200 == 199:
                house.gateway.drain()
    house.gateway.drain()
    return Counter(mail.rcpt_to for mail in house.relay.mails)


def _forged(house: House, address: str, number: int, is_vouched: bool) -> bytes:
    mail = EmailMessage()
    verdict = "pass" if is_vouched else "none"
    mail["Authentication-Results"] = f"{BORDER}; dmarc={verdict} header.from={address.partition('@')[2]}"
    mail["From"], mail["To"] = address, HOUSE
    mail["Subject"] = "NOTFALL: Gas!" if number % 2 else f"Angebot {number}"
    mail["Date"] = format_datetime(house.now)
    mail["Message-ID"] = f"<forged-{number}@{address.partition('@')[2]}>"
    mail.set_content(f"Bitte sofort antworten, Vorgang {number}.")
    return mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))
