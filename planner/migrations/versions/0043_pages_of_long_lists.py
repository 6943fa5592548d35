"""Indexes from which a page of a long list is read in its order, and a search that stops where enough is found."""

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
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION issues_with_words(asked tsquery, most integer) RETURNS SETOF integer LANGUAGE sql STABLE"
            " ROWS 10000 SET enable_seqscan = off"
            " AS 'SELECT issue_id FROM issue_words WHERE issue_words_lexemes @@ asked LIMIT most'"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS issues_with_words(tsquery, integer)")
    op.create_index("ix_issueagency_agency_id", "issueagency", ["agency_id"])
    op.drop_index("issueagency_issues", "issueagency")
    for name in ("raised_by_participant_id", "raised_by_person_id"):
        op.drop_index(f"ix_issue_{name}", "issue")
    op.drop_index("issue_due", "issue")
    op.drop_index("issue_newest", "issue")
