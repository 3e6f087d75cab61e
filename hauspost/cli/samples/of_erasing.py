"""Sample letters about categories, and about what a manager deletes."""

from hauspost.cli.samples.world import MORNING, offers, to_manager
from hauspost.desk.intents import Act
from hauspost.desk.notices import Letter
from hauspost.desk.notices_of_deletion import Deletion
from hauspost.desk.notices_on_request import CategoryList, CategoryRow, RuleRow


def _deletions(lang: str) -> dict[str, Letter]:
    much = Deletion(
        "Sabine Vogt",
        entries=7,
        mails=5,
        people=("Anna Berger", "Heizung Meier GmbH"),
        files=("IMG_2231.jpg", "Rechnung.pdf"),
        invoices=1,
        opened_at=MORNING,
    )
    little = Deletion(
        "Sabine Vogt", entries=1, mails=1, people=("Anna Berger",), opened_at=MORNING, is_again=True
    )
    done = Deletion("Sabine Vogt", entries=7, mails=5, invoices=1, opened_at=MORNING, is_done=True)
    words = offers(lang, Act.YES, Act.NO)
    return {
        "deletion": to_manager(much, lang, offers=words),
        "deletion_again": to_manager(little, lang, offers=words),
        "deletion_done": to_manager(done, lang),
    }


def _categories(lang: str) -> dict[str, Letter]:
    is_german = lang == "de"
    house = "Lindenweg 12"
    heating = RuleRow("Heizung, alle Häuser" if is_german else "Heating, all houses", "suggest", "", 30000, 3)
    light = RuleRow(f"Licht, {house}" if is_german else f"Light, {house}", "auto", "caretaker", None, 3)
    rows = (
        CategoryRow(
            "Heizung & Warmwasser" if is_german else "Heating & hot water",
            ("heizung", "heizkörper", "thermostat", "warmwasser", *(f"therme{n}" for n in range(10))),
            is_important=True,
            rules=(heating,),
        ),
        CategoryRow("Licht" if is_german else "Light", ("licht", "lampe"), "public", rules=(light,)),
        CategoryRow("Lärm" if is_german else "Noise", ("lärm",), "private_only"),
        CategoryRow("Allgemein" if is_german else "General"),
    )
    office = {"ticket": None, "reporter": None, "category_label": ""}
    return {"categories": to_manager(CategoryList(rows), lang, **office)}


def of_erasing(lang: str) -> dict[str, Letter]:
    return _categories(lang) | _deletions(lang)
