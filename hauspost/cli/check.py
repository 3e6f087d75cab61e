"""`hauspost check`: looks at everything that `serve` will need, and tells each lack with its mend."""

from collections.abc import Iterable
from typing import Annotated

import typer

from hauspost.cli import door
from hauspost.cli.checks import CHECKS
from hauspost.cli.checks.dns import dns
from hauspost.cli.door import USAGE, Trouble
from hauspost.cli.listing import print_json
from hauspost.cli.send_test import Wish, send_test
from hauspost.config.faults import ConfigFaults
from hauspost.desk.soundness import Finding, Level
from hauspost.gateway import logs
from hauspost.gateway.names import Server, read_server


def register(app: typer.Typer) -> None:
    app.command()(check)


def check(
    context: typer.Context,
    as_json: Annotated[
        bool, typer.Option("--json", help="A list of {check, severity, finding, mend}.")
    ] = False,
    with_mail: Annotated[
        bool, typer.Option("--send-test", help="Sends a mail to ourselves, and says what came back changed.")
    ] = False,
    seconds: Annotated[float, typer.Option(help="How long the test mail is waited for.", min=1.0)] = 120.0,
    name_server: Annotated[
        str,
        typer.Option(
            "--dns", metavar="ADDRESS[:PORT]", help="The name server to ask; else the machine's own."
        ),
    ] = "",
) -> None:
    """Looks at configuration, database, disk, clock, ports, relay, accounts, templates, master data and DNS before
    `serve` does. Exit status: 0 nothing worse than a warning, 1 an error, 2 a configuration that cannot be read."""
    if not door.options(context).debug:
        logs.silence()
    server = _server(name_server)
    try:
        settings = door.settings(context)
    except ConfigFaults as faults:
        if as_json:
            _print(Finding(Level.ERROR, fault.place, fault.sentence, fault.mend) for fault in faults.faults)
        raise
    findings = [finding for look in CHECKS for finding in look(settings)]
    findings += dns(settings, server)
    if with_mail:
        findings += send_test(settings, Wish(seconds, is_quiet=door.options(context).quiet))
    if as_json:
        _print(findings)
    else:
        _show(context, findings)
    if any(finding.level is Level.ERROR for finding in findings):
        raise typer.Exit(door.FAILED)


def _server(text: str) -> Server | None:
    try:
        return read_server(text) if text else None
    except ValueError:
        mend = 'write it like "9.9.9.9" or "127.0.0.1:5353"'
        raise Trouble(f'--dns names no server\'s address: "{text}"', mend, status=USAGE) from None


def _print(findings: Iterable[Finding]) -> None:
    """INTERFACE, "JSON lists": for programs that watch over the gateway."""
    print_json(
        [
            {
                "check": finding.place,
                "severity": str(finding.level),
                "finding": finding.sentence,
                "mend": finding.mend,
            }
            for finding in findings
        ]
    )


def _show(context: typer.Context, findings: list[Finding]) -> None:
    for finding in findings:
        line = f"{finding.level:<8}{finding.place}: {finding.sentence}; {finding.mend}"
        if finding.level is Level.NOTE:
            door.say(context, line)
        else:
            print(line)
    if all(finding.level is Level.NOTE for finding in findings):
        door.say(context, "Everything that `serve` needs is there.")
