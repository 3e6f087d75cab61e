"""`python -m tests.torture.shifted FILE …` is `python -m hauspost …` in a process whose clock the file moves.

The file holds seconds; whoever replaces it sets that process's clock at once.
"""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from hauspost.gateway import clock

_TRUE = time.time


def _main(offset: Path) -> None:
    def shifted() -> float:
        return _TRUE() + float(offset.read_text("ascii"))

    time.time = shifted
    clock.now = lambda: datetime.fromtimestamp(shifted(), UTC)  # before anybody takes it for a default
    from hauspost.__main__ import main

    main()


if __name__ == "__main__":
    _main(Path(sys.argv.pop(1)))
