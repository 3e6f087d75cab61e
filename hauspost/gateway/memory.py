"""Knows how a process gives back the memory that a large mail needed, and how seldom it looks for rubbish.

glibc's malloc keeps what was freed, up to 32 MiB at a time, once so much had been asked for (mallopt(3), on the dynamic
mmap threshold): each thread that ever held a large mail would go on holding it.
"""

import ctypes
import gc
from typing import Final

M_MMAP_THRESHOLD: Final = -3  # malloc.h
LARGE: Final = 256 * 1024  # octets; such a block is mapped by itself, and unmapped when it is freed
MADE_FOR_A_MAIL: Final = 10_000  # objects, roughly, while one is decided and its notices are written


def give_back_what_is_large() -> None:
    """For this process, from now on. Another C library may do as it likes."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_MMAP_THRESHOLD, LARGE)


def look_seldom_for_rubbish() -> None:
    """Once all is loaded, which stays. As Python comes it looks at 700 new objects, and at each tenth time further."""
    gc.freeze()
    gc.set_threshold(MADE_FOR_A_MAIL, 10, 10)
