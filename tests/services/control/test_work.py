"""What waits for whom: piles of an official, of a controller and of those who instruct, counted and listed alike."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import NotAllowed
from planner.domain.models import Agency, Instruction, Issue, Tour
from planner.domain.models.types import id_of
from planner.domain.words import InstructionState, IssueState, Outcome, PhotoPhase, Role, Severity, TourState
from planner.services.control.hand_overs import ask_hand_over, hand_over
from planner.services.control.instructions import accept_report, ask_extension, report_done, return_report
from planner.services.control.work import Pile, list_work, my_work, piles_of
from tests.services.control_story import NOW, TODAY, Town, a_photo, an_instruction, an_issue, make_town

SUNDAY = TODAY + timedelta(days=6)
LATER = SUNDAY + timedelta(days=7)


def given(session: Session, town: Town, due_on: date, **fields: object) -> Instruction:
    """An instruction with any date, also one that was in the future when it was given."""
    instruction = an_instruction(session, town, an_issue(session, town), **fields)
    instruction.due_on = due_on
    session.flush()
    return instruction


def a_tour(session: Session, **fields: Any) -> int:
    """A tour that is over, led by whom the fields say."""
    tour = Tour(title="Tour", state=TourState.CLOSED, starts_at=NOW, ends_at=NOW, created_at=NOW, **fields)
    session.add(tour)
    session.flush()
    return id_of(tour)


def report(session: Session, town: Town, instruction: Instruction, actor: Actor) -> None:
    photo = a_photo(session, session.get_one(Issue, instruction.issue_id))
    report_done(session, actor, id_of(instruction), text="Done", photo_ids=[photo], now=NOW)


def listed(session: Session, actor: Actor, pile: Pile) -> list[int | None]:
    return [row.instruction.id for row in list_work(session, actor, pile, today=TODAY) if row.instruction]


class TestOfficial:
    def test_each_instruction_lies_in_the_pile_of_its_date(self, session: Session, town: Town) -> None:
        due = {
            Pile.OVERDUE: [given(session, town, TODAY - timedelta(days=days)) for days in (1, 30)][::-1],
            Pile.DUE_SOON: [given(session, town, day) for day in (TODAY, SUNDAY)],
            Pile.LATER: [given(session, town, SUNDAY + timedelta(days=1))],
        }

        work = my_work(session, town.oksana, today=TODAY)

        assert work.agency == session.get_one(Agency, town.roads)
        for pile, instructions in due.items():
            assert work.piles[pile] == len(instructions)
            assert listed(session, town.oksana, pile) == [instruction.id for instruction in instructions]

    def test_what_came_back_lies_in_its_own_pile_and_by_its_date(self, session: Session, town: Town) -> None:
        instruction = given(session, town, SUNDAY)
        report(session, town, instruction, town.oksana)
        return_report(session, town.kira, id_of(instruction), until=SUNDAY, reason="More", now=NOW, today=TODAY)

        piles = my_work(session, town.oksana, today=TODAY).piles

        assert (piles[Pile.RETURNED], piles[Pile.DUE_SOON], piles[Pile.REPORTED]) == (1, 1, 0)

    def test_what_is_reported_waits_and_what_is_accepted_is_gone(self, session: Session, town: Town) -> None:
        waiting, accepted = given(session, town, TODAY), given(session, town, TODAY)
        for instruction in (waiting, accepted):
            report(session, town, instruction, town.oksana)
        accept_report(session, town.kira, id_of(accepted), outcome=Outcome.FIXED, now=NOW)

        piles = my_work(session, town.oksana, today=TODAY).piles

        assert {pile: n for pile, n in piles.items() if n} == {Pile.REPORTED: 1}
        assert listed(session, town.oksana, Pile.REPORTED) == [waiting.id]

    def test_another_agencys_work_is_not_mine_unless_i_help(self, session: Session, town: Town) -> None:
        given(session, town, TODAY, agency_id=town.power)
        helped = given(session, town, TODAY, agency_id=town.power, co_executor_ids=[town.parks])

        piles = my_work(session, town.boris, today=TODAY).piles

        assert {pile: n for pile, n in piles.items() if n} == {Pile.HELPING: 1}
        assert listed(session, town.boris, Pile.HELPING) == [helped.id]

    def test_what_was_handed_over_waits_for_the_next_owner(self, session: Session, town: Town) -> None:
        instruction = given(session, town, TODAY)
        ask_hand_over(session, town.oksana, id_of(instruction), agency_id=town.parks, reason="A park", now=NOW)
        asked = [my_work(session, actor, today=TODAY).piles for actor in (town.oksana, town.boris, town.kira)]
        rows = list_work(session, town.boris, Pile.OFFERED, today=TODAY)

        hand_over(session, town.boris, id_of(instruction), now=NOW)

        assert [piles[Pile.DUE_SOON] for piles in asked[:2]] == [1, 0]
        assert (asked[1][Pile.OFFERED], asked[2][Pile.HAND_OVERS]) == (1, 1)
        assert [(row.agency.name, row.wished_agency.name) for row in rows if row.agency and row.wished_agency] == [
            ("Roads", "Parks")
        ]
        assert my_work(session, town.boris, today=TODAY).piles[Pile.OFFERED] == 0
        assert my_work(session, town.oksana, today=TODAY).piles[Pile.DUE_SOON] == 0
        assert my_work(session, town.boris, today=TODAY).piles[Pile.DUE_SOON] == 1

    def test_a_deleted_issue_waits_for_nobody(self, session: Session, town: Town) -> None:
        instruction = given(session, town, TODAY)
        assert my_work(session, town.oksana, today=TODAY).piles[Pile.DUE_SOON] == 1

        session.get_one(Issue, instruction.issue_id).deleted = True

        assert my_work(session, town.oksana, today=TODAY).piles[Pile.DUE_SOON] == 0
        assert listed(session, town.oksana, Pile.DUE_SOON) == []

    def test_an_official_without_an_agency_has_no_piles(self, session: Session, town: Town) -> None:
        given(session, town, TODAY)
        loner = Actor(name="Lone", roles=frozenset({Role.OFFICIAL}), person_id=town.oksana.person_id)

        work = my_work(session, loner, today=TODAY)

        assert (work.agency, work.piles) == (None, {})


class TestController:
    def test_reports_wishes_and_the_late_wait_for_a_controller(self, session: Session, town: Town) -> None:
        reported, asked = given(session, town, TODAY), given(session, town, TODAY)
        late = given(session, town, TODAY - timedelta(days=3))
        report(session, town, reported, town.oksana)
        ask_extension(session, town.oksana, id_of(asked), until=SUNDAY, reason="Frost", now=NOW, today=TODAY)

        piles = my_work(session, town.kira, today=TODAY).piles

        assert {pile: n for pile, n in piles.items() if n} == {Pile.TO_VERIFY: 1, Pile.WISHES: 1, Pile.LATE: 1}
        assert listed(session, town.kira, Pile.TO_VERIFY) == [reported.id]
        assert listed(session, town.kira, Pile.WISHES) == [asked.id]
        assert listed(session, town.kira, Pile.LATE) == [late.id]

    def test_ones_own_report_is_for_another_to_verify(self, session: Session, town: Town) -> None:
        report(session, town, given(session, town, TODAY), town.both)

        assert my_work(session, town.both, today=TODAY).piles[Pile.TO_VERIFY] == 0
        assert listed(session, town.both, Pile.TO_VERIFY) == []
        assert my_work(session, town.kira, today=TODAY).piles[Pile.TO_VERIFY] == 1

    def test_the_late_are_counted_by_agency_the_worst_first(self, session: Session, town: Town) -> None:
        given(session, town, TODAY - timedelta(days=1), agency_id=town.parks)
        roads = [given(session, town, TODAY - timedelta(days=days)) for days in (2, 9)]

        late = my_work(session, town.kira, today=TODAY).late_agencies

        assert [(entry.agency.name, entry.overdue, entry.oldest) for entry in late] == [
            ("Roads", 2, TODAY - timedelta(days=9)),
            ("Parks", 1, TODAY - timedelta(days=1)),
        ]
        of_roads = list_work(session, town.kira, Pile.LATE, today=TODAY, agency_id=town.roads)
        assert [row.instruction for row in of_roads] == roads[::-1]


class TestWhoInstructs:
    def test_new_issues_wait_the_dangerous_first(self, session: Session, town: Town) -> None:
        low = an_issue(session, town, severity=Severity.LOW)
        normal = an_issue(session, town)
        danger = an_issue(session, town, severity=Severity.DANGER)
        an_instruction(session, town, an_issue(session, town))
        an_issue(session, town, state=IssueState.CLOSED)

        rows = list_work(session, town.sonya, Pile.NEW, today=TODAY)

        assert my_work(session, town.sonya, today=TODAY).piles == {Pile.WISHES: 0, Pile.PING_PONG: 0, Pile.NEW: 3}
        assert [row.issue for row in rows] == [danger, normal, low]

    def test_whose_the_piles_are_follows_from_what_one_may(self, town: Town) -> None:
        officials = (
            *(Pile.OVERDUE, Pile.DUE_SOON, Pile.RETURNED, Pile.OFFERED),
            *(Pile.LATER, Pile.REPORTED, Pile.HELPING),
        )
        controllers = (Pile.TO_VERIFY, Pile.WISHES, Pile.HAND_OVERS, Pile.LATE, Pile.PING_PONG)

        assert piles_of(town.oksana) == officials
        assert piles_of(town.kira) == (*controllers, Pile.NEW)
        assert piles_of(town.both) == (*officials, *controllers, Pile.NEW)
        assert piles_of(town.olga) == (Pile.WISHES, Pile.PING_PONG, Pile.NEW)

    def test_wishes_wait_for_who_set_the_term(self, session: Session, town: Town) -> None:
        asked = given(session, town, SUNDAY)
        ask_extension(session, town.oksana, id_of(asked), until=LATER, reason="Frost", now=NOW, today=TODAY)

        assert listed(session, town.sonya, Pile.WISHES) == [asked.id]
        assert listed(session, town.olga, Pile.WISHES) == []

    def test_who_leads_a_tour_decides_about_what_was_raised_on_it(self, database: Database) -> None:
        with database.transaction() as session:
            town = make_town(session)
            leader = Actor("Viktor", frozenset({Role.OBSERVER}), person_id=town.oksana.person_id)
            guest = Actor("Mayor", frozenset({Role.OBSERVER}), person_id=town.boris.person_id)
            own, other = (a_tour(session, leader_id=person) for person in (leader.person_id, None))
            asked, round_about = (given(session, town, SUNDAY) for _ in range(2))
            elsewhere = [given(session, town, SUNDAY) for _ in range(2)]
            new = an_issue(session, town, tour_id=own)
            an_issue(session, town, tour_id=other)
            for instruction in (asked, round_about):
                session.get_one(Issue, instruction.issue_id).tour_id = own
            for instruction in (asked, elsewhere[0]):
                instruction.asked_until = LATER
            for instruction in (round_about, elsewhere[1]):
                instruction.hand_overs = 2
            session.flush()

            work = my_work(session, leader, today=TODAY)

            assert work.piles == {Pile.WISHES: 1, Pile.PING_PONG: 1, Pile.NEW: 1}
            assert [listed(session, leader, pile) for pile in (Pile.WISHES, Pile.PING_PONG)] == [
                [asked.id],
                [round_about.id],
            ]
            assert [row.issue.id for row in list_work(session, leader, Pile.NEW, today=TODAY)] == [new.id]
            assert my_work(session, guest, today=TODAY).piles == {}
            assert list_work(session, guest, Pile.PING_PONG, today=TODAY) == ()

    def test_an_organizer_who_leads_is_asked_for_more_time_too(self, session: Session, town: Town) -> None:
        asked = given(session, town, SUNDAY)
        session.get_one(Issue, asked.issue_id).tour_id = a_tour(session, secretary_id=town.olga.person_id)
        asked.asked_until = LATER

        assert listed(session, town.olga, Pile.WISHES) == [asked.id]

    def test_what_was_handed_over_twice_lies_on_a_pile_of_its_own(self, session: Session, town: Town) -> None:
        once, twice = given(session, town, TODAY), given(session, town, TODAY)
        for instruction in (once, twice, twice):
            to = town.parks if instruction.agency_id == town.roads else town.roads
            actor = town.oksana if to == town.parks else town.boris
            ask_hand_over(session, actor, id_of(instruction), agency_id=to, reason="Theirs", now=NOW)
            hand_over(session, town.kira, id_of(instruction), now=NOW)

        assert [listed(session, actor, Pile.PING_PONG) for actor in (town.kira, town.olga)] == [[twice.id], [twice.id]]
        assert my_work(session, town.kira, today=TODAY).piles[Pile.PING_PONG] == 1

    def test_a_pile_of_others_is_empty(self, session: Session, town: Town) -> None:
        given(session, town, TODAY - timedelta(days=3))
        assert len(list_work(session, town.kira, Pile.LATE, today=TODAY)) == 1

        assert list_work(session, town.oksana, Pile.LATE, today=TODAY) == ()
        assert list_work(session, town.olga, Pile.OVERDUE, today=TODAY) == ()

    def test_a_stranger_has_no_work(self, session: Session) -> None:
        with pytest.raises(NotAllowed):
            my_work(session, STRANGER, today=TODAY)
        with pytest.raises(NotAllowed):
            list_work(session, STRANGER, Pile.NEW, today=TODAY)


class TestPage:
    def test_pages_follow_one_another(self, session: Session, town: Town) -> None:
        instructions = [given(session, town, TODAY + timedelta(days=days)) for days in range(5)]

        pages: list[Sequence[int | None]] = [
            [
                row.instruction.id if row.instruction else None
                for row in list_work(session, town.oksana, Pile.DUE_SOON, today=TODAY, page=page, page_size=2)
            ]
            for page in (1, 2, 3, 4)
        ]

        ids = [instruction.id for instruction in instructions]
        assert pages == [ids[:2], ids[2:4], ids[4:], []]

    def test_a_row_shows_the_first_visible_picture_of_the_problem(self, session: Session, town: Town) -> None:
        instruction = given(session, town, TODAY)
        issue = session.get_one(Issue, instruction.issue_id)
        kinds: list[dict[str, Any]] = [{"hidden": True}, {"id": "shown"}, {}, {"phase": PhotoPhase.AFTER}]
        for days, fields in enumerate(kinds):
            values = {"phase": PhotoPhase.BEFORE, "added_at": NOW + timedelta(days=days)} | fields
            a_photo(session, issue, **values)

        (row,) = list_work(session, town.oksana, Pile.DUE_SOON, today=TODAY)

        assert (row.photo_id, row.category.id, row.agency.id if row.agency else None) == (
            "shown",
            town.potholes,
            town.roads,
        )

    def test_the_number_of_queries_does_not_grow(self, session: Session, town: Town) -> None:
        counts = []
        for _ in range(2):
            for _ in range(3):
                given(session, town, TODAY)
            session.expire_all()
            statements: list[str] = []
            listen = (session.get_bind(), "after_cursor_execute", lambda *args, said=statements: said.append(args[2]))
            event.listen(*listen)
            my_work(session, town.both, today=TODAY)
            list_work(session, town.both, Pile.DUE_SOON, today=TODAY)
            event.remove(*listen)
            counts.append(len(statements))

        assert counts[0] == counts[1] <= 11

    def test_a_cancelled_instruction_lies_in_no_pile(self, session: Session, town: Town) -> None:
        instruction = given(session, town, TODAY)
        instruction.state = InstructionState.CANCELLED

        assert set(my_work(session, town.both, today=TODAY).piles.values()) == {0}
