"""Knows the HTML that each client makes of an author's words and the mail that they answer."""

import html

from tests.quoting import MONTHS, Ours, am, am_gmail, broken, german_day, header_block, on_gmail


def paragraphs(words: str) -> str:
    """Word's paragraphs without margins, as Outlook writes each line."""
    return "".join(
        f'<p class="MsoNormal">{html.escape(line, quote=False) or "&nbsp;"}<o:p></o:p></p>\n'
        for line in words.splitlines()
    )


def divisions(words: str) -> str:
    return "".join(f"<div>{html.escape(line, quote=False) or '<br>'}</div>" for line in words.splitlines())


def outlook(words: str, ours: Ours) -> str:
    block = "<br>\n".join(
        f"<b>{line.partition(':')[0]}:</b>{html.escape(line.partition(':')[2])}"
        for line in header_block(ours).splitlines()
    )
    border = "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"
    return (
        '<html><head><style>p.MsoNormal {margin:0cm}</style></head><body lang="DE">'
        f'<div class="WordSection1">{paragraphs(words)}<p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        f'<div><div style="{border}"><p class="MsoNormal">{block}<o:p></o:p></p></div></div>'
        f'<p class="MsoNormal"><o:p>&nbsp;</o:p></p>{ours.markup}</div></body></html>'
    )


def outlook_web(words: str, ours: Ours) -> str:
    block = "<br>".join(
        f"<b>{line.partition(':')[0]}:</b>{html.escape(line.partition(':')[2])}"
        for line in header_block(ours).splitlines()
    )
    return (
        f'<html><body dir="ltr"><div class="elementToProof">{divisions(words)}</div>'
        '<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">'
        f'<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">{block}</font><div>&nbsp;</div></div>'
        f"<div>{ours.markup}</div></body></html>"
    )


def gmail(words: str, ours: Ours) -> str:
    sentence = html.escape(" ".join(am_gmail(ours).split()))
    return (
        f'<div dir="ltr">{divisions(words)}</div><br>'
        f'<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">{sentence}<br></div>'
        '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid">'
        f"{ours.markup}</blockquote></div>"
    )


def gmail_between(words: str, ours: Ours) -> str:
    half = len(ours.lines) // 2
    above, below = broken("\n".join(ours.lines[:half])), broken("\n".join(ours.lines[half:]))
    quote = '<blockquote class="gmail_quote" style="border-left:1px solid">'
    return (
        '<div dir="ltr"><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">'
        f"{html.escape(' '.join(am_gmail(ours).split()))}<br></div>"
        f"{quote}{above}</blockquote><div><br></div>{divisions(words)}<div><br></div>"
        f"{quote}{below}</blockquote></div></div>"
    )


def apple(words: str, ours: Ours) -> str:
    return (
        f'<html><body style="overflow-wrap: break-word;">{divisions(words)}<div><br><blockquote type="cite">'
        f"<div>{html.escape(am(ours))}</div><br class='Apple-interchange-newline'><div>{ours.markup}</div>"
        "</blockquote></div></body></html>"
    )


def webmail(words: str, ours: Ours) -> str:
    return (
        f"<html><body><div style='font-family: Verdana;'>{divisions(words)}<div>&nbsp;</div>"
        "<div name='quote' style='margin:10px 5px 5px 10px; border-left:2px solid #C3D9E5;'>"
        f"<div><b>Gesendet:</b> {german_day(ours.at)} um {ours.at:%H:%M}<br/><b>Von:</b> {html.escape(ours.by)}<br/>"
        f"<b>An:</b> {html.escape(ours.to)}<br/><b>Betreff:</b> {html.escape(ours.subject)}</div>"
        f"<div name='quoted-content'>{ours.markup}</div></div></div></body></html>"
    )


def _bold(block: str) -> str:
    """Header rows as webmails set them: the name bold, one row a line."""
    return "<br>\n".join(
        f"<b>{name}:</b>{html.escape(value)}"
        for name, _, value in (row.partition(":") for row in block.splitlines())
    )


def outlook_english(words: str, ours: Ours) -> str:
    block = _bold(header_block(ours, english=True))
    return (
        f'<html><body lang="EN-GB"><div class="WordSection1">{paragraphs(words)}'
        '<p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        f'<p class="MsoNormal">{block}<o:p></o:p></p></div></div>{ours.markup}</div></body></html>'
    )


def outlook_phone(words: str, ours: Ours) -> str:
    return (
        f'<html><body><div dir="ltr">{divisions(words)}</div><div id="ms-outlook-mobile-signature"><div><br></div>'
        '<div>Holen Sie sich <a href="https://aka.ms/o0ukef">Outlook für iOS</a></div></div>'
        '<div id="mail-editor-reference-message-container"><hr style="display:inline-block;width:98%">'
        f'<div id="divRplyFwdMsg" dir="ltr">{_bold(header_block(ours))}</div>'
        f"<div>{ours.markup}</div></div></body></html>"
    )


def outlook_mac(words: str, ours: Ours) -> str:
    block = _bold(header_block(ours).replace("Gesendet:", "Datum:"))
    return (
        f"<html><body>{divisions(words)}<div><br></div>"
        '<div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0in 0in 0in">'
        f'<p class="MsoNormal">{block}</p></div><div>{ours.markup}</div></body></html>'
    )


def iphone(words: str, ours: Ours) -> str:
    return (
        f'<html><body dir="auto"><div dir="ltr">{divisions(words)}<br>'
        '<div dir="ltr">Von meinem iPhone gesendet</div></div>'
        f'<div dir="ltr"><br><blockquote type="cite">{html.escape(am(ours))}<br><br></blockquote></div>'
        f'<blockquote type="cite"><div dir="ltr">{ours.markup}</div></blockquote></body></html>'
    )


def gmail_english(words: str, ours: Ours) -> str:
    sentence = html.escape(" ".join(on_gmail(ours).split()))
    return (
        f'<div dir="auto">{divisions(words)}</div><br><div class="gmail_quote gmail_quote_container">'
        f'<div dir="ltr" class="gmail_attr">{sentence}<br></div><blockquote class="gmail_quote" '
        f'style="margin:0px 0px 0px 0.8ex">{ours.markup}</blockquote></div>'
    )


def gmail_below(words: str, ours: Ours) -> str:
    sentence = html.escape(" ".join(am_gmail(ours).split()))
    return (
        f'<div dir="ltr"><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{sentence}<br></div>'
        f'<blockquote class="gmail_quote">{ours.markup}</blockquote></div><div><br></div>{divisions(words)}</div>'
    )


def _cited(sentence: str, ours: Ours) -> str:
    return f'<div>{html.escape(sentence)}</div><blockquote type="cite">{ours.markup}</blockquote>'


def _tb(ours: Ours) -> str:
    sentence = f"Am {ours.at:%d.%m.%y} um {ours.at:%H:%M} schrieb {ours.from_name}:"
    return (
        f'<div class="moz-cite-prefix">{html.escape(sentence)}<br></div>'
        f'<blockquote type="cite" cite="mid:x">{ours.markup}</blockquote>'
    )


def thunderbird(words: str, ours: Ours) -> str:
    return f"<html><body><p>{divisions(words)}</p>{_tb(ours)}</body></html>"


def thunderbird_below(words: str, ours: Ours) -> str:
    signature = '<div class="moz-signature">-- <br>Sabine Vogt<br>Kastanienallee 8</div>'
    return f"<html><body>{_tb(ours)}<p>{divisions(words)}</p>{signature}</body></html>"


def yahoo(words: str, ours: Ours) -> str:
    sentence = f"Am {german_day(ours.at)} um {ours.at:%H:%M:%S} MESZ hat {ours.by} Folgendes geschrieben:"
    return (
        f'<html><body><div class="ydp1a2byahoo-style-wrap">{divisions(words)}<div><br></div></div>'
        f'<div id="ydp9f1yahoo_quoted_41" class="ydp9f1yahoo_quoted"><div><div>{html.escape(sentence)}</div>'
        f"<div><br></div><div>{ours.markup}</div></div></div></body></html>"
    )


def proton(words: str, ours: Ours) -> str:
    sentence = f"Am {german_day(ours.at)} um {ours.at:%H:%M} schrieb {ours.by}:"
    return (
        f'{divisions(words)}<div class="protonmail_signature_block"><div>Gesendet mit Proton Mail.</div></div>'
        f'<div class="protonmail_quote">{html.escape(sentence)}<br><blockquote class="protonmail_quote" type="cite">'
        f"{ours.markup}</blockquote><br></div>"
    )


def samsung(words: str, ours: Ours) -> str:
    rows = (
        f"Von: {ours.by}",
        f"Datum: {ours.at:%d.%m.%y  %H:%M}  (GMT+01:00)",
        f"An: {ours.to}",
        f"Betreff: {ours.subject}",
    )
    block = "".join(f"<div>{html.escape(row)} </div>" for row in rows)
    return (
        f'<html><body><div dir="auto">{divisions(words)}</div><div dir="auto"><br></div>'
        '<div id="composer_signature" dir="auto"><div>Von meinem/meiner Galaxy gesendet</div></div><div><br></div>'
        f'<div align="left" dir="auto"><div>-------- Ursprüngliche Nachricht --------</div>{block}<div><br></div></div>'
        f"{ours.markup}</body></html>"
    )


def spark(words: str, ours: Ours) -> str:
    month = MONTHS[ours.at.month - 1][:3]
    sentence = f"Am {ours.at.day}. {month}. {ours.at.year}, {ours.at:%H:%M} +0200 schrieb {ours.by}:"
    return (
        f'<html><body><div name="messageBodySection"><div dir="auto">{divisions(words)}</div></div>'
        '<div name="messageSignatureSection"><br><div>Sabine Vogt</div></div><div name="messageReplySection">'
        f'{html.escape(sentence)}<br><blockquote type="cite">{ours.markup}</blockquote></div></body></html>'
    )


def zoho(words: str, ours: Ours) -> str:
    sentence = f"---- On {ours.at:%a, %d %b %Y %H:%M:%S} +0200 {ours.by} wrote ----"
    return (
        f'<div>{divisions(words)}</div><br><div class="zmail_extra_hr"></div><div class="zmail_extra"><br>'
        f'<div id="Zm-_Id_-Sgn1">{html.escape(sentence)}<br></div><br>'
        f'<blockquote id="blockquote_zmail">{ours.markup}</blockquote></div>'
    )


def fastmail(words: str, ours: Ours) -> str:
    date = f"{ours.at:%a}, {ours.at.day} {ours.at:%b} {ours.at.year}"
    sentence = f"On {date}, at {ours.at:%H:%M}, {ours.from_name} wrote:"
    return f"<html><body>{divisions(words)}<div><br></div>{_cited(sentence, ours)}</body></html>"


def fairemail(words: str, ours: Ours) -> str:
    date = f"{ours.at.day}. {MONTHS[ours.at.month - 1]} {ours.at.year} {ours.at:%H:%M:%S} MESZ"
    return (
        f'<html><body><div fairemail="compose">{divisions(words)}</div><div fairemail="signature">Sabine Vogt</div>'
        f'<div fairemail="reference"><p>Am {date} schrieb {html.escape(ours.by)}:</p>'
        f"<blockquote>{ours.markup}</blockquote></div></body></html>"
    )


def notes(words: str, ours: Ours) -> str:
    rows = (
        ("Von", ours.by),
        ("An", ours.to),
        ("Datum", f"{ours.at:%d.%m.%Y %H:%M}"),
        ("Betreff", ours.subject),
    )
    cells = "".join(f"<tr><td>{name}:</td><td>{html.escape(value)}</td></tr>" for name, value in rows)
    return f"<html><body><font>{divisions(words)}</font><br><br><table>{cells}</table><hr>{ours.markup}</body></html>"


def notes_web(words: str, ours: Ours) -> str:
    return (
        f'<html><body>{divisions(words)}<br><font color="#990099">-----"{html.escape(ours.from_name)}" '
        f'&lt;{ours.from_address}&gt; schrieb: -----</font><div class="iNotesHistory" style="padding-left:5px;">'
        f"{_bold(header_block(ours))}<br><br>{ours.markup}</div></body></html>"
    )


def zimbra(words: str, ours: Ours) -> str:
    return (
        f'<html><body><div style="font-family: arial">{divisions(words)}<div><br></div>'
        '<hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__">'
        f'{_bold(header_block(ours))}<br></div><div data-marker="__QUOTED_TEXT__">'
        f'<blockquote style="border-left:2px solid #1010FF">{ours.markup}</blockquote></div></div></body></html>'
    )


def roundcube(words: str, ours: Ours) -> str:
    sentence = f"Am {ours.at:%Y-%m-%d %H:%M}, schrieb {ours.from_name}:"
    return (
        f'<html><body>{divisions(words)}<p id="reply-intro">{html.escape(sentence)}</p>'
        f'<blockquote type="cite" style="padding: 0 0.4em">{ours.markup}</blockquote></body></html>'
    )


def open_xchange(words: str, ours: Ours) -> str:
    sentence = f"{ours.by} hat am {ours.at:%d.%m.%Y %H:%M} CEST geschrieben:"
    return (
        f'<html><body>{divisions(words)}<blockquote type="cite"><div>{html.escape(sentence)}</div>'
        f"<div><br></div>{ours.markup}</blockquote></body></html>"
    )


def t_online(words: str, ours: Ours) -> str:
    rows = (
        "-----Original-Nachricht-----",
        f"Betreff: {ours.subject}",
        f"Datum: {ours.at.isoformat()}",
        f"Von: {ours.by}",
        f"An: {ours.to}",
    )
    block = "".join(f"<div>{html.escape(row)}</div>" for row in rows)
    return (
        f"<html><body>{divisions(words)}<div>&nbsp;</div>{block}<div>&nbsp;</div>{ours.markup}</body></html>"
    )


def tuta(words: str, ours: Ours) -> str:
    month = MONTHS[ours.at.month - 1][:3]
    sentence = f"{ours.at.day}. {month}. {ours.at.year}, {ours.at:%H:%M} von {ours.from_address}:"
    return (
        f'{divisions(words)}<div dir="auto"><br></div><div>{sentence}<br></div>'
        f'<blockquote class="tutanota_quote" style="border-left: 1px solid #93A3B8">{ours.markup}</blockquote>'
    )


def em_client(words: str, ours: Ours) -> str:
    rows = (
        "------ Originalnachricht ------",
        f"Von {ours.by}",
        f"An {ours.to}",
        f"Datum {ours.at:%d.%m.%Y %H:%M:%S}",
        f"Betreff {ours.subject}",
    )
    block = "".join(f"<div>{html.escape(row)}</div>" for row in rows)
    return (
        f"<html><body>{divisions(words)}<div><br></div>{block}<div><br></div>"
        f'<div><blockquote cite="x" type="cite" class="cite2">{ours.markup}</blockquote></div></body></html>'
    )


def gmx_app(words: str, ours: Ours) -> str:
    sentence = f"Am {ours.at:%d.%m.%y}, {ours.at:%H:%M} schrieb {ours.by}:"
    return (
        f'<html><body><div dir="auto">{divisions(words)}</div><div><br></div><div>Gesendet mit der GMX Mail App</div>'
        f'<div name="quote" style="border-left:2px solid #C3D9E5"><div>{html.escape(sentence)}</div>{ours.markup}</div>'
        "</body></html>"
    )
