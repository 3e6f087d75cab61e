"""Knows how to ask a name server what is published for a domain: MX and TXT records, within a few seconds in all."""

import socket
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

import dns.exception
import dns.resolver
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.txtbase import TXTBase

PATIENCE = 3.0  # seconds for one question, with all its repetitions

NOT_THERE = (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer)


class NotLookedUp(Exception):
    """No name server answered, or it could not say; `reason` is one clause."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Server:
    """A name server to ask instead of the machine's own."""

    address: str
    port: int = 53


@dataclass(frozen=True, slots=True)
class Names:
    """What is published, by one name server's word. Each question raises NotLookedUp where nobody can say."""

    resolver: dns.resolver.Resolver

    def mail_servers(self, domain: str) -> tuple[str, ...]:
        """The hosts of the MX records, the first to be tried in front; "." alone takes no mail (RFC 7505)."""
        records = [record for record in self._records(domain, "MX") if isinstance(record, MX)]
        ordered = sorted(records, key=lambda record: int(record.preference))
        return tuple(record.exchange.to_text(omit_final_dot=True).lower() or "." for record in ordered)

    def texts(self, name: str) -> tuple[str, ...]:
        """Each TXT record as one text, whatever pieces it is made of (RFC 7208 §3.3)."""
        records = (record for record in self._records(name, "TXT") if isinstance(record, TXTBase))
        return tuple(b"".join(record.strings).decode("ascii", "replace") for record in records)

    def has_address(self, domain: str) -> bool:
        """Whether the domain is a host, to which mail goes where there is no MX (RFC 5321 §5.1)."""
        return any(self._records(domain, kind) for kind in ("A", "AAAA"))

    def _records(self, name: str, kind: str) -> tuple[Any, ...]:
        try:
            return tuple(self.resolver.resolve(f"{name}.", kind, lifetime=PATIENCE))
        except NOT_THERE:
            return ()
        except dns.resolver.LifetimeTimeout:
            raise NotLookedUp("no name server answered") from None
        except dns.resolver.NoNameservers:
            raise NotLookedUp(f"the name server could not say what {name} is") from None
        except (dns.exception.DNSException, OSError) as error:
            raise NotLookedUp(f"{type(error).__name__} at {name}") from None


def names(server: Server | None = None) -> Names:
    """By the machine's own name servers, or by that one. Raises NotLookedUp where the machine knows none."""
    if server is None:
        try:
            return Names(dns.resolver.Resolver())
        except dns.exception.DNSException:
            raise NotLookedUp("this machine names no name server") from None
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = [server.address], server.port
    return Names(resolver)


def read_server(text: str) -> Server:
    """`9.9.9.9`, `127.0.0.1:5353`, `2620:fe::fe` or `[2620:fe::fe]:53`. Raises ValueError."""
    has_port = text.startswith("[") or text.count(":") == 1
    host, _, port = text.rpartition(":") if has_port else (text, "", "53")
    address = str(ip_address(host.strip("[]")))
    if not 0 < int(port) < 65536:
        raise ValueError(f"no such port: {port}")
    return Server(address, int(port))


def own_name() -> str:
    """This machine's full name, "" where it has only a short one."""
    name = socket.gethostname().rstrip(".").lower()
    return name if "." in name else ""
