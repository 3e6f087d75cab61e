"""What was asked in one survey is found together; which words stood in reports whose category a manager corrected."""

import sqlalchemy as sa
from alembic import op

revision = "r0008"
down_revision = "r0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "questions", sa.Column("survey", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
    )
    op.create_index("ix_questions_survey", "questions", ["survey"])
    op.create_table(
        "corrections",
        sa.Column("category", sa.String(length=64), nullable=False),
        sa.Column("word", sa.String(length=64), nullable=False),
        sa.Column(
            "ticket",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("category", "word", "ticket", name=op.f("pk_corrections")),
    )
