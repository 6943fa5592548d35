"""The real order and talks of a ride beside the plan of record, their history, and the last position of the bus."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("city", sa.Column("least_talk_minutes", sa.Integer(), nullable=False, server_default="5"))
    op.add_column("stop", sa.Column("ride_position", sa.Integer(), nullable=True))
    op.add_column("stop", sa.Column("ride_minutes_talk", sa.Integer(), nullable=True))
    op.create_table(
        "ridechange",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tour_id", sa.Integer(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("breaks", sa.JSON(), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["tour_id"], ["tour.id"]),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["undoes_id"], ["ridechange.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("undoes_id"),
    )
    op.create_index("ix_ridechange_tour_id", "ridechange", ["tour_id"])
    op.create_table(
        "busposition",
        sa.Column("tour_id", sa.Integer(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("accuracy_m", sa.Integer(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("near_stop_id", sa.Integer(), nullable=True),
        sa.Column("near_since", _MOMENT, nullable=True),
        sa.Column("away_since", _MOMENT, nullable=True),
        sa.Column("muted_stop_id", sa.Integer(), nullable=True),
        sa.Column("expected_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["tour_id"], ["tour.id"]),
        sa.ForeignKeyConstraint(["near_stop_id"], ["stop.id"]),
        sa.ForeignKeyConstraint(["muted_stop_id"], ["stop.id"]),
        sa.PrimaryKeyConstraint("tour_id"),
    )


def downgrade() -> None:
    op.drop_table("busposition")
    op.drop_index("ix_ridechange_tour_id", "ridechange")
    op.drop_table("ridechange")
    op.drop_column("stop", "ride_minutes_talk")
    op.drop_column("stop", "ride_position")
    op.drop_column("city", "least_talk_minutes")
