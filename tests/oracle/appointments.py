"""Times between a firm and a resident: each hears the times of the other in our words, and no word beside them."""

from datetime import date, timedelta

from tests.oracle.acts import Act
from tests.oracle.checker import Due
from tests.oracle.letters import answer
from tests.oracle.play import Play, home
from tests.oracle.residents import else_anew, reply_to

ASKS_FOR_TIMES = ("times_offered", "times_noted", "no_access", "appointment", "date_near")
CHOICES = ("1", "2", "Ja, der zweite passt.", "Beides geht.", "passt")
REFUSALS = ("NEIN", "Passt beides nicht.")
OWN_TIMES = ("{day} ab 14 Uhr ginge.", "Am {day} zwischen 9 und 12 Uhr bin ich da.")


def offer_times(play: Play) -> Act | None:
    """Two times of a firm's, with a colleague's name: the resident reads the times, the managers the words."""
    found = [(firm, got) for firm in play.world.firms for got in play.fresh(firm.address, "order")[-4:]]
    if not found:
        return None
    author, got = play.chance.choice(found)
    matter = play.knowledge.matter(got.number)
    if matter is None:
        return None
    pen = play.pen(author, {matter.house})
    first, second = workdays(play)
    words = [f"Zugesagt. {first:%d.%m.%Y} 8-10 Uhr oder {second:%d.%m.%Y} 13-15 Uhr"]
    if play.chance.random() < 0.3:
        words += [f"Kollege {pen.word('a word beside times')} kommt."]
    words += ["", "MfG", pen.word("a firm's signature")]
    play.sends(answer(pen, got.mail, "\n".join(words), auth="pass"), author.address, reply_to(got))
    return Act("two times of a firm's", author=pen.people)


def answer_times(play: Play) -> Act | None:
    """A choice, a refusal, times of the own, now and then with words beside: those reach the managers alone."""
    found = [(p, got) for p in home(play) for got in play.fresh(p.address, *ASKS_FOR_TIMES)[-3:]]
    if not found:
        return None
    offered = [(p, got) for p, got in found if got.kind == "times_offered"]
    author, got = play.chance.choice(offered if offered and play.chance.random() < 0.7 else found)
    matter = play.knowledge.matter(got.number)
    if matter is None:
        return None
    pen = play.pen(author, {matter.house})
    _, day = workdays(play)
    said = play.chance.choice((*CHOICES, *REFUSALS, *OWN_TIMES)).format(day=f"{day:%d.%m.%Y}")
    beside = pen.word("a resident's words") if play.chance.random() < 0.3 else ""
    words = f"{said}\nDer Schlüssel {beside} liegt bereit." if beside else said
    octets = answer(pen, got.mail, words, auth=play.chance.choice(("pass", "none")))
    play.knowledge.belongs(matter, pen.facts)
    play.sends(octets, author.address, reply_to(got))
    act = Act("an answer to times", else_anew(play, author, got, pen), author=pen.people, may_order=True)
    if beside and author.roles_at(matter.house, play.today) and matter.number == got.number:
        act.dues.append(Due(play.managers(matter.house), beside.casefold(), "words beside a time"))
    return act


def workdays(play: Play) -> tuple[date, date]:
    """Two of the coming days, no Sunday among them; the later one is the second."""
    coming = (play.today + timedelta(days=n) for n in range(2, 8))
    first, *_, second = (day for day in coming if day.weekday() < 5)
    return first, second
