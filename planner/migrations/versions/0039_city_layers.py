"""Layers of facilities, which are places, and their dated notes."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_TEXTS = ("about", "phone", "email", "site", "cost", "hours")


def upgrade() -> None:
    op.create_table(
        "layer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("about_en", sa.String(), nullable=False),
        sa.Column("icon", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("offers_name", sa.String(), nullable=False),
        sa.Column("offers_name_en", sa.String(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_index("ix_layer_agency_id", "layer", ["agency_id"])
    _add_to_places()
    op.create_table(
        "facilitynote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_facilitynote_place_id", "facilitynote", ["place_id"])


def downgrade() -> None:
    op.drop_table("facilitynote")
    op.drop_index("ix_place_layer_id", "place")
    with op.batch_alter_table("place") as table:
        for name in ("layer_id", *_TEXTS, "offers", "age_from", "age_to"):
            table.drop_column(name)
    op.drop_table("layer")


def _add_to_places() -> None:
    """The table is not made anew: stops and options of votes hang on its rows."""
    op.execute("ALTER TABLE place ADD COLUMN layer_id INTEGER REFERENCES layer (id)")
    op.create_index("ix_place_layer_id", "place", ["layer_id"])
    for name in _TEXTS:
        op.add_column("place", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.add_column("place", sa.Column("offers", sa.JSON(), nullable=False, server_default="[]"))
    for name in ("age_from", "age_to"):
        op.add_column("place", sa.Column(name, sa.Integer(), nullable=True))
