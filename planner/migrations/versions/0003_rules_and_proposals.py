"""Rules of tours, weights of prizes, and the choices among proposals

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("city", sa.Column("prize_weights", sa.JSON(), nullable=True))
    op.add_column("tour", sa.Column("rules", sa.JSON(), nullable=True))
    op.create_table(
        "tourproposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tour_id", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("chosen_by", sa.String(), nullable=False),
        sa.Column("chosen_by_id", sa.Integer(), nullable=True),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version_before", sa.Integer(), nullable=False),
        sa.Column("version_after", sa.Integer(), nullable=False),
        sa.Column("candidates", sa.Integer(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("alternatives", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["tour_id"], ["tour.id"]),
        sa.ForeignKeyConstraint(["chosen_by_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_tourproposal_tour_id", "tourproposal", ["tour_id"])


def downgrade() -> None:
    op.drop_index("ix_tourproposal_tour_id", "tourproposal")
    op.drop_table("tourproposal")
    op.drop_column("tour", "rules")
    op.drop_column("city", "prize_weights")
