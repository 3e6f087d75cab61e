"""What a restored database must know of itself, troubles that were told, and how a heartbeat is found quickly."""

import sqlalchemy as sa
from alembic import op

revision = "r0006"
down_revision = "r0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The defaults stand in the database, for the rows that are there: SQLite adds no column without."""
    op.add_column("tickets", sa.Column("orders_given", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "notices", sa.Column("is_doubtful", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "troubles",
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_troubles")),
    )
    op.create_index("ix_arrivals_message_id", "arrivals", ["message_id"])
    op.create_index("ix_mails_kind_id", "mails", ["kind", "id"])
