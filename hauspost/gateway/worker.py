"""Knows the name under which a part of this process claims work, and which fences every update of what it claimed.

A lease that passed on bears another name, so a name of its own for each process is token enough: within the process
what is in hand is known, and taken in hand once.
"""

import os
import secrets
import socket

HOST = 30  # characters of the host's name: a name of 64 must hold the rest as well


def worker_name() -> str:
    """Another one at each call, so that nobody takes up the claims of a process that had the same number."""
    return f"{socket.gethostname()[:HOST]}:{os.getpid()}:{secrets.token_hex(4)}"
