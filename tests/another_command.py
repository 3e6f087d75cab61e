"""One more word to steer with: run with a package on the path that has it, HAUSPLAN, by the places that the page names.

A program of its own, since the table of words is read once. It fails by its exit status.
"""

import sys

from hauspost.desk.intents import Act
from tests.commands_whole import lacking
from tests.house import ANNA, SABINE, house_on, text_of
from tests.sample import load_sample


def main(url: str) -> None:
    assert list(lacking()) == []
    load_sample(url)
    with house_on(url) as house:
        house.writes(SABINE, "HILFE", subject="")
        assert "  HAUSPLAN " in text_of(house.last_to(SABINE))
        house.writes(SABINE, "Hausplan bitte", subject="")
        assert house.kinds_to(SABINE)[-1] == "listing"
        assert house.arrivals()[-1].trace["commands"][0]["act"] == str(Act("plan"))
        house.writes(SABINE, "HAUSPLAM", subject="")
        assert "Plan des Hauses" in text_of(house.last_to(SABINE))
        house.writes(ANNA, "HILFE", subject="")
        assert "HAUSPLAN" not in text_of(house.last_to(ANNA))
        house.writes(ANNA, "HAUSPLAN", subject="Bitte")
        assert house.kinds_to(ANNA)[-1] == "acknowledgement"  # to a resident it is text


if __name__ == "__main__":
    main(sys.argv[1])
