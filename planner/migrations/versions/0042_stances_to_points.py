"""What agencies say to one point of a protocol."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("protocolstance", sa.Column("point", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("protocolstance", "point")
