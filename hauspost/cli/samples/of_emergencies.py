"""Sample letters of emergencies: to whoever wrote, to strangers, to all managers; and of what only a person answers."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hauspost.cli.samples.world import HOUSE, MORNING, TICKET, letter, to_manager, to_stranger
from hauspost.desk.alarms import offers as alarm_offers
from hauspost.desk.emergencies import promise_offer
from hauspost.desk.model import Flag, Status, Visibility
from hauspost.desk.notices import Letter
from hauspost.desk.notices_of_emergencies import Alarm, AlarmReport, CallNow
from hauspost.desk.notices_to_managers import NewTicket, PersonWrote
from hauspost.desk.notices_to_people import Acknowledged, PublicNews
from hauspost.desk.urgency import Kind, Level

NIGHT = datetime(2026, 1, 11, 21, 41, tzinfo=UTC)  # Sunday, 22:41 in Berlin
LIFE = (
    Kind.GAS,
    Kind.FIRE,
    Kind.CARBON_MONOXIDE,
    Kind.ELECTRIC,
    Kind.LIFT_PERSON,
    Kind.PERSON,
    Kind.COLLAPSE,
)
NUMBERS = {Kind.GAS: "040 5550112", Kind.LIFT_PERSON: "030 5550111"}
EMERGENCY = replace(TICKET, number=1090, flags=frozenset({Flag.EMERGENCY}), opened_at=NIGHT, changed_at=NIGHT)
SAID = {
    "de": "Im ganzen Haus ist die Heizung aus und kein warmes Wasser seit 20 Uhr!!!\nMein Sohn hat Fieber.",
    "en": "The heating is off in the whole building, no hot water since 8 pm!!!\nMy son has a fever.",
}
DEADLINE = date(2025, 10, 31)
THREAT = "Letzte Frist bis 31.10.2025, sonst mindere ich die Miete um 20 %."


def of_emergencies(lang: str) -> dict[str, Letter]:
    night = {"at": NIGHT, "event_at": NIGHT, "ticket": EMERGENCY}
    call = CallNow("emergency", "heating", NIGHT, number="030 5550100", is_everywhere=True)
    firm = replace(call, whose="Heizung Meier GmbH", mailed="Heizung Meier GmbH")
    first = AlarmReport("Anna Berger", SAID[lang], NIGHT, 1090, "Haus 12, 3. OG links", "0171 5550199")
    second = AlarmReport(
        "James Miller", "No heating in the whole building.", NIGHT, 1091, "Haus 14, 2. OG rechts"
    )
    alarm = Alarm("emergency", "heating", (first,), words=("heizung aus",), on_call="Heizung Meier GmbH")
    ordered = replace(alarm, ordered="Heizung Meier GmbH", on_call="", phone="030 5550121")
    stranger = AlarmReport("01705550177@mms.example", "frau steckt im aufzug fest", NIGHT, is_unknown=True)
    answers = alarm_offers(Status.OPEN, lang)
    life = {
        f"emergency_{kind}": letter(
            CallNow("life_danger", kind, NIGHT, number=NUMBERS.get(kind, "")), lang, **night
        )
        for kind in LIFE
    }
    return life | {
        "emergency": letter(call, lang, offers=(promise_offer(lang),), **night),
        "emergency_mailed": letter(firm, lang, offers=(promise_offer(lang),), **night),
        "emergency_without_number": letter(replace(call, number="", kind="water"), lang, **night),
        "emergency_promised": letter(replace(call, promised_at=NIGHT), lang, **night),
        "emergency_accepted": letter(
            replace(call, promised_at=NIGHT, promised_by="Heizung Meier GmbH"), lang, **night
        ),
        "emergency_stranger": to_stranger(
            replace(call, is_stranger=True, number="030 5550199", is_everywhere=False), lang
        ),
        "emergency_stranger_gas": to_stranger(
            CallNow(str(Level.LIFE_DANGER), "gas", NIGHT, number="030 5550199", is_stranger=True), lang
        ),
        "emergency_stranger_lift": to_stranger(
            CallNow(str(Level.LIFE_DANGER), "lift_person", NIGHT, number="030 5550199", is_stranger=True),
            lang,
        ),
        "alarm": to_manager(alarm, lang, offers=answers, **night),
        "alarm_ordered": to_manager(ordered, lang, offers=answers, **night),
        "alarm_repeated": to_manager(replace(alarm, repeat=2), lang, offers=answers, **night),
        "alarm_several": to_manager(
            replace(ordered, reports=(first, second), earlier=3), lang, offers=answers, **night
        ),
        "alarm_sensitive": to_manager(
            replace(alarm, reports=(replace(first, is_anonymous=True, is_legal=True, deadline=DEADLINE),)),
            lang,
            offers=answers,
            **night,
        ),
        "alarm_life_danger": to_manager(
            Alarm("life_danger", "gas", (first,), words=("riecht stark nach gas",)),
            lang,
            offers=answers,
            **night,
        ),
        "alarm_stranger": to_manager(
            Alarm("life_danger", "lift_person", (stranger,), words=("steckt",)),
            lang,
            offers=alarm_offers(None, lang),
            at=NIGHT,
            event_at=NIGHT,
            ticket=None,
            reporter=None,
            house=HOUSE,
        ),
        "alarm_unanswered": to_manager(
            Alarm("life_danger", "gas", (stranger,), is_answered=False),
            lang,
            offers=alarm_offers(None, lang),
            **(night | {"ticket": None, "reporter": None}),
        ),
        "alarm_raised": to_manager(
            replace(alarm, raised_by="Sabine Vogt", words=()), lang, offers=answers, **night
        ),
        "alarm_promised": to_manager(
            Alarm("emergency", "heating", promised_at=NIGHT, promised_by="Anna Berger"),
            lang,
            offers=answers,
            **night,
        ),
        "alarm_off": to_manager(Alarm("emergency", "heating", off_by="Sabine Vogt"), lang, **night),
        "emergency_off": letter(replace(call, is_off=True), lang, **night),
        "alarm_lost": to_manager(
            Alarm("emergency", "heating", on_call="Kessel Krause", lost="Heizung Meier GmbH"),
            lang,
            offers=answers,
            **night,
        ),
        "alarm_lost_and_tried": to_manager(
            Alarm("emergency", "heating", ordered="Kessel Krause", lost="Heizung Meier GmbH"),
            lang,
            offers=answers,
            **night,
        ),
        "public_on_call": letter(
            PublicNews("on_call", "Lindenweg 12", NIGHT),
            lang,
            at=NIGHT,
            event_at=NIGHT,
            reporter=None,
            ticket=replace(
                EMERGENCY,
                subject="",
                visibility=Visibility.PUBLIC,
                public_place="Lindenweg 12",
                reporter=None,
            ),
        ),
        "acknowledgement_legal": letter(Acknowledged(MORNING, is_legal=True), lang),
        "new_ticket_legal": to_manager(
            NewTicket(THREAT, MORNING, "Anna Berger", "tenant", is_legal=True, deadline=date(2025, 10, 31)),
            lang,
        ),
        "new_ticket_deadline": to_manager(
            NewTicket(
                THREAT, MORNING, "Anna Berger", is_legal=True, deadline=date(2025, 10, 31), is_reminder=True
            ),
            lang,
        ),
        "new_ticket_urgent": to_manager(
            NewTicket("Die Haustür schließt nicht.", MORNING, "Anna Berger", "tenant", is_urgent=True), lang
        ),
        "person_wrote_legal": to_manager(PersonWrote(THREAT, "Anna Berger", says="legal"), lang),
    }
