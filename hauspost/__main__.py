"""Knows where the program begins: the console script and `python -m hauspost`."""

import gc
import sys


def main() -> None:
    """Nothing of what is loaded is rubbish; looking for some meanwhile would be a fifth of the start."""
    gc.disable()
    from hauspost.cli import app

    commands = app.build(sys.argv[1:])
    gc.freeze()
    gc.enable()
    sys.exit(app.main(app=commands))


if __name__ == "__main__":
    main()
