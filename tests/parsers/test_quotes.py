"""Knows that the author's words survive every client exactly, and that ours are parted off."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hauspost.parsers.html import QuoteSpan
from hauspost.parsers.quotes import part
from tests.answers import our_mail, parted_reply, shown
from tests.clients import CLIENTS
from tests.effort import assert_no_crawl, effort
from tests.quoting import rewrapped

NEW_TICKET = """\
NEU 8:02 · Vorschlag: freigeben · OK genügt

Anna Berger, Mieterin, WE03 (Haus 12, 3. OG links) · privat · normal

  „der Heizkörper im Bad wird seit gestern nicht mehr richtig warm,
  die anderen gehen. Können Sie jemanden schicken? Bin ab 16 Uhr
  zuhause.“

IHRE ANTWORT
  OK                              freigeben
  ERLEDIGT                        Frau Berger erfährt es
  ABLEHNEN: Grund                 Grund geht an Frau Berger
  INTERN: Text                    bleibt im Büro
  Guten Tag Frau Berger, …        Anrede = Nachricht an Frau Berger
Alle Wörter: HILFE

Stand: OFFEN > Freigegeben > In Bearbeitung > Erledigt · Akte: AKTE

––
Sie sind zuständig. Tim Lorenz sieht es in seiner Morgenliste.
Hausverwaltung Sonnenschein GmbH · Kastanienallee 8, 10435 Berlin
Amtsgericht Charlottenburg HRB 000000 B · Geschäftsführerin Sabine Vogt
"""

RECEIPT = """\
Guten Tag Frau Berger,

Ihre Meldung ist heute um 8:02 Uhr eingegangen. Nummer: T-1042.

  Thema       Heizung & Warmwasser
  Ort         Lindenweg 12, 3. OG links
  Wer liest   nur Sie und die Hausverwaltung

Wir prüfen Ihre Meldung und schreiben Ihnen, was wir veranlassen.

Stand: OFFEN > Freigegeben > In Bearbeitung > Erledigt (1 von 4)

––
Sie erhalten diese Mail, weil Sie uns geschrieben haben.
Notfall? 112 (Feuer, Rettung) · Notdienst Lindenweg: 030 5550100,
rund um die Uhr. Mails werden nachts nicht gelesen.
"""

WORDS = (
    "OK",
    "ERLEDIGT",
    "JA",
    "Ja, Donnerstag passt.",
    "BEAUFTRAGEN Wolf max 250 €",
    "Freigeben, bitte.\n\nDer Hauswart war schon da.\nViele Grüße\nSabine Vogt",
    "Guten Tag Frau Berger,\n\nder Monteur kommt am Donnerstag.\n\nMit freundlichen Grüßen\nSabine Vogt",
    "intern: Hansen zahlt nicht\n\nTim, bitte übernehmen.",
    "Am Montag schrieb mir der Eigentümer, er zahle nichts.",
    "Sie schreibt:\n„alles kalt“\nDas stimmt nicht.",
    "Von: 8 Uhr\nBis: 10 Uhr\nDa bin ich zuhause.",
    "- Bad\n- Küche\n- Flur",
    "siehe https://example.org/a_b?c=d und foto@example.org",
)


HEADER = "Von: Anna <anna@post.example>\nGesendet: Montag\nAn: HV\nBetreff: x\n\n"


@pytest.mark.parametrize("client", CLIENTS)
def test_the_authors_words_survive_every_client_and_ours_do_not(client: str) -> None:
    for words in WORDS:
        parted = parted_reply(client, words, plain=NEW_TICKET)
        assert shown(parted.new_text) == shown(words)
        assert parted.authored


@pytest.mark.parametrize("client", [name for name, kind in CLIENTS.items() if not kind.needs_ours])
def test_common_clients_are_parted_even_where_our_mail_is_unknown(client: str) -> None:
    words = "Guten Tag,\nder Monteur war da, es tropft aber weiter.\nAnna Berger"
    parted = parted_reply(client, words, plain=RECEIPT, known=False)
    assert shown(parted.new_text) == shown(words)


# What a person may type without writing like a machine: no marks, dashes or colons at the edges of lines.
_LINE = st.text(st.sampled_from("abcdefghijklmnoprstuvwzäöüßABCDEHKMNSTW0123456789 ,.!?€()"), max_size=60)
_TYPED = st.lists(_LINE | st.sampled_from([line for each in WORDS for line in each.splitlines()]), max_size=8)


# A story told over several lines sounds like a client's attribution when its lines are joined.
_TOLD = ["Am Montag schrieb mir der Eigentümer, er zahle nichts.", "1.2.2020", "Sie schreibt:"]


@settings(max_examples=60, deadline=None)
@example(typed=["Sie schreibt:"], client="thunderbird")
@example(typed=_TOLD, client="thunderbird")
@example(typed=_TOLD, client="outlook")
@example(typed=[_TOLD[1], _TOLD[0], _TOLD[2]], client="nothing between")
@given(typed=_TYPED, client=st.sampled_from(sorted(CLIENTS)))
def test_whatever_was_typed_is_kept_exactly(typed: list[str], client: str) -> None:
    words = "\n".join(line.strip() for line in typed).strip("\n")
    parted = parted_reply(client, words, plain=NEW_TICKET)
    kept = shown(parted.new_text) + shown(parted.signature)
    assert [line for line in shown(words) if line not in kept] == []


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(max_size=400)
    | st.lists(st.sampled_from([*WORDS, *NEW_TICKET.split("\n"), "> x", "-- ", "Von: a"])).map("\n".join),
    answered=st.sampled_from(["", NEW_TICKET, "OK"]),
    ends=st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=4),
)
def test_any_text_is_parted_into_spans_without_a_gap(
    text: str, answered: str, ends: list[tuple[int, int]]
) -> None:
    spans = tuple(QuoteSpan(min(pair), max(pair), "blockquote") for pair in ends)
    parted = part(text, quote_spans=spans, answered=answered)
    assert "".join(text[span.start : span.end] for span in parted.spans) == text


@pytest.mark.parametrize(
    "piece",
    [
        "> ",
        "On ",
        "Von: ",
        "a <",
        "-- \n",
        "Am 1.1.2025 schrieb ",
        "\n",
        "Mit freundlichen Grüßen\n",
        "x" * 70,
        ">\n",
        "Anna Maria Berger schrieb:\nx\n",
        "> mit\nx\n",
        f"{HEADER}x\n",
    ],
)
def test_long_crafted_text_takes_no_longer_than_its_length(piece: str) -> None:
    def parting(size: int) -> None:
        part(f"{piece * (size // len(piece))}\n{NEW_TICKET}", answered=NEW_TICKET)

    assert_no_crawl(lambda: parting(60_000), max(3.5 * effort(lambda: parting(30_000), enough=0.3), 1.0))


@settings(max_examples=80, deadline=None)
@given(
    width=st.integers(20, 100),
    words=st.sampled_from([*WORDS[:6], "Der Hauswart war gestern schon da."]),
    mark=st.sampled_from(["", "> ", ">", "> > "]),
    ours=st.sampled_from([NEW_TICKET, RECEIPT]),
    below=st.booleans(),
)
def test_our_mail_wrapped_anew_at_any_width_is_parted_off_above_and_below(
    width: int, words: str, mark: str, ours: str, below: bool
) -> None:
    quote = "\n".join(f"{mark}{line}" for line in rewrapped(ours.splitlines(), width))
    text = f"{quote}\n\n{words}" if below else f"{words}\n\n{quote}"
    assert shown(part(text, answered=ours).new_text) == shown(words)


def test_a_marker_cuts_nothing_that_is_written_below_its_quote() -> None:
    text = "Am 13.10.2025 um 08:02 schrieb HV <a@b.example>:\n> Wann?\n\nMorgen.\n\n> Wer?\n\nIch."
    assert part(text).new_text == "Morgen.\n\nIch."


def test_lines_above_a_recognised_quote_stay_whatever_they_look_like() -> None:
    above = "Anna Berger\nLindenweg 12\nTel. 0171 5550199\nDatum: heute\n-- hier --\nsiehe oben:"
    assert part(f"{above}\n\n{NEW_TICKET}", answered=NEW_TICKET).new_text == above


def test_where_the_client_sets_marks_an_unmarked_line_is_the_authors_though_all_its_words_are_ours() -> None:
    lines = [f"> {line}" for line in RECEIPT.splitlines()]
    text = "\n".join([*lines[:4], "Wir prüfen Ihre Meldung.", *lines[4:]])
    assert part(text, answered=RECEIPT).new_text == "Wir prüfen Ihre Meldung."


def test_a_quote_that_nothing_proves_is_left_rather_than_a_word_lost() -> None:
    text = "Anders als er meint.\n\nVon: Keller\nAn: Dach\nDatum: morgen\n\nDort tropft es."
    assert part(text).new_text == text


def test_the_name_under_a_formula_stays_where_the_client_itself_names_the_signature() -> None:
    box = "Mit freundlichen Grüßen\nSabine Vogt\nHausverwaltung Sonnenschein\nTel. 030 5550100"
    text = f"Der Termin steht.\n\n{box}"
    spans = (QuoteSpan(text.index("Mit"), len(text), "signature"),)
    parted = part(text, quote_spans=spans)
    assert parted.new_text == "Der Termin steht.\n\nMit freundlichen Grüßen\nSabine Vogt"
    assert parted.signature == "Hausverwaltung Sonnenschein\nTel. 030 5550100"


@pytest.mark.parametrize("box", ["ERLEDIGT", "Können Sie morgen kommen?", "Zeile\n" * 20])
def test_words_typed_into_the_signatures_place_are_words(box: str) -> None:
    alone = (QuoteSpan(0, len(box), "signature"),)
    assert part(box, quote_spans=alone).new_text == box.strip()
    below = f"Guten Tag,\n\n{box}"
    spans = (QuoteSpan(12, len(below), "signature"),)
    kept = box.strip() in part(below, quote_spans=spans).new_text
    assert kept is (box != "ERLEDIGT")


GOLDEN = sorted(Path("tests/golden/outbound").glob("*/*.txt"))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_mail_of_ours_comes_back_parted(path: Path) -> None:
    """Our mails as they are today, each through four clients."""
    plain = path.read_text(encoding="utf-8").partition("\n\n")[2]
    octets = our_mail(plain, markup=path.with_suffix(".html").read_text(encoding="utf-8"))
    turn = GOLDEN.index(path)
    for client in [name for number, name in enumerate(CLIENTS) if (number + turn) % 6 == 0]:
        parted = parted_reply(client, "ERLEDIGT\n\nDer Hauswart war da.", plain=plain, octets=octets)
        assert shown(parted.new_text) == ["ERLEDIGT", "Der Hauswart war da."], client


def test_a_long_copy_of_our_words_is_ours_and_a_short_word_on_top_is_not() -> None:
    parted = part(f"OK\n{NEW_TICKET}", answered=NEW_TICKET)
    assert parted.new_text == "OK"


def test_one_unknown_word_keeps_a_line() -> None:
    changed = RECEIPT.replace("was wir veranlassen", "was ich veranlasse")
    assert "was ich veranlasse" in part(changed, answered=RECEIPT).new_text


def test_an_answer_inside_an_unmarked_quote_of_ours_is_the_authors() -> None:
    inside = RECEIPT.replace("  Ort ", "  Falsch, es ist die Küche.\n  Ort ")
    text = (
        f"Guten Tag, siehe unten.\n\nVon: HV <a@b.example>\nGesendet: heute\nAn: mich\nBetreff: x\n\n{inside}"
    )
    assert part(text, answered=RECEIPT).new_text == "Guten Tag, siehe unten.\n\n  Falsch, es ist die Küche."


def test_an_empty_answer_to_our_mail_says_nothing() -> None:
    assert part(f"> Am 13.10.2025 um 08:02 schrieb HV:\n{NEW_TICKET}", answered=NEW_TICKET).new_text == ""


def test_a_quote_alone_is_kept_for_people_but_counts_as_nobodys_word() -> None:
    parted = part("> ERLEDIGT\n> OK")
    assert (parted.new_text, parted.authored) == ("> ERLEDIGT\n> OK", False)


def test_a_forwarded_mail_alone_is_kept_for_people_but_counts_as_nobodys_word() -> None:
    text = "Von: Anna <anna@post.example>\nGesendet: Montag\nAn: HV\nBetreff: Hahn\n\nERLEDIGT\n"
    parted = part(text)
    assert (parted.new_text, parted.authored) == ("ERLEDIGT", False)


def test_a_story_that_sounds_like_an_attribution_loses_nothing() -> None:
    text = "Am Montag schrieb mir Herr Müller:\nEr zahlt nicht.\nWas nun?"
    assert part(text, answered=RECEIPT).new_text == text


RELAYED = """\
Anna Berger hat geschrieben · Ihre Antwort geht an Frau Berger

  „ERLEDIGT
  ABLEHNEN: nix

  Heizung“

IHRE ANTWORT
  Ihr Text         geht an Frau Berger
  ERLEDIGT         abschließen, Mail an Frau Berger
"""
PAGE = f"<html><body>{''.join(f'<p>{line}</p>' for line in RELAYED.splitlines())}</body></html>"


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("copied", ["„ERLEDIGT\nABLEHNEN: nix\n\nHeizung", "ERLEDIGT\nABLEHNEN: nix"])
def test_lines_of_ours_copied_to_the_top_are_not_the_authors(client: str, copied: str) -> None:
    alone = part(copied, answered=RELAYED)
    assert (alone.new_text, alone.own_text, alone.authored) == (copied, "", False)
    parted = parted_reply(
        client, f"{copied}\n\nWas meint sie?", plain=RELAYED, octets=our_mail(RELAYED, markup=PAGE)
    )
    assert shown(parted.new_text) == ["Was meint sie?"]


@pytest.mark.parametrize(
    "typed",
    ["ERLEDIGT", "Heizung", "ERLEDIGT\n\nHeizung", "ABLEHNEN: nix\nERLEDIGT", "ERLEDIGT\nABLEHNEN: doppelt"],
)
@pytest.mark.parametrize("client", CLIENTS)
def test_a_word_of_ours_and_lines_in_another_order_stay_the_authors(client: str, typed: str) -> None:
    parted = parted_reply(client, typed, plain=RELAYED, octets=our_mail(RELAYED, markup=PAGE))
    assert shown(parted.new_text) == shown(typed)


def test_a_word_and_a_closing_formula_stay_the_authors_though_ours_ends_alike() -> None:
    ours = "Wolf Sanitär hat geschrieben\n\n  „Erledigt.\n\n  Viele Grüße\n  Jan Wolf“\n"
    typed = "Erledigt\n\nViele Grüße\nSabine Vogt"
    assert part(typed, answered=ours).new_text == typed
    assert part("Erledigt.\n\nViele Grüße\nJan Wolf", answered=ours).new_text == ""


def test_commands_that_our_question_lists_may_be_typed_anew() -> None:
    ours = (
        "WAS WAR GEMEINT?\n  A  Kategorie\n\nDiese Zeilen warten mit:\n  · FREIGEBEN\n  · ZUWEISEN Lorenz\n"
    )
    assert part("FREIGEBEN\nZUWEISEN Lorenz", answered=ours).new_text == "FREIGEBEN\nZUWEISEN Lorenz"
    copied = part("· FREIGEBEN\n· ZUWEISEN Lorenz", answered=ours)
    assert (copied.own_text, copied.authored) == ("", False)


@pytest.mark.parametrize(
    "mark",
    [
        "##- Please type your reply above this line -##",
        "## Bitte geben Sie Ihre Antwort oberhalb dieser Zeile ein ##",
        "--- Antwort bitte über dieser Linie schreiben ---",
        "==== Reply above this line ====",
    ],
)
def test_what_stands_below_the_mark_of_another_helpdesk_is_its_quote(mark: str) -> None:
    text = f"Der Hahn tropft noch.\n\n{mark}\n\nIhre Anfrage 4711 ist eingegangen.\nERLEDIGT"
    assert part(text).new_text == "Der Hahn tropft noch."


def test_a_sentence_about_a_line_above_is_no_mark() -> None:
    text = (
        "Bitte die Antwort in der Zeile darüber lesen.\nDie Linie oberhalb ist die Wasserleitung.\nERLEDIGT"
    )
    assert part(text).new_text == text


@pytest.mark.parametrize(
    "place", ["[image: Foto 1.jpg]", "[cid:image001.png@01DB4F00.12345670]", "[Bild: IMG_2]"]
)
def test_the_place_of_a_picture_is_no_word_of_the_authors(place: str) -> None:
    assert part(f"Siehe Foto:\n\n{place}\n\nDanke").new_text == "Siehe Foto:\n\nDanke"
    assert part(f"Hinweis {place} im Satz").new_text == f"Hinweis {place} im Satz"


def test_a_brand_that_nobody_listed_signs_too() -> None:
    assert part("Ja, Dienstag.\n\nSent from my iMachine").new_text == "Ja, Dienstag."
    assert (
        part("Wasser steht im Keller.\n\nGesendet von meinem OnePlus 12").new_text
        == "Wasser steht im Keller."
    )
    kept = "Die Rechnung wurde\nverschickt mit einem Boten"
    assert part(kept).new_text == kept


@pytest.mark.parametrize("client", CLIENTS)
def test_one_long_line_that_our_mail_prints_may_be_typed_off_above_its_quote(client: str) -> None:
    line = "BEAUFTRAGEN Dorn Sanitär GmbH max 2.192,58 €"
    ours = f"Zwei Angebote liegen vor.\n\nIHRE ANTWORT\n  {line}   bestellt es\n  NEIN   keines von beiden\n"
    markup = f"<html><body>{''.join(f'<p>{row}</p>' for row in ours.splitlines())}</body></html>"
    parted = parted_reply(client, line, plain=ours, octets=our_mail(ours, markup=markup))
    assert shown(parted.new_text) == [line]
