"""Where a photo is from: a camera on the spot, the device's gallery, or a file; when, and how exact its place is."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("photo", sa.Column("source", sa.String(24), nullable=False, server_default="file"))
    op.add_column("photo", sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("photo", sa.Column("accuracy_m", sa.Integer(), nullable=True))


def downgrade() -> None:
    for column in ("accuracy_m", "taken_at", "source"):
        op.drop_column("photo", column)
