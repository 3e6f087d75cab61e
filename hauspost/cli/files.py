"""Knows the mails that an operator names on the command line: files, mboxes, Maildirs, or standard input."""

import sys
from collections.abc import Iterator
from pathlib import Path

from hauspost.cli.door import Trouble
from hauspost.gateway.mailboxes_on_disk import STDIN, Found, Unreadable, mails_at, mails_of_stream


def mails_in(paths: list[Path], *, limit: int) -> Iterator[Found]:
    """In the order given. Raises Trouble at the first path that holds no mail."""
    for path in paths:
        if str(path) == STDIN:
            yield from mails_of_stream(sys.stdin.buffer, "stdin", limit=limit)
            continue
        try:
            yield from mails_at(path, limit=limit)
        except Unreadable as error:
            sentence, _, mend = str(error).partition("; ")
            raise Trouble(sentence, mend) from None


def one_mail(path: Path, *, limit: int) -> Found:
    """The first mail there; for commands about a single one."""
    found = next(mails_in([path], limit=limit), None)
    if found is None or found.octets is None:
        raise Trouble(f"{path} holds no mail of up to {limit} octets", "name a file with one mail")
    return found
