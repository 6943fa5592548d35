"""Two issues that are one problem: merged both ways, with everybody who has the problem counted once."""

import threading
from typing import Any

import pytest
from sqlmodel import Session, col, select

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound, PlannerError
from planner.domain.models import Issue, Move, Support
from planner.domain.models.types import id_of
from planner.domain.words import IssueState, Outcome, Step
from planner.services.control.closing import close_issue
from planner.services.control.merging import merge_issues
from planner.services.issues.details import issue_details
from planner.services.issues.issues import support_issue
from tests.services.control_story import NOW, an_instruction
from tests.services.issue_story import Scene, log, set_scene


def merged(session: Session, actor: Actor, issue: Issue, other_id: int | None, *, this_repeats: bool = True) -> Issue:
    about: dict[str, Any] = {"reason": "The same hole", "now": NOW}
    return merge_issues(session, actor, id_of(issue), other_id=other_id, this_repeats=this_repeats, **about)


def supporters(session: Session, issue: Issue) -> list[str]:
    return list(session.exec(select(Support.supporter).where(Support.issue_id == issue.id).order_by(Support.supporter)))


@pytest.mark.parametrize("this_repeats", [True, False])
def test_merge_closes_the_repeat_and_carries_its_supporters_nobody_twice(
    database: Database, this_repeats: bool
) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        town = scene.town
        original, repeat = log(session, scene, scene.pyotr), log(session, scene, town.olga)
        for actor, issue in (
            (town.kira, original),
            (town.kira, repeat),
            (scene.pyotr, repeat),  # who raised the original
            (scene.pavel, repeat),
        ):
            support_issue(session, actor, id_of(issue), now=NOW)
        opened, other = (repeat, original) if this_repeats else (original, repeat)

        kept = merged(session, town.sonya, opened, other.id, this_repeats=this_repeats)

        assert kept.id == original.id
        assert (repeat.state, repeat.outcome, repeat.duplicate_of_id) == (
            IssueState.CLOSED,
            Outcome.DUPLICATE,
            original.id,
        )
        assert supporters(session, original) == sorted(a.supporter or "" for a in (town.kira, town.olga, scene.pavel))
        assert (original.supporters, original.state) == (3, IssueState.NEW)
        move = session.exec(select(Move).where(Move.issue_id == original.id).order_by(col(Move.id).desc())).all()[0]
        assert (move.step, move.by, move.facts) == (Step.MERGE, "Sonya", {"repeat": repeat.id, "supporters": 2})


def test_an_issue_under_control_stays_and_takes_a_new_one_in(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        known, new = log(session, scene), log(session, scene)
        an_instruction(session, scene.town, known)

        with pytest.raises(Conflict, match=r"^instructions\.error\.open_instructions$"):
            merged(session, scene.town.sonya, known, new.id)
        merged(session, scene.town.sonya, known, new.id, this_repeats=False)

        assert (known.state, new.state) == (IssueState.ASSIGNED, IssueState.CLOSED)


def test_merge_with_what_cannot_be_the_same_is_refused_beside_the_field(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue, repeat, original = (log(session, scene) for _ in range(3))
        merged(session, scene.town.sonya, repeat, original.id)

        bad = {
            None: "needs_duplicate_of",
            issue.id: "duplicate_of_itself",
            999: "unknown_original",
            repeat.id: "original_is_duplicate",
        }
        for number, key in bad.items():
            with pytest.raises(Invalid) as refusal:
                merged(session, scene.town.sonya, issue, number)
            assert (refusal.value.key, refusal.value.field) == (f"instructions.error.{key}", "duplicate_of")
        with pytest.raises(Invalid) as refusal:
            merged(session, scene.town.sonya, issue, 999, this_repeats=False)

        assert refusal.value.field == "duplicate_of"
        assert issue.state is IssueState.NEW


def test_a_closed_issue_takes_nothing_in(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        closed, new = log(session, scene), log(session, scene)
        close_issue(session, scene.town.kira, id_of(closed), outcome=Outcome.FIXED, reason="Seen", now=NOW)

        with pytest.raises(Conflict):
            merged(session, scene.town.kira, closed, new.id, this_repeats=False)

        assert new.state is IssueState.NEW


def test_merge_is_for_those_who_close(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        secret = log(session, scene, internal=True)
        issue, other = log(session, scene), log(session, scene)

        for actor in (scene.town.oksana, scene.pyotr):
            with pytest.raises(NotAllowed):
                merged(session, actor, issue, other.id)
            with pytest.raises(NotFound):
                merged(session, actor, secret, other.id)


def test_a_repeat_that_is_internal_is_not_told_to_others(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        secret, issue = log(session, scene, internal=True), log(session, scene)
        merged(session, scene.town.sonya, secret, issue.id)

        told = {
            name: issue_details(session, actor, id_of(issue)).moves[-1].facts
            for name, actor in (("staff", scene.town.olga), ("official", scene.town.boris), ("tablet", scene.pyotr))
        }

        assert told == {"staff": {"repeat": secret.id, "supporters": 0}} | dict.fromkeys(
            ("official", "tablet"), {"supporters": 0}
        )


def test_two_who_merge_both_ways_at_once_make_no_loop(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        one, two = log(session, scene), log(session, scene)
    start, answers = threading.Barrier(2), list[str]()

    def merge(scene: Scene, *, this_repeats: bool) -> None:
        start.wait()
        try:
            with database.transaction() as session:
                merged(session, scene.town.sonya, one, two.id, this_repeats=this_repeats)
            answers.append("done")
        except PlannerError as error:
            answers.append(error.key)

    threads = [threading.Thread(target=merge, args=(scene,), kwargs={"this_repeats": way}) for way in (True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers.count("done") == 1
    with database.reading() as session:
        states = [session.get_one(Issue, each.id).state for each in (one, two)]
    assert sorted(states) == [IssueState.CLOSED, IssueState.NEW]
