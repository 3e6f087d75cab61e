"""What whoever carries out an order is told: the order, and nothing of the ticket behind it."""

from dataclasses import dataclass
from datetime import date, datetime

from hauspost.desk.houses import PersonId
from hauspost.desk.intents import Free
from hauspost.desk.work import Invitation, Window


@dataclass(frozen=True, slots=True)
class Site:
    """One more place of an order, of a report that was made one with the order's own. `person`: whose flat it is."""

    place: str = ""
    bell_name: str = ""
    access: str = ""
    text: str = ""
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class OrderGiven:
    """To the assignee (C1, C2). Everything it may know of the matter stands here; the ticket is not for it."""

    tag: str  # "A-1042-1"
    kind: str  # OrderKind
    text: str
    place: str = ""
    access: str = ""
    limit: int | None = None  # cents, gross
    accept_by: date | None = None
    by: str = ""  # the manager to call
    phone: str = ""
    rule: str = ""  # the rule that gave it, as people call it; "": a hand
    invoice_to: str = ""
    invoice_email: str = ""
    bell_name: str = ""  # never of somebody who hides
    is_anonymous: bool = False
    pictures: tuple[str, ...] = ()
    sites: tuple[Site, ...] = ()
    tenant_phone: str = ""  # by contact release; never of somebody who hides
    reworks: str = ""  # the order of theirs whose work did not last: "A-1042-1"


@dataclass(frozen=True, slots=True)
class OrderCancelled:
    """To the assignee: the order, the enquiry or the information is taken back."""

    tag: str
    reason: str = ""
    by: str = ""
    kind: str = "order"  # OrderKind
    invitation: Invitation | None = None  # CANCEL of a date that was fixed


@dataclass(frozen=True, slots=True)
class CostAnswered:
    """To the assignee: what a manager says to the extra cost that it asked for. `limit`: what holds from now on."""

    tag: str
    is_approved: bool
    limit: int | None = None  # cents, gross
    by: str = ""


@dataclass(frozen=True, slots=True)
class OrderExtended:
    """To the assignee: the order is for these places too, or, as it was told before, for them no longer."""

    tag: str
    sites: tuple[Site, ...] = ()
    by: str = ""
    phone: str = ""
    falls_away: bool = False


@dataclass(frozen=True, slots=True)
class OfficeWrote:
    """To the assignee: a manager's own words about the order."""

    tag: str
    text: str
    by: str = ""
    invoice_to: str = ""  # from now on: whose account the order goes for


@dataclass(frozen=True, slots=True)
class WhichHouse:
    """To a firm that wrote to the company, and works at several houses: at which one is it? Asked once."""

    received_at: datetime
    subject: str = ""


@dataclass(frozen=True, slots=True)
class OrderNews:
    """To the assignee: a fact about the order.

    `event`: rework | phone, which is the text | passed_on; of a relay: on | off | words.
    """

    tag: str
    event: str
    text: str = ""  # a manager's own words, or the fact itself
    by: str = ""


@dataclass(frozen=True, slots=True)
class OrderDate:
    """To the assignee, of its date.

    `what`: fixed | moved | off | over (with its order, which the firm declined) | refused (no time of those offered
    suits) | free (when else, after nobody was met) | sunday, holiday, past, far (the date that it named cannot hold).
    `free`: when the resident has time, in our words.
    """

    tag: str
    what: str
    window: Window | None = None
    free: tuple[Free, ...] = ()
    invitation: Invitation | None = None
