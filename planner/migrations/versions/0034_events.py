"""Events at one place: their media, materials and people; series and templates of tours."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_tables()
    op.add_column("tour", sa.Column("materials", sa.String(), nullable=False, server_default=""))
    op.add_column("tour", sa.Column("people_came", sa.Integer(), nullable=True))
    op.add_column("tour", sa.Column("series_id", sa.Integer(), nullable=True))
    op.create_index("ix_tour_series_id", "tour", ["series_id"])
    op.add_column("stop", sa.Column("press", sa.Boolean(), nullable=False, server_default=sa.false()))
    _give_events_their_place()


def downgrade() -> None:
    op.drop_column("stop", "press")
    op.drop_index("ix_tour_series_id", table_name="tour")
    for name in ("series_id", "people_came", "materials"):
        op.drop_column("tour", name)
    op.drop_table("tourtemplate")
    op.drop_table("tourseries")
    op.drop_table("mediaguest")


def _make_tables() -> None:
    op.create_table(
        "mediaguest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tour_id", sa.Integer(), nullable=False),
        sa.Column("outlet", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("came", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["tour_id"], ["tour.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_mediaguest_tour_id", "mediaguest", ["tour_id"])
    for name, content in (("tourseries", "rule"), ("tourtemplate", "content")):
        names = [sa.Column("name", sa.String(), nullable=False)] if name == "tourtemplate" else []
        op.create_table(
            name,
            sa.Column("id", sa.Integer(), nullable=False),
            *names,
            sa.Column(content, sa.JSON(), nullable=False),
            sa.Column("made_by", sa.String(), nullable=False),
            sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
            sa.PrimaryKeyConstraint("id"),
        )


def _give_events_their_place() -> None:
    """An event is where its first stop was; one that had none, but a place, gets its stop there."""
    run = op.get_bind().execute
    for name in ("start", "end"):
        run(
            sa.text(
                f"UPDATE tour SET {name}_name = s.name, {name}_lat = s.lat, {name}_lon = s.lon FROM stop s"
                " WHERE s.tour_id = tour.id AND s.position = 1 AND tour.kind <> 'bus_tour'"
            )
        )
    run(
        sa.text(
            "INSERT INTO stop (tour_id, position, name, address, lat, lon, minutes_off, minutes_talk, must, pinned, skipped,"
            " arrival_assumed, ride_engine, press, planned_arrival, planned_departure)"
            " SELECT id, 1, start_name, '', start_lat, start_lon, 0, 15, :yes, :no, :no, :no, '', :no, starts_at, ends_at"
            " FROM tour WHERE kind <> 'bus_tour' AND start_name <> '' AND start_lat IS NOT NULL AND start_lon IS NOT NULL"
            " AND NOT EXISTS (SELECT 1 FROM stop WHERE stop.tour_id = tour.id)"
        ),
        {"yes": True, "no": False},
    )
    run(sa.text("UPDATE stop SET public_code = NULL WHERE tour_id IN (SELECT id FROM tour WHERE kind <> 'bus_tour')"))
