"""The measure to be compared with: aiosmtpd as it comes, its handler writing each mail to a file and syncing it.

    python bench/bare_aiosmtpd.py --folder DIR [--port 0] [--no-sync]

Prints "listening HOST PORT" once it is ready, and runs until it is ended.
"""

import argparse
import asyncio
import logging
import os
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session


class Files:
    """One file for each mail, durable before its 250."""

    def __init__(self, folder: Path, *, sync: bool) -> None:
        self.folder = folder
        self.sync = sync
        self.taken = 0

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """A relay takes commands in one go (RFC 2920), as aiosmtpd does without saying so."""
        session.host_name = hostname
        return responses if self.sync else [responses[0], "250-PIPELINING", *responses[1:]]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.taken += 1
        if self.sync:
            with (self.folder / f"{os.getpid()}-{self.taken}.eml").open("wb") as file:
                file.write(envelope.content)
                file.flush()
                os.fsync(file.fileno())
        return "250 2.0.0 Stored"


async def serve(folder: Path, *, port: int, sync: bool) -> None:
    logging.getLogger("mail.log").setLevel(logging.CRITICAL + 1)  # as ours is, so that neither pays for lines
    files = Files(folder, sync=sync)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(files, hostname="bare.example", loop=loop), "127.0.0.1", port
    )
    print("listening", *server.sockets[0].getsockname(), flush=True)
    await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folder", type=Path, required=True, help="where the mails go")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free one")
    parser.add_argument(
        "--no-sync", action="store_true", help="writes nothing: the conversation alone is measured"
    )
    wishes = parser.parse_args()
    wishes.folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(serve(wishes.folder, port=wishes.port, sync=not wishes.no_sync))


if __name__ == "__main__":
    main()
