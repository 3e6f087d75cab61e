"""How long single files are kept, where a manager said so, and which of them the yearly run told of."""

import sqlalchemy as sa
from alembic import op

revision = "r0023"
down_revision = "r0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "file_retentions",
        sa.Column("arrival", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file", sa.String(length=255), nullable=False),
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("retention", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("arrival", "file", name=op.f("pk_file_retentions")),
    )
    op.create_index("ix_file_retentions_ticket", "file_retentions", ["ticket"])
    op.add_column("retention_runs", sa.Column("files", sa.JSON(), nullable=False, server_default="[]"))
