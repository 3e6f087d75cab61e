"""Knows that the package keeps both tables, and that the reader of the sources overlooks no way around them."""

from pathlib import Path

import pytest

from tests.architecture.rules import MAY_IMPORT, forbidden_imports, foreign_powers
from tests.architecture.sources import Source, read, sources

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = sources(ROOT)


def written(root: Path, module: str, text: str) -> Source:
    """A package of one module, `module` being its path below the root."""
    path = root / module
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return read(root, path)


def test_no_folder_imports_what_the_table_does_not_allow() -> None:
    assert [str(breach) for source in PACKAGE for breach in forbidden_imports(source)] == []


def test_sockets_sql_templates_clock_and_randomness_stay_in_their_folders() -> None:
    assert [str(breach) for source in PACKAGE for breach in foreign_powers(source)] == []


def test_every_module_lies_in_a_folder_of_the_table() -> None:
    assert {source.folder for source in PACKAGE} <= set(MAY_IMPORT)


@pytest.mark.parametrize(
    "line",
    [
        "import hauspost.store",
        "import hauspost.store.tickets as tickets",
        "import os, hauspost.store",
        "from hauspost.store import tickets",
        "from hauspost.store.tickets import Ticket",
        "from hauspost import store",
        "from hauspost import desk, store as kept",
        "from hauspost import *",
        "from ..store import tickets",
        "from ..store.tickets import Ticket",
        "from .. import store",
        "from .. import store as kept",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from hauspost.store import tickets",
        "import typing\nif typing.TYPE_CHECKING:\n    from ..store import tickets",
        "def late():\n    import hauspost.store",
        "try:\n    from hauspost import store\nexcept ImportError:\n    pass",
        "import importlib\nimportlib.import_module('hauspost.store')",
        "from importlib import import_module\nimport_module('hauspost.store.tickets')",
        "from importlib import import_module\nimport_module('..store', __package__)",
        "from importlib import import_module\nimport_module(f'hauspost.store.{name}')",
        "import importlib.util\nimportlib.util.find_spec('hauspost.store')",
        "from importlib import resources\nresources.files('hauspost.store')",
        "from importlib import import_module\nimport_module(name)",
        "__import__('hauspost.store')",
    ],
)
def test_a_forbidden_import_is_seen_in_every_form(tmp_path: Path, line: str) -> None:
    source = written(tmp_path, "hauspost/parsers/mail.py", line)
    assert list(forbidden_imports(source)) != []


@pytest.mark.parametrize(
    "line",
    [
        "import hauspost.desk.model",
        "from hauspost import desk",
        "from hauspost.desk.model import Ticket",
        "from ..desk import model",
        "from . import fields",
        "from .fields import Address",
        "from hauspost.parsers import fields",
        "import threading",
        "from importlib import resources\nresources.files(__package__)",
        "name = 'hauspost.store'",
    ],
)
def test_an_allowed_import_is_left_in_peace(tmp_path: Path, line: str) -> None:
    source = written(tmp_path, "hauspost/parsers/mail.py", line)
    assert list(forbidden_imports(source)) == []


@pytest.mark.parametrize(
    "module, line, allowed",
    [
        ("hauspost/outbound/compose.py", "from hauspost.threading.addresses import minted", True),
        ("hauspost/outbound/compose.py", "from hauspost.threading import addresses", True),
        ("hauspost/outbound/compose.py", "from hauspost.threading.resolve import conclude", False),
        ("hauspost/outbound/compose.py", "from hauspost.threading import resolve", False),
        ("hauspost/outbound/compose.py", "import hauspost.threading", False),
        ("hauspost/desk/decide.py", "from hauspost.parsers import mail", False),
        ("hauspost/desk/__init__.py", "from . import model", True),
        ("hauspost/desk/__init__.py", "from .. import parsers", False),
        ("hauspost/store/migrations/versions/first.py", "from ....gateway import smtpd", False),
        ("hauspost/store/migrations/versions/first.py", "from ... import schema", True),
        ("hauspost/gateway/intake.py", "from hauspost.config import settings", False),
        ("hauspost/gateway/intake.py", "from hauspost.cli import serve", False),
        ("hauspost/gateway/intake.py", "from hauspost.store import ledger", True),
        ("hauspost/cli/serve.py", "from hauspost.config import settings", True),
        ("hauspost/__main__.py", "from hauspost.cli import serve", True),
        ("hauspost/__init__.py", "from .desk import model", False),
        ("hauspost/extra/thing.py", "from hauspost.desk import model", False),
    ],
)
def test_each_folder_has_its_own_row(tmp_path: Path, module: str, line: str, allowed: bool) -> None:
    source = written(tmp_path, module, line)
    assert (list(forbidden_imports(source)) == []) is allowed


@pytest.mark.parametrize(
    "module, line",
    [
        ("hauspost/store/tickets.py", "import socket"),
        ("hauspost/cli/demo.py", "import smtplib"),
        ("hauspost/cli/serve.py", "import asyncio\nasyncio.start_server"),
        ("hauspost/gateway/intake.py", "from sqlalchemy import select"),
        ("hauspost/cli/migrate.py", "import alembic.command"),
        ("hauspost/gateway/health.py", "import jinja2"),
        ("hauspost/desk/decide.py", "from datetime import datetime\nat = datetime.now()"),
        ("hauspost/desk/decide.py", "import datetime as dt\nat = dt.datetime.now(dt.UTC)"),
        ("hauspost/desk/decide.py", "from datetime import date\ntoday = date.today"),
        ("hauspost/store/ledger.py", "import time\nstarted = time.monotonic()"),
        ("hauspost/store/ledger.py", "from time import time as now"),
        ("hauspost/threading/addresses.py", "import secrets"),
        ("hauspost/threading/addresses.py", "from random import choice"),
        ("hauspost/threading/addresses.py", "import uuid\ntoken = uuid.uuid4()"),
        ("hauspost/outbound/compose.py", "from email.utils import make_msgid"),
        ("hauspost/outbound/compose.py", "import email.utils\nemail.utils.make_msgid()"),
        ("hauspost/parsers/mail.py", "import asyncio"),
        ("hauspost/outbound/render.py", "import os\nhome = os.environ['HOME']"),
    ],
)
def test_a_power_in_the_wrong_folder_is_seen(tmp_path: Path, module: str, line: str) -> None:
    source = written(tmp_path, module, line)
    assert list(foreign_powers(source)) != []


@pytest.mark.parametrize(
    "module, line",
    [
        (
            "hauspost/gateway/clock.py",
            "import time\nfrom datetime import datetime\n(time.monotonic, datetime.now)",
        ),
        ("hauspost/gateway/relay.py", "import socket, secrets, uuid"),
        ("hauspost/store/schema.py", "import sqlalchemy as sa\nsa.select"),
        ("hauspost/outbound/render.py", "from jinja2 import Environment"),
        (
            "hauspost/desk/model.py",
            "from datetime import datetime\nat: datetime = datetime.fromisoformat('2026-01-01')",
        ),
        ("hauspost/desk/model.py", "from uuid import UUID"),
        ("hauspost/parsers/fields.py", "from email.utils import parsedate_to_datetime"),
        ("hauspost/desk/model.py", "def spent(time): return time.time"),
    ],
)
def test_a_power_in_its_own_folder_is_left_in_peace(tmp_path: Path, module: str, line: str) -> None:
    source = written(tmp_path, module, line)
    assert list(foreign_powers(source)) == []
