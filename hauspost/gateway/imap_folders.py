"""Knows the folders of ours in an account: where they lie, how a mail gets there, and whether it could."""

import contextlib
import uuid
from typing import Final

from hauspost.gateway.crashpoints import crashpoint
from hauspost.gateway.imap_account import DONE, OURS, OVERSIZE, Account, Kind, Trouble
from hauspost.gateway.imap_wire import Refused, Wire, text_of

DELETED: Final = b"\\Deleted"
TRIAL: Final = """\
From: Hauspost <hauspost@check.invalid>\r
Subject: Hauspost checks that it may write here; delete this\r
Message-ID: <{key}@check.invalid>\r
\r
"""


class Folders:
    """Owner of what is known of them over one connection."""

    def __init__(self, account: Account, wire: Wire) -> None:
        self._account = account
        self._wire = wire
        self._known: dict[str, str] = {}
        self._is_other = False  # the account's folder is none of ours

    def folder(self, name: str) -> str:
        """Its whole name; made if it is missing. Raises Trouble."""
        if name not in self._known:
            try:
                self._known[name] = self._made(name)
            except Refused as error:
                raise _unmovable(f"{OURS}/{name}", error) from None
        return self._known[name]

    def refuse_own(self) -> None:
        """Raises Trouble where mail would be fetched from a folder of ours: it would be moved onto itself for ever."""
        if not self._is_other:
            wanted = self._account.folder
            if wanted.casefold() in (self._named(OURS, name).casefold() for name in (DONE, OVERSIZE)):
                sentence = f'the folder "{wanted}" is where Hauspost puts what it has fetched'
                raise Trouble(Kind.FOLDER, sentence, "name the folder in url that mail comes into")
            self._is_other = True

    def move(self, uid: int, name: str) -> None:
        """Out of the selected folder; without MOVE (RFC 6851) by copy, mark and EXPUNGE. Raises Trouble."""
        folder = self.folder(name)
        try:
            if self._wire.can("MOVE"):
                self._wire.do("move", [uid], folder)
            else:
                self._copy_away(uid, folder)
        except Refused as error:
            self._known.pop(name, None)  # it may have gone; the next round makes it anew
            raise _unmovable(folder, error) from None

    def try_out(self, name: str) -> None:
        """Writes a mail there and takes it away again. Raises Trouble."""
        folder, key = self.folder(name), uuid.uuid4().hex
        try:
            self._wire.append(folder, TRIAL.format(key=key).encode("ascii"))
            self._wire.do("select_folder", folder)
            for uid in self._wire.uids(["HEADER", "Message-ID", key]):
                self._wire.do("add_flags", [uid], [DELETED], silent=True)
                self._expunge(uid)
        except Refused as error:
            raise _unmovable(folder, error) from None

    def _copy_away(self, uid: int, folder: str) -> None:
        """A mail that is marked was copied before we died, or thrown away by a person: it needs no further copy."""
        if DELETED not in self._wire.do("get_flags", [uid]).get(uid, ()):
            self._wire.do("copy", [uid], folder)
            crashpoint("imap-after-copy")
            self._wire.do("add_flags", [uid], [DELETED], silent=True)
        crashpoint("imap-after-store")
        self._expunge(uid)

    def _expunge(self, uid: int) -> None:
        """Without UIDPLUS (RFC 4315) everything that is marked goes, so a person's marks keep ours waiting."""
        if self._wire.can("UIDPLUS"):
            self._wire.do("uid_expunge", [uid])
        elif self._wire.uids(["DELETED"]) == (uid,):
            self._wire.do("expunge")

    def _made(self, name: str) -> str:
        full = self._named(OURS, name)
        if not self._wire.do("folder_exists", full):
            self._wire.do("create_folder", full)
            with contextlib.suppress(Refused):
                self._wire.do("subscribe_folder", full)
        return full

    def _named(self, *steps: str) -> str:
        """As this server writes a path: its own delimiter, perhaps below a prefix (RFC 2342)."""
        prefix, delimiter = "", "/"
        listed = self._wire.do("list_folders", "", "")
        if listed and listed[0][1]:
            delimiter = text_of(listed[0][1])
        if self._wire.can("NAMESPACE") and (personal := self._wire.do("namespace").personal):
            prefix, delimiter = text_of(personal[0][0]), text_of(personal[0][1] or delimiter)
        return prefix + delimiter.join(steps)


def _unmovable(folder: str, reason: Refused) -> Trouble:
    sentence = f'mails cannot be moved to the folder "{folder}" ({reason})'
    mend = "let the account make and fill it; until then mails are taken and stay where they lie"
    return Trouble(Kind.DONE_FOLDER, sentence, mend)
