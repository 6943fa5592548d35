"""What agencies say to one point of a protocol, by how many days issues are late for good, a search that asks the index, and chats of Telegram."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

LIST = (
    "state",
    "due_on",
    "created_at",
    "id",
    "internal",
    "category_id",
    "district_id",
    "agency_id",
    "tour_id",
    "deleted",
)
DAYS = {
    "sqlite": "CAST(julianday(reported_on) - julianday(due_on) AS INTEGER)",
    "postgresql": "reported_on - due_on",
}
"""Between the date and the report."""


def upgrade() -> None:
    op.add_column("protocolstance", sa.Column("point", sa.String(), nullable=False, server_default=""))
    op.add_column("issue", sa.Column("late_settled", sa.Integer(), nullable=False, server_default="0"))
    days = DAYS[op.get_bind().dialect.name]
    told = (
        "CASE WHEN state = 'cancelled' THEN 0 WHEN state IN ('reported', 'closed') AND reported_on > due_on"
        f" AND {days} > late_before THEN {days} ELSE late_before END"
    )
    op.execute(
        f"UPDATE issue SET late_settled = late.days FROM (SELECT issue_id, max({told}) AS days FROM instruction"  # noqa: S608
        " WHERE state IN ('reported', 'closed', 'cancelled') GROUP BY issue_id) AS late"
        " WHERE late.issue_id = issue.id AND late.days > 0"
    )
    op.drop_index("issue_list", "issue")
    op.create_index("issue_list", "issue", [*LIST, "late_settled"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION issues_with_words(asked tsquery) RETURNS SETOF integer LANGUAGE sql STABLE ROWS 10000"
            " SET enable_seqscan = off"
            " AS 'SELECT issue_id FROM issue_words WHERE issue_words_lexemes @@ asked'"
        )

    op.add_column("mail", sa.Column("channel", sa.String(24), nullable=False, server_default="mail"))
    op.drop_index("mail_turn", "mail")
    op.create_index("mail_turn", "mail", ["state", "channel", "next_at"])
    op.create_table(
        "telegramchat",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("code_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id"),
        sa.UniqueConstraint("chat_id"),
        sa.UniqueConstraint("code_hash"),
    )


def downgrade() -> None:
    op.drop_table("telegramchat")
    op.drop_index("mail_turn", "mail")
    op.create_index("mail_turn", "mail", ["state", "next_at"])
    op.drop_column("mail", "channel")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS issues_with_words(tsquery)")
    op.drop_index("issue_list", "issue")
    op.create_index("issue_list", "issue", list(LIST))
    op.drop_column("issue", "late_settled")
    op.drop_column("protocolstance", "point")
