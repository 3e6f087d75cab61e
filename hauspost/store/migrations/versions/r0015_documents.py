"""The papers of a house, their versions, and which mails carry which."""

import sqlalchemy as sa
from alembic import op

revision = "r0015"
down_revision = "r0013"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("property", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["property"], ["properties.id"], name=op.f("fk_documents_property_properties")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_documents")),
    )
    op.create_index("ix_documents_property", "documents", ["property"])
    op.create_table(
        "document_versions",
        sa.Column("document", NUMBER, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("content_type", sa.String(length=127), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("covers", sa.Text(), nullable=False),
        sa.Column("arrival", NUMBER, nullable=True),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_taken_back", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["digest"], ["octets.digest"], name=op.f("fk_document_versions_digest_octets")
        ),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.number"], name=op.f("fk_document_versions_document_documents")
        ),
        sa.PrimaryKeyConstraint("document", "version", name=op.f("pk_document_versions")),
    )
    op.create_table(
        "document_mails",
        sa.Column("mail", NUMBER, nullable=False),
        sa.Column("document", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.number"], name=op.f("fk_document_mails_document_documents")
        ),
        sa.ForeignKeyConstraint(["mail"], ["mails.id"], name=op.f("fk_document_mails_mail_mails")),
        sa.PrimaryKeyConstraint("mail", "document", name=op.f("pk_document_mails")),
    )
