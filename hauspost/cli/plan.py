"""Turns the configuration into the gateway's plan: the one place where settings and parts meet."""

from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

from hauspost.cli.openings import grammar_of, listeners_of, signer_of, templates_of
from hauspost.config.agreement import agreement
from hauspost.config.settings import Settings
from hauspost.config.values import Imap, Maildir, OAuth2, Relay, Remote
from hauspost.gateway import outcomes
from hauspost.gateway.entrance import ALL_PARTS
from hauspost.gateway.imap_account import Account
from hauspost.gateway.oauth import Credentials, TokenSource
from hauspost.gateway.outcomes import RelayPlace
from hauspost.gateway.pace import pace
from hauspost.gateway.relay import relays_at
from hauspost.gateway.serving import Plan
from hauspost.outbound.catalogue import Catalogue, ours
from hauspost.outbound.compose import Sender
from hauspost.outbound.overriding import overridden


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
        listeners=listeners_of(settings),
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
    folder = templates_of(settings)
    return ours() if folder is None else overridden(folder)


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


def _password(relay: Relay) -> str:
    return relay.to.password if isinstance(relay.to, Remote) else ""
