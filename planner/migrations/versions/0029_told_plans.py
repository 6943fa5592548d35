"""What those who come along know of a plan: kept with the tour, so that changes can be told."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tour", sa.Column("told", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("tour", "told")
