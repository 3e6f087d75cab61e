"""What a manager's hand does for the third time is proposed, as a rule or as a word; nothing changes by itself."""

from tests.house import ANNA, HANSEN, HARBOUR, MILLER, SABINE, YILDIZ, House, text_of

WOLF = "info@sanitaer-wolf.example"
MEIER = "auftrag@heizung-meier.example"


def read(house: House) -> str:
    return " ".join(text_of(house.last_to(SABINE)).replace("\u00a0", " ").split())


def rules(house: House) -> dict[str, tuple[str, bool]]:
    with house.gateway.database.engine.begin() as connection:
        rows = connection.exec_driver_sql("select property, category, assignee, is_approved from rules")
        return {f"{row[0]}/{row[1]}": (row[2], bool(row[3])) for row in rows}


def orders_water(house: House, *authors: str) -> None:
    """Each reports water at Lindenweg, where no rule speaks of it, and Sabine orders Wolf by hand."""
    for author in authors:
        house.writes(author, "Bei mir tropft das Wasser aus dem Rohr.", subject="Wasser")
        house.answers(SABINE, house.last_to(SABINE), "BEAUFTRAGEN Wolf")


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
    orders_water(house, ANNA)
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
