"""The HTML of every mail holds only what Outlook, Gmail, Apple Mail, GMX and web.de all show."""

import pytest

from hauspost.cli.gallery import text_and_html
from hauspost.cli.samples import samples
from hauspost.cli.samples.world import write
from hauspost.outbound.catalogue import languages
from hauspost.outbound.fitness import says_the_same, unfit

CASES = [(code, name) for code in languages() for name in samples(code)]


@pytest.mark.parametrize("code, name", CASES)
def test_every_mail_program_shows_the_html_and_it_says_what_the_text_says(code: str, name: str) -> None:
    text, html = text_and_html(write(samples(code)[name]))
    assert unfit(html) == ()
    assert says_the_same(html, text)


@pytest.mark.parametrize(
    "html, fault",
    [
        ('<img src="https://x.example/a.gif" alt="">', "fetches"),
        ('<img src="//x.example/a.gif" alt="">', "fetches"),
        ('<img src="data:image/gif;base64,R0" alt="">', "fetches"),
        ('<img src="cid:logo@x.example">', "without a text"),
        ('<td background="https://x.example/a.gif">', "fetches"),
        ('<td style="background-image:url(https://x.example/a.gif)">', "fetches"),
        ('<td style="background: red url( a.gif )">', "fetches"),
        ('<td style="BACKGROUND-IMAGE : none">', "Outlook"),
        ('<div style="float:left">', "Outlook"),
        ('<div style="color:red;position: absolute">', "Outlook"),
        ('<div style="display:flex">', "Outlook"),
        ("<script>x</script>", "<script>"),
        ('<form action="https://x.example"><input></form>', "<form>"),
        ("<svg></svg>", "<svg>"),
        ("<iframe></iframe>", "<iframe>"),
        ('<link href="https://x.example/a.css" rel="stylesheet">', "<link>"),
        ('<base href="https://x.example/">', "<base>"),
        ('<meta http-equiv="refresh" content="0;url=https://x.example">', "http-equiv"),
        ('<a href="javascript:alert(1)">x</a>', "a link is none of"),
        ('<a href="http://x.example">x</a>', "a link is none of"),
        ('<td onclick="x()">', "runs a program"),
        ('<table width="640">', "wider"),
        ('<table style="min-width:640px">', "wider"),
        ("<style>.a{color:red}</style><style>.b{color:red}</style>", "more than one style block"),
        ("<style>@import 'https://x.example/a.css';</style>", "fetches"),
        ("<style>@font-face{src:url(x)}</style>", "fetches"),
        ("<style>.a{position:fixed}</style>", "the style block sets position"),
        ("<style>@media (max-width:480px){.a{font-size:12px}}</style>", "the style block sets font-size"),
        ("<p>" + "x" * 100_000 + "</p>", "larger than 100 kB"),
    ],
)
def test_what_some_program_does_not_show_is_seen(html: str, fault: str) -> None:
    assert any(fault in found for found in unfit(html))


@pytest.mark.parametrize(
    "html",
    [
        '<img src="cid:logo@x.example" alt="Hausverwaltung">',
        '<a href="tel:112">112</a>',
        '<a href="mailto:x@y.example">x</a>',
        '<table width="600" style="max-width:600px"><tr><td style="border-radius:8px">x</td></tr></table>',
        "<style>@media (prefers-color-scheme: dark){.a{color:#fff !important}}</style>",
        "<p>position: absolute is what people may write</p>",
    ],
)
def test_what_every_program_shows_is_let_be(html: str) -> None:
    assert unfit(html) == ()


def test_a_word_more_or_less_is_seen_and_a_button_is_none() -> None:
    assert says_the_same("<title>x</title><p>Ihre&nbsp;Meldung<br>T-1</p>", "Ihre Meldung\nT-1\n")
    assert says_the_same('<p>OK</p><a class="button" href="mailto:x">Mit OK antworten</a>', "OK")
    assert not says_the_same("<p>Ihre Meldung</p>", "Ihre Meldung T-1")
    assert not says_the_same("<p>Ihre Meldung T-1</p>", "Ihre Meldung")
    assert not says_the_same("<p>T-1 Meldung</p>", "Meldung T-1")
