"""«Исправить»: each way is tried out, what it promises is what comes, and it is done by whoever plans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from planner.domain.errors import Conflict, NotAllowed
from planner.domain.timetable import BreakKind
from planner.services.proposals.fixes import Fixes, apply_fix, fixes_for, shared_out
from planner.services.tours.plan import plan_of
from planner.services.tours.stops import AgendaEntry, edit_stop, set_agenda
from tests.services.plan_story import MINUTE, Story


def broken_tour(session: Session, story: Story) -> tuple[int, int, int]:
    """Stop 1 waits and has too long an agenda, stop 2 is late, so is the return."""
    tour_id = story.tour(session, ends_at=story.start + 45 * MINUTE)
    first, second = story.stops(session, tour_id, 1, 3)
    edit_stop(session, story.olga, first, window_from=story.start + 25 * MINUTE)
    set_agenda(session, story.olga, first, [AgendaEntry("Свет", minutes=15), AgendaEntry("Вода", minutes=5)])
    edit_stop(session, story.olga, second, window_to=story.start + 22 * MINUTE)
    return tour_id, first, second


def found(session: Session, story: Story, tour_id: int, kind: BreakKind, stop_id: int | None) -> Fixes:
    return fixes_for(session, story.olga, tour_id, kind, stop_id, now=story.now)


def test_every_way_leaves_just_what_it_says(session: Session, story: Story) -> None:
    tour_id, first, second = broken_tour(session, story)
    asked: list[tuple[BreakKind, int | None]] = [
        ("waits", first),
        ("agenda_over", first),
        ("late", second),
        ("over_end", None),
    ]
    tried = []

    for kind, stop_id in asked:
        offered = found(session, story, tour_id, kind, stop_id)
        for fix in offered.fixes:
            with session.begin_nested() as trial:
                apply_fix(session, story.olga, tour_id, fix, version=offered.version, now=story.now)
                assert plan_of(session, story.olga, tour_id, now=story.now).timetable.breaks == fix.left
                trial.rollback()
            session.expire_all()
            tried.append((kind, fix.kind))

    assert {"end", "longer", "agenda", "later", "drop"} <= {fix for _, fix in tried}
    assert {kind for kind, _ in tried} == {kind for kind, _ in asked}


def test_thing_that_is_mended_already_needs_nothing(session: Session, story: Story) -> None:
    tour_id = story.tour(session)
    first, _ = story.stops(session, tour_id, 1, 2)

    assert found(session, story, tour_id, "late", first).fixes == ()


def test_agenda_is_cut_to_the_talk_and_loses_no_question(session: Session, story: Story) -> None:
    tour_id, first, _ = broken_tour(session, story)
    offered = found(session, story, tour_id, "agenda_over", first)
    cut = next(fix for fix in offered.fixes if fix.kind == "agenda")

    apply_fix(session, story.olga, tour_id, cut, version=offered.version, now=story.now)

    agenda = plan_of(session, story.olga, tour_id, now=story.now).stops[0].agenda
    assert [(item.text, item.minutes) for item in agenda] == [("Свет", 11), ("Вода", 4)]


def test_way_through_an_older_plan_is_refused(session: Session, story: Story) -> None:
    tour_id, first, _ = broken_tour(session, story)
    offered = found(session, story, tour_id, "agenda_over", first)
    edit_stop(session, story.olga, first, name="Другая")

    with pytest.raises(Conflict):
        apply_fix(session, story.olga, tour_id, offered.fixes[0], version=offered.version, now=story.now)


def test_only_planners_mend(session: Session, story: Story) -> None:
    tour_id, first, _ = broken_tour(session, story)
    offered = found(session, story, tour_id, "agenda_over", first)
    tour = plan_of(session, story.olga, tour_id, now=story.now).tour
    tour.state = tour.state.PUBLISHED
    session.flush()

    with pytest.raises(NotAllowed):
        fixes_for(session, story.oksana, tour_id, "agenda_over", first, now=story.now)
    with pytest.raises(NotAllowed):
        apply_fix(session, story.oksana, tour_id, offered.fixes[0], version=offered.version, now=story.now)


@given(st.lists(st.integers(0, 120), max_size=8), st.integers(0, 200))
def test_minutes_are_shared_out_to_the_last_one_and_none_grows(minutes: list[int], available: int) -> None:
    shares = shared_out(minutes, available)

    assert sum(shares) == min(sum(minutes), available)
    assert all(0 <= share <= whole for share, whole in zip(shares, minutes, strict=True))
