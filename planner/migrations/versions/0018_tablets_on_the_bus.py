"""The tablets of a tour and who speaks on them; those that are signed in now become tablets."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0011"
branch_labels = None
depends_on = None


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
    with op.batch_alter_table("signin") as table:
        table.add_column(sa.Column("tablet_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_signin_tablet_id", "fieldtablet", ["tablet_id"], ["id"])
        table.create_index("ix_signin_tablet_id", ["tablet_id"])
    _make_tablets()


def downgrade() -> None:
    with op.batch_alter_table("signin") as table:
        table.drop_index("ix_signin_tablet_id")
        table.drop_column("tablet_id")
    op.drop_table("fieldspeaker")
    op.drop_table("fieldtablet")


def _make_tablets() -> None:
    """Each browser that a participant is signed in on now is a tablet, heard last when it came."""
    text, at = sa.String(), sa.DateTime(timezone=True)
    sign_in = sa.table("signin", *(sa.column(name, text) for name in ("token_hash", "device")))
    for name, kind in (("participant_id", sa.Integer()), ("tablet_id", sa.Integer()), ("created_at", at)):
        sign_in.append_column(sa.column(name, kind))
    participant = sa.table("participant", sa.column("id", sa.Integer()), sa.column("tour_id", sa.Integer()))
    tablet = sa.table("fieldtablet", sa.column("id", sa.Integer()), sa.column("tour_id", sa.Integer()))
    for name, kind in (("device", text), ("joined_at", at), ("seen_at", at), ("off_by", text)):
        tablet.append_column(sa.column(name, kind))
    person = sa.table("fieldspeaker", sa.column("tablet_id", sa.Integer()), sa.column("participant_id", sa.Integer()))
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
