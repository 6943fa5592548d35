"""The facts on the sheets that are filled in by hand at the stops, for when tablets fail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.deadlines import today_in
from planner.domain.models import Category
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, may, require
from planner.domain.words import TourState
from planner.services.access.scopes import subject_of_tour
from planner.services.city.agencies import list_categories
from planner.services.city.city import get_city
from planner.services.field.known import KnownIssues, known_issues
from planner.services.field.likely import likely_categories
from planner.services.tours.plan import Plan, plan_of


@dataclass(frozen=True)
class StopSheetFacts:
    """What is known at each stop, and the categories that are likely there by the stop's id, in the city's order.

    `join_code` is that of the tour's short link, None where the tour is not open to tablets or has no link yet, and for
    who may not give it out; `may_share`: this actor may. `today` is the city's date.
    """

    plan: Plan
    known: KnownIssues
    likely: Mapping[int, Sequence[Category]]
    join_code: str | None
    may_share: bool
    today: date


def stop_sheets(session: Session, actor: Actor, tour_id: int, *, now: datetime) -> StopSheetFacts:
    """The stop sheets, for staff that may see the tour; as many queries for sixty stops as for one.

    They hold the issues that this actor may see, as the leader's folder does, and so are for the same people. The tour's
    link signs in whoever reads it, and is for those alone who may give it out.
    """
    require(actor, Action.SEE_PEOPLE)
    plan = plan_of(session, actor, tour_id, now=now)
    tour, today = plan.tour, today_in(get_city(session).timezone, now)
    known = known_issues(session, actor, tour, [row.stop for row in plan.stops], today=today)
    may_share = may(actor, Action.SHARE_TOUR, subject_of_tour(tour)).allowed
    is_open = tour.state in (TourState.PUBLISHED, TourState.RIDING)
    return StopSheetFacts(
        plan=plan,
        known=known,
        likely=_likely(session, actor, id_of(tour), known, now),
        join_code=tour.join_code if may_share and is_open else None,
        may_share=may_share,
        today=today,
    )


def _likely(
    session: Session, actor: Actor, tour_id: int, known: KnownIssues, now: datetime
) -> Mapping[int, Sequence[Category]]:
    categories = list_categories(session, actor)
    by_id = {category.id: category for category in categories}
    raised = known.raised_on(tour_id)
    found = likely_categories(session, actor, tour_id, categories, known.around, raised, now=now)
    return {stop_id: [by_id[each] for each in ids] for stop_id, ids in found.items() if stop_id is not None}
