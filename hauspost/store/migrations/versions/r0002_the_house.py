"""The house's tables: firms, who does what where, rules, orders, who wants no mail, pictures; and who reads a ticket.

Tickets of before are for everybody of the house, once they are public, and nothing of them is pinned.
"""

import sqlalchemy as sa
from alembic import op

revision = "r0002"
down_revision = "r0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EVERYBODY = '["board_member", "caretaker", "owner", "tenant"]'


def upgrade() -> None:
    _make_firms()
    _make_rules()
    _make_orders()
    _make_pictures()
    _widen_tickets()


def _make_firms() -> None:
    op.create_table(
        "contractors",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("trades", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("emergency_phone", sa.Text(), nullable=False),
        sa.Column("nte", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contractors")),
    )
    op.create_table(
        "contractor_addresses",
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("contractor", sa.String(length=64), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contractor"], ["contractors.id"], name=op.f("fk_contractor_addresses_contractor_contractors")
        ),
        sa.PrimaryKeyConstraint("address", "contractor", name=op.f("pk_contractor_addresses")),
    )
    op.create_index("ix_contractor_addresses_contractor", "contractor_addresses", ["contractor"])
    op.create_table(
        "contractor_assignments",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("property", sa.String(length=64), nullable=False),
        sa.Column("work", sa.String(length=64), nullable=False),
        sa.Column("contractor", sa.String(length=64), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("emergency_only", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contractor_assignments")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_contractor_assignments_property", "contractor_assignments", ["property"])


def _make_rules() -> None:
    op.create_table(
        "rules",
        sa.Column("property", sa.String(length=64), nullable=False),
        sa.Column("category", sa.String(length=64), nullable=False),
        sa.Column("automation", sa.String(length=16), nullable=False),
        sa.Column("veto_minutes", sa.Integer(), nullable=False),
        sa.Column("assignee", sa.Text(), nullable=False),
        sa.Column("may_start", sa.Boolean(), nullable=True),
        sa.Column("may_finish", sa.Boolean(), nullable=True),
        sa.Column("limit_cents", sa.Integer(), nullable=True),
        sa.Column("per_day", sa.Integer(), nullable=False),
        sa.Column("is_approved", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("property", "category", name=op.f("pk_rules")),
    )


def _make_orders() -> None:
    op.create_table(
        "work_orders",
        sa.Column("ticket", NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("assignee", sa.String(length=80), nullable=False),
        sa.Column("assignee_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("phase", sa.String(length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("limit_cents", sa.Integer(), nullable=True),
        sa.Column("accept_by", sa.Date(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("may_start", sa.Boolean(), nullable=False),
        sa.Column("may_finish", sa.Boolean(), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("window_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("window_is_day", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.number"], name=op.f("fk_work_orders_ticket_tickets")),
        sa.PrimaryKeyConstraint("ticket", "number", name=op.f("pk_work_orders")),
    )
    op.create_index("ix_work_orders_assignee", "work_orders", ["assignee"])
    op.create_table(
        "mutes",
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("ticket", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", "ticket", name=op.f("pk_mutes")),
    )


def _make_pictures() -> None:
    op.create_table(
        "pictures",
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content_type", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_pictures")),
    )


def _widen_tickets() -> None:
    """The defaults stand in the database, for the rows that are there: SQLite adds no column without."""
    op.add_column("tickets", sa.Column("audience", sa.JSON(), nullable=False, server_default=EVERYBODY))
    op.add_column("tickets", sa.Column("public_place", sa.Text(), nullable=False, server_default=""))
    op.add_column("tickets", sa.Column("pinned", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("tickets", sa.Column("merged_into", NUMBER, nullable=True))
