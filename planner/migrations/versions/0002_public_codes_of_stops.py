"""Stops have the code of a public page; those that are there get theirs when their plan changes next."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stop", sa.Column("public_code", sa.String(), nullable=True))
    op.create_index("ix_stop_public_code", "stop", ["public_code"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_stop_public_code", "stop")
    op.drop_column("stop", "public_code")
