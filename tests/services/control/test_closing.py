"""An issue is closed without an instruction, named a duplicate, and opened again."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound, PlannerError
from planner.domain.models import Instruction, Issue
from planner.domain.models.types import id_of
from planner.domain.words import InstructionState, IssueState, Outcome, Step
from planner.services.control.closing import close_issue, reopen_issue
from planner.services.control.instructions import accept_report, cancel_instruction, report_done
from planner.services.control.steps import steps_open_to
from tests.services.control_story import DUE, NOW, Town, a_photo, an_instruction, an_issue, last_move, make_town

LATER = DUE + timedelta(days=16)


def taken_off(session: Session, town: Town, issue: Issue, **fields: Any) -> Instruction:
    instruction = an_instruction(session, town, issue, **fields)
    mender = town.oksana if instruction.agency_id == town.roads else town.boris
    report_done(session, mender, id_of(instruction), text="Filled", photo_ids=[a_photo(session, issue)], now=NOW)
    return accept_report(session, town.kira, id_of(instruction), outcome=Outcome.FIXED, now=NOW)


class TestClose:
    @pytest.mark.parametrize("outcome", [Outcome.FIXED, Outcome.NOT_NEEDED, Outcome.REFUSED])
    def test_an_issue_without_instructions_is_closed(self, session: Session, town: Town, outcome: Outcome) -> None:
        issue = an_issue(session, town)

        close_issue(session, town.sonya, id_of(issue), outcome=outcome, reason=" Private land ", now=NOW)

        assert (issue.state, issue.outcome, issue.closed_at) == (IssueState.CLOSED, outcome, NOW)
        move = last_move(session, issue)
        assert (move.step, move.from_state, move.to_state) == (Step.CLOSE, "new", "closed")
        assert (move.text, move.facts) == ("Private land", {"outcome": outcome.value})

    def test_open_instructions_are_named_and_keep_it_open(self, session: Session, town: Town) -> None:
        issue = an_issue(session, town)
        _, second, _ = (an_instruction(session, town, issue) for _ in range(3))
        cancel_instruction(session, town.olga, id_of(second), reason="Given twice", now=NOW)

        with pytest.raises(Conflict) as refusal:
            close_issue(session, town.olga, id_of(issue), outcome=Outcome.FIXED, reason="Seen", now=NOW)

        assert refusal.value.key == "instructions.error.open_instructions"
        assert refusal.value.values == {"n": 2, "numbers": f"0–{issue.id}–1, 0–{issue.id}–3"}
        assert issue.state is IssueState.ASSIGNED

    def test_a_closed_one_is_not_closed_again(self, session: Session, town: Town) -> None:
        issue = an_issue(session, town)
        close_issue(session, town.olga, id_of(issue), outcome=Outcome.FIXED, reason="Seen", now=NOW)

        with pytest.raises(Conflict) as refusal:
            close_issue(session, town.olga, id_of(issue), outcome=Outcome.REFUSED, reason="No", now=NOW)

        assert refusal.value.key == "instructions.error.already_closed"
        assert issue.outcome is Outcome.FIXED

    def test_a_reason_is_given(self, session: Session, town: Town) -> None:
        with pytest.raises(Invalid) as refusal:
            close_issue(session, town.olga, id_of(an_issue(session, town)), outcome=Outcome.FIXED, reason=" ", now=NOW)

        assert (refusal.value.key, refusal.value.field) == ("instructions.error.needs_text", "text")

    def test_officials_and_strangers_close_nothing(self, session: Session, town: Town) -> None:
        issue = an_issue(session, town)

        for actor in (town.oksana, STRANGER):
            with pytest.raises(NotAllowed):
                close_issue(session, actor, id_of(issue), outcome=Outcome.FIXED, reason="Seen", now=NOW)


class TestDuplicate:
    def test_a_duplicate_names_its_original(self, session: Session, town: Town) -> None:
        original, issue = an_issue(session, town), an_issue(session, town)

        close_issue(
            session,
            town.olga,
            id_of(issue),
            outcome=Outcome.DUPLICATE,
            reason="The same hole",
            now=NOW,
            duplicate_of_id=original.id,
        )

        assert (issue.outcome, issue.duplicate_of_id) == (Outcome.DUPLICATE, original.id)
        assert last_move(session, issue).facts == {"outcome": "duplicate", "duplicate_of": original.id}

    def test_a_bad_original_is_refused(self, session: Session, town: Town) -> None:
        original, duplicate, issue = (an_issue(session, town) for _ in range(3))
        gone = an_issue(session, town, deleted=True)
        self._repeat(session, town.olga, duplicate, original.id)

        bad = {
            None: "needs_duplicate_of",
            issue.id: "duplicate_of_itself",
            999: "unknown_original",
            gone.id: "unknown_original",
            duplicate.id: "original_is_duplicate",
        }
        for number, key in bad.items():
            with pytest.raises(Invalid) as refusal:
                self._repeat(session, town.olga, issue, number)
            assert (refusal.value.key, refusal.value.field) == (f"instructions.error.{key}", "duplicate_of")

        assert issue.state is IssueState.NEW

    def test_an_original_is_no_duplicate_of_its_duplicate(self, session: Session, town: Town) -> None:
        original, duplicate = an_issue(session, town), an_issue(session, town)
        self._repeat(session, town.olga, duplicate, original.id)

        with pytest.raises(Invalid) as refusal:
            self._repeat(session, town.olga, original, duplicate.id)

        assert refusal.value.key == "instructions.error.original_is_duplicate"

    def test_another_outcome_has_no_original(self, session: Session, town: Town) -> None:
        other, issue = an_issue(session, town), an_issue(session, town)

        close_issue(
            session, town.olga, id_of(issue), outcome=Outcome.REFUSED, reason="No", now=NOW, duplicate_of_id=other.id
        )

        assert issue.duplicate_of_id is None

    def test_two_that_name_each_other_at_once_make_no_loop(self, database: Database) -> None:
        with database.transaction() as session:
            town = make_town(session)
            one, two = an_issue(session, town), an_issue(session, town)
        start, answers = threading.Barrier(2), []

        def name(issue: Issue, original: Issue) -> None:
            start.wait()
            try:
                with database.transaction() as session:
                    self._repeat(session, town.olga, issue, original.id)
                answers.append("done")
            except PlannerError as error:
                answers.append(error.key)

        threads = [threading.Thread(target=name, args=pair) for pair in ((one, two), (two, one))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(answers) == ["done", "instructions.error.original_is_duplicate"]

    def _repeat(self, session: Session, actor: Actor, issue: Issue, number: int | None) -> None:
        close_issue(
            session, actor, id_of(issue), outcome=Outcome.DUPLICATE, reason="Same", now=NOW, duplicate_of_id=number
        )


class TestReopen:
    def test_an_issue_closed_without_instruction_is_new_again(self, session: Session, town: Town) -> None:
        original, issue = an_issue(session, town), an_issue(session, town)
        close_issue(
            session,
            town.olga,
            id_of(issue),
            outcome=Outcome.DUPLICATE,
            reason="Same",
            now=NOW,
            duplicate_of_id=original.id,
        )

        reopen_issue(session, town.kira, id_of(issue), reason="Another hole", now=NOW, today=LATER, until=LATER)

        assert (issue.state, issue.outcome, issue.closed_at) == (IssueState.NEW, None, None)
        assert issue.duplicate_of_id is None
        move = last_move(session, issue)
        assert (move.step, move.from_state, move.to_state) == (Step.REOPEN, "closed", "new")
        assert (move.text, move.facts) == ("Another hole", {"outcome": "duplicate"})

    def test_the_instruction_taken_off_last_is_returned(self, session: Session, town: Town) -> None:
        issue = an_issue(session, town)
        late = an_instruction(session, town, issue, agency_id=town.parks)
        early = taken_off(session, town, issue)
        report_done(session, town.boris, id_of(late), text="Mown", photo_ids=[a_photo(session, issue)], now=NOW)
        accept_report(session, town.kira, id_of(late), outcome=Outcome.FIXED, now=NOW + timedelta(days=1))

        reopen_issue(
            session, town.olga, id_of(issue), reason="It is back", now=NOW + timedelta(days=9), today=LATER, until=LATER
        )

        assert (late.state, late.closed_at) == (InstructionState.RETURNED, None)
        assert early.state is InstructionState.CLOSED
        assert (issue.state, issue.agency_id, issue.due_on) == (IssueState.RETURNED, town.parks, late.due_on)
        assert (late.due_on, late.late_before) == (LATER, 0)
        move = last_move(session, issue)
        assert (move.instruction_id, move.facts["to_due"]) == (late.id, LATER.isoformat())

    def test_what_is_returned_wants_a_date_to_come(self, session: Session, town: Town) -> None:
        issue = an_issue(session, town)
        taken_off(session, town, issue)

        about: dict[str, Any] = {"reason": "It is back", "now": NOW, "today": LATER}
        for until, key in ((None, "instructions.error.needs_date"), (DUE, "instructions.error.past_date")):
            with pytest.raises(Invalid) as refusal:
                reopen_issue(session, town.olga, id_of(issue), until=until, **about)
            assert (refusal.value.key, refusal.value.field) == (key, "date")

    def test_an_open_one_is_not_reopened(self, session: Session, town: Town) -> None:
        with pytest.raises(Conflict) as refusal:
            reopen_issue(
                session, town.olga, id_of(an_issue(session, town)), reason="Why not", now=NOW, today=LATER, until=LATER
            )

        assert refusal.value.key == "instructions.error.not_closed"

    def test_a_reason_and_the_right_are_needed(self, session: Session, town: Town) -> None:
        issue = an_issue(session, town)
        taken_off(session, town, issue)

        with pytest.raises(Invalid):
            reopen_issue(session, town.kira, id_of(issue), reason="", now=NOW, today=LATER, until=LATER)
        for actor in (town.oksana, town.sonya):
            with pytest.raises(NotAllowed):
                reopen_issue(session, actor, id_of(issue), reason="It is back", now=NOW, today=LATER, until=LATER)

        assert issue.state is IssueState.CLOSED


def test_the_steps_of_an_issue_are_those_of_its_state_and_of_the_actor(session: Session, town: Town) -> None:
    new, under_control, closed = (an_issue(session, town) for _ in range(3))
    an_instruction(session, town, under_control)
    close_issue(session, town.olga, id_of(closed), outcome=Outcome.FIXED, reason="Seen", now=NOW)

    def offered(actor: Actor) -> list[set[Step]]:
        return [set(steps_open_to(session, actor, id_of(issue)).of_issue) for issue in (new, under_control, closed)]

    open_ones = {Step.INSTRUCT, Step.MERGE, Step.EDIT}
    new_ones = open_ones | {Step.CLOSE, Step.NEXT_TOUR}
    assert offered(town.olga) == [new_ones, open_ones, {Step.REOPEN}]
    assert offered(town.sonya) == [new_ones, open_ones, set()]
    assert offered(town.boris) == [set(), set(), set()]


def test_steps_of_what_one_may_not_see_are_not_told(session: Session, town: Town) -> None:
    issue = an_issue(session, town, internal=True)
    assert steps_open_to(session, town.olga, id_of(issue)).of_issue == (
        Step.INSTRUCT,
        Step.CLOSE,
        Step.NEXT_TOUR,
        Step.MERGE,
        Step.EDIT,
    )

    with pytest.raises(NotFound):
        steps_open_to(session, town.boris, id_of(issue))
