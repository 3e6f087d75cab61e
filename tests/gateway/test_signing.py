"""Mails that we sign ourselves: what a receiver finds with the keys that the records publish."""

import base64
import subprocess
from pathlib import Path

import dkim
import pytest
from nacl.signing import SigningKey

from hauspost.desk.notices_to_people import ManagerWrote
from hauspost.gateway.signing import Key, KeyFault, Signer, read_keys
from hauspost.store import mails
from tests.relay import ListeningRelay
from tests.wayout import ANNA, House

DOMAIN = "tickets.example"
MAIL = (
    b"From: =?utf-8?q?Hausverwaltung?= <lindenweg12@tickets.example>\r\n"
    b"To: anna@post.example\r\nSubject: [T-1042] Heizung\r\nDate: Thu, 16 Oct 2025 12:00:00 +0200\r\n"
    b"Message-ID: <1@tickets.example>\r\nReply-To: reply+x@reply.example\r\nReferences: <a@x> <b@x>\r\n"
    b"In-Reply-To: <b@x>\r\nAuto-Submitted: auto-generated\r\nList-Id: Haus <lw12.tickets.example>\r\n"
    b"List-Unsubscribe: <mailto:stop+x@reply.example>\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n\r\n.Guten Tag\r\n\r\n"
)


def openssl(*words: str | Path) -> bytes:
    return subprocess.run(["openssl", *map(str, words)], capture_output=True, check=True).stdout


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("keys")
    made = {
        "pkcs8": openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"),
        "ed25519": openssl("genpkey", "-algorithm", "ed25519"),
        "bare": base64.b64encode(bytes(SigningKey.generate())) + b"\n",
        "short": openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:512"),
        "none": b"not a key\n",
        "cut": b"-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n",
    }
    for name, octets in made.items():
        (folder / name).write_bytes(octets)
    (folder / "pkcs1").write_bytes(openssl("rsa", "-traditional", "-in", folder / "pkcs8"))
    (folder / "crlf").write_bytes(made["pkcs8"].replace(b"\n", b"\r\n"))
    openssl("rsa", "-aes256", "-passout", "pass:secret", "-in", folder / "pkcs8", "-out", folder / "locked")
    return {path.name: path for path in folder.iterdir()}


def published(keys: tuple[Key, ...]) -> dict[bytes, bytes]:
    return {f"{key.selector}._domainkey.{DOMAIN}.".encode(): key.record.encode() for key in keys}


def verified(octets: bytes, keys: tuple[Key, ...]) -> list[bool]:
    """What a receiver finds of each signature, asking only the local table."""
    return [_is_sound(octets, number, published(keys)) for number in range(len(keys))]


def _is_sound(octets: bytes, number: int, records: dict[bytes, bytes]) -> bool:
    try:
        return bool(dkim.DKIM(octets).verify(number, dnsfunc=lambda name, timeout=5: records.get(name)))
    except dkim.ValidationError:  # the body's hash, or a record that is not there
        return False


@pytest.mark.parametrize("name", ["pkcs8", "pkcs1", "crlf", "ed25519", "bare"])
def test_a_receiver_verifies_what_each_kind_of_key_signed(files: dict[str, Path], name: str) -> None:
    keys = read_keys([("h1", files[name])])
    signed = Signer(keys, DOMAIN)(MAIL)
    assert signed.endswith(MAIL)
    assert verified(signed, keys) == [True]
    assert signed.count(b"\n") == signed.count(b"\r\n")
    assert max(len(line) for line in signed.split(b"\r\n")) <= 998


def test_two_selectors_sign_side_by_side(files: dict[str, Path]) -> None:
    keys = read_keys([("rsa", files["pkcs8"]), ("ed", files["ed25519"])])
    signed = Signer(keys, DOMAIN)(MAIL)
    assert verified(signed, keys) == [True, True]
    _, new = keys
    # While one key is rolled over, its record may be gone already: the other one still speaks.
    assert [_is_sound(signed, number, published((new,))) for number in (0, 1)] == [False, True]


@pytest.mark.parametrize(
    "change",
    [
        (b"From: ", b"From: evil@else.example\r\nFrom: "),
        *(
            (name, name + b" x")
            for name in (
                b"To:",
                b"Subject:",
                b"Date:",
                b"Message-ID:",
                b"Reply-To:",
                b"References:",
                b"In-Reply-To:",
                b"Auto-Submitted:",
                b"List-Id:",
                b"List-Unsubscribe:",
                b"MIME-Version:",
                b"Content-Type:",
                b".Guten",
            )
        ),
    ],
)
def test_what_is_changed_or_added_on_the_way_breaks_the_signature(
    files: dict[str, Path], change: tuple[bytes, bytes]
) -> None:
    keys = read_keys([("h1", files["ed25519"])])
    signed = Signer(keys, DOMAIN)(MAIL)
    head, mark, tail = signed.rpartition(b"\r\nFrom: ")
    changed = head + b"\r\n" + (mark[2:] + tail).replace(*change, 1)
    assert changed != signed
    assert verified(changed, keys) == [False]


def test_what_relays_do_to_every_mail_leaves_it_whole(files: dict[str, Path]) -> None:
    keys = read_keys([("h1", files["pkcs8"])])
    signed = Signer(keys, DOMAIN)(MAIL)
    carried = b"Received: from x by y; now\r\n" + signed.replace(
        b"References: <a@x> ", b"References: <a@x>\r\n "
    )
    assert verified(carried + b"\r\n\r\n", keys) == [True]


def test_without_a_key_the_mail_stays_as_it_is() -> None:
    assert Signer((), DOMAIN)(MAIL) == MAIL


@pytest.mark.parametrize(
    "name, sentence",
    [
        ("gone", "cannot be read (No such file or directory)"),
        ("none", "holds no private key that can be used"),
        ("cut", "holds no RSA or Ed25519 key"),
        ("locked", "holds no private key that can be used"),
        ("short", "holds a key of 512 bits, which nobody accepts"),
    ],
)
def test_a_key_that_cannot_sign_is_told_with_the_mend(
    files: dict[str, Path], tmp_path: Path, name: str, sentence: str
) -> None:
    with pytest.raises(KeyFault) as told:
        read_keys([("h1", files.get(name, tmp_path / name))])
    assert told.value.sentence.endswith(sentence)
    assert told.value.mend


def test_without_the_libraries_the_extra_is_named(
    files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hauspost.gateway.signing.find_spec", lambda name: None)
    with pytest.raises(KeyFault, match=r"pip install 'hauspost\[dkim\]'"):
        read_keys([("h1", files["pkcs8"])])
    assert read_keys([]) == ()


# ---- the signed octets are the mail's octets


def test_a_mail_is_signed_once_and_repeated_with_its_signature(
    house: House, server: ListeningRelay, files: dict[str, Path]
) -> None:
    keys = read_keys([("rsa", files["pkcs8"]), ("ed", files["ed25519"])])
    server.answers("dot", "451 4.3.0 try again", times=1)
    house.owes(ManagerWrote("Wir kommen am Freitag. Grüße", "Sabine Vogt"))
    assert house.dispatch(server.url, sign=Signer(keys, DOMAIN)).drain() == {"formed": 1, "deferred": 1}
    (row,) = house.mails()
    with house.database.read() as connection:
        stored = mails.answered_mail(connection, row.id)
    assert stored is not None
    assert verified(stored.octets, keys) == [True, True]
    house.passes(minutes=5)
    assert house.dispatch(server.url).drain() == {"sent": 1}
    assert [mail.octets for mail in server.to(ANNA)] == [stored.octets]
