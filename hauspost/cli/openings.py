"""Turns the configuration into the way in, and knows what must be sound before a mail is taken; what reads and answers
mails stands in `plan`, and takes longer to load.
"""

from pathlib import Path

from hauspost.cli.door import Trouble
from hauspost.config.settings import Settings
from hauspost.config.values import Place, Tcp
from hauspost.gateway import clock, incoming
from hauspost.gateway.certificates import server_context
from hauspost.gateway.entrance import Openings
from hauspost.gateway.incoming import Limits, Listener
from hauspost.gateway.signing import KeyFault, Signer, read_keys
from hauspost.threading.addresses import Grammar

CERTIFICATE_MEND = "give a PEM certificate and its own key"


def openings_of(settings: Settings, parts: frozenset[str]) -> Openings:
    """Raises Unfit where the certificate cannot be used."""
    return Openings(
        database_url=settings.database.url,
        database_file=settings.database.file,
        listeners=tuple(one for one in listeners_of(settings) if one.protocol in parts),
        grammar=grammar_of(settings),
        authserv_id=settings.authserv_id,
        spare_disk=settings.limits.free_disk_bytes,
        now=clock.now,
    )


def grammar_of(settings: Settings) -> Grammar:
    mail = settings.mail
    return Grammar(mail.domain, mail.reply_domain, mail.delimiter, mail.desk, mail.base)


def listeners_of(settings: Settings) -> tuple[Listener, ...]:
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


def templates_of(settings: Settings) -> Path | None:
    """The operator's own words and pages, if any. Raises Trouble where their folder is none."""
    folder = settings.mail.templates
    if folder is not None and not folder.is_dir():
        raise Trouble(f"there are no templates: {folder} is no folder", "make it, or take mail.templates out")
    return folder


def signer_of(settings: Settings) -> Signer:
    """For the domain of From, which a receiver's DMARC compares. Raises Trouble where a key cannot sign."""
    relay = settings.relay
    domain = relay.from_address.rpartition("@")[2] or settings.mail.domain
    try:
        return Signer(read_keys((key.selector, key.file) for key in relay.keys), domain)
    except KeyFault as fault:
        raise Trouble(f"mails cannot be signed: {fault.sentence}", fault.mend) from None


def _place(place: Place) -> incoming.Place:
    return incoming.Tcp(place.host, place.port) if isinstance(place, Tcp) else incoming.Unix(place.path)
