"""The pictures by which lists, cards and papers show issues: which there are, and which one stands for the issue."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.models import Photo
from planner.domain.words import PhotoPhase
from planner.services.issues.internal import closed_in


class Picture(NamedTuple):
    """A photo that is not hidden; `thumbnail` names its small file in the store."""

    id: str
    thumbnail: str
    phase: PhotoPhase


def pictures_of(session: Session, actor: Actor, issue_ids: Iterable[int]) -> Mapping[int, Sequence[Picture]]:
    """The pictures of each issue that has any, the oldest first, without those that were added while the issue was internal
    to the actor; the caller found that the actor sees these issues.
    """
    numbers = list(issue_ids)
    closed = closed_in(session, actor, numbers)
    columns: list[Any] = [Photo.issue_id, Photo.id, Photo.thumbnail, Photo.phase, Photo.added_at]
    query = (
        select(*columns)
        .where(col(Photo.issue_id).in_(numbers), col(Photo.hidden).is_(False))
        .order_by(col(Photo.added_at), col(Photo.id))
    )
    found: dict[int, list[Picture]] = defaultdict(list)
    for issue_id, photo_id, thumbnail, phase, added_at in session.exec(query):
        if not closed[issue_id].moment(added_at):
            found[issue_id].append(Picture(photo_id, thumbnail, PhotoPhase(phase)))
    return found


def of_problem(pictures: Sequence[Picture]) -> Picture | None:
    """The first picture of the problem itself."""
    return next((each for each in pictures if each.phase is PhotoPhase.BEFORE), None)


def of_issue(pictures: Sequence[Picture]) -> Picture | None:
    """The picture that stands for an issue: the first of the problem, else the first of the work done."""
    return of_problem(pictures) or next(iter(pictures), None)


def latest(pictures: Sequence[Picture]) -> Picture | None:
    """The last picture that came."""
    return pictures[-1] if pictures else None


def photo_ids(
    session: Session, actor: Actor, issue_ids: Iterable[int], choose: Callable[[Sequence[Picture]], Picture | None]
) -> Mapping[int, str]:
    """The photo of each issue that `choose` takes out of its pictures, by the issue; as `pictures_of`."""
    chosen = {issue_id: choose(pictures) for issue_id, pictures in pictures_of(session, actor, issue_ids).items()}
    return {issue_id: picture.id for issue_id, picture in chosen.items() if picture is not None}
