"""The start page begins with what waits for its reader, and lets who plans begin a tour at one tap."""

from typing import Any

import pytest
from sqlmodel import col, select
from streamlit.testing.v1 import AppTest

from planner.database import the_database
from planner.domain.models import Instruction, Issue, Person, PersonRole, Tour
from planner.domain.words import WAITING_INSTRUCTION_STATES, Role
from planner.i18n import translator
from tests.ui.drawn_screens import Screens

T = translator("ru", "Asia/Yakutsk")


def piles_on(screen: AppTest) -> list[str]:
    """The names of the piles whose numbers the screen shows, in its order."""
    return [each.label.partition("] ")[2] for each in screen.metric]


def called(*piles: str) -> list[str]:
    """The names of piles."""
    return [T(f"work.pile.{pile}") for pile in piles]


def waiting() -> Any:
    """The instructions that wait for their agency."""
    return select(Instruction).where(col(Instruction.state).in_(WAITING_INSTRUCTION_STATES))


@pytest.mark.parametrize(("role", "offered"), [("organizer", True), ("official", False), ("observer", False)])
def test_a_tour_is_begun_by_who_plans(screens: Screens, role: str, offered: bool) -> None:
    screen = screens.draw("start.py", role, {}, {})

    assert (T("tours.new") in [button.label for button in screen.button]) is offered


def test_a_controller_sees_no_empty_piles_of_an_official(screens: Screens) -> None:
    screen = screens.draw("start.py", "controller", {}, {})

    assert piles_on(screen) == called("to_verify", "wishes", "late", "hand_overs", "ping_pong")


@pytest.mark.parametrize(("offered", "shown"), [(0, []), (1, ["offered"])])
def test_an_official_reads_what_waits_for_an_answer(screens: Screens, offered: int, shown: list[str]) -> None:
    with the_database().transaction() as session:
        official = session.exec(select(Person).join(PersonRole).where(PersonRole.role == Role.OFFICIAL)).first()
        for given in session.exec(select(Instruction)):
            given.wished_agency_id = None
        for given in session.exec(waiting().limit(offered)):
            given.wished_agency_id = official.agency_id if official else None

    screen = screens.draw("start.py", "official", {}, {})

    assert piles_on(screen) == called("overdue", "due_soon", "returned", "reported", *shown)


def test_who_leads_tours_reads_what_is_asked_of_them_before_how_the_city_stands(screens: Screens) -> None:
    with the_database().transaction() as session:
        observers = select(PersonRole.person_id).where(PersonRole.role == Role.OBSERVER)
        led = select(Issue.id).join(Tour).where(col(Tour.leader_id).in_(observers))
        for given in session.exec(waiting().where(col(Instruction.issue_id).in_(led)).limit(1)):
            given.asked_until = given.due_on

    screen = screens.draw("start.py", "observer", {}, {})

    assert piles_on(screen) == called("wishes")
    assert T("board.answer.open") in " ".join(each.proto.body for each in screen.get("html"))


def test_who_has_nothing_to_do_reads_how_the_city_stands(screens: Screens) -> None:
    with the_database().transaction() as session:
        for tour in session.exec(select(Tour)):
            tour.leader_id = tour.secretary_id = None

    screen = screens.draw("start.py", "observer", {}, {})

    told = " ".join(each.proto.body for each in screen.get("html"))
    assert [T(f"board.answer.{name}") in told for name in ("open", "overdue", "in_time", "found")] == [True] * 4
    assert [button.label for button in screen.button] == [T("board.title")]
    assert list(screen.metric) == []


def test_the_press_office_begins_with_what_waits_for_a_decision(screens: Screens) -> None:
    screen = screens.draw("start.py", "press", {}, {})

    shown = [each.label for each in screen.metric]
    assert [
        T(f"start.publicity.{name}") in label
        for name, label in zip(("issues", "reports", "untold"), shown, strict=True)
    ] == [True] * 3
