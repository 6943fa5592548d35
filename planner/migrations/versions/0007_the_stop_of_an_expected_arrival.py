"""The expected arrival by the bus's position names its stop, so that it means nothing once the bus goes elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("busposition") as batch:
        batch.add_column(sa.Column("expected_stop_id", sa.Integer(), nullable=True))
        batch.create_foreign_key("busposition_expected_stop", "stop", ["expected_stop_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("busposition") as batch:
        batch.drop_constraint("busposition_expected_stop", type_="foreignkey")
        batch.drop_column("expected_stop_id")
