"""A disk that is full while `serve` runs: clients hear "later", nothing is lost or doubled, and it goes on by itself.

The disk is the process's own: it may write to no file at all, not even the log, until the limit is lifted, as if
somebody made room.
"""

import resource
import smtplib
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hauspost.gateway.maildir import MaildirRelay
from hauspost.gateway.outcomes import Deferred, Delivered
from tests.house import ANNA, HANSEN, HARBOUR, HOUSE
from tests.relay import ListeningRelay, eventually, free_port, listening_relay
from tests.torture.installation import Installation, furnish
from tests.torture.load import settle
from tests.torture.postmen import EXTENDED, report
from tests.torture.snapshot import feel, look

UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


@pytest.fixture
def relay() -> Iterator[ListeningRelay]:
    with listening_relay() as listening:
        yield listening


@pytest.fixture
def installation(tmp_path: Path, relay: ListeningRelay) -> Iterator[Installation]:
    built = Installation.at(tmp_path / "house", f"smtp://127.0.0.1:{relay.port}", furnish(tmp_path))
    try:
        yield built
    finally:
        built.end()


@contextmanager
def full(installation: Installation) -> Iterator[None]:
    """The running `serve` finds no room for a single octet."""
    assert installation.process is not None
    resource.prlimit(installation.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.prlimit(installation.process.pid, resource.RLIMIT_FSIZE, UNLIMITED)


def test_a_mail_that_finds_no_room_is_put_off_and_taken_when_there_is_some(
    installation: Installation,
) -> None:
    installation.start()
    port = installation.listening()
    large = report("large", ANNA, HOUSE, ballast=300_000)
    with smtplib.SMTP("127.0.0.1", port) as client:
        with full(installation):
            with pytest.raises(smtplib.SMTPDataError) as told:
                client.sendmail(ANNA, HOUSE, large.octets, EXTENDED)
            assert (told.value.smtp_code, told.value.smtp_error[:5]) == (451, b"4.3.0")
        client.sendmail(ANNA, HOUSE, large.octets, EXTENDED)
    assert settle(installation, 60)
    assert [(row.state, row.attempts) for row in look(installation.url).arrivals] == [("done", 1)]
    assert installation.terminate()[0] == 0


def test_what_is_to_be_sent_waits_for_room_and_leaves_once(
    installation: Installation, relay: ListeningRelay
) -> None:
    installation.start()
    port = installation.listening()
    installation.runs("pause")
    with smtplib.SMTP("127.0.0.1", port) as client:
        for number in range(3):
            letter = report(f"mail{number}", HANSEN, HARBOUR)
            client.sendmail(HANSEN, HARBOUR, letter.octets, EXTENDED)
    eventually(lambda: feel(installation.url).queued >= 6, seconds=30)
    with full(installation):
        installation.runs(
            "resume"
        )  # another process, which finds room; its words lie where `serve` finds none
        time.sleep(6)  # longer than a poll of whoever sends
        assert relay.mails == []
    assert settle(installation, 60)
    identities = [mail.message_id for mail in relay.mails]
    assert len(identities) >= 6
    assert len(set(identities)) == len(identities)
    assert installation.is_alive()


def test_a_log_that_cannot_be_written_stops_no_mail(installation: Installation) -> None:
    port = free_port()
    config = installation.folder / "hauspost.toml"
    text = config.read_text("utf-8").replace("127.0.0.1:0", f"127.0.0.1:{port}")
    config.write_text(text, "utf-8")
    with open("/dev/full", "wb") as nowhere:
        process = subprocess.Popen(
            installation.words_of("serve"),
            env=installation.surroundings(),
            stdin=subprocess.DEVNULL,
            stdout=nowhere,
            stderr=nowhere,
        )
    installation.process = process
    letter = report("unlogged", ANNA, HOUSE)

    def is_brought() -> bool:
        try:
            with smtplib.SMTP("127.0.0.1", port, timeout=5) as client:
                client.sendmail(ANNA, HOUSE, letter.octets, EXTENDED)
        except OSError:
            assert process.poll() is None
            return False
        return True

    eventually(is_brought, seconds=60)
    assert settle(installation, 60)
    assert [row.state for row in look(installation.url).arrivals] == ["done"]
    assert installation.terminate()[0] == 0


def test_a_maildir_without_room_puts_the_mail_off_and_leaves_no_half_of_it(tmp_path: Path) -> None:
    relay, octets = MaildirRelay(tmp_path), b"Subject: x\r\n\r\n" + b"x" * 100_000 + b"\r\n"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
    try:
        outcome = relay.send("a@t.example", ANNA, octets, before_mail=lambda: True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert isinstance(outcome, Deferred)
    assert outcome.reply.startswith("4.3.1 File too large")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert isinstance(relay.send("a@t.example", ANNA, octets, before_mail=lambda: True), Delivered)


@pytest.mark.parametrize("words", [("tickets", "--json"), ("explain", "--help")])
def test_a_command_whose_output_finds_no_room_says_so(
    installation: Installation, words: tuple[str, ...]
) -> None:
    with open("/dev/full", "wb") as nowhere:
        done = subprocess.run(
            installation.words_of(*words),
            env=installation.surroundings(),
            stdout=nowhere,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    sentence = "there is no room for what was to be written (No space left on device)"
    assert done.stderr == f"hauspost: {sentence}; make room, or write elsewhere\n"
