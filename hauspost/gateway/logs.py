"""Knows how the log reads: what happened, with numbers and digests; no line says who wrote or what (SAFETY, P7)."""

import logging
import re
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager
from traceback import extract_tb
from typing import Any, Final, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

LEVELS: Final[Mapping[str, int]] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}
LONGEST: Final = 500  # characters of one value; what is longer is somebody's words
FRAMES: Final = 6

# Keys whose values are people, their words, or a key to their tickets.
_WORDS: Final = (
    "address addresses from_address from_name mail_from rcpt_to rcpt_tos recipient recipients to cc reply_to "
    "sender name author author_name by who subject text new_text body line excerpt octets raw message "
    "token tokens secret secrets password authorization message_id"
)
UNSAID: Final = frozenset(_WORDS.split())
_ADDRESS: Final = re.compile(r"[^\s<>@\"'(),;:]{1,128}@[^\s<>@\"'(),;:]{1,255}")
_TOKEN: Final = re.compile(r"(?<![a-z2-7])[a-z2-7]{25}[aeimquy4](?![a-z2-7])", re.IGNORECASE)
# SQLAlchemy prints the values of a failed statement behind this.
_PARAMETERS: Final = re.compile(r"\[parameters:.*", re.DOTALL)

# Other people's loggers that say at INFO what only concerns them.
QUIET: Final = ("alembic", "apscheduler", "sqlalchemy", "asyncio", "mailparser")


def configure(level: str = "info", is_terminal: bool = False, *, stream: TextIO | None = None) -> None:
    """Both structlog and the standard library write to one stream: JSON lines, or key-values on a terminal.

    `level`: a key of LEVELS. Raises KeyError for any other.
    """
    threshold = LEVELS[level]
    shared = _shared()
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_formatter(shared, is_terminal))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(threshold)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(threshold, logging.WARNING))


def bearing(**numbers: object) -> AbstractContextManager[None]:
    """Every line of this thread inside bears these numbers, whoever says it; what is None is left out."""
    told = {key: value for key, value in numbers.items() if value is not None}
    return structlog.contextvars.bound_contextvars(**told)


def silence() -> None:
    """For a command whose own answer says all of it."""
    configure("error")
    logging.getLogger().setLevel(logging.CRITICAL)


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        structlog.stdlib.PositionalArgumentsFormatter(),
        trace_without_words,
        only_numbers_and_digests,
    ]


def _formatter(shared: list[Processor], is_terminal: bool) -> logging.Formatter:
    last: Processor = structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    if is_terminal:
        last = structlog.dev.ConsoleRenderer(timestamp_key="at", colors=True)
    processors: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=processors)


def trace_without_words(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """An exception is its type and where it came from; its own words may quote a mail and stay out below DEBUG."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if not isinstance(error, BaseException):
        return event
    event["error"] = type(error).__name__
    event["trace"] = [f"{one.filename}:{one.lineno} {one.name}" for one in extract_tb(error.__traceback__)][
        -FRAMES:
    ]
    if _is_debug(method, event):
        event["error_says"] = str(error)
    return event


def only_numbers_and_digests(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Takes out what names a person or opens a ticket; DEBUG may name addresses, and no level shows a secret."""
    is_debug = _is_debug(method, event)
    for key in list(event):
        is_number = isinstance(event[key], (int, float))
        if key in UNSAID and not is_debug and not is_number:
            event[key] = "(unsaid)"
        else:
            event[key] = _masked(event[key], is_debug)
    return event


def _is_debug(method: str, event: EventDict) -> bool:
    return str(event.get("level", method)) == "debug"


def _masked(value: Any, is_debug: bool) -> Any:
    if isinstance(value, str):
        return masked_text(value, is_debug)
    if isinstance(value, Mapping):
        return {str(key): _masked(inner, is_debug) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_masked(inner, is_debug) for inner in value]
    return value


def masked_text(text: str, is_debug: bool = False) -> str:
    """Without secrets and, above DEBUG, without addresses; as long as a line may be."""
    short = _TOKEN.sub("(secret)", _PARAMETERS.sub("", text[: 4 * LONGEST]))[:LONGEST]
    return short if is_debug else _ADDRESS.sub("(address)", short)
