"""Items of tablets: each is taken once and for itself, by whoever made it, at the moment when it was made."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.models import Comment, FieldItem, FieldVoice, Issue, Move, Support
from planner.domain.words import Step
from planner.services.access.join import join_beside, join_tour
from planner.services.access.sign_in import find_actor
from planner.services.access.tablets import turn_tablet_off, turn_tablet_on, who_speaks
from planner.services.field.items import State
from planner.services.field.sent import ms_of
from planner.services.ride.ride import close_ride
from tests.domain.test_sounds import WEBM
from tests.services.field.outbox_story import MINUTE, NOW, Bus, hash_of, jpeg, rows, set_bus, uid


@pytest.fixture
def bus(database: Database, tmp_path: Path) -> Bus:
    return set_bus(database, tmp_path)


def states(bus: Bus, *items: object) -> list[str]:
    return [f"{answer.state}{' ' + answer.error.key if answer.error else ''}" for answer in bus.send(*items)]


def test_report_becomes_an_issue_of_the_ride(bus: Bus) -> None:
    item = bus.report(stop=bus.scene.stop, severity="danger", behalf="Анна Ивановна", address="Зейская, 1")

    [answer] = bus.send(item)

    with bus.database.reading() as session:
        issue = session.exec(select(Issue)).one()
        kept = session.get_one(FieldItem, item["uid"])
        move = session.exec(select(Move)).one()
    assert (answer.state, answer.answer) == (State.RECEIVED, {"issue": issue.id})
    assert (issue.uid, issue.text, issue.severity, issue.address) == (item["uid"], "Яма", "danger", "Зейская, 1")
    assert (issue.tour_id, issue.stop_id, issue.raised_by, issue.behalf) == (
        *(bus.scene.tour, bus.scene.stop),
        *("Pyotr", "Анна Ивановна"),
    )
    assert (issue.lat, issue.lon, issue.placed, issue.accuracy_m, issue.place_from) == (
        50.271,
        127.541,
        True,
        12,
        "tablet",
    )
    assert (issue.created_at, move.at) == (NOW - 30 * MINUTE, NOW - 30 * MINUTE)
    assert (kept.kind, kept.by, kept.tour_id, kept.issue_id) == ("report", item["by"], bus.scene.tour, issue.id)
    assert (kept.body, kept.tablet_at, kept.received_at) == (item, item["at"], NOW)


def test_item_sent_again_is_answered_the_same_and_taken_once(bus: Bus) -> None:
    report = bus.report()
    comment = bus.item("comment", about=report["uid"], text="Глубокая")

    first, second = bus.send(report, comment), bus.send(report, comment)

    assert first == second
    assert (rows(bus.database, Issue), rows(bus.database, Comment), rows(bus.database, FieldItem)) == (1, 1, 2)


def test_one_bad_item_hinders_no_other(bus: Bus) -> None:
    good, other = bus.report(text="Первая"), bus.report(text="Вторая")

    told = states(bus, good, bus.report(category=999), "nonsense", bus.report(text="я" * 10_000), other)

    assert told == [
        "received",
        "refused issues.error.category",
        "refused field.error.item",
        "refused typed.error.too_long",
        "received",
    ]
    with bus.database.reading() as session:
        assert session.exec(select(Issue.text).order_by(col(Issue.id))).all() == ["Первая", "Вторая"]


def test_failure_that_nobody_had_foreseen_is_to_be_sent_again(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.services.field.about_issues.support_issue", lambda *_, **__: 1 / 0)
    report = bus.report()

    failed, taken = bus.send(bus.item("support", issue=1), report)

    assert (failed.state, len(failed.failure), taken.state) == (State.LATER, 8, State.RECEIVED)
    assert rows(bus.database, FieldItem) == 1


def test_item_of_somebody_else_is_refused(bus: Bus) -> None:
    foreign = bus.report(bus.scene.pavel)

    assert states(bus, foreign) == ["refused field.error.other_person"]
    assert rows(bus.database, FieldItem) == 0


def test_item_of_a_tour_that_one_does_not_ride_is_refused(bus: Bus) -> None:
    item = bus.report(bus.scene.pavel)

    [answer] = bus.send(item, actor=bus.scene.pavel)

    assert (answer.state, answer.error and answer.error.key) == (State.REFUSED, "field.error.other_tour")


def test_stop_of_another_tour_is_refused(bus: Bus) -> None:
    assert states(bus, bus.report(stop=bus.scene.other_stop)) == ["refused field.error.other_tour"]


def test_uid_that_somebody_else_has_used_is_refused(bus: Bus) -> None:
    first = bus.report()
    bus.send(first)
    second = bus.report(bus.oksana) | {"uid": first["uid"]}

    [answer] = bus.send(second, actor=bus.oksana)

    assert (answer.state, answer.error and answer.error.key) == (State.REFUSED, "issues.error.used_uid")


def test_times_are_corrected_by_the_clock_of_the_tablet(database: Database, tmp_path: Path) -> None:
    bus = set_bus(database, tmp_path, late=timedelta(days=400))

    bus.send(bus.report(at=NOW - 5 * MINUTE), bus.report(at=NOW + 90 * MINUTE), bus.report(at=NOW - timedelta(days=9)))

    with database.reading() as session:
        kept = session.exec(select(FieldItem).order_by(col(FieldItem.at))).all()
    assert [item.at for item in kept] == [NOW - timedelta(hours=13), NOW - 5 * MINUTE, NOW]
    assert kept[1].tablet_at == ms_of(NOW - 5 * MINUTE - timedelta(days=400))


def test_comment_and_support_of_what_has_not_come_wait(bus: Bus) -> None:
    report = bus.report(bus.oksana)
    comment, support = bus.item("comment", about=report["uid"], text="Да"), bus.item("support", about=report["uid"])

    waiting = states(bus, comment, support)
    bus.send(report, actor=bus.oksana)
    taken = states(bus, comment, support)

    assert waiting == ["later field.error.not_yet"] * 2
    assert taken == ["received"] * 2
    assert (rows(bus.database, Comment), rows(bus.database, Support)) == (1, 1)


def test_ride_that_is_closed_still_takes_what_was_made_on_it(bus: Bus) -> None:
    before = bus.report()
    bus.send(before)
    with bus.database.transaction() as session:
        close_ride(session, bus.oksana, bus.scene.tour, now=NOW - 10 * MINUTE)
    report, data = bus.report(stop=bus.scene.stop), jpeg()
    photo = bus.item("photo", about=report["uid"], hash=bus.store.put(data))
    comment = bus.item("comment", stop=bus.scene.stop, text="Спасибо")
    edit, withdrawal = bus.item("edit", about=report["uid"], text="Провал"), bus.item("withdraw", about=before["uid"])

    assert states(bus, report, photo, comment, edit, withdrawal) == ["received"] * 5


def test_comment_at_a_stop_is_said(bus: Bus) -> None:
    assert states(bus, bus.item("comment", stop=bus.scene.stop, text="Жители ждут")) == ["received"]


@pytest.mark.parametrize("kind", ["video", "nonsense", None, 5, ["report"], {}])
def test_kind_that_is_unknown_is_refused(bus: Bus, kind: object) -> None:
    assert states(bus, bus.report() | {"kind": kind}) == ["refused field.error.kind"]


def test_uid_that_is_none_is_refused(bus: Bus) -> None:
    assert states(bus, bus.report() | {"uid": "x"}, {"kind": "report"}, None, 7, []) == [
        *["refused issues.error.uid"] * 2,
        *["refused field.error.item"] * 3,
    ]


def test_place_far_from_the_city_is_refused(bus: Bus) -> None:
    place = {"from": "map", "lat": 55.75, "lon": 37.6}

    assert states(bus, bus.report(place=place)) == ["refused field.error.far"]


def test_somebody_unknown_is_asked_about_nothing_else(bus: Bus) -> None:
    about = uid()

    assert states(bus, bus.item("withdraw", about=about)) == ["later field.error.not_yet"]


def test_people_of_one_tablet_send_what_each_has_made(bus: Bus) -> None:
    tablet, anna = shared_tablet(bus)

    told = states_of(bus, tablet, bus.report(anna), bus.report(tablet), bus.report(bus.oksana))

    assert told == ["received", "received", "refused field.error.other_person"]
    with bus.database.reading() as session:
        raised = session.exec(select(Issue.raised_by, Issue.raised_by_participant_id).order_by(col(Issue.id))).all()
    assert raised == [("Анна Ким", anna.participant_id), ("Pyotr", tablet.participant_id)]


def test_tablet_that_is_turned_off_keeps_what_it_has(bus: Bus) -> None:
    tablet, anna = shared_tablet(bus)
    before, after = bus.report(anna), bus.report(anna)
    states_of(bus, tablet, before)
    with bus.database.transaction() as session:
        turn_tablet_off(session, bus.oksana, bus.scene.tour, tablet.tablet_id or 0, now=NOW)

    told = states_of(bus, tablet, before, after)  # of a request that began before
    with bus.database.transaction() as session:
        turn_tablet_on(session, bus.oksana, bus.scene.tour, tablet.tablet_id or 0)

    assert told == ["later permissions.tablet_off"] * 2
    assert states_of(bus, tablet, before, after) == ["received"] * 2
    assert rows(bus.database, Issue) == 2


def shared_tablet(bus: Bus) -> tuple[Actor, Actor]:
    """Pyotr's tablet, and Anna who speaks on it too."""
    with bus.database.transaction() as session:
        token = join_tour(session, "One", name="Pyotr", again=True, now=NOW)
        tablet = find_actor(session, token, now=NOW)
        anna = join_beside(session, tablet, "One", name="Анна Ким", now=NOW)
        return tablet, who_speaks(session, tablet, f"participant:{anna.id}")


def states_of(bus: Bus, sender: Actor, *items: object) -> list[str]:
    answers = bus.send(*items, actor=sender)
    return [f"{answer.state}{' ' + answer.error.key if answer.error else ''}" for answer in answers]


def test_voice_follows_its_report_once_its_file_has_come(bus: Bus) -> None:
    report = bus.report()
    voice = bus.item("voice", about=report["uid"], hash=hash_of(WEBM), seconds=7)

    before = states(bus, report, voice)
    bus.store.put(WEBM)
    after = states(bus, voice, voice)

    assert (before, after) == (["received", "later field.error.no_file"], ["received", "received"])
    assert rows(bus.database, FieldVoice) == 1
    with bus.database.reading() as session:
        steps = session.exec(select(Move.step).order_by(col(Move.id))).all()
    assert steps == [Step.RAISE, Step.ADD_VOICE]
