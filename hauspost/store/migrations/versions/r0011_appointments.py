"""By which name calendars know an order's date, how often it was told anew, and how often nobody was met."""

import sqlalchemy as sa
from alembic import op

revision = "r0011"
down_revision = "r0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("date_uid", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("date_sequence", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("date_missed", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("work_orders", column)
