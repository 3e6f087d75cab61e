"""Knows how an access token is got from a token endpoint, kept while it lasts, and renewed (RFC 6749 §4.4 and §6).

The files of the secrets are read at each request: whoever writes a new one mends a running gateway.
"""

import contextlib
import http.client
import json
import os
import ssl
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode, urlsplit

import structlog

log = structlog.get_logger(__name__)

SECONDS = 15.0  # for each step of a request: connection, sending, each piece of the answer
MOST = 64 * 1024  # octets of an answer; tokens have a few thousand
UNSAID = (
    300.0  # seconds that a token lasts whose answer does not say so (`expires_in` is optional, RFC 6749 §5.1)
)
MARGIN = 60.0  # so long before its end a token is renewed: a login may wait in a queue

REFRESH_TOKEN = "refresh_token"
CLIENT_CREDENTIALS = "client_credentials"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks, and where. `grant`: one of the two above. A secret that is not needed has no file."""

    token_url: str
    client_id: str
    grant: str
    client_secret_file: Path | None = None
    refresh_token_file: Path | None = None
    scope: str = ""


class NoToken(Exception):
    """There is no access token now. `is_refused`: the endpoint said no, so asking again alone does not help."""

    def __init__(self, sentence: str, mend: str, *, is_refused: bool = False) -> None:
        super().__init__(f"{sentence}; {mend}")
        self.sentence = sentence
        self.mend = mend
        self.is_refused = is_refused


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    ends: float  # monotonic


class TokenSource:
    """Owner of one access token; any thread may ask. `tls`: whom to trust; by default the machine's authorities."""

    def __init__(
        self,
        credentials: Credentials,
        *,
        tls: ssl.SSLContext | None = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._credentials = credentials
        self._open = urllib.request.build_opener(
            urllib.request.HTTPSHandler(context=tls or ssl.create_default_context()), _NoRedirect()
        ).open
        self._seconds = seconds
        self._lock = threading.Lock()
        self._token: _Token | None = None
        self._rotated = ""  # a refresh token that replaced the file's, where the file cannot be written
        self._replaced = ""  # the file's content that `_rotated` replaced

    def token(self) -> str:
        """An access token that lasts at least a little longer. Raises NoToken."""
        with self._lock:
            if self._token is None or self._token.ends <= self._seconds():
                self._token = None
                self._token = self._renewed()
            return self._token.text

    def forget(self, token: str) -> None:
        """A server refused this token: the next one is a new one, unless another thread has it already."""
        with self._lock:
            if self._token is not None and self._token.text == token:
                self._token = None

    def _renewed(self) -> _Token:
        form, given = self._form()
        answer = self._asked(form)
        text, lasts = answer.get("access_token"), answer.get("expires_in", UNSAID)
        if not isinstance(text, str) or not _is_harmless(text):
            raise NoToken(f"{self._where} answered without an access token", "check token_url")
        if (fresh := answer.get("refresh_token")) and isinstance(fresh, str) and fresh != given:
            self._keep(fresh)
        seconds = _seconds(lasts)
        return _Token(text, self._seconds() + max(seconds - MARGIN, seconds / 2))

    def _form(self) -> tuple[dict[str, str], str]:
        """What is asked, and the refresh token in it."""
        how = self._credentials
        form = {"grant_type": how.grant, "client_id": how.client_id}
        if how.client_secret_file is not None:
            form["client_secret"] = _secret(how.client_secret_file)
        given = ""
        if how.grant == REFRESH_TOKEN and how.refresh_token_file is not None:
            written = _secret(how.refresh_token_file)
            given = self._rotated if self._rotated and written == self._replaced else written
            form["refresh_token"] = given
        if how.scope:
            form["scope"] = how.scope
        return form, given

    def _asked(self, form: dict[str, str]) -> dict[str, Any]:
        request = urllib.request.Request(
            self._credentials.token_url,
            urlencode(form).encode("ascii"),
            {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
        )
        try:
            with self._open(request, timeout=SECONDS) as answer:
                return self._read(answer.read(MOST))
        except urllib.error.HTTPError as error:
            with error:
                raise self._refused(error.code, error) from None
        except (OSError, http.client.HTTPException) as error:  # URLError is an OSError
            reason = getattr(error, "reason", None) or error
            mend = "check token_url and the way there; it is tried again"
            raise NoToken(f"{self._where} cannot be reached ({_clean(str(reason))})", mend) from None

    def _read(self, octets: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(octets)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise NoToken(f"{self._where} answers with no JSON object", "check token_url")
        return answer

    def _refused(self, status: int, error: IO[bytes]) -> NoToken:
        """RFC 6749 §5.2: 400 or 401 and a JSON object with `error`; anything else is trouble of the server's own."""
        try:
            answer = self._read(error.read(MOST))
        except (NoToken, OSError, http.client.HTTPException):
            answer = {}
        code, more = _clean(str(answer.get("error", ""))), _clean(str(answer.get("error_description", "")))
        if status >= 500 or status == 429 or not code:
            mend = "check token_url" if 300 <= status < 500 and status != 429 else "it is tried again"
            return NoToken(f"{self._where} answers {status}{f' ({code})' if code else ''}", mend)
        words = f"{code}: {more}" if more else code
        return NoToken(f"{self._where} gives no token ({words})", self._mend(code), is_refused=True)

    def _mend(self, code: str) -> str:
        how = self._credentials
        if code == "invalid_grant":
            file = how.refresh_token_file
            return f"get a new refresh token and write it to {file}" if file else "check the grant"
        mends = {
            "invalid_client": f"check client_id, and the secret in {how.client_secret_file}",
            "unauthorized_client": f'let this client use the grant "{how.grant}" at the provider',
            "unsupported_grant_type": "choose the other grant",
            "invalid_scope": "check scope",
        }
        return mends.get(code, "check the oauth2 keys against the provider's page")

    def _keep(self, fresh: str) -> None:
        """Providers may give a new refresh token with each answer; the old one ends some day (RFC 6749 §6)."""
        file = self._credentials.refresh_token_file
        if file is None:
            return
        try:
            _replace(file.resolve(), fresh)
        except OSError as error:
            self._replaced = _secret(file)
            self._rotated = fresh
            log.warning(
                "the new refresh token cannot be kept; let the gateway write to its folder",
                file=file.name,
                error=error.strerror,
            )

    @property
    def _where(self) -> str:
        return f"the token endpoint at {urlsplit(self._credentials.token_url).netloc}"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A secret goes where the operator said and nowhere else."""

    def redirect_request(self, *_arguments: object) -> None:
        return None


def _secret(file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise NoToken(f"{file} cannot be read", "write the secret into it", is_refused=True) from None
    if not text:
        raise NoToken(f"{file} is empty", "write the secret into it", is_refused=True)
    return text


def _replace(file: Path, text: str) -> None:
    """All of the new text or all of the old one, whenever we die; readable for its owner alone."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as fresh:
            fresh.write(f"{text}\n")
            fresh.flush()
            os.fsync(fresh.fileno())
        os.replace(name, file)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _seconds(lasts: object) -> float:
    """Some servers write the number as a text."""
    whole = str(lasts).partition(".")[0]
    return min(float(whole), 86_400.0) if whole.isascii() and whole.isdecimal() else UNSAID


def _is_harmless(token: str) -> bool:
    """RFC 6750 §2.1: visible ASCII without blanks; anything else could end a line of the login."""
    return bool(token) and token.isascii() and token.isprintable() and " " not in token


def _clean(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)[:200].strip()
