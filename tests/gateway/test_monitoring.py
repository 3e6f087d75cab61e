"""The samples in docs/monitoring speak of figures that are there, and the page explains each of them."""

import json
import re
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from hauspost.gateway.metrics import exposition
from hauspost.gateway.vitals import DAY, Bounds, Fetching, Vitals, sickness, signs
from hauspost.store.figures import Queues
from tests.relay import eventually, listening_relay
from tests.torture.installation import Installation, furnish, installed

DOCS = Path(__file__).parents[2] / "docs"
ALERTS = (DOCS / "monitoring/alerts.yml").read_text("utf-8")
DASHBOARD: dict[str, Any] = json.loads((DOCS / "monitoring/grafana.json").read_text("utf-8"))
PAGE = (DOCS / "monitoring.md").read_text("utf-8")

# Where there is no certificate and no heartbeat, nothing is said of them.
ABSENT = {
    "hauspost_certificate_seconds",
    "hauspost_heartbeat_sent_age_seconds",
    "hauspost_heartbeat_returned_age_seconds",
}

# All that a line of our rule file may be: YAML of one shape, which needs no reader of YAML.
SHAPE = (
    r"#.*|groups:|  - name: hauspost|    rules:|      - alert: Hauspost[A-Za-z]+|        expr: \S.*"
    r"|        for: \d+[mh]|        labels:|          severity: (?:page|ticket)|        annotations:"
    r'|          summary: "(?:[^"\\{]|\{\{ \$labels\.\w+ \}\})+"'
)

Labels = dict[str, frozenset[str]]  # by the sample's name


def labels_of(text: str) -> Labels:
    """Of each metric its labels; a counter that has counted nothing yet has its name alone."""
    found: Labels = {}
    for family in text_string_to_metric_families(text):
        name = f"{family.name}_total" if family.type == "counter" else family.name
        found[name] = frozenset(key for sample in family.samples for key in sample.labels)
    return found


def all_labels() -> Labels:
    """Of a gateway that has everything: a certificate, heartbeats, an account."""
    queues = Queues({"done": 1}, {"sent": 1}, {"OPEN": 1}, 0, 0.0, 0.0, 0.0, False)
    beating = replace(queues, heartbeat_sent=1.0, heartbeat_returned=2.0)
    vitals = Vitals(beating, 1 << 30, {"smtp": {"accepted mails": 1}}, {"smtp": 1}, certificate_seconds=9e6)
    whole = replace(vitals, accounts={"office": Fetching({"taken": 1})})
    return labels_of(exposition(whole, Bounds()).decode())


def test_what_the_page_calls_degraded_wakes_nobody_and_is_said() -> None:
    queues = Queues({"quarantined": 2}, {}, {}, 0, 0.0, 0.0, 0.0, True)
    vitals = Vitals(queues, 1 << 30, {}, {}, certificate_seconds=9.5 * DAY)
    assert sickness(vitals, Bounds()) == ()
    said = {sign.sentence for sign in signs(vitals, Bounds()).values() if sign.sentence}
    (row,) = re.findall(r"^\| 200, `ok` and more lines \| ([^|]*) \|", PAGE, re.MULTILINE)
    assert set(re.findall(r"`([^`]+)`", row)) == {*said, "sending is paused"}


def expressions() -> Iterator[str]:
    yield from re.findall(r"^ +expr: (.+)$", ALERTS, re.MULTILINE)
    yield from (target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"])
    yield from (each["query"] for each in DASHBOARD["templating"]["list"] if each["type"] == "query")


def spoken_of(expression: str) -> Iterator[tuple[str, set[str]]]:
    for name, inside in re.findall(r"\b(hauspost_\w+)(?:\{([^}]*)\})?", expression):
        yield name, set(re.findall(r"(\w+)\s*[=!]~?", re.sub(r'"[^"]*"', "", inside)))


def health_ports(installation: Installation) -> list[object]:
    return [line["port"] for line in installation.logged() if line.get("listener") == "health"]


def test_a_running_gateway_exposes_each_figure_that_the_page_explains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAUSPOST_LISTEN__HEALTH", "127.0.0.1:0")
    with (
        listening_relay() as relay,
        installed(tmp_path / "house", f"smtp://127.0.0.1:{relay.port}", furnish(tmp_path)) as installation,
    ):
        installation.start()
        eventually(lambda: health_ports(installation))
        (port,) = health_ports(installation)
        place = f"http://127.0.0.1:{port}"
        with urllib.request.urlopen(f"{place}/metrics", timeout=30) as answer:
            exposed = labels_of(answer.read().decode())
        with urllib.request.urlopen(f"{place}/healthz", timeout=30) as answer:
            assert (answer.status, answer.read()[:2]) == (200, b"ok")
    assert set(all_labels()) - set(exposed) == ABSENT
    assert set(exposed) <= set(all_labels())


def test_the_page_explains_every_figure_with_its_labels_and_no_other() -> None:
    rows = re.findall(r"^\| `(hauspost_\w+)` \|([^|]*)\|", PAGE, re.MULTILINE)
    told = {name: frozenset(re.findall(r"`(\w+)`", labels)) for name, labels in rows}
    assert told == all_labels()


def test_rules_and_dashboard_ask_for_figures_and_labels_that_exist() -> None:
    known = all_labels()
    asked = [pair for expression in expressions() for pair in spoken_of(expression)]
    assert len(asked) > 30
    for name, labels in asked:
        assert name in known, name
        assert labels - {"instance"} <= known[name], name


def test_the_dashboard_shows_every_figure() -> None:
    shown = {
        name for panel in DASHBOARD["panels"] for t in panel["targets"] for name, _ in spoken_of(t["expr"])
    }
    assert shown == set(all_labels())
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


def test_each_rule_is_whole_and_stands_in_the_page() -> None:
    odd = [line for line in ALERTS.splitlines() if not re.fullmatch(SHAPE, line)]
    assert odd == []
    rules = ALERTS.split("      - alert: ")[1:]
    for rule in rules:
        for part in ("expr: ", "severity: ", "summary: "):
            assert rule.count(part) == 1, rule
        assert rule.count("(") == rule.count(")"), rule
        assert rule.count("{") == rule.count("}"), rule
    names = [rule.split("\n")[0] for rule in rules]
    assert len(set(names)) == len(names)
    assert re.findall(r"^\| `(Hauspost\w+)` \|", PAGE, re.MULTILINE) == names
