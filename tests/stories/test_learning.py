"""What a manager's hand does for the third time is proposed, as a rule or as a word; nothing changes by itself."""

from datetime import timedelta

from hauspost.desk.policy import Policy
from tests.golden_mails import check_golden
from tests.house import ANNA, HANSEN, HARBOUR, MILLER, SABINE, YILDIZ, House, house_on, text_of
from tests.stories.test_buttons import presses

WOLF = "info@sanitaer-wolf.example"
MEIER = "auftrag@heizung-meier.example"


def read(house: House) -> str:
    return " ".join(text_of(house.last_to(SABINE)).replace("\u00a0", " ").split())


def rules(house: House) -> dict[str, tuple[str, bool]]:
    with house.gateway.database.engine.begin() as connection:
        rows = connection.exec_driver_sql("select property, category, assignee, is_approved from rules")
        return {f"{row[0]}/{row[1]}": (row[2], bool(row[3])) for row in rows}


PIPE, TAP = "Bei mir tropft das Wasser aus dem Rohr.", "Der Wasserhahn am Waschbecken leckt."


def orders_water(house: House, *authors: str, words: str = PIPE, firm: str = "Wolf") -> None:
    """Each reports water at Lindenweg, where no rule speaks of it, and Sabine orders the firm by hand."""
    for author in authors:
        house.writes(author, words, subject="Wasser")
        house.answers(SABINE, house.last_to(SABINE), f"BEAUFTRAGEN {firm}")
        assert [firm in o.assignee_name for o in house.tickets()[-1].orders] == [True]


def test_the_third_same_order_is_proposed_as_a_rule_that_does_nothing_before_her_word(house: House) -> None:
    before = rules(house)
    orders_water(house, ANNA, YILDIZ)
    assert "REGEL OK" not in read(house)
    assert rules(house) == before
    orders_water(house, MILLER)
    assert "Als Regel vorschlagen?" in read(house)
    assert "REGEL OK LW12 Wasser" in read(house)
    assert rules(house)["LW12/water"][1] is False
    house.writes(ANNA, "Der Wasserhahn tropft.", subject="Wasserhahn")
    assert "VORSCHLAG" not in read(house)


def test_rule_ok_lets_the_next_report_propose_the_firm_and_one_ok_orders_it(house: House) -> None:
    orders_water(house, ANNA, YILDIZ, MILLER)
    house.answers(SABINE, house.last_to(SABINE), "REGEL OK LW12 Wasser", auth="pass")
    assert "Regel eingeschaltet" in read(house)
    assert rules(house)["LW12/water"][1] is True
    given = len(house.mails_to(WOLF))
    house.writes(YILDIZ, "Im Keller steht Wasser.", subject="Wasser im Keller")
    assert "Sanitär Wolf" in read(house)
    assert len(house.mails_to(WOLF)) == given
    house.answers(SABINE, house.last_to(SABINE), "OK")
    assert len(house.mails_to(WOLF)) == given + 1


def test_it_is_asked_once_and_stands_in_the_list_of_rules(house: House) -> None:
    orders_water(house, ANNA, YILDIZ, MILLER)
    orders_water(house, ANNA, words=TAP)
    assert "Als Regel vorschlagen?" not in read(house)
    house.writes(SABINE, "REGELN", subject="")
    assert "REGEL OK LW12 Wasser" in read(house)


def test_different_firms_houses_and_rules_make_no_pattern(house: House) -> None:
    for author in (ANNA, YILDIZ, MILLER):  # a rule for every house proposes Meier already
        house.writes(author, "Die Heizung ist kalt.", subject="Heizung")
        house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    assert "Als Regel" not in read(house)
    orders_water(house, ANNA, YILDIZ)
    house.writes(MILLER, "Wasser tropft.", subject="Wasser")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Meier")
    assert "Als Regel" not in read(house)
    house.writes(HANSEN, "Wasser tropft.", to=HARBOUR, subject="Wasser")
    house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Wolf")
    assert "Als Regel" not in read(house)


def corrects(house: House, *authors: str, words: str = "Das Knarzgerät brummt.") -> None:
    for author in authors:
        house.writes(author, words, subject="Guten Tag")
        house.answers(SABINE, house.last_to(SABINE), "KATEGORIE Heizung")


def category_of(house: House, words: str) -> str:
    house.writes(ANNA, words, subject="Bitte ansehen")
    return str(house.tickets()[-1].category)


def test_the_third_correction_proposes_its_word_and_the_word_decides_only_after_her_yes(house: House) -> None:
    corrects(house, ANNA, YILDIZ)
    assert "WORT OK knarz" not in read(house)
    corrects(house, MILLER)
    assert "WORT OK knarzgerät" in read(house)
    proposal = house.last_to(SABINE)
    assert category_of(house, "Das Knarzgerät ist aus.") == "general"
    house.answers(SABINE, proposal, "WORT OK knarzgerät", auth="pass")
    assert "steht jetzt für" in read(house)
    assert category_of(house, "Unser Knarzgeraet ist aus.") == "heating"


def test_names_and_everyday_words_are_never_proposed(house: House) -> None:
    corrects(house, ANNA, YILDIZ, MILLER, words="Hallo Frau Vogt, gestern brummt Berger Wohnung Treppenhaus")
    said = read(house)
    assert "WORT OK brummt" in said
    for word in ("vogt", "berger", "hallo", "gestern", "wohnung", "treppenhaus"):
        assert f"WORT OK {word}" not in said


def test_one_ticket_that_goes_to_and_fro_counts_once(house: House) -> None:
    corrects(house, ANNA, YILDIZ)
    for _ in range(2):
        house.answers(SABINE, house.last_to(SABINE), "KATEGORIE Wasser")
        house.answers(SABINE, house.last_to(SABINE), "KATEGORIE Heizung")
    assert "WORT OK knarz" not in read(house)


def test_a_correction_that_is_taken_back_counts_no_more(house: House) -> None:
    corrects(house, ANNA, YILDIZ)
    house.answers(SABINE, house.last_to(SABINE), "RÜCKGÄNGIG")
    corrects(house, MILLER)
    assert "WORT OK knarz" not in read(house)


def test_who_manages_some_houses_only_cannot_change_the_words_of_all(house: House) -> None:
    corrects(house, ANNA, YILDIZ, MILLER)
    proposal = house.last_to(SABINE)
    with house.gateway.database.engine.begin() as connection:
        connection.exec_driver_sql("delete from role_assignments where person = '9001' and property = 'HS5'")
    house.answers(SABINE, proposal, "WORT OK knarzgerät", auth="pass")
    assert "NICHT ausgeführt" in read(house)
    assert category_of(house, "Unser Knarzgeraet ist aus.") == "general"


def test_without_both_proofs_a_word_is_asked_back_first(house: House) -> None:
    corrects(house, ANNA, YILDIZ, MILLER)
    house.answers(SABINE, house.last_to(SABINE), "WORT OK knarzgerät")
    assert house.kinds_to(SABINE)[-1] == "confirmation"
    house.answers(SABINE, house.last_to(SABINE), "A")
    assert "steht jetzt für" in read(house)


# ---- what is proposed may be refused, once and for all


def test_a_refused_rule_is_not_proposed_again_for_that_firm(house: House) -> None:
    before = rules(house)
    orders_water(house, ANNA, YILDIZ, MILLER)
    proposal = house.last_to(SABINE)
    assert "REGEL NEIN LW12 Wasser, Bad & Rohre nicht wieder vorschlagen" in read(house)
    house.answers(SABINE, proposal, "REGEL NEIN LW12 Wasser")
    assert "Abgelehnt: Wasser, Bad & Rohre, Lindenweg 12" in read(house)
    assert rules(house) == before
    check_golden(house, "rule_refused")
    orders_water(house, ANNA, YILDIZ, MILLER, words=TAP)
    assert "Als Regel vorschlagen?" not in read(house)
    for word in ("REGEL NEIN LW12 Wasser", "REGEL OK LW12 Wasser"):
        house.answers(SABINE, proposal, word, client="iphone", auth="pass")
        assert "Diese Regel ist schon abgelehnt." in read(house)
    assert rules(house) == before


def test_another_firm_is_another_proposal(house: House) -> None:
    orders_water(house, ANNA, YILDIZ, MILLER)
    house.answers(SABINE, house.last_to(SABINE), "REGEL NEIN LW12 Wasser")
    orders_water(house, ANNA, YILDIZ, MILLER, words=TAP, firm="Meier")
    assert "REGEL OK LW12 Wasser" in read(house)
    assert rules(house)["LW12/water"][1] is False


def test_what_was_accepted_already_cannot_be_refused_by_the_old_mail(house: House) -> None:
    orders_water(house, ANNA, YILDIZ, MILLER)
    proposal = house.last_to(SABINE)
    house.answers(SABINE, proposal, "REGEL OK LW12 Wasser", auth="pass")
    house.answers(SABINE, proposal, "REGEL NEIN LW12 Wasser", client="iphone", auth="pass")
    assert "Eine Regel mit diesem Namen wartet nicht." in read(house)
    assert rules(house)["LW12/water"][1] is True


def test_a_button_refuses_a_rule(house: House) -> None:
    orders_water(house, ANNA, YILDIZ, MILLER)
    presses(house, SABINE, house.last_to(SABINE), "REGEL NEIN LW12 Wasser, Bad & Rohre")
    assert "LW12/water" not in rules(house)


def test_a_refused_word_is_not_proposed_at_the_sixth_time(house: House) -> None:
    corrects(house, ANNA, YILDIZ, MILLER)
    proposal = house.last_to(SABINE)
    house.answers(SABINE, proposal, "WORT NEIN knarzgerät")
    assert "„knarzgerät“ wird für Heizung & Warmwasser nicht wieder vorgeschlagen." in read(house)
    corrects(house, ANNA, YILDIZ, MILLER, words="Es brummt wieder, das Knarzgerät.")
    assert "WORT OK brummt" in read(house)
    assert "WORT OK knarz" not in read(house)
    for word in ("WORT NEIN knarzgerät", "WORT OK knarzgerät"):
        house.answers(SABINE, proposal, word, client="iphone", auth="pass")
        assert "Dieses Wort ist schon abgelehnt." in read(house)
    assert category_of(house, "Das Knarzgerät ist aus.") == "general"


def test_the_list_of_rules_shows_what_waits_and_takes_the_answers(house: House) -> None:
    orders_water(house, ANNA, YILDIZ, MILLER)
    corrects(house, ANNA, YILDIZ, MILLER)
    house.writes(SABINE, "REGELN", subject="")
    for said in (
        "3 warten auf Ihr Wort",
        "REGEL NEIN LW12 Wasser",
        "in 3 Meldungen, die Sie zu Heizung & Warmwasser gelegt haben",
        "WORT OK knarzgeraet",
        "WORT NEIN knarzgeraet",
    ):
        assert said in read(house)
    check_golden(house, "rules_that_wait")
    listed = house.last_to(SABINE)
    house.answers(
        SABINE, listed, "WORT NEIN knarzgeraet\nWORT OK brummt\nREGEL NEIN LW12 Wasser", auth="pass"
    )
    house.writes(SABINE, "REGELN", subject="")
    assert "auf Ihr Wort" not in read(house)
    assert category_of(house, "Es brummt so.") == "heating"


def test_who_manages_some_houses_only_is_shown_no_words_and_refuses_none(house: House) -> None:
    corrects(house, ANNA, YILDIZ, MILLER)
    proposal = house.last_to(SABINE)
    with house.gateway.database.engine.begin() as connection:
        connection.exec_driver_sql("delete from role_assignments where person = '9001' and property = 'HS5'")
    house.answers(SABINE, proposal, "WORT NEIN knarzgerät", auth="pass")
    assert "NICHT ausgeführt" in read(house)
    house.writes(SABINE, "REGELN", subject="")
    assert "WORT OK" not in read(house)


def next_morning(house: House) -> str:
    """The list of half past seven; it may be the first one, which has no earlier one to catch up with."""
    before = house.kinds_to(SABINE).count("morning")
    local = house.now.astimezone(house.gateway.plan.zone)
    to = local.replace(hour=7, minute=31) + timedelta(days=1)
    house.later(seconds=(to - local).total_seconds())
    found = [m for m in house.mails_to(SABINE) if "Werktags um" in text_of(m)]
    assert len(found) == before + 1
    return " ".join(text_of(found[-1]).replace("\u00a0", " ").split())


def test_the_morning_list_counts_the_words_that_wait_for_who_may_accept_them(furnished_url: str) -> None:
    with house_on(furnished_url, Policy(morning_list="on")) as house:
        corrects(house, ANNA, YILDIZ, MILLER)
        assert "Gelernt 2 Wörter für Kategorien warten: REGELN" in next_morning(house)
        house.writes(SABINE, "REGELN", subject="")
        answer = "WORT NEIN knarzgeraet\nWORT OK brummt"
        house.answers(SABINE, house.last_to(SABINE), answer, auth="pass")
        assert "Gelernt" not in next_morning(house)
        corrects(house, ANNA, YILDIZ, MILLER, words="Der Tröpfelkasten spinnt.")
        with house.gateway.database.engine.begin() as connection:
            connection.exec_driver_sql(
                "delete from role_assignments where person = '9001' and property = 'HS5'"
            )
        assert "Gelernt" not in next_morning(house)
