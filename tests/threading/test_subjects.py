"""Subjects: tags of ours are found, signs of answering go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hauspost.parsers.subjectsigns import PREFIXES
from hauspost.threading.subjects import bare_subject, order_tags_in, tags_in
from tests.effort import assert_no_crawl


@pytest.mark.parametrize(
    "subject, numbers",
    [
        ("[T-1042] Heizung", (1042,)),
        ("AW: [t-1042] Heizung", (1042,)),
        ("[T-1042][T-7] und [T-1042]", (1042, 7)),
        ("Auftrag [A-1042-1] Lindenweg", (1042,)),
        ("[A-1042-1] [T-1042]", (1042,)),
        ("T-1042 Heizung", ()),
        ("(T-1042)", ()),
        ("[T-0]", ()),
        ("[T-0042]", ()),
        ("[T-]", ()),
        ("[T-1042", ()),
        ("[A-1042]", ()),
        ("[T-1234567890]", ()),
        ("[T-٤٢]", ()),  # digits of other scripts name nothing
        ("", ()),
    ],
)
def test_a_tag_names_a_ticket_only_in_its_brackets(subject: str, numbers: tuple[int, ...]) -> None:
    assert tags_in(subject) == numbers


@pytest.mark.parametrize(
    "subject, orders",
    [
        ("AW: [A-1042-1] Heizung", ((1042, 1),)),
        ("[a-1042-12] [T-7] [A-1042-12] [A-7-2]", ((1042, 12), (7, 2))),
        ("[A-1042] [A-1042-0] [A-1042-1000] A-1042-1x XA-1042-1 [T-1042]", ()),
        ("Auftrag A-1042-1: Termin", ((1042, 1),)),
    ],
)
def test_an_order_s_tag_names_its_ticket_and_its_number(
    subject: str, orders: tuple[tuple[int, int], ...]
) -> None:
    assert order_tags_in(subject) == orders


@pytest.mark.parametrize(
    "subject, bare",
    [
        ("Re: Heizung kalt", "Heizung kalt"),
        ("AW: WG: Re[2]: RE (3): Antw.: Heizung kalt", "Heizung kalt"),
        ("WG:Heizung", "Heizung"),
        ("Aw : Heizung", "Heizung"),
        ("FWD: Fw: TR: RV: ENC: Odp: Ynt: SV: VS: Heizung", "Heizung"),
        ("回复：水", "水"),
        ("Weitergeleitet: Heizung", "Heizung"),
        ("[EXTERN] AW: Heizung", "Heizung"),
        ("AW: [T-1042] Re: [T-1042] Heizung", "Heizung"),
        ("[A-1042-1] Auftrag", "Auftrag"),
        ("Heizung [T-1042] im  3. OG", "Heizung im 3. OG"),
        ("Regen: alles nass", "Regen: alles nass"),
        ("Awning kaputt", "Awning kaputt"),
        ("Wasser: Re: gestern", "Wasser: Re: gestern"),
        ("Information: Ablesung", "Information: Ablesung"),
        ("Re:", ""),
        ("[T-1042]", ""),
        ("", ""),
    ],
)
def test_the_bare_subject_is_what_its_first_author_wrote(subject: str, bare: str) -> None:
    assert bare_subject(subject) == bare


@given(st.text(), st.lists(st.sampled_from([word for words in PREFIXES.values() for word in words])))
def test_any_subject_has_a_bare_one_and_signs_do_not_change_it(subject: str, signs: list[str]) -> None:
    bare = bare_subject(subject)
    assert bare_subject(bare) == bare
    assert tags_in(bare) == ()
    before = "".join(f"{sign.title()}: " for sign in signs[:20])
    assert bare_subject(before + subject) == bare


@pytest.mark.parametrize("hostile", ["Re: " * 100_000, "[T-" * 100_000, " " * 400_000, "Re[" * 100_000])
def test_a_hostile_subject_costs_nothing(hostile: str) -> None:
    assert_no_crawl(lambda: bare_subject(hostile), 0.5)
    assert_no_crawl(lambda: tags_in(hostile), 0.5)
