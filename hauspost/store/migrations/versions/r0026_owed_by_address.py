"""What else is owed to an address is asked whenever something is written to it: an index of its own."""

from alembic import op

revision = "r0026"
down_revision = "r0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_notices_address_state", "notices", ["address", "state"])
