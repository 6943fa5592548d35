"""How each invited person is reached, the code by which they answer, and who came from the line to a seat untold."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("participant") as table:
        for name in ("post", "phone", "email"):
            table.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("answer_code", sa.String(), nullable=True))
        table.add_column(sa.Column("promoted_at", sa.DateTime(timezone=True), nullable=True))
        table.create_unique_constraint("participant_answer_code", ["answer_code"])


def downgrade() -> None:
    with op.batch_alter_table("participant") as table:
        table.drop_constraint("participant_answer_code", type_="unique")
        for name in ("promoted_at", "answer_code", "email", "phone", "post"):
            table.drop_column(name)
