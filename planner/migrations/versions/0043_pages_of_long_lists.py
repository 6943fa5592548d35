"""Indexes from which a page of a long list is read in its order."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

FILTERED = ("state", "internal", "deleted", "category_id", "district_id", "agency_id")


def upgrade() -> None:
    op.create_index(
        "issue_newest",
        "issue",
        [
            *("created_at", "id", "state", "due_on", "internal", "deleted", "category_id", "district_id", "agency_id"),
            *("tour_id", "severity", "supporters"),
        ],
    )
    op.create_index(
        "issue_due",
        "issue",
        ["due_on", "created_at", "id", *FILTERED],
        sqlite_where=sa.text("due_on IS NOT NULL"),
        postgresql_where=sa.text("due_on IS NOT NULL"),
    )
    for name in ("raised_by_person_id", "raised_by_participant_id"):
        op.create_index(f"ix_issue_{name}", "issue", [name])
    op.create_index("issueagency_issues", "issueagency", ["agency_id", "issue_id"])
    op.drop_index("ix_issueagency_agency_id", "issueagency")


def downgrade() -> None:
    op.create_index("ix_issueagency_agency_id", "issueagency", ["agency_id"])
    op.drop_index("issueagency_issues", "issueagency")
    for name in ("raised_by_participant_id", "raised_by_person_id"):
        op.drop_index(f"ix_issue_{name}", "issue")
    op.drop_index("issue_due", "issue")
    op.drop_index("issue_newest", "issue")
