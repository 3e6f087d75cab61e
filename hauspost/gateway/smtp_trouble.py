"""Knows how trouble with the next server is told: what was heard, in its own words, and the mend."""

import smtplib
import ssl
from dataclasses import dataclass

from hauspost.gateway.oauth import NoToken
from hauspost.gateway.smtp_login import TokenRefused

LONGEST_REPLY = 500


@dataclass(frozen=True, slots=True)
class Trouble:
    """Both are the parts of one sentence; the server's words may name people."""

    sentence: str
    mend: str


def trouble(error: Exception) -> Trouble:
    """What kept us from a connection that takes mail."""
    match error:
        case NoToken():
            return Trouble(f"no access token: {error.sentence}", error.mend)
        case TokenRefused():
            mend = "check the user in relay.url, and that relay.oauth2 asks for the right to send (scope)"
            return Trouble(f"the access token was not accepted: {_reply(error)}", mend)
        case smtplib.SMTPAuthenticationError() if error.smtp_code // 100 == 5:
            mend = "write the right password into relay.password_file, or the right user into relay.url"
            return Trouble(f"the password was not accepted: {_reply(error)}", mend)
        case smtplib.SMTPNotSupportedError():
            mend = "choose another scheme in relay.url, or another way to log in"
            return Trouble(one_line(str(error).encode()), mend)
        case smtplib.SMTPResponseException():
            return Trouble(_reply(error), "the relay's own log says more")
        case ssl.SSLCertVerificationError():
            mend = "let the relay show a certificate for the name in relay.url that this machine trusts"
            return Trouble(f"the certificate was not accepted: {error.verify_message}", mend)
        case ssl.SSLError():
            mend = "check scheme and port in relay.url: smtps:// is usually 465, smtp+starttls:// 587"
            return Trouble(f"TLS failed: {words(error)}", mend)
        case _:
            return Trouble(words(error), "start it, or mend relay.url")


def words(error: Exception) -> str:
    """A broken connection in one line."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return one_line(str(error).encode("utf-8", "replace")) or type(error).__name__


def one_line(text: bytes) -> str:
    """The other server's words, fit for a log and a database."""
    spoken = "".join(c if c.isprintable() else " " for c in text.decode("utf-8", "replace"))
    return " ".join(spoken.split())[:LONGEST_REPLY]


def _reply(error: smtplib.SMTPResponseException) -> str:
    text = error.smtp_error
    return f"{error.smtp_code} {one_line(text.encode('utf-8', 'replace') if isinstance(text, str) else text)}"
