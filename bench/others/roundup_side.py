"""Roundup's mail gateway as it comes: the classic tracker on SQLite, with its full-text index; it knows all who write.

python -m bench.others.roundup_side FOLDER ADDRESS…, in Roundup's own environment; then as `bench.others.taking` says.
A report is told to its author and to three managers, each in a mail of its own, which ends where it would be handed on.
"""

import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

import roundup.instance
from roundup import mailer

from bench.others.taking import take

SETTINGS = (
    "tracker_web=http://localhost/tracker/",
    "tracker_email=haus@tickets.example",
    "mail_domain=tickets.example",
    "mail_host=localhost",
    "nosy_messages_to_author=yes",
    "nosy_email_sending=multiple",
)
MANAGERS = ("buero0", "buero1", "buero2")
# A detector, which is how Roundup is told whom a report concerns besides its author.
TOLD = f"""
def tell_managers(db, cl, nodeid, newvalues):
    newvalues["nosy"] = [*newvalues.get("nosy", ()), *(db.user.lookup(name) for name in {MANAGERS!r})]

def init(db):
    db.issue.audit("create", tell_managers)
"""


def tracker(home: Path, people: list[str]) -> Any:
    """A new one; `people`: addresses of those who will write."""
    _admin(home, "install", "classic", "sqlite", ",".join(SETTINGS))
    (home / "detectors" / "tell_managers.py").write_text(TOLD)
    _admin(home, "initialise", "secret")
    found = roundup.instance.open(str(home))
    database = found.open("admin")
    for address in (*people, *(f"{name}@hv-sonnenschein.example" for name in MANAGERS)):
        database.user.create(username=address.partition("@")[0], address=address, roles="User")
    database.commit()
    database.close()
    return found


def _admin(home: Path, *words: str) -> None:
    program = Path(sys.executable).with_name("roundup-admin")
    subprocess.run([program, "-i", home, *words], check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    counted = {"notices": 0}

    def taken(_mailer: object, to: list[str], message: str, sender: str | None = None) -> None:
        counted["notices"] += len(to)

    mailer.Mailer.smtp_send = taken
    found = tracker(Path(sys.argv[1]), sys.argv[2:])
    gateway = found.MailGW(found, Namespace(default_class="issue", set_value=()))

    def work(folder: Path) -> None:
        for path in sorted(folder.iterdir()):
            with path.open("rb") as file:
                gateway.main(file)

    def counts() -> dict[str, int]:
        database = found.open("admin")
        tickets, messages = len(database.issue.list()), len(database.msg.list())
        database.close()
        return {"tickets": tickets, "messages": messages, **counted}

    take(work, counts)


if __name__ == "__main__":
    main()
