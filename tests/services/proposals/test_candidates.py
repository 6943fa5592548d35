"""What a tour could stop for: who may ask, what gathers into one stop, what it is worth, and what it costs to find out."""

from datetime import time, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import NotAllowed, NotFound
from planner.domain.models import District, Issue, Place, Stop, Tour
from planner.domain.prize import PrizePart, Weights
from planner.domain.tour_rules import LAST, PauseRule
from planner.domain.words import IssueState, Role, Severity, TourState
from planner.services.proposals.candidates import list_candidates, list_own_stops
from planner.services.proposals.weights import get_weights, set_tour_weights, set_weights
from planner.services.tours.stops import edit_stop
from tests.services.plan_story import Story
from tests.services.proposal_story import add_districts, link, made_stop, many_issues, outsiders, past_tour, rule

DAY = timedelta(days=1)

ADMIN = Actor(name="Администратор", roles=frozenset({Role.ADMIN}))


def keys(session: Session, story: Story, tour_id: int) -> list[str]:
    return [row.key for row in list_candidates(session, story.olga, tour_id, now=story.now).rows]


def test_city_without_issues_has_no_candidates(session: Session, story: Story) -> None:
    tour_id = story.tour(session)

    assert keys(session, story, tour_id) == []


def test_near_issues_are_one_candidate_called_after_the_most_urgent(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    low = story.issue(session, severity=Severity.LOW, address="ул. Ленина, 1")
    worst = story.issue(session, north_m=100, severity=Severity.DANGER, address="ул. Ленина, 5")
    far = story.issue(session, north_m=400)

    rows = list_candidates(session, story.olga, tour_id, now=story.now).rows

    assert [(row.key, row.issue_ids) for row in rows] == [(f"issue:{low}", (worst, low)), (f"issue:{far}", (far,))]
    assert (rows[0].name, rows[0].address, rows[0].minutes_talk) == ("ул. Ленина, 5", "", 20)
    assert rows[0].point.lat == pytest.approx(50.26 + 50 * 0.0000089932)


def test_what_was_put_off_is_worth_what_is_chosen_by_hand(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    story.issue(session, next_tour=True)

    (row,) = list_candidates(session, story.olga, tour_id, now=story.now).rows

    assert PrizePart("planned", Weights().planned, 1) in row.prize.parts


def test_walk_and_minutes_are_settings(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    for north in (0, 100, 200, 300):
        story.issue(session, north_m=north)

    rule(session, story, tour_id, walk_m=350, talk_most=25)

    rows = list_candidates(session, story.olga, tour_id, now=story.now).rows
    assert [(len(row.issue_ids), row.minutes_talk) for row in rows] == [(4, 25)]


def test_prize_adds_up_what_is_known(session: Session, story: Story) -> None:
    west, east = add_districts(session)
    made_stop(session, past_tour(session, story, days_ago=100), story.now - 100 * DAY)
    tour_id = story.tour(session)
    today = story.now.date()
    story.issue(
        session,
        east_m=50,
        district_id=east,
        severity=Severity.DANGER,
        state=IssueState.ASSIGNED,
        due_on=today - 20 * DAY,
        supporters=4,
    )

    (row,) = list_candidates(session, story.olga, tour_id, now=story.now).rows

    assert row.prize.parts == (
        PrizePart("severity", 12.0, 1),
        PrizePart("overdue", 8.0, 20),
        PrizePart("supporters", 2.0, 4),
        PrizePart("promises", 6.0, 1),
        PrizePart("district", 2.0, 100),
    )
    assert (row.promises, row.district_id) == (1, east)


@pytest.mark.parametrize(("days", "promises"), [(-1, 1), (0, 1), (3, 1), (4, 0)])
def test_promise_counts_when_it_falls_due_around_the_tour(
    session: Session, story: Story, days: int, promises: int
) -> None:
    tour_id = story.tour(session)
    story.issue(session, state=IssueState.ASSIGNED, due_on=story.start.date() + days * DAY)

    (row,) = list_candidates(session, story.olga, tour_id, now=story.now).rows

    assert row.promises == promises


def test_overdue_counts_on_the_day_of_the_tour_and_not_once_reported(session: Session, story: Story) -> None:
    tour_id = story.tour(session, starts_at=story.start + 10 * DAY, ends_at=story.start + 10.1 * DAY)
    due = story.start.date() + 8 * DAY
    story.issue(session, state=IssueState.ASSIGNED, due_on=due)
    story.issue(session, north_m=500, state=IssueState.REPORTED, due_on=due)

    rows = list_candidates(session, story.olga, tour_id, now=story.now).rows

    assert [{part.kind: part.number for part in row.prize.parts}.get("overdue") for row in rows] == [2, None]


def test_own_stops_come_first_with_the_issues_around_them(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    first, second = story.stops(session, tour_id, 2, 0)
    linked = story.issue(session, north_m=5000)
    link(session, first, linked)
    near = story.issue(session, north_m=100)
    loose = story.issue(session, north_m=900, severity=Severity.DANGER)

    rows = list_candidates(session, story.olga, tour_id, now=story.now).rows

    assert [(row.key, row.issue_ids) for row in rows] == [
        (f"stop:{first}", (linked,)),
        (f"stop:{second}", (near,)),
        (f"issue:{loose}", (loose,)),
    ]
    assert [row.must for row in rows] == [True, True, False]


def test_two_stops_at_one_point_stay_two(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    first, second = story.stops(session, tour_id, 1, 1)

    assert keys(session, story, tour_id) == [f"stop:{first}", f"stop:{second}"]


def test_own_stop_brings_its_window_and_its_number(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    first, second, third = story.stops(session, tour_id, 1, 2, 3)
    window = story.start + timedelta(minutes=30)
    edit_stop(session, story.olga, second, pinned=True, window_from=window, must=False)
    rule(
        session,
        story,
        tour_id,
        positions=((third, LAST),),
        pauses=(PauseRule("Обед", 10, time(12), time(13), first, 10),),
    )

    rows = list_own_stops(session, story.olga, tour_id, now=story.now).rows

    assert [(row.pinned_to, row.window_from, row.must) for row in rows] == [
        (None, None, True),
        (2, window, False),
        (LAST, None, True),
    ]
    assert [row.minutes_talk for row in rows] == [5, 15, 15]


def test_places_come_when_wanted_and_gather_the_issues_around_them(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    school = Place(name="Школа № 5", address="ул. Мира, 2", lat=50.27, lon=127.53)
    beside = Place(name="Рядом с остановкой", lat=50.2601, lon=127.53)
    session.add_all([school, beside, Place(name="Закрыто", lat=50.28, lon=127.53, archived=True)])
    (stop,) = story.stops(session, tour_id, 0)
    issue = story.issue(session, north_m=1150)
    assert keys(session, story, tour_id) == [f"stop:{stop}", f"issue:{issue}"]

    rule(session, story, tour_id, with_places=True)

    rows = list_candidates(session, story.olga, tour_id, now=story.now).rows
    assert [(row.key, row.name, row.issue_ids) for row in rows] == [
        (f"stop:{stop}", "0 км", ()),
        (f"place:{school.id}", "Школа № 5", (issue,)),
    ]


def test_closed_and_deleted_issues_are_no_candidates(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    story.issue(session, state=IssueState.CLOSED)
    story.issue(session, deleted=True)
    left = story.issue(session, north_m=1000)

    assert keys(session, story, tour_id) == [f"issue:{left}"]


def test_issue_of_another_coming_tour_waits_for_that_tour(session: Session, story: Story) -> None:
    tour_id, other = story.tour(session), story.tour(session)
    issue = story.issue(session, north_m=1000)
    (stop,) = story.stops(session, other, 1)
    link(session, stop, issue)

    coming = keys(session, story, tour_id)
    session.get_one(Tour, other).state = TourState.CANCELLED
    cancelled = keys(session, story, tour_id)
    session.get_one(Tour, other).state = TourState.DRAFT
    session.flush()
    later = list_candidates(session, story.olga, tour_id, now=story.start + DAY).rows

    assert coming == []
    assert cancelled == [f"issue:{issue}"]
    assert [row.key for row in later] == [f"issue:{issue}"]


def test_same_data_give_the_same_candidates_whatever_the_order_of_rows(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    many_issues(session, story, 60)
    before = list_candidates(session, story.olga, tour_id, now=story.now)
    for issue in session.exec(
        select(Issue).order_by(col(Issue.id).desc())
    ):  # rewritten rows come back last on PostgreSQL
        issue.text = "Изменено"
        session.flush()

    after = list_candidates(session, story.olga, tour_id, now=story.now)

    assert after.rows == before.rows
    assert sum(len(row.issue_ids) for row in after.rows) == 60


def test_three_thousand_issues_take_as_many_queries_as_three(session: Session, story: Story) -> None:
    add_districts(session)
    tour_id = story.tour(session)
    story.stops(session, tour_id, 1)
    queries: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *given: queries.append(given[2]))
    counts, issues = [], []
    for number in (3, 2997):
        many_issues(session, story, number)
        session.expire_all()
        queries.clear()
        rows = list_candidates(session, story.olga, tour_id, now=story.now).rows
        counts.append(len(queries))
        issues.append(sum(len(row.issue_ids) for row in rows))

    assert issues == [3, 3000]
    assert counts[0] == counts[1]
    assert counts[1] <= 14


def test_others_may_not_ask(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    story.issue(session)
    assert len(keys(session, story, tour_id)) == 1

    for actor in outsiders(story).values():
        for service in (list_candidates, list_own_stops):
            with pytest.raises((NotAllowed, NotFound)):
                service(session, actor, tour_id, now=story.now)


def test_weights_are_the_citys_and_go_back_to_the_defaults(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    story.issue(session, severity=Severity.DANGER)

    set_weights(session, ADMIN, Weights(danger=30))
    heavy = list_candidates(session, story.olga, tour_id, now=story.now).rows[0].prize.total
    set_weights(session, ADMIN, None)

    assert heavy == 30.0
    assert get_weights(session, story.olga) == Weights()
    assert list_candidates(session, story.olga, tour_id, now=story.now).rows[0].prize.total == 12.0


def test_one_tour_may_weigh_otherwise_and_the_others_do_not(session: Session, story: Story) -> None:
    tour_id, other = story.tour(session), story.tour(session)
    story.issue(session, severity=Severity.DANGER)

    def prizes() -> list[float]:
        return [
            list_candidates(session, story.olga, each, now=story.now).rows[0].prize.total for each in (tour_id, other)
        ]

    set_tour_weights(session, story.olga, tour_id, Weights(danger=20))
    own = prizes()
    set_weights(session, ADMIN, Weights(danger=30))
    city = prizes()
    set_tour_weights(session, story.olga, tour_id, None)

    assert (own, city, prizes()) == ([20.0, 12.0], [20.0, 30.0], [30.0, 30.0])
    with pytest.raises(NotAllowed):
        set_weights(session, story.olga, Weights())


def test_others_may_not_weigh(session: Session, story: Story) -> None:
    for actor in outsiders(story).values():
        with pytest.raises(NotAllowed):
            set_weights(session, actor, Weights(danger=0))
        with pytest.raises(NotAllowed):
            get_weights(session, actor)
    assert session.get(Stop, 1) is None


def test_candidate_is_called_after_what_everybody_may_see(session: Session, story: Story) -> None:
    tour_id, district = story.tour(session), District(name="Центр")
    session.add(district)
    session.flush()
    story.issue(session, severity=Severity.DANGER, address="Тайная, 1", internal=True, district_id=district.id)
    story.issue(session, north_m=50, address="Ленина, 5")
    story.issue(session, north_m=900, address="Тайная, 9", internal=True, district_id=district.id)
    story.issue(session, north_m=2000, address="Тайная, 20", internal=True)

    rows = list_candidates(session, story.olga, tour_id, now=story.now).rows

    named = {(row.name, row.address) for row in rows}
    assert named == {("Ленина, 5", ""), ("Центр", ""), ("…", "")}
