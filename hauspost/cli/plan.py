"""Turns the configuration into the gateway's plan: the one place where settings and parts meet."""

from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

from hauspost.cli.door import Trouble
from hauspost.config.agreement import agreement
from hauspost.config.settings import Settings
from hauspost.config.values import Imap, Maildir, OAuth2, Place, Relay, Remote, Tcp
from hauspost.gateway import incoming, outcomes
from hauspost.gateway.certificates import server_context
from hauspost.gateway.imap_account import Account
from hauspost.gateway.incoming import Limits, Listener
from hauspost.gateway.oauth import Credentials, TokenSource
from hauspost.gateway.outcomes import RelayPlace
from hauspost.gateway.pace import pace
from hauspost.gateway.relay import relays_at
from hauspost.gateway.serving import ALL_PARTS, Plan
from hauspost.gateway.signing import KeyFault, Signer, read_keys
from hauspost.outbound.catalogue import Catalogue, ours
from hauspost.outbound.compose import Sender
from hauspost.outbound.overriding import overridden
from hauspost.threading.addresses import Grammar

CERTIFICATE_MEND = "give a PEM certificate and its own key"


def plan_of(settings: Settings, *, parts: frozenset[str] = ALL_PARTS) -> Plan:
    """Raises Unfit where the certificate cannot be used, Trouble where a key cannot sign."""
    relay = settings.relay
    relays = relays_at(
        relay_place(relay),
        password=_password(relay),
        tokens=tokens_of(relay),
        hostname=settings.mail.domain,
    )
    return replace(
        closed_plan(settings, relays),
        listeners=_listeners(settings),
        sign=signer_of(settings),
        pace=pace(per_minute=relay.per_minute, per_hour=relay.per_hour),
        accounts=tuple(account_of(one) for one in settings.imap),
        parts=parts,
        agreement=agreement(settings),
        operators=settings.alerts.to,
    )


def closed_plan(settings: Settings, relays: Callable[[], outcomes.Relay]) -> Plan:
    """How mails are decided and written, without any door: nobody brings mails, none is fetched."""
    return Plan(
        database_url=settings.database.url,
        database_file=settings.database.file,
        listeners=(),
        grammar=grammar_of(settings),
        company=settings.company,
        policy_for=settings.policy_for,
        zone=ZoneInfo(settings.company.time_zone),
        relay=relays,
        sender=sender_of(settings.relay),
        authserv_id=settings.authserv_id,
        spam_headers=settings.spam_headers,
        max_size=settings.limits.message_bytes,
        forms=settings.forms,
        danger_words=settings.danger_words,
        spare_disk=settings.limits.free_disk_bytes,
        deadlines=settings.deadlines,
        catalogue=catalogue_of(settings),
    )


def catalogue_of(settings: Settings) -> Catalogue:
    """Our words and pages, and the operator's over them. Raises Trouble where their folder is none."""
    folder = settings.mail.templates
    if folder is None:
        return ours()
    if not folder.is_dir():
        raise Trouble(f"mail.templates: {folder} is no folder", "make it, or take the line out")
    return overridden(folder)


def account_of(one: Imap) -> Account:
    return Account(
        name=one.name,
        scheme=one.at.scheme,
        host=one.at.host,
        port=one.at.port,
        user=one.at.user,
        folder=one.at.folder,
        password=one.password,
        credentials=credentials_of(one.oauth2),
        recipient_headers=one.recipient_headers,
        authserv_id=one.authserv_id,
        since=one.since,
        takes_all=one.take == "all",
    )


def credentials_of(oauth2: OAuth2 | None) -> Credentials | None:
    if oauth2 is None:
        return None
    return Credentials(
        token_url=oauth2.token_url,
        client_id=oauth2.client_id,
        grant=oauth2.grant,
        client_secret_file=oauth2.client_secret_file,
        refresh_token_file=oauth2.refresh_token_file,
        scope=oauth2.scope,
    )


def grammar_of(settings: Settings) -> Grammar:
    mail = settings.mail
    return Grammar(mail.domain, mail.reply_domain, mail.delimiter, mail.desk, mail.base)


def relay_place(relay: Relay) -> RelayPlace:
    match relay.to:
        case Maildir(folder):
            return RelayPlace("maildir", path=str(folder))
        case Remote(scheme, host, port, user):
            return RelayPlace(scheme, host, port, user=user)


def sender_of(relay: Relay) -> Sender:
    return Sender(relay.envelope, relay.from_address)


def tokens_of(relay: Relay) -> TokenSource | None:
    """One for the process: all that log in there show the same token."""
    credentials = credentials_of(relay.oauth2)
    return TokenSource(credentials) if credentials else None


def signer_of(settings: Settings) -> Signer:
    """For the domain of From, which a receiver's DMARC compares. Raises Trouble where a key cannot sign."""
    relay = settings.relay
    domain = relay.from_address.rpartition("@")[2] or settings.mail.domain
    try:
        return Signer(read_keys((key.selector, key.file) for key in relay.keys), domain)
    except KeyFault as fault:
        raise Trouble(f"mails cannot be signed: {fault.sentence}", fault.mend) from None


def _password(relay: Relay) -> str:
    return relay.to.password if isinstance(relay.to, Remote) else ""


def _listeners(settings: Settings) -> tuple[Listener, ...]:
    tls = server_context(settings.tls.certificate, settings.tls.key) if settings.tls else None
    sizes = settings.limits
    return tuple(
        Listener(
            name=one.name,
            place=_place(one.place),
            hostname=settings.mail.domain,
            protocol=one.protocol,
            trusted=one.trusted,
            max_size=sizes.message_bytes,
            tls=tls,
            limits=Limits(
                recipients=sizes.recipients,
                connections=sizes.connections,
                per_ip=sizes.connections_per_ip,
                command_seconds=sizes.command_seconds,
                data_seconds=sizes.data_seconds,
            ),
        )
        for one in settings.listeners
    )


def _place(place: Place) -> incoming.Place:
    return incoming.Tcp(place.host, place.port) if isinstance(place, Tcp) else incoming.Unix(place.path)
