"""The city's own days, published years, the norms of categories and agencies, and how terms end."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daykind",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sort", sa.String(24), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("of_year", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day"),
    )
    op.create_table(
        "deadlinerule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(24), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"]),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_deadlinerule_agency_id", "deadlinerule", ["agency_id"])
    op.create_index("ix_deadlinerule_category_id", "deadlinerule", ["category_id"])
    op.add_column("city", sa.Column("country", sa.String(), nullable=False, server_default="RU"))
    op.add_column("city", sa.Column("due_on_working_day", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("city", sa.Column("urgent_in_working_days", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("city", sa.Column("quiet_days", sa.Integer(), nullable=False, server_default="14"))


def downgrade() -> None:
    with op.batch_alter_table("city") as city:
        for column in ("quiet_days", "urgent_in_working_days", "due_on_working_day", "country"):
            city.drop_column(column)
    op.drop_table("deadlinerule")
    op.drop_table("daykind")
