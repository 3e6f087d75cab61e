"""Knows how to torture three nodes on one PostgreSQL: killed, frozen, and the database restarted amid their work.

The kill of one server process makes PostgreSQL end all its sessions and recover from its log; an immediate restart ends
the whole server, so that for a while nobody listens either.
"""

import contextlib
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator

import psycopg
from sqlalchemy.exc import OperationalError

from tests import postgres
from tests.relay import ListeningRelay, listening_relay
from tests.sample import load_sample
from tests.torture.evidence import Hits
from tests.torture.installation import Installation
from tests.torture.load import Load, freeze_amid_a_mail, reckon, under_load
from tests.torture.parts import Evidence, NotPossible, Part, Setting, at_least
from tests.torture.snapshot import feel

NODES = 3
FAULTS = 60
LETTERS = 8  # written for each fault
FROZEN = (0.5, 3.0)  # seconds
BETWEEN = (0.2, 1.5)
KINDS = ("SIGKILL", "SIGSTOP", "recovery", "immediate restart")
DATABASE = "torture"
PATIENCE = 60.0
MISSED = 2  # of so many kills one is aimed well at the least


def run(setting: Setting) -> Evidence:
    bindir = postgres.programs()
    if bindir is None:
        raise NotPossible("there is no PostgreSQL server on this machine")
    with (
        postgres.running_cluster(bindir) as cluster,
        listening_relay() as relay,
        _serving(cluster, relay, setting) as nodes,
        under_load(setting.seed, relay, *(lambda node=node: node.port for node in nodes)) as load,
    ):
        return _suffer(cluster, nodes, load, setting)


@contextlib.contextmanager
def _serving(
    cluster: postgres.Cluster, relay: ListeningRelay, setting: Setting
) -> Iterator[list[Installation]]:
    url = cluster.create(DATABASE)
    load_sample(url)
    with _asked(cluster) as connection:  # the tests' clusters need no durability, this one does
        connection.execute(f"ALTER DATABASE {DATABASE} SET synchronous_commit = on")
    place = f"smtp://127.0.0.1:{relay.port}"
    nodes = [Installation.node(setting.folder / f"node-{n}", place, url) for n in range(NODES)]
    try:
        yield nodes
    finally:
        for node in nodes:
            node.end()


def _asked(cluster: postgres.Cluster) -> psycopg.Connection:
    where = f"host=127.0.0.1 port={cluster.port} user={postgres.OWNER} dbname={DATABASE} connect_timeout=5"
    return psycopg.connect(where, autocommit=True)


def _suffer(cluster: postgres.Cluster, nodes: list[Installation], load: Load, setting: Setting) -> Evidence:
    chance = random.Random(setting.seed)
    times = setting.size(FAULTS, least=len(KINDS))
    hit = Counter[str]()
    amid = 0
    for node in nodes:
        node.start()
    for node in nodes:
        node.listening()
    load.warms_up()
    for number in range(times):
        load.more(LETTERS)
        time.sleep(chance.uniform(*BETWEEN))
        amid += load.somebody_waits or _is_working(nodes[0])
        kind = KINDS[number % len(KINDS)]
        hit[kind] += _deal(kind, cluster, chance.choice(nodes), load, chance)
        for node in nodes:
            node.listening()
    proof = (
        *(at_least(f"faults of {kind}", hit[kind], times // len(KINDS)) for kind in KINDS),
        at_least("faults that hit amid work", amid, times // 2),
        at_least(
            "mails cut between DATA and 250, or put off", load.broken + load.put_off, hit["SIGKILL"] // MISSED
        ),
    )
    hits = Hits(kills=hit["SIGKILL"] + NODES * (hit["recovery"] + hit["immediate restart"]))
    return reckon(nodes[0], load, hits, faults=hit.total(), proof=proof)


def _deal(
    kind: str, cluster: postgres.Cluster, node: Installation, load: Load, chance: random.Random
) -> bool:
    """Whether it hit: the database says so of itself."""
    if kind == "SIGKILL":
        load.more(LETTERS)
        freeze_amid_a_mail(node, load)
        node.kill()
        node.start()
    elif kind == "SIGSTOP":
        node.freeze()
        time.sleep(chance.uniform(*FROZEN))
        node.thaw()
    else:
        since = _serving_since(cluster)
        if kind == "recovery":
            _kill_one_session(cluster)
        else:
            cluster.restart_at_once()
        end = time.monotonic() + PATIENCE
        while not cluster.answers() and time.monotonic() < end:
            time.sleep(0.05)
        return _serving_since(cluster) != since
    return True


def _kill_one_session(cluster: postgres.Cluster) -> None:
    with _asked(cluster) as connection:
        query = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid() LIMIT 1"
        row = connection.execute(query, [DATABASE]).fetchone()
    assert row is not None, "nobody is connected"
    os.kill(row[0], signal.SIGKILL)
    time.sleep(0.2)  # until the server has noticed it


def _serving_since(cluster: postgres.Cluster) -> str:
    """When it last began to serve: a restart shows in the one, a recovery forgets its figures (pg_stat_bgwriter)."""
    with _asked(cluster) as connection:
        row = connection.execute(
            "SELECT stats_reset, pg_postmaster_start_time() FROM pg_stat_bgwriter"
        ).fetchone()
    return str(row)


def _is_working(node: Installation) -> bool:
    with contextlib.suppress(OperationalError):
        return not feel(node.url).is_at_rest
    return True


PART = Part("nodes", "three nodes on one PostgreSQL: killed, frozen, the database restarted", run)
