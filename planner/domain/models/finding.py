"""By which words issues are found, and which lists people keep."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from planner.domain.models.types import UtcDateTime


def is_modelled(name: str | None, kind: str = "table", *_: object) -> bool:
    """Whether a table, column or index has a model; those that search the words are of one database each, and have none."""
    return kind not in ("table", "column", "index") or not (name or "").startswith("issue_words_")


class IssueWords(SQLModel, table=True):
    """All words of an issue, apart by blanks; the databases' own indexes for texts hang on this table.

    Kept true to the issue by `services.search.words`; `domain.search` says which kinds of words there are.
    """

    __tablename__ = "issue_words"

    issue_id: int = Field(foreign_key="issue.id", primary_key=True)
    words: str = ""


class WordGram(SQLModel, table=True):
    """Three signs of a word that stood in an issue open to all: what a slip of it may share with it.

    Only ever added to. Two transactions may add the same word: it then stands here twice, which does no harm.
    """

    __tablename__ = "word_gram"
    __table_args__ = (Index("word_gram_word", "gram", "word"), Index("word_gram_known", "word"))

    id: int | None = Field(default=None, primary_key=True)
    gram: str
    word: str


class SavedFilter(SQLModel, table=True):
    """A list of issues that somebody keeps under a name; `query` is that of its address."""

    __tablename__ = "saved_filter"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    name: str
    query: str
    saved_at: datetime = Field(sa_type=UtcDateTime)
