"""Three proposals out of a brief: what each is best at, and that all of them keep the rules on the printed times."""

from datetime import datetime, time, timedelta

import pytest
from sqlmodel import Session

from planner.domain.errors import NotAllowed, NotFound
from planner.domain.models import City
from planner.domain.models.types import id_of
from planner.domain.timetable import PlannedStop, timetable
from planner.domain.tour_rules import LAST, ClockWindow, PauseRule
from planner.domain.words import IssueState, Severity
from planner.services.proposals.brief import Brief, read_brief, read_own_brief
from planner.services.proposals.left_out import left_out, reasons_for
from planner.services.proposals.problem import SHORTLIST, shortlist, tables_for
from planner.services.proposals.search import (
    Proposal,
    ProposalKind,
    neglected_districts,
    search_proposal,
    tables_of,
)
from planner.services.tours.stops import add_stop, edit_stop
from tests.services.plan_story import MINUTE, Story
from tests.services.proposal_story import add_districts, many_issues, outsiders, rule

KM = 1000
SOUTH_BANK = {"name": "Амур", "line": [[50.2, 127.0], [50.2, 128.0]], "crossings": []}


def brief_of(session: Session, story: Story, tour_id: int) -> Brief:
    return read_brief(session, story.olga, tour_id, now=story.now)


def searched(brief: Brief, kind: ProposalKind = ProposalKind.MOST) -> Proposal:
    return search_proposal(brief, tables_of(brief), kind, progress=lambda share: True, seconds=120)


def keys(proposal: Proposal) -> list[str]:
    return [stop.candidate.key for stop in proposal.stops]


def assert_kept(brief: Brief, proposal: Proposal) -> None:
    """The timetable, which knows nothing of the optimiser, comes to the same times, and breaks nothing."""
    for bus in proposal.buses:
        points = [brief.start_point, *(stop.candidate.point for stop in bus.stops), brief.end_point]
        legs = brief.engine.route([point for point in points if point], brief.starts_at).legs
        planned = [
            PlannedStop(
                stop.candidate.key,
                stop.candidate.minutes_off,
                stop.talk,
                stop.candidate.window_from,
                stop.candidate.window_to,
            )
            for stop in bus.stops
        ]
        times = timetable(brief.starts_at, brief.ends_at, planned, legs)
        assert [row.arrival for row in times.rows] == [stop.arrival for stop in bus.stops]
        assert [row.departure for row in times.rows] == [stop.departure for stop in bus.stops]
        assert times.finish_at == bus.finish_at
        assert [each for each in times.breaks if each.kind != "waits"] == []


def test_nothing_to_stop_for_gives_an_empty_tour(session: Session, story: Story) -> None:
    brief = brief_of(session, story, story.tour(session))

    for kind in ProposalKind:
        proposal = searched(brief, kind)
        assert (proposal.stops, proposal.contradiction) == ((), ())


def test_one_candidate_is_visited(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    issue = story.issue(session, north_m=2 * KM)
    brief = brief_of(session, story, tour_id)

    proposal = searched(brief)

    assert keys(proposal) == [f"issue:{issue}"]
    assert (proposal.issues, proposal.promises, proposal.prize) == (1, 0, 5.0)
    assert proposal.minutes == 6 + 2 + 15 + 6
    assert proposal.km == pytest.approx(4.0, abs=0.01)
    assert_kept(brief, proposal)


def test_two_stops_at_one_point_are_both_made(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    first, second = story.stops(session, tour_id, 1, 1)
    brief = brief_of(session, story, tour_id)

    proposal = searched(brief, ProposalKind.SHORTEST)

    assert sorted(keys(proposal)) == [f"stop:{first}", f"stop:{second}"]
    assert_kept(brief, proposal)


def test_issue_over_a_river_without_a_bridge_is_left_out_and_said_so(session: Session, story: Story) -> None:
    session.get_one(City, 1).barriers = [SOUTH_BANK]
    tour_id = story.tour(session)
    here = story.issue(session, north_m=KM)
    there = story.issue(session, north_m=-8 * KM, severity=Severity.DANGER)
    brief = brief_of(session, story, tour_id)

    proposal = searched(brief)

    assert keys(proposal) == [f"issue:{here}"]
    (reason,) = reasons_for(brief, proposal, left_out(brief, proposal))
    assert (reason.candidate.key, reason.kind) == (f"issue:{there}", "no_way")


def test_must_over_a_river_without_a_bridge_contradicts(session: Session, story: Story) -> None:
    session.get_one(City, 1).barriers = [SOUTH_BANK]
    tour_id = story.tour(session)
    (stop,) = story.stops(session, tour_id, -8)
    brief = brief_of(session, story, tour_id)

    proposal = searched(brief)

    assert proposal.buses == ()
    assert f"stop:{stop}" in {row.key for wish in proposal.contradiction for row in wish.stops}


def test_musts_that_do_not_fit_the_time_are_named_together(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    story.stops(session, tour_id, 20, -20)
    brief = brief_of(session, story, tour_id)

    for kind in ProposalKind:
        proposal = searched(brief, kind)
        assert proposal.buses == ()
        assert {"return"} < {wish.kind for wish in proposal.contradiction}


def test_most_takes_what_is_worth_most(session: Session, story: Story) -> None:
    tour_id = story.tour(session, ends_at=story.start + 40 * MINUTE)
    story.issue(session, north_m=2 * KM, severity=Severity.LOW)
    worst = story.issue(session, north_m=-2 * KM, severity=Severity.DANGER)
    brief = brief_of(session, story, tour_id)

    proposal = searched(brief)

    assert keys(proposal) == [f"issue:{worst}"]
    assert_kept(brief, proposal)


def test_what_is_left_out_says_what_it_would_take(session: Session, story: Story) -> None:
    tour_id = story.tour(session, ends_at=story.start + 40 * MINUTE)
    low = story.issue(session, north_m=2 * KM, severity=Severity.LOW)
    story.issue(session, north_m=-2 * KM, severity=Severity.DANGER)
    brief = brief_of(session, story, tour_id)

    proposal = searched(brief)
    (reason,) = reasons_for(brief, proposal, left_out(brief, proposal))

    # Both take 6 + 17 + 12 + 17 + 6 = 58 minutes: 18 too many.
    assert reason.candidate.key == f"issue:{low}"
    assert (reason.kind in ("over", "instead"), reason.minutes) == (True, 18)


def test_fairest_has_a_stop_in_every_neglected_district(session: Session, story: Story) -> None:
    west, east = add_districts(session)
    tour_id = story.tour(session, ends_at=story.start + 70 * MINUTE)
    for north in (1, 2, 3):
        story.issue(session, north_m=north * KM, east_m=50, district_id=east, severity=Severity.DANGER, supporters=40)
    lonely = story.issue(session, east_m=-4 * KM, district_id=west, severity=Severity.LOW)
    brief = brief_of(session, story, tour_id)

    most, fairest = searched(brief), searched(brief, ProposalKind.FAIREST)

    assert neglected_districts(brief) == tuple(sorted((west, east)))
    assert f"issue:{lonely}" not in keys(most)
    assert f"issue:{lonely}" in keys(fairest)
    assert (fairest.districts, fairest.unserved) == (tuple(sorted((west, east))), ())
    assert_kept(brief, fairest)


def test_district_out_of_reach_is_given_up_and_named(session: Session, story: Story) -> None:
    west, east = add_districts(session)
    tour_id = story.tour(session, ends_at=story.start + 60 * MINUTE)
    near = story.issue(session, north_m=KM, east_m=50, district_id=east)
    story.issue(session, east_m=-12 * KM, district_id=west)
    brief = brief_of(session, story, tour_id)

    fairest = searched(brief, ProposalKind.FAIREST)

    assert keys(fairest) == [f"issue:{near}"]
    assert fairest.unserved == (west,)


def test_shortest_makes_musts_and_promises_only(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    (must,) = story.stops(session, tour_id, 1)
    promised = story.issue(session, north_m=3 * KM, state=IssueState.ASSIGNED, due_on=story.start.date())
    story.issue(session, north_m=2 * KM, severity=Severity.DANGER)
    brief = brief_of(session, story, tour_id)

    shortest = searched(brief, ProposalKind.SHORTEST)

    assert sorted(keys(shortest)) == [f"issue:{promised}", f"stop:{must}"]
    assert shortest.promises == 1
    assert shortest.minutes < searched(brief).minutes


def test_rules_of_the_tour_are_kept(session: Session, story: Story) -> None:
    west, _ = add_districts(session)
    tour_id = story.tour(session)
    a, b, c, d = story.stops(session, tour_id, 1, 2, 3, -2)
    for stop in (c, d):
        edit_stop(session, story.olga, stop, must=False)
    lonely = story.issue(session, east_m=-3 * KM, district_id=west, severity=Severity.LOW)
    rule(session, story, tour_id, positions=((a, LAST),), before=((b, a),), either=((c, d),), districts=(west,))
    brief = brief_of(session, story, tour_id)

    proposal = searched(brief)

    made = keys(proposal)
    assert made[-1] == f"stop:{a}"
    assert made.index(f"stop:{b}") < made.index(f"stop:{a}")
    assert len({f"stop:{c}", f"stop:{d}"} & set(made)) == 1
    assert f"issue:{lonely}" in made
    assert_kept(brief, proposal)


def test_directly_after_is_kept(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    a, b, c = story.stops(session, tour_id, 1, 2, 3)
    rule(session, story, tour_id, right_after=((c, a),))
    brief = brief_of(session, story, tour_id)

    made = keys(searched(brief))

    assert made.index(f"stop:{a}") == made.index(f"stop:{c}") + 1


def test_longest_ride_and_kilometres_are_kept(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    story.issue(session, north_m=2 * KM)
    story.issue(session, north_m=9 * KM, severity=Severity.DANGER)
    rule(session, story, tour_id, longest_ride=20, longest_km=15)
    brief = brief_of(session, story, tour_id)

    proposal = searched(brief)

    assert len(proposal.stops) == 1
    assert proposal.km < 15


def test_night_tour_meets_a_window_after_midnight(session: Session, story: Story) -> None:
    start = datetime.fromisoformat("2026-11-23T13:00:00+00:00")  # 22:00 in the city
    tour_id = story.tour(session, starts_at=start, ends_at=start + 240 * MINUTE)
    first, late = story.stops(session, tour_id, 1, 2)
    rule(session, story, tour_id, windows=(ClockWindow(late, time(0, 30), time(1, 0)),))
    brief = brief_of(session, story, tour_id)

    proposal = searched(brief)

    assert keys(proposal) == [f"stop:{first}", f"stop:{late}"]
    talk = proposal.stops[1].talk_from
    assert start + 150 * MINUTE <= talk <= start + 180 * MINUTE


def test_of_several_windows_one_is_met(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    stop = add_stop(
        session,
        story.olga,
        tour_id,
        name="Школа",
        lat=50.27,
        lon=127.53,
        window_from=story.start - 60 * MINUTE,
        window_to=story.start - 30 * MINUTE,
    )
    rule(session, story, tour_id, windows=(ClockWindow(id_of(stop), time(11, 0), time(11, 20)),))
    brief = brief_of(session, story, tour_id)

    (visit,) = searched(brief).stops

    assert story.start + 60 * MINUTE <= visit.talk_from <= story.start + 80 * MINUTE


def test_break_is_taken_within_its_hours(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    story.stops(session, tour_id, 2, 4, 6)
    rule(session, story, tour_id, pauses=(PauseRule("Обед", 30, time(11, 0), time(12, 0)),))
    brief = brief_of(session, story, tour_id)

    proposal = searched(brief)

    (stop,) = [stop for stop in proposal.stops if stop.pause]
    begins = stop.departure - 30 * MINUTE
    assert stop.pause >= 30
    assert story.start + 60 * MINUTE <= begins <= story.start + 120 * MINUTE
    assert_kept(brief, proposal)


def test_two_buses_share_the_work(session: Session, story: Story) -> None:
    tour_id = story.tour(session, ends_at=story.start + 60 * MINUTE)
    for north in (-6, -5, 5, 6):
        story.issue(session, north_m=north * KM)
    alone = searched(brief_of(session, story, tour_id))
    rule(session, story, tour_id, buses=2)
    brief = brief_of(session, story, tour_id)

    both = searched(brief)

    assert len(both.buses) == 2
    assert len(set(keys(both))) == len(keys(both)) > len(keys(alone))
    assert_kept(brief, both)


def test_tour_without_a_start_begins_at_its_first_stop(session: Session, story: Story) -> None:
    nowhere = {"start_lat": None, "start_lon": None, "end_lat": None, "end_lon": None}
    tour_id = story.tour(session, **nowhere)
    story.issue(session, north_m=5 * KM)
    brief = brief_of(session, story, tour_id)

    (stop,) = searched(brief).stops

    assert stop.arrival == story.start


def test_same_brief_gives_the_same_proposals(session: Session, story: Story) -> None:
    districts = add_districts(session)
    tour_id = story.tour(session)
    many_issues(session, story, 80, districts)
    brief = brief_of(session, story, tour_id)

    for kind in ProposalKind:
        first, again = searched(brief, kind), searched(brief, kind)
        assert (first.whole, keys(first)) == (True, keys(again))
        assert_kept(brief, first)


def test_stopped_search_keeps_what_it_has(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    many_issues(session, story, 200)
    brief = brief_of(session, story, tour_id)
    heard: list[float] = []

    def stop(share: float) -> bool:
        heard.append(share)
        return False

    proposal = search_proposal(brief, tables_of(brief), ProposalKind.MOST, progress=stop)

    assert len(heard) >= 1
    assert not proposal.whole
    assert_kept(brief, proposal)


def test_three_thousand_issues_ask_for_a_few_hundred_travel_times(session: Session, story: Story) -> None:
    west, east = add_districts(session)
    tour_id = story.tour(session)
    (own,) = story.stops(session, tour_id, 4)
    rule(session, story, tour_id, walk_m=0, districts=(west,))
    many_issues(session, story, 3000, (west, east))
    brief = brief_of(session, story, tour_id)

    rows = shortlist(brief)
    tables = tables_for(brief, rows)

    assert len(brief.rows) > 2900
    assert len(rows) == SHORTLIST
    assert tables.minutes.shape == (SHORTLIST + 2, SHORTLIST + 2)
    assert rows[0].key == f"stop:{own}"
    assert shortlist(brief) == rows
    proposal = search_proposal(brief, tables, ProposalKind.MOST, progress=lambda share: True)
    assert len(proposal.stops) > 5
    assert_kept(brief, proposal)


def test_everything_left_out_of_thousands_has_its_reason(session: Session, story: Story) -> None:
    tour_id = story.tour(session, ends_at=story.start + 90 * MINUTE)
    many_issues(session, story, 400)
    brief = brief_of(session, story, tour_id)
    proposal = searched(brief)
    rows = left_out(brief, proposal)

    pages = [reasons_for(brief, proposal, rows[at : at + 10]) for at in (0, 10, len(rows) - 10)]

    assert len(rows) + len(proposal.stops) == len(brief.rows)
    assert [row.prize.total for row in rows] == sorted((row.prize.total for row in rows), reverse=True)
    for page in pages:
        assert len(page) == 10
        for each in page:
            assert each.minutes > 0 or each.other is not None or each.kind in ("no_way", "closed", "far", "rule")


def test_others_get_no_brief(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    story.issue(session, internal=True)
    assert brief_of(session, story, tour_id).issues == 1

    for actor in outsiders(story).values():
        for service in (read_brief, read_own_brief):
            with pytest.raises((NotAllowed, NotFound)):
                service(session, actor, tour_id, now=story.now)


def test_windows_shown_are_in_utc_of_the_city(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    (stop,) = story.stops(session, tour_id, 1)
    edit_stop(session, story.olga, stop, window_from=story.start + timedelta(minutes=50))
    brief = brief_of(session, story, tour_id)

    (visit,) = searched(brief).stops

    assert visit.talk_from == story.start + 50 * MINUTE
    assert visit.wait == 45
