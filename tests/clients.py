"""Knows how people's mail clients quote a mail that they answer; builds such answers to any mail of ours."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from hashlib import sha256

from tests import clients_in_html as page
from tests import clients_in_text as text
from tests.quoting import Ours, broken


@dataclass(frozen=True, slots=True)
class Client:
    """How one client quotes: the text body and the HTML body it sends, None for a kind it does not send."""

    mailer: str
    text: Callable[[str, Ours], str] | None
    markup: Callable[[str, Ours], str] | None = None
    subject: str = "AW: "
    needs_ours: bool = False  # nothing but the mail that was answered tells what is quoted


def reply_in(
    client: str, our_mail: bytes, words: str, *, from_address: str, from_name: str, to: str
) -> bytes:
    """A complete answer in that client: `words` are the author's, everything else is the client's."""
    ours = seen(our_mail)
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
    if kind.mailer.startswith("Microsoft Outlook"):
        mail["Thread-Topic"] = ours.subject
        mail["Thread-Index"] = _extended(ours.thread_index, mail["Message-ID"])
    if kind.text:
        mail.set_content(kind.text(words, ours), cte="8bit")
    if kind.markup and kind.text:
        mail.add_alternative(kind.markup(words, ours), subtype="html", cte="8bit")
    elif kind.markup:
        mail.set_content(kind.markup(words, ours), subtype="html", cte="8bit")
    return mail.as_bytes()


def _extended(index: str, message_id: str) -> str:
    """What Outlook writes into an answer: the index that it found and five octets more, else one of its own."""
    known = b64decode(index)
    own = sha256(message_id.encode()).digest()
    return b64encode(known + own[:5] if len(known) >= 22 else b"\x01\x01\xdc\x3c\xf9\x36" + own[:16]).decode()


def seen(octets: bytes) -> Ours:
    mail = message_from_bytes(octets, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    plain, markup = mail.get_body(("plain",)), mail.get_body(("html",))
    shown = plain.get_content() if plain else ""
    name, address = parseaddr(str(mail["From"]))
    return Ours(
        plain=shown.rstrip("\n"),
        markup=_inner(markup.get_content()) if markup else f"<div>{broken(shown)}</div>",
        from_name=name,
        from_address=str(parseaddr(str(mail["Reply-To"] or ""))[1] or address),
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        at=mail["Date"].datetime,
        message_id=str(mail["Message-ID"]).strip(),
        references=" ".join(str(mail["References"] or "").split()),
        thread_index=str(mail["Thread-Index"] or ""),
    )


def _inner(page: str) -> str:
    """Clients take the body of the page and leave its head."""
    start = page.find("<body")
    start = page.find(">", start) + 1 if start >= 0 else 0
    end = page.rfind("</body>")
    return page[start : end if end >= 0 else len(page)]


CLIENTS: dict[str, Client] = {
    "outlook": Client("Microsoft Outlook 16.0", text.outlook, page.outlook),
    "outlook narrow": Client("Microsoft Outlook 16.0", text.outlook_narrow),
    "outlook english": Client("Microsoft Outlook 16.0", text.outlook_english, subject="RE: "),
    "outlook html": Client("Microsoft Outlook 16.0", None, page.outlook),
    "outlook web": Client("Microsoft Outlook on the web", text.outlook_web),
    "outlook web html": Client("Microsoft Outlook on the web", None, page.outlook_web),
    "outlook phone": Client("Microsoft Outlook for iOS", text.outlook_phone),
    "apple mail": Client("Apple Mail (2.3826)", text.apple, page.apple),
    "apple mail html": Client("Apple Mail (2.3826)", None, page.apple),
    "iphone": Client("iPhone Mail (22A3370)", text.iphone, subject="Re: "),
    "gmail": Client("", text.gmail, page.gmail, subject="Re: "),
    "gmail english": Client("", text.gmail_english, subject="Re: "),
    "gmail html": Client("", None, page.gmail, subject="Re: "),
    "gmail between html": Client("", None, page.gmail_between, subject="Re: "),
    "thunderbird": Client("Mozilla Thunderbird", text.thunderbird, subject="Re: "),
    "thunderbird below": Client("Mozilla Thunderbird", text.thunderbird_below, subject="Re: "),
    "thunderbird between": Client("Mozilla Thunderbird", text.thunderbird_between, subject="Re: "),
    "webmail": Client("GMX Webmail", text.webmail),
    "webmail html": Client("WEB.DE Webmail", None, page.webmail),
    "t-online": Client("T-Online Webmail", text.t_online),
    "samsung": Client("Samsung Email", text.samsung),
    "k-9": Client("K-9 Mail for Android", text.k9),
    "yahoo": Client("YMailNorrin", text.yahoo, subject="Re: "),
    "proton": Client("Proton Mail", text.proton, subject="Re: "),
    "nothing between": Client("", text.nothing_between, needs_ours=True),
    "outlook below": Client("Microsoft Outlook 16.0", text.outlook_below, needs_ours=True),
    "outlook 2003": Client("Microsoft Office Outlook 11", text.outlook_2003),
    "outlook mac": Client("Microsoft-MacOutlook/16.89", text.outlook_mac, page.outlook_mac),
    "outlook mac html": Client("Microsoft-MacOutlook/16.89", None, page.outlook_mac),
    "outlook english html": Client("Microsoft Outlook 16.0", None, page.outlook_english, subject="RE: "),
    "outlook phone english": Client("Outlook-iOS", text.outlook_phone_english, subject="Re: "),
    "outlook phone html": Client("Outlook-iOS", None, page.outlook_phone),
    "windows mail": Client("Microsoft Windows Mail", text.windows_mail),
    "gmail below": Client("", text.gmail_below, subject="Re: "),
    "gmail between": Client("", text.gmail_between, subject="Re: "),
    "gmail english html": Client("", None, page.gmail_english, subject="Re: "),
    "gmail below html": Client("", None, page.gmail_below, subject="Re: "),
    "apple below": Client("Apple Mail (2.3826)", text.apple_below),
    "iphone english": Client("iPhone Mail (22A3370)", text.iphone_english, subject="Re: "),
    "iphone html": Client("iPhone Mail (22A3370)", None, page.iphone),
    "thunderbird english": Client("Mozilla Thunderbird", text.thunderbird_english, subject="Re: "),
    "thunderbird html": Client("Mozilla Thunderbird", None, page.thunderbird, subject="Re: "),
    "thunderbird below html": Client("Mozilla Thunderbird", None, page.thunderbird_below, subject="Re: "),
    "samsung english": Client("Samsung Email", text.samsung_english, subject="Re: "),
    "samsung html": Client("Samsung Email", None, page.samsung),
    "gmx app": Client("GMX Mail App", text.gmx_app),
    "gmx app html": Client("GMX Mail App", None, page.gmx_app),
    "t-online html": Client("T-Online Webmail", None, page.t_online),
    "freenet": Client("freenetMail App", text.freenet),
    "yahoo english": Client("YMailNorrin", text.yahoo_english, subject="Re: "),
    "yahoo html": Client("YMailNorrin", None, page.yahoo),
    "proton english": Client("Proton Mail", text.proton_english, subject="Re: "),
    "proton html": Client("Proton Mail", None, page.proton),
    "spark": Client("Spark", text.spark, page.spark),
    "spark html": Client("Spark", None, page.spark),
    "zoho": Client("Zoho Mail", text.zoho, page.zoho, subject="Re: "),
    "zoho html": Client("Zoho Mail", None, page.zoho, subject="Re: "),
    "fastmail": Client("Fastmail", text.fastmail, page.fastmail, subject="Re: "),
    "fastmail html": Client("Fastmail", None, page.fastmail, subject="Re: "),
    "fairemail": Client("FairEmail", text.fairemail, page.fairemail, subject="Re: "),
    "fairemail html": Client("FairEmail", None, page.fairemail, subject="Re: "),
    "notes": Client("HCL Notes Release 12.0.2", text.notes, subject="Antwort: "),
    "notes html": Client("HCL Notes Release 12.0.2", None, page.notes, subject="Antwort: "),
    "notes web": Client("HCL Verse", text.notes_web, subject="Antwort: "),
    "notes web html": Client("HCL Verse", None, page.notes_web, subject="Antwort: "),
    "zimbra": Client("Zimbra 9.0", text.zimbra, subject="Re: "),
    "zimbra html": Client("Zimbra 9.0", None, page.zimbra, subject="Re: "),
    "roundcube": Client("Roundcube Webmail/1.6", text.roundcube, subject="Re: "),
    "roundcube below": Client("Roundcube Webmail/1.6", text.roundcube_below, subject="Re: "),
    "roundcube html": Client("Roundcube Webmail/1.6", None, page.roundcube, subject="Re: "),
    "open-xchange": Client("Open-Xchange Mailer v8", text.open_xchange),
    "open-xchange html": Client("Open-Xchange Mailer v8", None, page.open_xchange),
    "tuta": Client("", text.tuta, subject="Re: "),
    "tuta html": Client("", None, page.tuta, subject="Re: "),
    "em client": Client("eM_Client/10.0", text.em_client, subject="Re: "),
    "em client html": Client("eM_Client/10.0", None, page.em_client, subject="Re: "),
    "evolution": Client("Evolution 3.52", text.evolution, subject="Re: "),
    "kmail": Client("KMail", text.kmail, subject="Re: "),
    "claws": Client("Claws Mail 4.2.0", text.claws, subject="Re: "),
    "mutt": Client("", text.mutt, subject="Re: "),
    "horde": Client("Horde Application Framework 5", text.horde, subject="Re: "),
}
