"""Sample lists, alerts and files."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hauspost.cli.samples.world import (
    KAYA,
    LORENZ,
    MILLER,
    MORNING,
    NOON,
    REPORT,
    VOGT,
    letter,
    offers,
    to_manager,
)
from hauspost.desk.intents import Act, Offer
from hauspost.desk.languages import say
from hauspost.desk.notices import Letter, NoticeKind
from hauspost.desk.notices_of_operation import Heartbeat, Operation, TroubleLine
from hauspost.desk.notices_on_request import FileEntry, FileOfTicket, Listing, TicketLine
from hauspost.desk.notices_to_managers import (
    Alert,
    HeldItem,
    HeldList,
    Unreached,
)
from hauspost.desk.retention import Retention
from hauspost.desk.telling import printed


def of_lists(lang: str) -> dict[str, Letter]:
    held = (
        HeldItem(
            318,
            MORNING,
            "fatma.privat@gmail.example",
            "unknown_sender",
            presumed="Fatma Yıldız",
            excerpt="Wasserfleck an der Decke … (Yıldız, WE07) … Rückruf bitte!",
            subject="Wasserfleck",
            can_take=True,
        ),
        HeldItem(
            319,
            MORNING - timedelta(days=2),
            "angebot@dachdecker-x.example",
            "no_property",
            subject="Unser Herbstangebot",
        ),
    )
    astray = (
        HeldItem(
            321,
            MORNING,
            "anna.berger@post.example",
            "wrong_house",
            presumed="Anna Berger",
            can_take=True,
            lives="LW12 WE03",
        ),
        HeldItem(
            322,
            MORNING,
            "dr.petersen@kanzlei.example",
            "wrong_house",
            presumed="Klaus Petersen",
            can_take=True,
            lives="LW12 WE04, HS5 WE01",
        ),
        HeldItem(323, MORNING, "", "no_from", subject="Heizung"),
        HeldItem(324, MORNING, "anna.berger@post.example", "several_froms", ticket=1042),
        HeldItem(325, MORNING, "ole.hansen@nord.example", "a_code_of_tomorrow"),
    )
    own = HeldItem(
        326,
        MORNING,
        VOGT.addresses[0],
        "unproven_command",
        presumed="Sabine Vogt",
        excerpt="FREIGEBEN",
        ticket=1042,
        can_take=True,
    )
    likely = replace(
        held[0],
        number=326,
        from_address="fyildiz@neu.example",
        reason="unknown_sender",
        presumed="",
        can_take=False,
        proposed="Fatma Yıldız",
        proposal="WE07",
        proposed_by="phone",
        ticket=None,
    )
    marked = tuple(
        HeldItem(
            327 + n,
            MORNING,
            f"angebot{n}@werbung.example",
            "unknown_sender",
            subject=f"Nur heute: {n} % auf Dachziegel",
            is_spam=True,
        )
        for n in range(23)
    )
    entries = (
        FileEntry(MORNING, "resident", "opened", "Anna Berger", REPORT),
        FileEntry(NOON, "internal", "note", "Sabine Vogt", "Mieterin ist mit zwei Mieten im Rückstand."),
        FileEntry(NOON, "resident", "status", "Sabine Vogt", before="OPEN", after="RELEASED"),
        FileEntry(NOON, "internal", "category", "Sabine Vogt", before="Allgemein", after="Heizung"),
        FileEntry(NOON, "internal", "assigned", "Sabine Vogt", before="Tim Lorenz", after="Sabine Vogt"),
        FileEntry(NOON, "resident", "message", "Sabine Vogt", "Wir kommen am Donnerstag.", is_retracted=True),
    )
    lines = (
        TicketLine(1042, "Heizung", "OPEN", changed_at=MORNING),
        TicketLine(
            1031, "Klingel geht nicht", "DONE", changed_at=MORNING - timedelta(days=30), is_rejected=True
        ),
    )
    at_home: dict[str, Any] = {"place": "Haus 12, 3. OG links", "who": "Berger", "house": "Lindenweg 12"}
    shown = tuple(replace(line, status="OPEN", is_rejected=False, **at_home) for line in lines)
    replaced: dict[str, Any] = {"ticket": None, "reporter": None}
    return {
        "held_list": to_manager(HeldList(held), lang, **replaced),
        "held_list_astray": to_manager(HeldList(astray), lang, **replaced),
        "held_list_own": to_manager(HeldList((own,)), lang, **replaced),
        "held_list_proposed": to_manager(HeldList((likely, *marked[:1])), lang, **replaced),
        "held_list_spam": to_manager(HeldList(marked), lang, **replaced),
        "held_list_one": to_manager(HeldList(held[:1]), lang, **replaced),
        "alert_quarantined": to_manager(
            Alert("quarantined", 4711, "ole.hansen@nord.example", "Briefkasten", at=MORNING), lang, **replaced
        ),
        "alert_undelivered": to_manager(
            Alert(
                "undelivered",
                subject="[T-1042] Heizung",
                recipient="anna.berger@post.example",
                reply="550 5.1.1 <anna.berger@post.example>: Recipient address rejected: User unknown",
                at=MORNING,
            ),
            lang,
        ),
        "alert_undelivered_known": to_manager(
            Alert(
                "undelivered",
                subject="[T-1042] Heizung",
                recipient="james.miller@inbox.example",
                who="James Miller",
                phone="030 5550133",
                reply="550 5.1.1 User unknown",
                at=MORNING,
            ),
            lang,
            reporter=MILLER,
        ),
        "alert_undeliverable_several": to_manager(
            Alert(
                "undeliverable",
                at=MORNING,
                several=(
                    Unreached(
                        "james.miller@inbox.example", "James Miller", "030 5550133", "550 5.1.1 User unknown"
                    ),
                    Unreached("b.kaya@web.example", "Baris Kaya", waiting=("[T-1043] Aufzug",)),
                ),
            ),
            lang,
            offers=(
                Offer("1 " + printed(Act.REACHABLE, lang), Act.REACHABLE, value="james.miller@inbox.example"),
                Offer("2 " + printed(Act.REACHABLE, lang), Act.REACHABLE, value="b.kaya@web.example"),
            ),
            **replaced,
        ),
        "alert_undelivered_aside": to_manager(
            Alert("undelivered", recipient="james.miller@inbox.example", who="James Miller", at=MORNING),
            lang,
            **replaced,
        ),
        **{
            f"alert_{what}": to_manager(
                Alert(
                    what,
                    recipient="james.miller@inbox.example",
                    who="James Miller",
                    phone="030 5550133",
                    at=MORNING,
                ),
                lang,
            )
            for what in ("complained", "complained_of_own")
        },
        "alert_relay": to_manager(
            Alert("relay", reply="4.4.1 smtps://relay.example:465: no answer in time", at=MORNING),
            lang,
            ticket=None,
            house=None,
        ),
        "operation_began": to_manager(
            Operation(
                "mx1",
                (
                    TroubleLine("disk", MORNING, "120 MiB"),
                    TroubleLine(
                        "imap", MORNING, "imap.example:993 refuses the login (no)", "office", "login"
                    ),
                    TroubleLine("imap_mail", MORNING, "mail 5 is not given out", "second", "one_mail"),
                ),
                (TroubleLine("arrivals", MORNING - timedelta(days=1), until=MORNING),),
            ),
            lang,
            house=None,
            **replaced,
        ),
        "operation_ended": to_manager(
            Operation(
                "mx1",
                ended=(
                    TroubleLine(
                        "relay",
                        MORNING - timedelta(hours=3),
                        "4.4.1 smtps://relay.example:465: no answer in time",
                        until=MORNING,
                    ),
                ),
            ),
            lang,
            house=None,
            **replaced,
        ),
        "heartbeat": to_manager(
            Heartbeat("mx1", MORNING, undecided=0, held=3, quarantined=0, queued=2, failed=1),
            lang,
            house=None,
            **replaced,
        ),
        "alert_undeliverable": to_manager(
            Alert(
                "undeliverable",
                recipient="james.miller@inbox.example",
                who="James Miller",
                phone="030 5550133",
                reply="550 5.1.1 User unknown",
                at=MORNING,
                waiting=("[T-1042] Heizung",),
            ),
            lang,
            reporter=MILLER,
            offers=(
                Offer(
                    "REACHABLE" if lang == "en" else "ERREICHBAR",
                    Act.REACHABLE,
                    value="james.miller@inbox.example",
                ),
            ),
        ),
        "alert_mailbox": to_manager(
            Alert(
                "mailbox",
                who="office",
                reply="imap.example:993 refuses the login ([AUTHENTICATIONFAILED] Authentication failed.);"
                " check the user in url, and the password",
                at=MORNING,
            ),
            lang,
            **replaced,
        ),
        "alert_mailbox_mail": to_manager(
            Alert(
                "mailbox_mail",
                who="office",
                reply="imap.example:993 does not give mail 5 out ([SERVERBUG] Internal error);"
                " look at it with a mail program",
                at=MORNING,
            ),
            lang,
            **replaced,
        ),
        "alert_mailbox_keeps": to_manager(
            Alert(
                "mailbox_keeps",
                who="office",
                reply='mails cannot be moved to the folder "Hauspost/done" ([OVERQUOTA] Quota exceeded);'
                " let the account make and fill it; until then mails are taken and stay where they lie",
                at=MORNING,
            ),
            lang,
            **replaced,
        ),
        "alert_template": to_manager(
            Alert(
                "template",
                reply="de/order.j2:4: it asks for what this mail does not have ('firm' is undefined);"
                " docs/templates.md says what it has",
                at=MORNING,
            ),
            lang,
            **replaced,
        ),
        **{
            f"alert_{what}": to_manager(
                Alert(
                    what,
                    at=MORNING,
                    waiting=(
                        f"Hafenstraße 5: {say(f'kept.{Retention.TRIVIAL}', lang)} (2): T-1019, T-1042",
                        f"Lindenweg 12: {say(f'kept.{Retention.TICKET}', lang)} (14)",
                    ),
                ),
                lang,
                offers=offers(lang, Act.STOP) if what == "retention" else (),
                **replaced,
            )
            for what in ("retention", "retention_done")
        },
        "alert_retention_stopped": to_manager(Alert("retention_stopped", who="Tim Lorenz"), lang, **replaced),
        "listing": letter(Listing("list", lines), lang, ticket=None),
        "listing_status": letter(Listing("status", lines[:1]), lang),
        "listing_empty": letter(Listing("list"), lang, ticket=None),
        "listing_manager": to_manager(Listing("list", shown), lang, **replaced),
        "listing_manager_houses": to_manager(
            Listing(
                "list",
                tuple(
                    replace(line, house=house)
                    for line, house in zip(shown, ("Lindenweg 12", "Hafenstraße 5"), strict=True)
                ),
            ),
            lang,
        ),
        "file": to_manager(FileOfTicket(entries), lang),
        "own_file": letter(
            FileOfTicket(
                (
                    FileEntry(MORNING, "resident", "opened", "Anna Berger", REPORT),
                    FileEntry(NOON, "resident", "status", "", after="RELEASED"),
                    FileEntry(NOON, "resident", "message", "Sabine Vogt", "Es kommt jemand."),
                )
            ),
            lang,
            kind=NoticeKind.OWN_FILE,
        ),
        "file_outside": to_manager(FileOfTicket(entries[:1]), lang, reporter=KAYA, responsible=LORENZ),
    }
