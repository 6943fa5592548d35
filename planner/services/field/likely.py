"""Which categories to offer first where an issue is raised: what is known there, who is aboard, what the city meets most."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from planner.domain.actor import Actor
from planner.domain.models import AgencyCategory, Category, Issue, Participant
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.words import Answer
from planner.services.access.scopes import issues_visible_to, subject_of_tour, visible_tour

OFFERED = 6
NEAR, RAISED, ABOARD = 3.0, 2.0, 2.0
"""What each issue near the stop and each of this ride weighs, and that an agency aboard answers for the category."""
IN_YEAR = 2.0
"""What the category that the city meets most weighs; the others have a part of it."""
_YEAR = timedelta(days=365)
_LATEST = 2_000
"""So many of the city's issues are counted, the latest ones: enough to tell, whatever the city's size."""


def likely_categories(
    session: Session,
    actor: Actor,
    tour_id: int,
    categories: Sequence[Category],
    near: Mapping[int, Iterable[Issue]],
    raised: Iterable[Issue],
    *,
    now: datetime,
) -> dict[int | None, list[int]]:
    """By stop the six categories to offer first, in the city's order so that they do not jump about; None is the way.

    `near` has the issues around each stop, `raised` those of this ride, `categories` those in use in the city's order. Two
    queries. For whoever may ride the tour.
    """
    require(actor, Action.RIDE_TOUR, subject_of_tour(visible_tour(session, actor, tour_id)))
    weights = _in_year(session, actor, now)
    for category_id in _of_agencies_aboard(session, tour_id):
        weights[category_id] += ABOARD
    for issue in raised:
        weights[issue.category_id] += RAISED
    return {stop_id: _first(categories, weights, issues) for stop_id, issues in ({None: ()} | dict(near)).items()}


def _first(categories: Sequence[Category], weights: Mapping[int, float], near: Iterable[Issue]) -> list[int]:
    here = Counter[int](issue.category_id for issue in near)
    order = [id_of(category) for category in categories]
    best = sorted(order, key=lambda one: -(weights.get(one, 0.0) + NEAR * here[one]))[:OFFERED]
    return [one for one in order if one in best]


def _in_year(session: Session, actor: Actor, now: datetime) -> defaultdict[int, float]:
    latest = (
        select(Issue.category_id)
        .where(issues_visible_to(actor), col(Issue.created_at) > now - _YEAR)
        .order_by(col(Issue.id).desc())
        .limit(_LATEST)
        .subquery()
    )
    counts = dict(session.exec(select(latest.c.category_id, func.count()).group_by(latest.c.category_id)).all())
    most = max(counts.values(), default=1)
    return defaultdict(float, {category_id: IN_YEAR * count / most for category_id, count in counts.items()})


def _of_agencies_aboard(session: Session, tour_id: int) -> Sequence[int]:
    """The categories for which somebody's agency answers who comes on this ride."""
    query = (
        select(AgencyCategory.category_id)
        .join(Participant, col(Participant.agency_id) == AgencyCategory.agency_id)
        .where(Participant.tour_id == tour_id, Participant.answer == Answer.YES)
    )
    return session.exec(query.distinct()).all()
