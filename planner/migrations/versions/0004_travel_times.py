"""Travel times: factors and the routing server of a city, legs set by hand, closed streets, what a ride should have taken."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "legoverride",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("from_name", sa.String(), nullable=False),
        sa.Column("from_lat", sa.Float(), nullable=False),
        sa.Column("from_lon", sa.Float(), nullable=False),
        sa.Column("to_name", sa.String(), nullable=False),
        sa.Column("to_lat", sa.Float(), nullable=False),
        sa.Column("to_lon", sa.Float(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("both_ways", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        *_days_and_author(),
    )
    op.create_index("ix_legoverride_until", "legoverride", ["until"])
    op.create_table(
        "closure",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_area", sa.Boolean(), nullable=False),
        sa.Column("line", sa.JSON(), nullable=False),
        *_days_and_author(),
    )
    op.create_index("ix_closure_until", "closure", ["until"])
    with op.batch_alter_table("city") as city:
        city.add_column(sa.Column("travel_factors", sa.JSON(), nullable=True))
        city.add_column(sa.Column("learned_factors", sa.JSON(), nullable=True))
        city.add_column(sa.Column("learns", sa.Boolean(), nullable=False, server_default="1"))
        city.add_column(sa.Column("router_kind", sa.String(), nullable=False, server_default=""))
        city.add_column(sa.Column("router_url", sa.String(), nullable=False, server_default=""))
        for name in ("bus_weight_t", "bus_height_m", "bus_length_m"):
            city.add_column(sa.Column(name, sa.Float(), nullable=False, server_default="0"))
    with op.batch_alter_table("tour") as tour:
        tour.add_column(sa.Column("engine", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("stop") as stop:
        stop.add_column(sa.Column("arrival_assumed", sa.Boolean(), nullable=False, server_default="0"))
        stop.add_column(sa.Column("ride_after_id", sa.Integer(), nullable=True))
        stop.add_column(sa.Column("ride_minutes", sa.Float(), nullable=True))
        stop.add_column(sa.Column("ride_engine", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("stop") as stop:
        for name in ("ride_engine", "ride_minutes", "ride_after_id", "arrival_assumed"):
            stop.drop_column(name)
    with op.batch_alter_table("tour") as tour:
        tour.drop_column("engine")
    with op.batch_alter_table("city") as city:
        for name in (
            "bus_length_m",
            "bus_height_m",
            "bus_weight_t",
            "router_url",
            "router_kind",
            "learns",
            "learned_factors",
            "travel_factors",
        ):
            city.drop_column(name)
    op.drop_index("ix_closure_until", "closure")
    op.drop_table("closure")
    op.drop_index("ix_legoverride_until", "legoverride")
    op.drop_table("legoverride")


def _days_and_author() -> list[sa.Column[object]]:
    return [
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
    ]
