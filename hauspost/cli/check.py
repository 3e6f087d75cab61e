"""`hauspost check`: looks at everything that `serve` will need, and tells each lack with its mend."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from hauspost.cli import check_nodes, door, templates
from hauspost.cli.door import Trouble
from hauspost.cli.listing import print_json
from hauspost.cli.plan import CERTIFICATE_MEND, account_of, catalogue_of, relay_place, signer_of, tokens_of
from hauspost.cli.send_test import Wish, send_test
from hauspost.config import values
from hauspost.config.faults import ConfigFaults
from hauspost.config.grammar import FIRST_START
from hauspost.config.settings import Settings
from hauspost.config.values import Imap, Maildir
from hauspost.config.values import Place as At
from hauspost.desk.houses import CategoryKey
from hauspost.desk.notices import NoticeKind
from hauspost.desk.soundness import Finding, Level, lacks, late_digest, switched_off
from hauspost.desk.soundness_of_work import Work, lacks_of_work
from hauspost.gateway import logs, probe
from hauspost.gateway.certificates import Unfit, server_context
from hauspost.gateway.clock import now
from hauspost.gateway.imap_account import Trouble as ImapTrouble
from hauspost.gateway.imap_probe import mails_in
from hauspost.gateway.incoming import Place, Tcp, Unix
from hauspost.gateway.probe import PlaceState, Sign
from hauspost.outbound import catalogue
from hauspost.outbound.overriding import Overridden
from hauspost.store import fetched, registry
from hauspost.store.migrate import SchemaState, write_refusal

# Of one machine a folder of mails is a way to try it out; of several each would have a part of them.
NO_RELAY = "there is no relay: every node puts its mails into a folder of its own machine"
NO_RELAY_MEND = "write relay.url, or leave `dispatch` out of --only here"


def register(app: typer.Typer) -> None:
    app.command()(check)


def check(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="The findings as JSON.")] = False,
    with_mail: Annotated[
        bool, typer.Option("--send-test", help="Sends a mail to ourselves, and says what came back changed.")
    ] = False,
    seconds: Annotated[float, typer.Option(help="How long the test mail is waited for.", min=1.0)] = 120.0,
) -> None:
    """Looks at configuration, database, ports, relay, accounts, templates and master data before `serve` does."""
    if not door.options(context).debug:
        logs.silence()
    try:
        settings = door.settings(context)
    except ConfigFaults as faults:
        if as_json:
            print_json([{"level": "error", **asdict(fault)} for fault in faults.faults])
        raise
    findings = [finding for look in CHECKS for finding in look(settings)]
    if with_mail:
        findings += send_test(settings, Wish(seconds, is_quiet=door.options(context).quiet))
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        _show(context, findings)
    if any(finding.level is Level.ERROR for finding in findings):
        raise typer.Exit(door.FAILED)


def _show(context: typer.Context, findings: list[Finding]) -> None:
    for finding in findings:
        line = f"{finding.level:<8}{finding.place}: {finding.sentence}; {finding.mend}"
        if finding.level is Level.NOTE:
            door.say(context, line)
        else:
            print(line)
    if all(finding.level is Level.NOTE for finding in findings):
        door.say(context, "Everything that `serve` needs is there.")


def _configuration(settings: Settings) -> Iterator[Finding]:
    trial = 'to try it out first, write sending = "managers" under [policy]'
    mend = trial if settings.policy.is_live else "switch it on with `hauspost live`"
    yield Finding(Level.NOTE, "policy.sending", settings.policy.outgoing.said, mend)
    yield from late_digest(settings.policy)


def _database(settings: Settings) -> Iterator[Finding]:
    file = settings.database.file
    if file is not None and not file.exists():
        if fault := _unwritable(file.parent):
            yield Finding(Level.ERROR, "database.url", fault, "choose a folder that you may write to")
        else:
            sentence = f"there is no database yet at {file}"
            yield Finding(Level.NOTE, "database.url", sentence, "`import --apply` and `serve` make it")
        return
    try:
        state = door.reachable(settings)
    except Trouble as trouble:
        yield Finding(Level.ERROR, "database.url", trouble.sentence, trouble.mend)
        return
    yield from _schema(state)
    if state is SchemaState.CURRENT and (refusal := write_refusal(settings.database.url)):
        yield Finding(Level.ERROR, "database.url", f"{door.NO_WRITES} ({refusal})", door.NO_WRITES_MEND)
    elif state is SchemaState.CURRENT and file is None:
        yield from check_nodes.look(settings)
    if state is SchemaState.CURRENT and door.is_unsafe_copy(settings):
        yield Finding(Level.WARNING, "database.url", door.UNSAFE_COPY, door.UNSAFE_COPY_MEND)


def _schema(state: SchemaState) -> Iterator[Finding]:
    if state is SchemaState.NEWER:
        sentence = "the database was made by a later version of Hauspost"
        yield Finding(Level.ERROR, "database.url", sentence, "install that version, or a later one")
    elif state is not SchemaState.CURRENT:
        yield Finding(Level.WARNING, "database.url", f"the schema is {state}", "run `hauspost migrate`")


def _listeners(settings: Settings) -> Iterator[Finding]:
    sign = probe.mail_sign(settings.mail.domain)
    for listener in settings.listeners:
        yield from _place(f"listen.{listener.protocol}", listener.place, sign)
    if settings.health is not None:
        yield from _place("listen.health", settings.health, probe.HEALTH_SIGN)


def _place(key: str, at: At, sign: Sign) -> Iterator[Finding]:
    place: Place = Tcp(at.host, at.port) if isinstance(at, values.Tcp) else Unix(at.path)
    match probe.place_state(place, sign):
        case PlaceState.OURS:
            yield Finding(Level.NOTE, key, f"a gateway of ours listens at {at} already", "nothing to mend")
        case PlaceState.TAKEN:
            yield Finding(
                Level.ERROR, key, f"another program listens at {at}", "stop it, or choose another port"
            )
        case PlaceState.FORBIDDEN:
            mend = "choose a port above 1023 and an address of this machine, or give it the right to listen there"
            yield Finding(Level.ERROR, key, f"nothing may listen at {at}", mend)


def _tls(settings: Settings) -> Iterator[Finding]:
    if settings.tls is None:
        return
    try:
        server_context(settings.tls.certificate, settings.tls.key)
    except Unfit as error:
        yield Finding(Level.ERROR, "listen.tls_certificate", str(error), CERTIFICATE_MEND)


def relay(settings: Settings) -> Iterator[Finding]:
    to = settings.relay.to
    if isinstance(to, Maildir):
        if fault := _unwritable(to.folder):
            yield Finding(Level.ERROR, "relay.url", fault, "choose a folder that you may write to")
        elif settings.database.file is None:
            yield Finding(Level.WARNING, "relay.url", NO_RELAY, NO_RELAY_MEND)
        return
    found = probe.relay_fault(
        relay_place(settings.relay),
        password=to.password,
        tokens=tokens_of(settings.relay),
        hostname=settings.mail.domain,
    )
    if found is not None:
        sentence, mend = found
        mend = f"{mend or 'mend relay.url'}; until then mails wait"
        yield Finding(Level.ERROR, "relay.url", f"the relay does not take mail ({sentence})", mend)


def _signing(settings: Settings) -> Iterator[Finding]:
    try:
        signer = signer_of(settings)
    except Trouble as trouble:
        yield Finding(Level.ERROR, "relay.dkim_key", trouble.sentence, trouble.mend)
        return
    for key in signer.keys:
        name = f"{key.selector}._domainkey.{signer.domain}"
        sentence = f"mails are signed with the key that belongs at {name}"
        yield Finding(Level.NOTE, "relay.dkim_key", sentence, f'publish there TXT "{key.record}"')


def _alerts(settings: Settings) -> Iterator[Finding]:
    command = settings.alerts.command
    if command and shutil.which(command[0]) is None:
        sentence = f'"{command[0]}" cannot be run'
        yield Finding(Level.ERROR, "alerts.command", sentence, "write its whole path, and make it executable")


def _imap(settings: Settings) -> Iterator[Finding]:
    for one in settings.imap:
        place = f"imap.{one.name}"
        try:
            count = mails_in(account_of(one))
        except ImapTrouble as trouble:
            yield Finding(Level.ERROR, place, trouble.sentence, trouble.mend)
            continue
        if (
            one.since is not None
            and one.since > now().astimezone(ZoneInfo(settings.company.time_zone)).date()
        ):
            sentence = f"since lies in the future ({one.since}): what comes before that day is never fetched"
            yield Finding(Level.WARNING, place, sentence, f'write a day that is past, or "{FIRST_START}"')
            continue
        begun = _is_begun(settings, one)
        older = "" if begun or one.since is not None else f"; mails that lie there now stay there: {count}"
        sentence = f"the folder {one.at.folder} can be read and cleared{older}"
        yield Finding(Level.NOTE, place, sentence, "nothing to mend")


def _is_begun(settings: Settings, one: Imap) -> bool:
    """Whether mails were fetched from the account before."""
    file = settings.database.file
    if file is not None and not file.exists():
        return False
    try:
        if door.reachable(settings) is not SchemaState.CURRENT:
            return False
    except Trouble:
        return False  # told by the look at the database
    with door.database(settings) as database, database.read() as connection:
        return fetched.begun(connection, one.name, one.at.folder) is not None


def _unwritable(folder: Path) -> str:
    """Why nothing can be written to a folder, or to the nearest one that is there; "" if it can."""
    there = next((path for path in (folder, *folder.parents) if path.exists()), folder)
    if not there.is_dir():
        return f"{there} is no folder"
    return "" if os.access(there, os.W_OK | os.X_OK) else f"{there} cannot be written to"


def _templates(settings: Settings) -> Iterator[Finding]:
    for code in catalogue.languages():
        for kind in NoticeKind:
            try:
                catalogue.ours().page_template(code, kind)
            except Exception as error:  # whatever a broken template raises, it is told by its name
                sentence = f"{code}/{kind} cannot be read ({door.first_line(error)})"
                yield Finding(Level.ERROR, "templates", sentence, "install Hauspost again")
    try:
        used = catalogue_of(settings)
    except Trouble as trouble:
        yield Finding(Level.ERROR, "mail.templates", trouble.sentence, trouble.mend)
        return
    if isinstance(used, Overridden):
        yield from templates.findings(used, settings)


def _masterdata(settings: Settings) -> Iterator[Finding]:
    file = settings.database.file
    if file is not None and not file.exists():
        return
    try:
        if door.reachable(settings) is not SchemaState.CURRENT:
            return
    except Trouble:
        return  # told by the look at the database
    with door.database(settings) as database, database.read() as connection:
        houses, people = registry.all_properties(connection), registry.all_persons(connection)
        units = registry.all_units(connection)
        work = Work(
            firms=registry.firms(connection),
            persons=registry.persons_of_firms(connection),
            assignments=registry.all_assignments(connection),
            categories=registry.categories(connection),
            rules=registry.all_rules(connection),
            people=people,
        )
    yield from lacks(houses, people, units, day=_today(settings))
    yield from lacks_of_work(work, day=_today(settings))
    yield from switched_off((*people, *work.persons))
    yield from templates.unspoken((*people, *work.persons), settings)
    yield from _of_deadlines(settings, {category.key for category in work.categories})


def _of_deadlines(settings: Settings, known: set[CategoryKey]) -> Iterator[Finding]:
    named = dict.fromkeys(row.category for row in settings.document.deadline if row.category)
    for key in (key for key in named if key not in known):
        sentence = f'a [[deadline]] speaks of the category "{key}", which does not exist'
        yield Finding(Level.WARNING, "deadlines", sentence, "write a key of categories.csv")


def _today(settings: Settings) -> date:
    return now().astimezone(ZoneInfo(settings.company.time_zone)).date()


CHECKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    _configuration,
    _database,
    _listeners,
    _tls,
    relay,
    _signing,
    _alerts,
    _imap,
    _templates,
    _masterdata,
)
