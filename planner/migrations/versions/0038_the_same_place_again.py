"""Which issue was called fixed at the place of a new one. What was raised before this follows with revision 0044."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("issue", sa.Column("again_of_id", sa.Integer(), nullable=True))
    op.create_index("ix_issue_again_of_id", "issue", ["again_of_id"])


def downgrade() -> None:
    op.drop_index("ix_issue_again_of_id", "issue")
    op.drop_column("issue", "again_of_id")
