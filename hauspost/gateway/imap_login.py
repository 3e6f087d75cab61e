"""Knows how an account proves itself: by password (RFC 4616), or by access token (RFC 7628, and XOAUTH2 before it)."""

from collections.abc import Callable
from typing import Final

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from hauspost.gateway.imap_account import Account, Kind, Lost, Trouble, said
from hauspost.gateway.oauth import NoToken, TokenSource

Mechanism = Callable[[bytes], bytes]

BY_PASSWORD: Final = "check the user in url, and the password"
BY_TOKEN: Final = "check the user in url, and scope; the account must allow IMAP to this client"


def log_in(account: Account, client: IMAPClient, tokens: TokenSource | None) -> None:
    """Raises Trouble; a token that was refused is not shown again."""
    if tokens is None:
        _prove(account, lambda: _by_password(account, client), BY_PASSWORD)
        return
    try:
        token = tokens.token()
    except NoToken as error:
        kind = Kind.LOGIN if error.is_refused else Kind.UNREACHABLE
        raise Trouble(kind, error.sentence, error.mend) from None
    try:
        _prove(account, lambda: _by_token(account, client, token), BY_TOKEN)
    except Trouble:
        tokens.forget(token)
        raise


def _prove(account: Account, act: Callable[[], object], mend: str) -> None:
    try:
        act()
    except IMAPClientAbortError as error:
        raise Lost(account, said(error)) from None
    except IMAPClientError as error:
        sentence = f"{account.where} refuses the login ({said(error)})"
        raise Trouble(Kind.LOGIN, sentence, mend) from None
    except (OSError, EOFError) as error:
        raise Lost(account, said(error)) from None
    except ValueError:
        sentence = f"{account.where} takes no password or user name with such letters"
        raise Trouble(Kind.LOGIN, sentence, "choose one of ASCII letters, digits and signs") from None


def _by_password(account: Account, client: IMAPClient) -> None:
    """LOGIN carries ASCII only; PLAIN carries any password (RFC 4616 §2)."""
    if client.has_capability("AUTH=PLAIN"):
        octets = "\0".join(("", _whole(account.user), _whole(account.password))).encode()
        client.sasl_login("PLAIN", lambda _challenge: octets)
    else:
        client.login(_whole(account.user), _whole(account.password))


def _by_token(account: Account, client: IMAPClient, token: str) -> None:
    if client.has_capability("AUTH=OAUTHBEARER"):
        client.sasl_login("OAUTHBEARER", oauthbearer(account, token))
    else:
        client.sasl_login("XOAUTH2", xoauth2(account, token))


def oauthbearer(account: Account, token: str) -> Mechanism:
    """RFC 7628 §3.1; a refusal comes as a challenge that wants one octet back (§3.2.3)."""
    user = _whole(account.user).replace("=", "=3D").replace(",", "=2C")
    first = f"n,a={user},\1host={account.host}\1port={account.port}\1auth=Bearer {_whole(token)}\1\1"
    return _once(first.encode(), b"\1")


def xoauth2(account: Account, token: str) -> Mechanism:
    """https://developers.google.com/workspace/gmail/imap/xoauth2-protocol; a refusal wants an empty line back."""
    return _once(f"user={_whole(account.user)}\1auth=Bearer {_whole(token)}\1\1".encode(), b"")


def _once(first: bytes, then: bytes) -> Mechanism:
    answers = iter((first,))
    return lambda _challenge: next(answers, then)


def _whole(text: str) -> str:
    """Raises ValueError for what would part the fields of a login."""
    if any(octet in text for octet in "\0\1\r\n"):
        raise ValueError("a login holds a control character")
    return text
