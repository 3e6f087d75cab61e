"""Sample letters about the documents of a house."""

from dataclasses import replace
from datetime import date, timedelta

from hauspost.cli.samples.world import MORNING, NOON, letter, to_manager
from hauspost.desk.document_filing import ROLES, audience_offer, change_offers
from hauspost.desk.intents import Act, Offer
from hauspost.desk.notices import Letter
from hauspost.desk.notices_of_documents import (
    Became,
    DocumentLine,
    DocumentList,
    DocumentNews,
    DocumentsSent,
    Filed,
    NotTakenLine,
)

TITLES = {
    "de": ("Protokoll der Eigentümerversammlung 2025", "Hausordnung", "Grundriss Keller"),
    "en": ("Minutes of the owners' meeting 2025", "House rules", "Floor plan of the cellar"),
}
OF_SHOWN = tuple(each for each in Became if each not in (Became.WITHDRAWN, Became.NO_SUCH))
EVERYBODY = ("board_member", "caretaker", "owner", "tenant")
UNREAD = {"de": "Gültig bis Ostern", "en": "valid until Easter"}


def of_documents(lang: str) -> dict[str, Letter]:
    is_german = lang == "de"
    general = {"ticket": None, "reporter": None, "category_label": "", "place": ""}
    minutes_title, rules_title, plan_title = TITLES[lang]
    here = "Lindenweg 12"
    minutes = DocumentLine(3, minutes_title, here, "LW12", "Protokoll.pdf", 84_000, MORNING, "2025")
    rules = DocumentLine(12, rules_title, here, "LW12", "Hausordnung.pdf", 1_240_000, MORNING)
    elsewhere = replace(rules, number=17, house="Hafenstraße 5", place="HS5")
    filed = replace(minutes, audience=("board_member", "owner"), reached=12, version=1, versions=1)
    newer = replace(
        rules,
        audience=EVERYBODY,
        reached=48,
        version=2,
        versions=2,
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 12, 31),
    )
    plan = DocumentLine(0, plan_title, here, "LW12", "plan.png", 310_000, version=1, versions=1)
    word = "DOKUMENT" if is_german else "DOCUMENT"
    buttons = tuple(
        Offer(f"{word} {line.number}", Act.DOCUMENT, value=str(line.number)) for line in (minutes, rules)
    )
    yes = Offer("JA" if is_german else "YES", Act.FILE_DOCUMENTS)
    no = Offer("NEIN" if is_german else "NO", Act.NO)
    roles = tuple(audience_offer(value, lang) for value in ROLES)
    until = NOON + timedelta(days=7)
    refused = (
        NotTakenLine("setup.exe", "type"),
        NotTakenLine("Film.mp4", "too_large"),
        NotTakenLine("Foto.jpg", "picture"),
        NotTakenLine("Hausordnung.pdf", "duplicate", 12),
        NotTakenLine("Plan (2).pdf", "duplicate"),
    )

    def news(outcome: Filed, *lines: DocumentLine, offers: tuple[Offer, ...] = (), **more: object) -> Letter:
        facts = replace(DocumentNews(outcome, lines), **more)  # type: ignore[arg-type]
        return to_manager(facts, lang, offers=offers, **general)

    def steered(became: Became, line: DocumentLine = newer) -> Letter:
        offers = change_offers(str(line.number), lang, withdraws=False)
        is_done = became in (Became.AUDIENCE, Became.TITLE, Became.WITHDRAWN)
        return news(Filed.STEERED, replace(line, became=became), offers=offers if is_done else ())

    return {
        "document_list": letter(
            DocumentList((minutes, rules, elsewhere), more=2), lang, offers=buttons, **general
        ),
        "document_list_empty": letter(DocumentList(), lang, **general),
        "document_list_manager": to_manager(
            DocumentList((filed, newer, replace(newer, number=13, is_withdrawn=True))), lang, **general
        ),
        "documents": letter(DocumentsSent((minutes,)), lang, **general),
        "documents_several": letter(
            DocumentsSent((minutes, rules), missing=("7", "8"), too_large=("17",)), lang, **general
        ),
        "documents_none": letter(DocumentsSent(missing=("7",)), lang, **general),
        "documents_manager": to_manager(DocumentsSent((filed,)), lang, **general),
        "document_news_asks": news(
            Filed.ASKS, replace(filed, number=0), newer, offers=(yes, no), until=until
        ),
        "document_news_asks_audience": news(
            Filed.ASKS,
            plan,
            offers=(*roles, no),
            until=until,
            asks_audience=True,
            unread=(UNREAD[lang],),
            not_taken=refused,
        ),
        "document_news_changed": news(Filed.CHANGED, newer, offers=(yes, no), until=until),
        "document_news": news(Filed.FILED, filed, offers=change_offers("3", lang, withdraws=True)),
        "document_news_version": news(Filed.FILED, newer, offers=change_offers("12", lang, withdraws=True)),
        "document_news_several": news(
            Filed.FILED, filed, newer, offers=change_offers("3,12", lang, withdraws=False), others=("OK",)
        ),
        "document_news_discarded": news(Filed.DISCARDED),
        "document_news_nothing": news(Filed.NOTHING, not_taken=refused),
        "document_news_no_file": news(Filed.NO_FILE),
        "document_news_no_house": news(Filed.NO_HOUSE),
        **{
            f"document_news_{became}": steered(became)
            for became in Became
            if became not in (Became.WITHDRAWN, Became.NO_SUCH)
        },
        "document_news_no_such": steered(Became.NO_SUCH, DocumentLine(12, "")),
        "document_news_withdrawn": steered(Became.WITHDRAWN, replace(newer, is_withdrawn=True, reached=0)),
        "document_news_steered": news(
            Filed.STEERED,
            replace(newer, became=Became.AUDIENCE),
            replace(filed, became=Became.TITLE_TAKEN),
            DocumentLine(99, "", became=Became.NO_SUCH),
            offers=change_offers("12", lang, withdraws=False),
        ),
    }
