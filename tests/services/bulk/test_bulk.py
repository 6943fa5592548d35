"""One step for many: tried before it runs, each a step of its own, and those that refuse stay as they are."""

import threading
from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from planner.database import Database
from planner.domain.actor import STRANGER
from planner.domain.errors import Invalid, NotAllowed
from planner.domain.models import Instruction, Move
from planner.domain.models.types import id_of, new_id
from planner.domain.words import InstructionState, Step
from planner.domain.workflow import INSTRUCTION_MOVES, ISSUE_MOVES
from planner.services.bulk.bulk import BULK_STEPS, ISSUE_STEPS, MOST, Bulk, try_bulk
from planner.services.bulk.decisions import begin_bulk, take_next
from planner.services.control.instructions import ask_extension
from tests.services.bulk.bulk_story import ONE, decide, some, told
from tests.services.control.step_story import MUCH_LATER
from tests.services.control_story import DUE, NOW, TODAY, Town, an_instruction, an_issue, make_town

WITHOUT_MANY = {Step.REPORT, Step.RETURN, Step.CORRECT, Step.REOPEN, Step.MERGE, Step.EDIT}


def test_every_step_is_for_many_or_has_its_reason_not_to_be() -> None:
    assert {*BULK_STEPS, *WITHOUT_MANY} == INSTRUCTION_MOVES.keys() | ISSUE_MOVES.keys()


def test_what_is_refused_is_known_before_and_stays_as_it_is(session: Session, town: Town) -> None:
    first, second, own, late = some(session, town, 4)
    ask_extension(session, town.both, id_of(own), until=DUE + timedelta(days=3), reason="Frost", now=NOW, today=TODAY)
    late.due_on = MUCH_LATER
    session.flush()
    numbers = [id_of(each) for each in (late, own, second, first)]
    bulk = Bulk(Step.EXTEND, text="Snow", until=DUE + timedelta(days=7))

    tried = told(try_bulk(session, town.both, [*numbers, 999], bulk, now=NOW, today=TODAY))
    before = [session.get_one(Instruction, number).due_on for number in numbers]
    taken = told(decide(session, town.both, [*numbers, 999], bulk))

    assert tried == taken
    assert taken == (
        [first.id, second.id],
        {
            own.id: "permissions.own_report",
            late.id: "instructions.error.not_later",
            999: "instructions.error.unknown",
        },
    )
    assert before == [MUCH_LATER, DUE, DUE, DUE]
    assert [each.due_on for each in (first, second, own, late)] == [bulk.until, bulk.until, DUE, MUCH_LATER]


def test_each_is_a_step_of_its_own_with_the_one_reason(session: Session, town: Town) -> None:
    instructions = some(session, town)

    decide(session, town.sonya, [id_of(each) for each in instructions], Bulk(Step.CANCEL, text="The street is rebuilt"))

    assert {each.state for each in instructions} == {InstructionState.CANCELLED}
    moves = session.exec(select(Move).where(Move.step == Step.CANCEL).order_by(col(Move.instruction_id))).all()
    assert [(move.instruction_id, move.text, move.by) for move in moves] == [
        (each.id, "The street is rebuilt", "Sonya") for each in instructions
    ]


def test_what_is_tried_changes_nothing_whatever_the_step(session: Session, town: Town) -> None:
    number, issue_id = id_of(some(session, town, 1)[0]), id_of(an_issue(session, town))
    steps = session.exec(select(Move.id)).all()

    for step in BULK_STEPS:
        who = town.sonya if step in ISSUE_STEPS else town.both
        bulk = Bulk(step, text="As it is", until=DUE + timedelta(days=7), agency_id=town.parks)
        try_bulk(session, who, [issue_id if step in ISSUE_STEPS else number], bulk, now=NOW, today=TODAY)

    assert session.exec(select(Move.id)).all() == steps


def test_what_is_wrong_with_all_alike_is_told_beside_its_field(session: Session, town: Town) -> None:
    numbers = [id_of(each) for each in some(session, town)]

    with pytest.raises(Invalid, match=r"^instructions\.error\.past_date$") as refusal:
        try_bulk(session, town.kira, numbers, Bulk(Step.EXTEND, until=TODAY - timedelta(1)), now=NOW, today=TODAY)

    assert refusal.value.field == "date"


def test_what_one_may_not_know_of_is_refused_like_what_there_is_not(session: Session, town: Town) -> None:
    secret = an_instruction(session, town, an_issue(session, town, internal=True))

    answer = try_bulk(session, town.boris, [id_of(secret), 999], Bulk(Step.INFORM, text="x"), now=NOW, today=TODAY)

    assert told(answer) == ([], dict.fromkeys((id_of(secret), 999), "instructions.error.unknown"))
    assert {error.field for error in answer.refused.values()} == {None}


def test_a_step_that_is_not_for_many_or_not_for_this_role_is_refused_whole(session: Session, town: Town) -> None:
    number = id_of(some(session, town, 1)[0])

    for step in WITHOUT_MANY:
        with pytest.raises(Invalid, match=r"^bulk\.error\.not_for_many$"):
            try_bulk(session, town.kira, [number], Bulk(step), now=NOW, today=TODAY)
    with pytest.raises(Invalid, match=r"^bulk\.error\.too_many$"):
        try_bulk(session, town.kira, range(MOST + 1), Bulk(Step.CANCEL, text="x"), now=NOW, today=TODAY)
    for actor, key in ((STRANGER, "permissions.sign_in"), (town.oksana, "permissions.not_your_role")):
        with pytest.raises(NotAllowed) as refusal:
            begin_bulk(session, actor, [number], Bulk(Step.CANCEL, text="x"), uid=ONE, now=NOW)
        assert refusal.value.key == key


def test_two_who_change_the_same_ones_at_once_wait_for_each_other(database: Database) -> None:
    with database.transaction() as session:
        town = make_town(session)
        numbers = [id_of(each) for each in some(session, town, 6)]
    start, done = threading.Barrier(2), list[int]()

    def extend(ids: list[int], until: date) -> None:
        bulk, uid = Bulk(Step.EXTEND, text="Snow", until=until), new_id()
        with database.transaction() as session:
            ordered = begin_bulk(session, town.kira, ids, bulk, uid=uid, now=NOW)
        start.wait()
        for number in ordered:
            try:
                with database.transaction() as session:
                    take_next(session, town.kira, uid, number, bulk, now=NOW, today=TODAY)
                done.append(number)
            except Invalid:
                continue

    week = DUE + timedelta(days=7)
    threads = [threading.Thread(target=extend, args=(ids, week)) for ids in (numbers, numbers[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(done) == numbers
    with database.reading() as session:
        assert {each.extensions for each in session.exec(select(Instruction))} == {1}
