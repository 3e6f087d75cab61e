"""The style sheet (docs/wording.md) as far as a machine can see it, over every sample mail in every language."""

import re
from collections.abc import Iterator

import pytest

from hauspost.desk.notices import TO_THE_HOUSE
from hauspost.outbound.catalogue import TEMPLATES, language, languages
from tests.outbound.reading import body_and_footer, html_of, text_of
from tests.outbound.written import written

# What stands in quotation marks is people's own, or a word that one can type.
QUOTED = re.compile(r"„[^“]*“|“[^”]*”|‚[^‘]*‘")
BLANKS = re.compile(r"!?\{[^}]*\}")
MOST_WORDS = 27
NEGATIONS = {
    "de": re.compile(r"\b(?:nicht|nichts|nie|niemals|niemand\w*|kein\w*|nirgends)\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:not|never|nobody|nothing|none|no|\w+n[’']t)\b", re.IGNORECASE),
}
CLAUSES = re.compile(r"[.,;:?·–()]|\b(?:und|oder|aber|sondern|and|or|but|so|if)\b")
# Everyday words of the other language that are none of the own one.
FOREIGN = {
    "de": "the your please order report reply today tomorrow you we not yet with from only again been",
    "en": "der und nicht bitte Ihre Ihr wir Sie eine wird wurde heute morgen oder auch noch keine mit von nur",
}
SHOUTS = re.compile(r"!(?!\w)")  # "!termin" is a short text
SPELLED_OUT = re.compile(
    r"\b\w*(?:fuer|ueber|koenn|moech|muess|naech|spaet|waer|wuerd|groess|schliess|strasse|gruess|bestaet|geloesch"
    r"|zurueck|aender|oeffn|eigentuemer|verfueg|kuend|pruef|erklaer|moegl|haeng|faell|laeuf|rueck)\w*",
    re.IGNORECASE,
)


def told(text: str) -> str:
    return QUOTED.sub("“…”", text)


def prose(text: str) -> Iterator[str]:
    """Sentences of flush paragraphs, without headlines in capitals, columns and quotations."""
    body = "\n".join(body_and_footer(text)[0])
    for paragraph in re.split(r"\n\s*\n", body):
        lines = [line for line in paragraph.split("\n") if line[:1] not in (" ", "", ">")]
        for sentence in re.split(r"(?<=[.?:])\s+", told(" ".join(lines))):
            if " · " not in sentence:  # a headline, in key words
                yield sentence


def faults(code: str, found: Iterator[tuple[str, str]]) -> str:
    return "\n".join(f"{code}/{name}: {what}" for name, what in found)


@pytest.mark.parametrize("code", languages())
def test_a_sentence_is_short(code: str) -> None:
    long = (
        (name, sentence)
        for (language, name), (_, mail) in written().items()
        if language == code
        for sentence in prose(text_of(mail))
        if len(re.findall(r"\w+", sentence)) > MOST_WORDS
    )
    assert not (said := faults(code, long)), said


@pytest.mark.parametrize("code", languages())
def test_no_clause_denies_twice(code: str) -> None:
    twice = (
        (name, clause)
        for (language, name), (_, mail) in written().items()
        if language == code
        for sentence in prose(text_of(mail))
        for clause in CLAUSES.split(sentence)
        if len(NEGATIONS[code].findall(clause)) > 1
    )
    assert not (said := faults(code, twice)), said


def _own(code: str) -> Iterator[tuple[str, str]]:
    """All that we say in that language: page templates without their marks, and every phrase."""
    for path in sorted((TEMPLATES / code).glob("*.j2")):
        yield path.name, re.sub(r"\{[{%#].*?[}%#]\}", " ", path.read_text("utf-8"), flags=re.DOTALL)
    for key, phrase in language(code).words.items():
        yield key, BLANKS.sub("…", phrase)


@pytest.mark.parametrize("code", languages())
def test_no_word_is_left_in_another_language(code: str) -> None:
    foreign = re.compile(rf"\b(?:{'|'.join(FOREIGN[code].split())})\b")
    left = (
        (name, found[0])
        for name, text in _own(code)
        if not name.startswith(("formats.", "names."))
        for found in foreign.finditer(told(text))
    )
    assert not (said := faults(code, left)), said


@pytest.mark.parametrize("code", languages())
def test_nothing_shouts(code: str) -> None:
    loud = ((name, text) for name, text in _own(code) if SHOUTS.search(told(text).replace("!=", "")))
    assert not (said := faults(code, loud)), said


def test_umlauts_are_written_as_umlauts() -> None:
    spelled = ((name, found[0]) for name, text in _own("de") for found in SPELLED_OUT.finditer(text))
    understood = {"confirmation.names_somebody"}  # a pattern over what people type
    assert not (said := faults("de", ((n, w) for n, w in spelled if n not in understood))), said


@pytest.mark.parametrize("code", languages())
def test_a_subject_fits_into_the_list_of_mails(code: str) -> None:
    wide = (
        (name, mail.subject)
        for (language, name), (_, mail) in written().items()
        if language == code and len(mail.subject) > 78
    )
    assert not (said := faults(code, wide)), said


@pytest.mark.parametrize("code", languages())
def test_amounts_and_dates_are_whole_in_html(code: str) -> None:
    torn = re.compile(
        r"\d €|€ \d|\b(?:Mo|Di|Mi|Do|Fr|Sa|So), \d\d?\.\d\d?\.|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d|\d Uhr\b"
    )
    found = (
        (name, hit[0])
        for (language, name), (_, mail) in written().items()
        if language == code
        for hit in torn.finditer(told(re.sub(r'href="[^"]*"|<title>.*?</title>', "", html_of(mail))))
    )
    assert not (said := faults(code, found)), said


@pytest.mark.parametrize("code", languages())
def test_the_footer_has_at_most_six_lines(code: str) -> None:
    """One more where a list has to say how one leaves it (model mail P1)."""
    high = (
        (name, str(len(body_and_footer(text_of(mail))[1])))
        for (language, name), (letter, mail) in written().items()
        if language == code and len(body_and_footer(text_of(mail))[1]) > 6 + (letter.kind in TO_THE_HOUSE)
    )
    assert not (said := faults(code, high)), said


# What a resident reads may be longer only where it lists what was asked for.
LISTS = (
    "listing",
    "own_file",
    "evening",
    "order",
    "survey",
    "help",
    "approval",
    "invoice",
    "file",
    "private_question",
    "document_list",
    "welcome_several",
)


@pytest.mark.parametrize("code", languages())
def test_a_resident_reads_at_most_twenty_lines(code: str) -> None:
    long = (
        (name, str(len(body_and_footer(text_of(mail))[0])))
        for (language, name), (letter, mail) in written().items()
        if language == code and not letter.is_manager and not name.startswith(LISTS)
        if len(body_and_footer(text_of(mail))[0]) > 20
    )
    assert not (said := faults(code, long)), said


@pytest.mark.parametrize("code", languages())
def test_the_first_line_is_what_an_inbox_shows(code: str) -> None:
    """The office and firms read an event; a resident's greeting is followed by what happened, not by courtesy."""
    greeting = re.compile(r"(?:Guten Tag|Sehr geehrte|Dear|Hello)\b")
    late = (
        (name, first)
        for (language, name), (letter, mail) in written().items()
        if language == code and letter.is_manager
        if greeting.match(first := text_of(mail).split("\n", 1)[0])
    )
    assert not (said := faults(code, late)), said
