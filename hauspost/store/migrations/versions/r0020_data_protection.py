"""The chain of digests over the journal; what is kept how long, and why longer."""

import sqlalchemy as sa
from alembic import op

from hauspost.store import journal

revision = "r0020"
down_revision = "r0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, length in (("salt", 36), ("content", 64), ("link", 64)):
        column = sa.Column(name, sa.String(length), nullable=False, server_default="")
        op.add_column("entries", column)
    journal.link_all(op.get_bind())
    op.add_column("tickets", sa.Column("retention", sa.String(16), nullable=False, server_default=""))
    op.add_column("tickets", sa.Column("hold", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "retention_runs",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("tickets", sa.JSON(), nullable=False),
        sa.Column("erased", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_retention_runs")),
    )
