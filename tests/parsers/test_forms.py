"""Knows that what a resident fills in reads as that resident's own mail, and that a form is not more than a claim."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hauspost.desk.forms import Form
from hauspost.parsers.automation import Origin
from hauspost.parsers.forms import filled_in
from hauspost.parsers.mail import ParsedMail, parse_mail

FORM = Form("kontakt@hv.example", "E-Mail", "Wohnung", "Nachricht")
FILLED = """Neue Meldung über die Website

Name: Anna Berger
E-Mail: Anna Berger <Anna.Berger@Post.example>
Wohnung: WE03
Nachricht: Der Heizkörper im Bad bleibt kalt.

Abends geht es wieder.
"""


def sent(
    words: str = FILLED, *, sender: str = "kontakt@hv.example", auth: str = "pass", header: str = ""
) -> ParsedMail:
    verdict = f"Authentication-Results: mx.hv.example; dmarc={auth} (p=reject)\r\n" if auth else ""
    head = (
        f"{verdict}From: {sender}\r\nTo: lw12@t.example\r\nSubject: Heizung\r\nMessage-ID: <1@hv.example>\r\n"
    )
    octets = f"{head}{header}Content-Type: text/plain; charset=utf-8\r\n\r\n{words}".encode()
    return parse_mail(octets, authserv_id="mx.hv.example")


def filled(mail: ParsedMail, *forms: Form) -> ParsedMail:
    found = filled_in(mail, forms or (FORM,))
    assert found is not None
    return found


def test_the_resident_who_filled_it_in_is_its_author() -> None:
    found = filled(sent())
    assert found.from_address == "anna.berger@post.example"
    assert found.text == "Der Heizkörper im Bad bleibt kalt.\n\nAbends geht es wieder.\n\nWohnung: WE03"
    assert (found.subject, found.message_id) == ("Heizung", "1@hv.example")


def test_a_form_proves_nothing_and_answers_nothing() -> None:
    header = (
        "In-Reply-To: <ours@t.example>\r\nReferences: <ours@t.example>\r\nAuto-Submitted: auto-generated\r\n"
    )
    found = filled(sent(header=header))
    assert (found.auth.verdict, found.in_reply_to, found.references) == ("none", "", ())
    assert found.origin is Origin.PERSON


def test_reply_to_names_the_resident_where_no_field_does() -> None:
    header = "Reply-To: anna.berger@post.example\r\n"
    bare = Form("kontakt@hv.example")
    found = filled(sent("Die Lampe ist aus.\n", header=header), bare)
    assert (found.from_address, found.text) == ("anna.berger@post.example", "Die Lampe ist aus.")
    nameless = sent(FILLED.replace("Anna Berger <Anna.Berger@Post.example>", "bitte anrufen"), header=header)
    assert filled(nameless).from_address == "anna.berger@post.example"


@pytest.mark.parametrize(
    "words",
    [
        "*E-Mail:* anna@post.example\n*Nachricht:* Licht aus\n",
        "e-mail: anna@post.example\nNACHRICHT :\nLicht aus\n",
        "Nachricht:\nLicht aus\nE-Mail:\nanna@post.example\n",
        "> E-Mail: anna@post.example\n> Nachricht: Licht aus\n",
    ],
)
def test_fields_are_found_however_the_form_dresses_them(words: str) -> None:
    found = filled(sent(words))
    assert (found.from_address, found.text) == ("anna@post.example", "Licht aus")


def test_a_unit_that_the_words_name_is_not_named_again() -> None:
    found = filled(sent("E-Mail: a@post.example\nWohnung: WE03\nNachricht: In WE03 tropft es.\n"))
    assert found.text == "In WE03 tropft es."


@pytest.mark.parametrize(
    "mail",
    [
        sent(sender="anna.berger@post.example"),
        sent(auth="fail"),
        sent("Nachricht: Licht aus\n"),
        sent("E-Mail: kontakt@hv.example\nNachricht: Licht aus\n"),
        sent(header="List-Id: <l.example>\r\nPrecedence: list\r\n"),
        sent(header="Auto-Submitted: auto-replied\r\n"),
    ],
    ids=["another sender", "forged", "nobody's address", "its own address", "a list", "an answering machine"],
)
def test_what_is_nobody_s_filled_in_form_stays_what_it_is(mail: ParsedMail) -> None:
    assert filled_in(mail, (FORM,)) is None


def test_without_any_form_there_is_nothing_to_read() -> None:
    assert filled_in(sent(), ()) is None


@given(st.text(max_size=400))
def test_any_words_give_a_value(words: str) -> None:
    found = filled_in(sent(words.replace("\r", "")), (FORM,))
    assert found is None or found.from_address
