"""Knows how to run a private Postfix on loopback: own configuration, own queue, own log, gone afterwards."""

import contextlib
import os
import pwd
import re
import shutil
import smtplib
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.relay import free_port

PATIENCE = 60.0

# What keeps it to itself. It stands behind the settings under test, which therefore cannot undo it.
PRIVATE = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = mx.hv-sonnenschein.example
mydestination =
inet_interfaces = loopback-only
inet_protocols = ipv4
smtpd_peername_lookup = no
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
smtpd_tls_security_level = none
smtp_tls_security_level = none
address_verify_map =
address_verify_poll_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 5s
queue_run_delay = 1s
relayhost = [127.0.0.1]:{sink}
"""

SERVICES = """\
127.0.0.1:{port} inet n - n - - smtpd
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 1 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
local unix - n n - - local
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
"""


class NotStarted(Exception):
    """The programs are there, but no server answers; carries its own words."""


def missing() -> str:
    """Why there can be no Postfix here, "" if there can."""
    if any(shutil.which(name, path=_path()) is None for name in ("postfix", "postconf")):
        return "Postfix is not on this machine"
    if os.geteuid() != 0:
        return "Postfix can only be started by root"
    return ""


def _path() -> str:
    return f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin"


def program(name: str) -> str:
    found = shutil.which(name, path=_path())
    assert found is not None, f"{name} is not on this machine"
    return found


@dataclass(frozen=True, slots=True)
class Postfix:
    """A running Postfix. It takes every mail from loopback; what no setting routes goes to the sink."""

    folder: Path
    port: int

    @property
    def log(self) -> str:
        return _read(self.folder / "log")

    def flush(self) -> None:
        """Tries everything that waits now."""
        self._run("postqueue", "-f")

    def queued(self) -> int:
        """How many mails it has not got rid of."""
        listed = self._run("postqueue", "-j")
        return len(listed.splitlines())

    def says(self, pattern: str, *, seconds: float = PATIENCE) -> str:
        """The first line of its log with that pattern, as soon as there is one."""
        until = time.monotonic() + seconds
        while True:
            found = re.search(f"^.*{pattern}.*$", self.log, re.MULTILINE)
            if found is not None:
                return found[0]
            assert time.monotonic() < until, f"{pattern!r} is not in the log:\n{self.log[-4000:]}"
            time.sleep(0.1)

    def _run(self, name: str, *words: str) -> str:
        return _run(program(name), "-c", str(self.folder / "etc"), *words)


@contextlib.contextmanager
def running_postfix(*, main: str, sink: int, master: str = "", port: int = 0) -> Iterator[Postfix]:
    """`main`, `master`: lines of main.cf and master.cf; `sink`: the port of loopback that gets all mail for others."""
    with _folder() as folder:
        postfix = Postfix(folder, port or free_port())
        _configure(postfix, main, master, sink=sink)
        command = (program("postfix"), "-c", str(folder / "etc"))
        try:
            _run(*command, "start")
            _await(postfix)
            yield postfix
        finally:
            subprocess.run([*command, "abort"], capture_output=True, check=False, timeout=PATIENCE)
            _until_gone(folder)


def checked(main: str, master: str = "") -> str:
    """What `postconf` has to say against settings; "" if nothing."""
    with _folder() as folder:
        (folder / "etc" / "main.cf").write_text(f"compatibility_level = 3.6\n{main}", encoding="utf-8")
        (folder / "etc" / "master.cf").write_text(SERVICES.format(port=25) + master, encoding="utf-8")
        words = [program("postconf"), "-c", str(folder / "etc")]
        named = subprocess.run([*words, "-n"], capture_output=True, text=True, check=False, timeout=PATIENCE)
        services = subprocess.run(
            [*words, "-M"], capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        return (named.stderr + services.stderr).strip()


def _configure(postfix: Postfix, main: str, master: str, *, sink: int) -> None:
    etc = postfix.folder / "etc"
    own = PRIVATE.format(folder=postfix.folder, sink=sink)
    (etc / "main.cf").write_text(f"{_without(main, own)}\n{own}", encoding="utf-8")
    (etc / "master.cf").write_text(SERVICES.format(port=postfix.port) + master, encoding="utf-8")


def _without(main: str, own: str) -> str:
    """Settings that the private ones overrule; Postfix warns of a name that stands twice."""
    names = set(re.findall(r"^(\w+) *=", own, re.MULTILINE))
    kept = re.sub(r"\n[ \t]+", " ", main)
    return "\n".join(line for line in kept.splitlines() if line.partition("=")[0].strip() not in names)


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    # Its processes run as another user, and the path of a unix socket holds 107 bytes at most.
    folder = Path(tempfile.mkdtemp(prefix="hauspost-mx-", dir="/tmp"))
    try:
        folder.chmod(0o755)
        for name in ("etc", "queue", "data"):
            (folder / name).mkdir()
        with contextlib.suppress(KeyError, PermissionError):
            os.chown(folder / "data", pwd.getpwnam("postfix").pw_uid, -1)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(*words: str) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE)
    if done.returncode != 0:
        raise NotStarted(f"{' '.join(words)}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def _await(postfix: Postfix) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with smtplib.SMTP("127.0.0.1", postfix.port, timeout=5) as client:
                client.noop()
                return
        except (OSError, smtplib.SMTPException):
            if time.monotonic() > until:
                raise NotStarted(postfix.log[-2000:]) from None
            time.sleep(0.1)


def _until_gone(folder: Path) -> None:
    """The master's process id stands in a file of its queue."""
    found = _read(folder / "queue" / "pid" / "master.pid").strip()
    until = time.monotonic() + PATIENCE
    while found and Path(f"/proc/{found}").exists() and time.monotonic() < until:
        time.sleep(0.05)


def _read(file: Path) -> str:
    return file.read_text("utf-8", "replace") if file.exists() else ""
