"""How much of one address, and in one ticket, was heard lately is found without reading every arrival."""

from alembic import op

revision = "r0007"
down_revision = "r0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_arrivals_from_address_closed_at", "arrivals", ["from_address", "closed_at"])
    op.create_index("ix_arrivals_ticket_closed_at", "arrivals", ["ticket", "closed_at"])
