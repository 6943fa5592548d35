"""Counters of guesses, trusted browsers, links to set a password, the code of the first start, whom to call."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guesscount",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("slowed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_guesscount_last_at", "guesscount", ["last_at"])
    op.create_table(
        "trustedbrowser",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("token_hash", "person_id"),
    )
    op.create_index("ix_trustedbrowser_person_id", "trustedbrowser", ["person_id"])
    op.create_table(
        "passwordlink",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("token_hash"),
        sa.UniqueConstraint("person_id"),
    )
    op.create_table(
        "setupcode",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.add_column("city", sa.Column("sign_in_help", sa.String(), nullable=False, server_default=""))
    # By ALTER TABLE, which SQLite knows since 3.35: a copied table would break the keys that point to it.
    op.drop_column("person", "slowed_until")
    op.drop_column("person", "failed_sign_ins")


def downgrade() -> None:
    op.add_column("person", sa.Column("failed_sign_ins", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("person", sa.Column("slowed_until", sa.DateTime(timezone=True), nullable=True))
    op.drop_column("city", "sign_in_help")
    for table in ("setupcode", "passwordlink", "trustedbrowser", "guesscount"):
        op.drop_table(table)
