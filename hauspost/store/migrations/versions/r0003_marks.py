"""Where an arrival came from and what was wrong with it on the wire; since when the delivery of a mail is being tried.

Arrivals of before have no marks. A mail that is deferred already has its five days from its next attempt on.
"""

import sqlalchemy as sa
from alembic import op

revision = "r0003"
down_revision = "r0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("arrivals", sa.Column("peer", sa.Text(), nullable=False, server_default=""))
    op.add_column("arrivals", sa.Column("defects", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("mails", sa.Column("tried_since", sa.DateTime(timezone=True), nullable=True))
