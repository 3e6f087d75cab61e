"""Invoices that were passed on are kept as vouchers, by firm and number and by the digest of the file."""

import sqlalchemy as sa
from alembic import op

revision = "r0010"
down_revision = "r0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "vouchers",
        sa.Column("id", number, nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("gross_cents", number, nullable=True),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("ticket", number, nullable=True),
        sa.Column("order", sa.Integer(), nullable=True),
        sa.Column("property", sa.String(length=64), nullable=True),
        sa.Column("arrival", number, nullable=True),
        sa.Column("retention", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vouchers")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_vouchers_digest", "vouchers", ["digest"])
    op.create_index("ix_vouchers_person_number", "vouchers", ["person", "number"])
