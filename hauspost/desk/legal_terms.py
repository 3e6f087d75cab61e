"""What makes a mail one that only a person answers, and by when."""

from dataclasses import dataclass
from datetime import date
from typing import Final

DATA_PROTECTION: Final = "data_protection"  # also the key of its category


@dataclass(frozen=True, slots=True)
class Legal:
    """`topic`: rent | lawyer | insurance | data_protection. `words`: by which it was known.

    `deadline`: the day that they name, or of a request for one's own data a month from receipt (Art. 12 (3) GDPR).
    """

    topic: str
    words: tuple[str, ...] = ()
    deadline: date | None = None
