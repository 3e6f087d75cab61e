"""How much of the house somebody wants to hear, by an own mail; the master data's column stays as it is."""

import sqlalchemy as sa
from alembic import op

revision = "r0016"
down_revision = "r0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("own_notify", sa.String(length=16), nullable=False, server_default="")
    op.add_column("persons", column)
