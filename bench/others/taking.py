"""How a program beside ours is driven: for each folder of mails that it is given, it says what they cost it.

Runs in the other program's own environment, so it needs nothing but the standard library.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path


def take(work: Callable[[Path], object], counts: Callable[[], dict[str, int]]) -> None:
    """Says that it is ready, then answers each folder on standard input with one line of JSON; ends with its input.

    `seconds` and `processor` (seconds) are those of `work`; `counts`: what there is by then.
    """
    print(json.dumps(counts()), flush=True)
    for line in sys.stdin:
        folder = Path(line.strip())
        began, before = time.perf_counter(), time.process_time()
        work(folder)
        spent = {"seconds": time.perf_counter() - began, "processor": time.process_time() - before}
        print(json.dumps(spent | counts()), flush=True)
