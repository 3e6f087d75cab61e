"""Thanks, JA, ICH AUCH: entries that the morning list counts, and a mail where the table of mails says so (WORDS 7)."""

from hauspost.desk.case import Case
from hauspost.desk.channels import Channel
from hauspost.desk.decision import OweNotice
from hauspost.desk.intents import Said
from hauspost.desk.mail_table import Event
from hauspost.desk.model import Ticket
from hauspost.desk.notices import NoticeKind
from hauspost.desk.notices_to_managers import PersonWrote
from hauspost.desk.telling import conversation_offers, managers_to_tell, names, tell


def tell_small_word(case: Case, said: Said, ticket: Ticket, channel: Channel) -> tuple[OweNotice, ...]:
    wrote = PersonWrote(text=said.whole, by=names(case.author), hold_minutes=case.policy.hold_minutes)
    return tuple(
        mail
        for manager in managers_to_tell(case, Event.SMALL_WORD)
        for mail in tell(
            case,
            (manager,),
            NoticeKind.PERSON_WROTE,
            wrote,
            channel=channel,
            offers=conversation_offers(ticket.status, manager.language),
        )
    )
