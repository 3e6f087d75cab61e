"""Lays a report's table and charts beside its mail, and names the charts in the letter that shows them."""

from dataclasses import replace

from hauspost.desk.attachments import Enclosed
from hauspost.desk.notices import Letter
from hauspost.desk.notices_of_report import PeriodReport
from hauspost.outbound.catalogue import Catalogue, ours
from hauspost.outbound.charts import charts
from hauspost.outbound.report_table import table
from hauspost.outbound.view import View


def figures_of(letter: Letter, catalogue: Catalogue | None = None) -> tuple[Letter, Enclosed]:
    facts = letter.facts
    if not isinstance(facts, PeriodReport):
        return letter, Enclosed()
    language = (catalogue or ours()).best_language(letter.language, letter.company.language)
    view = View(letter, language)
    drawn = charts(view, facts)
    shown = replace(facts, charts=tuple(f"cid:{file.content_id}" for file in drawn))
    return replace(letter, facts=shown), Enclosed((*drawn, table(view, facts)))
