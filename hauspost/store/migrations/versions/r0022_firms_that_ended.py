"""Until when a firm works for the houses."""

import sqlalchemy as sa
from alembic import op

revision = "r0022"
down_revision = "r0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contractors", sa.Column("valid_to", sa.Date(), nullable=True))
