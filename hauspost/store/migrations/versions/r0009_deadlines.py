"""What is due stands in the database: deadlines, priorities, follow-ups, and recurring work."""

import sqlalchemy as sa
from alembic import op

revision = "r0009"
down_revision = "r0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("tickets", sa.Column("priority", sa.String(8), nullable=False, server_default="normal"))
    op.add_column("tickets", sa.Column("follow_up_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("tickets", sa.Column("follow_up_note", sa.Text(), nullable=False, server_default=""))
    op.add_column("tickets", sa.Column("clocked", sa.Integer(), nullable=False, server_default="-1"))
    op.create_index(
        "ix_tickets_unclocked",
        "tickets",
        ["number"],
        sqlite_where=sa.text("clocked != seq"),
        postgresql_where=sa.text("clocked != seq"),
    )
    op.create_table(
        "deadlines",
        sa.Column("id", number, nullable=False),
        sa.Column("ticket", number, nullable=False),
        sa.Column("work_order", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.number"], name=op.f("fk_deadlines_ticket_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlines")),
        sa.UniqueConstraint(
            "ticket", "work_order", "stage", name=op.f("uq_deadlines_ticket_work_order_stage")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deadlines_next_at", "deadlines", ["next_at"])
    op.create_table(
        "maintenance",
        sa.Column("id", number, nullable=False),
        sa.Column("property", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=64), nullable=False),
        sa.Column("rhythm", sa.String(length=16), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("assignee", sa.Text(), nullable=False),
        sa.Column("automation", sa.String(length=16), nullable=False),
        sa.Column("opened_for", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["property"], ["properties.id"], name=op.f("fk_maintenance_property_properties")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenance")),
        sa.UniqueConstraint("property", "name", name=op.f("uq_maintenance_property_name")),
        sqlite_autoincrement=True,
    )
