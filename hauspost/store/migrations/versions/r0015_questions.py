"""What was proposed and is not wanted is remembered, so that it is not proposed again."""

import sqlalchemy as sa
from alembic import op

revision = "r0015"
down_revision = "r0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "refusals",
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_refusals")),
    )
