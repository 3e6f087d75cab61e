"""`python -m tests.torture.telling …` is `python -m hauspost …` that writes at SIGUSR2 where its threads stand."""

import faulthandler
import signal

from hauspost.__main__ import main

if __name__ == "__main__":
    faulthandler.register(signal.SIGUSR2, all_threads=True)
    main()
