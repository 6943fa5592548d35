"""The issues that a tablet knows without a network: those of the ride, of its stops, and the open ones near them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.models import Category, Issue, IssueAgency, Stop, Support, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, Subject, require
from planner.services.access.scopes import issues_visible_to, subject_of_tour, visible_tour
from planner.services.issues.near import open_issues_near_each
from planner.services.issues.pictures import Picture, of_issue, pictures_of
from planner.services.issues.withdraw import acted_on
from planner.services.ride.on_board import is_editable, is_own
from planner.services.ride.stop_card import CardIssue, Promise, cards_of, open_promises

NEAR_M = 300.0
MOST_NEAR = 10
"""So many open issues are told around each stop, the nearest ones."""


@dataclass(frozen=True)
class FieldIssue:
    """An issue with what this visitor may do to it; `photos` counts the pictures that they may see.

    `mine`: they raised it; `supported`: they have the same problem; `withdrawable`: they may take it back, because nobody
    has acted on it.
    """

    issue: Issue
    category: Category
    photo_id: str | None
    photos: int
    promises: Sequence[Promise]
    mine: bool
    supported: bool
    editable: bool
    withdrawable: bool


@dataclass(frozen=True)
class KnownIssues:
    """All of them by number, and by the stop's id what it is made for, the gravest first, and what is near, with metres."""

    issues: Mapping[int, FieldIssue]
    points: Mapping[int, Sequence[CardIssue]]
    near: Mapping[int, Sequence[tuple[float, Issue]]]

    @property
    def around(self) -> Mapping[int, Sequence[Issue]]:
        """By the stop's id all that is known there: what it is made for and what is near."""
        return {
            stop_id: [*(issue for _, issue in pairs), *(card.issue for card in self.points[stop_id])]
            for stop_id, pairs in self.near.items()
        }

    def raised_on(self, tour_id: int) -> Sequence[Issue]:
        """What was raised on this ride."""
        return [row.issue for row in self.issues.values() if row.issue.tour_id == tour_id]


def known_issues(session: Session, actor: Actor, tour: Tour, stops: Sequence[Stop], *, today: date) -> KnownIssues:
    """What this actor, who may ride the tour, sees of them. The same few queries for any number of stops and issues."""
    require(actor, Action.RIDE_TOUR, subject_of_tour(visible_tour(session, actor, id_of(tour))))
    ids = [id_of(stop) for stop in stops]
    points = cards_of(session, actor, ids, today=today)
    around = open_issues_near_each(session, actor, [stop.point for stop in stops], radius_m=NEAR_M, limit=MOST_NEAR)
    near = {stop_id: _others(found, points[stop_id]) for stop_id, found in zip(ids, around, strict=True)}
    raised = session.exec(select(Issue).where(Issue.tour_id == tour.id, issues_visible_to(actor))).all()
    found = {id_of(issue): issue for issue in raised}
    found |= {id_of(card.issue): card.issue for cards in points.values() for card in cards}
    found |= {id_of(issue): issue for pairs in near.values() for _, issue in pairs}
    return KnownIssues(_described(session, actor, tour, found, today), points, near)


def _others(found: Iterable[tuple[float, Issue]], cards: Iterable[CardIssue]) -> list[tuple[float, Issue]]:
    told = {card.issue.id for card in cards}
    return [(metres, issue) for metres, issue in found if issue.id not in told]


def _described(
    session: Session, actor: Actor, tour: Tour, found: Mapping[int, Issue], today: date
) -> dict[int, FieldIssue]:
    categories = {category.id: category for category in session.exec(select(Category))}
    pictures, promises = pictures_of(session, actor, found), open_promises(session, found, today=today)
    about, agencies = subject_of_tour(tour), _agencies_of(session, found)
    same = select(Support.issue_id).where(col(Support.issue_id).in_(found), Support.supporter == actor.supporter)
    supported, acted = set(session.exec(same)), acted_on(session, list(found.values()))
    return {
        number: _field_issue(
            actor,
            issue,
            categories[issue.category_id],
            pictures.get(number, ()),
            promises.get(number, ()),
            about,
            agencies[number],
            supported=number in supported,
            acted=number in acted,
        )
        for number, issue in sorted(found.items())
    }


def _field_issue(
    actor: Actor,
    issue: Issue,
    category: Category,
    pictures: Sequence[Picture],
    promises: Sequence[Promise],
    about: Subject,
    agencies: set[int],
    *,
    supported: bool,
    acted: bool,
) -> FieldIssue:
    chosen, mine = of_issue(pictures), is_own(actor, issue)
    return FieldIssue(
        issue=issue,
        category=category,
        photo_id=chosen.id if chosen else None,
        photos=len(pictures),
        promises=promises,
        mine=mine,
        supported=supported,
        editable=is_editable(actor, issue, about, agencies),
        withdrawable=mine and not acted,
    )


def _agencies_of(session: Session, issue_ids: Iterable[int]) -> defaultdict[int, set[int]]:
    """The agencies with a part in each issue."""
    involved: defaultdict[int, set[int]] = defaultdict(set)
    for row in session.exec(select(IssueAgency).where(col(IssueAgency.issue_id).in_(list(issue_ids)))):
        involved[row.issue_id].add(row.agency_id)
    return involved
