"""Knows what we add to MAIL and RCPT where the next server offers it (RFC 1870, RFC 6152, RFC 3461)."""

import re
import smtplib

from hauspost.gateway.own_headers import message_id_of

LONGEST_ENVID = 100  # RFC 3461 §4.4
_CODED = re.compile(r"[^!-~]|[+=]")


def of_mail(client: smtplib.SMTP, octets: bytes) -> str:
    """Size, 8-bit lines, and what a report about this mail should return: its header, and the id that we gave it."""
    parameters = []
    if client.has_extn("size"):
        parameters.append(f"SIZE={len(octets)}")
    if client.has_extn("8bitmime") and not octets.isascii():
        parameters.append("BODY=8BITMIME")
    if client.has_extn("dsn"):
        parameters.append("RET=HDRS")
        envid = xtext(message_id_of(octets))
        if 0 < len(envid) <= LONGEST_ENVID:
            parameters.append(f"ENVID={envid}")
    return "".join(f" {one}" for one in parameters)


def of_rcpt(client: smtplib.SMTP, rcpt_to: str) -> str:
    """We want to hear of delays too: an urgent order that hangs is a reason to telephone."""
    return f" NOTIFY=FAILURE,DELAY ORCPT=rfc822;{xtext(rcpt_to)}" if client.has_extn("dsn") else ""


def xtext(text: str) -> str:
    """RFC 3461 §4: printable ASCII; "+", "=" and all else as "+" and two hexadecimal digits."""
    return _CODED.sub(lambda hit: "".join(f"+{octet:02X}" for octet in hit.group().encode()), text)
