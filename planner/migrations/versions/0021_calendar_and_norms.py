"""The city's own days, published years, the norms of categories and agencies, how terms end, and what the figures of the board are counted from."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
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
    op.add_column("instruction", sa.Column("given_on", sa.Date(), nullable=True))
    _fill_given_on()
    record = ["agency_id", "state", "due_on", "reported_on", "given_on", "hand_overs", "issue_id"]
    op.create_index("instruction_record", "instruction", record)
    op.create_index("move_at", "move", ["at", "issue_id"])
    op.create_index("move_step", "move", ["step", "at", "instruction_id"])
    op.create_index("issue_raised", "issue", ["created_at", "deleted"])
    op.create_index("issue_ended", "issue", ["closed_at", "outcome", "deleted"])


def _fill_given_on() -> None:
    """The city's day of every instruction that was given before that day was kept."""
    table = sa.table(
        "instruction",
        sa.column("id", sa.Integer()),
        sa.column("given_at", sa.DateTime(timezone=True)),
        sa.column("given_on", sa.Date()),
    )
    connection = op.get_bind()
    zone = ZoneInfo(connection.scalar(sa.text("SELECT timezone FROM city")) or "UTC")
    given = connection.execute(sa.select(table.c.id, table.c.given_at))
    days = [{"number": number, "day": _utc(at).astimezone(zone).date()} for number, at in given]
    if days:
        change = sa.update(table).where(table.c.id == sa.bindparam("number"))
        connection.execute(change.values(given_on=sa.bindparam("day")), days)


def _utc(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def downgrade() -> None:
    for table, index in (
        ("issue", "issue_ended"),
        ("issue", "issue_raised"),
        ("move", "move_step"),
        ("move", "move_at"),
        ("instruction", "instruction_record"),
    ):
        op.drop_index(index, table)
    op.drop_column("instruction", "given_on")
    with op.batch_alter_table("city") as city:
        for column in ("quiet_days", "urgent_in_working_days", "due_on_working_day", "country"):
            city.drop_column(column)
    op.drop_table("deadlinerule")
    op.drop_table("daykind")
