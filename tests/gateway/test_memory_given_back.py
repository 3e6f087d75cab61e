"""What a large mail needed is given back, in a process of its own: how malloc behaves holds for a whole process."""

import subprocess
import sys

import pytest

PROGRAM = """
import re, sys
from pathlib import Path
from hauspost.gateway.memory import give_back_what_is_large

def held():
    return int(re.search(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024

if sys.argv[1] == "given back":
    give_back_what_is_large()
before = held()
first = bytearray(b"x" * 9_000_000)
del first
large = [bytearray(b"x" * 9_000_000), *(bytearray(100_000) for _ in range(20))]  # others live on behind it
del large[0]
print(held() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_a_process_holds_nothing_of_a_large_mail_that_is_done() -> None:
    held = int(subprocess.check_output([sys.executable, "-c", PROGRAM, "given back"], timeout=60))
    assert held < 4, "MiB"
