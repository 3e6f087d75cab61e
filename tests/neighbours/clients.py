"""Knows how people's programs write and answer mails: mutt and s-nail, sending through a mail server on loopback."""

import os
import pty
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import closing
from email import message_from_bytes
from mailbox import mbox
from pathlib import Path

PATIENCE = 60.0


def missing(*programs: str) -> str:
    """Why a test with them cannot run here, "" if it can."""
    absent = [name for name in programs if shutil.which(name) is None]
    return f"{', '.join(absent)} is not on this machine" if absent else ""


def mutt_writes(home: Path, port: int, *, author: str, to: str, subject: str, words: str) -> None:
    settings = _muttrc(home, port, author)
    command = ["mutt", "-F", str(settings), "-s", subject, "--", to]
    _with_words(command, words, _own(home))


def mutt_answers(home: Path, port: int, mail: bytes, *, author: str, words: str) -> None:
    """Opens the mail in a mailbox and answers it as its keys do it: quoted, the words above."""
    settings = _muttrc(home, port, author)
    mailbox = home / "mbox"
    mailbox.write_bytes(b"From relay Thu Oct 16 10:00:00 2025\n" + mail.replace(b"\r\n", b"\n") + b"\n")
    editor = home / "editor.py"
    editor.write_text(_EDITOR.format(words=words), encoding="utf-8")
    with settings.open("a", encoding="utf-8") as file:
        file.write(f'set editor="{sys.executable} {editor} %s"\n')
        file.write('push "<reply><send-message><exit>"\n')
    _at_a_terminal(["mutt", "-F", str(settings), "-f", str(mailbox)], _own(home))


def mutt_threads(home: Path, mails: Iterable[bytes]) -> list[set[str]]:
    """The Message-IDs of each thread that its index shows: for every mail, all that lie in its thread."""
    settings = _muttrc(home, 0, "reader@client.example")
    own = {_message_id(mail): mail for mail in mails}
    mailbox = home / "mbox"
    mailbox.write_bytes(b"".join(_in_mbox(mail) for mail in own.values()))
    files = {message_id: home / f"thread-{number}" for number, message_id in enumerate(own)}
    with settings.open("a", encoding="utf-8") as file:
        file.write("set sort=threads\nset strict_threads=yes\nset confirmcreate=no\nset beep=no\n")
        file.write('push "<exit>"\n')
        for message_id, copied in files.items():  # whatever is pushed last comes first
            local = re.escape(message_id.partition("@")[0]).replace("\\", "\\\\")
            file.write(
                f'push "<limit>~(~i {local})<enter><tag-pattern>~A<enter><tag-prefix><copy-message><kill-line>{copied}'
                '<enter><untag-pattern>~A<enter>"\n'
            )
    _at_a_terminal(["mutt", "-F", str(settings), "-f", str(mailbox)], _own(home))
    threads: list[set[str]] = []
    for copied in files.values():
        with closing(mbox(copied)) as box:
            found = {_message_id(bytes(mail)) for mail in box}
        if found not in threads:
            threads.append(found)
    return threads


def _in_mbox(mail: bytes) -> bytes:
    lines = mail.replace(b"\r\n", b"\n").split(b"\n")
    quoted = [b">" + line if line.startswith(b"From ") else line for line in lines]
    return b"From relay Thu Oct 16 10:00:00 2025\n" + b"\n".join(quoted) + b"\n\n"


def _message_id(mail: bytes) -> str:
    return str(message_from_bytes(mail)["Message-ID"]).strip().strip("<>")


def s_nail_writes(home: Path, port: int, *, author: str, to: str, subject: str, words: str) -> None:
    options = {
        "v15-compat": "yes",
        "mta": f"smtp://127.0.0.1:{port}",
        "smtp-auth": "none",
        "smtp-config": "-all",
        "sendwait": "yes",
        "from": author,
    }
    settings = [part for name, value in options.items() for part in ("-S", f"{name}={value}")]
    command = ["s-nail", "-:", "/", *settings, "-s", subject, to]
    _with_words(command, words, _own(home))


_MUTTRC = """\
set from="{author}"
set use_from=yes
set realname=""
set hostname="client.example"
set smtp_url="smtp://127.0.0.1:{port}"
set ssl_starttls=no
set ssl_force_tls=no
set folder="{home}"
set record=""
set postponed=""
set postpone=no
set copy=no
set charset="utf-8"
set send_charset="utf-8"
set include=yes
set fast_reply=yes
set autoedit=yes
set edit_headers=no
set abort_unmodified=no
set abort_nosubject=no
set reply_to=yes
set confirmappend=no
set delete=no
set move=no
set quit=yes
set wait_key=no
set mail_check=0
"""

_EDITOR = """\
import pathlib, sys
file = pathlib.Path(sys.argv[1])
file.write_text({words!r} + "\\n\\n" + file.read_text("utf-8"), "utf-8")
"""


def _muttrc(home: Path, port: int, author: str) -> Path:
    home.mkdir(exist_ok=True)
    settings = home / "muttrc"
    settings.write_text(_MUTTRC.format(author=author, port=port, home=home), encoding="utf-8")
    return settings


def _own(home: Path) -> dict[str, str]:
    """Nothing of the machine's settings, and a terminal that can do little."""
    home.mkdir(exist_ok=True)
    return {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "TERM": "vt100",
        "LC_ALL": "C.UTF-8",
        "LINES": "40",
        "COLUMNS": "100",
        "TMPDIR": str(home),
    }


def _with_words(command: list[str], words: str, environment: dict[str, str]) -> None:
    """Runs a program that reads the mail's text and asks nothing."""
    done = subprocess.run(
        command, input=words, text=True, check=False, timeout=PATIENCE, env=environment, capture_output=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _at_a_terminal(command: list[str], environment: dict[str, str]) -> None:
    """Runs a program that wants a screen; what it draws there is read and told only if it does not end."""
    screen, terminal = pty.openpty()
    drawn = bytearray()

    def read() -> None:
        try:
            while octets := os.read(screen, 4096):
                drawn.extend(octets)
        except OSError:  # the other side is closed
            return

    reader = threading.Thread(target=read, daemon=True)
    process = subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=terminal, env=environment, start_new_session=True
    )
    os.close(terminal)
    reader.start()
    try:
        assert process.wait(PATIENCE) == 0, drawn[-3000:].decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        raise AssertionError(drawn[-3000:].decode("utf-8", "replace")) from None
    finally:
        process.kill()
        process.wait()
        reader.join(5)
        os.close(screen)
