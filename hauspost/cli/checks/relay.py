"""Looks at the way out: the relay as far as a mail goes before its first word, and the keys that sign."""

from collections.abc import Iterator

from hauspost.cli.checks.folders import unwritable
from hauspost.cli.door import Trouble
from hauspost.cli.openings import signer_of
from hauspost.cli.plan import relay_place, tokens_of
from hauspost.config.settings import Settings
from hauspost.config.values import Maildir
from hauspost.desk.soundness import Finding, Level
from hauspost.gateway import probe

# Of one machine a folder of mails is a way to try it out; of several each would have a part of them.
NO_RELAY = "there is no relay: every node puts its mails into a folder of its own machine"
NO_RELAY_MEND = "write relay.url, or leave `dispatch` out of --only here"


def relay(settings: Settings) -> Iterator[Finding]:
    to = settings.relay.to
    if isinstance(to, Maildir):
        if fault := unwritable(to.folder):
            yield Finding(Level.ERROR, "relay.url", fault, "choose a folder that you may write to")
        elif settings.database.file is None:
            yield Finding(Level.WARNING, "relay.url", NO_RELAY, NO_RELAY_MEND)
        return
    way = settings.relay
    found = probe.relay_fault(
        relay_place(way), password=to.password, tokens=tokens_of(way), hostname=settings.mail.domain
    )
    if found is not None:
        sentence, mend = found
        mend = f"{mend or 'mend relay.url'}; until then mails wait"
        yield Finding(Level.ERROR, "relay.url", f"the relay does not take mail ({sentence})", mend)


def signing(settings: Settings) -> Iterator[Finding]:
    try:
        signer = signer_of(settings)
    except Trouble as trouble:
        yield Finding(Level.ERROR, "relay.dkim_key", trouble.sentence, trouble.mend)
        return
    for key in signer.keys:
        name = f"{key.selector}._domainkey.{signer.domain}"
        sentence = f"mails are signed with the key that belongs at {name}"
        yield Finding(Level.NOTE, "relay.dkim_key", sentence, f'publish there TXT "{key.record}"')
