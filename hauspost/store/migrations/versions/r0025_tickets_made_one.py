"""Which tickets were made one with another is asked for every mail: an index of its own."""

from alembic import op

revision = "r0025"
down_revision = "r0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_tickets_merged_into", "tickets", ["merged_into"])
