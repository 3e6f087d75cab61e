"""Fetches what a ticket's file carries (AKTE): the page for paper, and the mails that came in one mbox."""

from collections.abc import Iterable

from hauspost.desk.attachments import File
from hauspost.desk.notices import Letter
from hauspost.outbound.catalogue import best_language
from hauspost.outbound.mbox import FRAME, filed
from hauspost.outbound.view import View
from hauspost.store import octets
from hauspost.store.connection import Connection
from hauspost.store.originals import Original
from hauspost.threading.addresses import Grammar


def paper_of(letter: Letter, pictures: Iterable[File]) -> File:
    """T-1042.pdf"""
    # What sets type takes long to load, and few mails carry paper.
    from hauspost.outbound.dossier import dossier

    view = View(letter, best_language(letter.language, letter.company.language))
    made = dossier(view, tuple(picture.octets for picture in pictures))
    return File(f"{view.tag}.pdf", "application/pdf", made)


def collected(
    connection: Connection, mails: Iterable[Original], *, name: str, grammar: Grammar, room: int
) -> tuple[tuple[File, ...], int]:
    """One mbox (RFC 4155) of those that fit into `room` octets, oldest first, none where none does; how many do not."""
    found, behind = [], 0
    for mail in mails:
        raw = octets.load(connection, mail.digest) if mail.size + FRAME <= room else None
        one = filed(raw, mail.mail_from, mail.received_at, grammar=grammar) if raw is not None else b""
        if raw is None or len(one) > room:
            behind += 1
            continue
        found.append(one)
        room -= len(one)
    return ((File(name, "application/mbox", b"".join(found)),) if found else ()), behind
