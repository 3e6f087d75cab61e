"""Knows how a part of the gateway says whether something is well."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    """What a look says of one thing; "" in `sentence`: it is well.

    `detail`: a number with its unit, or another server's words, in no language. `is_red`: /healthz turns red; else it
    is only told. `kind`: which of several sentences people read. `seconds`: for how long it has been so, if known.
    """

    sentence: str = ""
    detail: str = ""
    is_red: bool = True
    kind: str = ""
    seconds: float = 0.0


WELL = Sign()
Signs = Mapping[str, Sign]  # by a code: relay, disk, "imap:office"; what is not known now is absent
