"""GNU Mailman's personalised delivery: a list whose members each get a mail of their own, over SMTP.

python -m bench.others.mailman_side FOLDER PORT MEMBERS, in its own environment; then as `bench.others.taking` says.
Each mail of a folder goes through the runners `in`, `pipeline` and `out`, one after the other, as a post to the list.
"""

import logging
import os
import sys
from pathlib import Path
from typing import Any

from bench.others.taking import take

CONFIG = """\
[mailman]
site_owner: noreply@lists.example
layout: bench
[paths.bench]
var_dir: {folder}
[mta]
incoming: mailman.mta.null.NullMTA
smtp_host: 127.0.0.1
smtp_port: {port}
verp_personalized_deliveries: yes
[archiver.prototype]
enable: no
[archiver.mhonarc]
enable: no
[archiver.mail_archive]
enable: no
"""
LIST = "haus@lists.example"
POSTER = "buero0@hv-sonnenschein.example"


def list_of(members: int) -> Any:
    """A list of so many, who have their names in To."""
    from mailman.app.lifecycle import create_list
    from mailman.config import config
    from mailman.database.transaction import transaction
    from mailman.interfaces.domain import IDomainManager
    from mailman.interfaces.mailinglist import Personalization
    from mailman.interfaces.usermanager import IUserManager
    from zope.component import getUtility

    with transaction():
        getUtility(IDomainManager).add("lists.example")
        found = create_list(LIST)
        found.personalize = Personalization.full
        found.send_welcome_message = False
        users = getUtility(IUserManager)
        for number in range(members):
            user = users.create_user(f"mieter{number}@post.example", f"Mieter {number}")
            found.subscribe(next(iter(user.addresses)))
        users.create_user(POSTER, "Büro")
        found.accept_these_nonmembers = [POSTER]
    config.db.commit()
    return found


def main() -> None:
    folder, port, members = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    folder.mkdir(parents=True)
    config_file = folder / "mailman.cfg"
    config_file.write_text(CONFIG.format(folder=folder, port=port))
    os.environ["MAILMAN_CONFIG_FILE"] = str(config_file)

    from mailman.app.inject import inject_text
    from mailman.core.initialize import initialize
    from mailman.runners.incoming import IncomingRunner
    from mailman.runners.outgoing import OutgoingRunner
    from mailman.runners.pipeline import PipelineRunner

    initialize(str(config_file))
    logging.disable(logging.CRITICAL)
    found = list_of(members)
    runners = (IncomingRunner("in"), PipelineRunner("pipeline"), OutgoingRunner("out"))
    posted = 0

    def work(folder: Path) -> None:
        nonlocal posted
        for path in sorted(folder.iterdir()):
            inject_text(found, path.read_text(encoding="utf-8"))
            for runner in runners:
                while runner._one_iteration():
                    pass
            posted += 1

    take(work, lambda: {"posted": posted, "members": members})


if __name__ == "__main__":
    main()
