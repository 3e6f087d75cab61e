"""`python -m tests.deadlines [SEED …]`: a year on two nodes over a private PostgreSQL, against counted minutes."""

import sys

from tests import postgres
from tests.deadlines.year import YEAR, Year, differences
from tests.sample import load_sample


def main(seeds: list[int]) -> int:
    bindir = postgres.programs()
    if bindir is None:
        print("PostgreSQL's server programs are not on this machine", file=sys.stderr)
        return 2
    faults = 0
    with postgres.running_cluster(bindir) as cluster:
        for seed in seeds:
            url = cluster.create(f"year_{seed}")
            load_sample(url)
            year = Year(url, nodes=2, days=YEAR, seed=seed, step=60, said=print).play()
            missed, wrong = differences(year)
            print(
                f"seed {seed}: {len(year.expected)} said, {len(missed)} missed, {len(wrong)} double or wrong"
            )
            print(", ".join(f"{what} {count}" for what, count in sorted(year.counts.items())))
            for told in (*missed[:5], *wrong[:5]):
                print("  ", *told)
            faults += len(missed) + len(wrong)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main([int(arg) for arg in sys.argv[1:]] or [1]))
