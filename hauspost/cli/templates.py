"""Looks at the operator's own words and pages: every sample letter is written with them, and read again."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from hauspost.cli import samples
from hauspost.cli.door import Trouble
from hauspost.cli.gallery import text_and_html
from hauspost.cli.openings import grammar_of
from hauspost.cli.plan import catalogue_of
from hauspost.cli.samples import world
from hauspost.config.settings import Settings
from hauspost.desk.houses import Person
from hauspost.desk.notices import Letter
from hauspost.desk.soundness import Finding, Level
from hauspost.outbound.catalogue import LAYOUT, Language, ours
from hauspost.outbound.compose import Sender
from hauspost.outbound.fitness import says_the_same, unfit
from hauspost.outbound.overriding import Overridden, composed, untranslated
from hauspost.outbound.render import page
from hauspost.outbound.template_faults import Fault
from hauspost.threading.addresses import Grammar


def findings(catalogue: Overridden, settings: Settings) -> Iterator[Finding]:
    """One for each thing that somebody should mend, whatever number of mails it spoils."""
    grammar = grammar_of(settings)
    seen: dict[str, Fault] = {}
    for code in catalogue.languages:
        letters = (one for one in samples.samples(code).values() if catalogue.changes(code, one.kind))
        for letter in letters:
            for fault in _faults(of_company(letter, settings), catalogue, grammar):
                seen.setdefault(str(fault), fault)
    for fault in (*catalogue.faults, *seen.values()):
        yield Finding(Level.ERROR, f"templates {fault.place}", fault.sentence, fault.mend)
    for fault in untranslated(catalogue):
        yield Finding(Level.WARNING, f"templates {fault.place}", fault.sentence, fault.mend)


def unspoken(people: Iterable[Person], settings: Settings) -> Iterator[Finding]:
    """Languages of the master data in which there is no mail."""
    try:
        known = catalogue_of(settings).languages
    except Trouble:
        return  # told by the look at the templates
    for code, number in sorted(Counter(p.language for p in people if p.language not in known).items()):
        sentence = f'{number} {"person reads" if number == 1 else "people read"} "{code}", in which there are no mails'
        mend = "add that language (docs/templates.md); until then they get the company's"
        yield Finding(Level.WARNING, "persons.csv", sentence, mend)


def of_company(letter: Letter, settings: Settings) -> Letter:
    return replace(letter, company=settings.company)


def _faults(letter: Letter, catalogue: Overridden, grammar: Grammar) -> Iterator[Fault]:
    mail, fault = composed(
        letter,
        catalogue,
        secret=world.SECRET,
        message_id=world.MESSAGE_ID,
        grammar=grammar,
        sender=Sender(),
        answers=None,
    )
    if fault is not None:
        yield fault
        return
    text, html = text_and_html(mail)
    language = catalogue.language_of(letter.kind, letter.language, letter.company.language)
    own = f"{language.code}/{letter.kind}.j2"
    if own in catalogue.own:
        yield from _of_page(own, letter, language, grammar, text)
    yield from (Fault(LAYOUT, sentence, "write it as our own layout does") for sentence in unfit(html))
    if not says_the_same(html, text):
        yield Fault(
            LAYOUT, f"the HTML of {own} does not say what the text says", "show every block, and nothing else"
        )


def _of_page(own: str, letter: Letter, language: Language, grammar: Grammar, text: str) -> Iterator[Fault]:
    """What every page must have: each word that one can answer, and why one gets it."""
    written, meant = (
        page(letter, said, secret=world.SECRET, grammar=grammar)
        for said in (language, _ours_for(letter, language))
    )
    if len(written.footer) < len(meant.footer):
        yield Fault(
            own,
            "it does not say why one gets the mail",
            "write it between {% call why() %} and {% endcall %}",
        )
    shown = " ".join(text.split())
    for offer in letter.offers:
        if " ".join(offer.word.split()) not in shown:
            yield Fault(own, f"it does not show the answer {offer.word}", "write {{ answers(offered) }}")


def _ours_for(letter: Letter, language: Language) -> Language:
    return ours().language_of(letter.kind, language.code, letter.company.language)
