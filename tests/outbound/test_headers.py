"""The headers of a notice: what MAIL wants, and that no name, subject or text can add to them."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import getaddresses, parsedate_to_datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hauspost.cli.samples import samples
from hauspost.cli.samples.world import (
    ANNA,
    ANSWERED,
    COMPANY,
    GRAMMAR,
    HOUSE,
    MESSAGE_ID,
    MILLER,
    MORNING,
    SECRET,
    TICKET,
    letter,
    to_manager,
    to_stranger,
    write,
)
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_managers import NewTicket
from hauspost.desk.notices_to_people import Acknowledged, HeldNote, ManagerWrote
from hauspost.outbound.compose import Answered, Sender
from hauspost.outbound.headers import UnsafeAddress
from hauspost.threading import addresses
from tests.outbound.reading import header, html_of, parsed, raw_header, text_of

NAMES = [
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Message-ID",
    "References",
    "Thread-Topic",
    "Thread-Index",
    "Date",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "X-Hauspost-Id",
    "Content-Language",
    "MIME-Version",
    "Content-Type",
]
# What has broken other mailers: line ends in every disguise, encoded words, marks that hide or reorder, markup.
NASTY = (
    "\r\nBcc: thief@evil.example",
    "=?utf-8?q?a=0D=0ABcc:_thief=40evil.example?=",
    "=?utf-8?b?DQpCY2M6IHRoaWVmQGV2aWwuZXhhbXBsZQ==?=",
    "\u2028Bcc: x\u2029\x85\x0b\x0c\x00\x7f",
    "\u202egnp.exe\u202c\u200f\u200b\ufeff",
    '<script>alert("x")</script> & "quotes" \\ back',
    "a@b.example> <c@d.example",
    "😀👩‍👩‍👧 Yıldız ẞ ﷺ",
    "{{ 7 * 7 }} {% raw %} {0} {tag}",
    "\ud800 lone",
    "x" * 500,
)
HOUSE_ADDRESS = addresses.mailbox_address(HOUSE.mailbox, GRAMMAR)
REPLY_ADDRESS = addresses.reply_address(SECRET, GRAMMAR)
ANYTHING = st.one_of(
    st.sampled_from(NASTY), st.text(max_size=80), st.text(alphabet='=?qQbB_\r\n <>@",;:[]T-1', max_size=60)
)


def test_a_notice_has_the_headers_that_mail_asks_for_and_no_others() -> None:
    mail = write(letter(Acknowledged(MORNING), "de"))
    assert parsed(mail).keys() == NAMES
    assert header(mail, "From") == (
        "Hausverwaltung Sonnenschein · Lindenweg 12 <lindenweg12@tickets.hv-sonnenschein.example>"
    )
    assert header(mail, "To") == '"Anna Berger" <anna.berger@post.example>'
    reply = addresses.reply_address(SECRET, GRAMMAR)
    assert header(mail, "Reply-To") == f'"Hausverwaltung, Meldung T-1042" <{reply}>'
    assert header(mail, "Message-ID") == f"<{MESSAGE_ID}>"
    assert header(mail, "X-Auto-Response-Suppress") == "RN, NRN, AutoReply"
    assert header(mail, "X-Hauspost-Id") == header(mail, "Message-ID")
    assert header(mail, "Content-Language") == "de"
    assert mail.rcpt_to == "anna.berger@post.example"
    assert mail.mail_from == addresses.bounce_address(SECRET, GRAMMAR)


def test_the_date_is_when_the_mail_was_formed_in_the_companys_zone() -> None:
    raw = header(write(letter(Acknowledged(MORNING), "de")), "Date")
    assert raw == "Tue, 14 Oct 2025 08:05:00 +0200"
    assert parsedate_to_datetime(raw) == datetime(2025, 10, 14, 6, 5, tzinfo=UTC)


@pytest.mark.parametrize("name, kind", [(n, m.kind) for n, m in samples("de").items()])
def test_only_answers_are_marked_as_auto_replied(name: str, kind: NoticeKind) -> None:
    replies = {
        "acknowledgement",
        "neutral",
        "which_house",
        "import_preview",
        "import_done",
        "listing",
        "file",
        "own_file",
        "help",
        "not_understood",
        "known",
        "rules",
        "emergency",
        "house_preview",
        "house_sent",
        "document_list",
        "documents",
        "document_news",
        "categories",
        "noted",
    }
    expected = "auto-replied" if kind in replies else "auto-generated"
    assert header(write(samples("de")[name]), "Auto-Submitted") == expected


@pytest.mark.parametrize(
    "name, shown",
    [
        ("acknowledgement", "Hausverwaltung, Meldung T-1042"),
        ("new_ticket", "T-1042 Berger, Heizung (Befehl oder Notiz)"),
        ("transcript", "T-1042 Berger, Heizung (Befehl oder Notiz)"),
        ("person_wrote", "An Anna Berger (T-1042)"),
        ("held_list", "Liste Zurückgestelltes (Antwort je Zeile)"),
        ("listing_manager", "Lindenweg 12 (Befehl oder Notiz)"),
        ("neutral", "Hausverwaltung"),
    ],
)
def test_the_name_of_the_reply_address_says_what_an_answer_does(name: str, shown: str) -> None:
    ((found, _),) = getaddresses([header(write(samples("de")[name]), "Reply-To")])
    assert found == shown


def test_an_english_reader_sees_english_names() -> None:
    mail = write(letter(Acknowledged(MORNING), "en", to=(MILLER,), address=MILLER.address))
    assert header(mail, "From").startswith("Property management Sonnenschein · Lindenweg 12 <")
    assert header(mail, "Reply-To").startswith('"Property management, report T-1042" <')
    assert "Dear Mr Miller," in text_of(mail)


def test_the_subject_stays_the_same_whatever_happens() -> None:
    for code in ("de", "en"):
        found = {
            write(m).subject
            for m in samples(code).values()
            if not m.is_manager and m.ticket and m.ticket.subject and not m.ticket.is_anonymous
            if m.kind is not NoticeKind.EMERGENCY  # there the number stands first
        }
        assert found == {"[T-1042] Heizung"}


def test_a_foreign_tag_in_the_subject_is_not_repeated() -> None:
    ticket = replace(TICKET, subject="AW: [T-99] Heizung [A-7-1]")
    assert write(letter(Acknowledged(MORNING), "de", ticket=ticket)).subject == "[T-1042] AW: Heizung"


def test_mails_about_one_ticket_share_a_root_per_party_and_person() -> None:
    def root(shown: object) -> str:
        return header(write(shown), "References").split()[0]  # type: ignore[arg-type]

    first = letter(Acknowledged(MORNING), "de")
    assert root(first) == root(letter(ManagerWrote("Hallo", "Sabine Vogt"), "de"))
    assert root(first) != root(replace(first, address="other@post.example"))
    assert root(first) != root(to_manager(NewTicket("x", MORNING, "Anna"), "de", address=first.address))
    assert root(first) != root(replace(first, ticket=replace(TICKET, number=1043)))
    assert re.fullmatch(r"<t1042\.[0-9a-f]{20}@tickets\.hv-sonnenschein\.example>", root(first))


def test_references_end_with_what_is_answered() -> None:
    mail = write(letter(Acknowledged(MORNING), "de"), answers=ANSWERED)
    chain = header(mail, "References").split()
    assert chain[1:] == [f"<{MESSAGE_ID}>", f"<{ANSWERED.message_id}>"]
    assert header(mail, "In-Reply-To") == f"<{ANSWERED.message_id}>"


def test_a_long_thread_keeps_its_ends_on_one_line() -> None:
    older = tuple(f"{'a' * 50}{n}@mail.post.example" for n in range(60))
    mail = write(letter(Acknowledged(MORNING), "de"), answers=Answered("last@mail.post.example", older))
    line = next(x for x in mail.octets.split(b"\r\n") if x.startswith(b"References:"))
    chain = line.decode().split()[1:]
    assert len(line) < 998
    assert len(chain) <= 20
    assert (chain[0][:7], chain[-2], chain[-1]) == ("<t1042.", f"<{older[-1]}>", "<last@mail.post.example>")


def test_ids_that_are_none_are_not_repeated() -> None:
    broken = Answered("a b@c\r\nBcc: x", ("", "no-at", "x@y>\r\n<z@z", "good@id.example"))
    mail = write(letter(Acknowledged(MORNING), "de"), answers=broken)
    assert "In-Reply-To" not in parsed(mail)
    assert header(mail, "References").split()[1:] == ["<good@id.example>"]


def test_a_mail_about_no_ticket_has_no_root() -> None:
    assert "References" not in parsed(write(letter(HeldNote(MORNING), "de", ticket=None)))


def test_a_relay_that_wants_its_own_sender_gets_it_in_the_envelope() -> None:
    shown = letter(Acknowledged(MORNING), "de")
    own = write(shown, sender=Sender("address"))
    assert own.mail_from == "lindenweg12@tickets.hv-sonnenschein.example"
    fixed = write(shown, sender=Sender("address", "office@provider.example"))
    assert fixed.mail_from == "office@provider.example"
    assert header(fixed, "From").endswith("<office@provider.example>")


def test_without_a_house_the_company_writes_from_its_desk() -> None:
    mail = write(letter(HeldNote(MORNING), "de", house=None, ticket=None, place=""))
    assert (
        header(mail, "From") == '"Hausverwaltung Sonnenschein" <verwaltung@tickets.hv-sonnenschein.example>'
    )


def test_secrets_are_remembered_as_digests() -> None:
    mail = write(letter(Acknowledged(MORNING), "de"))
    assert mail.secrets == {
        "reply": addresses.token_digest(addresses.reply_token(SECRET)),
        "act": addresses.token_digest(addresses.act_token(SECRET)),
        "bounce": addresses.token_digest(addresses.bounce_token(SECRET)),
        "stop": addresses.token_digest(addresses.stop_token(SECRET)),
    }


def test_the_same_letter_gives_the_same_octets() -> None:
    for shown in samples("de").values():
        assert write(shown).octets == write(shown).octets


def test_a_redirected_mail_for_a_crowd_behind_one_address_names_as_many_as_a_subject_holds() -> None:
    crowd = tuple(replace(ANNA, last_name=f"Bergermann-Nummer-{n:02d}") for n in range(60))
    asked = replace(letter(Acknowledged(MORNING), "de"), to=crowd)
    trial = write(asked, redirected_to="sabine.vogt@hv-sonnenschein.example")
    assert trial.subject.startswith("PROBE an Anna Bergermann-Nummer-00, Anna")
    assert trial.subject.endswith("…: [T-1042] Heizung")


def test_a_redirected_mail_says_for_whom_it_was() -> None:
    mail = write(letter(Acknowledged(MORNING), "en"), redirected_to="sabine.vogt@hv-sonnenschein.example")
    assert mail.rcpt_to == header(mail, "To") == "sabine.vogt@hv-sonnenschein.example"
    assert mail.subject == "PROBE an Anna Berger: [T-1042] Heizung"
    assert _first_paragraph(text_of(mail)) == (
        "PROBE: Diese Mail wäre an Anna Berger (anna.berger@post.example) gegangen. Verschickt wurde sie nur hierher."
    )
    english = letter(Acknowledged(MORNING), "en", company=replace(COMPANY, language="en"))
    trial = write(english, redirected_to="sabine.vogt@hv-sonnenschein.example")
    assert trial.subject == "TRIAL to Anna Berger: [T-1042] Heizung"
    assert _first_paragraph(text_of(trial)) == (
        "TRIAL: This mail would have gone to Anna Berger (anna.berger@post.example). It was sent to nobody but you."
    )


def _first_paragraph(text: str) -> str:
    return " ".join(text.split("\n\n")[0].split())


@pytest.mark.parametrize(
    "address",
    [
        "",
        "anna",
        "anna@",
        "@post.example",
        "a b@post.example",
        "anna@post.example\r\nRCPT TO:<x@y.example>",
        "anna@post.example>",
        "anna@post.example\n",
        '"quoted"@post.example',
        "änna@post.example",
        "anna@pöst.example",
        "anna@[127.0.0.1]",
        "anna..berger@post.example",
        "a@-x.example",
        "a" * 65 + "@post.example",
        "a@" + "b" * 64 + ".example",
        "a@b,c@d.example",
    ],
)
def test_a_recipient_that_is_no_plain_address_stops_the_mail(address: str) -> None:
    with pytest.raises(UnsafeAddress):
        write(letter(Acknowledged(MORNING), "de", address=address))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=ANYTHING, subject=ANYTHING, company=ANYTHING, text=ANYTHING, street=ANYTHING)
def test_no_name_subject_or_text_can_add_a_header_or_a_recipient(
    name: str, subject: str, company: str, text: str, street: str
) -> None:
    who = replace(ANNA, last_name=name or "x", first_name=subject)
    changes = {
        "ticket": replace(TICKET, subject=subject, unit=street),
        "reporter": who,
        "responsible": who,
        "place": text,
        "category_label": subject,
        "company": replace(COMPANY, name=company, footer=text, privacy_link=text, emergency_phone=name),
        "house": replace(HOUSE, street=street, phones=(("emergency", name),)),
    }
    for shown in (
        letter(ManagerWrote(text, name), "de", to=(who,), **changes),
        to_manager(NewTicket(text, MORNING, name, attachments=(subject, text)), "en", **changes),
    ):
        mail = write(shown)
        message = parsed(mail)
        assert message.keys() == NAMES
        for field, address in (("To", mail.rcpt_to), ("From", HOUSE_ADDRESS), ("Reply-To", REPLY_ADDRESS)):
            assert [a for _, a in getaddresses([raw_header(mail, field)])] == [address]
            assert header(mail, field).count("@") == 1
        for value in (mail.subject, header(mail, "Subject"), header(mail, "From"), header(mail, "To")):
            assert not re.search("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\u200e\u200f]", value)
        assert header(mail, "Subject") == mail.subject
        assert all(len(line) <= 998 for line in mail.octets.split(b"\r\n"))
        assert max(len(line) for line in text_of(mail).split("\n")) <= 74 or "http" in text
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", text_of(mail) + html_of(mail))


def test_markup_in_somebodys_words_is_shown_and_not_obeyed() -> None:
    html = html_of(
        write(letter(ManagerWrote("<b>fett</b> <script>x</script> {{ 7 * 7 }}", '"><img src=x>'), "de"))
    )
    assert "&lt;b&gt;fett&lt;/b&gt; &lt;script&gt;x&lt;/script&gt; {{ 7 * 7 }}" in html
    assert "<img" not in html


def test_encoded_words_are_short_enough_for_every_program() -> None:
    ticket = replace(TICKET, subject="Überschwemmung im Keller wegen Öltankübergröße und Müllabfuhrärger")
    mail = write(letter(Acknowledged(MORNING), "de", ticket=ticket))
    found = re.findall(rb"=\?utf-8\?[bq]\?[^?]*\?=", mail.octets)
    assert found
    assert all(len(word) <= 75 for word in found)


def test_text_travels_in_seven_bits_and_short_lines() -> None:
    for shown in samples("de").values():
        octets = write(shown).octets
        assert octets.isascii()
        assert max(len(line) for line in octets.partition(b"\r\n\r\n")[2].split(b"\r\n")) <= 78


def test_a_stranger_learns_nothing_about_anybody() -> None:
    mail = write(to_stranger(samples("de")["neutral"].facts, "de"))
    assert header(mail, "To") == "fatma.privat@gmail.example"
    for name in ("Berger", "Anna", "T-1042", "WE03", "OG"):
        assert name not in text_of(mail) + html_of(mail) + mail.subject
