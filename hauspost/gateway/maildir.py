"""Knows how a mail is laid into a Maildir, one per recipient: the embedded way out, where no server is needed.

https://cr.yp.to/proto/maildir.html: written in tmp, durable, then renamed into new. The name comes from the mail's own
Date and Message-ID, so a repeat after a crash meets its first copy under the same name.
"""

import hashlib
import os
import re
from collections.abc import Callable, Collection
from email.utils import parsedate_to_datetime
from pathlib import Path

from hauspost.gateway.crashpoints import crashpoint
from hauspost.gateway.outcomes import Deferred, Delivered, Outcome, Withheld, unsendable
from hauspost.gateway.own_headers import message_id_of

SUBFOLDERS = ("tmp", "new", "cur")
_DATE = re.compile(rb"^date:\s*([^\r\n]+)", re.IGNORECASE | re.MULTILINE)
_UNSAFE = re.compile(r"[^A-Za-z0-9@._+=-]")


class MaildirRelay:
    """Owner of nothing but a folder: `root/‹address›/{tmp,new,cur}`."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def send(
        self, mail_from: str, rcpt_to: str, octets: bytes, *, before_mail: Callable[[], bool]
    ) -> Outcome:
        if (fault := unsendable(mail_from, rcpt_to, octets)) is not None:
            return fault
        if not before_mail():
            return Withheld()
        try:
            path = deliver(self._root / folder_name(rcpt_to), octets)
        except OSError as error:
            return Deferred(0, f"4.3.1 {error.strerror or error}: {error.filename or self._root}")
        return Delivered(f"2.0.0 {path.name}")

    def rest(self) -> float:
        return 0.0

    def hang_up(self) -> None:
        """There is no connection."""

    def close(self) -> None:
        """There is nothing to end."""


def remove(root: Path, message_ids: Collection[str]) -> int:
    """Takes the mails with these Message-IDs out again, wherever a reader has moved them, and folders left empty.

    Gives their number. Raises OSError.
    """
    tokens = {_token(one) for one in message_ids}
    found = [
        path
        for folder in ("new", "cur")
        for path in root.glob(f"*/{folder}/*.hauspost*")
        if path.name.partition(".")[2].partition(".hauspost")[0] in tokens
    ]
    for path in found:
        path.unlink(missing_ok=True)
    for home in {path.parent.parent for path in found}:
        if not any(any((home / name).iterdir()) for name in SUBFOLDERS):
            for name in SUBFOLDERS:
                (home / name).rmdir()
            home.rmdir()
    return len(found)


def folder_name(address: str) -> str:
    """The address in lower case; a slash and its like become %2F."""
    return _UNSAFE.sub(lambda hit: f"%{ord(hit.group()):02X}", address.lower())


def file_name(octets: bytes) -> str:
    """Seconds of the mail's Date, then its Message-ID's local part: sorted by time, the same at each attempt."""
    head = octets.partition(b"\r\n\r\n")[0] + b"\r\n"
    token = message_id_of(octets) or hashlib.sha256(octets).hexdigest()
    return f"{_seconds(head)}.{_token(token)}.hauspost"


def _token(message_id: str) -> str:
    return _UNSAFE.sub("_", message_id.partition("@")[0])[:100]


def _seconds(head: bytes) -> int:
    dated = _DATE.search(head)
    try:
        moment = parsedate_to_datetime(dated.group(1).decode("ascii", "replace")) if dated else None
        return max(0, int(moment.timestamp())) if moment else 0
    except (ValueError, OverflowError):
        return 0


def deliver(maildir: Path, octets: bytes) -> Path:
    """Lays the octets into `new`, durable when it returns. Raises OSError."""
    for name in SUBFOLDERS:
        (maildir / name).mkdir(parents=True, exist_ok=True)
    name = file_name(octets)
    draft = maildir / "tmp" / f"{name}.{os.getpid()}"
    try:
        with draft.open("wb") as file:
            file.write(octets)
            file.flush()
            os.fsync(file.fileno())
    except OSError:  # a full disk is not filled further by halves
        draft.unlink(missing_ok=True)
        raise
    crashpoint("before-dot")
    target = draft.rename(maildir / "new" / name)
    _sync_folder(target.parent)
    crashpoint("after-dot")
    return target


def _sync_folder(folder: Path) -> None:
    """A rename lasts only when its folder was written."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
