"""Knows how people's mail clients quote a mail that they answer; builds such answers to any mail of ours."""

import html
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)


@dataclass(frozen=True, slots=True)
class Ours:
    """The mail that is answered, as a client sees it."""

    plain: str
    markup: str
    from_name: str
    from_address: str
    to: str
    subject: str
    at: datetime
    message_id: str
    references: str

    @property
    def by(self) -> str:
        return f"{self.from_name} <{self.from_address}>"

    @property
    def lines(self) -> list[str]:
        return self.plain.splitlines()


@dataclass(frozen=True, slots=True)
class Client:
    """How one client quotes: the text body and the HTML body it sends, None for a kind it does not send."""

    mailer: str
    text: Callable[[str, Ours], str] | None
    markup: Callable[[str, Ours], str] | None = None
    subject: str = "AW: "


def reply_in(
    client: str, our_mail: bytes, words: str, *, from_address: str, from_name: str, to: str
) -> bytes:
    """A complete answer in that client: `words` are the author's, everything else is the client's."""
    ours = _seen(our_mail)
    kind = CLIENTS[client]
    mail = EmailMessage(policy=policy.SMTP.clone(max_line_length=998))
    mail["From"] = f'"{from_name}" <{from_address}>'
    mail["To"] = to
    mail["Subject"] = kind.subject + ours.subject
    mail["Date"] = format_datetime(ours.at)
    domain = from_address.rpartition("@")[2]
    mail["Message-ID"] = f"<{abs(hash((client, words, ours.message_id))):x}@{domain}>"
    mail["In-Reply-To"] = ours.message_id
    mail["References"] = f"{ours.references} {ours.message_id}".strip()
    mail["X-Mailer"] = kind.mailer
    if kind.text:
        mail.set_content(kind.text(words, ours), cte="8bit")
    if kind.markup and kind.text:
        mail.add_alternative(kind.markup(words, ours), subtype="html", cte="8bit")
    elif kind.markup:
        mail.set_content(kind.markup(words, ours), subtype="html", cte="8bit")
    return mail.as_bytes()


def _seen(octets: bytes) -> Ours:
    mail = message_from_bytes(octets, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    plain, markup = mail.get_body(("plain",)), mail.get_body(("html",))
    shown = plain.get_content() if plain else ""
    name, address = parseaddr(str(mail["From"]))
    return Ours(
        plain=shown.rstrip("\n"),
        markup=_inner(markup.get_content()) if markup else f"<div>{_broken(shown)}</div>",
        from_name=name,
        from_address=str(parseaddr(str(mail["Reply-To"] or ""))[1] or address),
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        at=mail["Date"].datetime,
        message_id=str(mail["Message-ID"]).strip(),
        references=" ".join(str(mail["References"] or "").split()),
    )


def _inner(page: str) -> str:
    """Clients take the body of the page and leave its head."""
    start = page.find("<body")
    start = page.find(">", start) + 1 if start >= 0 else 0
    end = page.rfind("</body>")
    return page[start : end if end >= 0 else len(page)]


def _broken(text: str) -> str:
    return "<br>\n".join(html.escape(line, quote=False) for line in text.splitlines())


# ---- how dates are written


def _long(at: datetime) -> str:
    return f"{_DAYS[at.weekday()]}, {at.day}. {_MONTHS[at.month - 1]} {at.year}"


def _english(at: datetime) -> str:
    return f"{at:%A}, {at.day} {at:%B} {at.year} {at:%H:%M}"


# ---- what stands between the words and the quote


def _block(ours: Ours, *, english: bool = False, bold: str = "", rule: str = "") -> str:
    names = ("From", "Sent", "To", "Subject") if english else ("Von", "Gesendet", "An", "Betreff")
    date = _english(ours.at) if english else f"{_long(ours.at)} {ours.at:%H:%M}"
    values = (ours.by, date, ours.to, ours.subject)
    rows = [f"{bold}{name}:{bold} {value}" for name, value in zip(names, values, strict=True)]
    return "\n".join([*([rule] if rule else []), *rows])


def _am(ours: Ours) -> str:
    return f"Am {ours.at:%d.%m.%Y} um {ours.at:%H:%M} schrieb {ours.by}:"


def _am_gmail(ours: Ours) -> str:
    day, month = _DAYS[ours.at.weekday()][:2], _MONTHS[ours.at.month - 1][:3]
    sentence = f"Am {day}., {ours.at.day}. {month}. {ours.at.year} um {ours.at:%H:%M} Uhr schrieb {ours.by}:"
    return textwrap.fill(sentence, 72, break_long_words=False, break_on_hyphens=False)


def _on_gmail(ours: Ours) -> str:
    sentence = (
        f"On {ours.at:%a}, {ours.at.day} {ours.at:%b} {ours.at.year} at {ours.at:%H:%M}, {ours.by} wrote:"
    )
    return textwrap.fill(sentence, 72, break_long_words=False, break_on_hyphens=False)


def _marked(lines: list[str]) -> str:
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _rewrapped(lines: list[str], width: int) -> list[str]:
    """Gmail and others break our lines again where the mark makes them too long."""
    return [part for line in lines for part in (textwrap.wrap(line, width, break_long_words=False) or [""])]


# ---- text bodies


def _outlook(words: str, ours: Ours) -> str:
    return f"{words}\n\n{_block(ours)}\n\n{ours.plain}\n"


def _outlook_narrow(words: str, ours: Ours) -> str:
    narrow = "\n".join(_rewrapped(ours.lines, 50))
    return f"{words}\n\n{_block(ours, bold='*')}\n\n{narrow}\n"


def _outlook_english(words: str, ours: Ours) -> str:
    return f"{words}\n\n{_block(ours, english=True)}\n\n{ours.plain}\n"


def _outlook_web(words: str, ours: Ours) -> str:
    return f"{words}\n{_block(ours, rule='_' * 32)}\n\n{ours.plain}\n"


def _outlook_phone(words: str, ours: Ours) -> str:
    tagline = "Holen Sie sich Outlook für iOS<https://aka.ms/o0ukef>"
    return f"{words}\n\n{tagline}\n{_block(ours, rule='_' * 32)}\n\n{ours.plain}\n"


def _apple(words: str, ours: Ours) -> str:
    return f"{words}\n\n> {_am(ours)}\n> \n{_marked(ours.lines)}\n"


def _iphone(words: str, ours: Ours) -> str:
    return f"{words}\n\nVon meinem iPhone gesendet\n\n> {_am(ours)}\n> \n> {chr(10)}{_marked(ours.lines)}\n"


def _gmail(words: str, ours: Ours) -> str:
    return f"{words}\n\n{_am_gmail(ours)}\n\n{_marked(_rewrapped(ours.lines, 70))}\n"


def _gmail_english(words: str, ours: Ours) -> str:
    return f"{words}\n\n{_on_gmail(ours)}\n\n{_marked(_rewrapped(ours.lines, 70))}\n"


def _thunderbird(words: str, ours: Ours) -> str:
    return f"{words}\n\nAm {ours.at:%d.%m.%y} um {ours.at:%H:%M} schrieb {ours.from_name}:\n{_marked(ours.lines)}\n"


def _thunderbird_below(words: str, ours: Ours) -> str:
    return f"Am {ours.at:%d.%m.%y} um {ours.at:%H:%M} schrieb {ours.from_name}:\n{_marked(ours.lines)}\n\n{words}\n"


def _thunderbird_between(words: str, ours: Ours) -> str:
    half = len(ours.lines) // 2
    above, below = _marked(ours.lines[:half]), _marked(ours.lines[half:])
    return (
        f"Am {ours.at:%d.%m.%y} um {ours.at:%H:%M} schrieb {ours.from_name}:\n{above}\n\n{words}\n\n{below}\n"
    )


def _webmail(words: str, ours: Ours) -> str:
    date = f"{_long(ours.at)} um {ours.at:%H:%M}"
    block = f"Gesendet: {date}\nVon: {ours.by}\nAn: {ours.to}\nBetreff: {ours.subject}"
    return f"{words}\n \n\n{block}\n\n{ours.plain}\n"


def _t_online(words: str, ours: Ours) -> str:
    block = f"Betreff: {ours.subject}\nDatum: {ours.at.isoformat()}\nVon: {ours.by}\nAn: {ours.to}"
    return f"{words}\n\n-----Original-Nachricht-----\n{block}\n\n{ours.plain}\n"


def _samsung(words: str, ours: Ours) -> str:
    date = f"{ours.at:%d.%m.%y} {ours.at:%H:%M} (GMT+01:00)"
    block = f"Von: {ours.by} \nDatum: {date} \nAn: {ours.to} \nBetreff: {ours.subject} "
    tagline = "Von meinem Samsung Galaxy Smartphone gesendet."
    return f"{words}\n\n{tagline}\n\n-------- Ursprüngliche Nachricht --------\n{block}\n\n{ours.plain}\n"


def _k9(words: str, ours: Ours) -> str:
    date = f"{ours.at.day}. {_MONTHS[ours.at.month - 1]} {ours.at.year} {ours.at:%H:%M:%S} MESZ"
    quote = "\n".join(f">{line}" for line in ours.lines)
    tagline = "-- \nDiese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet."
    return f"{words}\n{tagline}\n\nAm {date} schrieb {ours.by}:\n{quote}\n"


def _yahoo(words: str, ours: Ours) -> str:
    sentence = f"Am {_long(ours.at)} um {ours.at:%H:%M:%S} MESZ hat {ours.by} Folgendes geschrieben: "
    quote = "\n".join(f" {line}" for line in ours.lines)
    return f"{words}\n\n    {sentence}\n \n{quote}\n  "


def _proton(words: str, ours: Ours) -> str:
    sentence = f"{ours.by} schrieb am {_long(ours.at)} um {ours.at:%H:%M}:"
    return f"{words}\n\nGesendet mit Proton Mail sicheren E-Mail.\n\n{sentence}\n\n{_marked(ours.lines)}\n"


def _nothing_between(words: str, ours: Ours) -> str:
    return f"{words}\n\n{ours.plain}\n"


# ---- HTML bodies


def _paragraphs(words: str) -> str:
    """Word's paragraphs without margins, as Outlook writes each line."""
    return "".join(
        f'<p class="MsoNormal">{html.escape(line, quote=False) or "&nbsp;"}<o:p></o:p></p>\n'
        for line in words.splitlines()
    )


def _divisions(words: str) -> str:
    return "".join(f"<div>{html.escape(line, quote=False) or '<br>'}</div>" for line in words.splitlines())


def _outlook_markup(words: str, ours: Ours) -> str:
    block = "<br>\n".join(
        f"<b>{line.partition(':')[0]}:</b>{html.escape(line.partition(':')[2])}"
        for line in _block(ours).splitlines()
    )
    border = "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"
    return (
        '<html><head><style>p.MsoNormal {margin:0cm}</style></head><body lang="DE">'
        f'<div class="WordSection1">{_paragraphs(words)}<p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        f'<div><div style="{border}"><p class="MsoNormal">{block}<o:p></o:p></p></div></div>'
        f'<p class="MsoNormal"><o:p>&nbsp;</o:p></p>{ours.markup}</div></body></html>'
    )


def _outlook_web_markup(words: str, ours: Ours) -> str:
    block = "<br>".join(
        f"<b>{line.partition(':')[0]}:</b>{html.escape(line.partition(':')[2])}"
        for line in _block(ours).splitlines()
    )
    return (
        f'<html><body dir="ltr"><div class="elementToProof">{_divisions(words)}</div>'
        '<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">'
        f'<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">{block}</font><div>&nbsp;</div></div>'
        f"<div>{ours.markup}</div></body></html>"
    )


def _gmail_markup(words: str, ours: Ours) -> str:
    sentence = html.escape(" ".join(_am_gmail(ours).split()))
    return (
        f'<div dir="ltr">{_divisions(words)}</div><br>'
        f'<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">{sentence}<br></div>'
        '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid">'
        f"{ours.markup}</blockquote></div>"
    )


def _gmail_between_markup(words: str, ours: Ours) -> str:
    half = len(ours.lines) // 2
    above, below = _broken("\n".join(ours.lines[:half])), _broken("\n".join(ours.lines[half:]))
    quote = '<blockquote class="gmail_quote" style="border-left:1px solid">'
    return (
        '<div dir="ltr"><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">'
        f"{html.escape(' '.join(_am_gmail(ours).split()))}<br></div>"
        f"{quote}{above}</blockquote><div><br></div>{_divisions(words)}<div><br></div>"
        f"{quote}{below}</blockquote></div></div>"
    )


def _apple_markup(words: str, ours: Ours) -> str:
    return (
        f'<html><body style="overflow-wrap: break-word;">{_divisions(words)}<div><br><blockquote type="cite">'
        f"<div>{html.escape(_am(ours))}</div><br class='Apple-interchange-newline'><div>{ours.markup}</div>"
        "</blockquote></div></body></html>"
    )


def _webmail_markup(words: str, ours: Ours) -> str:
    return (
        f"<html><body><div style='font-family: Verdana;'>{_divisions(words)}<div>&nbsp;</div>"
        "<div name='quote' style='margin:10px 5px 5px 10px; border-left:2px solid #C3D9E5;'>"
        f"<div><b>Gesendet:</b> {_long(ours.at)} um {ours.at:%H:%M}<br/><b>Von:</b> {html.escape(ours.by)}<br/>"
        f"<b>An:</b> {html.escape(ours.to)}<br/><b>Betreff:</b> {html.escape(ours.subject)}</div>"
        f"<div name='quoted-content'>{ours.markup}</div></div></div></body></html>"
    )


CLIENTS: dict[str, Client] = {
    "outlook": Client("Microsoft Outlook 16.0", _outlook, _outlook_markup),
    "outlook narrow": Client("Microsoft Outlook 16.0", _outlook_narrow),
    "outlook english": Client("Microsoft Outlook 16.0", _outlook_english, subject="RE: "),
    "outlook html": Client("Microsoft Outlook 16.0", None, _outlook_markup),
    "outlook web": Client("Microsoft Outlook on the web", _outlook_web),
    "outlook web html": Client("Microsoft Outlook on the web", None, _outlook_web_markup),
    "outlook phone": Client("Microsoft Outlook for iOS", _outlook_phone),
    "apple mail": Client("Apple Mail (2.3826)", _apple, _apple_markup),
    "apple mail html": Client("Apple Mail (2.3826)", None, _apple_markup),
    "iphone": Client("iPhone Mail (22A3370)", _iphone, subject="Re: "),
    "gmail": Client("", _gmail, _gmail_markup, subject="Re: "),
    "gmail english": Client("", _gmail_english, subject="Re: "),
    "gmail html": Client("", None, _gmail_markup, subject="Re: "),
    "gmail between html": Client("", None, _gmail_between_markup, subject="Re: "),
    "thunderbird": Client("Mozilla Thunderbird", _thunderbird, subject="Re: "),
    "thunderbird below": Client("Mozilla Thunderbird", _thunderbird_below, subject="Re: "),
    "thunderbird between": Client("Mozilla Thunderbird", _thunderbird_between, subject="Re: "),
    "webmail": Client("GMX Webmail", _webmail),
    "webmail html": Client("WEB.DE Webmail", None, _webmail_markup),
    "t-online": Client("T-Online Webmail", _t_online),
    "samsung": Client("Samsung Email", _samsung),
    "k-9": Client("K-9 Mail for Android", _k9),
    "yahoo": Client("YMailNorrin", _yahoo, subject="Re: "),
    "proton": Client("Proton Mail", _proton, subject="Re: "),
    "nothing between": Client("", _nothing_between),
}
