"""The words of each issue, kept true to it by whatever way it is written: a session that has stored an issue, an instruction,
the part of an agency or a switch to internal writes the words anew, in the same transaction.

SQLite keeps FTS5 on the table of words, PostgreSQL a GIN index.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.orm import Session as OrmSession
from sqlmodel import col, insert, select

from planner.domain.models import Instruction, Issue, IssueAgency, Move, WordGram
from planner.domain.models.types import id_of
from planner.domain.search import AGENCY, CATEGORY, INSIDE, NUMBER, TO_ACCOUNTS, whole_number
from planner.domain.stems import grams_of, words_of
from planner.domain.words import Step

SEARCHED: Sequence[str] = ("text", "address", "category_id", "raised_by", "external_number", "internal")
"""The columns of an issue that its words follow from."""
_SHORTEST = 3
_WAITING = "issues whose words are written later"
_AT_ONCE = 500
_STORE = text(
    "INSERT INTO issue_words (issue_id, words) VALUES (:issue_id, :words) "
    "ON CONFLICT (issue_id) DO UPDATE SET words = excluded.words WHERE issue_words.words <> excluded.words"
)


def listen() -> None:
    """From now on every session of this process keeps the words; called where the services of issues are loaded."""
    if not event.contains(OrmSession, "after_flush", _follow):
        event.listen(OrmSession, "after_flush", _follow)


@contextmanager
def words_at_the_end(session: OrmSession) -> Iterator[None]:
    """Within it the words of what is stored are written once, at its end: for whoever stores much and searches nothing."""
    waiting: set[int] = set()
    session.info[_WAITING] = waiting
    try:
        yield
        session.flush()
    finally:
        del session.info[_WAITING]
    ids = sorted(waiting)
    for at in range(0, len(ids), _AT_ONCE):
        write_words(session.connection(), ids[at : at + _AT_ONCE])


def _follow(session: OrmSession, *_: object) -> None:
    """What was stored just now is asked for once more, so that no caller can forget a part of it.

    An issue that is new is known whole: nothing has been said of it yet but what is stored in the same moment.
    """
    others = [row for row in (*session.new, *session.dirty, *session.deleted) if not isinstance(row, Issue)]
    ids = {number for row in others if (number := _issue_of(row)) is not None}
    fresh = [row for row in session.new if isinstance(row, Issue) and row.id not in ids]
    ids |= {number for row in session.dirty if isinstance(row, Issue) and (number := _issue_of(row)) is not None}
    waiting: set[int] | None = session.info.get(_WAITING)
    if waiting is not None:
        waiting |= ids | {id_of(row) for row in fresh}
        return
    if fresh:
        words = {id_of(row): issue_words(row, told=(), inside=(), agencies=()) for row in fresh}
        _store(session.connection(), words, {id_of(row): row.internal for row in fresh})
    if ids:
        write_words(session.connection(), ids)


def _issue_of(row: object) -> int | None:
    """The issue whose words a row may have changed."""
    if isinstance(row, Issue):
        changed = {name for name in SEARCHED if inspect(row).attrs[name].history.has_changes()}
        # A switch to or from internal tells only with its step of the history, which follows, what was written inside.
        return row.id if changed and (_is_new(row) or "internal" not in changed) else None
    if isinstance(row, Instruction | IssueAgency):
        return row.issue_id
    if isinstance(row, Move) and row.step is Step.EDIT and "internal" in row.facts.get("changes", {}):
        return row.issue_id
    return None


def _is_new(issue: Issue) -> bool:
    return not inspect(issue).attrs["internal"].history.deleted


def write_words(connection: Connection, ids: Collection[int]) -> None:
    """Writes the words of these issues as they are stored now, and notes new words of those that are open to all."""
    fields = (Issue.id, *(getattr(Issue, name) for name in SEARCHED))
    issues = connection.execute(select(*fields).where(col(Issue.id).in_(ids))).all()
    given = connection.execute(
        select(Instruction.issue_id, Instruction.text, Instruction.given_at).where(col(Instruction.issue_id).in_(ids))
    ).all()
    parts = connection.execute(
        select(IssueAgency.issue_id, IssueAgency.agency_id).where(col(IssueAgency.issue_id).in_(ids))
    ).all()
    told: dict[int, set[str]] = defaultdict(set)
    inside: dict[int, set[str]] = defaultdict(set)
    agencies: dict[int, list[int]] = defaultdict(list)
    switches = _switches(connection, {row.issue_id for row in given})
    is_internal = {issue.id: issue.internal for issue in issues}
    for row in given:
        closed = was_internal(is_internal[row.issue_id], switches.get(row.issue_id, ()), row.given_at)
        (inside if closed else told)[row.issue_id] |= words_of(row.text)
    for part in parts:
        agencies[part.issue_id].append(part.agency_id)
    words = {
        issue.id: issue_words(issue, told=told[issue.id], inside=inside[issue.id], agencies=agencies[issue.id])
        for issue in issues
    }
    _store(connection, words, is_internal)


def _store(connection: Connection, words: Mapping[int, set[str]], is_internal: Mapping[int, bool]) -> None:
    rows = [{"issue_id": number, "words": " ".join(sorted(words[number]))} for number in sorted(words)]
    if rows:
        connection.execute(_STORE, rows)
    of_open_ones = set[str]().union(*(words[number] for number in words if not is_internal[number]))
    note_words(connection, {word for word in of_open_ones if is_spelled(word)})


def issue_words(issue: Any, *, told: Iterable[str], inside: Iterable[str], agencies: Iterable[int]) -> set[str]:
    """All words of an issue; `told` and `inside` are those of its instructions. `behalf` is nobody's to look for."""
    to_accounts = words_of(issue.raised_by, issue.external_number) | {
        f"{NUMBER}{whole_number(issue.external_number)}" if issue.external_number else ""
    }
    return {
        *words_of(issue.text, issue.address),
        *told,
        f"{NUMBER}{issue.id}",
        f"{CATEGORY}{issue.category_id}",
        *(f"{AGENCY}{number}" for number in agencies),
        *(f"{TO_ACCOUNTS}{word}" for word in to_accounts if word),
        *(f"{INSIDE}{word}" for word in inside),
    }


def was_internal(now_internal: bool, switches: Sequence[tuple[datetime, bool]], moment: datetime) -> bool:
    """Whether an issue was internal then, by its switches in order; at the very moment of a switch it counts as internal."""
    state = not switches[0][1] if switches else now_internal
    for at, became in switches:
        if at == moment:
            return True
        state = became if at < moment else state
    return state


def is_spelled(word: str) -> bool:
    """Whether slips of a word are looked for: a word of letters, not too short, not of what was written inside."""
    bare = word.removeprefix(TO_ACCOUNTS)
    return len(bare) >= _SHORTEST and bare.isalpha()


def note_words(connection: Connection, words: Collection[str]) -> None:
    """Adds the words that are not there yet. No key makes two writers wait for each other."""
    known = connection.execute(select(WordGram.word).where(col(WordGram.word).in_(words)).distinct()).scalars()
    new = sorted(set(words) - set(known)) if words else ()
    if new:
        rows = [{"gram": gram, "word": word} for word in new for gram in grams_of(word.removeprefix(TO_ACCOUNTS))]
        connection.execute(insert(WordGram), rows)


def _switches(connection: Connection, ids: Collection[int]) -> dict[int, list[tuple[datetime, bool]]]:
    found: dict[int, list[tuple[datetime, bool]]] = {}
    if ids:
        edits = select(Move.issue_id, Move.at, Move.facts).where(col(Move.issue_id).in_(ids), Move.step == Step.EDIT)
        for row in connection.execute(edits.order_by(col(Move.id))):
            if change := row.facts.get("changes", {}).get("internal"):
                found.setdefault(row.issue_id, []).append((row.at, bool(change[1])))
    return found
