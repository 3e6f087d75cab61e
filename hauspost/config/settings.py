"""Knows the whole configuration as one value, and hands each part the piece that it needs."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import time
from pathlib import Path

from hauspost.config import grammar
from hauspost.config.authorization import oauth2_of
from hauspost.config.sections import DeadlineSection, DeadlinesSection, Document, LimitsSection
from hauspost.config.values import (
    Alerts,
    Database,
    DkimKey,
    Imap,
    ListenAt,
    Mail,
    Place,
    Protocol,
    Relay,
    Remote,
    Tls,
    Unix,
)
from hauspost.desk.business_calendar import ClosedDay, Span
from hauspost.desk.deadlines import A_DAY, HALF_A_DAY, Deadlines, Promise, Stage
from hauspost.desk.forms import Form
from hauspost.desk.houses import Company, Property
from hauspost.desk.policy import Policy, overruled
from hauspost.desk.urgency import Kind, Level, OwnWords


@dataclass(frozen=True, slots=True)
class Settings:
    """`path` is the file it was read from; relative paths in it count from its folder."""

    path: Path
    document: Document
    relay_password: str = field(default="", repr=False)
    imap_passwords: Mapping[str, str] = field(default_factory=dict, repr=False)  # by the account's name

    @property
    def folder(self) -> Path:
        return self.path.parent

    @property
    def company(self) -> Company:
        section = self.document.company
        return Company(**{part.name: getattr(section, part.name) for part in fields(Company)})

    @property
    def mail(self) -> Mail:
        section = self.document.mail
        reply_domain = section.reply_domain or section.domain
        templates = self.folder / section.templates if section.templates else None
        return Mail(section.domain, reply_domain, section.delimiter, section.desk, section.base, templates)

    @property
    def database(self) -> Database:
        return grammar.read_database(self.document.database.url, self.folder)

    @property
    def listeners(self) -> tuple[ListenAt, ...]:
        """Those of `smtp` and `lmtp`, and what only `trusted` names: SMTP, or LMTP on a unix socket."""
        section = self.document.listen
        trusted = tuple(grammar.read_place(text) for text in section.trusted)
        smtp = tuple(grammar.read_place(text) for text in section.smtp)
        lmtp = tuple(grammar.read_place(text) for text in section.lmtp)
        more = [place for place in dict.fromkeys(trusted) if place not in (*smtp, *lmtp)]
        named: list[tuple[Protocol, Place]] = [("smtp", place) for place in smtp]
        named += [("lmtp", place) for place in lmtp]
        named += [("lmtp" if isinstance(place, Unix) else "smtp", place) for place in more]
        return tuple(ListenAt(f"{name} {place}", name, place, place in trusted) for name, place in named)

    @property
    def health(self) -> Place | None:
        text = self.document.listen.health
        return grammar.read_place(text) if text else None

    @property
    def tls(self) -> Tls | None:
        section = self.document.listen
        if not section.tls_certificate:
            return None
        return Tls(self.folder / section.tls_certificate, self.folder / section.tls_key)

    @property
    def authserv_id(self) -> str:
        return self.document.listen.authserv_id

    @property
    def spam_headers(self) -> tuple[str, ...]:
        return self.document.listen.spam_headers

    @property
    def relay(self) -> Relay:
        section = self.document.relay
        to = grammar.read_relay(section.url, self.folder)
        if isinstance(to, Remote):
            to = replace(to, password=self.relay_password)
        pairs = zip(section.dkim_selector, section.dkim_key, strict=False)  # a lack is told by `together`
        return Relay(
            to=to,
            envelope=section.envelope,
            from_address="" if section.from_ == "mailbox" else section.from_,
            oauth2=oauth2_of(section.oauth2, self.folder),
            keys=tuple(DkimKey(selector, self.folder / file) for selector, file in pairs),
            per_minute=section.per_minute,
            per_hour=section.per_hour,
        )

    @property
    def imap(self) -> tuple[Imap, ...]:
        """In the order of the file."""
        return tuple(
            Imap(
                name=one.name,
                at=grammar.read_mail_server(one.url),
                password=self.imap_passwords.get(one.name, ""),
                oauth2=oauth2_of(one.oauth2, self.folder),
                recipient_headers=tuple(name.lower() for name in one.recipient_headers),
                authserv_id=one.authserv_id,
                since=grammar.read_since(one.since),
                take=one.take,
            )
            for one in self.document.imap
        )

    @property
    def refresh_tokens(self) -> dict[str, Path]:
        """The files that a provider's renewed tokens are written to, by the place that names them."""
        ways = {"relay.oauth2": self.relay.oauth2} | {f"imap.{one.name}": one.oauth2 for one in self.imap}
        named = {place: way.refresh_token_file for place, way in ways.items() if way is not None}
        return {place: file for place, file in named.items() if file is not None}

    @property
    def forms(self) -> tuple[Form, ...]:
        """In the order of the file."""
        return tuple(Form(one.from_, one.person, one.unit, one.text) for one in self.document.forms)

    @property
    def deadlines(self) -> Deadlines:
        """What is promised to whom; `[[deadline]]` says it for a category or a priority."""
        section = self.document.deadlines
        rows = (Promise(_spans(section)), *(_promise(one) for one in self.document.deadline))
        return Deadlines(
            rows,
            manager=Span.read(section.manager_after) or HALF_A_DAY,
            deputy=Span.read(section.deputy_after) or A_DAY,
            closed=tuple(ClosedDay.read(day) for day in section.closed),
        )

    @property
    def danger_words(self) -> tuple[OwnWords, ...]:
        """In the order of the file."""
        return tuple(
            OwnWords(Level(one.level), Kind(one.kind), one.words, one.properties)
            for one in self.document.emergencies
        )

    @property
    def alerts(self) -> Alerts:
        section = self.document.alerts
        beat = time.fromisoformat(section.heartbeat) if section.heartbeat else None
        command = tuple(shlex.split(section.command))
        return Alerts(section.to, command, section.after_minutes, beat, section.heartbeat_to)

    @property
    def limits(self) -> LimitsSection:
        return self.document.limits

    @property
    def policy(self) -> Policy:
        return Policy(**self.document.policy.model_dump())

    def policy_for(self, house: Property | None) -> Policy:
        """The company's policy, overruled by what the house's row in properties.csv says."""
        return self.policy if house is None else overruled(self.policy, house.policy)


PROMISED = (Stage.RESPONSE, Stage.ACCEPTANCE, Stage.APPOINTMENT, Stage.COMPLETION, Stage.QUOTE)


def _spans(section: DeadlinesSection | DeadlineSection) -> dict[Stage, Span | None]:
    said = {stage: getattr(section, stage) for stage in PROMISED}
    return {stage: Span.read(text) for stage, text in said.items() if text is not None}


def _promise(section: DeadlineSection) -> Promise:
    return Promise(_spans(section), section.category, section.priority)
