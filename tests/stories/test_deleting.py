"""LÖSCHEN: asked back with exactly what would go; JA takes the words for good and leaves the row of facts."""

import hashlib

import pytest
from sqlalchemy import select

from hauspost.store import octets, schema
from tests.house import ANNA, HOUSE, MILLER, SABINE, TIM, YILDIZ, House, text_of
from tests.stories.test_documents import files_of, mailed
from tests.stories.test_pictures import photo, sends

MEIER = "auftrag@heizung-meier.example"
REPORT = "Der Heizkörper im Bad wird nicht warm, mein Arzt sagt, das ist schlecht für die Lunge."
SECRETS = ("Lunge", "Heizkörper im Bad", "Kellerschlüssel")


def said_to(house: House, who: str) -> str:
    return " ".join(text_of(house.last_to(who)).split())


def reported(house: House) -> None:
    house.writes(ANNA, REPORT, subject="Heizkörper im Bad")
    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Frau Berger, wo liegt der Kellerschlüssel?")
    house.answers(ANNA, house.last_to(ANNA), "Der Kellerschlüssel liegt bei mir.")


def everything(house: House) -> str:
    """Every row of every table as text, and all octets that are kept."""
    with house.gateway.database.read() as connection:
        rows = [
            str(row) for table in schema.metadata.sorted_tables for row in connection.execute(select(table))
        ]
        kept = connection.execute(select(schema.octets.c.digest)).scalars().all()
        found = [octets.load(connection, digest).decode("utf-8", "replace") for digest in kept]
    return "\n".join((*rows, *found)).replace("=\n", "")


def test_it_is_asked_back_and_says_exactly_what_would_go(house: House) -> None:
    reported(house)
    house.answers(SABINE, house.last_to(SABINE), "LÖSCHEN", auth="pass")
    assert house.kinds_to(SABINE)[-1] == "deletion"
    asked = said_to(house, SABINE)
    for words in (
        "NOCH NICHTS GELÖSCHT",
        "T-1001 endgültig löschen?",
        "der Betreff „Heizkörper im Bad“",
        "die Worte von 3 Einträgen, geschrieben von Anna Berger",
        "3 Mails im Original, soweit sie nur hierher gehören",
        "lässt sich nicht zurücknehmen",
    ):
        assert words in asked
    assert house.entries(1001)[0].text == REPORT


def test_yes_takes_the_words_for_good_and_leaves_the_facts(house: House) -> None:
    reported(house)
    before = len(house.entries(1001))
    to_anna = len(house.mails_to(ANNA))
    with house.gateway.database.read() as connection:
        mails = select(schema.arrivals.c.digest).order_by(schema.arrivals.c.id)
        originals = list(connection.execute(mails).scalars())
    house.answers(SABINE, house.last_to(SABINE), "LÖSCHEN")
    house.answers(SABINE, house.last_to(SABINE), "JA")
    assert "Gelöscht. Die Einträge stehen noch da, ohne ihre Worte." in said_to(house, SABINE)
    left = everything(house)
    for secret in SECRETS:
        assert secret not in left
    entries = house.entries(1001)
    told = "gelöscht am 14.10.2025 durch Sabine Vogt"
    assert [e.text for e in entries if e.text] == [told] * 3
    assert [str(e.kind) for e in entries[:1]] == ["opened"]
    # The rest of the journal stays, and says by whom, how much and of what.
    assert len(entries) == before + 1
    last = entries[-1]
    assert (str(last.kind), last.author, last.facts["entries"]) == ("deleted", "9001", 3)
    assert len(last.facts["digest"]) == 64
    assert last.facts["octets"] == originals
    ticket = house.ticket()
    assert (ticket.subject, ticket.status, ticket.is_rejected) == ("", "DONE", True)
    assert len(house.mails_to(ANNA)) == to_anna  # residents learn nothing
    assert house.kinds_to(TIM)[-1] == "deletion"
    assert "Sabine Vogt hat T-1001" in said_to(house, TIM)
    assert {state for state, _ in house.verdicts()} == {"done"}


def test_the_same_octets_that_come_again_are_kept_again(house: House) -> None:
    """P1: what was deleted is no reason to lose what arrives."""
    mail = house.writes(ANNA, REPORT, subject="Bad")
    house.answers(SABINE, house.last_to(SABINE), "LÖSCHEN")
    house.answers(SABINE, house.last_to(SABINE), "JA")
    house.receives(mail.as_bytes(), mail_from=ANNA, rcpt_to=HOUSE)
    assert house.verdicts()[-1] == ("duplicate", "duplicate")
    with house.gateway.database.read() as connection:
        digest = connection.execute(select(schema.arrivals.c.digest).order_by(schema.arrivals.c.id.desc()))
        assert b"Lunge" in octets.load(connection, str(digest.scalars().first()))


def test_what_a_resident_asks_afterwards_shows_nothing_of_it(house: House) -> None:
    reported(house)
    house.answers(SABINE, house.last_to(SABINE), "LÖSCHEN")
    house.answers(SABINE, house.last_to(SABINE), "JA")
    for word in ("AKTE", "STATUS", "LISTE"):
        house.answers(ANNA, house.mails_to(ANNA)[0], word)
        assert "gelöscht" not in said_to(house, ANNA)
    house.answers(ANNA, house.mails_to(ANNA)[0], "Und jetzt ist er ganz kalt.")
    assert "ganz kalt" in said_to(house, SABINE)


@pytest.mark.parametrize("words", ["NEIN", "NEIN, doch nicht"])
def test_no_leaves_everything_as_it_is(house: House, words: str) -> None:
    reported(house)
    house.answers(SABINE, house.last_to(SABINE), "LÖSCHEN")
    asked = house.last_to(SABINE)
    house.answers(SABINE, asked, words)
    assert "Nichts wurde gelöscht." in said_to(house, SABINE)
    assert house.entries(1001)[0].text == REPORT
    house.answers(SABINE, asked, "JA")  # answered once
    assert house.entries(1001)[0].text == REPORT


def test_what_came_since_is_asked_about_anew(house: House) -> None:
    reported(house)
    house.answers(SABINE, house.last_to(SABINE), "LÖSCHEN")
    asked = house.last_to(SABINE)
    house.answers(ANNA, house.mails_to(ANNA)[0], "Noch etwas: Es tropft auch.")
    house.answers(SABINE, asked, "JA")
    again = [text_of(m) for m in house.mails_to(SABINE)[-2:]]
    assert any("seither kam etwas dazu" in text for text in again)
    assert house.entries(1001)[0].text == REPORT
    mail = next(m for m in house.mails_to(SABINE)[-2:] if "seither kam etwas dazu" in text_of(m))
    house.answers(SABINE, mail, "JA")
    assert "Lunge" not in everything(house)


def test_work_in_progress_is_cancelled_first(house: House) -> None:
    reported(house)
    house.answers(SABINE, house.mails_to(SABINE)[0], "BEAUFTRAGEN Meier")
    house.answers(SABINE, house.last_to(SABINE), "LÖSCHEN")
    assert "Dazu läuft noch etwas (A-1001-1). Erst STORNIEREN, dann LÖSCHEN." in said_to(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "STORNIEREN")
    house.answers(SABINE, house.last_to(SABINE), "LÖSCHEN")
    house.answers(SABINE, house.last_to(SABINE), "JA")
    assert "Lunge" not in everything(house)


def test_beside_other_words_it_does_nothing(house: House) -> None:
    reported(house)
    house.answers(SABINE, house.last_to(SABINE), "ERLEDIGT\nLÖSCHEN")
    assert "LÖSCHEN steht für sich" in said_to(house, SABINE)
    assert house.entries(1001)[0].text == REPORT


def test_a_mail_that_another_ticket_lives_on_keeps_its_octets(house: House) -> None:
    words = "Im Bad wächst Schimmel um das Fenster.\n\nAußerdem: Wie bekomme ich einen zweiten Schlüssel?"
    house.writes(ANNA, words, subject="Zwei Sachen")
    house.answers(SABINE, house.last_to(SABINE), "AUFTEILEN")
    first, second = house.tickets()
    mail = next(m for m in house.mails_to(SABINE) if first.tag in m.message["Subject"])
    house.answers(SABINE, mail, "LÖSCHEN")
    house.answers(SABINE, house.last_to(SABINE), "JA")
    assert house.entries(first.number)[0].text.startswith("gelöscht am")
    assert "Schimmel" in house.entries(second.number)[0].text
    with house.gateway.database.read() as connection:
        digest = connection.execute(select(schema.arrivals.c.digest).order_by(schema.arrivals.c.id)).scalar()
        assert b"zweiten" in octets.load(connection, str(digest))


def test_the_copy_of_a_picture_goes_along(house: House) -> None:
    picture = photo()
    sends(house, ANNA, REPORT, ("Bad.jpg", "image/jpeg", picture))
    source = hashlib.sha256(picture).hexdigest()
    pictures = schema.pictures
    with house.gateway.database.read() as connection:
        (copy,) = connection.execute(select(pictures.c.digest).where(pictures.c.source == source)).scalars()
        assert octets.load(connection, copy)
    house.answers(SABINE, house.last_to(SABINE), "LÖSCHEN")
    assert "1 Datei: " in said_to(house, SABINE)
    house.answers(SABINE, house.last_to(SABINE), "JA")
    with house.gateway.database.read() as connection:
        assert connection.execute(select(pictures)).all() == []
        assert connection.execute(select(schema.octets).where(schema.octets.c.digest == copy)).all() == []


def test_it_cannot_be_undone_and_no_sentence_deletes(house: House) -> None:
    reported(house)
    house.answers(SABINE, house.last_to(SABINE), "Löschen Sie meine Nummer.")
    assert house.kinds_to(SABINE)[-1] != "deletion"
    house.answers(SABINE, house.mails_to(SABINE)[0], "LÖSCHEN")
    house.answers(SABINE, house.last_to(SABINE), "JA")
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    assert "lässt sich nicht zurücknehmen" in said_to(house, SABINE)
    assert house.entries(1001)[0].text.startswith("gelöscht am")


def test_residents_have_no_such_word(house: House) -> None:
    reported(house)
    house.answers(ANNA, house.mails_to(ANNA)[0], "LÖSCHEN")
    assert house.entries(1001)[0].text == REPORT
    house.writes(YILDIZ, "LÖSCHEN", subject="Meldung")
    assert len(house.tickets()) == 2


def test_words_of_a_mail_that_was_held_first_go_as_well(house: House) -> None:
    house.writes("fatma@neu.example", "Am Fenster sind Quarkflecken.", subject="Fensterquark")
    house.later(minutes=20)
    house.answers(SABINE, house.last_to(SABINE), f"H-{house.held()[0].id} NEU")
    house.later(minutes=20)
    house.answers(SABINE, house.last_to(SABINE), "LÖSCHEN")
    house.answers(SABINE, house.last_to(SABINE), "JA")
    with house.gateway.database.read() as connection:
        asked = [str(row) for row in connection.execute(select(schema.questions))]
    assert not any("quark" in row.lower() for row in asked)


def test_a_list_that_waits_in_the_queue_leaves_without_it_and_with_all_the_rest(house: House) -> None:
    house.writes(YILDIZ, "Im Treppenhaus Haus 12 brennt keine Lampe.", subject="Licht")
    house.writes(YILDIZ, "Die Tonnen im Hof wurden nicht geleert.", subject="Quarktonnen")
    house.writes(ANNA, "Der Heizkörper im Bad wird nicht warm.")
    bins = next(m for m in house.mails_to(SABINE) if "T-1002" in str(m.message["Subject"]))
    house.answers(SABINE, bins, "LÖSCHEN")
    asked = house.last_to(SABINE)
    house.relay.answers("rcpt", "451 4.3.0 later", to=MILLER)
    house.later(hours=6, minutes=1)
    house.relay.answers("rcpt", "451 4.3.0 later", to=TIM)
    house.writes(TIM, "LISTE", to=HOUSE, subject="LISTE")
    assert "evening" not in house.kinds_to(MILLER)
    assert "listing" not in house.kinds_to(TIM)
    house.answers(SABINE, asked, "JA")
    assert "Gelöscht." in said_to(house, SABINE)
    house.relay.behaves()
    house.later(minutes=10)
    assert house.kinds_to(MILLER) == ["evening"]
    assert "T-1001" in text_of(house.last_to(MILLER))
    assert "T-1002" not in text_of(house.last_to(MILLER))
    assert house.kinds_to(TIM).count("listing") == 1
    (listing,) = (m for m in house.mails_to(TIM) if "T-1003" in text_of(m) and "T-1001" in text_of(m))
    assert "Quarktonnen" not in text_of(listing)


def test_a_picture_that_is_filed_as_a_document_as_well_stays_one(house: House) -> None:
    picture = photo()
    sends(house, ANNA, REPORT, ("Bad.jpg", "image/jpeg", picture))
    new = house.last_to(SABINE)
    house.answers(SABINE, mailed(house, ("Bad.jpg", picture), subject="Hausordnung"), "JA")
    house.answers(SABINE, new, "LÖSCHEN")
    house.answers(SABINE, house.last_to(SABINE), "JA")
    assert "Gelöscht." in said_to(house, SABINE)
    house.writes(ANNA, "DOKUMENT 1", subject="Frage")
    assert len(files_of(house.last_to(ANNA))) == 1


def test_the_file_holds_no_empty_mails_afterwards(house: House) -> None:
    reported(house)
    new = house.last_to(SABINE)
    house.answers(SABINE, new, "LÖSCHEN")
    house.answers(SABINE, house.last_to(SABINE), "JA")
    house.answers(SABINE, new, "AKTE")
    assert list(files_of(house.last_to(SABINE))) == ["T-1001.pdf"]
    assert "mbox" not in said_to(house, SABINE)


def test_no_rule_is_named_among_those_who_have_written(house: House) -> None:
    house.writes(ANNA, "Im Treppenhaus Haus 12 brennt keine Lampe.", subject="Licht")
    new = house.last_to(SABINE)
    house.answers(SABINE, new, "STORNIEREN")
    house.answers(SABINE, new, "LÖSCHEN")
    assert "geschrieben von Anna Berger ·" in said_to(house, SABINE)


def test_a_text_that_came_back_because_it_names_who_hides_goes_as_well(house: House) -> None:
    house.writes(ANNA, "ANONYM\nDer Heizkörper im Bad wird nicht warm.")
    new = house.last_to(SABINE)
    house.answers(SABINE, new, "BEAUFTRAGEN Meier: Bei Frau Berger sind Quarkflecken.")
    assert "Quarkflecken" in said_to(house, SABINE)
    house.answers(SABINE, new, "LÖSCHEN")
    house.answers(SABINE, house.last_to(SABINE), "JA")
    assert "Gelöscht." in said_to(house, SABINE)
    assert "Quarkflecken" not in everything(house)


def test_the_number_that_an_alarm_named_goes_as_well(house: House) -> None:
    house.writes(ANNA, "Im Flur riecht es nach Gas, Quarkgeruch!", subject="Gas")
    alarm = house.last_to(SABINE)
    house.answers(SABINE, alarm, "KEIN NOTFALL")
    house.answers(SABINE, alarm, "LÖSCHEN")
    house.answers(SABINE, house.last_to(SABINE), "JA")
    assert "Gelöscht." in said_to(house, SABINE)
    with house.gateway.database.read() as connection:
        kept = [str(facts) for facts in connection.execute(select(schema.notices.c.facts)).scalars()]
        kept += [str(about) for about in connection.execute(select(schema.questions.c.about)).scalars()]
    assert not any("0171 5550199" in facts or "Quarkgeruch" in facts for facts in kept)


def test_an_alarm_for_a_mail_that_was_held_first_keeps_no_words(house: House) -> None:
    house.writes("fatma@neu.example", "Im Keller riecht es nach Gas, Quarkgeruch!", subject="Gas")
    held = house.held()[0].id
    house.later(minutes=20)
    heard = next(m for m in house.mails_to(SABINE) if f"H-{held}" in text_of(m))
    house.answers(SABINE, heard, f"H-{held} NEU")
    house.later(minutes=20)
    new = next(m for m in house.mails_to(SABINE) if "T-1001" in str(m.message["Subject"]))
    house.answers(SABINE, new, "KEIN NOTFALL")
    house.answers(SABINE, new, "LÖSCHEN")
    house.answers(SABINE, house.last_to(SABINE), "JA")
    assert "Gelöscht." in said_to(house, SABINE)
    with house.gateway.database.read() as connection:
        kept = [str(facts) for facts in connection.execute(select(schema.notices.c.facts)).scalars()]
        kept += [str(about) for about in connection.execute(select(schema.questions.c.about)).scalars()]
    assert not [words for words in kept if "Quarkgeruch" in words]
