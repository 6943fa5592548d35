"""What tablets on the bus have sent, and where an issue's place is from."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fielditem",
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("tour_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("tablet_at", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"]),
        sa.ForeignKeyConstraint(["tour_id"], ["tour.id"]),
        sa.PrimaryKeyConstraint("uid"),
    )
    op.create_index("ix_fielditem_issue_id", "fielditem", ["issue_id"])
    op.create_index("ix_fielditem_tour_id", "fielditem", ["tour_id"])
    op.create_table(
        "fieldphoto",
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("original", sa.String(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("taken_by", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("phase", sa.String(24), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("uid"),
    )
    op.create_index("ix_fieldphoto_issue_id", "fieldphoto", ["issue_id"])
    op.create_index("ix_fieldphoto_state", "fieldphoto", ["state"])
    op.create_table(
        "trackpoint",
        sa.Column("tour_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("accuracy_m", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tour_id"], ["tour.id"]),
        sa.PrimaryKeyConstraint("tour_id", "at"),
    )
    op.add_column("issue", sa.Column("behalf", sa.String(), nullable=False, server_default=""))
    op.add_column("issue", sa.Column("placed", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("issue", sa.Column("accuracy_m", sa.Integer(), nullable=True))
    op.add_column("issue", sa.Column("place_from", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    for column in ("place_from", "accuracy_m", "placed", "behalf"):
        op.drop_column("issue", column)
    for table in ("trackpoint", "fieldphoto", "fielditem"):
        op.drop_table(table)
