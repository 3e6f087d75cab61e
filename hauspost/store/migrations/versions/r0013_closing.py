"""Whether words pass between an order's firm and the resident."""

import sqlalchemy as sa
from alembic import op

revision = "r0013"
down_revision = "r0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "work_orders", sa.Column("is_relayed", sa.Boolean(), nullable=False, server_default=sa.false())
    )
