"""Every kind of question, answered twice, by a colleague, too late or overtaken: all is told, and done once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from hauspost.desk.decision import QuestionKind
from hauspost.desk.policy import Policy
from hauspost.store import housekeeping, tickets
from tests.house import ANNA, HANSEN, HARBOUR, SABINE, TIM, YILDIZ, House, house_on, text_of
from tests.papers import paper
from tests.relay import Taken
from tests.stories.test_documents import mailed

MEIER = "auftrag@heizung-meier.example"
WOLF = "info@sanitaer-wolf.example"


@dataclass(frozen=True, slots=True)
class Asked:
    """How a question comes to be, who is asked, and the word that does what it proposes."""

    kind: QuestionKind
    ask: Callable[[House], None]
    word: str
    by: str = SABINE


def radiator(house: House) -> None:
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")


def ordered(house: House, *words: str) -> None:
    radiator(house)
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier max 300 €")
    for text in words:
        house.answers(MEIER, house.last_to(MEIER), text)


def offer(house: House) -> None:
    radiator(house)
    house.answers(SABINE, house.last_to(SABINE), "ANGEBOT Meier")
    house.answers(MEIER, house.last_to(MEIER), "Unser Angebot: 450 € brutto.")


def declined(house: House) -> None:
    house.writes(ANNA, "Der Abfluss in der Küche ist verstopft.", subject="Wasser")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Sanitär")
    house.answers(WOLF, house.last_to(WOLF), "Können wir leider nicht übernehmen, sind voll.")


def reply_to_the_house(house: House) -> None:
    house.writes(ANNA, "Der Aufzug in Haus 14 steht.", subject="Aufzug")
    house.later(hours=30)
    house.answers(YILDIZ, house.last_to(YILDIZ), "Er steht im dritten Stock, das Licht ist an.")


def kept_text(house: House) -> None:
    radiator(house)
    house.answers(SABINE, house.last_to(SABINE), "Wir kommen am Donnerstag.")


def near_miss(house: House) -> None:
    radiator(house)
    house.answers(SABINE, house.last_to(SABINE), "FREIGEBN")


def stranger(house: House) -> None:
    house.writes("fatma@neu.example", "Bei mir tropft das Fenster.", subject="Fenster")


def leak(house: House) -> None:
    house.writes(HANSEN, "In der Küche tropft das Wasserrohr.", to=HARBOUR, subject="Wasser")


def done(house: House) -> None:
    radiator(house)
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT")


def settled(house: House) -> None:
    radiator(house)
    house.answers(ANNA, house.last_to(ANNA), "Hat sich erledigt, er wird wieder warm.")


def came_back(house: House) -> None:
    """The firm's work was done, and its resident writes that it did not last."""
    ordered(house, "erledigt")
    house.answers(SABINE, house.last_to(SABINE), "OK")
    house.answers(ANNA, house.last_to(ANNA), "NEIN, tropft noch")


def two_matters(house: House) -> None:
    words = "Im Bad wächst Schimmel um das Fenster.\n\nAußerdem: Wie bekomme ich einen zweiten Schlüssel?"
    house.writes(ANNA, words, subject="Zwei Sachen")


def whole_house(house: House) -> None:
    house.writes(ANNA, "Im ganzen Haus ist die Heizung ausgefallen!", subject="Heizung")


def to_delete(house: House) -> None:
    radiator(house)
    house.answers(SABINE, house.last_to(SABINE), "LÖSCHEN")


def house_rules(house: House) -> None:
    mailed(house, ("Hausordnung.pdf", paper("Hausordnung")))


def yearly_run(house: House) -> None:
    done(house)
    house.now = house.now.replace(year=2029, month=1, day=2)
    house.gateway.retention.look(house.now)
    house.gateway.drain()


ASKED = (
    Asked(QuestionKind.SUGGESTION, radiator, "OK"),
    Asked(QuestionKind.VETO, leak, "STOPP"),
    Asked(QuestionKind.REPORT, lambda house: ordered(house, "erledigt"), "OK"),
    Asked(QuestionKind.COST, lambda house: ordered(house, "wird teurer, 450 €"), "JA"),
    Asked(QuestionKind.QUOTE, offer, "JA"),
    Asked(QuestionKind.NEXT_FIRM, declined, "OK"),
    Asked(QuestionKind.PUBLISH, reply_to_the_house, "VERÖFFENTLICHEN"),
    Asked(QuestionKind.SEND_NOTE, kept_text, "SENDEN"),
    Asked(QuestionKind.CONFIRM, near_miss, "A"),
    Asked(QuestionKind.HELD_MAIL, stranger, "WE07"),
    Asked(QuestionKind.SETTLED, settled, "OK"),
    Asked(QuestionKind.FIXED, done, "JA", ANNA),
    Asked(QuestionKind.REWORK, came_back, "OK"),
    Asked(QuestionKind.CONTACT, ordered, "JA", ANNA),
    Asked(
        QuestionKind.FINDING, lambda house: ordered(house, "Außerdem ist im Keller ein Rohr undicht."), "OK"
    ),
    Asked(QuestionKind.SPLIT, two_matters, "AUFTEILEN"),
    Asked(QuestionKind.ALARM, whole_house, "OK"),
    Asked(QuestionKind.DELETE, to_delete, "JA"),
    Asked(QuestionKind.DOCUMENTS, house_rules, "JA"),
    Asked(QuestionKind.RETENTION, yearly_run, "STOPP"),
)
# A held mail has no ticket, residents are asked of one that is over, and what came back is a second one (test_rework).
ELSEWHERE_OF = (
    QuestionKind.HELD_MAIL,
    QuestionKind.FIXED,
    QuestionKind.REWORK,
    QuestionKind.CONTACT,
    QuestionKind.FINDING,
    QuestionKind.DOCUMENTS,
    QuestionKind.RETENTION,
)
OF_TICKETS = tuple(a for a in ASKED if a.kind not in ELSEWHERE_OF)
OWN = frozenset(
    {QuestionKind.SEND_NOTE, QuestionKind.CONFIRM, QuestionKind.VETO, QuestionKind.DELETE}
)  # one's own words; LW12 has no veto
# How many mails are held then, where the question belongs to no ticket.
HELD = {QuestionKind.HELD_MAIL: 2, QuestionKind.DOCUMENTS: 1, QuestionKind.RETENTION: 1}
each = pytest.mark.parametrize("asked", ASKED, ids=lambda a: str(a.kind))
each_of_tickets = pytest.mark.parametrize("asked", OF_TICKETS, ids=lambda a: str(a.kind))

# How a question ends without an answer. All others wait for a person: what they ask stays true of the ticket, and
# whatever ends the ticket or the order ends them.
BY_ITSELF = {
    QuestionKind.VETO: "dispatch",
    QuestionKind.ORDER_LOST: "put to the managers",
    QuestionKind.ALARM: "told again, twice",
    QuestionKind.RETENTION: "erased",
}

# Which have an end of their own, after which nothing is done.
WITHIN_DAYS = frozenset({QuestionKind.DOCUMENTS})

# Why the others are no rows of this table.
ELSEWHERE = {
    QuestionKind.ORDER_LOST: "ends before anybody reads it",
    QuestionKind.SURVEY: "a survey's own answers: test_surveys",
    QuestionKind.SURVEYED: "of many people, who answer in their own words: test_surveys",
    QuestionKind.ABSENCE: "is asked of nobody: test_absences",
    QuestionKind.OVERDUE: "only where deadlines are promised: test_deadlines",
    QuestionKind.RATING: "only where the house asks for ratings: test_rating",
    QuestionKind.IMPORT: "lapses after a day, and its table is a mail: test_imports",
    QuestionKind.APPROVAL: "of the board and of owners, each alone, while a manager decides: test_approvals",
    QuestionKind.INVOICE: "follows an invoice that is passed on at once: test_invoices",
    QuestionKind.APPOINTMENT: "its times run out by themselves: test_times_to_choose",
    QuestionKind.LEGAL_DEADLINE: "is asked of nobody, and reminds: test_sensitive_mail",
    QuestionKind.HOUSE_NOTICE: "lapses with its notice, and most answers are shown anew: test_house_notices",
    QuestionKind.HOUSE_NOTICE_OUT: "one word takes the notice back while it is out: test_house_notices",
}


def answer(house: House, asked: Asked, mail: Taken, *, by: str = "", client: str = "outlook") -> None:
    number = f"H-{waiting(house, asked.kind)} " if asked.kind is QuestionKind.HELD_MAIL else ""
    house.answers(by or asked.by, mail, f"{number}{asked.word}", client=client, auth="pass")


def rows(house: House) -> list[tuple[int, str, str]]:
    with house.gateway.database.read() as connection:
        found = connection.exec_driver_sql("select id, kind, state from questions order by id").all()
    return [(row[0], row[1], row[2]) for row in found]


def waiting(house: House, kind: QuestionKind) -> int:
    return next(number for number, each, _ in rows(house) if each == kind)


def state(house: House, kind: QuestionKind) -> str:
    return next(state for _, each, state in rows(house) if each == kind)


def facts(house: House) -> tuple[object, ...]:
    """All that an answer may change of tickets and orders."""
    return tuple(
        (t.number, t.status, t.visibility, tuple((o.number, o.phase, o.limit) for o in t.orders))
        for t in house.tickets()
    )


def outside(house: House) -> int:
    """How many mails people other than the two managers got."""
    return len([m for m in house.relay.mails if m.rcpt_to not in (SABINE, TIM)])


def told(house: House, who: str, since: int) -> str:
    return " ".join(" ".join(text_of(m).split()) for m in house.mails_to(who)[since:]).replace("\u00a0", " ")


@each
def test_a_second_answer_does_nothing_more_and_its_author_hears_why(house: House, asked: Asked) -> None:
    asked.ask(house)
    mail = house.last_to(asked.by)
    answer(house, asked, mail)
    before, sent, heard = facts(house), outside(house), len(house.mails_to(asked.by))
    assert state(house, asked.kind) == "answered"
    answer(house, asked, mail, client="iphone")
    assert (facts(house), state(house, asked.kind)) == (before, "answered")
    if asked.by == SABINE:
        assert outside(house) == sent
        assert "Das hat Sabine Vogt schon beantwortet" in told(house, SABINE, heard)


@each
def test_a_mail_that_somebody_else_was_sent_is_answered_by_nobody_else(house: House, asked: Asked) -> None:
    asked.ask(house)
    mail, before = house.last_to(asked.by), facts(house)
    answer(house, asked, mail, by=TIM)
    assert (facts(house), state(house, asked.kind)) == (before, "open")
    held = {QuestionKind.HELD_MAIL: 2, QuestionKind.DOCUMENTS: 1, QuestionKind.RETENTION: 1}.get(
        asked.kind
    )  # it belongs to no ticket
    assert len(house.held()) == held if held else "NICHT AUSGEFÜHRT" in told(house, TIM, 0)


@pytest.fixture
def asked_both(furnished_url: str) -> Iterator[House]:
    """Every manager is asked, each in an own mail."""
    with house_on(furnished_url, Policy(notify_managers="all")) as built:
        yield built


@pytest.mark.parametrize("asked", [a for a in OF_TICKETS if a.kind not in OWN], ids=lambda a: str(a.kind))
def test_of_two_managers_who_are_asked_the_first_answer_counts_and_the_second_hears_whose_it_was(
    asked_both: House, asked: Asked
) -> None:
    house = asked_both
    asked.ask(house)
    mine, theirs = house.last_to(SABINE), house.last_to(TIM)
    answer(house, asked, theirs, by=TIM)
    before, heard = facts(house), len(house.mails_to(SABINE))
    assert state(house, asked.kind) == "answered"
    answer(house, asked, mine)
    assert facts(house) == before
    assert "Das hat Tim Lorenz schon beantwortet" in told(house, SABINE, heard)


@each
def test_what_lapses_says_so_and_what_does_not_still_waits(house: House, asked: Asked) -> None:
    asked.ask(house)
    mail = house.last_to(asked.by)
    span = housekeeping.LAPSES.get(asked.kind)
    house.now += (span or timedelta(days=15)) + timedelta(hours=1)
    with house.gateway.database.engine.begin() as connection:
        housekeeping.tidy(connection, house.now)
    house.gateway.drain()
    lapses = span or asked.kind in WITHIN_DAYS
    expected = "lapsed" if lapses else "answered" if asked.kind in BY_ITSELF else "open"
    assert state(house, asked.kind) == expected
    before, heard = facts(house), len(house.mails_to(asked.by))
    if lapses and asked.by == SABINE:
        answer(house, asked, mail)
        assert facts(house) == before
        assert "abgelaufen" in told(house, SABINE, heard)


@each_of_tickets
@pytest.mark.parametrize("event", ["ERLEDIGT", "ABLEHNEN: Bereits behoben.", "PRIVAT"])
def test_an_answer_after_the_ticket_ended_or_narrowed_does_no_harm_and_is_told(
    house: House, asked: Asked, event: str
) -> None:
    asked.ask(house)
    mail = house.last_to(SABINE)
    house.answers(SABINE, mail, event, auth="pass")
    status, given = house.ticket().status, [o for o in house.ticket().orders if o.is_live]
    heard, house_heard = len(house.mails_to(SABINE)), len(house.mails_to(YILDIZ))
    answer(house, asked, mail, client="iphone")
    assert len(house.mails_to(SABINE)) > heard
    if event != "PRIVAT" and asked.kind is not QuestionKind.CONFIRM:
        assert house.ticket().status is status
        assert [o for o in house.ticket().orders if o.is_live] == given or asked.kind is QuestionKind.COST
    if event == "PRIVAT":
        house.later(hours=30)
        assert len(house.mails_to(YILDIZ)) == house_heard
        if asked.kind is QuestionKind.PUBLISH:
            assert "Der Vorgang ist privat" in told(house, SABINE, heard)


@pytest.mark.parametrize(
    "asked", [a for a in OF_TICKETS if a.kind in (QuestionKind.REPORT, QuestionKind.COST)]
)
def test_an_answer_about_an_order_that_was_cancelled_meanwhile_says_so(house: House, asked: Asked) -> None:
    asked.ask(house)
    mail = house.last_to(SABINE)
    house.answers(SABINE, mail, "STORNIEREN")
    before, heard = facts(house), len(house.mails_to(SABINE))
    answer(house, asked, mail, client="iphone")
    assert facts(house) == before
    assert "Sabine Vogt hat es anders entschieden" in told(house, SABINE, heard)


@each_of_tickets
def test_a_question_of_a_ticket_that_became_another_s_is_still_answered_there(
    house: House, asked: Asked
) -> None:
    asked.ask(house)
    mail = house.last_to(SABINE)
    first = house.ticket()
    author, to = (HANSEN, HARBOUR) if asked.kind is QuestionKind.VETO else (ANNA, "")
    subject = "Aufzug" if asked.kind is QuestionKind.PUBLISH else "Noch etwas"
    words = "Der Aufzug in Haus 12 ruckelt." if asked.kind is QuestionKind.PUBLISH else "Der Abfluss riecht."
    house.writes(author, words, subject=subject, **({"to": to} if to else {}))
    second = house.tickets()[-1]
    assert second.number != first.number
    house.answers(SABINE, mail, f"ZUSAMMENLEGEN MIT T-{second.number}", client="iphone")
    heard = len(house.mails_to(SABINE))
    answer(house, asked, mail, client="gmail")
    assert len(house.mails_to(SABINE)) > heard
    with house.gateway.database.read() as connection:
        moved = tickets.questions_of(connection, second.number)
    assert str(asked.kind) in {str(q.kind) for q in moved}


def test_every_kind_ends_by_itself_lapses_or_waits_for_a_person() -> None:
    assert not set(BY_ITSELF) & set(housekeeping.LAPSES)
    assert not {a.kind for a in ASKED} & set(ELSEWHERE)
    assert {a.kind for a in ASKED} | set(ELSEWHERE) == set(QuestionKind)
