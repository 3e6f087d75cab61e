"""Knows where the program begins: the console script and `python -m hauspost`."""

import sys

from hauspost.cli import app


def main() -> None:
    sys.exit(app.main())


if __name__ == "__main__":
    main()
