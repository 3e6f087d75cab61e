"""Knows what a listener says: each reply with its code and its enhanced status (RFC 5321 §4.2, RFC 3463)."""

from hauspost.gateway.incoming import LINE_LIMIT, Answer

OK = Answer(250, "2.0.0 OK")
SENDER_OK = Answer(250, "2.1.0 Sender OK")
RECIPIENT_OK = Answer(250, "2.1.5 Recipient OK")
NOT_VERIFIED = Answer(252, "2.5.0 Cannot verify addresses, send a message and see")

# Ours to mend, the client tries again; the texts are constant, whatever went wrong (SAFETY, P5).
SHUTTING_DOWN = Answer(421, "4.3.2 Service is shutting down, please try again later")
TOO_MANY_CONNECTIONS = Answer(421, "4.3.2 Too many connections, please try again later")
TOO_MANY_FROM_PEER = Answer(421, "4.7.0 Too many connections from your address, please try again later")
TOO_MANY_REFUSALS = Answer(421, "4.7.0 Too many errors, closing the connection")
WAITED_TOO_LONG = Answer(421, "4.4.2 Waited too long, closing the connection")
OWN_TROUBLE = Answer(451, "4.3.0 Temporary trouble on our side, please try again later")
LOW_DISK = Answer(452, "4.3.1 Not enough room on disk, please try again later")
LOW_MEMORY = Answer(452, "4.3.1 Too many large messages at once, please try again later")
TOO_MANY_RECIPIENTS = Answer(452, "4.5.3 Too many recipients, send to the others in a message of its own")

# The client's to mend.
NEEDS_HOSTNAME = Answer(501, "5.5.4 Say hello with your host name")
NEEDS_FROM = Answer(501, "5.5.4 Syntax: MAIL FROM:<address>")
NEEDS_TO = Answer(501, "5.5.4 Syntax: RCPT TO:<address>")
NEEDS_ADDRESS = Answer(501, "5.5.4 Syntax: VRFY <address>")
NO_ARGUMENT = Answer(501, "5.5.4 This command takes no argument")
BAD_SIZE = Answer(501, "5.5.4 SIZE needs a number")
BAD_BODY = Answer(501, "5.5.4 BODY is 7BIT or 8BITMIME")
NOT_EXPANDED = Answer(502, "5.5.1 Lists are not expanded here")
HELLO_FIRST = Answer(503, "5.5.1 Say hello first")
MAIL_FIRST = Answer(503, "5.5.1 Send MAIL FROM first")
RCPT_FIRST = Answer(503, "5.5.1 Send RCPT TO first")
MAIL_ALREADY = Answer(503, "5.5.1 A message is already under way")
TLS_ALREADY = Answer(503, "5.5.1 TLS is already on")
UNKNOWN_MAILBOX = Answer(550, "5.1.1 No such mailbox here")
MALFORMED_RECIPIENT = Answer(550, "5.1.1 Malformed recipient address")
TOO_BIG = Answer(552, "5.3.4 Message is larger than allowed here")
MALFORMED_SENDER = Answer(553, "5.1.7 Malformed sender address")
NOT_ASCII = Answer(553, "5.6.7 Addresses must be ASCII, SMTPUTF8 is not offered here")
BAD_OCTETS = Answer(554, "5.6.0 Message contains a bare CR, a bare LF or NUL (RFC 5321 2.3.8)")
LINE_TOO_LONG = Answer(554, f"5.6.0 Message contains a line of more than {LINE_LIMIT} octets")
UNKNOWN_PARAMETER = Answer(555, "5.5.4 Parameter not known here")

# The library's own replies lack the enhanced status that we promise (RFC 2034); its greeting needs none.
ENHANCED = {
    "221": "2.0.0",
    "250": "2.0.0",
    "454": "4.7.0",
    "500": "5.5.2",
    "501": "5.5.4",
    "502": "5.5.1",
    "503": "5.5.1",
}
# One line of printable ASCII, whatever a client typed that the library repeats.
_PRINTABLE = bytes(octet if 32 <= octet < 127 else ord("?") for octet in range(256))


def line(text: str) -> bytes:
    return text.encode("ascii", "replace").translate(_PRINTABLE) + b"\r\n"


def lines(*answers: Answer) -> bytes:
    return b"".join(line(f"{answer.code} {answer.text}") for answer in answers)


def enhanced(status: str) -> str:
    """A reply of the library, with the enhanced status it lacks."""
    code, _, rest = status.partition(" ")
    if code not in ENHANCED or rest[1:2] == ".":
        return status
    return f"{code} {ENHANCED[code]} {rest}"
