"""How each invited person is reached, the code by which they answer, and who came from the line to a seat untold."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Others refer to this table: where SQLite has to make it anew, it cannot once there are rows. So no constraint, an index.
    for name in ("post", "phone", "email"):
        op.add_column("participant", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.add_column("participant", sa.Column("answer_code", sa.String(), nullable=True))
    op.add_column("participant", sa.Column("promoted_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_participant_answer_code", "participant", ["answer_code"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_participant_answer_code", "participant")
    for name in ("promoted_at", "answer_code", "email", "phone", "post"):
        op.drop_column("participant", name)
