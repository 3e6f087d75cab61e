import pytest

from hauspost.parsers.mail import Dsn, DsnRecipient, parse_mail

REPORT = """From: postmaster@mx.example
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

{blocks}
--b--
"""
TEXT = """From: MAILER-DAEMON@mx.example
To: bounce+abc@reply.example
Subject: {subject}

{text}
"""


def report(*blocks: str) -> Dsn | None:
    return parse_mail(REPORT.format(blocks="\n\n".join(blocks)).encode()).dsn


def from_text(text: str, *, subject: str = "Undelivered Mail Returned to Sender") -> list[tuple[str, str]]:
    found = parse_mail(TEXT.format(subject=subject, text=text).encode()).dsn
    return [(one.address, one.action) for one in found.recipients] if found else []


def test_each_recipient_has_its_own_block() -> None:
    found = report(
        "Final-Recipient: rfc822; anna@post.example\nAction: failed\nStatus: 5.1.1 (unknown)",
        "Final-Recipient: RFC822;<Otto@post.example>\nAction: Delayed\nStatus: 4.2.2",
    )
    assert found is not None
    assert found.recipients == (
        DsnRecipient("anna@post.example", "failed", "5.1.1", ""),
        DsnRecipient("otto@post.example", "delayed", "4.2.2", ""),
    )


def test_whom_we_wrote_to_counts_and_not_where_it_was_forwarded() -> None:
    found = report(
        "Original-Recipient: rfc822; anna@post.example\nFinal-Recipient: rfc822; x@inner.example\nAction: failed"
    )
    assert found is not None
    assert [one.address for one in found.recipients] == ["anna@post.example"]


@pytest.mark.parametrize(
    "fields,action,status",
    [
        ("Status: 5.0.0\nDiagnostic-Code: smtp; 550 5.7.1 no", "failed", "5.0.0"),
        ("Diagnostic-Code: smtp; 550 5.7.1 no", "failed", "5.7.1"),
        ("Diagnostic-Code: smtp; 452 try later", "delayed", "4.0.0"),
        ("Action: error\nStatus: 4.4.1", "delayed", "4.4.1"),
        ("Action: failed\nStatus: 4.4.7", "failed", "4.4.7"),
        ("Action: relayed\nStatus: 2.1.9", "relayed", "2.1.9"),
        ("", "failed", ""),
    ],
)
def test_what_a_report_leaves_out_is_read_from_what_it_says(fields: str, action: str, status: str) -> None:
    found = report(f"Final-Recipient: rfc822; anna@post.example\n{fields}".rstrip())
    assert found is not None
    assert (found.recipients[0].action, found.recipients[0].status) == (action, status)


@pytest.mark.parametrize(
    "text,found",
    [
        ("<anna@post.example>: 550 5.1.1 User unknown", [("anna@post.example", "failed")]),
        (
            "Could not deliver to:\n  anna@post.example\n  otto@post.example\n",
            [("anna@post.example", "failed"), ("otto@post.example", "failed")],
        ),
        (
            "The mail to anna@post.example failed.\nPlease contact help@mx.example",
            [("anna@post.example", "failed")],
        ),
        (
            "anna@post.example\nhas not yet been delivered, no action is required",
            [("anna@post.example", "delayed")],
        ),
        ("anna@post.example: 451 4.4.1 timeout\nI have given up.", [("anna@post.example", "failed")]),
        (
            "anna@post.example failed\n--- Below this line is a copy\nTo: otto@post.example",
            [("anna@post.example", "failed")],
        ),
        (
            "Ihre Nachricht\n  An: liste@firma.example\nhat folgende Empfänger nicht erreicht:\n\n"
            "c=DE;a= ;p=FIRMA;dda:SMTP=anna@post.example; am 14.10.2025",
            [("anna@post.example", "failed")],
        ),
        (
            "Nachricht an liste@firma.example\n"
            "konnte an folgende Empfänger nicht zugestellt werden:\nanna@post.example",
            [("anna@post.example", "failed")],
        ),
        (
            "hidden\n    (generated from anna@post.example)\n  (from otto@post.example)",
            [("anna@post.example", "failed")],
        ),
        (
            "Usual is name@post.example. Your mail to anna@post.example was not delivered.\n"
            "Perhaps it is for otto@post.example.\n--- Original message ---\nReceived: x for <anna@post.example>",
            [("anna@post.example", "failed")],
        ),
        ("The mail addressed to 'anna@post.example' failed", [("anna@post.example", "failed")]),
        ("Mail to bounce+abc@reply.example failed", []),
        ("Nothing was delivered.", []),
    ],
)
def test_reports_in_plain_text_name_whom_they_did_not_reach(text: str, found: list[tuple[str, str]]) -> None:
    assert from_text(text) == found


def test_a_warning_about_somebody_unknown_is_the_end() -> None:
    text = "anna@post.example - no such user here."
    assert from_text(text, subject="Warning: anna@post.example - User unknown!") == [
        ("anna@post.example", "failed")
    ]


@pytest.mark.parametrize(
    "words,status",
    [
        ("anna@post.example: 550 no such user", "5.0.0"),
        ("anna@post.example failed, please call 480-555-0100", ""),
        ("anna@post.example: 599 Punkte", ""),
    ],
)
def test_a_phone_number_is_no_reply_code(words: str, status: str) -> None:
    found = parse_mail(TEXT.format(subject="failure notice", text=words).encode()).dsn
    assert found is not None
    assert found.recipients[0].status == status


def test_a_warning_is_not_the_end() -> None:
    assert from_text("anna@post.example", subject="Warning: message delayed 24 hours") == [
        ("anna@post.example", "delayed")
    ]


def test_our_own_mail_is_found_in_what_came_back() -> None:
    text = "<anna@post.example>: unknown user\n\n--- Original message ---\nMessage-ID: <m1@tickets.example>\n"
    found = parse_mail(TEXT.format(subject="failure notice", text=text).encode()).dsn
    assert found is not None
    assert found.original_message_id == "m1@tickets.example"
    marked = text.replace("Message-ID: <m1@", "Message-ID: <theirs@relay.example>\nX-Hauspost-Id: <m1@")
    again = parse_mail(TEXT.format(subject="failure notice", text=marked).encode()).dsn
    assert again is not None
    assert again.original_message_id == "m1@tickets.example"


ANNAS_BLOCK = "Final-Recipient: rfc822; anna@post.example\nAction: failed"
RETURNED = "--b\nContent-Type: text/rfc822-headers\n\n{header}\n--b--"


@pytest.mark.parametrize(
    "header,found",
    [
        ("Message-ID: <m1@tickets.example>", "m1@tickets.example"),
        ("Message-ID: <theirs@relay.example>\nX-Hauspost-Id: <m1@tickets.example>", "m1@tickets.example"),
        ("Message-ID: <m1@tickets.example>\nX-Hauspost-Id: damaged", "m1@tickets.example"),
    ],
)
def test_a_mail_whose_message_id_a_relay_rewrote_is_found_by_our_own_header(header: str, found: str) -> None:
    octets = REPORT.format(blocks=ANNAS_BLOCK).replace("--b--", RETURNED.format(header=header))
    dsn = parse_mail(octets.encode()).dsn
    assert dsn is not None
    assert dsn.original_message_id == found


def test_where_nothing_was_returned_the_envelope_s_id_says_which_mail_it_was() -> None:
    envelope = "Reporting-MTA: dns; mx.example\nOriginal-Envelope-Id: m+2B1@tickets.example"
    octets = REPORT.format(blocks=ANNAS_BLOCK).replace("Reporting-MTA: dns; mx.example", envelope)
    dsn = parse_mail(octets.encode()).dsn
    assert dsn is not None
    assert dsn.original_message_id == "m+1@tickets.example"
