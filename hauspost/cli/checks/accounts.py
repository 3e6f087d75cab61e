"""Looks at each account that mail is fetched from, all the way but for the mail."""

from collections.abc import Iterator

from hauspost.cli.checks.opened import opened, today
from hauspost.cli.plan import account_of
from hauspost.config.grammar import FIRST_START
from hauspost.config.settings import Settings
from hauspost.config.values import Imap
from hauspost.desk.soundness import Finding, Level
from hauspost.gateway.imap_account import Trouble
from hauspost.gateway.imap_probe import mails_in
from hauspost.store import fetched


def accounts(settings: Settings) -> Iterator[Finding]:
    for one in settings.imap:
        place = f"imap.{one.name}"
        try:
            count = mails_in(account_of(one))
        except Trouble as trouble:
            yield Finding(Level.ERROR, place, trouble.sentence, trouble.mend)
            continue
        if one.since is not None and one.since > today(settings):
            sentence = f"since lies in the future ({one.since}): what comes before that day is never fetched"
            yield Finding(Level.WARNING, place, sentence, f'write a day that is past, or "{FIRST_START}"')
            continue
        begun = _is_begun(settings, one)
        older = "" if begun or one.since is not None else f"; mails that lie there now stay there: {count}"
        sentence = f"the folder {one.at.folder} can be read and cleared{older}"
        yield Finding(Level.NOTE, place, sentence, "nothing to mend")


def _is_begun(settings: Settings, one: Imap) -> bool:
    """Whether mails were fetched from the account before."""
    with opened(settings) as connection:
        return connection is not None and fetched.begun(connection, one.name, one.at.folder) is not None
