"""Knows the two tables of the house: who may import whom, and who holds which power over the world."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.architecture.sources import COMPUTED, PACKAGE, Source, imports, lies_in, uses

ALL = (PACKAGE,)

# What each folder may import of ours besides itself; a name covers everything below it.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "": (),
    "desk": (),
    "parsers": ("hauspost.desk",),
    "threading": ("hauspost.desk", "hauspost.parsers"),
    "store": ("hauspost.desk",),
    "outbound": ("hauspost.desk", "hauspost.threading.addresses"),
    "config": ("hauspost.desk",),
    "gateway": (
        "hauspost.desk",
        "hauspost.parsers",
        "hauspost.threading",
        "hauspost.store",
        "hauspost.outbound",
        "hauspost.__version__",
    ),
    "cli": ALL,
    "__main__": ALL,
}

# The composition root may load its commands by computed names; elsewhere an import must be readable.
MAY_COMPUTE_IMPORTS = ("cli", "__main__")

OUTER = ("gateway", "cli", "__main__")


@dataclass(frozen=True, slots=True)
class Power:
    """Names that reach into the world (parted by blanks), and the folders that may."""

    what: str
    names: str
    held_by: tuple[str, ...]


SOCKETS = """
    socket socketserver ssl http urllib.request smtplib imaplib aiosmtpd aiosmtplib imapclient dns
    asyncio.start_server asyncio.open_connection
"""
SQL = "sqlalchemy sqlite3 psycopg alembic"
CLOCK = """
    time.time time.time_ns time.monotonic time.monotonic_ns time.perf_counter time.perf_counter_ns
    time.sleep time.localtime time.gmtime apscheduler email.utils.localtime
    datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today datetime.date.today
"""
RANDOMNESS = "random secrets uuid.uuid1 uuid.uuid4 os.urandom os.getrandom email.utils.make_msgid"

POWERS = (
    Power("sockets", SOCKETS, ("gateway",)),
    Power("SQL", SQL, ("store",)),
    Power("templates", "jinja2", ("outbound",)),
    Power("the clock", CLOCK, OUTER),
    Power("randomness", RANDOMNESS, OUTER),
    Power("event loops and processes", "asyncio multiprocessing subprocess", OUTER),
    Power("the environment", "os.environ os.getenv os.environb", (*OUTER, "config")),
)


@dataclass(frozen=True, slots=True)
class Breach:
    """One line that the tables forbid."""

    module: str
    line: int
    target: str
    rule: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line} reaches for {self.target}: {self.rule}"


def forbidden_imports(source: Source) -> Iterator[Breach]:
    own = (f"{PACKAGE}.{source.folder}",) if source.folder else ()
    allowed = (*own, *MAY_IMPORT.get(source.folder, ()))
    for use in imports(source):
        if use.target == COMPUTED and source.folder not in MAY_COMPUTE_IMPORTS:
            yield Breach(source.name, use.line, use.target, "an import is written out")
        if lies_in(use.target, PACKAGE) and not any(lies_in(use.target, name) for name in allowed):
            yield Breach(source.name, use.line, use.target, f"{source.folder or PACKAGE} may not import it")


def foreign_powers(source: Source) -> Iterator[Breach]:
    for power in POWERS:
        if source.folder not in power.held_by:
            rule = f"{power.what} only in {', '.join(power.held_by)}"
            for use in uses(source):
                if any(lies_in(use.target, name) for name in power.names.split()):
                    yield Breach(source.name, use.line, use.target, rule)
