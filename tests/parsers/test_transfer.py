"""Files whose encoding was added to on the way."""

import base64
import random

from hauspost.parsers.transfer import decoded


def test_a_footer_behind_a_large_file_is_no_part_of_it() -> None:
    file = random.Random(1).randbytes(300_000)
    encoded = base64.encodebytes(file) + b"-----\nWer nichts mehr bekommen will, schreibt ABMELDEN.\n"
    assert decoded(encoded, 0, len(encoded), "base64") == file
