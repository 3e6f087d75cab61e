"""Knows what our own border found out about the author, and whose word it takes for that (RFC 8601)."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class AuthResults:
    """Results as our border wrote them, lower case; "" where it said nothing."""

    spf: str
    dkim: str
    dmarc: str
    policy: str

    @property
    def verdict(self) -> Literal["pass", "none", "fail"]:
        """MAIL, "Proof": DMARC pass for From; fail unless the domain itself asks to do nothing (p=none)."""
        if self.dmarc == "pass":
            return "pass"
        return "fail" if self.dmarc == "fail" and self.policy != "none" else "none"
