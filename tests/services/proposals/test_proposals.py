"""Choosing a proposal: the tour becomes it on the very times that were shown, it can be taken back, and it is kept."""

from dataclasses import replace
from datetime import time

import pytest
from sqlmodel import Session, select

from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from planner.domain.models import AgendaItem, Issue, Stop, StopIssue, Tour, TourProposal
from planner.domain.models.types import id_of
from planner.domain.tour_rules import ClockWindow, PauseRule, TourRules
from planner.domain.words import Severity, TourState
from planner.services.proposals.brief import read_brief
from planner.services.proposals.proposals import Choice, choices_of, make_tour_of_bus, take_proposal
from planner.services.proposals.search import ProposalKind, search_proposal, tables_of
from planner.services.tours.plan import plan_of
from planner.services.tours.rules import rules_of
from planner.services.tours.stops import AgendaEntry, edit_stop, set_agenda
from planner.services.tours.tours import edit_tour, get_tour
from planner.services.tours.undo import remember_plan, restore_plan
from tests.services.plan_story import MINUTE, Story, names
from tests.services.proposal_story import link, outsiders, rule

KM = 1000


def choice_of(session: Session, story: Story, tour_id: int, kind: ProposalKind = ProposalKind.MOST) -> Choice:
    brief = read_brief(session, story.olga, tour_id, now=story.now)
    tables = tables_of(brief)
    proposals = tuple(search_proposal(brief, tables, each, progress=lambda share: True) for each in ProposalKind)
    return Choice(brief, proposals, kind)


def test_tour_becomes_the_proposal_on_the_times_that_were_shown(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    (own,) = story.stops(session, tour_id, 3)
    first = story.issue(session, north_m=KM, severity=Severity.DANGER, address="ул. Ленина, 1")
    second = story.issue(session, north_m=KM + 50)
    choice = choice_of(session, story, tour_id)

    take_proposal(session, story.olga, choice, now=story.now)

    plan = plan_of(session, story.olga, tour_id, now=story.now)
    shown = choice.proposal.stops
    assert {row.stop.id for row in plan.stops} >= {own}
    assert [row.stop.name for row in plan.stops] == [stop.candidate.name for stop in shown]
    assert [(row.row.arrival, row.row.departure) for row in plan.stops] == [
        (stop.arrival, stop.departure) for stop in shown
    ]
    assert [row.stop.planned_arrival for row in plan.stops] == [stop.arrival for stop in shown]
    assert plan.timetable.finish_at == choice.proposal.buses[0].finish_at
    assert plan.timetable.breaks == ()
    new = next(row for row in plan.stops if row.stop.id != own)
    assert [issue.id for issue in new.issues] == sorted((first, second))
    assert (new.stop.must, new.stop.name) == (False, "ул. Ленина, 1")


def test_stops_that_may_be_made_and_are_not_chosen_go(session: Session, story: Story) -> None:
    tour_id = story.tour(session, ends_at=story.start + 60 * MINUTE)
    near, far = story.stops(session, tour_id, 1, 12)
    edit_stop(session, story.olga, far, must=False)
    choice = choice_of(session, story, tour_id)

    take_proposal(session, story.olga, choice, now=story.now)

    assert names(session, tour_id) == ["1 км"]
    assert session.get(Stop, near) is not None


def test_stop_where_something_was_written_down_does_not_go(session: Session, story: Story) -> None:
    tour_id = story.tour(session, ends_at=story.start + 60 * MINUTE)
    _, far = story.stops(session, tour_id, 1, 12)
    edit_stop(session, story.olga, far, must=False)
    choice = choice_of(session, story, tour_id)
    story.issue(session, stop_id=far)

    with pytest.raises(Conflict) as refusal:
        take_proposal(session, story.olga, choice, now=story.now)

    assert refusal.value.key == "stops.error.has_records"


def test_choice_is_kept_with_all_alternatives(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    story.stops(session, tour_id, 3)
    story.issue(session, north_m=KM, severity=Severity.DANGER)
    before = get_tour(session, story.olga, tour_id).version
    choice = replace(choice_of(session, story, tour_id), reason=" Опасные места — сначала. ")

    take_proposal(session, story.olga, choice, now=story.now)
    session.expire_all()

    (kept,) = choices_of(session, story.olga, tour_id)
    assert (kept.chosen, kept.reason, kept.engine) == ("most", "Опасные места — сначала.", "estimate")
    assert (kept.chosen_by, kept.chosen_by_id, kept.chosen_at) == ("Ольга", story.olga.person_id, story.now)
    assert kept.version_before == before
    assert kept.version_after == get_tour(session, story.olga, tour_id).version
    assert (kept.candidates, kept.weights["danger"], kept.rules["buses"]) == (2, 12.0, 1)
    assert [each["kind"] for each in kept.alternatives] == ["most", "fairest", "shortest"]
    most = kept.alternatives[0]
    assert (most["issues"], most["minutes"]) == (1, choice.proposal.minutes)
    stop = next(each for each in most["buses"][0]["stops"] if each["issues"])
    assert (stop["name"], stop["prize"], stop["parts"]) == ("Освещение", 12.0, {"severity": 12.0})


def test_choice_is_kept_with_the_issues_that_each_proposal_leaves_out(session: Session, story: Story) -> None:
    tour_id = story.tour(session, ends_at=story.start + 60 * MINUTE)
    story.stops(session, tour_id, 1)
    far = story.issue(session, north_m=12 * KM)

    take_proposal(session, story.olga, choice_of(session, story, tour_id), now=story.now)

    (kept,) = choices_of(session, story.olga, tour_id)
    assert [each["left_out"] for each in kept.alternatives] == [[far]] * 3


def test_choices_are_added_and_never_replaced(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    story.stops(session, tour_id, 3)
    for kind in (ProposalKind.MOST, ProposalKind.SHORTEST):
        take_proposal(session, story.olga, choice_of(session, story, tour_id, kind), now=story.now)

    assert [kept.chosen for kept in choices_of(session, story.olga, tour_id)] == ["shortest", "most"]


def test_choice_can_be_taken_back(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    near, far = story.stops(session, tour_id, 2, 1)
    edit_stop(session, story.olga, far, must=False)
    set_agenda(session, story.olga, near, [AgendaEntry("Свет", minutes=5)])
    story.issue(session, north_m=5 * KM)
    rule(session, story, tour_id, pauses=(PauseRule("Обед", 20, time(10, 5), time(12, 0)),))
    choice = choice_of(session, story, tour_id)
    memory = remember_plan(session, story.olga, tour_id)

    take_proposal(session, story.olga, choice, now=story.now)
    assert names(session, tour_id) != ["2 км", "1 км"]
    version = get_tour(session, story.olga, tour_id).version
    restore_plan(session, story.olga, memory, version=version, now=story.now)

    assert names(session, tour_id) == ["2 км", "1 км"]
    assert rules_of(session, story.olga, tour_id) == choice.brief.rules
    assert [stop.minutes_talk for stop in session.exec(select(Stop).where(Stop.tour_id == tour_id))] == [15, 15]
    assert [item.text for item in session.exec(select(AgendaItem))] == ["Свет"]
    assert len(choices_of(session, story.olga, tour_id)) == 1


def test_proposal_for_an_older_plan_is_refused(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    story.stops(session, tour_id, 1)
    story.issue(session, north_m=2 * KM)
    choice = choice_of(session, story, tour_id)
    edit_tour(session, story.olga, tour_id, now=story.now, title="Меня опередили")

    with pytest.raises(Conflict) as refusal:
        take_proposal(session, story.olga, choice, now=story.now)

    assert refusal.value.key == "tours.error.changed_by_you"
    assert names(session, tour_id) == ["1 км"]
    assert choices_of(session, story.olga, tour_id) == []


def test_proposal_for_a_tour_under_way_is_refused(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    story.issue(session, north_m=2 * KM)
    choice = choice_of(session, story, tour_id)
    session.get_one(Tour, tour_id).state = TourState.RIDING

    with pytest.raises(Conflict) as refusal:
        take_proposal(session, story.olga, choice, now=story.now)

    assert refusal.value.key == "tours.error.not_plannable"


def test_issue_that_is_gone_meanwhile_is_not_linked(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    issue = story.issue(session, north_m=2 * KM)
    choice = choice_of(session, story, tour_id)
    session.get_one(Issue, issue).deleted = True
    session.flush()

    with pytest.raises(NotFound):
        take_proposal(session, story.olga, choice, now=story.now)


def test_nothing_cannot_be_chosen(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    choice = choice_of(session, story, tour_id)

    for bus in (0, 5):
        with pytest.raises(Invalid) as refusal:
            take_proposal(session, story.olga, replace(choice, bus=bus), now=story.now)
        assert refusal.value.key == "proposals.error.nothing"


def test_endless_reason_is_refused(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    story.issue(session, north_m=KM)
    choice = replace(choice_of(session, story, tour_id), reason="а" * 1001)

    with pytest.raises(Invalid) as refusal:
        take_proposal(session, story.olga, choice, now=story.now)

    assert refusal.value.field == "reason"


def test_break_becomes_part_of_the_plan_once(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    story.stops(session, tour_id, 2, 4)
    rule(session, story, tour_id, pauses=(PauseRule("Обед", 30, time(10, 10), time(11, 30)),))
    for _ in range(2):
        choice = choice_of(session, story, tour_id)
        take_proposal(session, story.olga, choice, now=story.now)

    plan = plan_of(session, story.olga, tour_id, now=story.now)
    (lunch,) = [item for row in plan.stops for item in row.agenda]
    (pause,) = rules_of(session, story.olga, tour_id).pauses
    assert (lunch.text, lunch.minutes, lunch.stop_id) == ("Обед", 30, pause.stop)
    assert sum(row.stop.minutes_talk for row in plan.stops) == 15 + 15 + pause.taken
    assert pause.taken >= 30
    assert plan.timetable.finish_at == choice.proposal.buses[0].finish_at
    assert plan.timetable.breaks == ()


def test_stop_gets_the_window_that_is_used_and_keeps_the_other(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    (stop_id,) = story.stops(session, tour_id, 1)
    morning = (story.start - 60 * MINUTE, story.start - 30 * MINUTE)
    edit_stop(session, story.olga, stop_id, window_from=morning[0], window_to=morning[1])
    rule(session, story, tour_id, windows=(ClockWindow(stop_id, time(11, 0), time(11, 30)),))

    take_proposal(session, story.olga, choice_of(session, story, tour_id), now=story.now)

    stop = session.get_one(Stop, stop_id)
    assert (stop.window_from, stop.window_to) == (story.start + 60 * MINUTE, story.start + 90 * MINUTE)
    assert rules_of(session, story.olga, tour_id).windows == (ClockWindow(stop_id, time(9, 0), time(9, 30)),)
    plan = plan_of(session, story.olga, tour_id, now=story.now)
    assert [each for each in plan.timetable.breaks if each.kind == "late"] == []


def test_other_bus_becomes_a_tour_of_its_own(session: Session, story: Story) -> None:
    tour_id = story.tour(session, ends_at=story.start + 60 * MINUTE)
    north, south = story.stops(session, tour_id, 6, -6)
    set_agenda(session, story.olga, north, [AgendaEntry("Свет")])
    set_agenda(session, story.olga, south, [AgendaEntry("Дорога")])
    issue = story.issue(session, north_m=6 * KM)
    link(session, north, issue)
    rule(session, story, tour_id, buses=2)
    choice = choice_of(session, story, tour_id)

    other = make_tour_of_bus(session, story.olga, choice, 1, title="Второй автобус", now=story.now)
    take_proposal(session, story.olga, choice, now=story.now)

    assert sorted(names(session, tour_id) + names(session, id_of(other))) == ["-6 км", "6 км"]
    assert (other.title, other.state, other.starts_at) == ("Второй автобус", TourState.DRAFT, story.start)
    assert rules_of(session, story.olga, id_of(other)) == rules_of(session, story.olga, tour_id) == TourRules()
    copied = session.exec(select(Stop).where(Stop.tour_id == other.id)).one()
    assert copied.must
    said = session.exec(select(AgendaItem.text).where(AgendaItem.stop_id == copied.id)).all()
    assert said == [{"6 км": "Свет", "-6 км": "Дорога"}[copied.name]]
    linked = session.exec(select(StopIssue.issue_id)).all()
    assert linked == [issue]


def test_others_may_not_choose_nor_read_why(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    story.issue(session, north_m=KM)
    choice = choice_of(session, story, tour_id)
    take_proposal(session, story.olga, choice, now=story.now)
    again = choice_of(session, story, tour_id)

    for actor in outsiders(story).values():
        with pytest.raises((NotAllowed, NotFound)):
            take_proposal(session, actor, again, now=story.now)
        with pytest.raises((NotAllowed, NotFound)):
            make_tour_of_bus(session, actor, again, 0, title="Чужой", now=story.now)
        with pytest.raises((NotAllowed, NotFound)):
            choices_of(session, actor, tour_id)
    assert len(session.exec(select(TourProposal)).all()) == 1
