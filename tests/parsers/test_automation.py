import pytest

from hauspost.parsers.mail import Origin, of_known_author, parse_mail

HEAD = "From: {author}\r\nSubject: {subject}\r\n{more}\r\nText\r\n"


def origin(
    *more: str, author: str = "anna@post.example", subject: str = "Heizung", null_sender: bool = False
) -> Origin:
    header = "".join(f"{line}\r\n" for line in more)
    octets = HEAD.format(author=author, subject=subject, more=header).encode()
    return parse_mail(octets, null_sender=null_sender).origin


@pytest.mark.parametrize(
    "sign,expected",
    [
        ("Auto-Submitted: auto-replied", Origin.AUTO_REPLIED),
        ("Auto-Submitted: Auto-Replied; owner-email=x", Origin.AUTO_REPLIED),
        ("Auto-Submitted: auto-generated", Origin.AUTO_GENERATED),
        ("Auto-Submitted: auto-notified", Origin.AUTO_GENERATED),
        ("Auto-Submitted:", Origin.PERSON),
        ("Auto-Submitted: no", Origin.PERSON),
        ("Auto-Submitted: No (a person)", Origin.PERSON),
        ("Auto-Submitted: auto-forwarded", Origin.PERSON),
        ("X-Autoreply: yes", Origin.AUTO_REPLIED),
        ("X-Autorespond: x", Origin.AUTO_REPLIED),
        ("Precedence: auto_reply", Origin.AUTO_REPLIED),
        ("Precedence: bulk", Origin.AUTO_GENERATED),
        ("Precedence: junk", Origin.AUTO_GENERATED),
        ("Precedence: list", Origin.LIST),
        ("Precedence: first-class", Origin.PERSON),
        ("List-Id: <haus.liste.example>", Origin.LIST),
        ("List-Unsubscribe: <mailto:x@liste.example>", Origin.LIST),
        ("X-Hauspost-Id: 1", Origin.AUTO_GENERATED),
        ("X-Failed-Recipients: otto@post.example", Origin.BOUNCE),
        ("Return-Path: <>", Origin.AUTO_GENERATED),
        ("Return-Path: <anna@post.example>", Origin.PERSON),
        # Exchange adds it to people's mails too.
        ("X-Auto-Response-Suppress: All", Origin.PERSON),
        ("X-Priority: 1", Origin.PERSON),
    ],
)
def test_each_sign_has_its_class(sign: str, expected: Origin) -> None:
    assert origin(sign) is expected


SUBJECTS_OF_PROGRAMS = (
    "Abwesenheitsnotiz", "Abwesenheitsnotiz: Heizung", "Automatische Antwort: Heizung",
    "Automatische Antwort: AW: Heizung", "Abwesenheit: Heizung", "Automatische Eingangsbestätigung: Heizung",
    "Out of Office: Re: Heizung", "Out of office", "Automatic reply: Heizung", "AutoReply: Heizung",
    "Auto-Reply: [T-1042] Heizung", "Re: [issue] Out of office AutoReply: Back next week",
    "Réponse automatique : chauffage", "Risposta automatica: riscaldamento", "Respuesta automática: calefacción",
    "Automatisch antwoord: verwarming", "Odpowiedź automatyczna: ogrzewanie", "Otomatik yanıt: ısıtma",
    "Автоматический ответ: отопление", "Balasan otomatis: sedang cuti",
)  # fmt: skip


@pytest.mark.parametrize("subject", SUBJECTS_OF_PROGRAMS)
def test_the_subject_that_programs_write_is_a_sign_that_a_known_author_overrules(subject: str) -> None:
    octets = f"From: anna@post.example\r\nSubject: {subject}\r\n\r\nText\r\n".encode()
    mail = parse_mail(octets)
    assert (mail.origin, mail.auto_reason) == (Origin.AUTO_REPLIED, "subject of an absence note")
    known = of_known_author(mail)
    assert (known.origin, known.auto_reason) == (Origin.PERSON, "")
    assert known.text == mail.text


@pytest.mark.parametrize(
    "subject",
    ["AW: Automatische Antwort: Heizung", "Re: Automatic reply: Heating", "Ich bin im Urlaub", "Urlaub vom 3. bis 10.",
     "Abwesenheit meiner Nachbarin", "Out of office hours the door is locked", "Delivery failed",
     "Undeliverable: Heizung", "Abwesend", "Unzustellbar: Heizung", "Automatische Tür klemmt",
     "Automatic door does not close"],
)  # fmt: skip
def test_what_people_write_about_absences_and_automatic_things_is_theirs(subject: str) -> None:
    assert origin(subject=subject) is Origin.PERSON
    assert origin("In-Reply-To: <m1@tickets.example>", subject=subject) is Origin.PERSON


@pytest.mark.parametrize(
    "subject,words",
    [
        ("Im Urlaub", "Vielen Dank für Ihre Nachricht. Ich bin bis zum 3. November im Urlaub und nicht erreichbar."),
        ("Betriebsferien", "Wir sind bis zum 6. Januar im Urlaub. In dringenden Fällen wenden Sie sich an Herrn Otto."),
        ("Abwesend", "Ihre Nachricht wird nicht weitergeleitet."),
        ("On holiday", "Hello, I am out of the office until 3 November with limited access to email."),
    ],
)  # fmt: skip
def test_a_subject_and_words_of_absence_together_are_a_sign(subject: str, words: str) -> None:
    octets = f"From: anna@post.example\r\nSubject: {subject}\r\n\r\n{words}\r\n".encode()
    mail = parse_mail(octets)
    assert mail.origin is Origin.AUTO_REPLIED
    assert of_known_author(mail).origin is Origin.PERSON


def test_a_known_author_overrules_no_header() -> None:
    mail = parse_mail(
        b"From: anna@post.example\r\nAuto-Submitted: auto-replied\r\nSubject: Abwesenheitsnotiz\r\n\r\nx"
    )
    assert of_known_author(mail) == mail


@pytest.mark.parametrize("subject", ["Abwesenheitsnotiz", "Automatische Antwort: Heizung", "Out of office"])
def test_words_beside_a_second_sign_do(subject: str) -> None:
    assert origin(subject=subject, null_sender=True) is Origin.AUTO_REPLIED
    assert origin("Auto-Submitted: auto-generated", subject=subject) is Origin.AUTO_REPLIED
    assert origin(subject=subject, author="noreply@post.example") is Origin.AUTO_REPLIED
    assert origin("Precedence: bulk", subject=subject) is Origin.AUTO_REPLIED


@pytest.mark.parametrize(
    "author", ["MAILER-DAEMON@mx.example", "postmaster@mx.example", "Mail Delivery System <>"]
)
def test_a_daemon_that_speaks_of_delivery_returns_a_mail(author: str) -> None:
    assert (
        origin(author=author, subject="Undelivered Mail Returned to Sender", null_sender=True)
        is Origin.BOUNCE
    )


def test_a_gateway_s_report_is_known_by_its_heading() -> None:
    head = b"From: admin@firma.example\r\nSubject: Non-Delivery: Heizung\r\n\r\n"
    report = b"--- Non-Delivery Report ---\r\nThe mail below could not be delivered:\r\nanna@post.example\r\n"
    assert parse_mail(head + report).origin is Origin.BOUNCE
    person = b"Ich bekam gestern:\r\n--- Non-Delivery Report ---\r\nanna@post.example\r\n"
    assert parse_mail(head + person).origin is Origin.PERSON


def test_a_daemon_s_word_about_nobody_is_automatic_and_no_bounce() -> None:
    head = (
        b"From: MAILER-DAEMON (Mail Delivery System)\r\nSubject: Undelivered Mail Returned to Sender\r\n\r\n"
    )
    assert parse_mail(head + b"Something went wrong.\r\n").origin is Origin.AUTO_GENERATED
    assert parse_mail(head + b"<anna@post.example>: who is that?\r\n").origin is Origin.BOUNCE


def test_a_postmaster_may_also_be_a_person() -> None:
    assert origin(author="postmaster@haus.example", subject="Schlüssel") is Origin.PERSON


def test_the_envelope_alone_tells_a_program() -> None:
    assert origin(null_sender=True) is Origin.AUTO_GENERATED
    assert origin("In-Reply-To: <m1@tickets.example>", null_sender=True) is Origin.AUTO_REPLIED


def test_the_reason_is_kept_for_people() -> None:
    mail = parse_mail(b"From: anna@post.example\r\nPrecedence: bulk\r\n\r\nText\r\n")
    assert mail.auto_reason == "Precedence: bulk"
    assert parse_mail(b"From: anna@post.example\r\n\r\nText\r\n").auto_reason == ""
