"""`hauspost serve`: runs the gateway until SIGTERM or Ctrl-C."""

import asyncio
import contextlib
import signal
import sys
import threading
from typing import Annotated

import structlog
import typer

from hauspost.cli import door, watching
from hauspost.cli.checks.relay import relay
from hauspost.cli.door import Trouble
from hauspost.cli.plan import CERTIFICATE_MEND, plan_of
from hauspost.config.settings import Settings
from hauspost.config.values import Tcp as At
from hauspost.desk.soundness import Level
from hauspost.gateway import incoming, logs
from hauspost.gateway.certificates import Unfit
from hauspost.gateway.health import Health
from hauspost.gateway.memory import give_back_what_is_large
from hauspost.gateway.outage import SAID
from hauspost.gateway.serving import ALL_PARTS, AlreadyServed, Gateway, Plan, only_one
from hauspost.gateway.supervision import Supervisor
from hauspost.gateway.vitals import Bounds, Sources
from hauspost.store.condition import Ill

log = structlog.get_logger(__name__)


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
        plan = plan_of(settings, parts=parts)
    except Unfit as error:
        raise Trouble(f"listen.tls_certificate: {error}", CERTIFICATE_MEND) from None
    try:
        with only_one(settings.database.file):
            if door.is_unsafe_copy(settings):
                log.warning(door.UNSAFE_COPY, mend=door.UNSAFE_COPY_MEND)
            asyncio.run(_run(settings, plan))
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


async def _run(settings: Settings, plan: Plan) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    gateway = Gateway(plan)
    sources, bounds = watching.sources_of(settings, gateway), watching.bounds_of(settings)
    health = _health(settings, sources, bounds)
    watch = watching.watch_of(settings, gateway, sources, bounds)
    supervisor = Supervisor()
    gateway.outage.outdated = lambda: loop.call_soon_threadsafe(stopping.set)
    if "dispatch" in plan.parts:
        threading.Thread(target=_say_relay, args=(settings,), name="relay", daemon=True).start()
    try:
        await gateway.start()
        watch.start()
        if health is not None:
            await health.start()
        for name, place in gateway.listeners.bound.items():
            with contextlib.suppress(OSError):  # where the log cannot be written mail is taken all the same
                print(f"listening: {name} {_spoken(place)}", file=sys.stderr, flush=True)
        supervisor.ready()
        await stopping.wait()
    finally:
        supervisor.stopping()
        if health is not None:
            with contextlib.suppress(OSError):
                await health.stop()
        watch.stop()
        await gateway.stop()
    if gateway.outage.ill is Ill.NEWER:
        raise Trouble(*SAID[Ill.NEWER])


def _say_relay(settings: Settings) -> None:
    """What is sent waits for it, and whoever starts a node looks at the log now."""
    for finding in relay(settings):
        say = log.error if finding.level is Level.ERROR else log.warning
        say(finding.sentence, mend=finding.mend)


def _spoken(place: incoming.Place) -> str:
    return f"{place.host}:{place.port}" if isinstance(place, incoming.Tcp) else place.path


def _health(settings: Settings, sources: Sources, bounds: Bounds) -> Health | None:
    where = settings.health
    if not isinstance(where, At):
        return None
    return Health(incoming.Tcp(where.host, where.port), sources, bounds=bounds)
