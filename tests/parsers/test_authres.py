import gzip
import json
from pathlib import Path

import pytest

from bench.authres import main as compared
from hauspost.parsers.authres import AuthResults, auth_results, border_named, results_in
from hauspost.parsers.prescan import header_of

BORDER = (
    "Received: from x (x [192.0.2.1]) by mx.house.example with ESMTPS; Mon, 20 Oct 2025 07:00:00 +0200\r\n"
)
FOREIGN = "Received: from laptop by out.post.example; Mon, 20 Oct 2025 06:59:00 +0200\r\n"


def results(header: str, *, authserv_id: str = "mx.house.example") -> AuthResults:
    fields, _ = header_of((header + "\r\n").encode())
    return auth_results(fields, authserv_id=authserv_id, from_address="anna@post.example")


def said(text: str) -> str:
    return f"Authentication-Results: mx.house.example; {text}\r\n"


@pytest.mark.parametrize(
    "text,verdict,policy",
    [
        ("dmarc=pass header.from=post.example", "pass", ""),
        ("dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=post.example", "pass", "reject"),
        ("dmarc=pass header.from=POST.example.", "none", ""),
        ("dmarc=pass header.from=anna@post.example", "pass", ""),
        ("dmarc=fail (p=NONE sp=QUARANTINE dis=NONE) header.from=post.example", "none", "none"),
        ("dmarc=fail (p=QUARANTINE) header.from=post.example", "fail", "quarantine"),
        ("dmarc=fail policy.dmarc=reject header.from=post.example", "fail", "reject"),
        ("dmarc=fail action=oreject header.from=post.example", "fail", "reject"),
        ("dmarc=fail action=none header.from=post.example", "none", "none"),
        ("dmarc=fail header.from=post.example", "fail", ""),
        ("dmarc=none header.from=post.example", "none", ""),
        ("dmarc=temperror header.from=post.example", "none", ""),
        ("dmarc=bestguesspass header.from=post.example", "none", ""),
        ("dmarc/1=pass header.from=post.example", "pass", ""),
        ("DMARC = Pass header.from=post.example", "pass", ""),
        ('dmarc=pass header.from="post.example"', "none", ""),
        ("none", "none", ""),
        ("spf=pass smtp.mailfrom=post.example", "none", ""),
        ("(dmarc=pass) spf=pass", "none", ""),
        ('spf=fail reason="; dmarc=pass"', "none", ""),
        ("spf=fail (; dmarc=pass", "none", ""),
        ('spf=fail reason="open ; dmarc=pass', "none", ""),
    ],
)
def test_what_a_border_writes_about_from(text: str, verdict: str, policy: str) -> None:
    found = results(said(text) + FOREIGN)
    assert (found.verdict, found.policy) == (verdict, policy)


def test_results_of_one_border_may_stand_in_several_fields() -> None:
    found = results(
        said("spf=fail") + said("dkim=fail; dkim=pass header.d=post.example") + said("dmarc=pass") + FOREIGN
    )
    assert (found.spf, found.dkim, found.dmarc) == ("fail", "pass", "pass")


def test_two_verdicts_on_one_author_are_none() -> None:
    assert results(said("dmarc=fail") + said("dmarc=pass") + FOREIGN).dmarc == ""


def test_results_below_our_own_received_count_and_below_a_foreign_one_do_not() -> None:
    assert results(BORDER + said("dmarc=pass") + FOREIGN).verdict == "pass"
    assert results(BORDER + FOREIGN + said("dmarc=pass")).verdict == "none"


def test_inner_hops_and_neighbours_belong_to_our_border() -> None:
    inner = "Received: by 2002:a05:6a10::1 with SMTP id x; Mon, 20 Oct 2025 07:00:01 +0200\r\n"
    neighbour = "Received: from mx.house.example by store.house.example with LMTP; Mon, 20 Oct 2025 07:00:02 +0200\r\n"
    assert results(inner + neighbour + BORDER + said("dmarc=pass") + FOREIGN).verdict == "pass"


def test_a_name_that_only_ends_like_ours_is_foreign() -> None:
    stranger = "Received: from x by mx.evilhouse.example; Mon, 20 Oct 2025 07:00:00 +0200\r\n"
    assert results(stranger + said("dmarc=pass")).verdict == "none"


def test_a_field_without_a_border_s_name_is_nobodys() -> None:
    exchange = (
        "Authentication-Results: spf=pass smtp.mailfrom=post.example; dmarc=pass header.from=post.example\r\n"
    )
    assert results(exchange + FOREIGN).verdict == "none"


OUTLOOK = (
    "Received: from AB1PR01MB0001.eurprd01.prod.outlook.com (2603:10a6::1) by AB1PR01MB0002.eurprd01.prod.outlook.com"
    " with HTTPS; Mon, 20 Oct 2025 07:00:02 +0000\r\n"
    "Received: from AB1EUR01FT001.eop-EUR01.prod.protection.outlook.com by AB1PR01CA0001.outlook.office365.com"
    " (2603:10a6::2) with Microsoft SMTP Server; Mon, 20 Oct 2025 07:00:01 +0000\r\n"
)
NAMELESS = (
    "Authentication-Results: spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=post.example; dkim=pass (signature"
    " was verified) header.d=post.example;dmarc={dmarc} action={action} header.from=post.example;compauth=pass\r\n"
)
ARRIVED = (
    "Received: from out.post.example (192.0.2.1) by AB1EUR01FT001.mail.protection.outlook.com (10.13.1.1) with"
    " Microsoft SMTP Server; Mon, 20 Oct 2025 07:00:00 +0000\r\n"
)


@pytest.mark.parametrize(
    "dmarc,action,verdict", [("pass", "none", "pass"), ("fail", "oreject", "fail"), ("fail", "none", "none")]
)
def test_exchange_online_is_believed_without_a_name_where_the_setting_says_so(
    dmarc: str, action: str, verdict: str
) -> None:
    header = OUTLOOK + NAMELESS.format(dmarc=dmarc, action=action) + ARRIVED + FOREIGN
    found = results(header, authserv_id="exchange-online")
    assert (found.verdict, found.spf, found.dkim) == (verdict, "pass", "pass")
    assert results(header).verdict == "none"
    assert results(header, authserv_id="outlook.com").verdict == "none"


def test_what_a_sender_wrote_without_a_name_never_counts_as_exchange_online_s() -> None:
    forged = NAMELESS.format(dmarc="pass", action="none")
    below = OUTLOOK + ARRIVED + FOREIGN + forged
    assert results(below, authserv_id="exchange-online").verdict == "none"
    beside = OUTLOOK + NAMELESS.format(dmarc="fail", action="oreject") + ARRIVED + forged + FOREIGN
    assert results(beside, authserv_id="exchange-online").verdict == "none"
    elsewhere = FOREIGN + forged
    assert results(elsewhere, authserv_id="exchange-online").verdict == "none"
    named = OUTLOOK + said("dmarc=pass") + ARRIVED
    assert results(named, authserv_id="exchange-online").verdict == "none"
    lookalike = ARRIVED.replace("protection.outlook.com", "protection.evil-outlook.com") + forged
    assert results(lookalike, authserv_id="exchange-online").verdict == "none"


@pytest.mark.parametrize(
    "value,named,said_of",
    [
        ("house.example 1; none", "house.example", []),
        ("house.example; spf=pass smtp.mailfrom=post.example", "house.example", [("spf", "pass")]),
        (
            "house.example;\r\n auth=pass (cram-md5) smtp.auth=anna@post.example;\r\n spf=fail smtp.helo=post.example",
            "house.example",
            [("auth", "pass"), ("spf", "fail")],
        ),
        (
            'house.example; dkim=pass reason="good; signature" header.i=@post.example;'
            ' dkim=fail reason="bad signature" header.i=@list.example',
            "house.example",
            [("dkim", "pass"), ("dkim", "fail")],
        ),
        (
            "mx.house.example (so it is) 1 (indeed);\r\n dkim (for once) / 1 (yes) = (wait) fail\r\n policy (a dot)"
            " . (here) expired (so) = (so) 1362471462",
            "mx.house.example",
            [("dkim", "fail")],
        ),
        ("house.example; iprev=pass policy.iprev=192.0.2.200", "house.example", [("iprev", "pass")]),
    ],
)  # fmt: skip
def test_a_field_is_read_as_its_grammar_means_it(
    value: str, named: str, said_of: list[tuple[str, str]]
) -> None:
    """The shapes of RFC 8601, appendix B, with comments wherever they may stand."""
    assert border_named(value) == named
    assert [(one.method, one.result) for one in results_in(value)] == said_of


def test_a_border_is_compared_without_case_and_version() -> None:
    header = "Authentication-Results: MX.House.Example 1 (ours); dmarc=pass\r\n" + FOREIGN
    assert results(header).verdict == "pass"


@pytest.mark.parametrize(
    "header, verdict",
    [
        # One verdict in one field, and two.
        (said("dmarc=pass; dmarc=pass") + FOREIGN, "none"),
        (said("dmarc=pass") + said("spf=pass; dmarc=pass") + FOREIGN, "none"),
        (said("spf=fail; dkim=fail; dmarc=pass") + FOREIGN, "pass"),
        # Only our border's name counts, whoever stands beside it.
        ("Authentication-Results: mx.evil.example; dmarc=pass\r\n" + said("spf=pass") + FOREIGN, "none"),
        ("Authentication-Results: mx.evil.example; dmarc=fail\r\n" + said("dmarc=pass") + FOREIGN, "pass"),
        ("Authentication-Results: mx.house.example.evil.example; dmarc=pass\r\n" + FOREIGN, "none"),
        ("Authentication-Results: evil.example mx.house.example; dmarc=pass\r\n" + FOREIGN, "none"),
        ("Authentication-Results: (mx.house.example) evil.example; dmarc=pass\r\n" + FOREIGN, "none"),
        # What another program wrote under another name is another thing.
        ("ARC-Authentication-Results: i=1; mx.house.example; dmarc=pass\r\n" + FOREIGN, "none"),
        ("X-Authentication-Results: mx.house.example; dmarc=pass\r\n" + FOREIGN, "none"),
        (said("x-dmarc=pass; dmarc-arc=pass; arc=pass") + FOREIGN, "none"),
        # Another author's verdict, and a domain that only looks alike.
        (said("dmarc=pass header.from=evil.example") + FOREIGN, "none"),
        (said("dmarc=pass header.from=post.example.evil.example") + FOREIGN, "none"),
        (said("dmarc=pass header.from=evil-post.example") + FOREIGN, "none"),
        # No Received at all: a mail that somebody handed in directly below our border's field.
        (said("dmarc=pass"), "pass"),
        # Folded in the middle, and cut off in a comment.
        ("Authentication-Results: mx.house.example;\r\n\tdmarc=pass\r\n\t(p=reject)\r\n" + FOREIGN, "pass"),
        ("Authentication-Results: mx.house.example;\r\n spf=pass (; dmarc=pass\r\n" + FOREIGN, "none"),
        # The sender's domain asks for nothing, or for something.
        (said("dmarc=fail (p=none dis=none)") + FOREIGN, "none"),
        (said("dmarc=fail (p=none sp=reject dis=none)") + FOREIGN, "none"),
        (said("dmarc=fail policy.dmarc=none") + FOREIGN, "none"),
        (said("dmarc=fail (p=reject dis=none)") + FOREIGN, "fail"),
        (said("dmarc=permerror (p=reject)") + FOREIGN, "none"),
    ],
)
def test_one_verdict_of_our_own_border_above_the_first_foreign_hop(header: str, verdict: str) -> None:
    """MAIL, "Proof": our id, in the trace block above the first foreign Received, `dmarc=` exactly once."""
    assert results(header).verdict == verdict


@pytest.mark.parametrize("name", ["", " ", "exchange-online.example", "*", "Exchange-Online "])
def test_a_nameless_field_needs_the_one_word_that_means_it(name: str) -> None:
    header = OUTLOOK + NAMELESS.format(dmarc="pass", action="none") + ARRIVED + FOREIGN
    assert results(header, authserv_id=name).verdict == "none"


def test_a_corpus_is_compared_field_by_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    right = {"authserv_id": {"0": "mx.house.example"}, "n_headers": 1, "results": {"0": [["spf", "fail"]]}}
    wrong = right | {"results": {"0": [["spf", "pass"]]}}
    lines = [
        json.dumps({"id": name, "corpus": corpus, "raw": said("spf=fail"), "expected": expected})
        for name, corpus, expected in (("one", "authres", right), ("two", "authres", wrong), ("x", "x", {}))
    ]
    with gzip.open(tmp_path / "open.jsonl.gz", "wt", encoding="utf-8") as corpus:
        corpus.write("\n".join(lines))
    assert compared([str(tmp_path)]) == 1
    shown = capsys.readouterr().out.splitlines()
    assert (shown[0], shown[1], shown[-1]) == ("equal    one", "unequal  two", "1 of 2 equal")
    assert compared([]) == compared([str(tmp_path / "nowhere")]) == 2
