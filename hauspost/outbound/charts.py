"""Draws a report's bars as pictures, where matplotlib is there (the extra `report`); mail programs show no SVG."""

import hashlib
import io
from typing import Any, Final

from hauspost.desk.attachments import File
from hauspost.desk.notices_of_report import PeriodReport
from hauspost.outbound import period_report
from hauspost.outbound.page import Bar
from hauspost.outbound.view import View

INK: Final = "#1d242b"
PAPER: Final = "#ffffff"  # opaque: read in the dark as well as in the light
FIRST, SECOND = "#0b5563", "#d98a29"  # apart also for who sees no red or green
WIDTH: Final = 5.44  # inches of 200 dots; shown at half the size
DOTS: Final = 200
LABEL: Final = 26


def charts(view: View, facts: PeriodReport) -> tuple[File, ...]:
    """The course, then the topics; none without matplotlib, nor for a quiet period."""
    course = tuple(period_report.course(view, facts))
    topics = tuple(period_report.categories(view, facts))
    if not course or not topics or not _can_draw():
        return ()
    slices = facts.figures.slices
    names = [bar.label for bar in course]
    legend = tuple(view.language.say(f"report_table.{code}") for code in ("opened", "ended"))
    drawn = (
        _columns(names, ([s.opened for s in slices], [s.done for s in slices]), legend),
        _bars(topics),
    )
    return tuple(_file(f"{n}.png", octets) for n, octets in enumerate(drawn, start=1))


def _can_draw() -> bool:
    try:
        import matplotlib.figure
    except ImportError:
        return False
    return bool(matplotlib.figure.Figure)


def _file(name: str, octets: bytes) -> File:
    return File(name, "image/png", octets, f"{hashlib.sha256(octets).hexdigest()[:24]}@chart")


def _columns(names: list[str], series: tuple[list[int], list[int]], legend: tuple[str, ...]) -> bytes:
    """Two columns for each name."""
    axes, octets = _axes(2.2)
    for n, (values, colour) in enumerate(zip(series, (FIRST, SECOND), strict=True)):
        places = [place + n * 0.4 for place in range(len(values))]
        axes.bar(places, values, width=0.38, color=colour, label=legend[n])
    axes.set_xticks([place + 0.2 for place in range(len(names))], names, fontsize=7, rotation=20, ha="right")
    axes.legend(fontsize=7, frameon=False, loc="upper right")
    axes.margins(y=0.25)
    return _written(axes, octets)


def _bars(bars: tuple[Bar, ...]) -> bytes:
    """The longest on top, each with its words."""
    axes, octets = _axes(0.5 + 0.3 * len(bars))
    rows = list(range(len(bars)))[::-1]
    drawn = axes.barh(rows, [bar.share for bar in bars], height=0.62, color=FIRST)
    axes.bar_label(drawn, [bar.value for bar in bars], padding=3, fontsize=7, color=INK)
    axes.set_yticks(rows, [_short(bar.label) for bar in bars], fontsize=8)
    axes.set_xticks([])
    axes.margins(x=0.45)
    return _written(axes, octets)


def _short(label: str) -> str:
    return label if len(label) <= LABEL else label[: LABEL - 1] + "…"


def _axes(height: float) -> tuple[Any, io.BytesIO]:
    """A figure of its own for each: no drawing shares the state of another thread's."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), dpi=DOTS, facecolor=PAPER, layout="constrained")
    axes = figure.add_subplot()
    axes.set_facecolor(PAPER)
    axes.tick_params(length=0, colors=INK, labelsize=7)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    return axes, io.BytesIO()


def _written(axes: Any, octets: io.BytesIO) -> bytes:
    """The same octets for the same figures: without the day on which it was drawn."""
    axes.figure.savefig(octets, format="png", metadata={"Software": None})
    return octets.getvalue()
