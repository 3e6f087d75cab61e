"""Knows how the octets after DATA end, what was wrapped around them, and what is wrong with their line ends.

Only CR LF . CR LF ends a mail (RFC 5321 §4.1.1.4); every laxer reading lets somebody hide a second mail in the first.
"""

from hauspost.gateway.incoming import LINE_LIMIT

END = b"\r\n.\r\n"
# A chunk may stop inside END: what could still become it is kept back, the longest first.
BEGINNINGS = (b"\r\n.\r", b"\r\n.", b"\r\n", b"\r")

BARE_CR = "bare-cr"
BARE_LF = "bare-lf"
NUL = "nul"
LONG_LINE = "long-line"
WOUNDS = (BARE_CR, BARE_LF, NUL, LONG_LINE)


class Body:
    """Collects one mail from chunks of any size; beyond `limit` octets, or once spilled, it only counts."""

    __slots__ = ("_begun", "_carry", "_column", "_kept", "_wounds", "limit", "size", "spilled")

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.spilled = False
        self._begun = False
        self._carry = b"\r\n"  # DATA's own line end: a dot at the very beginning ends an empty mail
        self._column = 0
        self._kept = bytearray()  # not a list: a client may send two octets at a time
        self._wounds: set[str] = set()

    @property
    def too_big(self) -> bool:
        return self.size > self.limit

    @property
    def wounds(self) -> tuple[str, ...]:
        return tuple(wound for wound in WOUNDS if wound in self._wounds)

    def feed(self, chunk: bytes) -> bytes | None:
        """None while the mail goes on; at its end the octets that stood behind it."""
        block = self._carry + chunk
        end = block.find(END)
        if end >= 0:
            self._keep(block[: end + 2])
            return block[end + len(END) :]
        held = next((len(start) for start in BEGINNINGS if block.endswith(start)), 0)
        self._carry = block[len(block) - held :]
        self._keep(block[: len(block) - held])
        return None

    def spill(self) -> None:
        """Lets go of what was kept, and of what will come."""
        self.spilled = True
        self._kept.clear()

    def octets(self) -> bytearray:
        """The mail, and no copy of it; nothing is kept here from then on."""
        octets, self._kept = self._kept, bytearray()
        return octets

    def _keep(self, block: bytes) -> None:
        """Takes whole lines or parts of them; a block never ends within CR LF, and never within CR LF dot."""
        if not block:
            return
        piece = block.replace(
            b"\r\n.", b"\r\n"
        )  # RFC 5321 §4.5.2; the same object where no line starts with a dot
        if not self._begun:
            self._begun = True
            piece = piece[2:]
        self.size += len(piece)
        if not self.spilled and not self.too_big:
            self._kept += piece
            self._examine(piece)

    def _examine(self, piece: bytes) -> None:
        pairs = piece.count(b"\r\n")
        if piece.count(b"\r") != pairs:
            self._wounds.add(BARE_CR)
        if piece.count(b"\n") != pairs:
            self._wounds.add(BARE_LF)
        if b"\0" in piece:
            self._wounds.add(NUL)
        if LONG_LINE not in self._wounds:
            self._measure(piece)

    def _measure(self, piece: bytes) -> None:
        """Steps from line end to line end in strides of a full line, so that its cost is linear."""
        start = -self._column
        while len(piece) - start > LINE_LIMIT:
            last = piece.rfind(b"\n", max(start, 0), start + LINE_LIMIT)
            if last < 0:
                self._wounds.add(LONG_LINE)
                return
            start = last + 1
        last = piece.rfind(b"\n", max(start, 0))
        self._column = len(piece) - (start if last < 0 else last + 1)
