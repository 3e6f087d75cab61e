"""Says which mail of ours a machine gives back, complains about or answers, and what that proves of its address."""

from dataclasses import replace

from hauspost.desk.case import Case
from hauspost.desk.failures import Failure, Returned
from hauspost.desk.notices import TO_THE_HOUSE
from hauspost.desk.proof import Auth, Key, Resolution, Route
from hauspost.desk.returns import away_key, complaint_key, order_key
from hauspost.parsers.mail import Complaint, Dsn, Origin, ParsedMail
from hauspost.store import reachability, tickets
from hauspost.store.connection import Connection
from hauspost.store.mails import AnsweredMail

AT_RETURN_PATH = "bounce-address"  # the resolution's cell of what came to a bounce+ address
# Somebody took it out of the spam folder (RFC 6430), or a server tells of a signature or a virus (RFC 6591, RFC 5965
# §7.3): nobody minds our mail.
NO_COMPLAINTS = frozenset({"not-spam", "auth-failure", "virus"})
LONGEST = 500  # of a server's words


def with_returned(
    connection: Connection, case: Case, parsed: ParsedMail, answered: AnsweredMail | None
) -> Case:
    """The case with what is known of the returned mail's address; unchanged where nothing of ours came back."""
    if answered is None or case.resolution.route is not Route.RECORD:
        return case
    failure: Failure | None = None
    if parsed.origin is Origin.BOUNCE:
        failure = said_of(parsed.dsn, case.resolution, answered)
        if failure is None:
            return case
    elif parsed.origin is Origin.COMPLAINT:
        if not is_about(parsed.complaint, case.resolution, answered):
            return case
    elif not is_absence(parsed, case.resolution, answered):
        return case
    address = answered.rcpt_to
    returned = Returned(
        mail=answered.mail,
        address=address,
        persons=answered.persons if address == answered.address else (),
        failure=failure,
        days=reachability.failed_on(connection, address, case.zone),
        is_off=reachability.is_off(connection, address),
        waiting=reachability.waiting(connection, address),
        complaint=parsed.complaint.kind if parsed.complaint else "",
        is_public=answered.kind in TO_THE_HOUSE,
    )
    case = replace(case, returned=returned)
    said = tickets.said_once(connection, (order_key(case, returned), complaint_key(returned), away_key(case)))
    return replace(case, said_once=case.said_once | said)


def said_of(report: Dsn | None, resolution: Resolution, answered: AnsweredMail) -> Failure | None:
    """None: a report that anybody could have written.

    A live return path names the mail, so its own address failed, whatever the report calls it: the mail may have been
    forwarded. Without it the report must return our Message-ID and name whom we wrote to.
    """
    recipients = report.recipients if report else ()
    own = next((r for r in recipients if r.address == answered.rcpt_to), None)
    if resolution.key is not Key.LIVE:
        is_ours = report is not None and report.original_message_id == answered.message_id
        if not is_ours or own is None:
            return None
    found = own or next(iter(recipients), None)
    return Failure(found.action, found.status, found.diagnostic[:LONGEST]) if found else Failure("", "")


def is_about(complaint: Complaint | None, resolution: Resolution, answered: AnsweredMail) -> bool:
    """Like a report without its key: it must return our Message-ID and name whom we wrote to (RFC 5965 §3.2)."""
    return (
        complaint is not None
        and complaint.kind not in NO_COMPLAINTS
        and complaint.original_message_id == answered.message_id
        and complaint.recipient == answered.rcpt_to
        and resolution.auth is not Auth.FAIL
    )


def is_absence(parsed: ParsedMail, resolution: Resolution, answered: AnsweredMail) -> bool:
    """A machine's answer to that very mail: at its return path, or in the name of whom it was written to."""
    if resolution.cell == AT_RETURN_PATH:
        return resolution.key is Key.LIVE and parsed.origin is not Origin.COMPLAINT
    is_theirs = resolution.key is Key.LIVE or bool(set(resolution.author) & set(answered.persons))
    return parsed.origin is Origin.AUTO_REPLIED and is_theirs
