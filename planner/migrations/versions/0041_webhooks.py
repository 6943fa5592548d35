"""Addresses of other programs that are told what became public, the messages to them, and times of what facilities offer."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("place", sa.Column("offer_times", sa.JSON(), nullable=False, server_default="{}"))
    op.create_table(
        "webhook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("seen_until", _MOMENT, nullable=False),
        sa.Column("passed_tours", sa.JSON(), nullable=False),
        sa.Column("paused_at", _MOMENT, nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("rests_until", _MOMENT, nullable=True),
        sa.Column("problem", sa.String(24), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("sent_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "hookdelivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("event", sa.String(24), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", _MOMENT, nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhook.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("webhook_id", "uid"),
    )
    op.create_index("ix_hookdelivery_webhook_id", "hookdelivery", ["webhook_id"])
    op.create_index("hookdelivery_turn", "hookdelivery", ["state", "next_at"])


def downgrade() -> None:
    op.drop_table("hookdelivery")
    op.drop_table("webhook")
    op.drop_column("place", "offer_times")
