"""Decisions for many that may be taken back, and causes that are held until then; instructions that were handed over."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cause", sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "bulk_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    op.create_index("ix_bulk_decision_person_id", "bulk_decision", ["person_id"])
    op.create_table(
        "bulk_change",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("causes", sa.JSON(), nullable=False),
        sa.Column("taken_back", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["bulk_decision.id"]),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"]),
        sa.PrimaryKeyConstraint("decision_id", "number"),
    )

    # What was handed over and not begun there says so; a return, a report or a beginning has another state.
    op.execute("UPDATE instruction SET state = 'handed_over' WHERE state = 'assigned' AND hand_overs > 0")


def downgrade() -> None:
    op.execute("UPDATE instruction SET state = 'assigned' WHERE state = 'handed_over'")
    op.drop_table("bulk_change")
    op.drop_index("ix_bulk_decision_person_id", "bulk_decision")
    op.drop_table("bulk_decision")
    op.drop_column("cause", "held_until")
