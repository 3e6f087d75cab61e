"""No text makes the reader crawl (SAFETY, "Limits"): the bench reports the seconds, here a generous bound holds."""

import time

import pytest

from hauspost.parsers.mail import parse_mail
from tests.crafted import FAMILIES, PARTIES, crafted, read

LARGEST = 64 * 1024  # octets of text that are looked at
MOST = 10.0  # seconds of processor time; a mail has 2 of them, on a machine that does nothing else


@pytest.mark.parametrize("family", FAMILIES)
def test_a_crafted_text_of_the_largest_size_is_read_in_its_time(family: str) -> None:
    octets = crafted(family, LARGEST)
    assert len(octets) > LARGEST - 1024
    began = time.process_time()
    mail = parse_mail(octets)
    for party in PARTIES:
        read(mail, party)
    assert time.process_time() - began < MOST
