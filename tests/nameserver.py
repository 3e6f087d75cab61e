"""Knows a name server on loopback: a zone of a few records, answered over real UDP."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

TTL = 60
Zone = Mapping[tuple[str, str], tuple[str, ...]]  # (name, type) → records in their text form


@contextmanager
def name_server(zone: Zone, *, fails: bool = False) -> Iterator[str]:
    """Its address and port. `fails`: it answers every question with SERVFAIL."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.bind(("127.0.0.1", 0))
        host, port = wire.getsockname()
        thread = threading.Thread(target=_serve, args=(wire, zone, fails))
        thread.start()
        try:
            yield f"{host}:{port}"
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
                last.sendto(b"", (host, port))
            thread.join()


def _serve(wire: socket.socket, zone: Zone, fails: bool) -> None:
    while True:
        octets, client = wire.recvfrom(4096)
        if not octets:
            return
        wire.sendto(_answer(dns.message.from_wire(octets), zone, fails).to_wire(), client)


def _answer(asked: dns.message.Message, zone: Zone, fails: bool) -> dns.message.Message:
    answer = dns.message.make_response(asked)
    answer.flags |= dns.flags.RA
    question = asked.question[0]
    name, kind = str(question.name).rstrip(".").lower(), dns.rdatatype.to_text(question.rdtype)
    if fails:
        answer.set_rcode(dns.rcode.SERVFAIL)
    elif records := zone.get((name, kind)):
        answer.answer.append(dns.rrset.from_text(question.name, TTL, "IN", kind, *records))
    elif not any(known == name for known, _ in zone):
        answer.set_rcode(dns.rcode.NXDOMAIN)
    return answer
