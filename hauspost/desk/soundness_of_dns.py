"""Knows what a domain must publish for mail to come in and to be believed: each lack with the record that mends it.

MX: RFC 5321 §5.1, RFC 7505. SPF: RFC 7208. DKIM: RFC 6376 §3.6. DMARC: RFC 7489 §6.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from hauspost.desk.soundness import Finding, Level

NO_MAIL: Final = "."  # the only MX of a domain that takes none (RFC 7505)
# No name of ours below these is ever published (RFC 2606, RFC 6761, RFC 6762 §3).
UNPUBLISHED: Final = frozenset(
    {"example", "test", "invalid", "localhost", "local", "example.com", "example.net", "example.org"}
)
TAG = re.compile(r"\s*([a-z]+)\s*=\s*([^;]*?)\s*(?:;|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What should be published, and where.

    `takes`: domains that mail comes to. `returns`: of the envelope's sender. `shows`: of From. `server`: the host that
    takes our mail, `relay`: the one that sends it, "" where this machine cannot say. `keys`: name and TXT of each.
    """

    takes: tuple[str, ...]
    returns: str
    shows: str
    server: str = ""
    relay: str = ""
    keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """What a name server says: MX hosts by domain, TXT records by name, and the domains that are hosts themselves."""

    servers: dict[str, tuple[str, ...]]
    texts: dict[str, tuple[str, ...]]
    hosts: frozenset[str] = frozenset()


def is_published(domain: str) -> bool:
    """Whether anybody outside could look it up."""
    labels = domain.split(".")
    return len(labels) > 1 and not {labels[-1], ".".join(labels[-2:])} & UNPUBLISHED


def text_names(wanted: Wanted) -> tuple[str, ...]:
    """Every name whose TXT records matter."""
    named = (wanted.returns, *(name for name, _ in wanted.keys), *dmarc_names(wanted.shows))
    return tuple(dict.fromkeys(named))


def dmarc_names(domain: str) -> tuple[str, ...]:
    """The domain's own, then its parents', down to two labels: the first that holds a policy counts."""
    labels = domain.split(".")
    return tuple(f"_dmarc.{'.'.join(labels[n:])}" for n in range(max(1, len(labels) - 1)))


def dns_advice(wanted: Wanted, found: Published) -> Iterator[Finding]:
    for domain in wanted.takes:
        yield _mx(domain, wanted, found)
    yield _spf(wanted, found)
    yield from _dkim(wanted, found)
    yield _dmarc(wanted, found)


def _mx(domain: str, wanted: Wanted, found: Published) -> Finding:
    place, servers = f"dns {domain} MX", found.servers.get(domain, ())
    host = wanted.server or "‹the server that takes your mail›"
    mend = f"publish `{domain}. MX 10 {host}.`"
    if servers == (NO_MAIL,):
        return Finding(Level.WARNING, place, f"{domain} says of itself that it takes no mail", mend)
    if servers:
        sentence = f"mail for {domain} goes to {', '.join(servers)}"
        return Finding(
            Level.NOTE, place, sentence, "see that this server leads it here, with all that follows a +"
        )
    if domain in found.hosts:
        return Finding(Level.NOTE, place, f"{domain} has no MX, so its mail goes to the host itself", mend)
    return Finding(Level.WARNING, place, f"mail for {domain} finds no server: it has no MX", mend)


def _spf(wanted: Wanted, found: Published) -> Finding:
    domain = wanted.returns
    place = f"dns {domain} SPF"
    # "v=spf1" stands alone or before a blank (RFC 7208 §4.5).
    records = [text for text in found.texts.get(domain, ()) if (text.lower() + " ").startswith("v=spf1 ")]
    sender = f"a:{wanted.relay}" if wanted.relay else "mx"
    mend = f'publish `{domain}. TXT "v=spf1 {sender} -all"`; where your relay\'s provider names an include, that one'
    if not records:
        return Finding(Level.WARNING, place, f"{domain} does not say who may send for it", mend)
    if len(records) > 1:
        sentence = f"{domain} has {len(records)} SPF records, so none counts (RFC 7208 §4.5)"
        return Finding(Level.WARNING, place, sentence, "make one of them")
    terms = records[0].lower().split()[1:]
    if {"all", "+all"} & set(terms):
        return Finding(
            Level.WARNING, place, f'"{records[0]}" lets everybody send', "end it with -all or ~all"
        )
    if terms in (["-all"], ["~all"]):
        return Finding(Level.WARNING, place, f'"{records[0]}" lets nobody send, not even your relay', mend)
    sentence = f'who may send for {domain}: "{records[0]}"'
    through = f", {wanted.relay}," if wanted.relay else ""
    return Finding(Level.NOTE, place, sentence, f"see that the relay{through} is among them")


def _dkim(wanted: Wanted, found: Published) -> Iterator[Finding]:
    if not wanted.keys:
        sentence = f"Hauspost signs nothing, so the relay has to sign for {wanted.shows}"
        mend = "switch that on at the relay, or set relay.dkim_selector and relay.dkim_key (docs/relay.md)"
        yield Finding(Level.NOTE, f"dns {wanted.shows} DKIM", sentence, mend)
    for name, record in wanted.keys:
        place, texts = f"dns {name} DKIM", found.texts.get(name, ())
        published = [key for text in texts if (key := _tags(text).get("p")) is not None]
        mend = f'publish `{name}. TXT "{record}"`'
        if _tags(record)["p"] in published:
            yield Finding(Level.NOTE, place, f"the key that signs is published at {name}", "nothing to mend")
        elif "" in published:
            sentence = f"the key at {name} is withdrawn, so no signature holds"
            yield Finding(Level.WARNING, place, sentence, mend)
        elif published:
            sentence = f"another key than the one that signs is published at {name}"
            yield Finding(Level.WARNING, place, sentence, f"{mend} instead")
        else:
            yield Finding(Level.WARNING, place, f"no key is published at {name}", mend)


def _dmarc(wanted: Wanted, found: Published) -> Finding:
    domain = wanted.shows
    place = f"dns {domain} DMARC"
    mend = f'publish `_dmarc.{domain}. TXT "v=DMARC1; p=none; rua=mailto:postmaster@{domain}"`, later p=quarantine'
    for name in dmarc_names(domain):
        records = [text for text in found.texts.get(name, ()) if _tags(text).get("v") == "DMARC1"]
        if len(records) > 1:
            sentence = f"{name} has {len(records)} DMARC records, so none counts (RFC 7489 §6.6.3)"
            return Finding(Level.WARNING, place, sentence, "make one of them")
        if records:
            return _policy(place, name, records[0], is_own=name == f"_dmarc.{domain}")
    sentence = f"{domain} does not say what becomes of mails that are not its own"
    return Finding(Level.WARNING, place, sentence, mend)


def _policy(place: str, name: str, record: str, *, is_own: bool) -> Finding:
    tags = _tags(record)
    policy = (tags.get("p", "") if is_own else tags.get("sp", tags.get("p", ""))).lower()
    if policy not in ("none", "quarantine", "reject"):
        return Finding(
            Level.WARNING,
            place,
            f'"{record}" at {name} names no policy',
            "write p=none, p=quarantine or p=reject",
        )
    sentence = f'{name} says "{record}"'
    if policy == "none":
        return Finding(
            Level.NOTE, place, sentence, "when the reports show nothing foreign, write p=quarantine"
        )
    return Finding(Level.NOTE, place, sentence, "nothing to mend")


def _tags(record: str) -> dict[str, str]:
    """`v=DMARC1; p=none`: names in lower case (RFC 6376 §3.2); of a key, folding within the value is no part of it."""
    return {name.lower(): "".join(value.split()) for name, value in TAG.findall(record)}


def unpublished(domains: Iterable[str]) -> tuple[str, ...]:
    """Those that nobody outside can look up, each once."""
    return tuple(domain for domain in dict.fromkeys(domains) if not is_published(domain))
