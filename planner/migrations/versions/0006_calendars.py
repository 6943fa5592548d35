"""Tours remember when they were last changed, and people may have a secret calendar address."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tour", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "calendarlink",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("token_hash"),
        sa.UniqueConstraint("person_id"),
    )


def downgrade() -> None:
    op.drop_table("calendarlink")
    op.drop_column("tour", "changed_at")
