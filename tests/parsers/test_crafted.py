"""No text makes the reader crawl (SAFETY, "Limits"): the bench reports the seconds, here a generous bound holds."""

import pytest

from hauspost.parsers.mail import parse_mail
from tests.crafted import FAMILIES, PARTIES, crafted, read
from tests.effort import assert_no_crawl

LARGEST = 64 * 1024  # octets of text that are looked at
MOST = 10.0  # seconds of processor time; a mail has 2 of them, on a machine that does nothing else


@pytest.mark.parametrize("family", FAMILIES)
def test_a_crafted_text_of_the_largest_size_is_read_in_its_time(family: str) -> None:
    octets = crafted(family, LARGEST)
    assert len(octets) > LARGEST - 1024

    def reading() -> None:
        mail = parse_mail(octets)
        for party in PARTIES:
            read(mail, party)

    assert_no_crawl(reading, MOST)
