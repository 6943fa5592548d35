"""Who changed a plan last and when, and what the demo city brought."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tour", sa.Column("plan_changed_by", sa.String(), nullable=False, server_default=""))
    op.add_column("tour", sa.Column("plan_changed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "demoload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("brought", sa.JSON(), nullable=False),
        sa.Column("city", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    op.drop_table("demoload")
    op.drop_column("tour", "plan_changed_at")
    op.drop_column("tour", "plan_changed_by")
