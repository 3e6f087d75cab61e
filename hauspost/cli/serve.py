"""`hauspost serve`: runs the gateway until SIGTERM or Ctrl-C."""

import asyncio
import contextlib
import signal
import sys
from typing import TYPE_CHECKING, Annotated

import structlog
import typer

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.cli.openings import CERTIFICATE_MEND, openings_of, signer_of, templates_of
from hauspost.config.settings import Settings
from hauspost.gateway import incoming, logs
from hauspost.gateway.alone import AlreadyServed, only_one
from hauspost.gateway.certificates import Unfit
from hauspost.gateway.entrance import ALL_PARTS, Entrance, Openings
from hauspost.gateway.memory import give_back_what_is_large, look_seldom_for_rubbish
from hauspost.gateway.outage import SAID
from hauspost.gateway.supervision import Supervisor
from hauspost.store.condition import Ill
from hauspost.store.database import StoreFailed

if TYPE_CHECKING:
    from hauspost.cli.works import Works

log = structlog.get_logger(__name__)

GRACE = 2.0  # seconds for mails under way where the rest never began


def register(app: typer.Typer) -> None:
    app.command("serve")(serve)


def serve(
    context: typer.Context,
    only: Annotated[str, typer.Option(help="Only these parts: smtp,lmtp,imap,intake,dispatch,clock.")] = "",
    log_level: Annotated[str, typer.Option(help="debug, info, warning or error.")] = "info",
) -> None:
    """Takes mail in, decides, sends; until SIGTERM."""
    settings = door.settings(context)
    parts = _parts(only)
    give_back_what_is_large()
    door.ready(settings, make=True)
    door.writable(settings)
    try:
        logs.configure(log_level, sys.stderr.isatty())
    except KeyError:
        raise Trouble(
            f"--log-level {log_level} is unknown", "use debug, info, warning or error", status=2
        ) from None
    try:
        openings = openings_of(settings, parts)
    except Unfit as error:
        raise Trouble(f"listen.tls_certificate: {error}", CERTIFICATE_MEND) from None
    # Where a key cannot sign, or there are no templates, that is said before any mail is taken.
    signer_of(settings)
    templates_of(settings)
    try:
        with only_one(settings.database.file):
            if door.is_unsafe_copy(settings):
                log.warning(door.UNSAFE_COPY, mend=door.UNSAFE_COPY_MEND)
            asyncio.run(_run(settings, parts, openings))
    except AlreadyServed as error:
        raise Trouble(str(error), "stop that one first, or use PostgreSQL for several nodes") from None
    except OSError as error:
        raise Trouble(
            door.first_line(error), "change `[listen]`, or stop the program that listens there"
        ) from None


def _parts(only: str) -> frozenset[str]:
    if not only:
        return ALL_PARTS
    named = frozenset(word.strip() for word in only.split(",") if word.strip())
    mend = f"choose from {', '.join(sorted(ALL_PARTS))}"
    if not named:
        raise Trouble(f'--only "{only}" names no part', mend, status=2)
    if unknown := named - ALL_PARTS:
        raise Trouble(f"--only {', '.join(sorted(unknown))} is no part", mend, status=2)
    return named


async def _run(settings: Settings, parts: frozenset[str], openings: Openings) -> None:
    """Mail is taken first; what decides and answers is loaded meanwhile, which takes longer than all the rest."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    entrance = Entrance(openings)
    entrance.outage.outdated = lambda: loop.call_soon_threadsafe(stopping.set)
    try:
        await entrance.open()
        for name, place in entrance.listeners.bound.items():
            with contextlib.suppress(OSError):  # where the log cannot be written mail is taken all the same
                print(f"listening: {name} {_spoken(place)}", file=sys.stderr, flush=True)
        works = await loop.run_in_executor(None, _loaded, settings, parts, entrance)
        if not stopping.is_set():
            await _serve(works, stopping)
    finally:
        if entrance.is_open:
            await entrance.close(GRACE)
        await loop.run_in_executor(None, entrance.database.close)
    if entrance.outage.ill is Ill.NEWER:
        raise Trouble(*SAID[Ill.NEWER])


def _loaded(settings: Settings, parts: frozenset[str], entrance: Entrance) -> "Works":
    from hauspost.cli.works import Works

    return Works(settings, parts, entrance)


async def _serve(works: "Works", stopping: asyncio.Event) -> None:
    supervisor = Supervisor()
    try:
        await works.start(stopping.is_set)
        look_seldom_for_rubbish()
        log.info("all parts work")
        supervisor.ready()
        await stopping.wait()
    except StoreFailed:
        if not stopping.is_set():
            raise
    finally:
        supervisor.stopping()
        await works.stop()


def _spoken(place: incoming.Place) -> str:
    return f"{place.host}:{place.port}" if isinstance(place, incoming.Tcp) else place.path
