"""A client that brings many mails over several SMTP connections, one command at a time, and measures the answers.

    python -m bench.load --port PORT --to ADDRESS [--mails 2000] [--connections 8] [--size 4096]
    python -m bench.load --port PORT --to ADDRESS --residents 30 [--first 0] [--mails 200]

Prints one JSON object. Each mail is another one (its own Message-ID, subject and text), so none is a duplicate. Without
residents the mails are alike and of one size, for listeners that only take them; with them they are `bench.post`.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from bench.post import message_id, octets_of, posts

SENDER = "anna.berger@post.example"
Given = tuple[str, bytes]  # who brings it, and the mail


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


def alike(mails: int, *, sender: str, rcpt_to: str, size: int) -> list[Given]:
    return [(sender, make_mail(n, sender=sender, rcpt_to=rcpt_to, size=size)) for n in range(mails)]


def post(mails: int, *, rcpt_to: str, residents: int, first: int = 0) -> list[Given]:
    """Those that come after so many. Answers name the author's own report: what it was answered with is not known."""
    given = list(posts(first + mails, residents=residents))[first:]
    answered = ["" if one.about is None else message_id(one.about) for one in given]
    return [
        (one.author, octets_of(one, to=rcpt_to, in_reply_to=answer))
        for one, answer in zip(given, answered, strict=True)
    ]


async def drive(host: str, port: int, given: list[Given], *, rcpt_to: str, connections: int) -> Figures:
    """Shares the mails out among `connections`; whoever is free takes the next."""
    work = iter(given)
    started = time.perf_counter()
    outcomes = await asyncio.gather(*(_talk(host, port, work, rcpt_to=rcpt_to) for _ in range(connections)))
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


async def _talk(host: str, port: int, work: Iterator[Given], *, rcpt_to: str) -> tuple[list[float], int]:
    reader, writer = await asyncio.open_connection(host, port)

    async def say(octets: bytes) -> int:
        writer.write(octets)
        return await _reply(reader)

    took: list[float] = []
    refused = 0
    await _reply(reader)
    await say(b"EHLO load.example\r\n")
    for sender, octets in work:
        mail = octets + b".\r\n"
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
    parser.add_argument("--size", type=int, default=4096, help="octets of each mail that is alike, about")
    parser.add_argument(
        "--residents", type=int, default=0, help="so many write post; 0: mails that are alike"
    )
    parser.add_argument("--first", type=int, default=0, help="so many posts came before")
    wish = parser.parse_args()
    given = (
        post(wish.mails, rcpt_to=wish.to, residents=wish.residents, first=wish.first)
        if wish.residents
        else alike(wish.mails, sender=wish.sender, rcpt_to=wish.to, size=wish.size)
    )
    figures = asyncio.run(drive(wish.host, wish.port, given, rcpt_to=wish.to, connections=wish.connections))
    print(json.dumps(asdict(figures)))


if __name__ == "__main__":
    main()
