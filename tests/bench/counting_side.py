"""A program that does nothing but count the mails it is given: how it is driven can be tried without another's."""

from pathlib import Path

from bench.others.taking import take


def main() -> None:
    seen: list[Path] = []
    take(lambda folder: seen.extend(folder.iterdir()), lambda: {"messages": len(seen)})


if __name__ == "__main__":
    main()
