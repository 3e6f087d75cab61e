"""Sample letters to the whole house."""

from dataclasses import replace
from datetime import timedelta

from hauspost.cli.samples.neighbours import (
    HIDDEN,
    KRAUSE,
    LIFT,
    VISIT,
    to_house,
)
from hauspost.cli.samples.world import (
    HARBOUR,
    HOUSE,
    MORNING,
    NOON,
    letter,
)
from hauspost.desk.houses import Role
from hauspost.desk.model import Status
from hauspost.desk.notices import Letter
from hauspost.desk.notices_to_people import (
    Acknowledged,
    AlreadyKnown,
    EveningLine,
    EveningLines,
    PublicNews,
)


def of_the_public(lang: str) -> dict[str, Letter]:
    soon = MORNING - timedelta(minutes=20)
    text = "Sehr geehrte Damen und Herren,\nder Aufzug steht noch bis Freitag."
    lines = (
        EveningLine(1050, "Licht", "Haus 12, Treppenhaus, 2. OG", "done", NOON, opened_at=MORNING),
        EveningLine(1052, "Müll", "Hof", "ordered", NOON, opened_at=soon),
    )
    late = replace(lines[0], at=MORNING - timedelta(hours=12), opened_at=MORNING - timedelta(days=1))
    open_lift = replace(LIFT, status=Status.OPEN)
    return {
        "public_summary": to_house(PublicNews("ordered", "Haus 14", MORNING, opened_at=soon), lang),
        "public_summary_opened": to_house(
            PublicNews("opened", "Haus 14", MORNING, reporter="Anna Berger"), lang, open_lift
        ),
        "public_summary_done": to_house(
            PublicNews("done", "Haus 14", NOON), lang, replace(LIFT, status=Status.DONE)
        ),
        "public_summary_owners": to_house(
            PublicNews("released", "Haus 14", MORNING),
            lang,
            replace(LIFT, audience=frozenset({Role.OWNER, Role.BOARD_MEMBER})),
        ),
        "public_summary_text": to_house(
            PublicNews("text", "Haus 14", NOON, text=text, by="Sabine Vogt", replies="manager_only"), lang
        ),
        "public_summary_neighbour": to_house(
            PublicNews("text", "Haus 14", NOON, text="Bei uns steht er auch.", replies="all"), lang
        ),
        "public_summary_date": to_house(PublicNews("date_fixed", "Haus 14", NOON, window=VISIT), lang),
        "public_summary_date_moved": to_house(PublicNews("date_moved", "Haus 14", NOON, window=VISIT), lang),
        "public_summary_date_off": to_house(PublicNews("date_off", "Haus 14", NOON, window=VISIT), lang),
        "public_summary_corrected": to_house(PublicNews("corrected", "Haus 14", NOON), lang, open_lift),
        "evening_corrected": to_house(
            EveningLines((EveningLine(1050, "Licht", "Haus 12", "corrected", NOON, status="OPEN"),)),
            lang,
            None,
        ),
        "evening": to_house(EveningLines(lines), lang, None),
        "evening_ended": to_house(EveningLines(lines[:1]), lang, None),
        "evening_late": to_house(EveningLines((late, lines[1])), lang, None),
        "evening_yesterday": to_house(EveningLines((replace(late, opened_at=None),)), lang, None),
        "evening_houses": to_house(
            EveningLines(
                (
                    replace(lines[0], house=HOUSE.id),
                    replace(lines[1], house=HOUSE.id),
                    EveningLine(1055, "Aufzug", "Aufgang B", "opened", NOON, house=HARBOUR.id),
                )
            ),
            lang,
            None,
            house=None,
            houses=(HOUSE, HARBOUR),
        ),
        "evening_caretaker": to_house(
            EveningLines(lines[1:]), lang, None, to=(replace(KRAUSE, language=lang),), address=KRAUSE.address
        ),
        "public_summary_caretaker": to_house(
            PublicNews("ordered", "Haus 14", MORNING, opened_at=soon),
            lang,
            to=(replace(KRAUSE, language=lang),),
            address=KRAUSE.address,
        ),
        "known": to_house(AlreadyKnown(1043, "Haus 14", "RELEASED", soon), lang),
        "acknowledgement_anonymous": letter(
            Acknowledged(MORNING, is_anonymous=True),
            lang,
            ticket=HIDDEN,
            category_label="Lärm" if lang == "de" else "Noise",
        ),
        "acknowledgement_anonymous_public": letter(
            Acknowledged(MORNING, is_anonymous=True, is_public=True),
            lang,
            ticket=replace(LIFT, participants=HIDDEN.participants),
            category_label="Aufzug" if lang == "de" else "Lift",
        ),
        "acknowledgement_ordered": letter(
            Acknowledged(MORNING, is_public=True), lang, ticket=replace(LIFT, subject="Heizung", number=1042)
        ),
        "acknowledgement_public": letter(
            Acknowledged(MORNING, is_public=True, access="ab 16 Uhr"),
            lang,
            ticket=replace(LIFT, subject="Heizung", number=1042, status=Status.OPEN),
        ),
    }
