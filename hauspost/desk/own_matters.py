"""Whether a resident's new mail is about a matter of the own that we know: asked after, told again, or back again."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from hauspost.desk import categories
from hauspost.desk.carried import reported_it
from hauspost.desk.case import Case
from hauspost.desk.channels import Channel, ParticipantKind
from hauspost.desk.decision import Decision, OpenTicket
from hauspost.desk.houses import GENERAL, CategoryKey
from hauspost.desk.intents import Said
from hauspost.desk.model import IN_SURVEY, Flag, Status, Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_managers import Rework
from hauspost.desk.notices_to_people import AlreadyKnown
from hauspost.desk.telling import tell
from hauspost.desk.work import OrderKind, Phase, WorkOrder

BACK_WITHIN = timedelta(days=30)  # WORDS 4: so long a firm may have to mend its own work
BESIDE = timedelta(hours=2)
AGAIN_WITHIN = timedelta(days=14)
MOST_NEW = 1  # words of weight that the same report may have besides, talk left out
FEWEST = 4  # words of weight by which two reports can be compared at all
ALIKE = 0.7  # of the shorter report's words
WEIGHT = 4  # letters; shorter words stand in every report
# What stands in any mail about a report, whatever it is about.
_TALK = frozenset(
    categories.WORD.findall(
        """
    aktuelle aktueller antwort anliegen arbeit bekommen bescheid bisher bitte damen danke dank defekt email erhalten
    erinnern erinnerung erledigt erneut firma frage frau funktioniert ganze geehrte geht gesendet geschickt gestern
    gestrige gruesse gruss guten haben handwerker hallo hatte hausmeister hauswart hausverwaltung heizungsbauer herr
    herren heute hiermit ihnen ihre immer info installateur jemand jetzt kaputt klempner kommt leider letzte letzten
    letzter liebe lieber mail mails maler meine meiner meinem meldung mitteilung monteur monteure nachfrage nachricht
    neue neues neuigkeiten noch nochmal nochmals problem reparatur rueckmeldung sache sachstand sanitaer schaden
    schicke schlosser schon schreiben schrieb sehr sende stand status techniker termin thema verwaltung viele vielen
    vielleicht vorgang vorige wieder woche wohnung wurde wurden ticket
    anonym anonyme anonymen behandeln genannt moechte moechten name namen nennen privat vertraulich weitersagen werden
    again anonymous broken confidential
    craftsman dear email engineer fixed handyman hello issue mail message news plumber please problem
    received repair report same sent situation state status still thank thanks thing ticket tradesman update work
    """
    )
)
# What a sentence names as a thing: a German noun within it, or the word behind an article.
_THING = re.compile(
    r"(?<=[^\W\d_][ ,])\s?[A-ZÄÖÜ][^\W\d_]{3,}|"
    r"(?<!\w)(?i:der|die|das|den|dem|zum|zur|mein\w{0,2}|unser\w{0,2}|the|my|our) [^\W\d_]{4,}"
)
_NUMBER = re.compile(r"(?i:\bT-)(\d{1,9})\b")
WORKED = frozenset({Phase.REPORTED_DONE, Phase.SIGNED_OFF, Phase.IN_PROGRESS, Phase.SCHEDULED})


def reported(tickets: Iterable[Ticket]) -> tuple[Ticket, ...]:
    """Without those in which the office asked: nobody has told anything there that could be told again."""
    return tuple(t for t in tickets if not IN_SURVEY & t.flags)


def asked_after(case: Case, said: Said) -> Ticket | None:
    """The one open ticket whose state is asked: by its number, else by its topic; None: nobody can tell which."""
    if not said.asks_progress:
        return None
    here = [t for t in case.own if t.status is not Status.DONE]
    numbers = {int(number) for number in _NUMBER.findall(_all(case, said))}
    named = [t for t in here if t.number in numbers]
    if not named and any(t.number in numbers for t in case.others):
        return None  # somebody else's: how an own one stands is no answer to that
    topic = categories.choose(case.categories, hint="", subject=case.mail.subject, text=said.whole)
    fitting = named or [t for t in here if _is_of(case, said, t, topic)]
    return fitting[0] if len(fitting) == 1 else None


def begun_lately(case: Case, said: Said) -> Ticket | None:
    """The only own ticket of the last hours, where one mail brings the picture and another one the words."""
    young = [t for t in case.own if case.at - t.opened_at <= BESIDE and reported_it(t, case.author)]
    if len(young) != 1 or young[0].status is Status.DONE or said.wishes:
        return None
    is_picture = not said.whole.strip() and bool(said.attachments) and not case.mail.subject.strip()
    had_none = Flag.INCOMPLETE in young[0].flags and not case.own_words.get(young[0].number, "").strip()
    return young[0] if is_picture or (had_none and said.whole.strip()) else None


def told_again(case: Case, said: Said, ticket: OpenTicket) -> Ticket | None:
    """An open ticket of the own that says the same of the same place, in nearly the same words."""
    same = (t for t in _same(case, ticket) if t.status is not Status.DONE)
    young = (t for t in same if case.at - t.opened_at <= AGAIN_WITHIN)
    return next((t for t in young if _says_the_same(case, said, t)), None)


def back_again(case: Case, ticket: OpenTicket) -> Ticket | None:
    """The own ticket of the same topic and place that was done last, and lately."""
    return next((t for t in _same(case, ticket) if _is_lately_done(case, t)), None)


def still_broken(case: Case, said: Said) -> Ticket | None:
    """ "Die Heizung ist immer noch kalt" in a new mail: the only own ticket lately done that it can be about."""
    if not said.says_still_broken or any(t.status is not Status.DONE for t in _on_topic(case, said)):
        return None
    over = [t for t in _on_topic(case, said) if _is_lately_done(case, t)]
    return over[0] if len(over) == 1 else None


def rework_of(case: Case, before: Ticket | None) -> Rework | None:
    """Whose work it was that did not last; None: nobody's, or too long ago."""
    if before is None or before.done_at is None or not _is_lately_done(case, before):
        return None
    done = (o for o in before.orders if o.kind is OrderKind.ORDER and o.phase in WORKED)
    who = tuple(dict.fromkeys(o.assignee_name for o in done))
    return Rework(who, (case.at - before.done_at).days) if who else None


def worked_last(before: Ticket) -> WorkOrder | None:
    """The newest order whose work was done, or was under way."""
    done = [o for o in before.orders if o.kind is OrderKind.ORDER and o.phase in WORKED]
    return done[-1] if done else None


def there(case: Case, ticket: Ticket) -> tuple[Case, Channel]:
    """The case as if the mail had answered in the author's own channel of that ticket."""
    ids = {p.id for p in case.author}
    own = (p.channel for p in ticket.participants if p.person in ids and p.kind is ParticipantKind.REPORTER)
    channel = next(own, Channel.of_resident(case.author[0].id))
    resolution = replace(case.resolution, ticket=ticket.number, channel=channel, hinted_ticket=None)
    return replace(case, ticket=ticket, resolution=resolution), channel


def with_known(
    case: Case, ticket: Ticket, channel: Channel, heard: Decision, *, is_addition: bool
) -> Decision:
    """What was told again, or adds to a report just sent, is kept as a message; its author hears where it went."""
    facts = AlreadyKnown(ticket.number, ticket.place, str(ticket.status), ticket.opened_at, is_addition)
    mails = tell(case, case.author, NoticeKind.KNOWN, facts, channel=channel)
    return replace(heard, reason="told_again", effects=(*heard.effects, *mails))


def _on_topic(case: Case, said: Said) -> tuple[Ticket, ...]:
    topic = categories.choose(case.categories, hint="", subject=case.mail.subject, text=said.whole)
    return tuple(t for t in case.own if _is_of(case, said, t, topic))


def _is_of(case: Case, said: Said, ticket: Ticket, topic: CategoryKey) -> bool:
    """Of the same topic; words without one ("immer noch kaputt") are of any ticket that knows each thing they name."""
    if topic != GENERAL:
        return topic == ticket.category
    things = {categories.fold(found.split()[-1]) for found in _THING.findall(said.whole[:4000])}
    return things - _TALK <= _weighty(f"{ticket.subject}\n{case.own_words.get(ticket.number, '')}")


def _same(case: Case, ticket: OpenTicket) -> Iterator[Ticket]:
    """Of the same category and place, the newest first; nobody can tell of what is about everything."""
    place = ticket.public_place or ticket.unit
    if ticket.category == GENERAL or not place:
        return iter(())
    own = (t for t in case.own if reported_it(t, case.author) and t.category == ticket.category)
    return (t for t in own if (t.public_place or t.unit) == place)


def _is_lately_done(case: Case, ticket: Ticket) -> bool:
    is_over = ticket.status is Status.DONE and not ticket.is_rejected and ticket.done_at is not None
    return is_over and ticket.done_at is not None and case.at - ticket.done_at <= BACK_WITHIN


def _says_the_same(case: Case, said: Said, ticket: Ticket) -> bool:
    """In nearly the same words, the subject too: two new ones may tell that the kitchen is under water by now."""
    before = case.own_words.get(ticket.number, "")
    new = _weighty(_all(case, said)) - _weighty(f"{ticket.subject}\n{before}") - _TALK
    return len(new) <= MOST_NEW and _is_alike(said.whole, before)


def _is_alike(text: str, other: str) -> bool:
    one, two = _weighty(text), _weighty(other)
    fewest = min(len(one), len(two))
    return fewest >= FEWEST and len(one & two) >= ALIKE * fewest and 2 * fewest >= max(len(one), len(two))


def _weighty(text: str) -> frozenset[str]:
    folded = (categories.fold(word) for word in categories.WORD.findall(text[:4000]))
    return frozenset(word for word in folded if len(word) >= WEIGHT)


def _all(case: Case, said: Said) -> str:
    return f"{case.mail.subject}\n{said.whole}"
