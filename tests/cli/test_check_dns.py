"""`check` says what the domains publish and which record is missing; asked of a name server on loopback."""

import base64
import json
import socket

import pytest

from tests.cli.operator import Operator
from tests.nameserver import Zone, name_server

DOMAIN, REPLIES = "tickets.hv-sonne.de", "reply.hv-sonne.de"
ED25519 = "v=DKIM1; k=ed25519; p=A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg="

SOUND: Zone = {
    (DOMAIN, "MX"): ("20 second.hv-sonne.de.", "10 mx.hv-sonne.de."),
    (REPLIES, "MX"): ("10 mx.hv-sonne.de.",),
    (REPLIES, "TXT"): ('"google-site-verification=1"', '"v=spf1 a:relay.hv-sonne.de" " -all"'),
    (f"h1._domainkey.{DOMAIN}", "TXT"): (f'"{ED25519[:30]}" "{ED25519[30:]}"',),
    ("_dmarc.hv-sonne.de", "TXT"): ('"v=DMARC1; p=reject; sp=quarantine"',),
}


@pytest.fixture
def domains(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> Operator:
    """An installation with real domains, whose mails are signed here."""
    operator.installs()
    (operator.folder / "h1.key").write_text(base64.b64encode(bytes(range(32))).decode(), "ascii")
    monkeypatch.setenv("HAUSPOST_MAIL__DOMAIN", DOMAIN)
    monkeypatch.setenv("HAUSPOST_MAIL__REPLY_DOMAIN", REPLIES)
    monkeypatch.setenv("HAUSPOST_RELAY__DKIM_SELECTOR", "h1")
    monkeypatch.setenv("HAUSPOST_RELAY__DKIM_KEY", "h1.key")
    monkeypatch.setattr("socket.gethostname", lambda: "gate.hv-sonne.de")
    return operator


def told(operator: Operator, server: str) -> list[tuple[str, str, str]]:
    """Severity, finding and mend of each look at a domain; none of them makes `check` fail."""
    outcome = operator.runs("check", "--json", "--dns", server, "--config", operator.config)
    assert outcome.status == 0, outcome.err
    found = [one for one in json.loads(outcome.out) if one["check"].split()[0] == "dns"]
    return [(one["severity"], f"{one['check']}: {one['finding']}", one["mend"]) for one in found]


def test_what_is_published_as_it_should_be_is_said_to(domains: Operator) -> None:
    with name_server(SOUND) as server:
        assert [line[:2] for line in told(domains, server)] == [
            (
                "note",
                f"dns {DOMAIN} MX: mail for {DOMAIN} goes to mx.hv-sonne.de, second.hv-sonne.de",
            ),
            ("note", f"dns {REPLIES} MX: mail for {REPLIES} goes to mx.hv-sonne.de"),
            (
                "note",
                f'dns {REPLIES} SPF: who may send for {REPLIES}: "v=spf1 a:relay.hv-sonne.de -all"',
            ),
            (
                "note",
                f"dns h1._domainkey.{DOMAIN} DKIM: the key that signs is published at h1._domainkey.{DOMAIN}",
            ),
            (
                "note",
                f'dns {DOMAIN} DMARC: _dmarc.hv-sonne.de says "v=DMARC1; p=reject; sp=quarantine"',
            ),
        ]


def test_what_is_missing_is_told_with_the_record_to_publish(
    domains: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAUSPOST_MAIL__REPLY_DOMAIN", "")
    with name_server({}) as server:
        assert told(domains, server) == [
            (
                "warning",
                f"dns {DOMAIN} MX: mail for {DOMAIN} finds no server: it has no MX",
                f"publish `{DOMAIN}. MX 10 gate.hv-sonne.de.`",
            ),
            (
                "warning",
                f"dns {DOMAIN} SPF: {DOMAIN} does not say who may send for it",
                f'publish `{DOMAIN}. TXT "v=spf1 mx -all"`; where your relay\'s provider names an include, that one',
            ),
            (
                "warning",
                f"dns h1._domainkey.{DOMAIN} DKIM: no key is published at h1._domainkey.{DOMAIN}",
                f'publish `h1._domainkey.{DOMAIN}. TXT "{ED25519}"`',
            ),
            (
                "warning",
                f"dns {DOMAIN} DMARC: {DOMAIN} does not say what becomes of mails that are not its own",
                f'publish `_dmarc.{DOMAIN}. TXT "v=DMARC1; p=none; rua=mailto:postmaster@{DOMAIN}"`, '
                "later p=quarantine",
            ),
        ]


@pytest.mark.parametrize(
    "name,kind,records,finding",
    [
        (DOMAIN, "MX", ("0 .",), f"{DOMAIN} says of itself that it takes no mail"),
        (
            REPLIES,
            "TXT",
            ('"v=spf1 -all"', '"v=spf1 mx -all"'),
            f"{REPLIES} has 2 SPF records, so none counts",
        ),
        (REPLIES, "TXT", ('"v=spf1 +all"',), '"v=spf1 +all" lets everybody send'),
        (REPLIES, "TXT", ('"v=spf1 -all"',), '"v=spf1 -all" lets nobody send, not even your relay'),
        (f"h1._domainkey.{DOMAIN}", "TXT", ('"v=DKIM1; p="',), "is withdrawn, so no signature holds"),
        (f"h1._domainkey.{DOMAIN}", "TXT", ('"v=DKIM1; p=QUJD"',), "another key than the one that signs"),
        ("_dmarc.hv-sonne.de", "TXT", ('"v=DMARC1"',), '"v=DMARC1" at _dmarc.hv-sonne.de names no policy'),
        (
            "_dmarc.hv-sonne.de",
            "TXT",
            ('"v=DMARC1; p=none"', '"v=DMARC1; p=reject"'),
            "_dmarc.hv-sonne.de has 2 DMARC records, so none counts",
        ),
    ],
)
def test_what_harms_is_a_warning_and_the_only_one(
    domains: Operator, name: str, kind: str, records: tuple[str, ...], finding: str
) -> None:
    with name_server({**SOUND, (name, kind): records}) as server:
        (warning,) = (line for line in told(domains, server) if line[0] == "warning")
    assert finding in warning[1]


def test_a_host_without_mx_takes_its_mail_itself(domains: Operator) -> None:
    zone = {**SOUND, (DOMAIN, "MX"): (), (DOMAIN, "A"): ("192.0.2.1",)}
    with name_server(zone) as server:
        assert f"dns {DOMAIN} MX: {DOMAIN} has no MX, so its mail goes to the host itself" in [
            line[1] for line in told(domains, server)
        ]


def test_offline_nothing_is_looked_up_and_nothing_fails(
    domains: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hauspost.gateway.names.PATIENCE", 0.2)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        (line,) = told(domains, f"127.0.0.1:{silent.getsockname()[1]}")
    assert line[:2] == ("note", "dns: not looked up: no name server answered")
    assert "hauspost check --dns 9.9.9.9" in line[2]
    with name_server({}, fails=True) as server:
        (line,) = told(domains, server)
    assert line[1] == f"dns: not looked up: the name server could not say what {DOMAIN} is"


@pytest.mark.parametrize("domain", ["tickets.hv.example", "tickets.example.com", "gate.local"])
def test_a_domain_that_nobody_can_publish_is_not_looked_up(
    domains: Operator, monkeypatch: pytest.MonkeyPatch, domain: str
) -> None:
    monkeypatch.setenv("HAUSPOST_MAIL__DOMAIN", domain)
    (line,) = told(domains, "127.0.0.1:9")
    assert line[:2] == (
        "note",
        f"dns: not looked up: {domain} is no name that anybody can publish",
    )


@pytest.mark.parametrize("word", ["nameserver", "1.2.3.4:x", "1.2.3.4:70000", "1.2.3"])
def test_a_server_that_is_no_address_is_told_with_the_mend(operator: Operator, word: str) -> None:
    operator.installs()
    outcome = operator.runs("check", "--dns", word, "--config", operator.config)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == (
        f'hauspost: --dns names no server\'s address: "{word}"; write it like "9.9.9.9" or "127.0.0.1:5353"\n'
    )
