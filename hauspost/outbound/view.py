"""What a page template can ask of a letter: its facts, and the words for the people, places and times in it."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from hauspost.desk.houses import Role
from hauspost.desk.languages import languages, ways
from hauspost.desk.model import Flag, Status, Visibility
from hauspost.desk.notices import LISTS_OF_THE_HOUSE, RELAYS, TO_ASSIGNEES, TO_THE_HOUSE, Letter, NoticeKind
from hauspost.desk.notices_on_request import Help, Listing
from hauspost.desk.notices_to_people import PublicNews
from hauspost.desk.telling import JOINED
from hauspost.outbound import addressing, cleaning
from hauspost.outbound.catalogue import Catalogue, Language
from hauspost.outbound.formats import NO_BREAK, Times, times_of
from hauspost.outbound.money import money
from hauspost.outbound.page import Answer, Progress, Writer
from hauspost.outbound.places import office_hours, place_words
from hauspost.outbound.privacy import privacy

STEPS = (Status.OPEN, Status.RELEASED, Status.IN_PROGRESS, Status.DONE)


@dataclass(frozen=True, slots=True)
class View:
    """A letter seen in one language, with its offers as printed answers."""

    letter: Letter
    language: Language
    offered: tuple[Answer, ...] = ()
    desk: str = ""  # the office's address, at every house

    @property
    def times(self) -> Times:
        return times_of(self.letter, self.language)

    @property
    def today(self) -> date:
        return self.letter.at.astimezone(ZoneInfo(self.letter.company.time_zone)).date()

    @property
    def tag(self) -> str:
        return self.letter.ticket.tag if self.letter.ticket else ""

    @property
    def house(self) -> str:
        return self.letter.house.short_name if self.letter.house else ""

    @property
    def place(self) -> str:
        """House and place within it, the house once."""
        place = self.letter.place
        if self.house and place.startswith(self.house):
            return self.house + place_words(place[len(self.house) :], self.language)
        return ", ".join(p for p in (self.house, place_words(place, self.language)) if p)

    @property
    def who(self) -> str:
        """The person outside the office to whom answers go, inside a sentence."""
        return addressing.noun(self.letter.reaches, self.language) if self.letter.reaches else ""

    @property
    def thing(self) -> str:
        if self.letter.kind is NoticeKind.PRIVATE_QUESTION:
            return self.language.say("things.question")
        ticket = self.letter.ticket
        if ticket and Flag.SURVEYED in ticket.flags:
            return self.language.say("things.answer")  # nobody reported anything there
        kind = ticket.kind if ticket else "matter"
        return self.language.say(f"things.{kind}")

    @property
    def greeting(self) -> str:
        return addressing.salutation(self.letter.to, self.language)


def context(view: View, writer: Writer) -> dict[str, Any]:
    """The names that a page template may use, beside the writer's own and the lists of its kind."""
    letter, language, times = view.letter, view.language, view.times
    responsible = letter.responsible
    return {
        "f": letter.facts,
        "letter": letter,
        "ticket": letter.ticket,
        "tag": view.tag,
        "thing": view.thing,
        "topic": letter.category_label,
        "house": view.house,
        "place": view.place,
        "place_words": lambda place: place_words(place, language),
        "who": view.who,
        "reporter_name": letter.reporter.name if letter.reporter else "",
        "responsible": responsible.name if responsible else "",
        "is_responsible": responsible is not None and responsible.id in {p.id for p in letter.to},
        "is_late": times.is_another_day(letter.event_at),
        "is_private": letter.ticket is not None and letter.ticket.visibility is Visibility.PRIVATE,
        "offered": list(view.offered),
        "answer": Answer,
        "ok_means": _ok_means(view),
        "salutation_row": lambda: _salutation_row(view),
        "greeting_example": _greeting_example(view),
        "brings_salutation": lambda text: brings_salutation(text, language.catalogue),
        "role": lambda role: addressing.role_word(role, letter.reporter, language),
        "status": lambda code: language.label("statuses", code),
        "number": lambda n: f"T-{n}" if n else "",
        "clip": cleaning.clip,
        "phone": phone,
        "own_words": lambda text: own_words(text, language),
        "join": language.join,
        "people": lambda joined: language.join(tuple(joined.split(JOINED))),
        "days": lambda n: language.count("counted.days", n),
        "say": language.say,
        "say_if": language.say_if,
        "when": times.when,
        "moment": times.moment,
        "clock": times.clock,
        "day": times.day,
        "time": times.time,
        "date": times.date,
        "window": times.window,
        "money": lambda cents: money(cents, language),
        "greet": lambda: writer.paragraphs(view.greeting),
        "company_phone": phone(letter.company.phone, office_hours(letter.company.office_hours, language)),
        "privacy": lambda: writer.paragraphs(privacy(letter.company, language, desk=view.desk)),
        "progress": lambda status="": writer.progress(progress(view, status)),
        "lead": writer.lead,
        "p": writer.p,
        "why": writer.why,
        "paragraphs": writer.paragraphs,
        "quote": writer.quote,
        "rows": writer.rows,
        "items": writer.items,
        "answers": writer.answers,
        "entries": writer.entries,
        "bars": writer.bars,
    }


def progress(view: View, status: str = "") -> Progress | None:
    """Stand: OFFEN > Freigegeben > In Bearbeitung > Erledigt (1 von 4)"""
    ticket, language = view.letter.ticket, view.language
    if ticket is None:
        return None
    label = language.say("progress.label")
    now = Status(status) if status else ticket.status
    if now is Status.DONE and ticket.is_rejected:
        return Progress(label, (language.say("progress.rejected"),), 0, "")
    current = STEPS.index(now)
    names = [language.say(f"statuses.{step}") for step in STEPS]
    names[current] = names[current].upper()
    return Progress(
        label, tuple(names), current, language.say("progress.count", n=current + 1, of=len(STEPS))
    )


def own_words(text: str, language: Language) -> str:
    """What a person said of the hours, quoted where it is not in the reader's language."""
    said = cleaning.one_line(text)
    return said if not said or language.code == _spoken(said) else language.say("marks.quote", text=said)


def _spoken(hours: str) -> str:
    """The language whose words say most of them; where none does, that of the house."""
    told = set(re.findall(r"\w+", hours.casefold()))
    return max(languages(), key=lambda code: len(told & _hour_words(code)))


@cache
def _hour_words(code: str) -> frozenset[str]:
    return frozenset(ways("clock.said_in", code)) if code in languages() else frozenset()


def brings_salutation(text: str, catalogue: Catalogue) -> bool:
    """Whether a manager's text greets by itself, in any of our languages."""
    return bool(_salutations(catalogue).match(text.lstrip()))


@cache
def _salutations(catalogue: Catalogue) -> re.Pattern[str]:
    begins = "|".join(catalogue.of_all("salutation.begins"))
    return re.compile(rf"(?:{begins})\b", re.IGNORECASE)


def _ok_means(view: View) -> str:
    """What OK does, where the mail offers it: the act that fits the status."""
    acts = (offer.act for offer in view.letter.offers if offer.word == "OK")
    return next((view.language.say_if(f"ok.{act}") for act in acts), "")


def _greeting_example(view: View) -> str:
    """How a text may begin that goes to the person outside; the name is of the stories where there is none."""
    reached = view.letter.reaches
    who = (
        addressing.called(reached, view.language) if reached else view.language.say("salutation.example_name")
    )
    return view.language.say("salutation.example", who=who)


def _salutation_row(view: View) -> list[Answer]:
    """Where somebody outside can be reached: a text with a salutation goes there."""
    reached = view.letter.reaches
    if reached is None or not reached.address:
        return []
    greeting = view.language.say("salutation.offered", who=addressing.called(reached, view.language))
    return [Answer(greeting, view.language.say("acts.reply", who=view.who))]


def footer(view: View, reason: str) -> tuple[str, ...]:
    """Why one gets it and who reads an answer, the emergency line for people outside, the company's particulars."""
    letter = view.letter
    lines = [reason] if letter.is_manager else [reason, *_outside(view)]
    company = [line.strip() for line in letter.company.footer.splitlines()]
    return tuple(line for line in (*lines, *(company if any(company) else [letter.company.name])) if line)


def _outside(view: View) -> tuple[str, ...]:
    """Who reads an answer; how to hear no more of it; the emergency line for those who live there."""
    letter, said = view.letter, view.language
    if letter.kind is NoticeKind.EMERGENCY:  # its own number stands above
        return (said.say("footer.reader"),) if letter.ticket else ()
    if letter.kind in RELAYS and getattr(letter.facts, "event", "") != "off":
        key = "footer.reader_relay_firm" if letter.kind in TO_ASSIGNEES else "footer.reader_relay"
        return (said.say(key), *(() if letter.kind in TO_ASSIGNEES else (_emergency(view),)))
    if letter.kind in TO_ASSIGNEES or letter.kind is NoticeKind.INVOICE or _is_to_firm(letter):
        return (said.say("footer.reader"),)
    if letter.kind not in TO_THE_HOUSE:
        return said.say("footer.reader"), _emergency(view)
    if letter.kind in LISTS_OF_THE_HOUSE:
        return said.say("footer.reader_evening"), _emergency(view)
    replies = letter.facts.replies if isinstance(letter.facts, PublicNews) else "moderated"
    return said.say(f"footer.reader_{replies}"), said.say("footer.mute", tag=view.tag), _emergency(view)


def _is_to_firm(letter: Letter) -> bool:
    """Whoever only works for the house is told nothing of its emergency numbers; nor is who asks for the own orders."""
    facts = letter.facts
    if isinstance(facts, Listing):
        return facts.orders is not None
    if isinstance(facts, Help):
        return facts.party == "contractor"
    roles = {r.role for p in letter.to for r in p.roles}
    return roles == {Role.CONTRACTOR}


def phone(number: str, hours: str = "") -> str:
    """A number that no line end tears apart, with its hours where there are any."""
    whole = cleaning.one_line(number).replace(" ", NO_BREAK)
    return ", ".join(p for p in (whole, cleaning.one_line(hours)) if p) if whole else ""


def _emergency(view: View) -> str:
    company = view.letter.company.emergency_phone
    known = [h for h in view.letter.spoken_of if h is not None and h.emergency_phone]
    found = [(h.short_name, phone(h.emergency_phone)) for h in known]
    if company and len(known) < len(view.letter.spoken_of):
        found.append(("", phone(company)))
    if not found:
        return view.language.say("footer.emergency")
    (house, first), *others = found
    number = ", ".join([first, *(f"{name}: {own}".lstrip(": ") for name, own in others)])
    line: str = view.language.say("footer.emergency_phone", house=house, phone=number)
    return line.replace(" :", ":")
