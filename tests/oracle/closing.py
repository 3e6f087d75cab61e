"""What residents say when work is over: a number from 1 to 5, JA, NEIN; the firm learns none of it."""

from tests.house import text_of
from tests.oracle.acts import Act, Got
from tests.oracle.checker import Due
from tests.oracle.letters import answer
from tests.oracle.play import Play, home
from tests.oracle.residents import else_anew, named, reply_to

ASKED = ("Ist es behoben?", "Is it fixed?")
ANSWERS = ("JA", "NEIN", "5", "2", "2 - {word} kam zu spät", "NEIN, {word} fehlt noch")


def answer_done(play: Play) -> Act | None:
    found = [(p, got) for p in home(play) for got in play.fresh(p.address, "status")[-4:] if _asks(got)]
    if not found:
        return None
    author, got = play.chance.choice(found)
    matter = play.knowledge.matter(got.number)
    if matter is None:
        return None
    named(play, author, matter.house)
    pen = play.pen(author, {matter.house})
    form = play.chance.choice(ANSWERS)
    word = pen.word("words beside a rating", is_task=form.startswith("NEIN")) if "{word}" in form else ""
    octets = answer(pen, got.mail, form.format(word=word), auth="pass")
    play.knowledge.belongs(matter, pen.facts)
    play.sends(octets, author.address, reply_to(got))
    act = Act("an answer to done", else_anew(play, author, got, pen), author=pen.people, may_order=True)
    if word and author.roles_at(matter.house, play.today) and matter.number == got.number:
        act.dues.append(Due(play.managers(matter.house), word.casefold(), "words beside a rating"))
    return act


def _asks(got: Got) -> bool:
    said = " ".join(text_of(got.mail).replace("\u00a0", " ").split())
    return any(question in said for question in ASKED)
