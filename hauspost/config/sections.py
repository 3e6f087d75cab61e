"""Knows the sections and keys of `hauspost.toml`, their types and defaults (INTERFACE, "hauspost.toml")."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model

from hauspost.config import grammar
from hauspost.config.grammar import Wrong
from hauspost.desk.business_calendar import ClosedDay, Span
from hauspost.desk.languages import HOUSE, languages
from hauspost.desk.policy import KEYS, Policy, PolicyFault, read_policy

MIB = 1024 * 1024
SHORT = 600  # characters of a paragraph

FROZEN = ConfigDict(frozen=True, extra="forbid", strict=True)


class Section(BaseModel):
    model_config = FROZEN


def _if_given(read: Callable[[str], str]) -> AfterValidator:
    """An empty text means: not given."""
    return AfterValidator(lambda text: read(text) if text else "")


def _not_empty(text: str) -> str:
    if not text.strip():
        raise Wrong("is empty", "write the name that people know")
    return text.strip()


def _language(code: str) -> str:
    if code not in languages():
        raise Wrong(f'is none of {", ".join(languages())}: "{code}"', "choose one of them")
    return code


def _short(text: str) -> str:
    """A paragraph of a mail, not a page: all of it stands behind the link."""
    said = " ".join(text.split())
    if len(said) > SHORT:
        raise Wrong(f"is {len(said)} characters long", f"say it in {SHORT}, and the rest behind privacy_link")
    return said


def _client_id(text: str) -> str:
    if not text.strip():
        raise Wrong("is empty", "write the name that the provider gave to this program")
    return text.strip()


def _place(text: str) -> str:
    grammar.read_place(text)
    return text


def _tcp(text: str) -> str:
    if text.startswith("unix:"):
        raise Wrong(f'cannot be a unix socket: "{text}"', 'write it like "127.0.0.1:8025"')
    return _place(text)


def _relay(text: str) -> str:
    grammar.read_relay(text, Path())
    return text


def _database(text: str) -> str:
    grammar.read_database(text, Path())
    return text


def _file_name(text: str) -> str:
    if not text.strip():
        raise Wrong("names no file", "name the file that holds the key")
    return text


def _relay_from(text: str) -> str:
    return text if text == "mailbox" else grammar.read_address(text)


def _spam_header(text: str) -> str:
    """ "X-Spam-Flag", or "X-Rspamd-Action: add header" where another word than "yes" says it."""
    if not re.fullmatch(r"[!-9;-~]{1,76}(?:\s{0,3}:.{1,100})?", text.strip()):
        raise Wrong(
            f'is no header field: "{text}"', 'write it like "X-Spam-Flag" or "X-Rspamd-Action: add header"'
        )
    return text.strip()


SpamHeader = Annotated[str, AfterValidator(_spam_header)]
Domain = Annotated[str, AfterValidator(grammar.read_domain)]
Address = Annotated[str, _if_given(grammar.read_address)]
TcpPlace = Annotated[str, AfterValidator(_tcp)]
AnyPlace = Annotated[str, AfterValidator(_place)]


class CompanySection(Section):
    name: Annotated[str, AfterValidator(_not_empty)]
    language: Annotated[str, AfterValidator(_language)] = HOUSE
    time_zone: Annotated[str, AfterValidator(grammar.read_time_zone)] = "Europe/Berlin"
    state: Annotated[str, AfterValidator(grammar.read_german_state)] = ""
    footer: str = ""
    phone: str = ""
    office_hours: str = ""
    accounting: Address = ""
    privacy_link: str = ""
    privacy_text: Annotated[str, AfterValidator(_short)] = ""
    privacy_text_en: Annotated[str, AfterValidator(_short)] = ""
    emergency_phone: str = ""


class MailSection(Section):
    domain: Domain
    reply_domain: Annotated[str, _if_given(grammar.read_domain)] = ""
    delimiter: Literal["+", "-", "."] = "+"
    desk: Annotated[str, AfterValidator(grammar.read_own_name)] = "desk"
    base: Annotated[str, _if_given(grammar.read_own_name)] = ""
    templates: str = ""


class DatabaseSection(Section):
    url: Annotated[str, AfterValidator(_database)] = "sqlite:///var/hauspost.db"


class ListenSection(Section):
    smtp: tuple[TcpPlace, ...] = ("127.0.0.1:8025",)
    lmtp: tuple[AnyPlace, ...] = ("127.0.0.1:8024",)
    health: Annotated[str, _if_given(_tcp)] = "127.0.0.1:8080"
    tls_certificate: str = ""
    tls_key: str = ""
    trusted: tuple[AnyPlace, ...] = ()
    authserv_id: str = ""
    spam_headers: tuple[SpamHeader, ...] = ("X-Spam-Flag", "X-Spam-Status", "X-Spam")


def _none_if_empty(value: object) -> object:
    return value or None


class OAuth2Section(Section):
    """`oauth2 = { … }`: how an access token is got where a password is not enough (RFC 6749)."""

    token_url: Annotated[str, AfterValidator(grammar.read_token_url)]
    client_id: Annotated[str, AfterValidator(_client_id)]
    client_secret_file: str = ""
    grant: Literal["refresh_token", "client_credentials"] = "refresh_token"
    refresh_token_file: str = ""
    scope: str = ""


# An empty table asks for nothing.
Authorization = Annotated[OAuth2Section | None, BeforeValidator(_none_if_empty)]


def _one_or_several(value: object) -> object:
    """A single text stands for a list of it, an empty one for none."""
    if isinstance(value, str):
        return (value,) if value else ()
    return value


Several = BeforeValidator(_one_or_several)
Selector = Annotated[str, AfterValidator(grammar.read_selector)]
FileName = Annotated[str, AfterValidator(_file_name)]


class RelaySection(Section):
    url: Annotated[str, AfterValidator(_relay)] = "maildir:var/outbox"
    password_file: str = ""
    envelope: Literal["verp", "address"] = "verp"
    from_: Annotated[str, AfterValidator(_relay_from)] = Field(default="mailbox", alias="from")
    oauth2: Authorization = None
    dkim_selector: Annotated[tuple[Selector, ...], Several] = ()
    dkim_key: Annotated[tuple[FileName, ...], Several] = ()
    per_minute: Annotated[int, Field(ge=0, le=100_000)] = 0
    per_hour: Annotated[int, Field(ge=0, le=1_000_000)] = 0


def _field_name(text: str) -> str:
    """As the form writes it before the colon."""
    return text.strip().rstrip(":").rstrip()


FieldName = Annotated[str, AfterValidator(_field_name)]


class FormSection(Section):
    """One web form that mails what was filled in: its sender, and how it calls who writes, the unit and the words."""

    from_: Annotated[str, AfterValidator(grammar.read_address)] = Field(alias="from")
    person: FieldName = ""
    unit: FieldName = ""
    text: FieldName = ""


DangerWord = Annotated[str, AfterValidator(grammar.read_danger_word)]


class EmergencySection(Section):
    """Words of the company's own that raise a report, or keep it from being urgent; `properties`: where, else all."""

    level: Literal["life_danger", "emergency", "urgent", "none"]
    kind: Literal[
        "gas",
        "fire",
        "carbon_monoxide",
        "electric",
        "lift_person",
        "person",
        "collapse",
        "water",
        "sewage",
        "heating",
        "power",
        "storm",
        "lock_out",
        "door",
        "lift",
        "other",
    ] = "other"
    words: Annotated[tuple[DangerWord, ...], Field(min_length=1)]
    properties: tuple[str, ...] = ()


def _server(text: str) -> str:
    grammar.read_mail_server(text)
    return text


def _since(text: str) -> str:
    grammar.read_since(text)
    return text


HeaderName = Annotated[str, AfterValidator(grammar.read_field_name)]


class ImapSection(Section):
    """One account that mail is fetched from."""

    name: Annotated[str, AfterValidator(grammar.read_own_name)]
    url: Annotated[str, AfterValidator(_server)]
    password_file: str = ""
    oauth2: Authorization = None
    recipient_headers: tuple[HeaderName, ...] = ("Delivered-To", "X-Original-To", "Envelope-To")
    authserv_id: str = ""
    since: Annotated[str, AfterValidator(_since)] = grammar.FIRST_START
    take: Literal["all", "residents"] = "all"


class LimitsSection(Section):
    """SAFETY, "Limits"; those of the parsers are facts of the format and cannot be set."""

    message_bytes: Annotated[int, Field(ge=10_000, le=500 * MIB)] = 25 * MIB
    free_disk_bytes: Annotated[int, Field(ge=0)] = 256 * MIB
    recipients: Annotated[int, Field(ge=1, le=10_000)] = 100
    connections: Annotated[int, Field(ge=1, le=10_000)] = 100
    connections_per_ip: Annotated[int, Field(ge=1, le=10_000)] = 10
    command_seconds: Annotated[int, Field(ge=1, le=3600)] = 60
    data_seconds: Annotated[int, Field(ge=1, le=3600)] = 300


class AlertsSection(Section):
    """Who operates the gateway, and how that person is told."""

    to: tuple[Annotated[str, AfterValidator(grammar.read_address)], ...] = ()
    command: Annotated[str, _if_given(grammar.read_command)] = ""
    after_minutes: Annotated[int, Field(ge=1, le=1440)] = 10
    heartbeat: Annotated[str, _if_given(grammar.read_clock)] = ""
    heartbeat_to: tuple[Annotated[str, AfterValidator(grammar.read_address)], ...] = ()


def _policy_value(key: str, value: object) -> Any:
    try:
        return read_policy(key, value)
    except PolicyFault as fault:
        raise Wrong(str(fault), "docs/configuration.md lists every key with its values") from fault


_POLICY: dict[str, Any] = {
    key: (Annotated[Any, BeforeValidator(partial(_policy_value, key))], getattr(Policy(), key))
    for key in KEYS
}
if TYPE_CHECKING:
    PolicySection = Section
else:  # one field per row of desk.policy.KEYS, so that a new key needs no second place
    PolicySection = create_model("PolicySection", __base__=Section, **_POLICY)


def _span(text: str) -> str:
    try:
        Span.read(text)
    except ValueError:
        raise Wrong(
            f'is no span of office time: "{text}"', 'write it like "4h", "90 min", "3d" or "off"'
        ) from None
    return text


def _some_span(text: str) -> str:
    if Span.read(_span(text)) is None:
        raise Wrong("cannot be off", 'write it like "4h" or "1d"')
    return text


def _closed_day(text: str) -> str:
    try:
        ClosedDay.read(text)
    except ValueError:
        raise Wrong(f'is no day: "{text}"', 'write it like "24.12." (each year) or "15.5.2026"') from None
    return text


SpanOrOff = Annotated[str, AfterValidator(_span)]
SomeSpan = Annotated[str, AfterValidator(_some_span)]


class DeadlineSection(Section):
    """Other deadlines for a category, a priority, or both together; what it does not name stays as it is."""

    category: str = ""
    priority: Literal["", "high", "normal", "low"] = ""
    response: SpanOrOff | None = None
    acceptance: SpanOrOff | None = None
    appointment: SpanOrOff | None = None
    completion: SpanOrOff | None = None
    quote: SpanOrOff | None = None


class DeadlinesSection(Section):
    """What is promised, in office time; nothing by default."""

    response: SpanOrOff = "off"
    acceptance: SpanOrOff = "off"
    appointment: SpanOrOff = "off"
    completion: SpanOrOff = "off"
    quote: SpanOrOff = "off"
    manager_after: SomeSpan = "4h"
    deputy_after: SomeSpan = "1d"
    closed: tuple[Annotated[str, AfterValidator(_closed_day)], ...] = ()


class Document(Section):
    company: CompanySection
    mail: MailSection
    database: DatabaseSection = DatabaseSection()
    listen: ListenSection = ListenSection()
    relay: RelaySection = RelaySection()
    alerts: AlertsSection = AlertsSection()
    imap: tuple[ImapSection, ...] = ()
    limits: LimitsSection = LimitsSection()
    policy: PolicySection = PolicySection()
    forms: tuple[FormSection, ...] = ()
    deadlines: DeadlinesSection = DeadlinesSection()
    deadline: tuple[DeadlineSection, ...] = ()
    emergencies: tuple[EmergencySection, ...] = ()


def model_of(annotation: Any) -> type[BaseModel] | None:
    """The model that a field holds: itself, perhaps, or many of it; None where it holds plain values."""
    for candidate in (annotation, *get_args(annotation)):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    return None
