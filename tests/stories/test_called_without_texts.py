"""Where no short texts are kept, "!termin" is a word in the office, and reaches nobody outside unasked."""

from tests.house import ANNA, SABINE, House, text_of
from tests.stories.test_abbreviations import spoken


def test_where_no_texts_are_kept_it_leaves_only_by_a_word(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")
    house.answers(SABINE, house.last_to(SABINE), "Guten Tag Frau Berger,\n!termin\nS. Vogt")
    assert house.kinds_to(ANNA) == ["acknowledgement"]
    assert "„!termin“" in spoken(house, SABINE)
    asked = house.last_to(SABINE)
    house.answers(SABINE, asked, "SENDEN")
    said = text_of(house.last_to(ANNA))
    assert said.count("!termin") == 1
    assert "Guten Tag Frau Berger" in said
    house.answers(SABINE, asked, "SENDEN", client="iphone")
    assert house.kinds_to(ANNA) == ["acknowledgement", "message"]


def test_where_no_texts_are_kept_it_is_a_word_like_any_other_inside(house: House) -> None:
    house.writes(ANNA, "Heizkörper kalt.")
    house.answers(SABINE, house.last_to(SABINE), "!wichtig")
    assert house.kinds_to(SABINE)[-1] == "not_sent"
    assert house.entries(1001)[-1].text == "!wichtig"
    house.writes(SABINE, "!wichtig\nDer Keller ist abzuschließen.", subject="Keller")
    assert len(house.tickets()) == 2
