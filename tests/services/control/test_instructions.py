"""An instruction is given, reported, extended, handed over, accepted, returned and cancelled by the right people only."""

import threading
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound, PlannerError
from planner.domain.models import CoExecutor, Instruction, Issue, Move, Photo, Tour
from planner.domain.models.types import id_of
from planner.domain.words import InstructionState, IssueState, Outcome, PhotoPhase, Step
from planner.services.access.scopes import issues_visible_to, visible_issue
from planner.services.control.instructions import (
    accept_report,
    ask_extension,
    cancel_instruction,
    extend_deadline,
    give_instruction,
    refuse_extension,
    report_done,
    return_report,
)
from planner.services.control.steps import steps_open_to
from tests.services.control_story import DUE, NOW, TODAY, Town, a_photo, an_instruction, an_issue, make_town

LATER = DUE + timedelta(days=7)
UID = "2f8d4a52-7d0b-4f4e-9d0c-5b8f7c6f0b11"


def moves_of(session: Session, issue: Issue) -> list[Move]:
    return list(session.exec(select(Move).where(Move.issue_id == issue.id).order_by(col(Move.id))).all())


def reported(
    session: Session, town: Town, instruction: Instruction, actor: Actor | None = None, *, now: datetime = NOW
) -> Instruction:
    photo = a_photo(session, session.get_one(Issue, instruction.issue_id))
    return report_done(session, actor or town.oksana, id_of(instruction), text="Filled", photo_ids=[photo], now=now)


class TestGiveInstruction:
    def test_an_instruction_puts_the_issue_under_control(self, session: Session, town: Town, issue: Issue) -> None:
        instruction = an_instruction(
            session, town, issue, co_executor_ids=[town.parks], controller_id=town.kira.person_id
        )

        assert (issue.state, issue.due_on, issue.agency_id) == (IssueState.ASSIGNED, DUE, town.roads)
        assert (instruction.state, instruction.given_by) == (InstructionState.ASSIGNED, "Sonya")
        assert instruction.controller_id == town.kira.person_id

    def test_an_instruction_is_written_to_the_history_with_facts(
        self, session: Session, town: Town, issue: Issue
    ) -> None:
        an_instruction(session, town, issue, co_executor_ids=[town.parks])

        (move,) = moves_of(session, issue)
        assert (move.step, move.from_state, move.to_state, move.by) == (Step.INSTRUCT, "", "assigned", "Sonya")
        assert move.text == "Fill the hole"
        assert move.facts == {
            "agency": {"id": town.roads, "name": "Roads"},
            "due_on": "2026-11-30",
            "co_executors": [{"id": town.parks, "name": "Parks"}],
        }

    def test_the_same_uid_is_the_same_instruction(self, session: Session, town: Town, issue: Issue) -> None:
        first = an_instruction(session, town, issue, uid=UID)

        second = an_instruction(session, town, issue, uid=UID, text="Something else")

        assert (second.id, second.text) == (first.id, "Fill the hole")
        assert len(moves_of(session, issue)) == 1

    def test_a_uid_of_another_issue_is_refused(self, session: Session, town: Town, issue: Issue) -> None:
        an_instruction(session, town, issue, uid=UID)

        with pytest.raises(Conflict) as refusal:
            an_instruction(session, town, an_issue(session, town), uid=UID)

        assert refusal.value.key == "instructions.error.used_uid"

    def test_today_is_an_early_date_but_possible(self, session: Session, town: Town, issue: Issue) -> None:
        assert an_instruction(session, town, issue, due_on=TODAY).due_on == TODAY

    @pytest.mark.parametrize(
        ("fields", "key", "field"),
        [
            ({"text": "  "}, "instructions.error.needs_text", "text"),
            ({"text": "x" * 4001}, "typed.error.too_long", "text"),
            ({"agency_id": None}, "instructions.error.needs_agency", "agency"),
            ({"agency_id": 999}, "instructions.error.needs_agency", "agency"),
            ({"due_on": None}, "instructions.error.needs_date", "date"),
            ({"due_on": TODAY - timedelta(days=1)}, "instructions.error.past_date", "date"),
            ({"co_executor_ids": [999]}, "instructions.error.needs_agency", "co_executors"),
            ({"controller_id": 999}, "instructions.error.not_controller", "controller"),
        ],
    )
    def test_a_bad_input_names_its_field(
        self, session: Session, town: Town, issue: Issue, fields: dict[str, object], key: str, field: str
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            an_instruction(session, town, issue, **fields)

        assert (refusal.value.key, refusal.value.field) == (key, field)
        assert moves_of(session, issue) == []

    def test_an_official_is_no_controller(self, session: Session, town: Town, issue: Issue) -> None:
        with pytest.raises(Invalid) as refusal:
            an_instruction(session, town, issue, controller_id=town.boris.person_id)

        assert refusal.value.key == "instructions.error.not_controller"

    def test_the_responsible_agency_does_not_help_itself(self, session: Session, town: Town, issue: Issue) -> None:
        an_instruction(session, town, issue, co_executor_ids=[town.roads, town.parks, town.parks])

        assert session.exec(select(CoExecutor.agency_id)).all() == [town.parks]

    def test_a_co_executor_sees_the_internal_issue_from_then_on(self, session: Session, town: Town) -> None:
        issue = an_issue(session, town, internal=True)
        with pytest.raises(NotFound):
            visible_issue(session, town.boris, id_of(issue))

        an_instruction(session, town, issue, co_executor_ids=[town.parks])

        assert visible_issue(session, town.boris, id_of(issue)) is issue
        assert session.exec(select(Issue.id).where(issues_visible_to(town.boris))).all() == [issue.id]

    def test_a_closed_issue_takes_no_instruction(self, session: Session, town: Town) -> None:
        issue = an_issue(session, town, state=IssueState.CLOSED)

        with pytest.raises(Conflict) as refusal:
            an_instruction(session, town, issue)

        assert refusal.value.key == "instructions.error.issue_closed"

    def test_an_official_or_a_stranger_gives_none(self, session: Session, town: Town, issue: Issue) -> None:
        given: dict[str, Any] = {
            "uid": UID,
            "text": "x",
            "agency_id": town.roads,
            "due_on": DUE,
            "now": NOW,
            "today": TODAY,
        }
        assert give_instruction(session, town.olga, id_of(an_issue(session, town)), **given).text == "x"

        for actor in (town.oksana, STRANGER):
            with pytest.raises(NotAllowed):
                give_instruction(session, actor, id_of(issue), **given)

    def test_the_issue_shows_the_earliest_date(self, session: Session, town: Town, issue: Issue) -> None:
        an_instruction(session, town, issue, due_on=LATER, agency_id=town.parks)
        an_instruction(session, town, issue, due_on=DUE, agency_id=town.roads)

        assert (issue.due_on, issue.agency_id) == (DUE, town.roads)


class TestReportDone:
    def test_a_report_waits_for_verification(
        self, session: Session, town: Town, issue: Issue, instruction: Instruction
    ) -> None:
        photo = a_photo(session, issue)

        report_done(session, town.oksana, id_of(instruction), text=" Filled ", photo_ids=[photo], now=NOW)

        assert (instruction.state, issue.state) == (InstructionState.REPORTED, IssueState.REPORTED)
        assert (instruction.reported_by_id, instruction.reported_at) == (town.oksana.person_id, NOW)
        assert session.get_one(Photo, photo).instruction_id == instruction.id
        move = moves_of(session, issue)[-1]
        assert (move.step, move.from_state, move.to_state) == (Step.REPORT, "assigned", "reported")
        assert (move.text, move.facts) == ("Filled", {"photos": [photo]})

    @pytest.mark.parametrize(
        ("text", "photos", "key", "field"),
        [
            ("", 1, "instructions.error.needs_text", "text"),
            ("Filled", 0, "instructions.error.needs_photo", "photo"),
        ],
    )
    def test_a_report_needs_text_and_photo(
        self,
        session: Session,
        town: Town,
        issue: Issue,
        instruction: Instruction,
        text: str,
        photos: int,
        key: str,
        field: str,
    ) -> None:
        ids = [a_photo(session, issue) for _ in range(photos)]

        with pytest.raises(Invalid) as refusal:
            report_done(session, town.oksana, id_of(instruction), text=text, photo_ids=ids, now=NOW)

        assert (refusal.value.key, refusal.value.field) == (key, field)
        assert instruction.state is InstructionState.ASSIGNED

    def test_only_a_picture_of_this_work_proves_it(
        self, session: Session, town: Town, issue: Issue, instruction: Instruction
    ) -> None:
        sister = an_instruction(session, town, issue, agency_id=town.parks)
        others = [
            a_photo(session, an_issue(session, town)),
            a_photo(session, issue, phase=PhotoPhase.BEFORE),
            a_photo(session, issue, hidden=True),
            a_photo(session, issue, instruction_id=sister.id),
            "no such photo",
        ]

        for photo in others:
            with pytest.raises(Invalid) as refusal:
                report_done(session, town.oksana, id_of(instruction), text="Filled", photo_ids=[photo], now=NOW)

            assert refusal.value.key == "instructions.error.unknown_photo"

    def test_another_agency_does_not_report(
        self, session: Session, town: Town, issue: Issue, instruction: Instruction
    ) -> None:
        photo = a_photo(session, issue)

        for actor in (town.boris, town.olga, town.kira):
            with pytest.raises(NotAllowed):
                report_done(session, actor, id_of(instruction), text="Filled", photo_ids=[photo], now=NOW)

    def test_another_agencys_internal_instruction_does_not_exist(self, session: Session, town: Town) -> None:
        instruction = an_instruction(session, town, an_issue(session, town, internal=True))

        with pytest.raises(NotFound) as hidden:
            report_done(session, town.boris, id_of(instruction), text="Filled", photo_ids=["p"], now=NOW)
        with pytest.raises(NotFound) as missing:
            report_done(session, town.boris, 999, text="Filled", photo_ids=["p"], now=NOW)

        assert (hidden.value.key, hidden.value.values) == (missing.value.key, missing.value.values)

    def test_a_second_report_is_a_conflict(self, session: Session, town: Town, instruction: Instruction) -> None:
        reported(session, town, instruction)

        with pytest.raises(Conflict) as refusal:
            reported(session, town, instruction)

        assert refusal.value.key == "instructions.error.move"


class TestMoreTime:
    def test_a_wish_keeps_the_date(self, session: Session, town: Town, issue: Issue, instruction: Instruction) -> None:
        ask_extension(session, town.oksana, id_of(instruction), until=LATER, reason="Frost", now=NOW, today=TODAY)

        assert (instruction.asked_until, instruction.asked_reason, instruction.due_on) == (LATER, "Frost", DUE)
        move = moves_of(session, issue)[-1]
        assert (move.step, move.text) == (Step.ASK_EXTENSION, "Frost")
        assert move.facts == {"due_on": "2026-11-30", "until": "2026-12-07"}

    def test_the_issue_shows_the_date_that_an_agency_still_has_to_keep(
        self, session: Session, town: Town, issue: Issue, instruction: Instruction
    ) -> None:
        an_instruction(session, town, issue, agency_id=town.parks, due_on=LATER)
        both_wait = (issue.due_on, issue.agency_id)

        report_done(session, town.oksana, id_of(instruction), text="Done", photo_ids=[a_photo(session, issue)], now=NOW)

        assert both_wait == (DUE, town.roads)
        assert (issue.due_on, issue.agency_id) == (LATER, town.parks)

    def test_a_granted_wish_moves_the_date_and_is_counted(
        self, session: Session, town: Town, issue: Issue, instruction: Instruction
    ) -> None:
        ask_extension(session, town.oksana, id_of(instruction), until=LATER, reason="Frost", now=NOW, today=TODAY)

        extend_deadline(session, town.kira, id_of(instruction), until=LATER, now=NOW, today=TODAY)

        assert (instruction.due_on, instruction.extensions, instruction.asked_until) == (LATER, 1, None)
        assert issue.due_on == LATER
        move = moves_of(session, issue)[-1]
        assert (move.step, move.facts) == (Step.EXTEND, {"from_due": "2026-11-30", "to_due": "2026-12-07"})

    @pytest.mark.parametrize(
        ("until", "key"),
        [
            (None, "instructions.error.needs_date"),
            (DUE, "instructions.error.not_later"),
            (DUE - timedelta(days=1), "instructions.error.not_later"),
            (TODAY - timedelta(days=1), "instructions.error.past_date"),
        ],
    )
    def test_only_a_later_date_extends(
        self, session: Session, town: Town, instruction: Instruction, until: date | None, key: str
    ) -> None:
        with pytest.raises(Invalid) as wish:
            ask_extension(session, town.oksana, id_of(instruction), until=until, reason="Frost", now=NOW, today=TODAY)
        with pytest.raises(Invalid) as grant:
            extend_deadline(session, town.kira, id_of(instruction), until=until, now=NOW, today=TODAY)

        assert (wish.value.key, wish.value.field) == (grant.value.key, grant.value.field) == (key, "date")
        assert (instruction.due_on, instruction.extensions) == (DUE, 0)

    def test_an_overdue_date_is_not_moved_to_another_past_day(
        self, session: Session, town: Town, instruction: Instruction
    ) -> None:
        in_december = DUE + timedelta(days=10)

        with pytest.raises(Invalid) as refusal:
            extend_deadline(
                session, town.kira, id_of(instruction), until=DUE + timedelta(days=5), now=NOW, today=in_december
            )

        assert refusal.value.key == "instructions.error.past_date"

    def test_a_refused_wish_is_gone_and_the_date_stays(
        self, session: Session, town: Town, issue: Issue, instruction: Instruction
    ) -> None:
        ask_extension(session, town.oksana, id_of(instruction), until=LATER, reason="Frost", now=NOW, today=TODAY)

        refuse_extension(session, town.kira, id_of(instruction), reason="Asked too late", now=NOW)

        assert (instruction.due_on, instruction.asked_until, instruction.extensions) == (DUE, None, 0)
        assert moves_of(session, issue)[-1].text == "Asked too late"

    def test_nothing_asked_is_nothing_to_refuse(self, session: Session, town: Town, instruction: Instruction) -> None:
        with pytest.raises(Conflict) as refusal:
            refuse_extension(session, town.kira, id_of(instruction), reason="No", now=NOW)

        assert refusal.value.key == "instructions.error.nothing_asked"

    def test_nobody_grants_a_wish_of_his_own(self, session: Session, town: Town, instruction: Instruction) -> None:
        ask_extension(session, town.both, id_of(instruction), until=LATER, reason="Frost", now=NOW, today=TODAY)

        with pytest.raises(NotAllowed) as refusal:
            extend_deadline(session, town.both, id_of(instruction), until=LATER, now=NOW, today=TODAY)

        assert refusal.value.key == "permissions.own_report"
        assert (
            extend_deadline(session, town.kira, id_of(instruction), until=LATER, now=NOW, today=TODAY).extensions == 1
        )

    def test_who_set_the_term_grants_and_others_do_not(
        self, session: Session, town: Town, issue: Issue, instruction: Instruction
    ) -> None:
        assert instruction.given_by_id == town.sonya.person_id
        for actor in (town.oksana, town.boris, town.olga):
            with pytest.raises(NotAllowed) as refusal:
                extend_deadline(session, actor, id_of(instruction), until=LATER, now=NOW, today=TODAY)
            assert refusal.value.key == "permissions.not_giver"

        extend_deadline(session, town.sonya, id_of(instruction), until=LATER, now=NOW, today=TODAY)

        assert (instruction.due_on, instruction.extensions) == (LATER, 1)

    def test_the_leader_of_the_tour_grants(self, session: Session, town: Town) -> None:
        tour = Tour(
            title="Tour",
            starts_at=NOW,
            ends_at=NOW + timedelta(hours=3),
            start_lat=50,
            start_lon=127,
            end_lat=50,
            end_lon=127,
            leader_id=town.boris.person_id,
            created_at=NOW,
            changed_at=NOW,
        )
        session.add(tour)
        session.flush()
        instruction = an_instruction(session, town, an_issue(session, town, tour_id=tour.id))
        ask_extension(session, town.oksana, id_of(instruction), until=LATER, reason="Frost", now=NOW, today=TODAY)

        extend_deadline(session, town.boris, id_of(instruction), until=LATER, now=NOW, today=TODAY)

        assert instruction.due_on == LATER

    @pytest.mark.parametrize(("asked_after", "late"), [(5, 0), (9, 2), (None, 4)])
    def test_an_extension_keeps_the_lateness_until_it_was_asked_for(
        self, session: Session, town: Town, instruction: Instruction, asked_after: int | None, late: int
    ) -> None:
        granted, later = NOW + timedelta(days=11), DUE + timedelta(days=30)
        if asked_after is not None:
            asked = NOW + timedelta(days=asked_after)
            ask_extension(
                session, town.oksana, id_of(instruction), until=later, reason="Frost", now=asked, today=asked.date()
            )

        extend_deadline(session, town.kira, id_of(instruction), until=later, now=granted, today=granted.date())

        assert (instruction.due_on, instruction.late_before) == (later, late)

    def test_a_report_answers_the_wish(self, session: Session, town: Town, instruction: Instruction) -> None:
        ask_extension(session, town.oksana, id_of(instruction), until=LATER, reason="Frost", now=NOW, today=TODAY)

        reported(session, town, instruction)

        assert instruction.asked_until is None


class TestVerification:
    def test_acceptance_of_the_last_closes_the_issue_with_its_outcome(
        self, session: Session, town: Town, issue: Issue, instruction: Instruction
    ) -> None:
        reported(session, town, instruction)

        accept_report(session, town.kira, id_of(instruction), outcome=Outcome.PARTLY_FIXED, text="Half", now=NOW)

        assert (instruction.state, instruction.closed_at) == (InstructionState.CLOSED, NOW)
        assert (issue.state, issue.outcome, issue.closed_at) == (IssueState.CLOSED, Outcome.PARTLY_FIXED, NOW)
        assert issue.due_on is None
        move = moves_of(session, issue)[-1]
        assert (move.step, move.from_state, move.to_state) == (Step.ACCEPT, "reported", "closed")
        assert move.facts == {"outcome": "partly_fixed", "due_on": "2026-11-30", "issue_state": "closed"}

    def test_acceptance_of_one_of_two_leaves_the_issue_open(
        self, session: Session, town: Town, issue: Issue, instruction: Instruction
    ) -> None:
        an_instruction(session, town, issue, agency_id=town.parks)
        reported(session, town, instruction)

        accept_report(session, town.kira, id_of(instruction), outcome=Outcome.FIXED, now=NOW)

        assert (issue.state, issue.outcome, issue.agency_id) == (IssueState.ASSIGNED, None, town.parks)

    def test_who_reported_cannot_verify(self, session: Session, town: Town, instruction: Instruction) -> None:
        reported(session, town, instruction, town.both)

        with pytest.raises(NotAllowed) as acceptance:
            accept_report(session, town.both, id_of(instruction), outcome=Outcome.FIXED, now=NOW)
        with pytest.raises(NotAllowed) as returning:
            return_report(session, town.both, id_of(instruction), until=LATER, reason="More", now=NOW, today=TODAY)

        assert acceptance.value.key == returning.value.key == "permissions.own_report"

    def test_a_controller_of_the_same_agency_who_did_not_report_may(
        self, session: Session, town: Town, instruction: Instruction
    ) -> None:
        reported(session, town, instruction, town.oksana)

        accept_report(session, town.both, id_of(instruction), outcome=Outcome.FIXED, now=NOW)

        assert instruction.state is InstructionState.CLOSED

    def test_nothing_reported_is_nothing_to_accept(
        self, session: Session, town: Town, instruction: Instruction
    ) -> None:
        with pytest.raises(Conflict):
            accept_report(session, town.kira, id_of(instruction), outcome=Outcome.FIXED, now=NOW)

    @pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.NOT_NEEDED, Outcome.DUPLICATE])
    def test_work_is_not_accepted_with_an_outcome_that_says_it_was_not_done(
        self, session: Session, town: Town, instruction: Instruction, outcome: Outcome
    ) -> None:
        reported(session, town, instruction)

        with pytest.raises(Invalid) as refusal:
            accept_report(session, town.kira, id_of(instruction), outcome=outcome, text="A new yard", now=NOW)

        assert (refusal.value.key, refusal.value.field) == ("instructions.error.not_accepted_so", "outcome")
        assert instruction.state is InstructionState.REPORTED

    def test_a_return_says_why_and_is_counted(
        self, session: Session, town: Town, issue: Issue, instruction: Instruction
    ) -> None:
        reported(session, town, instruction)

        return_report(
            session, town.kira, id_of(instruction), until=LATER, reason="The edge is broken", now=NOW, today=TODAY
        )

        assert (instruction.state, instruction.returns) == (InstructionState.RETURNED, 1)
        assert (issue.state, issue.due_on) == (IssueState.RETURNED, LATER)
        move = moves_of(session, issue)[-1]
        assert (move.text, move.facts) == ("The edge is broken", {"from_due": "2026-11-30", "to_due": "2026-12-07"})

    def test_a_return_says_everything_that_it_lacks(
        self, session: Session, town: Town, instruction: Instruction
    ) -> None:
        reported(session, town, instruction)

        with pytest.raises(Invalid) as refusal:
            return_report(session, town.kira, id_of(instruction), until=None, reason=" ", now=NOW, today=TODAY)

        assert [error.field for error in (refusal.value, *refusal.value.others)] == ["date", "text"]

    def test_nothing_is_returned_into_the_past(self, session: Session, town: Town, instruction: Instruction) -> None:
        reported(session, town, instruction)
        in_december = DUE + timedelta(days=10)

        with pytest.raises(Invalid) as refusal:
            return_report(session, town.kira, id_of(instruction), until=DUE, reason="More", now=NOW, today=in_december)

        assert (refusal.value.key, refusal.value.field) == ("instructions.error.past_date", "date")

    def test_a_new_date_leaves_the_lateness_of_the_old_one(
        self, session: Session, town: Town, instruction: Instruction
    ) -> None:
        late = NOW + timedelta(days=7 + 16)
        reported(session, town, instruction, now=late)

        return_report(
            session, town.kira, id_of(instruction), until=late.date(), reason="More", now=late, today=late.date()
        )

        assert (instruction.due_on, instruction.late_before) == (late.date(), 16)

    def test_returned_work_is_reported_again(self, session: Session, town: Town, instruction: Instruction) -> None:
        reported(session, town, instruction)
        return_report(session, town.kira, id_of(instruction), until=LATER, reason="More", now=NOW, today=TODAY)

        reported(session, town, instruction)

        assert (instruction.state, instruction.returns) == (InstructionState.REPORTED, 1)

    def test_an_official_verifies_nothing(self, session: Session, town: Town, instruction: Instruction) -> None:
        reported(session, town, instruction)

        for actor in (town.oksana, town.boris, town.olga, town.sonya):
            with pytest.raises(NotAllowed):
                accept_report(session, actor, id_of(instruction), outcome=Outcome.FIXED, now=NOW)


class TestCancel:
    def test_a_cancelled_instruction_leaves_the_issue_new(
        self, session: Session, town: Town, issue: Issue, instruction: Instruction
    ) -> None:
        cancel_instruction(session, town.sonya, id_of(instruction), reason="Wrong address", now=NOW)

        assert (instruction.state, issue.state) == (InstructionState.CANCELLED, IssueState.NEW)
        assert (issue.agency_id, issue.due_on) == (None, None)
        assert moves_of(session, issue)[-1].text == "Wrong address"

    def test_the_outcome_of_what_was_accepted_stays(
        self, session: Session, town: Town, issue: Issue, instruction: Instruction
    ) -> None:
        second = an_instruction(session, town, issue, agency_id=town.parks)
        reported(session, town, instruction)
        accept_report(session, town.kira, id_of(instruction), outcome=Outcome.PARTLY_FIXED, now=NOW)

        cancel_instruction(session, town.sonya, id_of(second), reason="Enough", now=NOW)

        assert (issue.state, issue.outcome) == (IssueState.CLOSED, Outcome.PARTLY_FIXED)

    def test_a_cancellation_says_why(self, session: Session, town: Town, instruction: Instruction) -> None:
        with pytest.raises(Invalid) as refusal:
            cancel_instruction(session, town.sonya, id_of(instruction), reason="", now=NOW)

        assert refusal.value.key == "instructions.error.needs_text"

    def test_the_responsible_agency_cancels_nothing(
        self, session: Session, town: Town, instruction: Instruction
    ) -> None:
        with pytest.raises(NotAllowed):
            cancel_instruction(session, town.oksana, id_of(instruction), reason="Too hard", now=NOW)


class TestOpenSteps:
    def test_each_sees_the_steps_of_his_own(self, session: Session, town: Town, issue: Issue) -> None:
        instruction = an_instruction(session, town, issue)

        def open_to(actor: Actor) -> set[Step]:
            steps = steps_open_to(session, actor, id_of(issue))
            return {*steps.of_issue, *steps.of_instructions[id_of(instruction)]}

        own = {Step.TAKE, Step.INFORM, Step.REPORT, Step.ASK_EXTENSION, Step.ASK_HAND_OVER}
        assert open_to(town.oksana) == own
        assert open_to(town.boris) == set()
        assert open_to(town.kira) == {Step.INSTRUCT, Step.MERGE, Step.EDIT, Step.EXTEND, Step.CORRECT, Step.CANCEL}
        assert open_to(town.sonya) == {Step.INSTRUCT, Step.MERGE, Step.EDIT, Step.EXTEND, Step.CORRECT, Step.CANCEL}
        assert open_to(town.olga) == {Step.INSTRUCT, Step.MERGE, Step.EDIT, Step.CANCEL}

    def test_a_wish_opens_its_refusal_to_others_only(self, session: Session, town: Town, issue: Issue) -> None:
        instruction = an_instruction(session, town, issue)
        ask_extension(session, town.both, id_of(instruction), until=LATER, reason="Frost", now=NOW, today=TODAY)

        kiras = steps_open_to(session, town.kira, id_of(issue)).of_instructions[id_of(instruction)]
        his_own = steps_open_to(session, town.both, id_of(issue)).of_instructions[id_of(instruction)]

        assert set(kiras) == {Step.EXTEND, Step.REFUSE_EXTENSION, Step.CORRECT, Step.CANCEL}
        of_agency = {Step.TAKE, Step.INFORM, Step.REPORT, Step.ASK_EXTENSION, Step.ASK_HAND_OVER}
        assert set(his_own) == of_agency | {Step.CORRECT, Step.CANCEL}


def test_of_two_who_report_at_once_the_second_meets_a_conflict(database: Database) -> None:
    with database.transaction() as session:
        town = make_town(session)
        issue = an_issue(session, town)
        instruction = an_instruction(session, town, issue)
        photos = [a_photo(session, issue), a_photo(session, issue)]
    start, answers = threading.Barrier(2), []

    def report(actor: Actor, photo: str) -> None:
        start.wait()
        try:
            with database.transaction() as session:
                report_done(session, actor, id_of(instruction), text=actor.name, photo_ids=[photo], now=NOW)
            answers.append("done")
        except PlannerError as error:
            answers.append(error.key)

    threads = [
        threading.Thread(target=report, args=pair) for pair in zip((town.oksana, town.both), photos, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["done", "instructions.error.move"]
    with database.reading() as session:
        assert [move.step for move in moves_of(session, issue)] == [Step.INSTRUCT, Step.REPORT]


def test_a_second_who_has_read_before_meets_a_conflict_too(database: Database) -> None:
    """On PostgreSQL both have read the instruction before either writes (SQLite lets in one after the other)."""
    with database.transaction() as session:
        town = make_town(session)
        issue = an_issue(session, town)
        instruction = an_instruction(session, town, issue)
        photo = a_photo(session, issue)
    has_read, first_wrote, answers = threading.Event(), threading.Event(), []

    def report_second() -> None:
        with database.transaction() as session:
            held = session.get_one(Instruction, instruction.id), session.get_one(Issue, issue.id)
            has_read.set()
            first_wrote.wait(timeout=20)
            try:
                report_done(session, town.both, id_of(instruction), text="Second", photo_ids=[photo], now=NOW)
            except Conflict as error:
                answers.append((error.key, held[0].state))

    second = threading.Thread(target=report_second)
    with database.transaction() as session:
        session.get_one(Instruction, instruction.id)
        second.start()
        has_read.wait(timeout=1)
        report_done(session, town.oksana, id_of(instruction), text="First", photo_ids=[photo], now=NOW)
        first_wrote.set()
    second.join()

    assert answers == [("instructions.error.move", InstructionState.REPORTED)]
