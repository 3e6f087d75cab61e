"""Knows what each difference between a mail as it left and as it came back means, and the mend."""

from collections.abc import Iterator
from datetime import timedelta

from hauspost.desk.soundness import Finding, Level
from hauspost.gateway.trial import Came
from hauspost.outbound.trial import Trial

PLACE = "send test"
CARRIED = "nothing to mend: References carry the thread, X-Hauspost-Id tells our mails, secrets the answers"


def differences(trial: Trial, came: Came) -> Iterator[Finding]:
    """What came back changed, the worst first."""
    found = (*_ways_back(trial, came), *_names(trial, came), *_proof(trial, came))
    order = tuple(Level)
    yield from sorted(found, key=lambda finding: order.index(finding.level))


def _ways_back(trial: Trial, came: Came) -> Iterator[Finding]:
    """Where answers and reports go: what they lack cannot be made up for."""
    arrival, mail = came.arrival, came.mail
    if arrival.rcpt_to.lower() != trial.rcpt_to:
        sentence = f"it was sent to {trial.rcpt_to} and came to {arrival.rcpt_to or 'nobody'}"
        yield Finding(Level.ERROR, PLACE, sentence, _mend_of_recipient(trial, came))
    if arrival.mail_from.lower() != trial.mail_from.lower():
        sentence = (
            f"the envelope's sender left as {trial.mail_from} and came as {arrival.mail_from or 'nobody'}"
        )
        is_verp = trial.mail_from != trial.from_address
        mend = (
            'write envelope = "address" under [relay], or let the relay keep it, so that bounces find their way'
            if is_verp
            else "let the relay keep it, or see to it that bounces at that address come in here"
        )
        yield Finding(Level.ERROR if is_verp else Level.WARNING, PLACE, sentence, mend)
    if trial.reply_to not in [one.address for one in mail.reply_to]:
        given = ", ".join(one.address for one in mail.reply_to) or "nothing"
        sentence = f"Reply-To came as {given}, so answers lose their key"
        yield Finding(Level.ERROR, PLACE, sentence, "let the relay keep Reply-To, or choose another one")


def _mend_of_recipient(trial: Trial, came: Came) -> str:
    if trial.rcpt_to in came.mail.recipients:
        return "the header still names it: let recipient_headers name the field in which it stands"
    return (
        "switch on plus addresses (recipient_delimiter, catch-all) on the way in, or choose another delimiter"
    )


def _names(trial: Trial, came: Came) -> Iterator[Finding]:
    """What programs know a mail by."""
    mail = came.mail
    is_marked, is_rooted = trial.message_id in mail.own_mark, trial.root in mail.references
    if mail.from_address != trial.from_address:
        given = mail.from_address or "nobody"
        mend = (
            f'write from = "{given}" under [relay], or let the relay keep From'
            if "@" in given
            else "keep From"
        )
        yield Finding(Level.WARNING, PLACE, f"From left as {trial.from_address} and came as {given}", mend)
    if mail.message_id != trial.message_id:
        level = Level.NOTE if is_marked and is_rooted else Level.WARNING
        mend = (
            CARRIED if level is Level.NOTE else "let the relay keep Message-ID, References and X-Hauspost-Id"
        )
        yield Finding(level, PLACE, f"the Message-ID was rewritten to <{mail.message_id}>", mend)
    if not is_rooted:
        sentence = "References lost their beginning, so mail programs may split threads"
        yield Finding(Level.WARNING, PLACE, sentence, "let the relay keep References")
    if not is_marked:
        sentence = "X-Hauspost-Id is gone, so our own mails and bounces are known by their Message-ID alone"
        yield Finding(Level.WARNING, PLACE, sentence, "let the relay keep headers that begin with X-")
    if dict(mail.headers).get("auto-submitted", "").lower() != "auto-generated":
        sentence = "Auto-Submitted is gone, so absence programs will answer our mails"
        yield Finding(Level.WARNING, PLACE, sentence, "let the relay keep Auto-Submitted")
    if mail.date is None or abs(mail.date - trial.date) >= timedelta(seconds=1):
        given = "nothing" if mail.date is None else mail.date.isoformat()
        sentence = f"Date left as {trial.date.isoformat()} and came as {given}"
        yield Finding(Level.NOTE, PLACE, sentence, "nothing to mend, but people see that time")


def _proof(trial: Trial, came: Came) -> Iterator[Finding]:
    """Whether our border says who wrote a mail; without it only keys prove anything (docs/security-model.md)."""
    arrival, auth = came.arrival, came.mail.auth
    others = ", ".join(f'"{name}"' for name in came.borders)
    if arrival.is_trusted:
        sentence = f"it came by {arrival.source}, where every mail counts as proven"
        yield Finding(Level.NOTE, PLACE, sentence, "nothing to mend, if strangers cannot reach that listener")
    elif not arrival.authserv_id:
        is_one = len(came.borders) == 1
        mend = (
            f"write authserv_id = {others}"
            if is_one
            else "let your mail server check DMARC, and name it there"
        )
        sentence = "authserv_id is empty where it came in, so nobody's word proves a sender"
        yield Finding(Level.WARNING, PLACE, sentence, mend)
    elif not auth.dmarc:
        heard = f"only of {others}" if others else "of nobody"
        sentence = f'"{arrival.authserv_id}" says nothing of DMARC; there are Authentication-Results {heard}'
        mend = "let that server check DMARC, or give authserv_id the name that it writes"
        yield Finding(Level.WARNING, PLACE, sentence, mend)
    elif auth.dmarc != "pass":
        domain = trial.from_address.rpartition("@")[2]
        sentence = (
            f"DMARC of our own mail says {auth.dmarc} (spf={auth.spf or 'none'}, dkim={auth.dkim or 'none'})"
        )
        mend = f"publish SPF for the relay, or let it sign for {domain} (or sign here: relay.dkim_key)"
        yield Finding(Level.WARNING, PLACE, sentence, mend)
