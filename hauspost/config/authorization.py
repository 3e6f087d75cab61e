"""Knows what `oauth2 = { … }` means, wherever it stands: the value, and what cannot stand together in it."""

import os
from collections.abc import Iterator
from pathlib import Path

from hauspost.config.sections import OAuth2Section
from hauspost.config.values import OAuth2


def oauth2_of(section: OAuth2Section | None, folder: Path) -> OAuth2 | None:
    """`folder`: from where relative paths count."""
    if section is None:
        return None
    return OAuth2(
        token_url=section.token_url,
        client_id=section.client_id,
        grant=section.grant,
        client_secret_file=folder / section.client_secret_file if section.client_secret_file else None,
        refresh_token_file=folder / section.refresh_token_file if section.refresh_token_file else None,
        scope=section.scope,
    )


def oauth2_faults(section: OAuth2Section | None, folder: Path) -> Iterator[tuple[str, str, str]]:
    """The key, the end of a sentence that begins with it, and the mend."""
    if section is None:
        return
    is_refresh = section.grant == "refresh_token"
    if is_refresh and not section.refresh_token_file:
        mend = 'name the file of the refresh token, or write grant = "client_credentials"'
        yield "refresh_token_file", "is missing", mend
    if not is_refresh and section.refresh_token_file:
        yield "refresh_token_file", 'stands beside grant = "client_credentials"', "leave one of them out"
    if not is_refresh and not section.client_secret_file:
        yield "client_secret_file", "is missing", "name the file that holds the client's secret"
    for key in ("client_secret_file", "refresh_token_file"):
        file = getattr(section, key)
        if file and not _is_readable(folder / file):
            yield key, f'cannot be read: "{file}"', "write the secret into a readable file"


def _is_readable(file: Path) -> bool:
    return file.is_file() and os.access(file, os.R_OK)
