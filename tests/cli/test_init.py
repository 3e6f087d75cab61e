"""Knows what a first installation writes, that it overwrites nothing, and that what ends it leaves nothing behind."""

import asyncio
import contextlib
import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from hauspost.cli.plan import plan_of
from hauspost.config.load import load
from hauspost.config.presets import PRESETS
from hauspost.gateway.serving import Gateway
from tests.cli.operator import SAMPLE, Operator

TABLES = "assignments categories contractors persons properties roles rules units"
PASSWORDS = {"HAUSPOST_RELAY_PASSWORD": "x", "HAUSPOST_IMAP_OFFICE_PASSWORD": "y"}


def tables(operator: Operator) -> str:
    return " ".join(sorted(path.stem for path in (operator.folder / "masterdata").iterdir()))


def test_init_writes_a_configuration_that_loads_and_tables_that_import(operator: Operator) -> None:
    outcome = operator.runs("init", operator.folder, "--company", 'Müller & "Sohn"', "--domain", "t.example")
    assert (outcome.status, outcome.err) == (0, "")
    settings = load(operator.config, {})
    assert (settings.company.name, settings.mail.domain) == ('Müller & "Sohn"', "t.example")
    assert settings.database.file == operator.folder / "var/hauspost.db"
    assert tables(operator) == TABLES


def test_a_fresh_installation_writes_to_the_managers_only_and_waits_for_a_stopp(operator: Operator) -> None:
    operator.runs("init", operator.folder, *SAMPLE)
    policy = load(operator.config, {}).policy
    assert (policy.sending, policy.hold_minutes, policy.fold_minutes) == ("managers", 3, 15)


def test_every_answer_can_be_given_by_an_option(operator: Operator) -> None:
    options = [
        "--reply-domain",
        "reply.t.example",
        "--desk",
        "verwaltung@t.example",
        "--language",
        "EN",
        "--preset",
        "tickets",
    ]
    options += [
        "--relay",
        "smtp+starttls://office@mail.example:587",
        "--way-in",
        "lmtp",
        "--at",
        "unix:/run/h.sock",
    ]
    outcome = operator.runs("init", operator.folder, "--company", "X", "--domain", "T.example", *options)
    assert outcome.status == 0, outcome.err
    (operator.folder / "relay.password").write_text("secret", "utf-8")
    settings = load(operator.config, {})
    assert (settings.mail.domain, settings.mail.reply_domain, settings.mail.desk) == (
        "t.example",
        "reply.t.example",
        "verwaltung",
    )
    assert settings.company.language == "en"
    assert [str(one.place) for one in settings.listeners] == ["unix:/run/h.sock"]
    assert settings.relay_password == "secret"
    assert f"Write the password of the relay into {operator.folder / 'relay.password'}" in outcome.out


def test_an_account_that_mail_is_fetched_from_needs_no_listener(operator: Operator) -> None:
    url = "imaps://office%40t.example@imap.example/INBOX"
    outcome = operator.runs("init", operator.folder, *SAMPLE, "--way-in", "imap", "--at", url)
    assert outcome.status == 0, outcome.err
    settings = load(operator.config, PASSWORDS)
    assert settings.listeners == ()
    assert [(one.at.user, one.password) for one in settings.imap] == [("office@t.example", "y")]
    assert f"Write the password of the account into {operator.folder / 'office.password'}" in outcome.out


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_what_its_policies_say_and_its_tables_import(operator: Operator, name: str) -> None:
    assert operator.runs("init", operator.folder, *SAMPLE, "--preset", name).status == 0
    policy = load(operator.config, {}).policy
    for key, value in PRESETS[name].policy.items():
        assert getattr(policy, key) == value
    assert tables(operator).split() == sorted(PRESETS[name].tables)
    imported = operator.runs("import", operator.folder / "masterdata", "--apply", "--config", operator.config)
    assert imported.status == 0, imported.err
    assert operator.runs("check", "--config", operator.config).status == 0


def questions_about(operator: Operator, words: str) -> list[str]:
    """What the managers are asked about the ticket that a resident's mail opens."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Anna Berger <anna.berger@post.example>", words
    mail["To"] = "lindenweg12@tickets.hv-sonnenschein.example"
    mail["Message-ID"] = f"<{len(words)}@post.example>"
    mail.set_content(words)
    file = operator.folder / "mail.eml"
    file.write_bytes(mail.as_bytes())
    assert operator.runs("ingest", file, "--config", operator.config).status == 0
    gateway = Gateway(plan_of(load(operator.config, {})))
    gateway.drain()
    asyncio.run(gateway.stop())
    operator.capture.readouterr()
    listed = json.loads(operator.runs("tickets", "--json", "--config", operator.config).out)
    newest = max(ticket["ticket"] for ticket in listed)
    shown = json.loads(operator.runs("show", newest, "--json", "--config", operator.config).out)
    return [question["kind"] for question in shown["questions"]]


def test_a_preset_is_outgrown_by_its_file_and_the_tables_that_are_new(operator: Operator) -> None:
    operator.runs("init", operator.folder, *SAMPLE, "--preset", "notices")
    operator.runs("import", operator.folder / "masterdata", "--apply", "--config", operator.config)
    assert questions_about(operator, "Die Heizung im Bad bleibt kalt.") == []
    text = operator.config.read_text("utf-8")
    operator.config.write_text(text.replace('reports = "office" ', 'reports = "tickets"'), "utf-8")
    assert not load(operator.config, {}).policy.hands_on
    operator.runs("init", operator.folder / "full", *SAMPLE)
    more = operator.runs(
        "import", operator.folder / "full/masterdata", "--apply", "--config", operator.config
    )
    assert more.status == 0, more.err
    assert questions_about(operator, "Die Heizung in der Küche bleibt auch kalt.") == ["suggestion"]
    assert operator.runs("check", "--config", operator.config).status == 0


def test_without_a_terminal_what_only_you_know_must_be_given(operator: Operator) -> None:
    outcome = operator.runs("init", operator.folder, "--way-in", "imap")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == (
        "hauspost: nobody sits at a terminal, and --company and --domain and --at are missing; give what is missing, "
        'as in --company "Hausverwaltung Muster" --domain tickets.example.com\n'
    )
    assert not operator.folder.exists()


def test_init_overwrites_nothing(operator: Operator) -> None:
    operator.folder.mkdir()
    operator.config.write_text("mine", "utf-8")
    outcome = operator.runs("init", operator.folder, *SAMPLE)
    assert outcome.status == 1
    assert "holds hauspost.toml already, and nothing was written; choose another folder" in outcome.err
    assert operator.config.read_text("utf-8") == "mine"
    assert not (operator.folder / "masterdata").exists()


@pytest.mark.parametrize(
    "flag,value,sentence",
    [
        ("--domain", "me@t.example", '--domain holds an "@"'),
        ("--reply-domain", "no domain", "--reply-domain is not a domain"),
        (
            "--desk",
            "office@other.example",
            "--desk lies at another domain than tickets.hv-sonnenschein.example",
        ),
        ("--desk", "die verwaltung", "--desk is not the front part of an address"),
        ("--at", "127.0.0.1:70000", "--at has no such port"),
        ("--at", "unix:/run/h.sock", "--at cannot be a unix socket"),
        ("--relay", "smtp://user:pass@mail.example", "--relay holds a password"),
        ("--relay", "mail.example", "--relay has a scheme that is not known"),
        ("--way-in", "pop3", '--way-in is none of smtp, lmtp, imap: "pop3"; choose one of them'),
        ("--preset", "all", '--preset is none of notices, tickets, full: "all"; choose one of them'),
        ("--language", "fr", '--language is none of de, en: "fr"; choose one of them'),
        ("--database", "mysql://x", "--database is no database that is known"),
    ],
)
def test_what_cannot_stand_is_refused_before_anything_is_written(
    operator: Operator, flag: str, value: str, sentence: str
) -> None:
    outcome = operator.runs("init", operator.folder, *SAMPLE, flag, value)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(f"hauspost: {sentence}")
    assert len(outcome.err.splitlines()) == 1
    assert not operator.folder.exists()


def test_a_folder_that_cannot_be_made_is_told_in_one_sentence(operator: Operator, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    outcome = operator.runs("init", tmp_path / "file" / "office", *SAMPLE)
    assert outcome.status == 1
    assert len(outcome.err.splitlines()) == 1
    assert "Traceback" not in outcome.err


def test_a_disk_that_is_full_on_the_way_leaves_nothing_half_written(tmp_path: Path) -> None:
    """No file may grow beyond 2 KiB here: some tables fit, the categories do not."""
    words = [sys.executable, "-m", "hauspost", "init", str(tmp_path / "a/office"), *SAMPLE]
    done = subprocess.run(
        ["bash", "-c", 'ulimit -f 2; exec "$@"', "bash", *words], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot be written (File too large); choose another folder" in done.stderr
    assert list(tmp_path.iterdir()) == []


class Terminal:
    """A command at a terminal, which types what a person would."""

    def __init__(self, *words: str) -> None:
        self.wire, theirs = pty.openpty()
        command = [sys.executable, "-m", "hauspost", *words]
        # Whatever runs the tests may ignore the interrupt signal, and a child inherits that.
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, preexec_fn=_heed_interrupts
        )
        os.close(theirs)
        self.shown = ""

    def waits_for(self, words: str) -> None:
        begin = len(self.shown)
        while words not in self.shown[begin:]:
            self.shown += self._more()

    def types(self, words: str) -> None:
        os.write(self.wire, f"{words}\n".encode())

    def ends(self) -> int:
        try:
            while more := self._more():
                self.shown += more
        except OSError:
            pass  # Linux tells the end of a terminal so
        os.close(self.wire)
        return self.process.wait(timeout=60)

    def interrupts(self) -> None:
        """Ctrl-C as a person presses it: again while nothing happens.

        Between its prompt and its wait for a line Python notes the signal and reads on.
        """
        end = time.monotonic() + 60
        while self.process.poll() is None and time.monotonic() < end:
            self.process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=1)

    def _more(self) -> str:
        ready, _, _ = select.select([self.wire], [], [], 120)
        assert ready, f"nothing comes after {self.shown!r}"
        return os.read(self.wire, 4096).decode()


def _heed_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_at_a_terminal_it_asks_and_asks_again_until_the_answer_can_stand(tmp_path: Path) -> None:
    office = tmp_path / "office"
    terminal = Terminal("init", str(office), "--language", "en")
    for question, said in (
        ("company's name", "Hausverwaltung Muster"),
        ("One of them", "everything"),
        ("choose one of them.", "notices"),
        ("domain of the houses'", "me@t.example"),
        ("write only what stands behind the @", "t.example"),
        ("answers come back to [t.example]", ""),
        ("own address there [desk]", ""),
        ("How mail comes in", "lmtp"),
        ("Where", ""),
        ("How mail goes out", ""),
    ):
        terminal.waits_for(question)
        terminal.types(said)
    assert terminal.ends() == 0, terminal.shown
    settings = load(office / "hauspost.toml", {})
    assert (settings.company.name, settings.mail.domain, settings.company.language) == (
        "Hausverwaltung Muster",
        "t.example",
        "en",
    )
    assert settings.policy.hands_on
    assert [one.protocol for one in settings.listeners] == ["lmtp"]


def test_ctrl_c_among_the_questions_writes_nothing(tmp_path: Path) -> None:
    terminal = Terminal("init", str(tmp_path / "office"))
    terminal.waits_for("company's name")
    terminal.interrupts()
    assert terminal.ends() == 130
    assert list(tmp_path.iterdir()) == []
