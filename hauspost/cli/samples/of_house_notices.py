"""Sample letters of notices to the house: the preview, the mail itself, the sheet's, the receipts and the report."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hauspost.cli.samples.world import MORNING, NOON, letter, person, to_manager
from hauspost.desk.houses import Role
from hauspost.desk.intents import Act, Offer
from hauspost.desk.notices import Letter
from hauspost.desk.notices_of_house import (
    Circle,
    HouseBack,
    HouseDraft,
    Household,
    HouseNotice,
    HousePaper,
    HousePreview,
    HouseReport,
    HouseSent,
    Listed,
    ReachFigures,
    Remark,
    Shown,
)
from hauspost.desk.notices_to_managers import NewTicket
from hauspost.desk.notices_to_people import Noted
from hauspost.desk.work import Window

WATER = {
    "de": "Sehr geehrte Bewohnerinnen und Bewohner,\nwegen Reparatur am Steigstrang wird am 16.10. von 9 bis 12 Uhr in "
    "Haus 12 das Wasser abgestellt. Bitte Wasser bevorraten.",
    "en": "Dear residents,\nthe riser is being repaired: on 16 October there is no water in house 12 from 9 am to 12. "
    "Please store some.",
}
SUBJECT = {
    "de": "Wasserabstellung Do 16.10. 9-12 Uhr Haus 12",
    "en": "No water on Thu 16 Oct, 9 am to 12, house 12",
}
BINS = {
    "de": "die neue Papiertonne steht ab sofort im Hof, links neben dem Fahrradständer.",
    "en": "the new paper bin now stands in the courtyard, to the left of the bicycle stand.",
}
KRAUSE = person("krause", "Krause", "Uwe", "Herr", "krause.hausmeister@service.example")
MORNING_OF_IT = datetime(2025, 10, 16, 7, 0, tzinfo=UTC)
WINDOW = Window(MORNING_OF_IT, MORNING_OF_IT + timedelta(hours=3))
WITHOUT = (Household("WE05", "Ilse Schröder"), Household("WE08", "Ute Wagner und Paul Wagner"))
FIGURES = ReachFigures(11, 9, 10, WITHOUT, tenants=8, owners=5, elsewhere=4)
LAST = date(2025, 10, 16)


def of_house_notices(lang: str) -> dict[str, Letter]:
    water = HouseDraft(7, SUBJECT[lang], WATER[lang], Circle(("Haus 12",)), WINDOW, LAST)
    bins = HouseDraft(8, "Papiertonne" if lang == "de" else "Paper bin", BINS[lang])
    office = {"ticket": None, "reporter": None, "category_label": "", "place": ""}
    notice = HouseNotice(water, "Sabine Vogt", Listed("aushang-301"))
    asked = HousePreview(
        Shown.ASKS, water, FIGURES, ("Uwe Krause",), until=NOON + timedelta(days=2, hours=15, minutes=55)
    )
    words = {
        "de": ("SENDEN", "SOFORT SENDEN", "MIT EIGENTÜMERN", "AN ALLE", "STOPP", "ZURÜCKZIEHEN"),
        "en": ("SEND", "SEND NOW", "WITH OWNERS", "TO ALL", "STOP", "WITHDRAW"),
    }[lang]
    send, now = Offer(words[0], Act.SEND), Offer(words[1], Act.YES, value="now")
    owners, everybody = Offer(words[2], Act.CHOOSE, value="owners"), Offer(words[3], Act.CHOOSE, value="all")
    stop, back = Offer(words[4], Act.STOP), Offer(words[5], Act.UNDO)
    remarks = tuple(
        Remark(what, "WE05", LAST)
        for what in (
            *("date_past", "several_dates", "other_dates", "contradictory", "no_such_day", "ambiguous_day"),
            *("holiday", "sunday", "no_end", "valid_before", "valid_past", "valid_unclear", "mentions"),
            *("file_refused", "file_too_large"),
        )
    )
    wide = ReachFigures(
        13, 11, 11, WITHOUT, tenants=8, owners=7, buildings=(("Haus 12", 7), ("Haus 14", 6)), unwilling=1
    )
    narrow = replace(water, circle=Circle(units=("WE03", "WE05"), roles=(Role.TENANT,)))
    outcomes = (Shown.EMPTY, Shown.TOO_LONG, Shown.OVER, Shown.UNCLEAR, Shown.DISCARDED)
    return {
        "noted_notice_word": letter(Noted("notice_word", about=SUBJECT[lang]), lang, **office),
        "noted_notice_mute": letter(Noted("notice_mute", about=SUBJECT[lang]), lang, **office),
        "house_preview": to_manager(asked, lang, offers=(send, owners, everybody, stop), **office),
        "house_preview_quiet": to_manager(
            replace(
                asked,
                draft=replace(water, circle=Circle(with_owners=True), file_names=("Plan.pdf", "Ventil.jpg")),
                figures=wide,
                caretakers=(),
                leaves_at=NOON + timedelta(hours=23),
                replaces_at=NOON - timedelta(days=1),
                overtook=True,
            ),
            lang,
            offers=(send, now, everybody, stop),
            **office,
        ),
        "house_preview_remarks": to_manager(
            replace(
                asked,
                outcome=Shown.NOT_UNDERSTOOD,
                draft=replace(narrow, remarks=remarks),
                figures=ReachFigures(1, 1, 1, tenants=1),
                said="vielleicht" if lang == "de" else "perhaps",
            ),
            lang,
            offers=(send, stop),
            **office,
        ),
        "house_preview_nobody": to_manager(
            HousePreview(Shown.NOBODY, water, ReachFigures(2, without=WITHOUT, tenants=3), until=NOON),
            lang,
            offers=(everybody, stop),
            **office,
        ),
        "house_preview_too_large": to_manager(
            HousePreview(
                Shown.TOO_LARGE,
                replace(water, file_names=("Plan.pdf",), octets=3_000_000),
                replace(FIGURES, addresses=2_000),
                until=NOON,
                most=104_857,
            ),
            lang,
            offers=(stop,),
            **office,
        ),
        **{f"house_preview_{one}": to_manager(HousePreview(one, water), lang, **office) for one in outcomes},
        "house_notice": letter(notice, lang, **office),
        "house_notice_plain": letter(HouseNotice(bins, "Sabine Vogt", Listed("aushang-302")), lang, **office),
        "house_notice_all_day": letter(
            replace(
                notice,
                draft=replace(
                    water,
                    circle=Circle(roles=(Role.OWNER, Role.BOARD_MEMBER)),
                    window=Window(
                        MORNING_OF_IT - timedelta(hours=9), MORNING_OF_IT + timedelta(hours=15), is_day=True
                    ),
                ),
                calendar=Listed("aushang-301", 1),
                replaces_at=NOON - timedelta(days=1),
            ),
            lang,
            **office,
        ),
        "house_notice_no_end": letter(
            replace(
                notice, draft=replace(water, circle=Circle(with_owners=True), window=Window(MORNING_OF_IT))
            ),
            lang,
            **office,
        ),
        "house_paper": letter(
            HousePaper(notice, WITHOUT),
            lang,
            to=(replace(KRAUSE, language=lang),),
            address=KRAUSE.address,
            **office,
        ),
        "house_sent": to_manager(HouseSent(notice, FIGURES, ("Uwe Krause",)), lang, offers=(back,), **office),
        "house_sent_waits": to_manager(
            HouseSent(notice, FIGURES, leaves_at=NOON + timedelta(hours=23)),
            lang,
            offers=(replace(back, word=words[4]),),
            **office,
        ),
        "house_sent_back": to_manager(HouseSent(notice, is_back=True, told=8, unsent=1), lang, **office),
        "house_sent_back_in_time": to_manager(HouseSent(notice, is_back=True, unsent=9), lang, **office),
        "house_back": letter(
            HouseBack(water, "Sabine Vogt", "a7", NOON - timedelta(days=1), Listed("aushang-301", 1)),
            lang,
            **office,
        ),
        "house_back_paper": letter(
            HouseBack(
                water, "Sabine Vogt", "a7", NOON - timedelta(days=1), Listed("aushang-301", 1), is_paper=True
            ),
            lang,
            to=(replace(KRAUSE, language=lang),),
            address=KRAUSE.address,
            **office,
        ),
        "house_report": to_manager(
            HouseReport(
                SUBJECT[lang],
                NOON - timedelta(days=1),
                delivered=8,
                failed=(Household("WE11", "James Miller", "550 5.1.1 no such user"),),
                waiting=1,
                unsent=2,
                without=WITHOUT,
                caretakers=("Uwe Krause",),
            ),
            lang,
            offers=(back,),
            **office,
        ),
        "new_ticket_answers_notice": to_manager(
            NewTicket(
                BINS[lang], MORNING, "Anna Berger", "tenant", answers_notice=SUBJECT[lang], notice_at=MORNING
            ),
            lang,
        ),
        "house_report_late": to_manager(
            HouseReport(
                SUBJECT[lang],
                NOON - timedelta(days=1),
                failed=(Household("WE11", "James Miller", "550 5.1.1 no such user"),),
                is_late=True,
            ),
            lang,
            offers=(back,),
            **office,
        ),
        "house_report_all": to_manager(
            HouseReport(SUBJECT[lang], NOON - timedelta(days=1), delivered=9), lang, offers=(back,), **office
        ),
    }
