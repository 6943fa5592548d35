"""The tablets of a tour and who speaks on them, where those that are signed in now become tablets; voice notes; photos unshrunk."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None
_TEXT, _NUMBER, _TIME = sa.String(), sa.Integer(), sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "fieldtablet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tour_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("off_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["tour_id"], ["tour.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_fieldtablet_tour_id", "fieldtablet", ["tour_id"])
    op.create_table(
        "fieldspeaker",
        sa.Column("tablet_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"]),
        sa.ForeignKeyConstraint(["tablet_id"], ["fieldtablet.id"]),
        sa.PrimaryKeyConstraint("tablet_id", "participant_id"),
    )
    op.create_index("ix_fieldspeaker_participant_id", "fieldspeaker", ["participant_id"])
    op.create_table(
        "fieldvoice",
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"]),
        sa.PrimaryKeyConstraint("uid"),
    )
    op.create_index("ix_fieldvoice_issue_id", "fieldvoice", ["issue_id"])
    with op.batch_alter_table("signin") as table:
        table.add_column(sa.Column("tablet_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_signin_tablet_id", "fieldtablet", ["tablet_id"], ["id"])
        table.create_index("ix_signin_tablet_id", ["tablet_id"])
    op.add_column("fielditem", sa.Column("brought_by", sa.String(), nullable=False, server_default=""))
    op.add_column("city", sa.Column("keep_originals", sa.Boolean(), nullable=False, server_default=sa.false()))
    _make_tablets()


def downgrade() -> None:
    op.drop_column("city", "keep_originals")
    op.drop_column("fielditem", "brought_by")
    with op.batch_alter_table("signin") as table:
        table.drop_index("ix_signin_tablet_id")
        table.drop_column("tablet_id")
    op.drop_table("fieldvoice")
    op.drop_table("fieldspeaker")
    op.drop_table("fieldtablet")


def _make_tablets() -> None:
    """Each browser that a participant is signed in on now is a tablet, heard last when it came."""
    sign_in = _table(
        "signin", token_hash=_TEXT, device=_TEXT, participant_id=_NUMBER, tablet_id=_NUMBER, created_at=_TIME
    )
    participant = _table("participant", id=_NUMBER, tour_id=_NUMBER)
    tablet = _table(
        "fieldtablet", id=_NUMBER, tour_id=_NUMBER, device=_TEXT, joined_at=_TIME, seen_at=_TIME, off_by=_TEXT
    )
    person = _table("fieldspeaker", tablet_id=_NUMBER, participant_id=_NUMBER)
    connection = op.get_bind()
    rows = sa.select(sign_in, participant.c.tour_id).join(participant, participant.c.id == sign_in.c.participant_id)
    for row in connection.execute(rows.order_by(sign_in.c.created_at)).mappings().all():
        facts = {name: row[name] for name in ("tour_id", "device")}
        times = {"joined_at": row["created_at"], "seen_at": row["created_at"]}
        made = connection.execute(sa.insert(tablet).values(**facts, **times, off_by="").returning(tablet.c.id))
        tablet_id = made.scalar_one()
        connection.execute(sa.insert(person).values(tablet_id=tablet_id, participant_id=row["participant_id"]))
        here = sign_in.c.token_hash == row["token_hash"]
        connection.execute(sa.update(sign_in).where(here).values(tablet_id=tablet_id))


def _table(name: str, **columns: Any) -> sa.TableClause:
    return sa.table(name, *(sa.column(column, kind) for column, kind in columns.items()))
