"""Knows how we log in at a relay: with a password (RFC 4954), or with an access token (XOAUTH2)."""

import base64
import smtplib
from dataclasses import dataclass, field

from hauspost.gateway.oauth import TokenSource


@dataclass(frozen=True, slots=True)
class Login:
    """Either a password or `tokens`; without a user nobody logs in."""

    user: str = ""
    password: str = field(default="", repr=False)
    tokens: TokenSource | None = None


NOBODY = Login()


class TokenRefused(smtplib.SMTPAuthenticationError):
    """The server takes no access token of ours, not even a new one."""


def log_in(client: smtplib.SMTP, login: Login) -> None:
    """Raises smtplib's errors, TokenRefused, and NoToken where none can be got."""
    if not login.user:
        return
    offered = client.esmtp_features.get("auth", "").upper().split()
    if login.tokens is not None:
        _by_token(client, offered, login.user, login.tokens)
    else:
        _by_password(client, offered, login)


def _by_token(client: smtplib.SMTP, offered: list[str], user: str, tokens: TokenSource) -> None:
    """https://developers.google.com/workspace/gmail/imap/xoauth2-protocol

    A token may be refused before its time is over, so a new one is tried at once.
    """
    if "XOAUTH2" not in offered:
        raise smtplib.SMTPNotSupportedError("the relay does not offer AUTH XOAUTH2")
    code, text = _shown(client, user, tokens)
    if code == 535:
        code, text = _shown(client, user, tokens)
    if code != 235:
        raise TokenRefused(code, text)


def _shown(client: smtplib.SMTP, user: str, tokens: TokenSource) -> tuple[int, bytes]:
    token = tokens.token()
    shown = _base64(f"user={user}\x01auth=Bearer {token}\x01\x01")
    code, text = client.docmd("AUTH", f"XOAUTH2 {shown}")
    if code in (334, 535):
        tokens.forget(token)
    if code == 334:  # why not, in JSON; an empty line asks for the reply itself, but some hang up
        code, text = client.docmd("")
    return code, text


def _by_password(client: smtplib.SMTP, offered: list[str], login: Login) -> None:
    """PLAIN, else LOGIN, in UTF-8, which smtplib's own does not take."""
    if "PLAIN" in offered:
        code, text = client.docmd("AUTH", "PLAIN " + _base64("\0".join(("", login.user, login.password))))
    elif "LOGIN" in offered:
        code, text = client.docmd("AUTH", f"LOGIN {_base64(login.user)}")
        if code == 334:
            code, text = client.docmd(_base64(login.password))
    else:
        raise smtplib.SMTPNotSupportedError("the relay offers neither AUTH PLAIN nor AUTH LOGIN")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, text)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")
