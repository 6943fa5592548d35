"""What people have said of the columns of a file, kept for the next one with the same header."""

import hashlib
from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, delete, select

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.models import ColumnName
from planner.services.exchange.columns import folded
from planner.services.intake.rights import require_intake


def kept_columns(
    session: Session, actor: Actor, kind: str, header: Sequence[str], *, layer_id: int | None = None
) -> dict[str, str] | None:
    """Our fields and what this header calls each, as somebody has said; None where nobody has."""
    require_intake(session, actor, kind, layer_id)
    query = select(ColumnName.given, ColumnName.column).where(ColumnName.thing == _thing(kind, header))
    kept = dict(session.exec(query).all())
    if not kept:
        return None
    return {kept[folded(name)]: name for name in header if kept.get(folded(name))}


def keep_header(
    session: Session,
    actor: Actor,
    kind: str,
    header: Sequence[str],
    columns: Mapping[str, str],
    *,
    layer_id: int | None = None,
) -> None:
    """Remembers what the columns under this header are; those that are nothing are remembered as such."""
    require_intake(session, actor, kind, layer_id)
    hold_all(session, ColumnName)
    thing, field_of = _thing(kind, header), {folded(name): field for field, name in columns.items()}
    session.exec(delete(ColumnName).where(col(ColumnName.thing) == thing))
    for given in dict.fromkeys(map(folded, header)):
        session.add(ColumnName(thing=thing, given=given, column=field_of.get(given, "")))
    session.flush()


def _thing(kind: str, header: Sequence[str]) -> str:
    """Which header it is, whatever the order of its columns."""
    text = "\n".join(sorted(map(folded, header)))
    return f"{kind} {hashlib.sha256(text.encode()).hexdigest()[:16]}"
