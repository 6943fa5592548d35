"""What tablets say about issues: changes beside those of others, withdrawals, support, instructions."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from planner.database import Database
from planner.domain.models import Instruction, Issue, Move
from planner.domain.words import IssueState, Outcome, Severity, Step
from planner.services.field.items import State
from planner.services.issues.issues import add_comment, edit_issue, support_issue
from tests.services.field.outbox_story import MINUTE, NOW, Bus, set_bus, uid


@pytest.fixture
def bus(database: Database, tmp_path: Path) -> Bus:
    return set_bus(database, tmp_path)


def states(bus: Bus, *items: object) -> list[str]:
    return [f"{answer.state}{' ' + answer.error.key if answer.error else ''}" for answer in bus.send(*items)]


def the_issue(bus: Bus) -> Issue:
    with bus.database.reading() as session:
        return session.exec(select(Issue)).one()


def reported(bus: Bus, **more: Any) -> str:
    """The uid of a report of Pyotr's that has come."""
    report = bus.report(**more)
    bus.send(report)
    return str(report["uid"])


def test_edit_changes_what_it_holds_and_nothing_else(bus: Bus) -> None:
    about = reported(bus, address="Зейская, 1")
    more = {"text": "Провал", "severity": "danger", "category": bus.scene.lights, "behalf": "Анна"}

    told = states(bus, bus.item("edit", about=about, seen={"text": "Яма"}, **more))

    issue = the_issue(bus)
    assert told == ["received"]
    assert (issue.text, issue.severity, issue.category_id, issue.behalf) == (
        "Провал",
        "danger",
        bus.scene.lights,
        "Анна",
    )
    assert (issue.address, issue.lat) == ("Зейская, 1", 50.271)


def test_resident_stands_in_no_history(bus: Bus) -> None:
    about = reported(bus, behalf="Анна")

    bus.send(bus.item("edit", about=about, behalf="Мария", text="Провал"))

    with bus.database.reading() as session:
        facts = [str(move.facts) + move.text for move in session.exec(select(Move))]
    assert [told for told in facts if "Анна" in told or "Мария" in told] == []


def test_edit_beside_that_of_somebody_else_is_made_and_told(bus: Bus) -> None:
    about = reported(bus)
    with bus.database.transaction() as session:
        number = session.exec(select(Issue.id)).one() or 0
        edit_issue(session, bus.scene.town.olga, number, now=NOW, text="Трещина", address="Ленина, 5")

    seen = {"text": "Яма", "address": ""}
    [answer] = bus.send(bus.item("edit", about=about, seen=seen, text="Провал", address=""))

    issue = the_issue(bus)
    assert answer.answer == {"issue": number, "beside": {"by": "Olga", "fields": {"text": "Трещина"}}}
    assert (issue.text, issue.address) == ("Провал", "Ленина, 5")
    with bus.database.reading() as session:
        edits = session.exec(select(Move).where(Move.step == Step.EDIT).order_by(col(Move.id))).all()
    assert [move.facts["changes"]["text"] for move in edits] == [["Яма", "Трещина"], ["Трещина", "Провал"]]


def test_what_an_edit_met_is_told_the_same_each_time(bus: Bus) -> None:
    about = reported(bus, behalf="Анна")
    with bus.database.transaction() as session:
        number = session.exec(select(Issue.id)).one() or 0
        others: Any = {"severity": Severity.DANGER, "lat": 50.28, "lon": 127.55, "behalf": "Мария"}
        edit_issue(session, bus.scene.town.olga, number, now=NOW, **others)
    seen = {"severity": "normal", "behalf": "Анна", "place": {"lat": 50.271, "lon": 127.541}}
    place = {"from": "map", "lat": 50.29, "lon": 127.52}
    edit = bus.item("edit", about=about, seen=seen, severity="low", behalf="Вера", place=place)

    [first], [second] = bus.send(edit), bus.send(edit)

    met = {"severity": True, "line": True, "behalf": True}
    assert first.answer == second.answer == {"issue": number, "beside": {"by": "Olga", "fields": met}}
    issue = the_issue(bus)
    assert (issue.severity, issue.behalf, issue.lat) == ("low", "Вера", 50.29)


def test_place_that_was_open_is_completed_by_an_edit(bus: Bus) -> None:
    about = reported(bus, place={"from": "open"})
    before = the_issue(bus)

    bus.send(bus.item("edit", about=about, place={"from": "map", "lat": 50.28, "lon": 127.55}))

    after = the_issue(bus)
    assert [(each.placed, each.place_from) for each in (before, after)] == [(False, "open"), (True, "map")]
    assert (after.lat, after.lon) == (50.28, 127.55)


def test_place_that_was_open_may_be_the_stop_where_it_lies_already(bus: Bus) -> None:
    about = reported(bus, place={"from": "open"})

    bus.send(bus.item("edit", about=about, place={"from": "stop"}, stop=bus.scene.stop))

    issue = the_issue(bus)
    assert (issue.placed, issue.place_from, issue.address) == (True, "stop", "ул. Зейская, 1")


def test_place_that_others_have_moved_is_no_longer_to_be_completed(bus: Bus) -> None:
    reported(bus, place={"from": "open"})

    with bus.database.transaction() as session:
        number = session.exec(select(Issue.id)).one() or 0
        edit_issue(session, bus.scene.town.olga, number, now=NOW, text="Яма у дома")
        first = session.get_one(Issue, number).placed
        edit_issue(session, bus.scene.town.olga, number, now=NOW, lat=50.29, lon=127.52)

    assert (first, the_issue(bus).placed) == (False, True)


def test_issue_of_one_s_own_is_withdrawn(bus: Bus) -> None:
    about = reported(bus)
    withdrawal = bus.item("withdraw", about=about)

    told = [*states(bus, withdrawal), *states(bus, withdrawal), *states(bus, bus.item("support", about=about))]

    assert told == ["received", "received", "refused issues.error.unknown"]
    assert the_issue(bus).deleted
    with bus.database.reading() as session:
        assert session.exec(select(Move.step).order_by(col(Move.id))).all() == [Step.RAISE, Step.WITHDRAW]


def acted(bus: Bus, how: str, number: int) -> None:
    boris = bus.scene.town.boris
    with bus.database.transaction() as session:
        match how:
            case "support":
                support_issue(session, boris, number, now=NOW)
            case "comment":
                add_comment(session, boris, uid=uid(), issue_id=number, text="Вижу", now=NOW)
            case "edit":
                edit_issue(session, bus.scene.town.olga, number, now=NOW, text="Иначе")
            case "own comment":
                add_comment(session, bus.pyotr, uid=uid(), issue_id=number, text="Вижу", now=NOW)


@pytest.mark.parametrize(
    ("how", "told"),
    [
        *((how, "refused issues.error.acted") for how in ("support", "comment", "edit")),
        ("own comment", "received"),
    ],
)
def test_issue_that_others_have_acted_on_is_not_withdrawn(bus: Bus, how: str, told: str) -> None:
    about = reported(bus)
    acted(bus, how, the_issue(bus).id or 0)

    assert states(bus, bus.item("withdraw", about=about)) == [told]


def test_issue_of_somebody_else_is_not_withdrawn(bus: Bus) -> None:
    about = bus.report(bus.oksana)
    bus.send(about, actor=bus.oksana)

    assert states(bus, bus.item("withdraw", about=about["uid"])) == ["refused permissions.not_owner"]


def test_support_counts_once_and_not_for_one_s_own(bus: Bus) -> None:
    own = reported(bus)
    foreign = bus.report(bus.oksana)
    bus.send(foreign, actor=bus.oksana)
    items = [bus.item("support", about=about) for about in (foreign["uid"], foreign["uid"], own)]

    assert states(bus, *items) == ["received", "received", "refused issues.error.own"]
    with bus.database.reading() as session:
        assert session.exec(select(Issue.supporters).where(Issue.uid == foreign["uid"])).one() == 1


def test_instruction_is_given_by_who_leads_on_the_day_of_the_tablet(bus: Bus) -> None:
    reported(bus)
    number, town = the_issue(bus).id, bus.scene.town
    given = {"issue": number, "text": "Засыпать", "agency": town.roads, "co": [town.parks]}
    late = bus.item("instruct", bus.oksana, due="2026-11-23", **given)
    past, odd = (bus.item("instruct", bus.oksana, due=due, **given) for due in ("2026-11-22", "завтра"))

    told = bus.send(late, past, odd, actor=bus.oksana, now=NOW + 24 * 60 * MINUTE)
    by_tablet = states(bus, bus.item("instruct", due="2026-11-30", **given))

    assert [answer.error.key if answer.error else answer.state for answer in told] == [
        "received",
        "instructions.error.past_date",
        "field.error.item",
    ]
    assert by_tablet == ["refused permissions.not_your_role"]
    with bus.database.reading() as session:
        assert session.exec(select(Instruction.uid)).all() == [late["uid"]]


def test_issue_that_needs_no_instruction_is_closed_at_the_stop_with_its_reason(bus: Bus) -> None:
    about, olga = reported(bus), bus.scene.town.olga
    close, again = (bus.item("close", olga, about=about, text="Уже исправлено.") for _ in range(2))

    told = [
        *states(bus, bus.item("close", about=about, text="Не надо")),
        *(f"{answer.state} {answer.error.key if answer.error else ''}" for answer in bus.send(close, actor=olga)),
        *(
            f"{answer.state} {answer.error.key if answer.error else ''}"
            for answer in bus.send(close, again, actor=olga)
        ),
    ]

    issue = the_issue(bus)
    assert told == [
        "refused permissions.not_your_role",
        "received ",
        "received ",
        "refused instructions.error.already_closed",
    ]
    assert (issue.state, issue.outcome, issue.closed_at) == (
        *(IssueState.CLOSED, Outcome.NOT_NEEDED),
        NOW - 30 * MINUTE,
    )


def test_issue_is_not_closed_without_a_reason(bus: Bus) -> None:
    about, olga = reported(bus), bus.scene.town.olga

    [answer] = bus.send(bus.item("close", olga, about=about, text="  "), actor=olga)

    assert (answer.state, the_issue(bus).state) == (State.REFUSED, IssueState.NEW)
