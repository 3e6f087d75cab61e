"""How exactly replies are read: every notice of ours, answered in every client; and how time grows with the text.

python -m bench.replies
"""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hauspost.parsers.quotes import part
from tests.answers import our_mail, parted_reply, shown
from tests.clients import CLIENTS

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "outbound"
TYPED = (
    "ERLEDIGT\n\nDer Hauswart war da.",
    "Ja, Donnerstag passt.\n\nViele Grüße\nAnna Berger",
    "Guten Tag Frau Berger,\n\nder Monteur kommt am Donnerstag zwischen 8 und 10 Uhr.\nIst dann jemand da?",
    "Thanks, that works for me.\nThe key is with Mr Wagner on the ground floor.",
    "- Bad: kalt\n- Küche: warm\n- Flur: weiß ich nicht",
)
SPARING = 9  # where our mail is not known, every ninth notice is enough
SHORT = 2_000  # characters
FAMILIES = {
    "marks": "> ",
    "attributions": "Am 1.1.2025 um 8:02 schrieb ",
    "attribution lines": "Am 1.1.2025 um 8:02 schrieb Anna <a@b.example\n",
    "header rows": "Von: \nAn: \n",
    "open brackets": "a <",
    "delimiters": "-- \n",
    "rules": "________\n",
    "formulas": "Mit freundlichen Grüßen\n",
    "contacts": "Tel. 030 5550123\n",
    "blank quotes": ">\n",
    "dividers": "-----Original Message-----\n",
    "one long line": "x" * 70,
    "our own words": "Ihre Meldung ist heute um 8:02 Uhr eingegangen. Nummer: T-1042.\n",
    "one word of ours": "ja ",
}
OURS = "Ihre Meldung ist heute um 8:02 Uhr eingegangen. Nummer: T-1042. ja ja ja ja ja ja ja ja\n" * 20


def measured() -> dict[str, Any]:
    known: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    for number, path in enumerate(sorted(GOLDEN.glob("*/*.txt"))):
        plain = path.read_text(encoding="utf-8").partition("\n\n")[2]
        octets = our_mail(plain, markup=path.with_suffix(".html").read_text(encoding="utf-8"))
        for turn, (client, kind) in enumerate(CLIENTS.items()):
            words = TYPED[(number + turn) % len(TYPED)]
            known.update(_judged(client, words, plain, octets, known=True))
            if not kind.needs_ours and number % SPARING == 0:
                unknown.update(_judged(client, words, plain, octets, known=False))
    growth = {name: _growth(piece) for name, piece in FAMILIES.items()}
    return {"clients": len(CLIENTS), "known": dict(known), "unknown": dict(unknown), "growth": growth}


def _judged(client: str, words: str, plain: str, octets: bytes, *, known: bool) -> dict[str, int]:
    """`known`: whether the reader has the mail that was answered."""
    read = shown(parted_reply(client, words, plain=plain, octets=octets, known=known).new_text)
    wanted = shown(words)
    return {"replies": 1, "lossless": int(set(wanted) <= set(read)), "exact": int(read == wanted)}


def _growth(piece: str) -> float:
    """How many times longer eight times the text takes; linear is 8."""
    return round(_seconds(piece, 8 * SHORT) / _seconds(piece, SHORT), 1)


def _seconds(piece: str, size: int) -> float:
    text = piece * (size // len(piece))
    spent = []
    for _ in range(3):
        began = time.process_time()
        part(text, answered=OURS)
        spent.append(time.process_time() - began)
    return min(spent)


def table(found: dict[str, Any]) -> Iterator[str]:
    yield f"replies to every notice in {found['clients']} clients' ways"
    for title, counts in (("our mail is known", found["known"]), ("it is not known", found["unknown"])):
        replies = counts["replies"]
        shares = "".join(f"{name:>10} {counts[name] / replies:.2%}" for name in ("lossless", "exact"))
        yield f"  {title:24}{replies:>8}{shares}"
    yield "eight times the text takes so many times as long"
    for name, growth in found["growth"].items():
        yield f"  {name:24}{growth:>8.1f}"


if __name__ == "__main__":
    print(*table(measured()), sep="\n")
