"""What everybody may read: public copies of issues and photos, who decided it, and what the city shows of itself."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0029"
branch_labels = None
depends_on = None

_SQLITE = sa.text("public_from IS NOT NULL AND internal IS 0 AND deleted IS 0")
_POSTGRESQL = sa.text("public_from IS NOT NULL AND internal IS false AND deleted IS false")
_ADDED = {
    "issue": ["public_from"],
    "tour": ["shown"],
    "category": ["public_since", "public_rule"],
    "city": ["open_contact", "open_tours", "open_pages"],
}


def upgrade() -> None:
    _add_columns()
    op.create_table(
        "publicissue",
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(24), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("text_closed", sa.Boolean(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("place_closed", sa.Boolean(), nullable=False),
        sa.Column("shown_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("of_text", sa.String(), nullable=False),
        sa.Column("of_address", sa.String(), nullable=False),
        sa.Column("by_rule", sa.Boolean(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"],
            ["issue.id"],
        ),
        sa.PrimaryKeyConstraint("issue_id"),
    )
    op.create_table(
        "publicphoto",
        sa.Column("photo_id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("picture", sa.String(), nullable=True),
        sa.Column("thumbnail", sa.String(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("boxes", sa.JSON(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"],
            ["issue.id"],
        ),
        sa.ForeignKeyConstraint(
            ["photo_id"],
            ["photo.id"],
        ),
        sa.PrimaryKeyConstraint("photo_id"),
    )
    op.create_index("ix_publicphoto_issue_id", "publicphoto", ["issue_id"])
    op.create_table(
        "publicdecision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("by_person_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"],
            ["issue.id"],
        ),
        sa.ForeignKeyConstraint(
            ["photo_id"],
            ["photo.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_publicdecision_issue_id", "publicdecision", ["issue_id"])


def _add_columns() -> None:
    op.add_column("city", sa.Column("open_pages", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("city", sa.Column("open_tours", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("city", sa.Column("open_contact", sa.String(), nullable=False, server_default=""))
    op.add_column("category", sa.Column("public_rule", sa.String(24), nullable=False, server_default="ask"))
    op.add_column("category", sa.Column("public_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("tour", sa.Column("shown", sa.Boolean(), nullable=True))
    op.add_column("issue", sa.Column("public_from", sa.DateTime(timezone=True), nullable=True))
    order = ["created_at", "id", "public_from", "state", "outcome", "due_on"]
    known = [*order, "district_id", "category_id", "agency_id", "tour_id", "closed_at"]
    where: dict[str, Any] = {"sqlite_where": _SQLITE, "postgresql_where": _POSTGRESQL}
    op.create_index("issue_public", "issue", known, **where)
    op.create_index("issue_public_district", "issue", ["district_id", *order], **where)


def downgrade() -> None:
    op.drop_table("publicdecision")
    op.drop_table("publicphoto")
    op.drop_table("publicissue")
    op.drop_index("issue_public_district", table_name="issue")
    op.drop_index("issue_public", table_name="issue")
    for table, names in _ADDED.items():
        with op.batch_alter_table(table) as batch:
            for name in names:
                batch.drop_column(name)
