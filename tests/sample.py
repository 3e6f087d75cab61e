"""The sample houses in a fresh database."""

from hauspost.cli.furnishing import furnish
from hauspost.store.migrate import migrate


def load_sample(url: str) -> None:
    migrate(url)
    furnish(url)
