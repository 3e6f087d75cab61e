"""`hauspost tickets`: every ticket in one list."""

from typing import Annotated, Any

import typer

from hauspost.cli import door
from hauspost.cli.door import Trouble
from hauspost.cli.listing import print_json, print_table
from hauspost.desk.houses import PropertyId
from hauspost.desk.model import Status, Ticket
from hauspost.desk.work import WorkOrder
from hauspost.store import registry
from hauspost.store import tickets as store

DONE_SHOWN = 20  # of the done ones, the latest, unless all are asked for


def register(app: typer.Typer) -> None:
    app.command()(tickets)


def tickets(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="All of them, as JSON.")] = False,
    place: Annotated[str, typer.Option("--property", help="Only of this property number.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="With every done one.")] = False,
) -> None:
    """Lists the tickets: the open ones first, the newest first among them."""
    with door.database(door.settings(context)) as database, database.read() as connection:
        if place and registry.load_property(connection, PropertyId(place)) is None:
            raise Trouble(f"there is no property {place}", "see Objektnummer in properties.csv")
        found = [t for t in store.all_tickets(connection) if place in ("", t.property_id)]
    if as_json:
        print_json([to_json(ticket) for ticket in found])
        return
    shown = found if everything else _without_old_ones(found)
    print_table(("ticket", "status", "property", "place", "category", "subject", "opened"), map(_row, shown))
    if len(shown) < len(found):
        door.say(context, f"{len(found) - len(shown)} more are done; --all shows them.")


def to_json(ticket: Ticket) -> dict[str, Any]:
    """INTERFACE, "JSON lists"; of one that was merged also where its number leads."""
    leads = {"merged_into": f"T-{ticket.merged_into}"} if ticket.merged_into else {}
    return leads | {
        "ticket": ticket.tag,
        "status": str(ticket.status),
        "flags": sorted(str(flag) for flag in ticket.flags),
        "visibility": str(ticket.visibility),
        "category": ticket.category,
        "property": ticket.property_id,
        "unit": ticket.unit,
        "opened_at": ticket.opened_at.isoformat(),
        "orders": [_order(ticket, order) for order in ticket.orders],
    }


def _order(ticket: Ticket, order: WorkOrder) -> dict[str, Any]:
    return {
        "order": ticket.order_tag(order),
        "phase": str(order.phase),
        "contractor": order.assignee_name,
    }


def status_of(ticket: Ticket) -> str:
    """With its flags, as "DONE (rejected)"; of an alias where it leads, "merged into T-1002"."""
    if ticket.merged_into:
        return f"merged into T-{ticket.merged_into}"
    flags = ", ".join(sorted(str(flag) for flag in ticket.flags))
    return f"{ticket.status} ({flags})" if flags else str(ticket.status)


def _without_old_ones(found: list[Ticket]) -> list[Ticket]:
    over = [t for t in found if t.status is Status.DONE or t.merged_into]
    return [t for t in found if t not in over] + over[:DONE_SHOWN]


def _row(ticket: Ticket) -> tuple[object, ...]:
    return (
        ticket.tag,
        status_of(ticket),
        ticket.property_id,
        ticket.place or ticket.unit,
        ticket.category,
        ticket.subject,
        ticket.opened_at,
    )
