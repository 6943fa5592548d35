"""Numbers of instructions by tour, stop and item."""

from collections import Counter

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _number_instructions()


def downgrade() -> None:
    op.drop_index("instruction_number", table_name="instruction")
    with op.batch_alter_table("instruction") as table:
        table.drop_constraint("instruction_tour", type_="foreignkey")
        for name in ("tour_id", "stop_number", "item"):
            table.drop_column(name)


def _number_instructions() -> None:
    """Gives every instruction the number that it would have been given: by the tour and the stop of its issue."""
    with op.batch_alter_table("instruction") as table:
        table.add_column(sa.Column("tour_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("stop_number", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("item", sa.Integer(), nullable=False, server_default="1"))
        table.create_foreign_key("instruction_tour", "tour", ["tour_id"], ["id"])
    rows = op.get_bind().execute(
        sa.text(
            "SELECT instruction.id, issue.id, issue.tour_id, stop.position FROM instruction"
            " JOIN issue ON issue.id = instruction.issue_id LEFT JOIN stop ON stop.id = issue.stop_id"
            " ORDER BY instruction.id"
        )
    )
    given: Counter[tuple[object, ...]] = Counter()
    numbers = []
    for number, issue_id, tour_id, position in rows.all():
        stop = position or 0 if tour_id is not None else 0
        place = (tour_id, stop) if tour_id is not None else (None, issue_id)
        given[place] += 1
        numbers.append({"number": number, "tour": tour_id, "stop": stop, "item": given[place]})
    if numbers:
        change = sa.text("UPDATE instruction SET tour_id = :tour, stop_number = :stop, item = :item WHERE id = :number")
        op.get_bind().execute(change, numbers)
    op.create_index("instruction_number", "instruction", ["tour_id", "stop_number", "item"], unique=True)
