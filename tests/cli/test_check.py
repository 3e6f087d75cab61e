"""Knows that `check` finds what would fail later, each as one sentence with the mend."""

import base64
import json
import re
import shutil
import socket
import sqlite3
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import trustme

from tests.cli.operator import Operator
from tests.relay import ListeningRelay, listening_relay
from tests.token_endpoint import token_endpoint


def findings(operator: Operator) -> dict[str, list[str]]:
    outcome = operator.runs("check", "--json", "--config", operator.config)
    told: dict[str, list[str]] = {}
    for finding in json.loads(outcome.out):
        assert finding["mend"]
        told.setdefault(finding["severity"], []).append(f"{finding['check']}: {finding['finding']}")
    assert outcome.status == (1 if "error" in told else 0)
    return told


def test_a_fresh_installation_is_sound(operator: Operator) -> None:
    operator.installs()
    outcome = operator.runs("check", "--config", operator.config)
    assert (outcome.status, outcome.err) == (0, "")
    assert "there is no database yet" in outcome.out
    assert "Everything that `serve` needs is there." in outcome.out


@pytest.mark.parametrize(
    "sending,said,mend",
    [
        ("on", "mails go to the people they are for", 'write sending = "managers" under [policy]'),
        ("managers", "every mail goes to the responsible manager instead, marked", "`hauspost live`"),
        ("off", "no mail is sent", "`hauspost live`"),
    ],
)
def test_who_gets_mails_now_is_always_said(
    operator: Operator, monkeypatch: pytest.MonkeyPatch, sending: str, said: str, mend: str
) -> None:
    operator.installs()
    monkeypatch.setenv("HAUSPOST_POLICY__SENDING", sending)
    lines = operator.runs("check", "--config", operator.config).out.splitlines()
    (line,) = (line for line in lines if "policy.sending" in line)
    assert line.startswith(f"note    policy.sending: {said}; ")
    assert mend in line


def test_the_sample_houses_lack_only_what_they_may(operator: Operator) -> None:
    operator.installs()
    operator.runs("import", operator.folder / "masterdata", "--apply", "--config", operator.config)
    told = findings(operator)
    assert told.keys() == {"note"}
    assert [note for note in told["note"] if note.startswith(("policy", "persons", "property"))] == [
        "policy.sending: every mail goes to the responsible manager instead, marked",
        "persons: residents whom no mail reaches: Ilse Schröder (1009)",
        "persons: familie.schulz@web.example stands for several: Maria Schulz (1007), Tom Schulz (1008)",
        "property HS5: units in which nobody has a role today: WE01, WE03",
    ]


def test_every_fault_of_the_configuration_is_told_and_the_status_is_2(operator: Operator) -> None:
    operator.folder.mkdir()
    operator.config.write_text('[company]\nname = ""\n[mail]\ndomian = "x"\n[listen]\nsmtp = 25\n', "utf-8")
    outcome = operator.runs("check", "--config", operator.config)
    assert outcome.status == 2
    assert outcome.err.splitlines() == [
        "hauspost: hauspost.toml:2: company.name is empty; write the name that people know",
        'hauspost: hauspost.toml:3: mail.domain is missing; add domain = "…" under [mail]',
        'hauspost: hauspost.toml:4: "domian" is no key of [mail]; did you mean "domain"?',
        'hauspost: hauspost.toml:6: listen.smtp must be a list, not 25; write it like ["…", "…"]',
    ]
    told = json.loads(operator.runs("check", "--json", "--config", operator.config).out)
    assert len(told) == 4
    assert told[0] == {
        "check": "hauspost.toml:2",
        "severity": "error",
        "finding": "company.name is empty",
        "mend": "write the name that people know",
    }


def test_a_disk_without_room_is_an_error_and_scarce_room_a_warning(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator.installs()
    free = shutil.disk_usage(operator.folder).free
    monkeypatch.setenv("HAUSPOST_LIMITS__FREE_DISK_BYTES", str(2 * free))
    (error,) = findings(operator)["error"]
    assert re.fullmatch(
        r"disk: database.url and relay.url lie on the disk at /\S*( \(\S+\))?, with [\d.]+ GiB free; "
        r"below [\d.]+ GiB mails are put off",
        error,
    )
    monkeypatch.setenv("HAUSPOST_LIMITS__FREE_DISK_BYTES", str(free // 2))
    assert findings(operator)["warning"][0].startswith(
        "disk: database.url and relay.url lie on the disk at /"
    )


def test_a_clock_that_was_set_back_is_told(operator: Operator) -> None:
    operator.installs()
    operator.runs("import", operator.folder / "masterdata", "--apply", "--config", operator.config)
    letter = operator.folder / "letter.eml"
    letter.write_bytes(b"From: anna.berger@post.example\r\nTo: lindenweg12@x.example\r\n\r\nHallo\r\n")
    house = "lindenweg12@tickets.hv-sonnenschein.example"
    assert operator.runs("ingest", letter, "--rcpt", house, "--config", operator.config).status == 0
    with sqlite3.connect(operator.folder / "var" / "hauspost.db") as database:
        database.execute("update arrivals set received_at = '2099-10-14 10:00:00.000000'")
    (warning,) = findings(operator)["warning"]
    assert warning.startswith("clock: it is 20")
    assert warning.endswith("but the database holds what happened at 2099-10-14 10:00")


def test_a_clock_that_is_ahead_is_told_by_the_mails_that_came(operator: Operator) -> None:
    operator.installs()
    operator.runs("import", operator.folder / "masterdata", "--apply", "--config", operator.config)
    house = "lindenweg12@tickets.hv-sonnenschein.example"
    date = format_datetime(datetime.now(UTC) - timedelta(hours=3))
    for number in range(5):
        letter = operator.folder / f"{number}.eml"
        head = f"From: anna.berger@post.example\r\nTo: {house}\r\nMessage-ID: <{number}@post.example>\r\n"
        letter.write_bytes(f"{head}Date: {date}\r\n\r\nHallo {number}\r\n".encode())
        assert operator.runs("ingest", letter, "--rcpt", house, "--config", operator.config).status == 0
    assert "warning" not in findings(operator), "what lay in a folder may be old"
    with sqlite3.connect(operator.folder / "var" / "hauspost.db") as database:
        database.execute("update arrivals set via = 'smtp'")
    (warning,) = findings(operator)["warning"]
    assert warning.startswith("clock: each of the last 5 mails came 180 minutes or more after it was written")


def test_a_daily_mail_in_the_quiet_hours_is_told(operator: Operator) -> None:
    operator.installs()
    text = operator.config.read_text("utf-8")
    operator.config.write_text(text.replace("digest_hour = 18", "digest_hour = 21", 1), "utf-8")
    assert findings(operator)["warning"] == [
        "policy.digest_hour: 21 lies in the quiet hours 20-7, so the mail waits for their end"
    ]


def test_data_protection_in_our_words_alone_is_noted_until_the_office_has_its_own(operator: Operator) -> None:
    operator.installs()
    noted = "company.privacy_link: first answers and welcome mails tell of data protection in our words alone"
    assert noted in findings(operator)["note"]
    text = operator.config.read_text("utf-8")
    for own in ('privacy_link = "https://hv.example/ds"', 'privacy_text = "Wir speichern Ihre Mail."'):
        key = own.partition(" ")[0]
        operator.config.write_text(text.replace(f'{key} = ""', own, 1), "utf-8")
        assert noted not in findings(operator)["note"]


def test_a_port_that_another_program_uses_is_told(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator.installs()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("HAUSPOST_LISTEN__SMTP", f"127.0.0.1:{port}")
        monkeypatch.setattr("hauspost.gateway.probe.PATIENCE", 0.2)
        assert findings(operator)["error"] == [f"listen.smtp: another program listens at 127.0.0.1:{port}"]


def test_a_socket_without_its_folder_is_told_with_its_own_mend(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator.installs()
    path = operator.folder / "nowhere" / "lmtp.sock"
    monkeypatch.setenv("HAUSPOST_LISTEN__LMTP", f"unix:{path}")
    lines = operator.runs("check", "--config", operator.config).out.splitlines()
    (error,) = (line for line in lines if line.startswith("error"))
    told = f"listen.lmtp: nothing may listen at unix:{path}; see that the socket's folder is there"
    assert told in error


def test_a_relay_that_does_not_answer_is_told(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    operator.installs()
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        monkeypatch.setenv("HAUSPOST_RELAY__URL", f"smtp://127.0.0.1:{port}")
        (error,) = findings(operator)["error"]
    assert error.startswith("relay.url: the relay does not take mail (")


@pytest.fixture
def relay_of_office(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> Callable[[ListeningRelay], str]:
    """The one error that `check` tells of a relay, with its mend."""

    def told(relay: ListeningRelay) -> str:
        monkeypatch.setenv("HAUSPOST_RELAY__URL", relay.url)
        outcome = operator.runs("check", "--json", "--config", operator.config)
        (error,) = (one for one in json.loads(outcome.out) if one["severity"] == "error")
        assert (outcome.status, outcome.err) == (1, "")
        return f"{error['check']}: {error['finding']}; {error['mend']}"

    operator.installs()
    return told


def test_a_password_that_the_relay_does_not_take_is_told(
    relay_of_office: Callable[[ListeningRelay], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAUSPOST_RELAY_PASSWORD", "wrong")
    with listening_relay(users={"office": "right"}) as relay:
        assert relay_of_office(relay) == (
            f"relay.url: the relay does not take mail (smtp://localhost:{relay.port}: the password was not accepted: "
            "535 5.7.8 wrong); write the right password into relay.password_file, or the right user into relay.url; "
            "until then mails wait"
        )


def test_a_certificate_of_the_relay_that_is_not_trusted_is_told(
    relay_of_office: Callable[[ListeningRelay], str],
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    with listening_relay(tls=context) as relay:
        error = relay_of_office(relay)
    assert "the certificate was not accepted: " in error
    assert error.endswith("that this machine trusts; until then mails wait")


def test_a_grant_that_ended_is_told_with_the_file_to_mend(
    operator: Operator, relay_of_office: Callable[[ListeningRelay], str]
) -> None:
    (operator.folder / "refresh").write_text("r-1", "utf-8")
    with token_endpoint() as endpoint, listening_relay(users={"office": "x"}, mechanisms="XOAUTH2") as relay:
        endpoint.refuses("invalid_grant", "Token has been expired or revoked.")
        keys = f'{{ token_url = "{endpoint.url}", client_id = "hauspost", refresh_token_file = "refresh" }}'
        text = operator.config.read_text("utf-8")
        assert "oauth2 = {}" in text
        operator.config.write_text(text.replace("oauth2 = {}", f"oauth2 = {keys}"), "utf-8")
        error = relay_of_office(relay)
    assert "gives no token (invalid_grant: Token has been expired or revoked.)" in error
    assert (
        f"get a new refresh token and write it to {operator.folder / 'refresh'}; until then mails wait"
        in error
    )


def test_a_key_that_signs_is_told_with_its_record_and_one_that_does_not_stops_serve_too(
    operator: Operator,
) -> None:
    operator.installs()
    text = operator.config.read_text("utf-8")
    text = text.replace('dkim_selector = ""', 'dkim_selector = "h1"').replace(
        'dkim_key = ""', 'dkim_key = "h1.key"'
    )
    operator.config.write_text(text, "utf-8")
    key = operator.folder / "h1.key"
    key.write_text(base64.b64encode(bytes(range(32))).decode(), "ascii")
    outcome = operator.runs("check", "--config", operator.config)
    assert outcome.status == 0
    assert "the key that belongs at h1._domainkey.tickets.hv-sonnenschein.example" in outcome.out
    assert (
        'publish there TXT "v=DKIM1; k=ed25519; p=A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg="'
        in outcome.out
    )
    operator.config.write_text(text.replace('from = "mailbox"', 'from = "office@hv.example"'), "utf-8")
    assert "at h1._domainkey.hv.example" in operator.runs("check", "--config", operator.config).out
    operator.config.write_text(text, "utf-8")
    key.write_text("no key", "ascii")
    sentence = f"mails cannot be signed: {key} holds no private key that can be used"
    assert f"relay.dkim_key: {sentence}" in operator.runs("check", "--config", operator.config).out
    served = operator.runs("serve", "--config", operator.config)
    assert (served.status, served.err.partition(";")[0]) == (1, f"hauspost: {sentence}")


def test_a_certificate_that_is_none_is_told(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    operator.installs()
    for name in ("certificate", "key"):
        (operator.folder / f"{name}.pem").write_text("not PEM", "utf-8")
        monkeypatch.setenv(f"HAUSPOST_LISTEN__TLS_{name.upper()}", f"{name}.pem")
    (error,) = findings(operator)["error"]
    assert error.startswith("listen.tls_certificate: certificate and key cannot be used (")


def test_a_maildir_below_a_file_is_told(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    operator.installs()
    (operator.folder / "file").write_text("", "utf-8")
    monkeypatch.setenv("HAUSPOST_RELAY__URL", "maildir:file/outbox")
    assert findings(operator)["error"] == [f"relay.url: {operator.folder / 'file'} is no folder"]


def test_a_house_without_manager_and_one_without_responsible_are_told(
    operator: Operator, tmp_path: Path
) -> None:
    operator.installs()
    tables = tmp_path / "tables"
    tables.mkdir()
    (tables / "properties.csv").write_text(
        "Objektnummer;Bezeichnung;Straße;Zuständig\nA;Haus A;Weg 1;\nB;Haus B;Weg 2;\nC;Haus C;Weg 3;2\n",
        "utf-8",
    )
    (tables / "persons.csv").write_text(
        "Personennummer;Nachname;E-Mail\n1;Vogt;\n2;Lorenz;l@x.example\n", "utf-8"
    )
    (tables / "roles.csv").write_text(
        "Personennummer;Objektnummer;Rolle\n1;B;Verwalter\n1;C;Verwalter\n", "utf-8"
    )
    assert operator.runs("import", tables, "--apply", "--config", operator.config).status == 0
    told = findings(operator)
    assert told["error"] == [
        "property A: Haus A has no manager today, so nobody reads its mail",
        "property C: the responsible person 2 of Haus C is no manager there today",
        "persons: managers without a mail address: Vogt (1)",
    ]
    assert told["warning"] == ["property B: Haus B has no responsible manager"]


def test_addresses_that_are_missing_are_ours_or_are_a_manager_s_are_told(
    operator: Operator, tmp_path: Path
) -> None:
    operator.installs()
    operator.runs("import", operator.folder / "masterdata", "--apply", "--config", operator.config)
    tables = tmp_path / "tables"
    tables.mkdir()
    (tables / "persons.csv").write_text(
        "Personennummer;Nachname;E-Mail\n71;Kramer;\n"
        "72;Kurz;k@x.example|Lindenweg12+Bad@tickets.hv-sonnenschein.example|sabine.vogt@hv-sonnenschein.example\n",
        "utf-8",
    )
    (tables / "roles.csv").write_text(
        "Personennummer;Objektnummer;Einheitsnummer;Rolle\n71;HS5;;Hauswart\n72;HS5;WE01;Mieter\n", "utf-8"
    )
    assert operator.runs("import", tables, "--apply", "--config", operator.config).status == 0
    told = findings(operator)
    assert told["error"] == [
        "persons: lindenweg12+bad@tickets.hv-sonnenschein.example of Kurz (72) is an address of ours,"
        " so mails to it come back to us"
    ]
    assert told["warning"] == [
        "persons: caretakers whom no order reaches: Kramer (71)",
        "persons: sabine.vogt@hv-sonnenschein.example stands for several: Kurz (72), Sabine Vogt (9001),"
        " of whom not all are managers, but whoever writes from there is obeyed as one",
    ]


def test_an_address_that_nothing_is_sent_to_is_told(operator: Operator) -> None:
    operator.installs()
    operator.runs("import", operator.folder / "masterdata", "--apply", "--config", operator.config)
    with sqlite3.connect(operator.folder / "var" / "hauspost.db") as database:
        for address in ("anna.berger@post.example", "auftrag@heizung-meier.example"):
            database.execute("insert into undeliverable values (?, '2025-10-14 10:00:00')", (address,))
    told = [line for line in findings(operator)["warning"] if "nothing is sent" in line]
    assert [line.split(" of ")[0] for line in told] == [
        "persons: nothing is sent to anna.berger@post.example",
        "persons: nothing is sent to auftrag@heizung-meier.example",
    ]


def test_rules_and_firms_that_lead_nowhere_are_told(operator: Operator, tmp_path: Path) -> None:
    operator.installs()
    operator.runs("import", operator.folder / "masterdata", "--apply", "--config", operator.config)
    tables = tmp_path / "tables"
    tables.mkdir()
    (tables / "rules.csv").write_text(
        "Objektnummer;Kategorie;Stufe;Firma\nHS5;lighting;automatisch;Hauswart\nHS5;lift;vorschlagen;Sanitär\n",
        "utf-8",
    )
    (tables / "assignments.csv").write_text(
        "Objektnummer;Gewerk;Dienstleisternummer;Rang\n*;Sanitär;S1;0\n*;Aufzug;E1;1\n", "utf-8"
    )
    assert operator.runs("import", tables, "--apply", "--config", operator.config).status == 0
    told = findings(operator)
    assert told["error"] == [
        "rule HS5/lift: nobody is assigned to Sanitär at property HS5",
        "rule HS5/lighting: property HS5 has no caretaker today",
        "rule HS5/water: nobody is assigned to Sanitär at property HS5",
    ]
    assert told["warning"] == [
        "assignments: Aufzug at any property: Aufzug Nord, Elektro Blitz have the same rank (1)"
    ]
    assert "contractors: contractors who are assigned to no property: Sanitär Wolf (S1)" in told["note"]


def test_migrate_makes_the_schema_once(operator: Operator) -> None:
    operator.installs()
    outcome = operator.runs("migrate", "--config", operator.config)
    assert (outcome.status, outcome.out) == (0, "The schema is up to date now.\n")
    assert operator.runs("migrate", "--config", operator.config).out == "The schema was up to date.\n"


def test_a_file_that_is_no_database_is_told_with_the_mend(operator: Operator) -> None:
    operator.installs()
    (operator.folder / "var").mkdir()
    (operator.folder / "var" / "hauspost.db").write_text("no database at all, and long enough", "utf-8")
    assert findings(operator)["error"] == [
        "database.url: the database cannot be opened (file is not a database)"
    ]
    answer = operator.runs("tickets", "--config", operator.config)
    assert (answer.status, answer.out) == (1, "")
    assert "if it is broken, restore a backup" in answer.err


def test_a_database_of_a_later_version_is_told_by_every_command_and_left_alone(operator: Operator) -> None:
    operator.installs()
    operator.runs("migrate", "--config", operator.config)
    with sqlite3.connect(operator.folder / "var" / "hauspost.db") as database:
        database.execute("update alembic_version set version_num = 'r9999'")
    sentence = "the database was made by a later version of Hauspost"
    assert f"database.url: {sentence}" in findings(operator)["error"]
    for command in ("serve", "tickets", "migrate"):
        outcome = operator.runs(command, "--config", operator.config)
        assert outcome.status == 1
        assert outcome.err.startswith(f"hauspost: {sentence}")
        assert "install that version, or a later one" in outcome.err
    with sqlite3.connect(operator.folder / "var" / "hauspost.db") as database:
        assert database.execute("select version_num from alembic_version").fetchall() == [("r9999",)]


def test_a_command_that_is_none_and_a_file_that_is_not_there_are_told_in_one_sentence(
    operator: Operator,
) -> None:
    wrong = operator.runs("chekc")
    assert (wrong.status, wrong.out) == (2, "")
    assert wrong.err.startswith("hauspost: No such command 'chekc'")
    absent = operator.runs("check")
    assert absent.status == 2
    assert "there is no such file; write one with `hauspost init DIR`" in absent.err
