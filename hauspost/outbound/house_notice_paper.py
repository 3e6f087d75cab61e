"""Knows how a notice to the house looks on paper: large type, and a code that opens a mail to the house."""

from typing import Final
from urllib.parse import quote

from hauspost.desk.attachments import File
from hauspost.desk.notices_of_house import HouseNotice, HousePaper, HouseSent
from hauspost.outbound import cleaning
from hauspost.outbound.catalogue import Language, best_language
from hauspost.outbound.formats import Times, times_of
from hauspost.outbound.house_notices import circle_places
from hauspost.outbound.papers import LONGEST_LINK, Printed, printed
from hauspost.outbound.sheet import Sheet
from hauspost.outbound.view import View
from hauspost.threading.addresses import Grammar, mailbox_address

PDF: Final = "application/pdf"
MOST_PAGES: Final = 4  # of the longest text in the smallest type
SUBJECT: Final = 60


def sheets(view: View, grammar: Grammar) -> tuple[File, ...]:
    """The sheet for the stairwell, with the mail to whoever hangs it up and with the manager's receipt."""
    facts = view.letter.facts
    is_with = isinstance(facts, HousePaper) or (isinstance(facts, HouseSent) and not facts.is_back)
    if not is_with or not isinstance(facts, HousePaper | HouseSent):
        return ()
    made = _set(_sheet(view, facts.notice, grammar))
    return (File(view.language.say("house.paper_file"), PDF, made.octets),)


def _set(sheet: Sheet) -> Printed:
    """One page where it fits on one, however small; a long text on several."""
    made = printed(sheet)
    return printed(sheet, most_pages=MOST_PAGES) if made.was_cut else made


def _sheet(view: View, notice: HouseNotice, grammar: Grammar) -> Sheet:
    """In the house's language: who passes by is not who gets the mail."""
    letter, house = view.letter, view.letter.house
    said = best_language(house.language if house else "", letter.company.language)
    subject = cleaning.one_line(notice.draft.subject)
    address = mailbox_address(house.mailbox, grammar) if house else ""
    return Sheet(
        title=subject or said.say("house.paper_title"),
        paragraphs=(
            *_dated(notice, said, times_of(letter, said)),
            *notice.draft.text.split("\n\n"),
            _signed(view, notice),
        ),
        particulars=tuple(letter.company.footer.splitlines()) or (letter.company.name,),
        over=said.say("marks.between").join(
            p
            for p in (said.say("house.paper_title"), view.house, circle_places(notice.draft.circle, said))
            if p
        ),
        link=_link(address, subject) if address else "",
        beside=(said.say("house.paper_ask"), address) if address else (),
        language=said.code,
    )


def _dated(notice: HouseNotice, said: Language, times: Times) -> tuple[str, ...]:
    draft = notice.draft
    when = times.window(draft.window) if draft.window else ""
    until = said.say("house.paper_until", day=times.date(draft.valid_until)) if draft.valid_until else ""
    line = said.say("marks.between").join(p for p in (when, until) if p)
    return (line,) if line else ()


def _signed(view: View, notice: HouseNotice) -> str:
    return ", ".join(cleaning.one_line(name) for name in (notice.by, view.letter.company.name) if name)


def _link(address: str, subject: str) -> str:
    """RFC 6068. A subject that would make the code too fine is cut."""
    link = f"mailto:{address}?subject={quote(cleaning.clip(subject, SUBJECT), safe='')}"
    return link if len(link) <= LONGEST_LINK else f"mailto:{address}"
