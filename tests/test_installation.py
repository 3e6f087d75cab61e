"""docs/installation.md is carried out as it stands, on a Debian machine, up to the first ticket.

Only its folders are others: /opt, /etc and /var/lib of the page lie below a temporary one.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import absent

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "installation.md"
PARTS = ("hauspost", "pyproject.toml", "README.md", "LICENSE", "requirements.lock")
PLACES = (
    "/opt/hauspost",
    "/etc/hauspost",
    "/var/lib/hauspost",
    "/etc/systemd/system",
    "/etc/bash_completion.d",
    "/usr/local/share/man/man1",
    "/usr/local/bin",
    "/tmp/first.eml",
)
SECONDS = 120


@pytest.fixture
def machine() -> Iterator[Path]:
    """Root of the places of the page; every user may pass through it."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        absent("installs packages and a user: only as root on Debian")
    folder = Path(tempfile.mkdtemp(prefix="machine-"))
    folder.chmod(0o755)
    for place in PLACES[3:7]:
        (folder / place[1:]).mkdir(parents=True)
    for place in ("opt", "etc", "var/lib", "tmp"):
        (folder / place).mkdir(parents=True, exist_ok=True)
    yield folder
    subprocess.run(["deluser", "--quiet", "hauspost"], check=False, capture_output=True)
    shutil.rmtree(folder)


def steps(machine: Path) -> str:
    blocks = re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len(blocks) == 7
    script = "".join(blocks)
    for place in PLACES:
        script = re.sub(rf"(?<![\w.]){re.escape(place)}(?![\w])", f"{machine}{place}", script)
        script = script.replace(f"sqlite:///{place}", f"sqlite:///{machine}{place}")
    return script


@pytest.mark.servers
def test_the_page_leads_from_a_bare_machine_to_the_first_ticket(machine: Path) -> None:
    checkout = machine / "checkout"
    checkout.mkdir()
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, checkout / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, checkout)
    debian = {**os.environ, "PATH": "/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
    debian.pop("VIRTUAL_ENV", None)
    done = subprocess.run(
        ["bash", "-euo", "pipefail"],
        input=steps(machine),
        cwd=checkout,
        env=debian,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    config = machine / "etc/hauspost/hauspost.toml"
    unit = (machine / "etc/systemd/system/hauspost.service").read_text("utf-8")
    _free_ports(config)
    with served(machine, unit):
        program = machine / "usr/local/bin/hauspost"
        (ticket,) = _until_there(program, config, machine / "log")
        assert (ticket["ticket"], ticket["category"]) == ("T-1001", "heating")
    subjects = [path.read_bytes() for path in (machine / "var/lib/hauspost/outbox").rglob("new/*")]
    assert any(b"[T-1001]" in octets for octets in subjects)


def _free_ports(config: Path) -> None:
    """The page's own ports may be in use where the tests run."""
    told = re.sub(r'"127\.0\.0\.1:(8025|8024|8080)"', '"127.0.0.1:0"', config.read_text("utf-8"))
    config.write_text(told, "utf-8")


@contextlib.contextmanager
def served(machine: Path, unit: str) -> Iterator[None]:
    """What systemd does with the unit: its command, its user, its socket; ends when it is ready, and then stops it."""
    said = dict(re.findall(r"^(ExecStart|User|Group)=(.*)$", unit, re.MULTILINE))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(machine / "notify"))
        (machine / "notify").chmod(0o777)
        manager.settimeout(SECONDS)
        with (machine / "log").open("wb") as log:
            process = subprocess.Popen(
                said["ExecStart"].split(),
                user=said["User"],
                group=said["Group"],
                extra_groups=[],
                env={"NOTIFY_SOCKET": manager.getsockname(), "PATH": "/usr/bin:/bin"},
                cwd="/",
                stderr=log,
            )
        try:
            assert manager.recv(64) == b"READY=1"
            yield
            process.send_signal(signal.SIGTERM)
            assert manager.recv(64) == b"STOPPING=1"
            assert process.wait(SECONDS) == 0, (machine / "log").read_text("utf-8")
        finally:
            process.kill()
            process.wait()


def _until_there(program: Path, config: Path, log: Path) -> list[dict[str, str]]:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        told = subprocess.run(
            [program, "tickets", "--json", "--config", config], capture_output=True, check=True
        ).stdout
        if found := json.loads(told):
            return list(found)
        time.sleep(0.5)
    raise AssertionError(f"there is no ticket: {log.read_text('utf-8')}")
