"""Who set a term, how closely it is watched, the wish to hand over, and the lateness of a date that was moved."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("instruction", sa.Column("control", sa.String(length=24), server_default="usual", nullable=False))
    op.add_column("instruction", sa.Column("wished_reason", sa.String(), server_default="", nullable=False))
    op.add_column("instruction", sa.Column("wished_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("instruction", sa.Column("late_before", sa.Integer(), server_default="0", nullable=False))
    # With its reference in one statement: SQLite would make the whole table anew, which rows of other tables point to.
    op.execute("ALTER TABLE instruction ADD COLUMN given_by_id INTEGER REFERENCES person (id)")
    op.execute("ALTER TABLE instruction ADD COLUMN wished_agency_id INTEGER REFERENCES agency (id)")
    op.create_index("ix_instruction_wished_agency_id", "instruction", ["wished_agency_id"])
    record = ["agency_id", "state", "due_on", "reported_on", "given_on", "hand_overs", "late_before", "issue_id"]
    op.drop_index("instruction_record", "instruction")
    op.create_index("instruction_record", "instruction", record)
    _say_who_gave()


def downgrade() -> None:
    record = ["agency_id", "state", "due_on", "reported_on", "given_on", "hand_overs", "issue_id"]
    op.drop_index("instruction_record", "instruction")
    op.create_index("instruction_record", "instruction", record)
    with op.batch_alter_table("instruction", schema=None) as batch_op:
        batch_op.drop_index("ix_instruction_wished_agency_id")
        for name in ("late_before", "wished_at", "wished_reason", "wished_agency_id", "given_by_id", "control"):
            batch_op.drop_column(name)


def _say_who_gave() -> None:
    """Who gave each instruction stands in its history."""
    op.execute(
        "UPDATE instruction SET given_by_id = (SELECT move.by_person_id FROM move"
        " WHERE move.instruction_id = instruction.id AND move.step = 'instruct' ORDER BY move.id LIMIT 1)"
    )
