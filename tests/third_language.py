"""A story in a language that is only a folder: run with a package on the path whose `languages` holds one more, "pl".

A program of its own, since which languages there are is read once. It fails by its exit status.
"""

import sys
from datetime import date

from hauspost.config.sections import CompanySection
from hauspost.desk.languages import languages, say
from hauspost.desk.model import Status
from hauspost.outbound.catalogue import language
from hauspost.outbound.view import own_words
from tests.house import ANNA, SABINE, house_on, text_of
from tests.sample import load_sample
from tests.tables import bring

PEOPLE = f"""Personennummer;Anrede;Vorname;Nachname;E-Mail;Telefon;Sprache;Benachrichtigung;Weitergabe Kontakt
1001;Frau;Anna;Berger;{ANNA};0171 5550199;polnisch;sofort;fragen
9001;Frau;Sabine;Vogt;{SABINE};;pl;sofort;
"""


def main(url: str) -> None:
    assert languages() == ("de", "en", "pl")
    assert CompanySection(name="Sonnenschein", language="pl").language == "pl"
    counted = [language("pl").count("subjects.due_list", number) for number in (1, 3, 5)]
    assert counted == ["1 zgłoszenie", "3 zgłoszenia", "5 zgłoszeń"]
    load_sample(url)
    with house_on(url) as house:
        bring(house, {"persons.csv": PEOPLE})
        house.writes(ANNA, "The radiator in the bathroom stays cold.", subject="Heating")
        assert text_of(house.last_to(ANNA)).startswith("Dzień dobry Ms Berger,")
        asked = house.last_to(SABINE)
        assert say("commands.release", "pl") == "ZATWIERDŹ"
        assert "ZATWIERDŹ" in text_of(asked)
        assert "building 12, piętro 3 left" in text_of(asked)
        assert "(rule “Heizung & Warmwasser, wszystkie domy”" in " ".join(text_of(asked).split())
        assert own_words("po 16", language("pl")) == "po 16"
        assert own_words("ab 16 Uhr", language("pl")) == "“ab 16 Uhr”"
        house.answers(SABINE, asked, "zatwierdz\nPRZYPOMNIJ do czwartku\nPriorytet: pilne")
        ticket = house.ticket()
        assert ticket.status is Status.RELEASED
        assert ticket.follow_up_at is not None
        assert ticket.follow_up_at.date() == date(2025, 10, 16)
        assert ticket.priority == "high"
        house.answers(
            SABINE,
            house.last_to(SABINE),
            "Dzień dobry Ms Berger,\nthe fitter comes.\n\nWEWNĘTRZNE: pays late",
        )
        house.later(minutes=10)
        written = [text_of(mail) for mail in house.mails_to(ANNA)]
        assert any("the fitter comes." in text for text in written)
        assert not any("pays late" in text for text in written)


if __name__ == "__main__":
    main(sys.argv[1])
