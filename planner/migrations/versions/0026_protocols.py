"""Numbers of instructions by tour, stop and item; what was put off; confirmed protocols, and the PIN of who confirms."""

from collections import Counter

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _number_instructions()
    op.add_column("issue", sa.Column("next_tour", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("person", sa.Column("pin_hash", sa.String(), nullable=True))
    _make_protocols()


def downgrade() -> None:
    op.drop_table("papertemplate")
    op.drop_table("protocolstance")
    op.drop_table("protocoledition")
    op.drop_column("person", "pin_hash")
    op.drop_column("issue", "next_tour")
    op.drop_index("instruction_number", table_name="instruction")
    with op.batch_alter_table("instruction") as table:
        table.drop_constraint("instruction_tour", type_="foreignkey")
        for name in ("tour_id", "stop_number", "item"):
            table.drop_column(name)


def _make_protocols() -> None:
    op.create_table(
        "protocoledition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tour_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tour_id"], ["tour.id"]),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("tour_id", "number", name="protocoledition_number"),
    )
    op.create_table(
        "protocolstance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tour_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("accepts", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tour_id"], ["tour.id"]),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"]),
        sa.ForeignKeyConstraint(["noted_by_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_protocolstance_tour_id", "protocolstance", ["tour_id"])
    op.create_table(
        "papertemplate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("uploaded_by", sa.String(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_papertemplate_paper", "papertemplate", ["paper"])


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
