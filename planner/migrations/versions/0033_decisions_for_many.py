"""Decisions for many that may be taken back, and causes that are held until then; instructions that were handed over."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Connection

revision = "0033"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cause", sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "bulk_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    op.create_index("ix_bulk_decision_person_id", "bulk_decision", ["person_id"])
    op.create_table(
        "bulk_change",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("causes", sa.JSON(), nullable=False),
        sa.Column("taken_back", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["bulk_decision.id"]),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"]),
        sa.PrimaryKeyConstraint("decision_id", "number"),
    )

    # What was handed over and not begun there says so; a return, a report or a beginning has another state.
    op.execute("UPDATE instruction SET state = 'handed_over' WHERE state = 'assigned' AND hand_overs > 0")
    _note_who_had_it()


def downgrade() -> None:
    op.drop_index("issue_deleted", "issue")
    op.drop_index("instruction_reported", "instruction")
    op.drop_index("instruction_due", "instruction")
    op.create_index("instruction_due", "instruction", ["state", "due_on"])
    op.drop_index("move_step", "move")
    op.create_index("move_step", "move", ["step", "at", "instruction_id"])
    with op.batch_alter_table("move") as table:
        table.drop_column("agency_id")
        table.drop_column("outcome")
    op.execute("UPDATE instruction SET state = 'assigned' WHERE state = 'handed_over'")
    op.drop_table("bulk_change")
    op.drop_index("ix_bulk_decision_person_id", "bulk_decision")
    op.drop_table("bulk_decision")
    op.drop_column("cause", "held_until")


def _note_who_had_it() -> None:
    """Each step says which agency had its instruction and with what it ended, so that figures are counted from an index."""
    # With its reference in one statement: SQLite would make the whole table anew, which rows of other tables point to.
    op.execute("ALTER TABLE move ADD COLUMN agency_id INTEGER REFERENCES agency (id)")
    op.add_column("move", sa.Column("outcome", sa.String(length=24), nullable=True))
    connection = op.get_bind()
    is_sqlite = connection.dialect.name == "sqlite"
    outcome = "json_extract(facts, '$.outcome')" if is_sqlite else "facts ->> 'outcome'"
    op.execute(
        f"UPDATE move SET outcome = {outcome},"
        " agency_id = (SELECT agency_id FROM instruction WHERE instruction.id = move.instruction_id)"
        " WHERE instruction_id IS NOT NULL OR step IN ('close', 'reopen')"
    )
    _follow_hand_overs(connection)
    op.drop_index("move_step", "move")
    op.create_index("move_step", "move", ["step", "at", "agency_id", "outcome", "issue_id", "instruction_id"])
    op.drop_index("instruction_due", "instruction")
    op.create_index("instruction_due", "instruction", ["state", "due_on", "agency_id", "issue_id"])
    reported = ["reported_on", "state", "agency_id", "given_on", "due_on", "late_before", "issue_id"]
    op.create_index("instruction_reported", "instruction", reported)
    on_sqlite, on_postgresql = sa.text("deleted IS 1"), sa.text("deleted IS true")
    op.create_index("issue_deleted", "issue", ["id"], sqlite_where=on_sqlite, postgresql_where=on_postgresql)


def _follow_hand_overs(connection: Connection) -> None:
    """What was done before a hand-over was done by who gave it away."""
    move = sa.table("move", *map(sa.column, ("id", "step", "instruction_id", "agency_id")), sa.column("facts", sa.JSON))
    handed = sa.select(move.c.instruction_id).where(move.c.step == "hand_over")
    rows = sa.select(move).where(move.c.instruction_id.in_(handed)).order_by(move.c.instruction_id, move.c.id.desc())
    holder: dict[int, int] = {}
    agencies = set(connection.execute(sa.text("SELECT id FROM agency")).scalars())
    for row in connection.execute(rows).all():
        if row.step == "hand_over":
            holder[row.instruction_id] = (row.facts or {}).get("from_agency", {}).get("id")
        if holder.get(row.instruction_id) in agencies:
            then = sa.update(move).where(move.c.id == row.id).values(agency_id=holder[row.instruction_id])
            connection.execute(then)
