"""Every sample mail in every language, written once: what the tests of manner and headers look at."""

from functools import cache

from hauspost.cli.samples import samples
from hauspost.cli.samples.world import write
from hauspost.desk.notices import Letter, OutgoingMail
from hauspost.outbound.catalogue import languages


@cache
def written() -> dict[tuple[str, str], tuple[Letter, OutgoingMail]]:
    """By language and name: the letter and its mail."""
    return {
        (code, name): (letter, write(letter))
        for code in languages()
        for name, letter in samples(code).items()
    }
