"""The city's day of the last report of each instruction, so that lateness is a fact of its own."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("instruction", sa.Column("reported_on", sa.Date(), nullable=True))
    table = sa.table(
        "instruction",
        sa.column("id", sa.Integer()),
        sa.column("reported_at", sa.DateTime(timezone=True)),
        sa.column("reported_on", sa.Date()),
    )
    connection = op.get_bind()
    zone = ZoneInfo(connection.scalar(sa.text("SELECT timezone FROM city")) or "UTC")
    reported = connection.execute(sa.select(table.c.id, table.c.reported_at).where(table.c.reported_at.is_not(None)))
    days = [{"number": number, "day": _utc(at).astimezone(zone).date()} for number, at in reported]
    if days:
        change = sa.update(table).where(table.c.id == sa.bindparam("number"))
        connection.execute(change.values(reported_on=sa.bindparam("day")), days)


def downgrade() -> None:
    op.drop_column("instruction", "reported_on")


def _utc(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
