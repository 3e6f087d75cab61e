import pytest

from hauspost.parsers.html import to_text


@pytest.mark.parametrize(
    "markup,text",
    [
        ("Guten   Tag,<br>Herr\nMeier", "Guten Tag,\nHerr Meier"),
        ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<p class=MsoNormal>a</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>b</p>", "a\n\nb"),
        ("<p style='margin:0'>a</p><p style='margin: 0px'>b</p>", "a\nb"),
        ("<b>FREI</b>GEBEN", "FREIGEBEN"),
        ("a <b>b</b> c", "a b c"),
        ("a<b> b </b>c", "a b c"),
        ("a&nbsp;&nbsp;b", "a  b"),
        ("&nbsp;&nbsp;a", "a"),
        ("<pre>a\n  b</pre>c", "a\n  b\n\nc"),
        ("<div style='white-space:pre-wrap'>a\nb</div>", "a\nb"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>c", "- a\n- b\n\nc"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<a href='https://x.example/'>dort</a>", "dort"),
        ("<span style='display:none'>weg</span>da", "da"),
        ("<p hidden>weg</p>da", "da"),
        ("<style>weg</style><script>weg</script><!-- weg --><title>weg</title>da", "da"),
        ("Danke <img alt='😀' src=x><img alt='Firmenlogo' src=y>", "Danke 😀"),
        ("a&lt;b&gt; &amp; &#8364; &#xD800;", "a<b> & € \ufffd"),
        ("eins<hr>zwei", "eins\nzwei"),
        ("", ""),
        ("<div><p></p></div>", ""),
        ("5 < 6 und 7 > 3", "5 < 6 und 7 > 3"),
    ],
)
def test_markup_reads_as_people_see_it(markup: str, text: str) -> None:
    assert to_text(markup)[0] == text


@pytest.mark.parametrize(
    "markup,container",
    [
        ('<div class="gmail_quote">{}</div>', "gmail_quote"),
        ('<div class="x_gmail_quote">{}</div>', "gmail_quote"),
        ('<blockquote type="cite">{}</blockquote>', "blockquote_cite"),
        ("<blockquote>{}</blockquote>", "blockquote"),
        ('<blockquote style="border:none;border-left:solid #CCC 1.0pt">{}</blockquote>', "blockquote"),
        ('<div class="moz-cite-prefix">{}</div>', "moz_cite_prefix"),
        ('<div class="moz-forward-container">{}</div>', "moz_forward"),
        ('<div id="divRplyFwdMsg">{}</div>', "outlook_reply"),
        ('<div id="x_divRplyFwdMsg">{}</div>', "outlook_reply"),
        ('<div id="mail-editor-reference-message-container">{}</div>', "outlook_mobile"),
        ('<div class="ydp1234ab yahoo_quoted">{}</div>', "yahoo_quoted"),
        ('<div id="ydp1234abyahoo_quoted_123">{}</div>', "yahoo_quoted"),
        ('<div class="protonmail_quote">{}</div>', "protonmail_quote"),
        ('<div name="quote">{}</div>', "gmx_quote"),
        ('<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3pt">{}</div>', "outlook_border"),
        ('<div style="border: none; border-top: solid #B5C4DF 1.0pt">{}</div>', "outlook_border"),
        ('<div class="OutlookMessageHeader">{}</div>', "outlook_header"),
        ('<div class="iNotesHistory">{}</div>', "notes_quote"),
        ('<div name="messageReplySection">{}</div>', "spark_quote"),
        ('<div fairemail="reference">{}</div>', "fairemail_quote"),
        ('<div class="gmail_signature">{}</div>', "signature"),
        ('<div data-smartmail="gmail_signature">{}</div>', "signature"),
        ('<div class="moz-signature">{}</div>', "signature"),
        ('<div id="x_Signature">{}</div>', "signature"),
        ('<div id="ydp1234abSignature">{}</div>', "signature"),
        ('<div class="protonmail_signature_block">{}</div>', "signature"),
        ('<div id="ms-outlook-mobile-signature">{}</div>', "signature"),
        ('<div id="composer_signature">{}</div>', "signature"),
        ('<div name="messageSignatureSection">{}</div>', "signature"),
        ('<div fairemail="signature">{}</div>', "signature"),
        ('<div data-signatureblock="true">{}</div>', "signature"),
    ],
)
def test_what_clients_wrap_as_quoted_is_marked(markup: str, container: str) -> None:
    text, spans = to_text("<p>Neu.</p>" + markup.format("Von: Haus<br>alt"))
    assert [(span.container, text[span.start : span.end].strip()) for span in spans] == [
        (container, "Von: Haus\nalt")
    ]


@pytest.mark.parametrize(
    "style", ["margin:0 0 0 40px;border:none;padding:0px", "margin: 0px 0px 0px 40px", "border: medium none"]
)
def test_what_an_author_indents_is_no_quote(style: str) -> None:
    text, spans = to_text(f'<p>Neu.</p><blockquote style="{style}">eingerückt</blockquote>')
    assert (text, spans) == ("Neu.\n\neingerückt", ())


def test_a_line_above_a_signature_is_no_quote() -> None:
    _, spans = to_text(
        '<p>Neu.</p><div style="border:none;border-top:solid 1.0pt">Anna Berger<br>Lindenweg</div>'
    )
    assert spans == ()


def test_all_that_follows_an_outlook_header_is_quoted() -> None:
    text, spans = to_text('Neu.<div id="divRplyFwdMsg">Von: Haus</div><div>alt</div><p>älter</p>')
    assert text[spans[0].start : spans[0].end] == "Von: Haus\nalt\n\nälter"


def test_containers_inside_containers_are_both_marked_outer_first() -> None:
    text, spans = to_text(
        'Neu.<div class="gmail_quote">Am Mo schrieb X:<blockquote>alt</blockquote>dazwischen</div>'
    )
    found = [(span.container, text[span.start : span.end].strip()) for span in spans]
    assert found == [("gmail_quote", "Am Mo schrieb X:\n\nalt\n\ndazwischen"), ("blockquote", "alt")]


def test_depth_chosen_by_a_sender_breaks_nothing() -> None:
    text, spans = to_text("<blockquote>" * 3_000 + "tief")
    assert text == "tief"
    assert len(spans) == 3_000


def test_styles_and_embedded_pictures_leave_room_for_the_words() -> None:
    filler = "<style>" + "p{color:red}" * 20_000 + "</style>"
    picture = '<img src="data:image/png;base64,' + "A" * 300_000 + '">'
    assert to_text(filler + "<!-- x -->" + picture + "<p>Hier.</p>")[0] == "Hier."


def test_what_is_struck_out_is_seen_to_be_and_what_nobody_sees_is_not_there() -> None:
    assert to_text("<p>Bitte <del>Montag</del> Dienstag</p>")[0] == "Bitte ~~Montag~~ Dienstag"
    assert to_text("<div><s>ERLEDIGT</s></div><div>Noch nicht</div>")[0] == "~~ERLEDIGT~~\nNoch nicht"
    for style in ("max-height:0;overflow:hidden", "font-size:0px", "opacity: 0"):
        assert to_text(f'<div style="{style}">ERLEDIGT</div>Hallo')[0] == "Hallo"
    assert to_text('<div style="max-height:0.5em">ERLEDIGT</div>')[0] == "ERLEDIGT"
