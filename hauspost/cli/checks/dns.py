"""Looks at what is published for our domains, and says which record mends what is missing; never an error."""

from collections.abc import Iterator

from hauspost.cli.door import Trouble
from hauspost.cli.openings import signer_of
from hauspost.config.grammar import LOOPBACK
from hauspost.config.settings import Settings
from hauspost.config.values import Remote
from hauspost.desk.soundness import Finding, Level
from hauspost.desk.soundness_of_dns import Published, Wanted, dns_advice, text_names, unpublished
from hauspost.gateway.names import Names, NotLookedUp, Server, names, own_name


def dns(settings: Settings, server: Server | None = None) -> Iterator[Finding]:
    """`server`: the name server to ask instead of the machine's own."""
    wanted = wanted_by(settings)
    if private := unpublished((*wanted.takes, wanted.returns, wanted.shows)):
        sentence = f"not looked up: {', '.join(private)} is no name that anybody can publish"
        yield Finding(Level.NOTE, "dns", sentence, "for real work write your own domain under [mail]")
        return
    try:
        found = looked_up(names(server), wanted)
    except NotLookedUp as trouble:
        mend = "try again where names are resolved, or name a server: `hauspost check --dns 9.9.9.9`"
        yield Finding(Level.NOTE, "dns", f"not looked up: {trouble.reason}", mend)
        return
    yield from dns_advice(wanted, found)


def wanted_by(settings: Settings) -> Wanted:
    mail, relay = settings.mail, settings.relay
    shows = relay.from_address.rpartition("@")[2] or mail.domain
    return Wanted(
        takes=tuple(dict.fromkeys((mail.domain, mail.reply_domain))),
        returns=mail.reply_domain if relay.envelope == "verp" else shows,
        shows=shows,
        server="" if settings.imap else own_name(),
        relay=relay.to.host if isinstance(relay.to, Remote) and relay.to.host not in LOOPBACK else "",
        keys=_keys(settings),
    )


def _keys(settings: Settings) -> tuple[tuple[str, str], ...]:
    try:
        signer = signer_of(settings)
    except Trouble:
        return ()  # told by the look at the keys
    return tuple((f"{key.selector}._domainkey.{signer.domain}", key.record) for key in signer.keys)


def looked_up(asked: Names, wanted: Wanted) -> Published:
    """Raises NotLookedUp at the first question that nobody answers: the others would only take time."""
    servers = {domain: asked.mail_servers(domain) for domain in wanted.takes}
    bare = (domain for domain, hosts in servers.items() if not hosts)
    hosts = frozenset(domain for domain in bare if asked.has_address(domain))
    return Published(servers, {name: asked.texts(name) for name in text_names(wanted)}, hosts)
