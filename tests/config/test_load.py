"""Knows how a configuration is read, what overrides it, and what each part is handed."""

from datetime import date
from pathlib import Path

import pytest

from hauspost.config.faults import ConfigFaults
from hauspost.config.load import load
from hauspost.config.settings import Settings
from hauspost.config.values import DkimKey, Imap, Maildir, MailServer, OAuth2, Remote, Tcp, Unix
from hauspost.desk.business_calendar import Span
from hauspost.desk.deadlines import Stage
from hauspost.desk.forms import Form
from hauspost.desk.houses import Property, PropertyId
from hauspost.desk.policy import Policy

IMAP = '[[imap]]\nname = "office"\nurl = "imaps://a%40x.example@imap.example"\n'
LEAST = """
[company]
name = "Hausverwaltung Sonnenschein GmbH"
[mail]
domain = "tickets.hv-sonnenschein.example"
"""


TOKENS = 'token_url = "https://login.example/token", client_id = "hauspost"'


def read(folder: Path, text: str, **environment: str) -> Settings:
    file = folder / "hauspost.toml"
    file.write_text(text, encoding="utf-8")
    return load(file, environment)


def faults(folder: Path, text: str, **environment: str) -> list[str]:
    with pytest.raises(ConfigFaults) as refused:
        read(folder, text, **environment)
    return [str(fault) for fault in refused.value.faults]


def test_a_name_and_a_domain_are_enough(tmp_path: Path) -> None:
    settings = read(tmp_path, LEAST)
    assert settings.company.name == "Hausverwaltung Sonnenschein GmbH"
    assert settings.mail.reply_domain == "tickets.hv-sonnenschein.example"
    assert [listener.name for listener in settings.listeners] == [
        "smtp 127.0.0.1:8025",
        "lmtp 127.0.0.1:8024",
    ]
    assert settings.health == Tcp("127.0.0.1", 8080)
    assert settings.limits.message_bytes == 25 * 1024 * 1024


def test_without_a_policy_block_mails_go_out_at_once(tmp_path: Path) -> None:
    assert read(tmp_path, LEAST).policy == Policy()
    assert (Policy().sending, Policy().hold_minutes, Policy().fold_minutes) == ("on", 0, 0)


def test_a_house_overrules_the_company_s_policy(tmp_path: Path) -> None:
    settings = read(tmp_path, LEAST + '[policy]\nhold_minutes = 3\nsending = "managers"\n')
    house = Property(PropertyId("LW12"), "WEG Lindenweg", "lindenweg12", policy=(("hold_minutes", "0"),))
    assert settings.policy_for(None).hold_minutes == 3
    assert (settings.policy_for(house).hold_minutes, settings.policy_for(house).sending) == (0, "managers")


def test_relative_paths_count_from_the_file_s_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    settings = read(tmp_path, LEAST)
    assert settings.database.url == f"sqlite:///{tmp_path}/var/hauspost.db"
    assert settings.relay.to == Maildir(tmp_path / "var/outbox")


def test_the_environment_overrides_the_file_in_every_type(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        LEAST,
        HAUSPOST_COMPANY__LANGUAGE="en",
        HAUSPOST_LISTEN__SMTP='["[::1]:2525", ":25"]',
        HAUSPOST_LISTEN__LMTP="unix:/run/hauspost/lmtp.sock",
        HAUSPOST_LISTEN__HEALTH="",
        HAUSPOST_LIMITS__RECIPIENTS="7",
        HAUSPOST_POLICY__STRICT_COMMANDS="true",
        HAUSPOST_RELAY__FROM="Office@Example.com",
        HAUSPOST_CONFIG="elsewhere.toml",
    )
    assert [listener.place for listener in settings.listeners] == [
        Tcp("::1", 2525),
        Tcp("0.0.0.0", 25),
        Unix("/run/hauspost/lmtp.sock"),
    ]
    assert settings.company.language == "en"
    assert settings.health is None
    assert (settings.limits.recipients, settings.policy.strict_commands) == (7, True)
    assert settings.relay.from_address == "office@example.com"


def test_trusted_marks_a_listener_or_adds_one(tmp_path: Path) -> None:
    text = (
        LEAST + '[listen]\nsmtp = ["127.0.0.1:25"]\nlmtp = []\ntrusted = ["127.0.0.1:25", "127.0.0.1:26"]\n'
    )
    listeners = read(tmp_path, text).listeners
    assert [(listener.protocol, str(listener.place), listener.trusted) for listener in listeners] == [
        ("smtp", "127.0.0.1:25", True),
        ("smtp", "127.0.0.1:26", True),
    ]


@pytest.mark.parametrize(
    "text,place",
    [
        ("127.0.0.1:8025", Tcp("127.0.0.1", 8025)),
        ("[::1]:24", Tcp("::1", 24)),
        (":8025", Tcp("0.0.0.0", 8025)),
        ("unix:/run/hauspost/lmtp.sock", Unix("/run/hauspost/lmtp.sock")),
    ],
)
def test_a_listener_s_place_is_read_as_it_is_written(tmp_path: Path, text: str, place: Tcp | Unix) -> None:
    (listener,) = read(tmp_path, f'{LEAST}[listen]\nsmtp = []\nlmtp = ["{text}"]\n').listeners
    assert listener.place == place


@pytest.mark.parametrize("text", ["", "8025", "host:", "host:http", "host:99999", "unix:", "::1"])
def test_what_is_no_place_to_listen_at_is_told(tmp_path: Path, text: str) -> None:
    (told,) = faults(tmp_path, f'{LEAST}[listen]\nlmtp = ["{text}"]\n')
    assert "listen.lmtp" in told


@pytest.mark.parametrize(
    "url,expected",
    [
        ("smtp://relay.example", ("smtp", "relay.example", 25)),
        ("smtp+starttls://user%40office@relay.example:2587", ("smtp+starttls", "relay.example", 2587)),
        ("smtps://[2001:db8::1]", ("smtps", "2001:db8::1", 465)),
        ("lmtp://127.0.0.1:24", ("lmtp", "127.0.0.1", 24)),
    ],
)
def test_a_relay_is_named_by_its_url(tmp_path: Path, url: str, expected: tuple[str, str, int]) -> None:
    password = {"HAUSPOST_RELAY_PASSWORD": "secret"} if "user" in url else {}
    to = read(tmp_path, f'{LEAST}[relay]\nurl = "{url}"\n', **password).relay.to
    assert isinstance(to, Remote)
    assert (to.scheme, to.host, to.port) == expected
    assert to.user == ("user@office" if password else "")


def test_a_password_comes_from_a_file_and_shows_in_no_print(tmp_path: Path) -> None:
    (tmp_path / "relay.password").write_text("open sesame\n", encoding="utf-8")
    text = f'{LEAST}[relay]\nurl = "smtps://me@relay.example"\npassword_file = "relay.password"\n'
    settings = read(tmp_path, text)
    assert isinstance(settings.relay.to, Remote)
    assert settings.relay.to.password == "open sesame"
    assert "sesame" not in repr(settings) + repr(settings.relay)


def test_every_fault_is_told_at_once_with_its_line_and_the_mend(tmp_path: Path) -> None:
    text = """[company]
name = "A"
langauge = "de"
[mail]
domain = "somebody@example.com"
[listen]
smtp = ["127.0.0.1:99999"]
tls_certificate = "gone.pem"
tls_key = "gone.key"
[policy]
hold_minutes = "3"
"""
    assert faults(tmp_path, text, HAUSPOST_RELAY__ENVELOPE="fixed") == [
        'hauspost.toml:3: "langauge" is no key of [company]; did you mean "language"?',
        'hauspost.toml:5: mail.domain holds an "@": "somebody@example.com"; write only what stands behind the @',
        'hauspost.toml:7: listen.smtp has no such port: "127.0.0.1:99999"; take a number up to 65535',
        'hauspost.toml:8: listen.tls_certificate cannot be read: "gone.pem"; name a readable PEM file',
        'hauspost.toml:9: listen.tls_key cannot be read: "gone.key"; name a readable PEM file',
        'hauspost.toml:11: policy.hold_minutes must be a whole number from 0 to 1440, not "3"; '
        "docs/configuration.md lists every key with its values",
        'HAUSPOST_RELAY__ENVELOPE: relay.envelope must be "verp" or "address", not "fixed"; choose one of them',
    ]


@pytest.mark.parametrize(
    "lines,told",
    [
        ('[[imap]]\nname = "office"', 'imap.url is missing; add url = "…" under [[imap]]'),
        (f'{IMAP}since = "never"', 'imap.since is no day: "never"; write "first start", or a day like'),
        (f'{IMAP}take = "some"', 'imap.take must be "all" or "residents", not "some"'),
        (f'{IMAP}recipient_headers = ["a b"]', "imap.recipient_headers holds what is no header field's name"),
        (f'{IMAP}oauth2 = {{ token = "x" }}', '"token" is no key of imap.oauth2; did you mean "token_url"?'),
        (f'{IMAP}oauth2 = {{ token_url = "https://x.example" }}', 'add client_id = "…" under imap.oauth2'),
        (
            f'{IMAP}oauth2 = {{ token_url = "http://x.example/t", client_id = "a" }}',
            'imap.oauth2.token_url would show the secret to everybody on the way; write "https://x.example/t"',
        ),
        (
            f'{IMAP}oauth2 = {{ token_url = "https://x.example/t", client_id = "a" }}',
            "imap.oauth2.refresh_token_file is missing",
        ),
        (
            f'{IMAP}oauth2 = {{ token_url = "https://x.example/t", client_id = "a", refresh_token_file = "no" }}',
            'imap.oauth2.refresh_token_file cannot be read: "no"; write the secret into a readable file',
        ),
        (
            f'{IMAP}oauth2 = {{ token_url = "https://x.example/t", client_id = "a", grant = "client_credentials" }}',
            "imap.oauth2.client_secret_file is missing",
        ),
        (
            IMAP,
            'the account "office" has no password; name a password_file, set HAUSPOST_IMAP_OFFICE_PASSWORD',
        ),
        (f'{IMAP}password_file = "no"', 'imap.password_file cannot be read: "no"; write the file, or set'),
        (IMAP + IMAP, 'two [[imap]] are named "office"; give each a name of its own'),
        (IMAP + IMAP.replace("office", "b"), "two [[imap]] fetch from"),
        ('[[imap]]\nname = "a"\nurl = "imap://a@imap.example"', 'write "imaps://a@imap.example"'),
        ('[[imap]]\nname = "a"\nurl = "imaps://a:pw@imap.example"', "imap.url holds a password"),
        ('[[imap]]\nname = "a"\nurl = "imaps://imap.example"', "imap.url must name a user, a host"),
        ('[[imap]]\nname = "a"\nurl = "imaps://a@h/x%0d%0ay"', "imap.url holds a control character"),
        (
            '[[imap]]\nname = "a"\nurl = "imaps://a@h/INBOX.Hauspost.done"',
            'imap.url names "INBOX.Hauspost.done", where Hauspost puts what it has fetched; name the folder that',
        ),
        ('[[imap]]\nname = "a"\nurl = "imaps://a@h/Hauspost/oversize"', 'imap.url names "Hauspost/oversize"'),
        ('[[imap]]\nname = "a"\nurl = "pop3://a@h"', "imap.url has a scheme that is not known"),
        (
            '[[imap]]\nname = "a b"\nurl = "imaps://a@h"',
            'imap.name is not the front part of an address: "a b"',
        ),
        ('[[emergencies]]\nwords = ["Hebeanlage"]', "emergencies.level is missing"),
        ('[[emergencies]]\nlevel = "loud"\nwords = ["Hebeanlage"]', "emergencies.level"),
        ('[[emergencies]]\nlevel = "urgent"\nwords = ["aus"]', 'holds a word that is in every mail: "aus"'),
        ('[[emergencies]]\nlevel = "urgent"\nwords = []', "emergencies.words"),
        ('[[forms]]\nfrom = "x"', 'forms.from is not a mail address: "x"'),
        ('[[forms]]\nperson = "Name"', 'forms.from is missing; add from = "…" under [[forms]]'),
        ('[forms]\nfrom = "f@x.example"', "forms must be a list"),
        ('[[forms]]\nfrom = "f@x.example"\nname = "x"', '"name" is no key of [[forms]]'),
        (
            '[[forms]]\nfrom = "f@x.example"\n[[forms]]\nfrom = "F@X.example"',
            'two [[forms]] come from "f@x.example"',
        ),
        ('[[forms]]\nfrom = "f@x.example"\nunit = "Wo"\ntext = "wo:"', "stands for two things"),
        (
            '[deadlines]\nresponse = "4 Wochen"',
            'deadlines.response is no span of office time: "4 Wochen"; write it',
        ),
        ('[deadlines]\nmanager_after = "off"', 'deadlines.manager_after cannot be off; write it like "4h"'),
        ('[deadlines]\nclosed = ["Heiligabend"]', 'deadlines.closed is no day: "Heiligabend"; write it like'),
        ('[deadlines]\nreply = "4h"', '"reply" is no key of [deadlines]'),
        ('[[deadline]]\nacceptance = "4h"', "a [[deadline]] names neither a category nor a priority"),
        ('[[deadline]]\npriority = "urgent"', 'deadline.priority must be "", "high", "normal" or "low"'),
        (
            '[[deadline]]\ncategory = "lift"\npriority = "low"\n[[deadline]]\ncategory = "lift"\npriority = "low"',
            'two [[deadline]] speak of "lift and low"; delete one of them',
        ),
        ('[relay]\noauth2 = { client_id = "x" }', "relay.oauth2.token_url is missing"),
        (f"[relay]\noauth2 = {{ {TOKENS} }}", "relay.oauth2 logs somebody in, and relay.url names no user"),
        (f"[relay]\noauth2 = {{ {TOKENS} }}", "relay.oauth2.refresh_token_file is missing"),
        (
            f'[relay]\nurl = "smtps://me@x"\noauth2 = {{ {TOKENS}, refresh_token_file = "gone" }}',
            'cannot be read: "gone"',
        ),
        ('[relay]\ndkim_selector = "s1"', "relay.dkim_selector and relay.dkim_key do not pair: 1 beside 0"),
        ('[relay]\ndkim_selector = ["a", "a"]\ndkim_key = ["x", "y"]', "relay.dkim_selector names one twice"),
        ('[relay]\ndkim_selector = "a b"\ndkim_key = "x"', 'relay.dkim_selector is no selector: "a b"'),
        ('[relay]\ndkim_selector = "a"\ndkim_key = "gone.pem"', 'relay.dkim_key cannot be read: "gone.pem"'),
        ('[relay]\ndkim_selector = "a"\ndkim_key = [""]', "relay.dkim_key names no file"),
        ("[relay]\nper_minute = -1", "relay.per_minute must be at least 0, not -1"),
        ('[relay]\nurl = "smtps://me@relay.example"', 'names the user "me", and there is no password'),
        ('[relay]\nurl = "smtp://me@relay.example"', 'write "smtp+starttls://me@relay.example"'),
        ('[relay]\nurl = "lmtp://me@127.0.0.1"', "names a user, and LMTP knows none"),
        ('[relay]\nurl = "smtp:///nowhere"', "must name a host"),
        ('[relay]\nurl = "smtp://relay.example/inbox"', "must name a host"),
        ('[relay]\nurl = "http://relay.example"', "has a scheme that is not known"),
        ('[relay]\nurl = "maildir:"', "names no folder"),
        ('[relay]\nurl = "smtp://me:pw@relay.example"', "relay.url holds a password"),
        ('[relay]\nurl = "smtp://relay.example:99999"', "relay.url has a port that is none"),
        ('[relay]\npassword_file = "gone"', 'relay.password_file cannot be read: "gone"'),
        ('[database]\nurl = "postgresql://me@db/hauspost"', 'write "postgresql+psycopg://me@db/hauspost"'),
        ('[database]\nurl = "sqlite://"', "database.url keeps nothing"),
        ('[listen]\nlmtp = ["127.0.0.1:8025"]', "two listeners share 127.0.0.1:8025"),
        ('[listen]\ntls_key = "x"', "listen.tls_key stands without listen.tls_certificate"),
        ('[listen]\nsmtp = ["unix:/run/x"]', "listen.smtp cannot be a unix socket"),
        ('[listen]\nspam_headers = ["X Spam"]', 'listen.spam_headers is no header field: "X Spam"'),
        ("[policy]\nemergency = true", '"emergency" is no key of [policy]'),
        ('[company2]\nname = "x"', 'there is no section "company2"; did you mean [company]?'),
        ("company = 3", "company must be a section"),
    ],
)
def test_what_cannot_stand_is_told_and_never_ignored(tmp_path: Path, lines: str, told: str) -> None:
    text = f"{lines}\n" if lines.startswith("company =") else f"{LEAST}{lines}\n"
    assert any(told in fault for fault in faults(tmp_path, text))


def test_empty_values_ask_for_nothing(tmp_path: Path) -> None:
    text = LEAST + '[relay]\noauth2 = {}\ndkim_selector = ""\ndkim_key = ""\n'
    relay = read(tmp_path, text).relay
    assert (relay.envelope, relay.oauth2, relay.keys, relay.per_minute) == ("verp", None, (), 0)


def test_a_relay_may_want_tokens_and_be_counted(tmp_path: Path) -> None:
    (tmp_path / "refresh").write_text("r-1", encoding="utf-8")
    how = f'oauth2 = {{ {TOKENS}, refresh_token_file = "refresh" }}'
    text = f'{LEAST}[relay]\nurl = "smtps://me@relay.example"\nper_hour = 300\n{how}\n'
    relay = read(tmp_path, text, HAUSPOST_RELAY__PER_MINUTE="20").relay
    assert relay.oauth2 is not None
    assert (relay.oauth2.grant, relay.oauth2.refresh_token_file) == ("refresh_token", tmp_path / "refresh")
    assert (relay.per_minute, relay.per_hour) == (20, 300)
    (fault,) = faults(tmp_path, text, HAUSPOST_RELAY_PASSWORD="secret")
    assert "the relay has a password and oauth2; leave one of them out" in fault


def test_keys_of_the_signature_pair_with_their_selectors(tmp_path: Path) -> None:
    for name in ("rsa.pem", "ed.pem"):
        (tmp_path / name).write_text("key", encoding="utf-8")
    one = read(tmp_path, f'{LEAST}[relay]\ndkim_selector = "h1"\ndkim_key = "rsa.pem"\n')
    assert one.relay.keys == (DkimKey("h1", tmp_path / "rsa.pem"),)
    two = f'{LEAST}[relay]\ndkim_selector = ["h1", "h2"]\ndkim_key = ["rsa.pem", "ed.pem"]\n'
    pairs = (DkimKey("h1", tmp_path / "rsa.pem"), DkimKey("h2", tmp_path / "ed.pem"))
    assert read(tmp_path, two).relay.keys == pairs
    by_variables = {"HAUSPOST_RELAY__DKIM_SELECTOR": "h1,h2", "HAUSPOST_RELAY__DKIM_KEY": "rsa.pem, ed.pem"}
    assert read(tmp_path, LEAST, **by_variables).relay.keys == pairs


def test_an_account_is_told_by_its_url_and_its_password(tmp_path: Path) -> None:
    (tmp_path / "pw").write_text("open sesame\n", "utf-8")
    text = LEAST + (
        f'{IMAP}password_file = "pw"\nsince = "2026-01-31"\nrecipient_headers = ["X-Envelope-To:"]\n'
        '[[imap]]\nname = "Second-One"\nurl = "imap+starttls://b@[::1]:1143/Eingang/Neue%20Post"\n'
    )
    settings = read(tmp_path, text, HAUSPOST_IMAP_SECOND_ONE_PASSWORD="other")
    first, second = settings.imap
    assert first == Imap(
        name="office",
        at=MailServer("imaps", "imap.example", 993, "a@x.example", "INBOX"),
        password="open sesame",
        oauth2=None,
        recipient_headers=("x-envelope-to",),
        authserv_id="",
        since=date(2026, 1, 31),
        take="all",
    )
    assert second.at == MailServer("imap+starttls", "::1", 1143, "b", "Eingang/Neue Post")
    assert (second.name, second.password, second.since) == ("second-one", "other", None)
    assert second.recipient_headers == ("delivered-to", "x-original-to", "envelope-to")
    assert "sesame" not in repr(settings) + repr(settings.imap)


def test_the_environment_reaches_into_an_account_and_may_add_one(tmp_path: Path) -> None:
    for name in ("secret", "token"):
        (tmp_path / name).write_text("x", "utf-8")
    text = LEAST + '[[imap]]\nname = "head-office"\nurl = "imaps://a@old.example"\n'
    settings = read(
        tmp_path,
        text,
        HAUSPOST_IMAP__HEAD_OFFICE__URL="imaps://a@new.example",
        HAUSPOST_IMAP__HEAD_OFFICE__TAKE="residents",
        HAUSPOST_IMAP__HEAD_OFFICE__OAUTH2__TOKEN_URL="https://login.example/token",
        HAUSPOST_IMAP__HEAD_OFFICE__OAUTH2__CLIENT_ID="hauspost",
        HAUSPOST_IMAP__HEAD_OFFICE__OAUTH2__CLIENT_SECRET_FILE="secret",
        HAUSPOST_IMAP__HEAD_OFFICE__OAUTH2__REFRESH_TOKEN_FILE="token",
        HAUSPOST_IMAP__SECOND__URL="imaps://b@new.example",
        HAUSPOST_IMAP__SECOND__RECIPIENT_HEADERS="To, X-Original-To",
        HAUSPOST_IMAP_SECOND_PASSWORD="pw",
    )
    first, second = settings.imap
    assert (first.at.host, first.take) == ("new.example", "residents")
    assert first.oauth2 == OAuth2(
        "https://login.example/token",
        "hauspost",
        "refresh_token",
        tmp_path / "secret",
        tmp_path / "token",
        "",
    )
    assert (second.name, second.at.user, second.password) == ("second", "b", "pw")
    assert second.recipient_headers == ("to", "x-original-to")


def test_faults_of_the_environment_s_accounts_name_the_variable(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        LEAST,
        HAUSPOST_IMAP__OFFICE__URL="nowhere",
        HAUSPOST_IMAP__OFFICE__OAUTH2__SCOP="x",
        HAUSPOST_IMAP__OFFICE="x",
    )
    assert any(one.startswith("HAUSPOST_IMAP__OFFICE__OAUTH2__SCOP: ") for one in told)
    assert any(one.startswith('HAUSPOST_IMAP__OFFICE: there is no section "imap__office"') for one in told)
    assert any(one.startswith("HAUSPOST_IMAP__OFFICE__URL: imap.url has a scheme") for one in told)


def test_web_forms_are_told_by_sender_and_field_names(tmp_path: Path) -> None:
    text = LEAST + (
        '[[forms]]\nfrom = "Formular@Web.example"\nperson = "E-Mail:"\nunit = "Wohnung"\ntext = "Nachricht"\n'
        '[[forms]]\nfrom = "kontakt@portal.example"\n'
    )
    assert read(tmp_path, text).forms == (
        Form("formular@web.example", "E-Mail", "Wohnung", "Nachricht"),
        Form("kontakt@portal.example"),
    )
    assert read(tmp_path, LEAST).forms == ()


def test_a_fault_in_the_second_form_is_told_with_its_line(tmp_path: Path) -> None:
    text = f'{LEAST}[[forms]]\nfrom = "f@x.example"\n[[forms]]\nfrom = "nobody"\ntext = 3\n'
    assert faults(tmp_path, text) == [
        'hauspost.toml:9: forms.from is not a mail address: "nobody"; write it like "office@example.com"',
        "hauspost.toml:10: forms.text must be a text, not 3; write it in double quotes",
    ]


def test_a_file_that_is_no_toml_is_told_with_the_line(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "[company]\nname = Sonnenschein\n")
    assert "is not valid TOML" in fault
    assert "line 2" in fault


def test_a_missing_file_says_how_to_write_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigFaults, match="hauspost init DIR"):
        load(tmp_path / "hauspost.toml", {})


def test_missing_sections_and_keys_are_named(tmp_path: Path) -> None:
    assert faults(tmp_path, "[mail]\n") == [
        "hauspost.toml: the section [company] is missing; add [company] with its keys",
        'hauspost.toml:1: mail.domain is missing; add domain = "…" under [mail]',
    ]


def test_the_most_specific_deadline_counts(tmp_path: Path) -> None:
    text = """[company]
name = "A"
[mail]
domain = "t.example"
[deadlines]
acceptance = "1d"
completion = "10d"
closed = ["24.12."]
[[deadline]]
category = "lift"
acceptance = "4h"
completion = "off"
[[deadline]]
priority = "high"
acceptance = "90 min"
[[deadline]]
category = "lift"
priority = "high"
acceptance = "30 min"
"""
    found = read(tmp_path, text).deadlines
    said = {
        (category, priority): found.span(Stage.ACCEPTANCE, category, priority)
        for category in ("lift", "water")
        for priority in ("normal", "high")
    }
    assert said == {
        ("water", "normal"): Span(days=1),
        ("lift", "normal"): Span(minutes=240),
        ("water", "high"): Span(minutes=90),
        ("lift", "high"): Span(minutes=30),
    }
    assert found.span(Stage.COMPLETION, "lift", "high") is None
    assert found.span(Stage.COMPLETION, "water", "high") == Span(days=10)
    assert found.span(Stage.RESPONSE, "water", "high") is None
    assert found.are_kept


def test_without_the_section_nothing_is_promised(tmp_path: Path) -> None:
    text = '[company]\nname = "A"\n[mail]\ndomain = "t.example"\n'
    assert not read(tmp_path, text).deadlines.are_kept


def test_what_the_first_answer_says_of_data_is_a_paragraph(tmp_path: Path) -> None:
    said = LEAST.replace("[mail]", 'privacy_text = """\nWir speichern\n\nIhre Mail."""\n[mail]')
    assert read(tmp_path, said).company.privacy_text == "Wir speichern Ihre Mail."
    long = LEAST.replace("[mail]", f'privacy_text = "{"x" * 601}"\n[mail]')
    (told,) = faults(tmp_path, long)
    assert (
        "company.privacy_text is 601 characters long; say it in 600, and the rest behind privacy_link" in told
    )
