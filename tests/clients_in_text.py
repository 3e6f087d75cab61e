"""Knows the plain text that each client makes of an author's words and the mail that they answer."""

from tests.quoting import (
    MONTHS,
    Ours,
    am,
    am_gmail,
    german_day,
    header_block,
    marked,
    on_gmail,
    rewrapped,
)


def outlook(words: str, ours: Ours) -> str:
    return f"{words}\n\n{header_block(ours)}\n\n{ours.plain}\n"


def outlook_narrow(words: str, ours: Ours) -> str:
    narrow = "\n".join(rewrapped(ours.lines, 50))
    return f"{words}\n\n{header_block(ours, bold='*')}\n\n{narrow}\n"


def outlook_english(words: str, ours: Ours) -> str:
    return f"{words}\n\n{header_block(ours, english=True)}\n\n{ours.plain}\n"


def outlook_web(words: str, ours: Ours) -> str:
    return f"{words}\n{header_block(ours, rule='_' * 32)}\n\n{ours.plain}\n"


def outlook_phone(words: str, ours: Ours) -> str:
    tagline = "Holen Sie sich Outlook für iOS<https://aka.ms/o0ukef>"
    return f"{words}\n\n{tagline}\n{header_block(ours, rule='_' * 32)}\n\n{ours.plain}\n"


def apple(words: str, ours: Ours) -> str:
    return f"{words}\n\n> {am(ours)}\n> \n{marked(ours.lines)}\n"


def iphone(words: str, ours: Ours) -> str:
    return f"{words}\n\nVon meinem iPhone gesendet\n\n> {am(ours)}\n> \n> {chr(10)}{marked(ours.lines)}\n"


def gmail(words: str, ours: Ours) -> str:
    return f"{words}\n\n{am_gmail(ours)}\n\n{marked(rewrapped(ours.lines, 70))}\n"


def gmail_english(words: str, ours: Ours) -> str:
    return f"{words}\n\n{on_gmail(ours)}\n\n{marked(rewrapped(ours.lines, 70))}\n"


def thunderbird(words: str, ours: Ours) -> str:
    return f"{words}\n\nAm {ours.at:%d.%m.%y} um {ours.at:%H:%M} schrieb {ours.from_name}:\n{marked(ours.lines)}\n"


def thunderbird_below(words: str, ours: Ours) -> str:
    return f"Am {ours.at:%d.%m.%y} um {ours.at:%H:%M} schrieb {ours.from_name}:\n{marked(ours.lines)}\n\n{words}\n"


def thunderbird_between(words: str, ours: Ours) -> str:
    half = len(ours.lines) // 2
    above, below = marked(ours.lines[:half]), marked(ours.lines[half:])
    return (
        f"Am {ours.at:%d.%m.%y} um {ours.at:%H:%M} schrieb {ours.from_name}:\n{above}\n\n{words}\n\n{below}\n"
    )


def webmail(words: str, ours: Ours) -> str:
    date = f"{german_day(ours.at)} um {ours.at:%H:%M}"
    block = f"Gesendet: {date}\nVon: {ours.by}\nAn: {ours.to}\nBetreff: {ours.subject}"
    return f"{words}\n \n\n{block}\n\n{ours.plain}\n"


def t_online(words: str, ours: Ours) -> str:
    block = f"Betreff: {ours.subject}\nDatum: {ours.at.isoformat()}\nVon: {ours.by}\nAn: {ours.to}"
    return f"{words}\n\n-----Original-Nachricht-----\n{block}\n\n{ours.plain}\n"


def samsung(words: str, ours: Ours) -> str:
    date = f"{ours.at:%d.%m.%y} {ours.at:%H:%M} (GMT+01:00)"
    block = f"Von: {ours.by} \nDatum: {date} \nAn: {ours.to} \nBetreff: {ours.subject} "
    tagline = "Von meinem Samsung Galaxy Smartphone gesendet."
    return f"{words}\n\n{tagline}\n\n-------- Ursprüngliche Nachricht --------\n{block}\n\n{ours.plain}\n"


def k9(words: str, ours: Ours) -> str:
    date = f"{ours.at.day}. {MONTHS[ours.at.month - 1]} {ours.at.year} {ours.at:%H:%M:%S} MESZ"
    quote = "\n".join(f">{line}" for line in ours.lines)
    tagline = "-- \nDiese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet."
    return f"{words}\n{tagline}\n\nAm {date} schrieb {ours.by}:\n{quote}\n"


def yahoo(words: str, ours: Ours) -> str:
    sentence = f"Am {german_day(ours.at)} um {ours.at:%H:%M:%S} MESZ hat {ours.by} Folgendes geschrieben: "
    quote = "\n".join(f" {line}" for line in ours.lines)
    return f"{words}\n\n    {sentence}\n \n{quote}\n  "


def proton(words: str, ours: Ours) -> str:
    sentence = f"{ours.by} schrieb am {german_day(ours.at)} um {ours.at:%H:%M}:"
    return f"{words}\n\nGesendet mit Proton Mail sicheren E-Mail.\n\n{sentence}\n\n{marked(ours.lines)}\n"


def nothing_between(words: str, ours: Ours) -> str:
    return f"{words}\n\n{ours.plain}\n"


# ---- one sentence or block above marked or bare lines, as so many clients do it


def _above(words: str, opener: str, quote: str, *, tagline: str = "") -> str:
    return "\n\n".join(piece for piece in (words, tagline, opener) if piece) + f"\n\n{quote}\n"


def _marked_below(words: str, opener: str, ours: Ours, *, tagline: str = "") -> str:
    return _above(words, opener, marked(ours.lines), tagline=tagline)


def outlook_mac(words: str, ours: Ours) -> str:
    rows = (
        f"Von: {ours.by}",
        f"Datum: {german_day(ours.at)} um {ours.at:%H:%M}",
        f"An: {ours.to}",
        f"Betreff: {ours.subject}",
    )
    return _above(words, "\n".join(rows), ours.plain)


def outlook_2003(words: str, ours: Ours) -> str:
    divider = "-----Ursprüngliche Nachricht-----"
    old = header_block(ours).replace(ours.by, f"{ours.from_name} [mailto:{ours.from_address}]")
    return _above(words, f"{divider}\n{old}", ours.plain)


def outlook_below(words: str, ours: Ours) -> str:
    return f"{header_block(ours)}\n\n{ours.plain}\n\n{words}\n"


def _pause(lines: list[str]) -> int:
    """The blank line nearest to the middle: there people put an answer."""
    blanks = [i for i, line in enumerate(lines) if not line.strip()] or [len(lines)]
    return min(blanks, key=lambda i: abs(i - len(lines) // 2))


def outlook_phone_english(words: str, ours: Ours) -> str:
    tagline = "Get Outlook for iOS<https://aka.ms/o0ukef>"
    return f"{words}\n\n{tagline}\n{header_block(ours, english=True, rule='_' * 32)}\n\n{ours.plain}\n"


def windows_mail(words: str, ours: Ours) -> str:
    tagline = "Gesendet von Mail<https://go.microsoft.com/fwlink/?LinkId=550986> für Windows"
    return _above(words, header_block(ours), ours.plain, tagline=tagline)


def gmail_below(words: str, ours: Ours) -> str:
    return f"{am_gmail(ours)}\n\n{marked(rewrapped(ours.lines, 70))}\n\n{words}\n"


def gmail_between(words: str, ours: Ours) -> str:
    half = _pause(ours.lines)
    above, below = marked(ours.lines[:half]), marked(ours.lines[half:])
    return f"{on_gmail(ours)}\n\n{above}\n\n{words}\n\n{below}\n"


def apple_below(words: str, ours: Ours) -> str:
    return f"> {am(ours)}\n> \n{marked(ours.lines)}\n\n{words}\n"


def iphone_english(words: str, ours: Ours) -> str:
    opener = f"On {ours.at.day} {ours.at:%b} {ours.at.year}, at {ours.at:%H:%M}, {ours.by} wrote:"
    return f"{words}\n\nSent from my iPhone\n\n> {opener}\n> \n> {chr(10)}{marked(ours.lines)}\n"


def thunderbird_english(words: str, ours: Ours) -> str:
    return (
        f"{words}\n\nOn {ours.at:%d/%m/%Y} {ours.at:%H:%M}, {ours.from_name} wrote:\n{marked(ours.lines)}\n"
    )


def samsung_english(words: str, ours: Ours) -> str:
    date = f"{ours.at:%d/%m/%Y} {ours.at:%H:%M} (GMT+01:00)"
    block = f"From: {ours.by} \nDate: {date} \nTo: {ours.to} \nSubject: {ours.subject} "
    opener = f"-------- Original message --------\n{block}"
    return _above(words, opener, ours.plain, tagline="Sent from my Galaxy")


def gmx_app(words: str, ours: Ours) -> str:
    tagline = "-- \nDiese Nachricht wurde von meinem Android Gerät mit GMX Mail gesendet."
    opener = f"Am {ours.at:%d.%m.%y}, {ours.at:%H:%M}, {ours.by} schrieb:"
    return f"{words}\n{tagline}\n{opener}\n{marked(ours.lines)}\n"


def yahoo_english(words: str, ours: Ours) -> str:
    opener = f"On {ours.at:%A}, {ours.at.day} {ours.at:%B} {ours.at.year} at {ours.at:%H:%M:%S} CEST, {ours.by} wrote:"
    quote = "\n".join(f" {line}" for line in ours.lines)
    return f"{words}\n\n    {opener}\n \n{quote}\n  "


def proton_english(words: str, ours: Ours) -> str:
    opener = (
        f"On {ours.at:%A}, {ours.at:%B} {ours.at.day}th, {ours.at.year} at {ours.at:%H:%M}, {ours.by} wrote:"
    )
    return _marked_below(words, opener, ours, tagline="Sent with Proton Mail secure email.")


def spark(words: str, ours: Ours) -> str:
    month = MONTHS[ours.at.month - 1][:3]
    opener = f"Am {ours.at.day}. {month}. {ours.at.year}, {ours.at:%H:%M} +0200 schrieb {ours.by}:"
    return _marked_below(words, opener, ours)


def zoho(words: str, ours: Ours) -> str:
    opener = f"---- On {ours.at:%a, %d %b %Y %H:%M:%S} +0200 {ours.by} wrote ----"
    return _above(words, opener, ours.plain)


def fastmail(words: str, ours: Ours) -> str:
    opener = f"On {ours.at:%a}, {ours.at.day} {ours.at:%b} {ours.at.year}, at {ours.at:%H:%M}, {ours.from_name} wrote:"
    return _marked_below(words, opener, ours)


def fairemail(words: str, ours: Ours) -> str:
    date = f"{ours.at.day}. {MONTHS[ours.at.month - 1]} {ours.at.year} {ours.at:%H:%M:%S} MESZ"
    return _marked_below(words, f"Am {date} schrieb {ours.by}:", ours)


def notes(words: str, ours: Ours) -> str:
    rows = (
        f'Von:\t"{ours.from_name}" <{ours.from_address}>',
        f"An:\t{ours.to}",
        f"Datum:\t{ours.at:%d.%m.%Y %H:%M}",
        f"Betreff:\t{ours.subject}",
    )
    return _above(words, "\n".join(rows), ours.plain)


def notes_web(words: str, ours: Ours) -> str:
    rows = (
        f'-----"{ours.from_name}" <{ours.from_address}> schrieb: -----',
        f"An: {ours.to}",
        f'Von: "{ours.from_name}" <{ours.from_address}>',
        f"Datum: {ours.at:%d.%m.%Y %H:%M}",
        f"Betreff: {ours.subject}",
    )
    return _above(words, "\n".join(rows), ours.plain)


def zimbra(words: str, ours: Ours) -> str:
    rows = (
        "----- Ursprüngliche Mail -----",
        f'Von: "{ours.from_name}" <{ours.from_address}>',
        f"An: {ours.to}",
        f"Gesendet: {german_day(ours.at)} {ours.at:%H:%M:%S}",
        f"Betreff: {ours.subject}",
    )
    return _above(words, "\n".join(rows), ours.plain)


def roundcube(words: str, ours: Ours) -> str:
    return _marked_below(words, f"Am {ours.at:%Y-%m-%d %H:%M}, schrieb {ours.from_name}:", ours)


def roundcube_below(words: str, ours: Ours) -> str:
    return f"Am {ours.at:%d.%m.%Y %H:%M}, schrieb {ours.from_name}:\n{marked(ours.lines)}\n\n{words}\n"


def open_xchange(words: str, ours: Ours) -> str:
    return f"{words}\n\n> {ours.by} hat am {ours.at:%d.%m.%Y %H:%M} CEST geschrieben:\n> \n> \n{marked(ours.lines)}\n"


def tuta(words: str, ours: Ours) -> str:
    month = MONTHS[ours.at.month - 1][:3]
    opener = f"{ours.at.day}. {month}. {ours.at.year}, {ours.at:%H:%M} von {ours.from_address}:"
    return _marked_below(words, opener, ours)


def em_client(words: str, ours: Ours) -> str:
    rows = (
        "------ Originalnachricht ------",
        f'Von "{ours.from_name}" <{ours.from_address}>',
        f"An {ours.to}",
        f"Datum {ours.at:%d.%m.%Y %H:%M:%S}",
        f"Betreff {ours.subject}",
    )
    return _above(words, "\n".join(rows), marked(ours.lines))


def evolution(words: str, ours: Ours) -> str:
    day = german_day(ours.at).partition(",")[0]
    opener = f"Am {day}, dem {ours.at:%d.%m.%Y} um {ours.at:%H:%M} +0200 schrieb {ours.from_name}:"
    return _marked_below(words, opener, ours)


def kmail(words: str, ours: Ours) -> str:
    date = f"{german_day(ours.at)}, {ours.at:%H:%M:%S} Mitteleuropäische Sommerzeit"
    return _marked_below(words, f"Am {date} schrieb {ours.from_name}:", ours)


def claws(words: str, ours: Ours) -> str:
    opener = f"Am {ours.at:%a, %d %b %Y %H:%M:%S} +0200\nschrieb {ours.by}:"
    return _marked_below(words, opener, ours)


def mutt(words: str, ours: Ours) -> str:
    opener = f"On {ours.at:%a, %b %d, %Y at %H:%M:%S}AM +0200, {ours.from_name} wrote:"
    return f"{opener}\n{marked(ours.lines)}\n\n{words}\n"


def horde(words: str, ours: Ours) -> str:
    return f"Zitat von {ours.by}:\n\n{marked(ours.lines)}\n\n{words}\n"


def freenet(words: str, ours: Ours) -> str:
    rows = (
        "-----Ursprüngliche Nachricht-----",
        f"Von: {ours.by}",
        f"Gesendet: {german_day(ours.at)}, {ours.at:%H:%M}",
        f"An: {ours.to}",
        f"Betreff: {ours.subject}",
    )
    return _above(words, "\n".join(rows), ours.plain, tagline="Gesendet mit der freenet Mail App")
