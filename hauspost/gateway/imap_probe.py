"""Knows how to look, before anything is fetched, whether an account lets us in, read, and clear away."""

import ssl

from hauspost.gateway.imap_account import DONE, OVERSIZE, Account
from hauspost.gateway.imap_folders import Folders
from hauspost.gateway.imap_wire import Wire
from hauspost.gateway.oauth import TokenSource


def mails_in(account: Account, *, tls: ssl.SSLContext | None = None) -> int:
    """How many mails lie in the account's folder. Goes all the way of a mail but for the mail. Raises Trouble."""
    tokens = TokenSource(account.credentials) if account.credentials is not None else None
    wire = Wire.open(account, tokens=tokens, tls=tls)
    try:
        folders = Folders(account, wire)
        folders.refuse_own()
        there = wire.select().exists
        for name in (DONE, OVERSIZE):
            folders.try_out(name)
        return there
    finally:
        wire.close()
