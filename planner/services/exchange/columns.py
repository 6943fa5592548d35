"""Which column of a file is which: by our own names in either language, and by what people have said once of theirs."""

from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import Session, col, delete, select

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.models import ColumnName
from planner.domain.permissions import Action, require
from planner.domain.typed import one_line

LONGEST_NAME = 200


def matched_columns(
    session: Session, actor: Actor, thing: str, given: Sequence[str], *, names: Mapping[str, str]
) -> dict[str, str]:
    """Our columns and what the file calls them, as far as that is known; each one of the file's is taken once.

    `names` are our own, folded, with the column each is of; what was kept of this `thing` by `keep_columns` comes before.
    """
    require(actor, Action.IMPORT_TABLES)
    kept = dict(session.exec(select(ColumnName.given, ColumnName.column).where(ColumnName.thing == thing)).all())
    found: dict[str, str] = {}
    for known in (kept, names):
        for name in given:
            column = known.get(folded(name))
            if column is not None and column not in found and name not in found.values():
                found[column] = name
    return found


def keep_columns(session: Session, actor: Actor, thing: str, columns: Mapping[str, str]) -> None:
    """Remembers what files of this `thing` call our columns, so that nobody has to say it again."""
    require(actor, Action.IMPORT_TABLES)
    hold_all(session, ColumnName)
    given = {folded(name): column for column, name in columns.items()}
    session.exec(delete(ColumnName).where(col(ColumnName.thing) == thing, col(ColumnName.given).in_(given)))
    for name, column in given.items():
        session.add(ColumnName(thing=thing, given=name, column=column))
    session.flush()


def folded(name: str) -> str:
    """The name of a column as it is compared: of one line, in small letters, without the signs at its end."""
    return one_line(name)[:LONGEST_NAME].casefold().rstrip(" .:*")


def folded_names(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names with the column each is of, folded."""
    return {folded(name): column for name, column in names}
