"""Looks at what the configuration says by itself: who gets mails, the hours, the alerts."""

import shutil
from collections.abc import Iterator

from hauspost.config.settings import Settings
from hauspost.desk.soundness import Finding, Level, late_digest


def sending(settings: Settings) -> Iterator[Finding]:
    trial = 'to try it out first, write sending = "managers" under [policy]'
    mend = trial if settings.policy.is_live else "switch it on with `hauspost live`"
    yield Finding(Level.NOTE, "policy.sending", settings.policy.outgoing.said, mend)
    yield from late_digest(settings.policy)


def privacy(settings: Settings) -> Iterator[Finding]:
    company = settings.company
    if not (company.privacy_link or company.privacy_text):
        sentence = "first answers and welcome mails tell of data protection in our words alone"
        mend = "write company.privacy_link or privacy_text with your legal bases and your data protection officer"
        yield Finding(Level.NOTE, "company.privacy_link", sentence, mend)


def alerts(settings: Settings) -> Iterator[Finding]:
    command = settings.alerts.command
    if command and shutil.which(command[0]) is None:
        sentence = f'"{command[0]}" cannot be run'
        yield Finding(Level.ERROR, "alerts.command", sentence, "write its whole path, and make it executable")
