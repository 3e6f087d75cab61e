"""A scene for every button that a mail of ours may have: how the mail comes to be, whose it is, and what it offers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import insert

from hauspost.desk.business_calendar import Span
from hauspost.desk.deadlines import NO_DEADLINES, Deadlines, Promise, Stage
from hauspost.desk.decision import QuestionKind
from hauspost.desk.policy import Policy
from hauspost.store import schema
from tests.house import ANNA, HOUSE, MILLER, SABINE, TIM, YILDIZ, House
from tests.papers import zugferd
from tests.relay import Taken
from tests.stories import test_bounces, test_documents, test_house_notices, test_imports, test_invoices
from tests.stories import test_questions_table as asked
from tests.stories.test_learning import corrects, orders_water

MEIER = "auftrag@heizung-meier.example"
WOLF = "info@sanitaer-wolf.example"
DORN = "buero@dorn-sanitaer.example"
PETERSEN = "dr.petersen@kanzlei.example"
TIMES = "Zugesagt. Mi 15.10. 8-10 oder Do 16.10. 13-15 Uhr"
USUAL = Policy()
HELD = Policy(hold_minutes=3)
LISTED = Policy(morning_list="on", contact_release="no")
PROMISED = Deadlines((Promise({Stage.RESPONSE: Span(minutes=240), Stage.ACCEPTANCE: Span(days=1)}),))
OFFERS_IN_TIME = Deadlines((Promise({Stage.QUOTE: Span(days=2)}),))


@dataclass(frozen=True, slots=True)
class Scene:
    """`kind` and `acts`: of the last such mail that `by` got. `question`: the kind that it asks, where it asks one."""

    kind: str
    acts: str
    ask: Callable[[House], object]
    by: str = SABINE
    question: QuestionKind | None = None
    policy: Policy = USUAL
    deadlines: Deadlines = NO_DEADLINES

    def mail(self, house: House) -> Taken:
        kinds = house.kinds_to(self.by)
        return house.mails_to(self.by)[len(kinds) - 1 - kinds[::-1].index(self.kind)]


def at(house: House, moment: str) -> None:
    """The clock stands there (UTC); what fell due is done."""
    house.now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    house.gateway.drain()


def says(house: House, *words: str, by: str = SABINE) -> None:
    for line in words:
        house.answers(by, house.last_to(by), line, auth="pass")


def times(house: House) -> None:
    asked.ordered(house, TIMES)


def dated(house: House) -> None:
    times(house)
    says(house, "1", by=ANNA)


def near(house: House) -> None:
    asked.ordered(house, "zugesagt, Fr 17.10. 9-11 Uhr")
    house.later(days=2, hours=5)


def put_to_the_board(house: House) -> None:
    house.writes(ANNA, "In der Küche tropft die Steigleitung.", subject="Wasser")
    says(house, "ANGEBOT Dorn")
    says(house, "Anbei unser Angebot über 1.842,50 € netto.", by=DORN)


def answered_by_the_board(house: House) -> None:
    put_to_the_board(house)
    says(house, "JA", by=YILDIZ)


def two_flats(house: House) -> None:
    house.writes(PETERSEN, "Mein Mieter meldet Zugluft am Küchenfenster.", subject="Fenster")


def unreachable(house: House) -> None:
    test_bounces.on_three_days(house, test_bounces.opened(house))


def two_papers(house: House) -> None:
    test_documents.minutes_and_rules(house)
    house.writes(ANNA, "DOKUMENTE", subject="Frage")


def filed(house: House) -> None:
    test_documents.filed(house, "Hausordnung")


def posted_at_night(house: House) -> None:
    """Within the quiet hours, for one building: the preview has all that it may offer."""
    house.later(hours=10)
    test_house_notices.posts(house)


def posted(house: House) -> None:
    test_house_notices.posted(house)


def reported_upon(house: House) -> None:
    posted(house)
    house.later(minutes=61)


def table(house: House) -> None:
    test_imports.mailed(house, ("neu.csv", test_imports.ONE))


def billed(gross: str) -> Callable[[House], None]:
    def bills(house: House) -> None:
        asked.ordered(house, "zugesagt")
        test_invoices.bills(house, {"RE-4711.pdf": zugferd(gross=gross)})

    return bills


def billed_without_an_order(house: House) -> None:
    papers = {"RE-9.pdf": zugferd("RE-9")}
    test_invoices.bills(house, papers, to=HOUSE, subject="Rechnung Wartung")


def hides(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad bleibt kalt. Bitte meinen Namen nicht nennen.")
    says(house, "BEAUFTRAGEN Meier: Bitte Frau Berger fragen.")


def window(house: House) -> None:
    house.writes(ANNA, "Das Fenster in der Küche klemmt.", subject="Fenster")


def wrote_more(house: House) -> None:
    window(house)
    says(house, "Es ist das linke.", by=ANNA)


def wrote_in_hand(house: House) -> None:
    window(house)
    says(house, "FREIGEBEN")
    says(house, "Es ist das linke.", by=ANNA)


def wrote_afterwards(house: House) -> None:
    window(house)
    says(house, "ERLEDIGT")
    says(house, "Wann wird eigentlich der Hof gefegt?", by=ANNA)


def survey(house: House) -> None:
    house.writes(SABINE, "AN EIGENTÜMER: Möchten Sie beim Fenstertausch mitmachen?", subject="Fenster")


def surveyed(house: House) -> None:
    survey(house)
    says(house, "SENDEN", "STATUS")


def rated(house: House) -> None:
    asked.ordered(house, "Erledigt.")
    says(house, "OK")


def silent_firm(house: House) -> None:
    house.writes(ANNA, "Der Abfluss in der Küche ist verstopft.", subject="Wasser")
    says(house, "BEAUFTRAGEN Sanitär")
    at(house, "2025-10-15 12:00")
    at(house, "2025-10-16 12:00")


def silent_office(house: House) -> None:
    window(house)
    at(house, "2025-10-15 12:00")


def missing_offers(house: House) -> None:
    house.writes(ANNA, "Der Abfluss in der Küche ist verstopft.", subject="Wasser")
    says(house, "ANGEBOT Wolf, Dorn")
    says(house, "Unser Angebot: 280 € brutto.", by=DORN)
    at(house, "2025-10-16 11:00")
    at(house, "2025-10-17 09:00")


def rule(house: House, automation: str) -> None:
    values = {"property": "LW12", "category": "water", "automation": automation, "assignee": "Sanitär"}
    more = {"veto_minutes": 30, "per_day": 3, "is_approved": True}
    with house.gateway.database.engine.begin() as connection:
        connection.execute(insert(schema.rules), values | more)


def declined_by_rule(house: House) -> None:
    rule(house, "veto")
    house.writes(ANNA, "Der Abfluss in der Küche ist verstopft.", subject="Wasser")
    house.later(minutes=40)
    says(house, "Können wir leider nicht übernehmen, sind voll.", by=WOLF)


def silent_by_rule(house: House) -> None:
    rule(house, "auto")
    house.writes(ANNA, "Der Abfluss in der Küche ist verstopft.", subject="Wasser")
    house.later(minutes=4)
    at(house, "2025-10-15 12:10")
    at(house, "2025-10-16 12:10")


def in_the_morning(house: House) -> None:
    """A proposal, a report to believe, an offer, and a matter that nobody has decided on."""
    asked.radiator(house)
    window(house)
    house.writes(YILDIZ, "Der Abfluss in der Küche ist verstopft.", subject="Wasser")
    says(house, "ANGEBOT Dorn")
    says(house, "Unser Angebot: 280 € brutto.", by=DORN)
    at(house, "2025-10-15 05:30")


def late_in_the_morning(house: House) -> None:
    house.writes(ANNA, "Der Abfluss in der Küche ist verstopft.", subject="Wasser")
    says(house, "BEAUFTRAGEN Sanitär")
    at(house, "2025-10-15 12:00")
    at(house, "2025-10-16 05:30")
    at(house, "2025-10-17 05:30")


def overtaken(house: House) -> None:
    """A colleague has ordered meanwhile."""
    window(house)
    old = house.last_to(SABINE)
    says(house, "BEAUFTRAGEN Meier", by=TIM)
    house.answers(SABINE, old, "BEAUFTRAGEN Wolf", auth="pass")


def released(house: House) -> None:
    window(house)
    says(house, "FREIGEBEN")


def kept_words(house: House) -> None:
    window(house)
    says(house, "FREIGEBEN\n\nDie ruft sonst wieder dreimal an.")


def proposed_on_behalf(house: House) -> None:
    house.writes(SABINE, "FÜR WE03\nDer Heizkörper im Bad wird nicht warm.", subject="Heizung")


SCENES = {
    "preferred": Scene("noted", "at_once no_mails", lambda h: h.writes(YILDIZ, "TÄGLICH"), YILDIZ),
    "prefers unproven": Scene("noted", "daily", lambda h: h.writes(YILDIZ, "TÄGLICH", auth="none"), YILDIZ),
    "which flat": Scene("acknowledgement", "choose", two_flats, PETERSEN),
    "alarm": Scene(
        "alarm", "on_it no_emergency release start finish", asked.whole_house, question=QuestionKind.ALARM
    ),
    "unreachable": Scene("alert", "reachable", unreachable),
    "yearly run": Scene("alert", "stop", asked.yearly_run, question=QuestionKind.RETENTION),
    "dated": Scene("appointment", "no", dated, ANNA),
    "near": Scene("date_near", "no", near, ANNA),
    "times": Scene("times_offered", "choose no", times, ANNA, QuestionKind.APPOINTMENT),
    "board": Scene("approval", "yes no", put_to_the_board, YILDIZ, QuestionKind.APPROVAL),
    "board answered": Scene("approval_answered", "yes no", answered_by_the_board),
    "offer above the limit": Scene("firm_report", "yes no approval", put_to_the_board),
    "near miss": Scene("confirmation", "choose send", asked.near_miss, question=QuestionKind.CONFIRM),
    "delete": Scene("deletion", "yes no", asked.to_delete, question=QuestionKind.DELETE),
    "papers to ask for": Scene("document_list", "document", two_papers, ANNA),
    "papers": Scene("document_news", "file_documents no", asked.house_rules, question=QuestionKind.DOCUMENTS),
    "papers filed": Scene("document_news", "change_document", filed),
    "emergency": Scene("emergency", "promised", asked.whole_house, ANNA),
    "finding": Scene(
        "finding",
        "proposal no",
        lambda h: asked.ordered(h, "Außerdem ist im Keller ein Rohr undicht."),
        question=QuestionKind.FINDING,
    ),
    "report": Scene(
        "firm_report", "proposal no", lambda h: asked.ordered(h, "erledigt"), question=QuestionKind.REPORT
    ),
    "cost": Scene(
        "firm_report", "yes no", lambda h: asked.ordered(h, "wird teurer, 450 €"), question=QuestionKind.COST
    ),
    "offer": Scene("firm_report", "yes no", asked.offer, question=QuestionKind.QUOTE),
    "declined": Scene("firm_report", "proposal no", asked.declined, question=QuestionKind.NEXT_FIRM),
    "declined by rule": Scene(
        "firm_report", "stop proposal", declined_by_rule, policy=HELD, deadlines=PROMISED
    ),
    "house preview": Scene(
        "house_preview", "send yes choose stop", posted_at_night, question=QuestionKind.HOUSE_NOTICE
    ),
    "house sent": Scene("house_sent", "undo", posted, question=QuestionKind.HOUSE_NOTICE_OUT),
    "house report": Scene("house_report", "undo", reported_upon),
    "import": Scene("import_preview", "import_ok no", table, question=QuestionKind.IMPORT),
    "invoice": Scene("invoice", "start finish", billed("285.60")),
    "invoice above": Scene("invoice", "yes no", billed("450.00"), question=QuestionKind.INVOICE),
    "invoice without an order": Scene(
        "new_ticket", "pass_invoice release start finish", billed_without_an_order
    ),
    "morning": Scene("morning", "proposal release yes no", in_the_morning, policy=LISTED),
    "morning late": Scene(
        "morning", "proposal remind next_firm", late_in_the_morning, policy=LISTED, deadlines=PROMISED
    ),
    "names the reporter": Scene("names_reporter", "choose", hides),
    "proposal": Scene(
        "new_ticket", "proposal no release start finish", asked.radiator, question=QuestionKind.SUGGESTION
    ),
    "veto": Scene("new_ticket", "stop proposal release start finish", asked.leak, question=QuestionKind.VETO),
    "two matters": Scene(
        "new_ticket", "release start finish split no", asked.two_matters, question=QuestionKind.SPLIT
    ),
    "came back": Scene(
        "new_ticket", "proposal no release start finish", asked.came_back, question=QuestionKind.REWORK
    ),
    "kept text": Scene("not_sent", "send", asked.kept_text, question=QuestionKind.SEND_NOTE),
    "silent firm": Scene(
        "overdue", "proposal remind next_firm", silent_firm, question=QuestionKind.OVERDUE, deadlines=PROMISED
    ),
    "silent office": Scene("overdue", "release start finish", silent_office, deadlines=PROMISED),
    "missing offers": Scene("overdue", "yes remind", missing_offers, deadlines=OFFERS_IN_TIME),
    "silent by rule": Scene("overdue", "stop", silent_by_rule, policy=HELD, deadlines=PROMISED),
    "wrote more": Scene("person_wrote", "release start", wrote_more),
    "wrote in hand": Scene("person_wrote", "start finish", wrote_in_hand),
    "wrote afterwards": Scene("person_wrote", "reopen", wrote_afterwards),
    "settled": Scene("person_wrote", "proposal no", asked.settled, question=QuestionKind.SETTLED),
    "reply to the house": Scene(
        "public_reply", "publish", asked.reply_to_the_house, question=QuestionKind.PUBLISH
    ),
    "fixed": Scene("status", "yes no", asked.done, ANNA, QuestionKind.FIXED),
    "contact": Scene("status", "yes no", asked.ordered, ANNA, QuestionKind.CONTACT),
    "rating": Scene(
        "status", "rate", rated, ANNA, QuestionKind.RATING, Policy(rating="on", ask_if_fixed=False)
    ),
    "survey": Scene("survey", "send stop", survey, question=QuestionKind.SURVEY),
    "surveyed": Scene("survey", "send finish", surveyed),
    "released": Scene("transcript", "undo", released),
    "released with words": Scene("transcript", "undo send", kept_words),
    "overtaken": Scene("transcript", "choose", overtaken, policy=Policy(notify_managers="all")),
    "held orders": Scene("transcript", "stop undo", asked.ordered, policy=HELD),
    "on behalf": Scene("transcript", "proposal no release start finish", proposed_on_behalf),
    "learned rule": Scene(
        "transcript", "undo rule_ok rule_no", lambda h: orders_water(h, ANNA, YILDIZ, MILLER)
    ),
    "learned word": Scene(
        "transcript", "proposal no undo word_ok word_no", lambda h: corrects(h, ANNA, YILDIZ, MILLER)
    ),
}
