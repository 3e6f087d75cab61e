"""`hauspost check --send-test`: a mail to ourselves, and what of it came back changed."""

import secrets
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import Progress

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.cli.openings import grammar_of, signer_of
from hauspost.cli.plan import relay_place, sender_of, tokens_of
from hauspost.config.settings import Settings
from hauspost.config.values import Maildir, Remote
from hauspost.desk.soundness import Finding, Level
from hauspost.gateway.clock import now
from hauspost.gateway.outcomes import Delivered, Outcome, Patience
from hauspost.gateway.relay import relays_at
from hauspost.gateway.sandbox import ParserDied, Sandbox
from hauspost.gateway.trial import Came, Returned, Waiting
from hauspost.gateway.trial_findings import PLACE, differences
from hauspost.outbound.trial import Trial, trial
from hauspost.store import arrivals, registry
from hauspost.store.database import Database
from hauspost.threading.addresses import SECRET_OCTETS, desk_address, mailbox_address

PATIENCE = Patience(connect=15.0, command=30.0, final=60.0)


@dataclass(frozen=True, slots=True)
class Wish:
    """How long to wait, and whether somebody looks on."""

    seconds: float
    is_quiet: bool


def send_test(settings: Settings, wish: Wish) -> Iterator[Finding]:
    to = settings.relay.to
    if isinstance(to, Maildir):
        sentence = "relay.url is a folder, from which no mail comes back"
        yield Finding(Level.ERROR, PLACE, sentence, "name a server there, and test again")
        return
    try:
        with door.database(settings) as database, Sandbox(1) as sandbox:
            yield from _tested(settings, database, Sent(settings, to), sandbox=sandbox, wish=wish)
    except Trouble as trouble:
        yield Finding(Level.ERROR, PLACE, trouble.sentence, trouble.mend)
    except ParserDied as error:
        sentence = f"what came back cannot be read ({error.reason})"
        yield Finding(Level.ERROR, PLACE, sentence, "look at it: `hauspost arrivals`")


def _tested(
    settings: Settings, database: Database, sent: "Sent", *, sandbox: Sandbox, wish: Wish
) -> Iterator[Finding]:
    with database.read() as connection:
        since = arrivals.newest(connection)
        house = next(iter(registry.all_properties(connection)), None)
    grammar = grammar_of(settings)
    ours = mailbox_address(house.mailbox, grammar) if house else desk_address(grammar)
    mail = sent.written(ours)
    outcome = sent.handed_over(mail)
    if not isinstance(outcome, Delivered):
        yield _not_taken(outcome)
        return
    began = time.monotonic()
    with Progress(console=Console(stderr=True), transient=True, disable=not _is_shown(wish)) as progress:
        task = progress.add_task("waiting for the test mail", total=wish.seconds)
        found = Waiting(database, sandbox, since).for_return(
            mail,
            seconds=wish.seconds,
            tick=lambda: progress.update(task, completed=time.monotonic() - began),
        )
    yield from _judged(mail, found, wish, took=time.monotonic() - began)


def _is_shown(wish: Wish) -> bool:
    return sys.stderr.isatty() and not wish.is_quiet


@dataclass(frozen=True, slots=True)
class Sent:
    """The way out as `serve` would use it."""

    settings: Settings
    to: Remote

    def written(self, ours: str) -> Trial:
        zone = ZoneInfo(self.settings.company.time_zone)
        return trial(
            word=secrets.token_hex(12),
            secrets=(secrets.token_bytes(SECRET_OCTETS), secrets.token_bytes(SECRET_OCTETS)),
            from_address=ours,
            grammar=grammar_of(self.settings),
            sender=sender_of(self.settings.relay),
            at=now().astimezone(zone).replace(microsecond=0),
        )

    def handed_over(self, mail: Trial) -> Outcome:
        """Raises Trouble where a key cannot sign."""
        relay = relays_at(
            relay_place(self.settings.relay),
            password=self.to.password,
            tokens=tokens_of(self.settings.relay),
            hostname=self.settings.mail.domain,
            patience=PATIENCE,
        )()
        octets = signer_of(self.settings)(mail.octets)
        try:
            return relay.send(mail.mail_from, mail.rcpt_to, octets, before_mail=lambda: True)
        finally:
            relay.hang_up()


def _not_taken(outcome: Outcome) -> Finding:
    code, reply = getattr(outcome, "code", 0), getattr(outcome, "reply", "")
    mend = getattr(outcome, "mend", "") or "see what the relay says, and its log"
    said = f"{code} {reply}" if code else reply
    return Finding(Level.ERROR, PLACE, f"the relay did not take the test mail ({said})", mend)


def _judged(mail: Trial, found: Came | Returned | None, wish: Wish, *, took: float) -> Iterator[Finding]:
    match found:
        case None:
            sentence = f"the relay took the test mail, but nothing came back within {wish.seconds:.0f} s"
            mend = (
                f"see that `hauspost serve` runs, that mail for {mail.rcpt_to.rpartition('@')[2]} is led to it, "
                f"and what the relay's log says of <{mail.message_id}>"
            )
            yield Finding(Level.ERROR, PLACE, sentence, mend)
        case Returned(diagnostic):
            sentence = f"the test mail to {mail.rcpt_to} came back undelivered ({diagnostic})"
            mend = "lead every address of that domain here, with what follows the delimiter"
            yield Finding(Level.ERROR, PLACE, sentence, mend)
        case Came():
            changes = tuple(differences(mail, found))
            how = "and nothing that matters was changed" if _is_sound(changes) else "but not as it left"
            sentence = f"the test mail came back by {found.arrival.source} after {took:.1f} s, {how}"
            yield Finding(
                Level.NOTE, PLACE, sentence, "nothing to mend" if _is_sound(changes) else "see below"
            )
            yield from changes


def _is_sound(changes: tuple[Finding, ...]) -> bool:
    return all(change.level is Level.NOTE for change in changes)
