"""Addresses are read by those who write them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hauspost.threading.addresses import (
    Grammar,
    Target,
    TargetKind,
    act_address,
    act_token,
    bounce_address,
    bounce_token,
    desk_address,
    is_ours,
    mailbox_address,
    mailboxes_asked,
    read_address,
    reply_address,
    reply_token,
    secret_in,
    stop_address,
    stop_token,
    token_digest,
)

DOMAIN = "tickets.example"
REPLY = "reply.example"
PLUS = Grammar(DOMAIN, REPLY, desk="verwaltung")
MINUS = Grammar(DOMAIN, REPLY, delimiter="-")
DOT = Grammar(DOMAIN, REPLY, delimiter=".")
ACCOUNT = Grammar("gmail.com", "gmail.com", base="tickets")
HOUSES = frozenset({"lindenweg12", "haus", "haus-12", "am.park", "am.park.3", "reply"})
TOKEN = reply_token(b"0123456789abcdef")

grammars = st.builds(
    Grammar,
    domain=st.sampled_from([DOMAIN, "xn--hvgrn-lva.example"]),
    reply_domain=st.sampled_from([DOMAIN, REPLY]),
    delimiter=st.sampled_from("+-."),
    desk=st.sampled_from(["desk", "verwaltung", "haus-verwaltung"]),
    base=st.sampled_from(["", "", "tickets", "hv.sonne", "hv-sonne"]),
)
secrets = st.binary(min_size=16, max_size=16)
words = st.from_regex(r"[a-z]([a-z0-9]{0,10})", fullmatch=True)


@given(secrets, st.integers(1, 99), grammars, st.booleans())
def test_every_secret_address_that_we_write_is_read_back(
    secret: bytes, option: int, grammar: Grammar, shouted: bool
) -> None:
    written = {
        reply_address(secret, grammar): Target(TargetKind.REPLY, token=reply_token(secret)),
        act_address(secret, option, grammar): Target(TargetKind.ACT, token=act_token(secret), option=option),
        bounce_address(secret, grammar): Target(TargetKind.BOUNCE, token=bounce_token(secret)),
        stop_address(secret, grammar): Target(TargetKind.STOP, token=stop_token(secret)),
    }
    for address, target in written.items():
        seen = address.upper() if shouted else address
        assert read_address(seen, grammar, frozenset()) == secret_in(seen, grammar) == target
        assert len(address.partition("@")[0]) <= 64


@given(words, words | st.just(""), grammars)
def test_every_mailbox_address_that_we_write_is_read_back(mailbox: str, hint: str, grammar: Grammar) -> None:
    found = read_address(mailbox_address(mailbox, grammar, hint), grammar, {mailbox})
    if mailbox not in ("desk", "postmaster", "abuse", "verwaltung"):
        assert found == Target(TargetKind.MAILBOX, mailbox=mailbox, hint=hint)
    assert read_address(desk_address(grammar), grammar, {mailbox}) == Target(TargetKind.DESK)


@given(st.lists(words, min_size=1, max_size=4), st.frozensets(words, max_size=3), grammars)
def test_whoever_asks_for_the_named_mailboxes_alone_reads_the_same(
    parts: list[str], others: frozenset[str], grammar: Grammar
) -> None:
    name = grammar.delimiter.join(parts)
    every = others | {name, parts[0], grammar.delimiter.join(parts[:2])}
    for address in (mailbox_address(name, grammar), f"{name}@{grammar.reply_domain}"):
        asked = mailboxes_asked([address, "else@where.example"], grammar)
        for boxes in (every, every - {name}, others):
            assert read_address(address, grammar, boxes & asked) == read_address(address, grammar, boxes)


@given(st.text(), grammars)
def test_any_string_has_an_answer(text: str, grammar: Grammar) -> None:
    for address in (text, f"{text}@{DOMAIN}", f"lindenweg12{text}@{DOMAIN}", f"reply+{text}@{DOMAIN}"):
        read_address(address, grammar, HOUSES)
        secret_in(address, grammar)
        is_ours(address, grammar, HOUSES)
        mailboxes_asked([address], grammar)
    assert len(token_digest(text)) == 64


def mailbox(name: str, hint: str = "") -> Target:
    return Target(TargetKind.MAILBOX, mailbox=name, hint=hint)


DESK = Target(TargetKind.DESK)
POSTMASTER = Target(TargetKind.POSTMASTER)

READ: list[tuple[Grammar, str, Target | None]] = [
    (PLUS, f"lindenweg12@{DOMAIN}", mailbox("lindenweg12")),
    (PLUS, f"Lindenweg12@{DOMAIN.upper()}", mailbox("lindenweg12")),
    (PLUS, f"lindenweg12@{REPLY}", mailbox("lindenweg12")),
    (PLUS, f"lindenweg12+heizung@{DOMAIN}", mailbox("lindenweg12", "heizung")),
    (PLUS, f"lindenweg12+anonym+heizung@{DOMAIN}", mailbox("lindenweg12", "anonym+heizung")),
    (PLUS, f"lindenweg12+@{DOMAIN}", mailbox("lindenweg12")),
    (PLUS, f"lindenweg12-heizung@{DOMAIN}", None),
    (PLUS, f"lindenweg99@{DOMAIN}", None),
    (PLUS, f"lindenweg99+heizung@{DOMAIN}", None),
    (PLUS, "lindenweg12@elsewhere.example", None),
    (PLUS, f"lindenweg12@sub.{DOMAIN}", None),
    (PLUS, f"haus-12@{DOMAIN}", mailbox("haus-12")),
    (MINUS, f"haus-12@{DOMAIN}", mailbox("haus-12")),
    (MINUS, f"haus-13@{DOMAIN}", mailbox("haus", "13")),
    (MINUS, f"haus-12-heizung@{DOMAIN}", mailbox("haus-12", "heizung")),
    (MINUS, f"haus-12-anonym-heizung@{DOMAIN}", mailbox("haus-12", "anonym-heizung")),
    (DOT, f"am.park@{DOMAIN}", mailbox("am.park")),
    (DOT, f"am.park.3@{DOMAIN}", mailbox("am.park.3")),
    (DOT, f"am.park.3.wasser@{DOMAIN}", mailbox("am.park.3", "wasser")),
    (DOT, f"act.{TOKEN}.12@{REPLY}", Target(TargetKind.ACT, token=TOKEN, option=12)),
    (MINUS, f"act-{TOKEN}.1@{REPLY}", Target(TargetKind.ACT, token=TOKEN, option=1)),
    (PLUS, f"desk@{DOMAIN}", DESK),
    (PLUS, f"verwaltung@{DOMAIN}", DESK),
    (PLUS, f"verwaltung+import@{DOMAIN}", Target(TargetKind.DESK, hint="import")),
    (PLUS, f"Import@{DOMAIN}", Target(TargetKind.DESK, hint="import")),
    (MINUS, f"verwaltung@{DOMAIN}", None),
    (PLUS, f"postmaster@{DOMAIN}", POSTMASTER),
    (PLUS, f"Abuse@{REPLY}", POSTMASTER),
    (PLUS, "Postmaster", POSTMASTER),
    (PLUS, "abuse", None),
    (PLUS, f"reply+{TOKEN}@{REPLY}", Target(TargetKind.REPLY, token=TOKEN)),
    (PLUS, f"REPLY+{TOKEN.upper()}@{DOMAIN}", Target(TargetKind.REPLY, token=TOKEN)),
    (PLUS, f"reply-{TOKEN}@{REPLY}", None),
    (PLUS, f"bounce+{TOKEN}@{REPLY}", Target(TargetKind.BOUNCE, token=TOKEN)),
    (PLUS, f"bounce+{TOKEN[:-1]}@{REPLY}", None),
    (PLUS, f"bounce+{TOKEN}a@{REPLY}", None),
    (PLUS, f"bounce+{TOKEN[:-1]}b@{REPLY}", None),  # no such ending of 128 bits
    (PLUS, f"bounce+{TOKEN[:-1]}1@{REPLY}", None),  # "1" is no letter of base32
    (PLUS, f"stop+{TOKEN}.1@{REPLY}", None),
    (PLUS, f"act+{TOKEN}@{REPLY}", None),
    (PLUS, f"act+{TOKEN}.0@{REPLY}", None),
    (PLUS, f"act+{TOKEN}.01@{REPLY}", None),
    (PLUS, f"act+{TOKEN}.100@{REPLY}", None),
    (PLUS, f"reply+heizung@{REPLY}", mailbox("reply", "heizung")),  # a house may bear the name
    (ACCOUNT, "tickets@gmail.com", DESK),
    (ACCOUNT, "tickets+desk@googlemail.com", DESK),
    (ACCOUNT, "tickets+lindenweg12@gmail.com", mailbox("lindenweg12")),
    (ACCOUNT, "tickets+lindenweg12+heizung@gmail.com", mailbox("lindenweg12", "heizung")),
    (ACCOUNT, f"tickets+r{TOKEN}@gmail.com", Target(TargetKind.REPLY, token=TOKEN)),
    (ACCOUNT, f"tickets+a{TOKEN}.2@gmail.com", Target(TargetKind.ACT, token=TOKEN, option=2)),
    (ACCOUNT, f"tickets+b{TOKEN}@gmail.com", Target(TargetKind.BOUNCE, token=TOKEN)),
    (ACCOUNT, f"tickets+s{TOKEN}@gmail.com", Target(TargetKind.STOP, token=TOKEN)),
    (ACCOUNT, f"tickets+reply+{TOKEN}@gmail.com", mailbox("reply", TOKEN)),
    (ACCOUNT, "lindenweg12@gmail.com", None),
    (ACCOUNT, "desk@gmail.com", None),
    (ACCOUNT, f"reply+{TOKEN}@gmail.com", None),
    (ACCOUNT, "ticketsx@gmail.com", None),
    (ACCOUNT, "tickets+nowhere@gmail.com", None),
    (ACCOUNT, "postmaster@gmail.com", POSTMASTER),
    (ACCOUNT, "tickets+abuse@gmail.com", POSTMASTER),
    (PLUS, "", None),
    (PLUS, "@", None),
    (PLUS, f"@{DOMAIN}", None),
    (PLUS, "lindenweg12@", None),
    (PLUS, "lindenweg12", None),
    (PLUS, "lindenweg12@[192.0.2.1]", None),
    (PLUS, f'"lindenweg12"@{DOMAIN}', None),
    (PLUS, f"lindenweg12 @{DOMAIN}", None),
    (PLUS, f"lindenweg12\n@{DOMAIN}", None),
    (PLUS, f"lindenweg12@{DOMAIN}\n", None),
    (PLUS, f"lindenweg12\x00@{DOMAIN}", None),
    (PLUS, f"lindenweg12+..@{DOMAIN}", None),
    (PLUS, f"lindenweg12@x@{DOMAIN}", None),
    (PLUS, f"lindenweg12+{'x' * 60}@{DOMAIN}", None),
    (PLUS, f"lindenweg12+\N{KELVIN SIGN}@{DOMAIN}", None),
]


@pytest.mark.parametrize("grammar, address, target", READ)
def test_an_address_means_what_the_table_says(grammar: Grammar, address: str, target: Target | None) -> None:
    assert read_address(address, grammar, HOUSES) == target
    asked = mailboxes_asked([address], grammar)
    assert read_address(address, grammar, HOUSES & asked) == target
    is_secret = target is not None and target.token != ""
    assert secret_in(address, grammar) == (target if is_secret else None)


@given(secrets)
def test_the_four_tokens_of_a_mail_share_no_form_and_no_digest(secret: bytes) -> None:
    tokens = [f(secret) for f in (reply_token, act_token, bounce_token, stop_token)]
    assert len(set(tokens)) == 4
    assert all(re.fullmatch(r"[a-z2-7]{26}", token) for token in tokens)
    assert len({token_digest(token) for token in tokens}) == 4
    assert [token_digest(token.upper()) for token in tokens] == [token_digest(token) for token in tokens]
    assert reply_token(secret) not in {act_token(secret), bounce_token(secret), stop_token(secret)}


def test_tokens_and_digests_stay_what_they_were() -> None:
    """Mails lie in mailboxes for a year: another derivation would turn every answer away."""
    assert TOKEN == "gaytemzugu3doobzmfrggzdfmy"
    assert token_digest(TOKEN) == "591f7e656b030e39aa46c35ce6b3e543cf864e5e475105946c75b34fb31da64f"
    assert act_token(b"0123456789abcdef") == "bqf6cpkylf5dqehywyt6vhxoxy"
    assert bounce_token(b"0123456789abcdef") == "66dgjkpnuppd6mkkclifrz7hq4"
    assert stop_token(b"0123456789abcdef") == "xnlxdr2aeapl5zk73fjk7kt4xi"


@pytest.mark.parametrize("length", [0, 15, 17, 32])
def test_a_secret_of_another_length_is_refused(length: int) -> None:
    for mint in (reply_token, act_token, bounce_token, stop_token):
        with pytest.raises(ValueError, match="16 octets"):
            mint(bytes(length))


@pytest.mark.parametrize("option", [-1, 0, 100])
def test_a_button_without_a_number_is_refused(option: int) -> None:
    with pytest.raises(ValueError, match="between 1 and 99"):
        act_address(bytes(16), option, PLUS)


def test_the_providers_postmaster_is_not_ours() -> None:
    assert is_ours(f"postmaster@{DOMAIN}", PLUS, HOUSES)
    assert not is_ours("postmaster@gmail.com", ACCOUNT, HOUSES)
    assert is_ours("tickets+abuse@gmail.com", ACCOUNT, HOUSES)
    assert is_ours(f"reply+{TOKEN}@{REPLY}", PLUS, HOUSES)
    assert not is_ours("anna.berger@post.example", PLUS, HOUSES)
