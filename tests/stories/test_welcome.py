"""The first mail to somebody: it leaves once, in the own language, and an answer to it is a report."""

from hauspost.desk.decision import OweNotice
from hauspost.desk.houses import PersonId
from hauspost.desk.notices import NoticeKind
from hauspost.desk.welcoming import HouseAddress, Welcome
from hauspost.store import registry, welcoming
from tests.house import ANNA, HOUSE, MILLER, SABINE, House, text_of

FACTS = Welcome((HouseAddress("Lindenweg 12-14", HOUSE),))


def welcomes(house: House, address: str) -> bool:
    with house.gateway.database.read() as connection:
        people = registry.persons_by_address(connection, address)
    pairs = [(PersonId(p.id), address) for p in people]
    persons = tuple(person for person, _ in pairs)
    notice = OweNotice(NoticeKind.WELCOME, address, persons, FACTS, None, house.now)
    owed = house.gateway.database.write(
        lambda c: welcoming.welcome(c, notice, pairs, place="LW12", at=house.now)
    )
    house.gateway.drain()
    return owed


def test_the_mail_leaves_once_in_the_own_language(house: House) -> None:
    assert welcomes(house, ANNA)
    assert not welcomes(house, ANNA)
    (mail,) = house.mails_to(ANNA)
    assert HOUSE in text_of(mail)
    assert "Guten Tag Frau Berger" in text_of(mail)
    assert mail.message["Auto-Submitted"] == "auto-generated"
    assert welcomes(house, MILLER)
    assert "from now on your house has a mail address of its own" in " ".join(
        text_of(house.last_to(MILLER)).split()
    )


def test_it_tells_of_data_protection_and_the_first_answer_need_not(house: House) -> None:
    welcomes(house, ANNA)
    house.writes(ANNA, "Der Heizkörper im Bad ist kalt.")
    assert house.kinds_to(ANNA) == ["welcome", "acknowledgement"]
    welcome, answer = ("Verantwortlich für Ihre Daten" in text_of(mail) for mail in house.mails_to(ANNA))
    assert (welcome, answer) == (True, False)


def test_an_answer_to_it_is_a_report(house: House) -> None:
    welcomes(house, ANNA)
    house.answers(ANNA, house.last_to(ANNA), "Danke. Übrigens ist der Heizkörper im Bad kalt.")
    (ticket,) = house.tickets()
    assert (ticket.property_id, ticket.category) == ("LW12", "heating")
    assert house.kinds_to(SABINE) == ["new_ticket"]


def test_a_word_under_it_is_answered(house: House) -> None:
    welcomes(house, ANNA)
    house.answers(ANNA, house.last_to(ANNA), "HILFE")
    assert house.kinds_to(ANNA) == ["welcome", "help"]
    assert house.tickets() == []
