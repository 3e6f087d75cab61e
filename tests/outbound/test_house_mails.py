"""What goes to firms and to the house: built of category and common ground, and of nobody's name, flat or words."""

import re
from dataclasses import replace
from email.utils import getaddresses
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from hauspost.cli.samples import samples
from hauspost.cli.samples.neighbours import (
    KRAUSE,
    LIFT,
    MEIER,
    ORDER,
    ORDERED,
    PLACED,
    YILDIZ,
    to_firm,
    to_house,
)
from hauspost.cli.samples.world import ANNA, GRAMMAR, MORNING, SECRET, VOGT, letter, to_manager, write
from hauspost.desk.carried import carried
from hauspost.desk.channels import Channel, Participant, ParticipantKind
from hauspost.desk.houses import Person, PersonId, Role
from hauspost.desk.model import Ticket, Visibility
from hauspost.desk.notices import (
    TO_ASSIGNEES,
    TO_THE_HOUSE,
    Facts,
    Letter,
    NoticeKind,
    OutgoingMail,
    load_facts,
)
from hauspost.desk.notices_on_request import RuleList, RuleRow
from hauspost.desk.notices_to_firms import OfficeWrote, OrderCancelled, OrderGiven
from hauspost.desk.notices_to_managers import FirmReported, ReplyToPublish
from hauspost.desk.notices_to_people import EveningLine, EveningLines, PublicNews, StatusChanged
from hauspost.outbound.catalogue import language, languages
from hauspost.outbound.formats import NO_BREAK
from hauspost.outbound.money import gross, money
from hauspost.threading import addresses
from tests.outbound.reading import body_and_footer, header, html_of, parsed, raw_header, text_of
from tests.outbound.test_headers import ANYTHING

CASES = [(code, name) for code in languages() for name in samples(code)]
TO_FIRMS = [(c, n) for c, n in CASES if samples(c)[n].kind in TO_ASSIGNEES]
TO_ALL = [(c, n) for c, n in CASES if samples(c)[n].kind in TO_THE_HOUSE]

# What nobody but managers may learn of somebody who hides.
CANARIES = {
    "last_name": "Kanarienvogel",
    "first_name": "Zeisig",
    "phone": "0171 5550199",
    "address": "zeisig.kanarienvogel@post.example",
    "unit": "WE99x",
    "place": "Dachgeschoss rechts außen",
    "subject": "Meine Nachbarin raucht",
    "person": "person-kanari-77",
}
HIDER = Person(
    PersonId(CANARIES["person"]),
    CANARIES["last_name"],
    CANARIES["first_name"],
    "Frau",
    phones=(CANARIES["phone"],),
    addresses=(CANARIES["address"],),
)
SECRET_TICKET = replace(
    LIFT,
    orders=(replace(ORDER, text="Lärm", place="Haus 14", is_anonymous=True),),
    subject=CANARIES["subject"],
    unit=CANARIES["unit"],
    place=CANARIES["place"],
    reporter=HIDER.id,
    recurrence_of=7,
    participants=(Participant(HIDER.id, Channel.of_resident(HIDER.id), hidden=True),),
)
TOLD: tuple[tuple[Facts, str], ...] = (
    (
        OrderGiven(
            "A-1043-1", "order", "Lärm", place="Haus 14", bell_name="Kanarienvogel", is_anonymous=True
        ),
        "firm",
    ),
    (
        OrderGiven(
            "A-1043-1", "quote", "Lärm", place="Haus 14", bell_name="Kanarienvogel", is_anonymous=True
        ),
        "firm",
    ),
    (
        OrderGiven("A-1043-1", "info", "Lärm", place="Haus 14", bell_name="Kanarienvogel", is_anonymous=True),
        "firm",
    ),
    (OrderCancelled("A-1043-1", "", "Sabine Vogt"), "firm"),
    (OfficeWrote("A-1043-1", "Bitte melden Sie sich.", "Sabine Vogt"), "firm"),
    *(
        (PublicNews(event, "Haus 14", MORNING), "house")
        for event in ("opened", "ordered", "done", "rejected", "corrected")
    ),
    (PublicNews("text", "Haus 14", MORNING, text="Der Aufzug steht.", by="Sabine Vogt"), "house"),
    (StatusChanged("OPEN", "RELEASED", ordered=("Heizung Meier GmbH",)), "house"),
)


def _everything(mail: OutgoingMail) -> str:
    headers = " ".join(f"{key} {value}" for key, value in parsed(mail).items())
    return " ".join((mail.subject, mail.rcpt_to, mail.mail_from, headers, text_of(mail), html_of(mail)))


def _told(facts: Facts, party: str, code: str) -> Letter:
    if party == "firm":
        return to_firm(facts, code, ticket=SECRET_TICKET, category_label="Lärm")
    return to_house(facts, code, SECRET_TICKET)


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("facts, party", TOLD)
def test_nothing_of_somebody_who_hides_is_in_any_mail_to_others(facts: Facts, party: str, code: str) -> None:
    whole = _everything(write(_told(facts, party, code)))
    assert [word for word in CANARIES.values() if word.casefold() in whole.casefold()] == []
    assert "T-7" not in re.findall(r"T-\d+", whole)


@pytest.mark.parametrize("code, name", TO_FIRMS)
def test_the_subject_of_an_order_is_category_and_house_alone(code: str, name: str) -> None:
    mail = write(samples(code)[name])
    assert re.fullmatch(r"\[A-\d+-\d+\] [\w& ]+ · Lindenweg 12, 10405 Berlin", mail.subject)
    assert "Heizung Meier" not in mail.subject


@pytest.mark.parametrize("code, name", TO_FIRMS)
def test_an_order_asks_for_absence_notes_and_names_itself_where_one_answers(code: str, name: str) -> None:
    mail = write(samples(code)[name])
    tag = mail.subject.partition("]")[0].removeprefix("[")
    assert header(mail, "X-Auto-Response-Suppress") == "RN, NRN"
    assert re.match(
        rf'"?\w+ {tag}, (?:Hausverwaltung|Property management) Sonnenschein', header(mail, "Reply-To")
    )


@pytest.mark.parametrize("code, name", TO_FIRMS)
def test_an_order_never_speaks_of_the_ticket(code: str, name: str) -> None:
    mail = write(samples(code)[name])
    assert not re.search(r"T-\d|ticket|vorgang|meldung", text_of(mail) + mail.subject, re.IGNORECASE)
    assert "WE03" not in _everything(mail)


@pytest.mark.parametrize("code, name", TO_ALL)
def test_a_mail_to_the_house_can_be_sorted_and_left(code: str, name: str) -> None:
    mail = write(samples(code)[name])
    list_name = "houses" if name == "evening_houses" else "lindenweg12"
    assert header(mail, "List-Id") == f"<{list_name}.tickets.hv-sonnenschein.example>"
    assert header(mail, "List-Unsubscribe") == f"<mailto:{addresses.stop_address(SECRET, GRAMMAR)}>"
    assert re.search(r"\b(?:STUMM|MUTE)\b", body_and_footer(text_of(mail))[1][2 if "public" in name else 1])


@pytest.mark.parametrize("code, name", TO_ALL)
def test_a_mail_to_the_house_is_short_and_says_whom_to_call(code: str, name: str) -> None:
    body, footer = body_and_footer(text_of(write(samples(code)[name])))
    assert len(body) <= 20
    assert len(footer) <= 8
    assert any("030 5550100" in line for line in footer)


def test_no_other_mail_is_a_list() -> None:
    for code, name in CASES:
        if samples(code)[name].kind not in TO_THE_HOUSE | {NoticeKind.HOUSE_NOTICE, NoticeKind.ORDER_LIST}:
            assert "List-Id" not in parsed(write(samples(code)[name])), name


def test_a_notice_to_the_house_can_be_sorted_and_nobody_can_leave_it() -> None:
    for code, name in CASES:
        if samples(code)[name].kind is NoticeKind.HOUSE_NOTICE:
            mail = write(samples(code)[name])
            assert header(mail, "List-Id") == "<lindenweg12.tickets.hv-sonnenschein.example>"
            assert "List-Unsubscribe" not in parsed(mail)


def test_the_house_reads_who_reported_it_only_where_the_facts_name_somebody() -> None:
    named = text_of(write(to_house(PublicNews("opened", "Haus 14", MORNING, reporter="Anna Berger"), "de")))
    unnamed = text_of(write(to_house(PublicNews("opened", "Haus 14", MORNING), "de")))
    assert "von Anna Berger" in named
    assert "Berger" not in unnamed


def test_who_reads_an_answer_follows_the_house_s_rule() -> None:
    said = {
        replies: text_of(write(to_house(PublicNews("done", "Haus 14", MORNING, replies=replies), "de")))
        for replies in ("manager_only", "moderated", "all")
    }
    assert "Ihre Antwort liest nur die Hausverwaltung, nicht das Haus." in said["manager_only"]
    assert "Ihre Antwort liest zuerst nur die Hausverwaltung" in said["moderated"]
    assert "Ihre Antwort liest das ganze Haus." in said["all"]


def test_an_anonymous_report_is_acknowledged_without_topic_and_without_that_word_in_the_subject() -> None:
    for code, subject in (("de", "[T-1042] Ihre Meldung"), ("en", "[T-1042] Your report")):
        mail = write(samples(code)["acknowledgement_anonymous"])
        assert mail.subject == subject
        assert "Lärm" not in mail.subject


def test_a_firm_is_told_whom_to_bill_and_a_caretaker_is_not() -> None:
    firm, caretaker = (text_of(write(samples("de")[n])) for n in ("order", "order_caretaker"))
    flat = " ".join(firm.split())
    assert "WEG Lindenweg 12-14, vertreten durch Hausverwaltung Sonnenschein GmbH" in flat
    assert "rechnung@hv-sonnenschein.example" in firm
    assert "§ 35a EStG" in flat
    assert "300 € brutto" in firm
    assert not re.search("Rechnung|brutto|35a", caretaker, re.IGNORECASE)


@pytest.mark.parametrize(
    "kind, recipient, whose",
    [
        ("weg", "", "für Rechnung der WEG Lindenweg 12-14."),
        ("weg", "Eigentümergemeinschaft Lindenweg", "für Rechnung der Eigentümergemeinschaft Lindenweg."),
        ("rental", "Dr. Klaus Petersen", "für Rechnung von Dr. Klaus Petersen."),
    ],
)
def test_an_order_says_in_whose_name_it_is_given_whatever_is_managed(
    kind: str, recipient: str, whose: str
) -> None:
    ordered = OrderGiven("A-1042-1", "order", "x", invoice_to=PLACED.name, by="Sabine Vogt")
    house = replace(PLACED, kind=kind, invoice_recipient=recipient)
    assert whose in " ".join(text_of(write(to_firm(ordered, "de", house=house))).split())


def test_a_weg_without_the_word_in_its_name_gets_it() -> None:
    ordered = OrderGiven("A-1042-1", "order", "x", invoice_to="Lindenweg 12-14", by="Sabine Vogt")
    house = replace(PLACED, name="Lindenweg 12-14")
    said = " ".join(text_of(write(to_firm(ordered, "de", house=house))).split())
    assert "für Rechnung der WEG Lindenweg 12-14." in said


def test_an_invoice_goes_to_whom_the_master_data_or_the_order_name() -> None:
    ordered = OrderGiven("A-1042-1", "order", "x", invoice_to=PLACED.name, by="Sabine Vogt")
    own = replace(PLACED, invoice_recipient="WEG Lindenweg, c/o Buchhaltung")
    assert "An        WEG Lindenweg, c/o Buchhaltung, vertreten durch" in text_of(
        write(to_firm(ordered, "de", house=own))
    )
    owner = text_of(write(to_firm(replace(ordered, invoice_to="Dr. Klaus Petersen"), "de", house=own)))
    assert "An        Dr. Klaus Petersen\n" in owner
    assert "Rechnung von Dr. Klaus Petersen." in " ".join(owner.split())


def test_an_information_names_no_bell() -> None:
    assert "Berger" not in text_of(write(samples("de")["order_info"]))


def test_one_order_is_one_thread_and_no_other_s() -> None:
    def root(shown: Letter) -> str:
        return header(write(shown), "References").split()[0]

    first = to_firm(OrderGiven("A-1042-1", "order", "x"), "de")
    assert root(first) == root(to_firm(OfficeWrote("A-1042-1", "Hallo"), "de"))
    assert root(first) != root(to_firm(OrderGiven("A-1042-2", "order", "x"), "de"))
    assert root(first) != root(
        letter(StatusChanged("OPEN", "DONE"), "de", to=(MEIER,), address=MEIER.address)
    )


@pytest.mark.parametrize(
    "cents, german, english",
    [(30000, "300 €", "€300"), (219258, "2.192,58 €", "€2,192.58"), (5, "0,05 €", "€0.05"), (0, "0 €", "€0")],
)
def test_amounts_read_as_people_write_them(cents: int, german: str, english: str) -> None:
    assert money(cents, language("de")).replace(NO_BREAK, " ") == german
    assert money(cents, language("en")).replace(NO_BREAK, " ") == english
    assert gross(cents, language("de")).replace(NO_BREAK, " ") == f"{german} brutto"


# ---- how much of a ticket a letter may carry at all


def bare(ticket: Ticket, to: Person, **changes: Any) -> Ticket:
    known: dict[str, Any] = {"kind": next(iter(TO_THE_HOUSE)), "channel": None, "is_manager": False}
    known |= changes
    return carried(ticket, known.pop("kind"), (to,), **known)


def test_a_manager_gets_the_whole_ticket() -> None:
    assert bare(SECRET_TICKET, VOGT, is_manager=True) is SECRET_TICKET


@pytest.mark.parametrize("kind", sorted(TO_ASSIGNEES | TO_THE_HOUSE))
def test_what_goes_to_many_is_bare_for_the_reporter_too(kind: str) -> None:
    shown = bare(ORDERED, ANNA, kind=kind, channel=Channel.parse("order:2"))
    assert (shown.subject, shown.unit, shown.place, shown.reporter) == ("", "", "", None)
    assert (shown.participants, shown.orders) == ((), ())


def test_a_firm_s_letter_carries_its_own_order_and_no_other() -> None:
    two = replace(ORDERED, orders=(ORDER, replace(ORDER, number=2, assignee=KRAUSE.id)))
    for kind in TO_ASSIGNEES:
        shown = bare(two, MEIER, kind=kind, channel=ORDER.channel)
        assert [o.number for o in shown.orders] == [1]


def test_somebody_who_joined_a_public_ticket_does_not_get_the_reporter_s_flat() -> None:
    follower = Participant(YILDIZ.id, Channel.of_resident(YILDIZ.id), ParticipantKind.FOLLOWER)
    joined = replace(SECRET_TICKET, participants=(*SECRET_TICKET.participants, follower))
    shown = bare(joined, YILDIZ, kind="status", channel=Channel.of_resident(YILDIZ.id))
    assert (shown.place, shown.unit, shown.subject, shown.reporter) == ("", "", "", None)
    assert shown.visibility is Visibility.PUBLIC
    assert shown.audience == frozenset({Role.TENANT, Role.OWNER, Role.BOARD_MEMBER, Role.CARETAKER})
    assert bare(joined, HIDER, kind="status") == joined


def test_a_cancellation_that_was_stored_without_its_kind_is_of_an_order() -> None:
    stored = load_facts(NoticeKind.ORDER_CANCELLED, {"tag": "A-1042-1", "reason": "", "by": "Sabine Vogt"})
    assert "STORNIERT A-1042-1" in text_of(write(to_firm(stored, "de")))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(label=ANYTHING, place=ANYTHING, text=ANYTHING, name=ANYTHING, street=ANYTHING)
def test_no_value_of_an_order_or_of_news_can_add_a_header_or_a_recipient(
    label: str, place: str, text: str, name: str, street: str
) -> None:
    house = replace(PLACED, street=street, city=place, invoice_recipient=name, invoice_email=text)
    changes: dict[str, Any] = {"category_label": label, "house": house}
    ordered = OrderGiven(
        "A-1042-1", "order", text, place=place, access=name, by=name, phone=text, bell_name=label
    )
    lines = EveningLines((EveningLine(1, label, place, "opened", MORNING),))
    for shown in (
        to_firm(ordered, "de", **changes),
        to_firm(OrderCancelled("A-1042-1", text, name), "en", **changes),
        to_house(
            PublicNews("text", place, MORNING, text=text, by=name),
            "de",
            replace(LIFT, public_place=place),
            **changes,
        ),
        to_house(lines, "en", None, **changes),
        to_manager(FirmReported("A-1042-1", name, text, ("done",), next_company=label), "de", **changes),
        to_manager(ReplyToPublish(text, name), "en", **changes),
        to_manager(RuleList((RuleRow(name, label, text, 1, 1),)), "de", **changes),
    ):
        mail = write(shown)
        for field in ("To", "From", "Reply-To"):
            assert len(getaddresses([raw_header(mail, field)])) == 1
            assert header(mail, field).count("@") == 1
        assert not re.search("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\u200e\u200f]", mail.subject)
        assert header(mail, "Subject") == mail.subject
        assert all(len(part) <= 998 for part in mail.octets.split(b"\r\n"))
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", text_of(mail) + html_of(mail))
