"""Mails that are signed or encrypted: what can be read is read, the rest is told to people and changes nothing."""

import base64

from hauspost.desk.model import Status
from tests.house import ANNA, BORDER, HOUSE, SABINE, House, secret_of, text_of

VERDICT = f"Authentication-Results: {BORDER}; dmarc=pass header.from={{domain}}\r\n"
ARMOUR = "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA5vJ\r\n=a1b2\r\n-----END PGP MESSAGE-----\r\n"


def sends(house: House, author: str, content: str, *, to: str, subject: str = "Heizung") -> None:
    head = VERDICT.format(domain=author.partition("@")[2]) + (
        f"From: {author}\r\nTo: {to}\r\nSubject: {subject}\r\n"
        f"Message-ID: <closed-{next(house.numbers)}@post.example>\r\nMIME-Version: 1.0\r\n"
    )
    house.receives((head + content).encode(), mail_from=author, rcpt_to=to)


def encrypted_by_pgp() -> str:
    return (
        'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\r\n\r\n'
        "--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
        '--b\r\nContent-Type: application/octet-stream; name="encrypted.asc"\r\n\r\n' + ARMOUR + "--b--\r\n"
    )


def enveloped_by_smime() -> str:
    return (
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(b"0\x80\x06\x09").decode() + "\r\n"
    )


def test_an_encrypted_report_is_a_ticket_that_says_so_in_both_languages(house: House) -> None:
    for content in (encrypted_by_pgp(), enveloped_by_smime(), "\r\nHallo,\r\n\r\n" + ARMOUR):
        sends(house, ANNA, content, to=HOUSE)
        said = text_of(house.last_to(SABINE))
        assert "verschlüsselt" in said
        assert "encrypted" in said
    assert len(house.tickets()) == 3


def test_a_manager_s_encrypted_answer_commands_nothing_and_is_not_lost(house: House) -> None:
    house.writes(ANNA, "Die Heizung ist kalt.")
    to = secret_of(house.last_to(SABINE))
    sends(house, SABINE, encrypted_by_pgp(), to=to)
    assert house.ticket().status is Status.OPEN
    assert house.kinds_to(SABINE)[-1] == "not_sent"
    assert house.kinds_to(ANNA) == ["acknowledgement"]
    assert any("verschlüsselt" in e.text for e in house.entries(1001))


def test_a_manager_s_signed_answer_is_read_as_it_was_typed(house: House) -> None:
    house.writes(ANNA, "Die Heizung ist kalt.")
    signed = (
        "\r\n-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA512\r\n\r\nERLEDIGT\r\n"
        "-----BEGIN PGP SIGNATURE-----\r\n\r\niQEzBAEBCgAd\r\n=x9Yz\r\n-----END PGP SIGNATURE-----\r\n"
    )
    sends(house, SABINE, signed, to=secret_of(house.last_to(SABINE)))
    assert house.ticket().status is Status.DONE
