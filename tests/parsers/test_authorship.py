"""Knows that what another person may have written is shown to people and steers nothing."""

from dataclasses import replace
from email.message import EmailMessage

import pytest

from hauspost.desk.intents import Claim, Party, Vocabulary
from hauspost.parsers.mail import ParsedMail, parse_mail
from hauspost.parsers.quotes import part
from hauspost.parsers.reading import ReadMail, read_mail
from tests.parsers.test_quotes import NEW_TICKET, RECEIPT
from tests.parsers.test_reading import MANAGER

HEADER = (
    "Von: Anna Berger <anna@post.example>\nGesendet: Montag, 13. Oktober 2025 08:02\nAn: HV\nBetreff: AW: x\n"
)
OURS = "Von: HV <haus@tickets.example>\nGesendet: Montag, 13. Oktober 2025 07:02\nAn: Anna\nBetreff: x\n"
WROTE = "Am 13.10.2025 um 08:02 schrieb Anna Berger <anna@post.example>:\n"
WE_WROTE = "Am 13.10.2025 um 07:02 schrieb Haus <haus@tickets.example>:\n"


def marked(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines())


ANSWERED_INSIDE = RECEIPT.replace("  Ort ", "#ERLEDIGT\n  Ort ")
BROKEN = marked(RECEIPT).replace("was wir veranlassen", "\nwas wir veranlassen")


def mail(body: str, *, is_html: bool = False, answers: bool = True) -> ParsedMail:
    made = EmailMessage()
    made["From"] = "sabine.vogt@hv-sonnenschein.example"
    made["Subject"] = "AW: x" if answers else "x"
    made.set_content(body, subtype="html" if is_html else "plain")
    return parse_mail(made.as_bytes())


def as_manager(body: str, answered: str = "") -> ReadMail:
    return read_mail(mail(body), answered, MANAGER)


def obeyed(read: ReadMail) -> list[str]:
    return [str(command.act) for command in read.said.commands]


ANOTHERS = {
    "unmarked lines below the first marked one": (f"z.K.\n\n{HEADER}\n> Fertig?\n#ERLEDIGT\nAnna", ""),
    "the same without a word above": (f"{HEADER}\n> Fertig?\nERLEDIGT\nAnna", ""),
    "below an attribution": (f"z.K.\n\n{WROTE}\n> Fertig?\n#ERLEDIGT\nAnna", ""),
    "an answer to a mail that is not ours": (f"{WROTE}> Es tropft im Bad.\n\nERLEDIGT", RECEIPT),
    "a chain with our mail at its end": (f"bitte\n\n{HEADER}\n#ERLEDIGT\nAnna\n\n{OURS}\n{RECEIPT}", RECEIPT),
    "the chain alone": (f"{HEADER}\nERLEDIGT\nAnna\n\n{OURS}\n{RECEIPT}", RECEIPT),
    "a chain of attributions": (f"z.K.\n\n{WROTE}\n#ERLEDIGT\n\n{WE_WROTE}\n{RECEIPT}", RECEIPT),
    "a chain that ends in marks": (f"z.K.\n\n{WROTE}\n#ERLEDIGT\n\n{WE_WROTE}\n{marked(RECEIPT)}", RECEIPT),
    "an answer inside our mail at the chain's end": (
        f"z.K.\n\n{HEADER}\nsiehe unten\n\n{OURS}\n{ANSWERED_INSIDE}",
        RECEIPT,
    ),
    "words between a header and our mail, whose opener nobody knows": (
        f"z.K.\n\n{HEADER}\n#ERLEDIGT\nAnna\n\nHV skribis:\n{RECEIPT}",
        RECEIPT,
    ),
    "the end of a broken line": (f"{WROTE}> Ich antworte auf Ihre Frage mit\nERLEDIGT\n> und danke.", ""),
    "the end of the last line": (f"{WROTE}> Ich antworte auf Ihre Frage mit\nERLEDIGT", ""),
    "the end of a long line": (f"{WROTE}> {'Wort ' * 14}Haus\nERLEDIGT\nund danke", ""),
    "a called word between two marks": (f"{WROTE}> Hallo.\n#ERLEDIGT\n> Danke", ""),
    "a broken line of ours": (
        f"{WE_WROTE}{BROKEN}",
        RECEIPT,
    ),
    "what a person tells": ("Am 12.10.2025 um 10:15 schrieb die Mieterin:\n#ERLEDIGT", ""),
    "a typed header": ("Von: Frau Berger\nDatum: 12.10.2025 10:15\nAn: Tim\nBetreff: Bad\n\n#ERLEDIGT", ""),
    "a message of a chat": ("z.K.\n\n[12.10.25, 18:02:11] Anna Berger:\n#ERLEDIGT\n#STOPP", ""),
    "a chat as its export writes it": ("z.K.\n\n12.10.25, 18:02 - Anna: na ja\n#ERLEDIGT", ""),
    "a chat copied from a browser": ("z.K.\n\n[18:02, 12.10.2025] Anna:\n#ERLEDIGT", ""),
    "what is cited above the quote": (f"Er sagt:\n\n> #ERLEDIGT\n\n{WE_WROTE}{marked(RECEIPT)}", RECEIPT),
    "marks in a new mail": ("Siehe:\n> #ERLEDIGT\n> STOPP", ""),
}


@pytest.mark.parametrize("text, answered", ANOTHERS.values(), ids=ANOTHERS)
def test_what_another_may_have_written_is_no_command(text: str, answered: str) -> None:
    assert obeyed(as_manager(text, answered)) == []


OWN = {
    "above": (f"ERLEDIGT\n\n{HEADER}\n> Fertig?\nSTOPP\nAnna", ""),
    "below our marked mail": (f"{WE_WROTE}{marked(RECEIPT)}\n\nERLEDIGT", RECEIPT),
    "below one line of ours": (f"{WE_WROTE}> Wir prüfen Ihre Meldung\n\nERLEDIGT", RECEIPT),
    "right below our last line": (f"{WE_WROTE}{marked(RECEIPT)}\nERLEDIGT", RECEIPT),
    "below any marked mail, where ours is unknown": (f"{WROTE}> Fertig?\n\nERLEDIGT", ""),
    "below our unmarked mail": (f"{OURS}\n{RECEIPT}\nErledigt", RECEIPT),
    "above a chain": (f"ERLEDIGT\n\n{HEADER}\nDanke!\nAnna\n\n{OURS}\n{RECEIPT}", RECEIPT),
}


@pytest.mark.parametrize("text, answered", OWN.values(), ids=OWN)
def test_what_the_author_surely_wrote_is_obeyed(text: str, answered: str) -> None:
    assert obeyed(as_manager(text, answered)) == ["finish"]


def test_unsure_words_are_shown_in_their_place_and_stay_inside() -> None:
    read = as_manager(f"Guten Tag Frau Berger,\nsiehe unten.\n\n{HEADER}\n> Fertig?\nJa.\n\nSTOPP")
    assert read.parted.new_text == "Guten Tag Frau Berger,\nsiehe unten.\n\nJa.\n\nSTOPP"
    assert (read.said.text, read.said.internal) == ("Guten Tag Frau Berger,\nsiehe unten.", "Ja.\n\nSTOPP")


def test_what_is_cited_above_the_quote_is_shown() -> None:
    read = as_manager(
        f"Im Aushang steht:\n> Wasser aus\n> von 8 bis 12\nJa?\n\n{WE_WROTE}{marked(RECEIPT)}", RECEIPT
    )
    assert read.parted.new_text == "Im Aushang steht:\n> Wasser aus\n> von 8 bis 12\nJa?"
    assert read.parted.unsure_text == "> Wasser aus\n> von 8 bis 12"


def test_marks_without_a_word_of_our_mail_are_shown() -> None:
    read = as_manager("Bad -> kalt\n> Küche: warm\n> #ERLEDIGT", RECEIPT)
    assert read.parted.new_text == "Bad -> kalt\n> Küche: warm\n> #ERLEDIGT"
    assert obeyed(read) == []


FORM = "Von: Anna\nAn: Sie\nBetreff: Heizung\nEs ist kalt."
BELOW_A_FORM = {
    "marks": f"{WE_WROTE}{marked(RECEIPT)}",
    "a header": f"{OURS}\n{RECEIPT}",
    "a header below a rule": f"________________\n{OURS}\n{RECEIPT}",
}


@pytest.mark.parametrize("quote", BELOW_A_FORM.values(), ids=BELOW_A_FORM)
@pytest.mark.parametrize(
    "words", [FORM, "Gern.\nDatum: egal\nBetreff: siehe oben"], ids=["whole", "end of one"]
)
def test_a_form_above_the_quote_is_its_authors(words: str, quote: str) -> None:
    assert as_manager(f"{words}\n\n{quote}", RECEIPT).parted.new_text == words


FORWARDED = "Guten Tag,\n\nes tropft.\n\nERLEDIGT"
FROM_PHONES = {
    "outlook": f"Outlook für iOS beziehen\n________________________________\n{HEADER}\n{FORWARDED}",
    "samsung": (
        "Von meinem/meiner Galaxy gesendet\n\n\n-------- Ursprüngliche Nachricht --------\n"
        f"{HEADER}\n{FORWARDED}"
    ),
    "iphone": (
        "Von meinem iPhone gesendet\n\nAnfang der weitergeleiteten Nachricht:\n\n"
        f"{marked(HEADER)}\n> \n{marked(FORWARDED)}"
    ),
}


@pytest.mark.parametrize("text", FROM_PHONES.values(), ids=FROM_PHONES)
def test_what_a_phone_forwards_is_shown_and_steers_nothing(text: str) -> None:
    read = as_manager(text)
    assert [line.strip("> ") for line in read.parted.new_text.splitlines() if line.strip("> ")] == [
        "Guten Tag,",
        "es tropft.",
        "ERLEDIGT",
    ]
    assert (read.parted.authored, obeyed(read)) == (False, [])


def test_an_answer_below_the_signature_of_an_unmarked_quote_is_shown() -> None:
    read = as_manager(f"{HEADER}\nWann kommen Sie?\n--\nAnna Berger\nTel. 030 5550123\n\nAm Montag.")
    assert read.parted.new_text.endswith("Tel. 030 5550123\n\nAm Montag.")
    assert (read.parted.authored, obeyed(read)) == (False, [])


def test_a_message_of_a_chat_is_no_firms_own_claim() -> None:
    text = "Guten Tag,\n\n[12.10.25, 18:02] Max: Erledigt"
    (report,) = read_mail(mail(text), "", Vocabulary(Party.CONTRACTOR)).said.reports
    assert (report.claims, report.is_sure) == (frozenset({Claim.DONE}), False)


def test_a_yes_to_money_beside_unsure_words_is_asked_back() -> None:
    read = as_manager(f"ERLEDIGT\n\n{HEADER}\n> Fertig?\nWirklich?")
    assert obeyed(read) == ["finish"]
    assert read.said.internal == "Wirklich?"


def test_what_is_told_for_somebody_is_that_ones_report() -> None:
    text = "FÜR WE05\n\nAm 12.10.2025 um 10:15 schrieb die Mieterin:\nDer Hahn tropft."
    read = read_mail(mail(text), "", replace(MANAGER, opens=True))
    assert obeyed(read) == ["for"]
    assert "Der Hahn tropft." in read.said.text


def test_a_firms_claim_in_unsure_words_is_put_to_the_manager() -> None:
    firm = Vocabulary(Party.CONTRACTOR)
    (sure,) = read_mail(mail(f"{WROTE}> Fertig?\n\nErledigt."), "", firm).said.reports
    (unsure,) = read_mail(mail(f"Hallo\n\n{HEADER}\n> Fertig?\nErledigt."), "", firm).said.reports
    assert (sure.claims, sure.is_sure) == (frozenset({Claim.DONE}), True)
    assert (unsure.claims, unsure.is_sure) == (frozenset({Claim.DONE}), False)


def test_a_residents_word_is_no_command_where_it_may_be_anothers() -> None:
    said = read_mail(mail(f"{HEADER}\n> Alles?\nSTATUS"), "", replace(MANAGER, party=Party.RESIDENT)).said
    assert (said.commands, said.text) == ((), "STATUS")


FORWARDS = {
    "thunderbird": ('<div class="moz-forward-container">', "blockquote"),
    "gmail": ('<div class="gmail_quote">---------- Forwarded message ---------<br>', "blockquote"),
    "yahoo": ('<div class="yahoo_quoted">', "blockquote"),
    "gmx": ('<div name="quote">', "blockquote"),
    "gmail in gmail": (
        '<div class="gmail_quote">---------- Forwarded message ---------<br>',
        'blockquote class="gmail_quote"',
    ),
}


@pytest.mark.parametrize("opening, quote", FORWARDS.values(), ids=FORWARDS)
@pytest.mark.parametrize("above", ["<p>z.K.</p>", ""])
def test_a_forward_is_its_writers_however_deep_it_quotes(opening: str, quote: str, above: str) -> None:
    block = HEADER.replace("<", "&lt;").replace("\n", "<br>")
    body = f"{above}{opening}{block}<br><{quote}>Fertig?</blockquote><div>#ERLEDIGT</div></div>"
    read = read_mail(mail(body, is_html=True), "", MANAGER)
    assert obeyed(read) == []
    assert read.parted.authored is bool(above)


def test_answers_between_the_quotes_of_one_gmail_container_are_the_authors() -> None:
    quote = '<blockquote class="gmail_quote">Fertig?</blockquote>'
    body = f'<div class="gmail_quote"><div>{WROTE.replace("<", "&lt;")}</div>{quote}<div>ERLEDIGT</div>{quote}</div>'
    assert obeyed(read_mail(mail(body, is_html=True), "", MANAGER)) == ["finish"]


LINES = NEW_TICKET.replace("schicken?", "kommen? Ja. Sie").splitlines()


@pytest.mark.parametrize("above", ["", "siehe unten\n\n"])
@pytest.mark.parametrize("typed", ["Ja", "Erledigt", "Sie können kommen. Ja."])
@pytest.mark.parametrize("at", [6, 12, len(LINES)])
def test_an_answer_in_words_of_ours_is_kept_inside_and_below_our_mail(
    above: str, typed: str, at: int
) -> None:
    text = "\n".join([*LINES[:at], typed, *LINES[at:]])
    parted = part(f"{above}{OURS}\n{text}", answered="\n".join(LINES))
    assert parted.new_text == f"{above}{typed}"


def test_a_piece_of_our_mail_alone_is_shown_and_a_whole_one_is_not() -> None:
    piece = part("Können Sie jemanden schicken? Bin ab 16 Uhr\nzuhause.", answered=NEW_TICKET)
    assert (piece.new_text.splitlines()[1], piece.authored) == ("zuhause.", False)
    assert part(NEW_TICKET, answered=NEW_TICKET).new_text == ""


def test_a_story_above_our_mail_loses_no_line() -> None:
    told = "Guten Tag,\n\nAnna Berger schrieb:\nAlles ist kalt.\n\nWas nun?"
    assert part(f"{told}\n\n{OURS}\n{RECEIPT}", answered=RECEIPT).new_text == told


TOLD = (
    "Am 12.10.2025 um 10:15 Uhr schrieb Frau Berger per WhatsApp:",
    "Am 12.10.2025 um 10:15 Uhr schrieb Anna Berger per SMS:",
    "Am 12.10.2025 um 10:15 Uhr schrieb die Mieterin:",
    "On 12.10.2025 at 10:15 Mrs Miller wrote:",
    "Von: Frau Berger\nDatum: 12.10.2025 10:15\nAn: Herr Lorenz\nBetreff: Bad",
    "Von: Berger\nDatum: 12.10.2025, 10:15 Uhr\nAn: Lorenz\nBetreff: Bad",
    "Von: 10:00 Uhr\nBis: 12:00 Uhr\nDatum: 13.10.2025 10:00\nBetreff: Wasser",
)


@pytest.mark.parametrize("told", TOLD)
def test_a_persons_own_lines_are_not_taken_for_a_clients(told: str) -> None:
    text = f"Guten Tag,\n\n{told}\nDer Hahn tropft.\nBitte kommen."
    assert part(text).new_text == text
    if "schrieb" in told:
        assert told in part(text.replace("\nDer", "\n> Der")).new_text


@pytest.mark.parametrize(
    "wrote",
    [WROTE, "Am 13.10.25 um 08:02 schrieb Anna Berger:\n", "Am 13.10.25 um 8:02 schrieb Herr B <b@c.de>:\n"],
)
def test_a_clients_own_sentence_still_opens_its_quote(wrote: str) -> None:
    assert part(f"Ja.\n\n{wrote}\nDer Hahn tropft.").new_text == "Ja."


def test_in_a_mail_that_answers_nothing_marks_and_indents_are_the_authors() -> None:
    text = "Es fehlen:\n> Lampe im Flur\n> Schloss im Keller\n\nDanke"
    assert part(text, answers=False).new_text == text
    assert part(text).new_text == "Es fehlen:\n\nDanke"
    page = "<p>Es fehlen:</p><blockquote>Lampe im Flur</blockquote><p>Danke</p>"
    assert "Lampe" in read_mail(mail(page, is_html=True, answers=False), "", MANAGER).parted.new_text
    assert "Lampe" not in read_mail(mail(page, is_html=True), "", MANAGER).parted.new_text


YAHOO = '<div class="yahoo_quoted">{wrote}<div>{inside}</div></div>'


def in_yahoo(inside: str, *, wrote: str = WE_WROTE) -> ReadMail:
    page = YAHOO.format(
        wrote=wrote.replace("<", "&lt;"), inside=inside.replace(">", "&gt;").replace("\n", "<br>")
    )
    return read_mail(mail(f"<p>siehe unten</p>{page}", is_html=True), RECEIPT, MANAGER)


def test_an_answer_between_our_lines_in_a_container_without_marks_is_kept() -> None:
    read = in_yahoo(ANSWERED_INSIDE)
    assert read.parted.new_text == "siehe unten\n\n#ERLEDIGT"
    assert obeyed(read) == ["finish"]


@pytest.mark.parametrize(
    "inside",
    [
        f"#ERLEDIGT\nAnna\n\nHV skribis:\n{RECEIPT}",
        f"siehe unten\n\nHV skribis:\n{ANSWERED_INSIDE}",
        f"siehe unten\n\n{OURS}\n{ANSWERED_INSIDE}",
    ],
    ids=["above", "inside", "inside, below a header"],
)
def test_what_another_answered_in_such_a_container_steers_nothing(inside: str) -> None:
    read = in_yahoo(inside.replace("<", "&lt;"), wrote=WROTE)
    assert obeyed(read) == []
    assert read.parted.new_text == "siehe unten"
