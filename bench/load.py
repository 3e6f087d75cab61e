"""A client that brings many mails over several SMTP connections, one command at a time, and measures the answers.

    python bench/load.py --port PORT --to ADDRESS [--mails 2000] [--connections 8] [--size 4096]

Prints one JSON object. Each mail is another one (its own Message-ID, subject and text), so none is a duplicate.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

SENDER = "anna.berger@post.example"


@dataclass(frozen=True, slots=True)
class Figures:
    """Times from MAIL to the answer after the final dot, in milliseconds."""

    mails: int
    refused: int
    connections: int
    seconds: float
    mails_per_second: float
    p50_ms: float
    p99_ms: float


def make_mail(number: int, *, sender: str, rcpt_to: str, size: int) -> bytes:
    """About `size` octets; no line starts with a dot."""
    head = (
        f"From: Anna Berger <{sender}>\r\nTo: <{rcpt_to}>\r\nSubject: Heizung kalt, Meldung {number}\r\n"
        f"Date: Wed, 04 Nov 2026 12:00:00 +0100\r\nMessage-ID: <load-{number}-{time.time_ns()}@post.example>\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        f"Guten Tag, die Heizung im Bad ist kalt. Meldung {number}.\r\n"
    )
    line = "Bitte melden Sie sich, ich bin ab 17 Uhr zu Hause.\r\n"
    return (head + line * max(0, (size - len(head)) // len(line))).encode()


async def drive(
    host: str, port: int, *, rcpt_to: str, mails: int, connections: int, size: int, sender: str = SENDER
) -> Figures:
    """Shares `mails` out among `connections`; whoever is free takes the next."""
    work = iter(range(mails))
    started = time.perf_counter()
    outcomes = await asyncio.gather(
        *(_talk(host, port, work, sender=sender, rcpt_to=rcpt_to, size=size) for _ in range(connections))
    )
    seconds = time.perf_counter() - started
    took = sorted(span for spans, _ in outcomes for span in spans)
    return Figures(
        mails=len(took),
        refused=sum(refused for _, refused in outcomes),
        connections=connections,
        seconds=round(seconds, 3),
        mails_per_second=round(len(took) / seconds, 1),
        p50_ms=_percentile(took, 50),
        p99_ms=_percentile(took, 99),
    )


async def _talk(
    host: str, port: int, work: Iterator[int], *, sender: str, rcpt_to: str, size: int
) -> tuple[list[float], int]:
    reader, writer = await asyncio.open_connection(host, port)

    async def say(octets: bytes) -> int:
        writer.write(octets)
        return await _reply(reader)

    took: list[float] = []
    refused = 0
    await _reply(reader)
    await say(b"EHLO load.example\r\n")
    for number in work:
        mail = make_mail(number, sender=sender, rcpt_to=rcpt_to, size=size) + b".\r\n"
        begun = time.perf_counter()
        codes = [
            await say(f"MAIL FROM:<{sender}>\r\n".encode()),
            await say(f"RCPT TO:<{rcpt_to}>\r\n".encode()),
        ]
        if codes == [250, 250] and await say(b"DATA\r\n") == 354 and await say(mail) == 250:
            took.append(time.perf_counter() - begun)
        else:
            refused += 1
            await say(b"RSET\r\n")
    await say(b"QUIT\r\n")
    writer.close()
    await writer.wait_closed()
    return took, refused


async def _reply(reader: asyncio.StreamReader) -> int:
    while True:
        line = await reader.readline()
        if not line:
            raise ConnectionError("the server closed the connection")
        if line[3:4] != b"-":
            return int(line[:3])


def _percentile(took: list[float], percent: int) -> float:
    return round(took[min(len(took) - 1, len(took) * percent // 100)] * 1000, 2) if took else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--to", required=True, help="an address that the listener takes")
    parser.add_argument("--sender", default=SENDER)
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--size", type=int, default=4096, help="octets of each mail, about")
    wish = parser.parse_args()
    figures = asyncio.run(
        drive(
            wish.host,
            wish.port,
            rcpt_to=wish.to,
            mails=wish.mails,
            connections=wish.connections,
            size=wish.size,
            sender=wish.sender,
        )
    )
    print(json.dumps(asdict(figures)))


if __name__ == "__main__":
    main()
