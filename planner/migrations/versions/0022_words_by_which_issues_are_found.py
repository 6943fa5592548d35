"""The words of each issue with an index for texts, the grams of known words, lists saved by name, numbers of other systems."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from alembic import op

from planner.domain.stems import composed, grams_of, tokens_of

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_BATCH = 2_000
_SQLITE = (
    "CREATE VIRTUAL TABLE issue_words_fts USING fts5(words, content='issue_words', content_rowid='issue_id', "
    "tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")",
    "CREATE TRIGGER issue_words_added AFTER INSERT ON issue_words BEGIN "
    "INSERT INTO issue_words_fts (rowid, words) VALUES (new.issue_id, new.words); END",
    "CREATE TRIGGER issue_words_gone AFTER DELETE ON issue_words BEGIN "
    "INSERT INTO issue_words_fts (issue_words_fts, rowid, words) VALUES ('delete', old.issue_id, old.words); END",
    "CREATE TRIGGER issue_words_changed AFTER UPDATE ON issue_words BEGIN "
    "INSERT INTO issue_words_fts (issue_words_fts, rowid, words) VALUES ('delete', old.issue_id, old.words); "
    "INSERT INTO issue_words_fts (rowid, words) VALUES (new.issue_id, new.words); END",
)
_POSTGRESQL = (
    # Stored, so that no query takes the words apart once more.
    "ALTER TABLE issue_words ADD COLUMN issue_words_lexemes tsvector "
    "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED",
    "CREATE INDEX issue_words_gin ON issue_words USING gin (issue_words_lexemes)",
)


def upgrade() -> None:
    op.add_column("issue", sa.Column("external_number", sa.String(), nullable=False, server_default=""))
    op.drop_column("issue", "searchable")
    op.create_table(
        "issue_words",
        sa.Column("issue_id", sa.Integer(), sa.ForeignKey("issue.id"), primary_key=True),
        sa.Column("words", sa.String(), nullable=False),
    )
    op.create_table(
        "word_gram",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("gram", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
    )
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("person_id", "name"),
    )
    op.create_index("ix_saved_filter_person_id", "saved_filter", ["person_id"])
    connection = op.get_bind()
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
    _write_words(connection)
    op.create_index("word_gram_word", "word_gram", ["gram", "word"])
    op.create_index("word_gram_known", "word_gram", ["word"])


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE issue_words_fts")
    for table in ("saved_filter", "word_gram", "issue_words"):
        op.drop_table(table)
    op.add_column("issue", sa.Column("searchable", sa.String(), nullable=False, server_default=""))
    op.drop_column("issue", "external_number")


def _write_words(connection: sa.Connection) -> None:
    """The words of every issue that is there; what they are says `planner.domain.search`."""
    known: set[str] = set()
    last = 0
    while issues := connection.execute(_ISSUES, {"last": last, "batch": _BATCH}).all():
        first, last = issues[0].id, issues[-1].id
        within = {"first": first, "last": last}
        given, parts, switches = (
            {number: list(rows) for number, rows in groupby(connection.execute(query, within), attrgetter("issue_id"))}
            for query in (_INSTRUCTIONS, _PARTS, _EDITS)
        )
        rows = []
        for issue in issues:
            flips = [(row.at, change[1]) for row in switches.get(issue.id, ()) if (change := _change(row.facts))]
            words = set(_words(issue, given.get(issue.id, ()), parts.get(issue.id, ()), flips))
            rows.append({"issue_id": issue.id, "words": " ".join(sorted(words))})
            if not issue.internal:
                known |= {word for word in words if len(_bare(word)) > 2 and _bare(word).isalpha()}
        connection.execute(_WORDS.insert(), rows)
    grams = [{"gram": gram, "word": word} for word in sorted(known) for gram in grams_of(_bare(word))]
    for start in range(0, len(grams), 10 * _BATCH):
        connection.execute(_GRAMS.insert(), grams[start : start + 10 * _BATCH])


def _words(issue: Any, given: Any, parts: Any, flips: list[tuple[Any, bool]]) -> Iterator[str]:
    yield from _forms(issue.text, issue.address)
    yield from (f"_n{issue.id}", f"_c{issue.category_id}")
    yield from (f"_a{part.agency_id}" for part in parts)
    yield from (f"_u{word}" for word in _forms(issue.raised_by))
    for row in given:
        inside = "_i" if _was_internal(issue.internal, flips, row.given_at) else ""
        yield from (f"{inside}{word}" for word in _forms(row.text))


def _was_internal(now_internal: bool, flips: list[tuple[Any, bool]], moment: Any) -> bool:
    state = not flips[0][1] if flips else now_internal
    for at, became in flips:
        if at == moment:
            return True
        state = became if at < moment else state
    return state


def _forms(*texts: str) -> set[str]:
    return {form for text in texts for token in tokens_of(composed(text)) for form in (token.folded, token.stem)}


def _bare(word: str) -> str:
    return word.removeprefix("_u")


def _change(facts: Any) -> list[bool] | None:
    change: list[bool] | None = (facts or {}).get("changes", {}).get("internal")
    return change


_WORDS = sa.table("issue_words", sa.column("issue_id"), sa.column("words"))
_GRAMS = sa.table("word_gram", sa.column("gram"), sa.column("word"))
_ISSUES = sa.text(
    "SELECT id, text, address, category_id, raised_by, internal FROM issue WHERE id > :last ORDER BY id LIMIT :batch"
)
_INSTRUCTIONS = sa.text(
    "SELECT issue_id, text, given_at FROM instruction WHERE issue_id BETWEEN :first AND :last ORDER BY issue_id"
).columns(given_at=sa.DateTime(timezone=True))
_PARTS = sa.text(
    "SELECT issue_id, agency_id FROM issueagency WHERE issue_id BETWEEN :first AND :last ORDER BY issue_id"
)
_EDITS = sa.text(
    "SELECT issue_id, at, facts FROM move WHERE step = 'edit' AND issue_id BETWEEN :first AND :last ORDER BY issue_id, id"
).columns(at=sa.DateTime(timezone=True), facts=sa.JSON())
