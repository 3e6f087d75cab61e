"""M21: a manager mails papers of the house, says who may see them, and everybody asks for the own ones by a word."""

import io
from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from email.utils import format_datetime

import pytest
from PIL import Image
from sqlalchemy import Connection, insert, select, update

from hauspost.cli import explain_words
from hauspost.store import mails, schema
from tests.golden_mails import check_golden
from tests.house import (
    ANNA,
    BORDER,
    DOMAIN,
    HANSEN,
    HARBOUR,
    HOUSE,
    KOWALSKI,
    KRAUSE,
    MILLER,
    SABINE,
    SCHULZ,
    STRANGER,
    TIM,
    YILDIZ,
    House,
    secret_of,
    text_of,
)
from tests.papers import paper
from tests.relay import Taken
from tests.stories.test_buttons import presses

PETERSEN = "dr.petersen@kanzlei.example"
PAPERS = f"lindenweg12+dokumente@{DOMAIN}"
AT_HARBOUR = f"hafenstr5+documents@{DOMAIN}"
MINUTES, RULES = "Protokoll der Eigentümerversammlung 2025", "Hausordnung"


def mailed(
    house: House,
    *files: tuple[str, bytes],
    subject: str = RULES,
    words: str = "",
    by: str = SABINE,
    to: str = PAPERS,
    auth: str = "pass",
) -> Taken:
    """A mail with these files; gives the last mail that its author (or the house's manager) got."""
    mail = EmailMessage()
    if auth != "none":
        domain = by.partition("@")[2]
        mail["Authentication-Results"] = f"{BORDER}; dmarc={auth} (p=reject) header.from={domain}"
    mail["From"], mail["To"], mail["Subject"] = by, to, subject
    mail["Date"] = format_datetime(house.now)
    mail["Message-ID"] = f"<papers-{next(house.numbers)}@hv-sonnenschein.example>"
    mail.set_content(words)
    for name, octets in files:
        mail.add_attachment(octets, maintype="application", subtype="octet-stream", filename=name)
    house.receives(mail.as_bytes(), mail_from=by, rcpt_to=to)
    return house.last_to(by if house.mails_to(by) else SABINE)


def filed(
    house: House, subject: str, *, word: str = "JA", words: str = "", to: str = PAPERS, mark: str = ""
) -> None:
    """One PDF of that title, whose only line is title and mark."""
    asked = mailed(house, ("scan.pdf", paper(subject + mark)), subject=subject, words=words, to=to)
    house.answers(SABINE, asked, word)


def minutes_and_rules(house: House) -> None:
    filed(house, MINUTES)
    filed(house, RULES)


def told(house: House, address: str = SABINE) -> str:
    return " ".join(text_of(house.last_to(address)).replace("\u00a0", " ").split())


def files_of(mail: Taken) -> dict[str, bytes]:
    found = {}
    for part in mail.message.iter_attachments():
        octets = part.get_payload(decode=True)
        assert isinstance(octets, bytes)
        found[str(part.get_filename())] = octets
    return found


def asks(house: House, who: str, words: str, *, to: str = HOUSE, subject: str = "Frage") -> str:
    """What somebody is told who writes these words."""
    before = len(house.mails_to(who))
    house.writes(who, words, to=to, subject=subject)
    assert len(house.mails_to(who)) == before + 1
    return told(house, who)


def stored(house: House) -> list[tuple[int, str, bool]]:
    table = schema.documents
    with house.gateway.database.read() as connection:
        rows = connection.execute(select(table).order_by(table.c.number)).all()
    return [(row.number, row.title, row.is_withdrawn) for row in rows]


# ---- M21


def test_m21_a_tenant_s_request_for_papers_is_answered_by_what_tenants_may_see(house: House) -> None:
    minutes_and_rules(house)
    house.writes(
        ANNA, "Bitte das Protokoll der Eigentümerversammlung und die Hausordnung.", subject="Dokumente"
    )
    seen = told(house, ANNA)
    assert "2 Hausordnung" in seen
    assert "Protokoll" not in seen
    assert house.tickets() == []
    house.writes(
        PETERSEN, "Bitte das Protokoll der Eigentümerversammlung und die Hausordnung.", subject="Dokumente"
    )
    assert MINUTES in told(house, PETERSEN)
    house.answers(ANNA, house.last_to(ANNA), "DOKUMENT 2")
    assert list(files_of(house.last_to(ANNA))) == ["scan.pdf"]
    check_golden(house, "m21_papers")


@pytest.mark.parametrize(
    "words",
    [
        "Bitte das Protokoll. Außerdem tropft es im Keller.",
        "Die Hausordnung wird von WE05 nie eingehalten, der Lärm ist unerträglich.",
        "Ich brauche eine Wohnungsgeberbestätigung.",
        "Anbei meine Unterlagen zur Abrechnung, sie ist falsch.",
    ],
)
def test_a_request_that_says_more_is_a_report_like_any_other(house: House, words: str) -> None:
    minutes_and_rules(house)
    house.writes(ANNA, words, subject="Dokumente")
    assert len(house.tickets()) == 1
    assert "abrufen" not in told(house, ANNA)


def test_where_there_is_nothing_to_show_a_person_reads_the_request(house: House) -> None:
    house.writes(ANNA, "Bitte die Hausordnung.", subject="Dokumente")
    assert len(house.tickets()) == 1


# ---- who sees what


@pytest.mark.parametrize(
    "who, sees",
    [(ANNA, {RULES}), (PETERSEN, {RULES, MINUTES}), (YILDIZ, {RULES, MINUTES}), (KRAUSE, {RULES})],
)
def test_the_list_shows_what_the_role_may_see_and_nothing_of_the_rest(
    house: House, who: str, sees: set[str]
) -> None:
    minutes_and_rules(house)
    seen = asks(house, who, "DOKUMENTE")
    assert {title for title in (RULES, MINUTES) if title in seen} == sees
    assert "sichtbar für" not in seen
    assert "Fassung" not in seen


@pytest.mark.parametrize("number", ["1", "99"])
def test_a_number_that_is_not_for_the_asker_is_answered_like_one_that_is_not_there(
    house: House, number: str
) -> None:
    minutes_and_rules(house)
    seen = asks(house, ANNA, f"DOKUMENT {number}")
    assert f"Unter der Nummer {number} gibt es kein Dokument für Sie." in seen
    assert files_of(house.last_to(ANNA)) == {}
    assert seen == asks(house, ANNA, "Dokument 77").replace("Nummer 77", f"Nummer {number}")


def test_several_numbers_come_in_one_mail_and_say_which_is_not_there(house: House) -> None:
    minutes_and_rules(house)
    seen = asks(house, PETERSEN, "Bitte Dokument 1, 2 und 8.")
    assert len(list(house.last_to(PETERSEN).message.iter_attachments())) == 2
    assert "Unter der Nummer 8" in seen


def test_a_manager_asks_for_several_on_several_lines_and_gets_one_mail(house: House) -> None:
    minutes_and_rules(house)
    asks(house, SABINE, "DOKUMENT 1\nDOKUMENT 2\nDOKUMENT 1", subject="")
    assert len(list(house.last_to(SABINE).message.iter_attachments())) == 2


def test_a_household_is_told_of_it_in_one_mail_and_a_person_of_two_houses_of_both(house: House) -> None:
    filed(house, RULES, to=AT_HARBOUR)
    filed(house, MINUTES)

    def owns(connection: Connection) -> None:
        table = schema.role_assignments
        values = {"person": "1005", "property": "LW12", "unit": "WE09", "role": "owner"}
        connection.execute(insert(table).values(values))

    house.gateway.database.write(owns)
    seen = asks(house, HANSEN, "DOKUMENTE", to=HARBOUR)
    assert seen.index("Hafenstraße") < seen.index(RULES) < seen.index("Lindenweg") < seen.index(MINUTES)
    assert RULES in asks(house, SCHULZ, "DOKUMENTE", to=HARBOUR)


def test_who_has_moved_out_gets_nothing_and_a_stranger_no_answer_of_ours(house: House) -> None:
    filed(house, RULES, to=AT_HARBOUR)
    seen = asks(house, KOWALSKI, "DOKUMENTE", to=HARBOUR)
    assert RULES not in seen
    house.writes(STRANGER, "DOKUMENTE")
    assert all(RULES not in text_of(mail) for mail in house.mails_to(STRANGER))


def test_another_house_s_papers_are_nobody_else_s(house: House) -> None:
    filed(house, RULES, to=AT_HARBOUR)
    assert RULES not in asks(house, ANNA, "DOKUMENTE")
    assert RULES in asks(house, HANSEN, "DOKUMENTE", to=HARBOUR)


def test_english_words_are_for_who_speaks_english(house: House) -> None:
    minutes_and_rules(house)
    assert "you can ask for these documents" in asks(house, MILLER, "Documents")
    house.answers(MILLER, house.last_to(MILLER), "document 2, please")
    assert "attached is the document" in told(house, MILLER)
    house.writes(ANNA, "Documents", subject="Question")
    assert len(house.tickets()) == 1


def test_the_button_of_the_list_sends_it(house: House) -> None:
    minutes_and_rules(house)
    house.writes(ANNA, "Dokumente")
    presses(house, ANNA, house.last_to(ANNA), "DOKUMENT 2")
    assert list(files_of(house.last_to(ANNA))) == ["scan.pdf"]


def test_an_empty_mail_may_ask_by_its_subject_but_one_with_papers_brings_them(house: House) -> None:
    minutes_and_rules(house)
    assert RULES in asks(house, ANNA, "", subject="Dokument 2")
    mailed(house, ("vertrag.pdf", paper("Mietvertrag")), by=ANNA, to=HOUSE, subject="Dokumente")
    assert len(house.tickets()) == 1


def test_help_names_the_word_only_where_there_is_something(house: House) -> None:
    filed(house, MINUTES)
    assert "DOKUMENTE" not in asks(house, ANNA, "HILFE")
    assert "DOKUMENTE" in asks(house, PETERSEN, "HILFE")


def leaves_after(house: House, who: str, words: str, change: Callable[[Connection], object]) -> list[str]:
    """The state of the answers whose forming came before that change, and their leaving after it."""
    database = house.gateway.database
    database.write(lambda connection: mails.pause(connection, at=house.now))
    house.writes(who, words, subject="Frage")
    database.write(change)
    database.write(lambda connection: mails.resume(connection, at=house.now))
    house.later(minutes=5)
    table = schema.mails
    with database.read() as connection:
        return list(connection.scalars(select(table.c.state).where(table.c.address == who)))


def moves_out(connection: Connection) -> None:
    table = schema.role_assignments
    ended = update(table).where(table.c.person == "1001").values(valid_to=date(2025, 10, 13))
    connection.execute(ended)


def withdraws(connection: Connection) -> None:
    connection.execute(update(schema.documents).values(is_withdrawn=True))


@pytest.mark.parametrize("words", ["DOKUMENTE", "DOKUMENT 1"])
@pytest.mark.parametrize("change", [moves_out, withdraws])
def test_what_was_formed_does_not_leave_when_it_may_be_seen_no_more(
    house: House, words: str, change: Callable[[Connection], object]
) -> None:
    """The asker is answered as if it had never been there."""
    filed(house, RULES)
    assert leaves_after(house, ANNA, words, change) == ["cancelled", "sent"]
    (answer,) = house.mails_to(ANNA)
    assert RULES not in told(house, ANNA)
    assert not files_of(answer)


def test_what_nothing_happened_to_leaves_after_the_pause(house: House) -> None:
    filed(house, RULES)
    assert leaves_after(house, ANNA, "DOKUMENT 1", lambda _connection: None) == ["sent"]


def test_explain_says_on_what_grounds(house: House) -> None:
    minutes_and_rules(house)
    house.writes(ANNA, "DOKUMENT 1", subject="Frage")
    row = house.arrivals()[-1]
    assert row.trace["rights"][0]["act"] == "document"
    assert "tenant" in row.trace["rights"][0]["by"]
    said = [explain_words.reason(reason) for _, reason in house.verdicts()]
    assert all(" (" in each for each in said)


# ---- filing


def test_nothing_is_filed_before_a_word_and_the_receipt_says_who_sees_it(house: House) -> None:
    mailed(house, ("scan.pdf", paper("x")), subject=MINUTES)
    assert "NOCH NICHT ABGELEGT" in told(house)
    assert "sichtbar für: Eigentümer und Beirat, zurzeit 2 Personen" in told(house)
    assert stored(house) == []
    house.answers(SABINE, house.last_to(SABINE), "Ja")
    assert f"ABGELEGT · Dokument 1: {MINUTES}, Lindenweg 12" in told(house)
    assert "DOKUMENT 1 FÜR ALLE" in told(house)
    assert stored(house) == [(1, MINUTES, False)]
    assert house.tickets() == []
    assert house.verdicts() == [("done", "documents_asks"), ("done", "documents_filed")]


@pytest.mark.parametrize(
    "word, sees",
    [
        ("ALLE", {ANNA, PETERSEN, KRAUSE}),
        ("EIGENTÜMER", {PETERSEN}),
        ("Eigentümer und Beirat, bitte", {PETERSEN}),
        ("nur Mieter", {ANNA}),
        ("NEIN", set()),
    ],
)
def test_where_the_title_does_not_tell_one_word_says_who_sees_it(
    house: House, word: str, sees: set[str]
) -> None:
    asked = mailed(house, ("plan.pdf", paper("x")), subject="Grundriss Keller")
    assert "Bis zu Ihrer Antwort sieht es niemand." in told(house)
    house.answers(SABINE, asked, word)
    found = {who for who in (ANNA, PETERSEN, KRAUSE) if "Grundriss" in asks(house, who, "DOKUMENTE")}
    assert found == sees


def test_a_yes_is_no_answer_to_who_may_see_it(house: House) -> None:
    asked = mailed(house, ("plan.pdf", paper("x")), subject="Grundriss Keller")
    house.answers(SABINE, asked, "JA")
    assert stored(house) == []
    house.answers(SABINE, asked, "BEIRAT", client="gmail")
    assert stored(house) == [(1, "Grundriss Keller", False)]


def test_lines_of_the_mail_say_title_roles_and_days(house: House) -> None:
    words = "Titel: Wirtschaftsplan\nFür: Eigentümer, Hausmeister\nZeitraum 2026\nab 1.11.\nViele Grüße\nSabine Vogt"
    asked = mailed(house, ("a.pdf", paper("x")), subject="Anbei", words=words)
    seen = told(house)
    assert "Wirtschaftsplan" in seen
    assert "sichtbar für: Eigentümer und Hauswart, zurzeit 3 Personen" in seen
    assert "Zeitraum 2026" in seen
    assert "zu sehen ab 01.11.2025" in seen
    house.answers(SABINE, asked, "JA")
    assert "Wirtschaftsplan" not in asks(house, PETERSEN, "DOKUMENTE")
    house.now = house.now.replace(month=11, day=2)
    assert "Wirtschaftsplan" in asks(house, PETERSEN, "DOKUMENTE")
    house.now = house.now.replace(month=12)
    assert "Wirtschaftsplan" in asks(house, YILDIZ, "DOKUMENTE")


def test_a_line_that_nobody_can_rely_on_is_named(house: House) -> None:
    mailed(house, ("a.pdf", paper("x")), words="Gültig bis Ostern\nFür: die Nachbarn")
    assert "Gültig bis Ostern" in told(house)
    assert "Für: die Nachbarn" in told(house)


def test_several_files_have_their_own_names_and_titles(house: House) -> None:
    files = (
        ("Protokoll_2025.pdf", paper("a")),
        ("Hausordnung.pdf", paper("b")),
        ("Hausordnung.docx.pdf", paper("c")),
    )
    house.answers(SABINE, mailed(house, *files, subject="Unterlagen"), "JA")
    assert [title for _, title, _ in stored(house)] == ["Protokoll 2025", "Hausordnung", "Hausordnung.docx"]
    assert "ABGELEGT · 3 Dokumente" in told(house)
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert all(is_withdrawn for _, _, is_withdrawn in stored(house))


def test_the_same_title_again_replaces_it_for_readers_and_managers_keep_the_older(house: House) -> None:
    filed(house, RULES, mark=" alt")
    filed(house, "hausordnung", mark=" neu")
    assert "NEUE FASSUNG · Dokument 1" in told(house)
    asks(house, ANNA, "DOKUMENT 1")
    assert b"neu" in next(iter(files_of(house.last_to(ANNA)).values()))
    asks(house, SABINE, "DOKUMENT 1 FASSUNG 1")
    assert b"alt" in next(iter(files_of(house.last_to(SABINE)).values()))
    assert "Fassung 2, bisher 2 Fassungen" in asks(house, SABINE, "DOKUMENTE")
    house.answers(SABINE, house.mails_to(SABINE)[-3], "RÜCKGÄNGIG")
    asks(house, ANNA, "DOKUMENT 1")
    assert b"alt" in next(iter(files_of(house.last_to(ANNA)).values()))


def test_what_is_not_taken_is_named_with_its_reason_and_the_mail_is_kept(house: House) -> None:
    filed(house, RULES)
    exe, large = b"MZ" + b"\0" * 600, paper("x") + b"%" * (8 * 1024 * 1024)
    files = (
        ("setup.pdf", exe),
        ("alles.zip", b"PK\x03\x04" + b"\0" * 60),
        ("gross.pdf", large),
        ("scan.pdf", paper(RULES)),
        ("bild.jpg", b"\xff\xd8\xff\xe0" + b"kein Bild" * 20),
    )
    mailed(house, *files, subject="Alles")
    seen = told(house)
    assert "NICHTS ABGELEGT" in seen
    assert "setup.pdf: diese Art von Datei legen wir nicht ab." in seen
    assert "alles.zip: diese Art von Datei" in seen
    assert "gross.pdf: zu groß für eine Mail" in seen
    assert "scan.pdf: liegt unverändert schon als Dokument 1 vor." in seen
    assert "bild.jpg: das Bild ließ sich nicht öffnen." in seen
    assert len(stored(house)) == 1


def test_a_picture_is_stored_without_what_its_camera_knows(house: House) -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "GEHEIME-KAMERA"
    Image.effect_noise((600, 400), 40).convert("RGB").save(out, "JPEG", exif=exif)
    house.answers(SABINE, mailed(house, ("Aushang.jpg", out.getvalue()), subject=RULES), "JA")
    asks(house, ANNA, "DOKUMENT 1")
    ((name, octets),) = files_of(house.last_to(ANNA)).items()
    assert name.startswith("Aushang.")
    assert b"GEHEIME-KAMERA" not in octets


def test_a_mail_without_a_file_hears_what_to_do(house: House) -> None:
    mailed(house, subject="Protokoll")
    assert "Ihre Mail enthält keine Datei" in told(house)
    assert house.tickets() == []


def test_a_resident_s_papers_at_that_address_are_a_report_and_nothing_is_lost(house: House) -> None:
    mailed(house, ("brief.pdf", paper("x")), by=ANNA, words="Hier meine Unterlagen.")
    assert stored(house) == []
    assert len(house.tickets()) == 1


@pytest.mark.parametrize("auth", ["none", "fail"])
def test_without_the_border_s_word_only_a_question_goes_to_the_registered_address(
    house: House, auth: str
) -> None:
    mailed(house, ("a.pdf", paper("x")), auth=auth)
    assert stored(house) == []
    assert {m.rcpt_to for m in house.relay.mails} <= {SABINE, TIM}


def test_with_a_live_key_and_the_border_s_word_known_papers_are_filed_at_once(house: House) -> None:
    filed(house, RULES)
    receipt = house.last_to(SABINE)
    mailed(house, ("p.pdf", paper("neu")), subject=MINUTES, to=secret_of(receipt))
    assert "ABGELEGT · Dokument 2" in told(house)


def test_a_question_lapses_after_a_week_and_a_late_word_hears_so(house: House) -> None:
    asked = mailed(house, ("a.pdf", paper("x")))
    house.later(days=8)
    house.answers(SABINE, asked, "JA", auth="pass")
    assert "Diese Frage ist abgelaufen" in told(house)
    assert stored(house) == []


def test_answered_twice_it_is_filed_once(house: House) -> None:
    asked = mailed(house, ("a.pdf", paper("x")))
    presses(house, SABINE, asked, "JA")
    house.answers(SABINE, asked, "JA", client="gmail")
    assert "Das hat Sabine Vogt schon beantwortet" in told(house)
    assert len(stored(house)) == 1


def test_two_questions_of_one_title_do_not_both_file_what_was_shown(house: House) -> None:
    first = mailed(house, ("a.pdf", paper("a")))
    second = mailed(house, ("b.pdf", paper("b")))
    house.answers(SABINE, first, "JA")
    house.answers(SABINE, second, "JA")
    assert "neu verglichen" in told(house)
    house.answers(SABINE, house.last_to(SABINE), "JA", client="gmail")
    assert "NEUE FASSUNG · Dokument 1" in told(house)


# ---- changing


def test_withdrawn_it_is_gone_for_residents_and_managers_see_that_it_is(house: House) -> None:
    minutes_and_rules(house)
    house.answers(SABINE, house.last_to(SABINE), "DOKUMENT 2 ZURÜCKZIEHEN")
    assert "ZURÜCKGEZOGEN · Dokument 2: Hausordnung" in told(house)
    assert RULES not in asks(house, ANNA, "DOKUMENTE")
    assert "zurückgezogen, nur die Verwaltung sieht es" in asks(house, SABINE, "DOKUMENTE")
    house.answers(SABINE, house.mails_to(SABINE)[-2], "RÜCKGÄNGIG", auth="pass")
    assert RULES in asks(house, ANNA, "DOKUMENTE")


def test_narrower_at_once_wider_only_after_a_question(house: House) -> None:
    filed(house, RULES)
    receipt = house.last_to(SABINE)
    house.answers(SABINE, receipt, "DOKUMENT 1 FÜR EIGENTÜMER, BEIRAT")
    assert "GEÄNDERT · Dokument 1" in told(house)
    assert RULES not in asks(house, ANNA, "DOKUMENTE")
    house.answers(SABINE, receipt, "DOKUMENT 1 FÜR ALLE", client="gmail")
    assert house.kinds_to(SABINE)[-1] == "confirmation"
    assert RULES not in asks(house, ANNA, "DOKUMENTE")
    house.answers(SABINE, house.last_to(SABINE), "A")
    assert RULES in asks(house, ANNA, "DOKUMENTE")


def test_several_words_are_one_receipt(house: House) -> None:
    minutes_and_rules(house)
    before = len(house.mails_to(SABINE))
    words = "DOKUMENT 1 TITEL: Protokoll 2025\nDOKUMENT 2 ZURÜCKZIEHEN\nDOKUMENT 9 ZURÜCKZIEHEN"
    house.answers(SABINE, house.last_to(SABINE), words)
    assert len(house.mails_to(SABINE)) == before + 1
    assert "3 DOKUMENTE" in told(house)
    assert stored(house) == [(1, "Protokoll 2025", False), (2, RULES, True)]
    assert house.tickets() == []


def test_a_new_mail_steers_as_well_and_without_proof_it_is_held(house: House) -> None:
    filed(house, RULES)
    house.writes(SABINE, "DOKUMENT 1 ZURÜCKZIEHEN", subject="", auth="none")
    assert stored(house) == [(1, RULES, False)]
    house.writes(SABINE, "DOKUMENT 1 ZURÜCKZIEHEN", subject="")
    assert stored(house) == [(1, RULES, True)]


@pytest.mark.parametrize(
    "words", ["Dokument 1 liegt bei.", "Dokumente anbei", "DOKUMENT 1 FÜR Nachbarn", "DOKUMENT eins"]
)
def test_what_is_no_such_word_changes_nothing(house: House, words: str) -> None:
    filed(house, RULES)
    house.answers(SABINE, house.last_to(SABINE), words)
    assert stored(house) == [(1, RULES, False)]
    assert RULES in asks(house, ANNA, "DOKUMENTE")


def test_undo_is_for_a_day_and_once(house: House) -> None:
    filed(house, RULES)
    receipt = house.last_to(SABINE)
    house.later(hours=25)
    house.answers(SABINE, receipt, "RÜCKGÄNGIG", auth="pass")
    assert "NICHTS ZURÜCKZUNEHMEN" in told(house)
    assert stored(house) == [(1, RULES, False)]


# ---- proof, against MAIL's table

# key and the border's word · a question is answered · narrower · wider (asks: back, at the registered address)
PROOFS = [
    ("live", "pass", True, "done", "done"),
    ("live", "none", True, "done", "asks"),
    ("none", "pass", True, "done", "asks"),
    ("none", "none", True, "held", "held"),
    ("live", "fail", False, "held", "held"),
    ("none", "fail", False, "held", "held"),
]


def sends(house: House, who: str, words: str, *, key: str, auth: str) -> None:
    if key == "live":
        house.answers(who, house.last_to(who), words, auth=auth)
    else:
        house.writes(who, words, subject="", auth=auth)


@pytest.mark.parametrize("key, auth, is_answered, _narrower, _wider", PROOFS)
def test_asking_needs_a_registered_address_and_goes_to_it_alone(
    house: House, key: str, auth: str, is_answered: bool, _narrower: str, _wider: str
) -> None:
    filed(house, RULES)
    asks(house, ANNA, "DOKUMENTE")
    before = len(house.relay.mails)
    sends(house, ANNA, "DOKUMENT 1", key=key, auth=auth)
    sent = house.relay.mails[before:]
    assert any(files_of(mail) for mail in sent) is is_answered
    assert all(mail.rcpt_to == ANNA for mail in sent if files_of(mail))


@pytest.mark.parametrize("key, auth, _is_answered, narrower, wider", PROOFS)
def test_narrower_needs_one_proof_and_wider_both(
    house: House, key: str, auth: str, _is_answered: bool, narrower: str, wider: str
) -> None:
    filed(house, MINUTES)
    for words, expected, became in (
        ("DOKUMENT 1 NUR BEIRAT", narrower, ["board_member"]),
        ("DOKUMENT 1 NUR MIETER", wider, ["tenant"]),
    ):
        before = audience(house)
        sends(house, SABINE, words, key=key, auth=auth)
        assert audience(house) == (became if expected == "done" else before)
        if expected == "asks":
            assert house.kinds_to(SABINE)[-1] == "confirmation"


def audience(house: House) -> list[str]:
    with house.gateway.database.read() as connection:
        found: list[str] = connection.scalars(select(schema.documents.c.audience)).one()
    return found


def test_where_no_house_is_named_nothing_is_filed_and_the_answer_says_which_address(house: House) -> None:
    mailed(house, ("a.pdf", paper("x")), to=f"desk+dokumente@{DOMAIN}")
    assert "NICHTS ABGELEGT · das Haus fehlt" in told(house)
    assert "+dokumente" in told(house)
    assert stored(house) == []


def test_a_hostile_title_is_shown_as_words_and_cut(house: House) -> None:
    title = "Protokoll <b>\u202egnp.exe</b> 🎉 " + "lang " * 100
    filed(house, title.strip())
    ((_, kept, _),) = stored(house)
    assert len(kept) <= 120
    seen = text_of(house.last_to(SABINE))
    assert "\u202e" not in seen
    assert "<b>" in seen
    assert "\u202e" not in str(house.last_to(SABINE).message)


# ---- by no other way


def test_asked_for_under_a_resident_s_mail_it_comes_to_the_manager_alone(house: House) -> None:
    filed(house, RULES)
    house.writes(ANNA, "Der Heizkörper ist kalt.")
    house.answers(ANNA, house.last_to(ANNA), "Wann kommen Sie?")
    house.answers(SABINE, house.last_to(SABINE), "DOKUMENT 1")
    assert house.kinds_to(SABINE)[-1] == "documents"
    assert house.kinds_to(ANNA) == ["acknowledgement"]


def test_a_document_leaves_by_no_other_mail(house: House) -> None:
    filed(house, RULES, mark=" KANARIENVOGEL")
    house.writes(ANNA, "Der Heizkörper ist kalt.")
    house.answers(SABINE, house.last_to(SABINE), "AKTE")
    house.answers(ANNA, house.last_to(ANNA), "AKTE")
    house.later(days=2)
    carrying = [m for m in house.relay.mails if b"KANARIENVOGEL" in b"".join(files_of(m).values())]
    assert carrying == []
