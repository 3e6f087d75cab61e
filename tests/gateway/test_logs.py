"""Knows what a log line may say: what happened and to which number, never who or which words (SAFETY, P7)."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from hauspost.gateway import logs


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def configured(level: str = "info") -> io.StringIO:
    written = io.StringIO()
    logs.configure(level, False, stream=written)
    return written


def test_a_line_is_one_json_object_with_time_level_and_event() -> None:
    written = configured()
    structlog.get_logger("hauspost.gateway.intake").info("decided", arrival=7, cell="live/P/pass")
    (line,) = lines(written)
    assert line["event"] == "decided"
    assert line["arrival"] == 7
    assert line["level"] == "info"
    assert line["cell"] == "live/P/pass"
    assert line["at"].endswith("Z")


def test_addresses_words_and_tokens_are_taken_out_whoever_logs_them() -> None:
    written = configured()
    structlog.get_logger().info(
        "stored",
        from_address="anna.berger@post.example",
        text="Die Heizung ist kalt",
        reply="550 5.1.1 <anna.berger@post.example> unknown",
        to=["anna.berger@post.example"],
        facts={"at": ["reply+aaaaaaaaaaaaaaaaaaaaaaaaaa@reply.example"]},
        octets=912,
    )
    text = written.getvalue()
    assert "anna.berger" not in text
    assert "Heizung" not in text
    assert "aaaaaaaaaaaaaaaaaaaaaaaaaa" not in text
    assert lines(written)[0]["reply"] == "550 5.1.1 <(address)> unknown"
    assert lines(written)[0]["octets"] == 912


def test_an_exception_is_told_by_its_type_and_place_and_not_by_its_words() -> None:
    written = configured()
    try:
        raise ValueError("Anna Berger wrote: die Heizung ist kalt")
    except ValueError:
        structlog.get_logger().exception("a decision failed", arrival=3)
    (line,) = lines(written)
    assert line["error"] == "ValueError"
    assert "test_logs.py" in line["trace"][-1]
    assert "Berger" not in written.getvalue()


def test_debug_may_name_addresses_but_never_a_secret() -> None:
    written = configured("debug")
    structlog.get_logger().debug(
        "rcpt", rcpt_to="reply+abcdefghijklmnopqrstuvwxya@r.example", mail_from="a@post.example"
    )
    (line,) = lines(written)
    assert line["mail_from"] == "a@post.example"
    assert "abcdefghijklmnopqrstuvwxya" not in written.getvalue()


def test_the_standard_library_goes_the_same_way() -> None:
    written = configured()
    logging.getLogger("some.library").warning("cannot reach %s", "anna@post.example")
    logging.getLogger("alembic.runtime").info("chatter")
    (line,) = lines(written)
    assert line["event"] == "cannot reach (address)"
    assert line["logger"] == "some.library"


def test_the_values_of_a_failed_statement_stay_out() -> None:
    written = configured()
    structlog.get_logger().error("refused", why="INSERT INTO entries … [parameters: ('Anna', 'kalt')]")
    assert "kalt" not in written.getvalue()


def test_a_terminal_gets_key_values() -> None:
    written = io.StringIO()
    logs.configure("info", True, stream=written)
    structlog.get_logger().info("listening", port=8025)
    assert "listening" in written.getvalue()
    assert not written.getvalue().startswith("{")
