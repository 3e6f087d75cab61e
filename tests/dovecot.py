"""Knows how to find Dovecot and to run one on loopback: its users, its folders, what it is told to leave out."""

import contextlib
import grp
import os
import pwd
import shutil
import signal
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import trustme
from imapclient import IMAPClient

from tests.unprivileged import Identity, free_port, short_folder, unprivileged

PASSWORD = "Sésam-öffne-dich"
PATIENCE = 120.0
ATTEMPTS = 3

# Everything runs as one user, changes its root nowhere, and listens on loopback only.
CONFIG = """\
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_location = maildir:~/Maildir
mail_fsync = never
first_valid_uid = 1
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login{mechanisms}
auth_failure_delay = 0
mail_max_userip_connections = 100
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
{oauth2}passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u
}}
"""
OAUTH2 = """\
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
"""
INTROSPECTION = """\
introspection_mode = post
introspection_url = {url}
username_attribute = username
active_attribute = active
active_value = true
"""


class NotStarted(Exception):
    """The programs are there, but no server answers; carries the server's own words."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """`capability`: what it says it can, "" for all it can. `introspection`: where it asks about access tokens."""

    capability: str = ""
    introspection: str = ""
    xoauth2_only: bool = False


@dataclass(slots=True)
class Dovecot:
    """A running server. `authority` is who vouches for its certificate."""

    folder: Path
    port: int
    tls_port: int
    authority: trustme.CA
    identity: Identity
    process: "subprocess.Popen[bytes] | None" = None
    wishes: Wishes = field(default_factory=Wishes)

    @property
    def tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        self.authority.configure_trust(context)
        return context

    @contextlib.contextmanager
    def session(self, user: str) -> Iterator[IMAPClient]:
        """As a person's own mail program sees it."""
        with IMAPClient("127.0.0.1", self.port, ssl=False, timeout=PATIENCE) as client:
            client.plain_login(user, PASSWORD)
            yield client

    def delivers(self, user: str, *mails: bytes, folder: str = "INBOX") -> None:
        with self.session(user) as client:
            for octets in mails:
                client.append(folder, octets)

    def lying_in(self, user: str, folder: str = "INBOX") -> dict[int, bytes]:
        """The mails by their numbers; empty where there is no such folder."""
        with self.session(user) as client:
            if not client.folder_exists(folder):
                return {}
            client.select_folder(folder, readonly=True)
            found = client.fetch(client.search("ALL"), ["BODY.PEEK[]"])
            return {uid: said[b"BODY[]"] for uid, said in found.items()}

    def flags(self, user: str, folder: str = "INBOX") -> dict[int, tuple[bytes, ...]]:
        with self.session(user) as client:
            client.select_folder(folder, readonly=True)
            return dict(client.get_flags(client.search("ALL")))

    def maildir(self, user: str) -> Path:
        return self.folder / "home" / user / "Maildir"

    def forgets_numbers(self, user: str) -> None:
        """A new UIDVALIDITY: the mails stay, all their numbers change."""
        validity = self._uidvalidity(user)
        for file in self.maildir(user).glob("dovecot*"):
            file.unlink()
        while self._uidvalidity(user) == validity:  # it is a time in seconds
            time.sleep(0.2)
            for file in self.maildir(user).glob("dovecot*"):
                file.unlink()

    def _uidvalidity(self, user: str) -> int:
        with self.session(user) as client:
            found: int = client.folder_status("INBOX", ["UIDVALIDITY"])[b"UIDVALIDITY"]
            return found

    def stop(self) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        with contextlib.suppress(
            ProcessLookupError
        ):  # a session that outlives its master would still be served
            os.killpg(process.pid, signal.SIGKILL)

    def start(self) -> None:
        with (self.folder / "output").open("ab") as log:
            self.process = subprocess.Popen(
                [programs() or "dovecot", "-F", "-c", str(self.folder / "dovecot.conf")],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=self.identity.user,
                group=self.identity.group,
                extra_groups=self.identity.extra_groups,
            )
        self._await()

    def _await(self) -> None:
        assert self.process is not None
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(OSError), IMAPClient("127.0.0.1", self.port, ssl=False, timeout=5):
                return
            time.sleep(0.02)
        raise NotStarted(self.words()[-2000:])

    def words(self) -> str:
        files = (self.folder / "output", self.folder / "log")
        return "".join(file.read_text(errors="replace") for file in files if file.exists())


def programs() -> str | None:
    """The server program, or None where there is none."""
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@contextlib.contextmanager
def running_dovecot(wishes: Wishes | None = None) -> Iterator[Dovecot]:
    """A fresh server in a folder of its own, gone afterwards; as root it runs under an unprivileged user.

    Everybody has an account there, and the same password.
    """
    identity = unprivileged("dovecot", "nobody")
    if identity is None:
        raise NotStarted("there is neither a user dovecot nor nobody")
    with short_folder("hauspost-imap-") as folder:
        for attempt in range(ATTEMPTS):  # somebody else may take the free port meanwhile
            server = Dovecot(folder, free_port(), free_port(), trustme.CA(), identity)
            server.wishes = wishes or Wishes()
            _furnish(server)
            try:
                server.start()
            except NotStarted:
                server.stop()
                if attempt == ATTEMPTS - 1:
                    raise
                continue
            try:
                yield server
            finally:
                server.stop()
            return


def _furnish(server: Dovecot) -> None:
    folder, wishes = server.folder, server.wishes
    uid = os.getuid() if server.identity.user is None else server.identity.user
    gid = os.getgid() if server.identity.group is None else server.identity.group
    certificate = server.authority.issue_cert("127.0.0.1", "localhost")
    certificate.cert_chain_pems[0].write_to_path(folder / "certificate.pem")
    certificate.private_key_pem.write_to_path(folder / "key.pem")
    (folder / "oauth2.conf").write_text(INTROSPECTION.format(url=wishes.introspection), "utf-8")
    mechanisms = " xoauth2" if wishes.xoauth2_only else " xoauth2 oauthbearer" if wishes.introspection else ""
    words = CONFIG.format(
        folder=folder,
        password=PASSWORD,
        user=pwd.getpwuid(uid).pw_name,
        group=grp.getgrgid(gid).gr_name,
        uid=uid,
        gid=gid,
        port=server.port,
        tls_port=server.tls_port,
        mechanisms=mechanisms,
        oauth2=OAUTH2.format(folder=folder) if wishes.introspection else "",
    )
    if wishes.capability:
        words += f"protocol imap {{\n  imap_capability = {wishes.capability}\n}}\n"
    (folder / "dovecot.conf").write_text(words, "utf-8")
    for path in (folder, *folder.iterdir()):
        os.chown(path, uid, gid)
