import pytest

from hauspost.parsers.authres import AuthResults, auth_results
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


def test_a_border_is_compared_without_case_and_version() -> None:
    header = "Authentication-Results: MX.House.Example 1 (ours); dmarc=pass\r\n" + FOREIGN
    assert results(header).verdict == "pass"
