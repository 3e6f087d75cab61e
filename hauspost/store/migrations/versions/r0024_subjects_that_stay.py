"""Of which conversation a mail is, so that the next one bears the same subject; older mails are of none."""

import sqlalchemy as sa
from alembic import op

revision = "r0024"
down_revision = "r0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mails", sa.Column("conversation", sa.String(64), nullable=False, server_default=""))
    op.create_index("ix_mails_conversation", "mails", ["conversation"])
