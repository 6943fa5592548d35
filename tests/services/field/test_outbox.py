"""An outbox as a file: taken as if it had been sent, once, by who made it; and files that are none."""

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from planner.database import Database
from planner.domain.actor import KEEPER, STRANGER, Actor
from planner.domain.errors import Invalid, NotAllowed
from planner.domain.models import FieldItem, FieldPhoto, Issue, Participant, Tour
from planner.services.field.items import Answered, State
from planner.services.field.outbox import Imported, import_outbox
from planner.services.field.sent import ms_of
from tests.services.field.outbox_story import MINUTE, NOW, Bus, hash_of, jpeg, rows, set_bus


@pytest.fixture
def bus(database: Database, tmp_path: Path) -> Bus:
    return set_bus(database, tmp_path)


def archive(files: Mapping[str, bytes | str]) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as written:
        for name, data in files.items():
            written.writestr(name, data)
    out.seek(0)
    return out


def outbox(*items: object, files: Mapping[str, bytes] | None = None, **more: Any) -> io.BytesIO:
    """The file that a tablet saves."""
    head = {"version": 1, "tour": "One", "made": ms_of(NOW), "tablet_now": ms_of(NOW), "items": items}
    return archive({"outbox.json": json.dumps(head | more)} | dict(files or {}))


def take(bus: Bus, file: io.BytesIO) -> Imported:
    return import_outbox(bus.database, KEEPER, bus.store, file, now=NOW)


def states(imported: Imported) -> list[str]:
    return [f"{answer.state}{' ' + answer.error.key if answer.error else ''}" for answer in imported.answers]


def test_outbox_is_taken_as_if_it_had_been_sent_and_once(bus: Bus) -> None:
    data = jpeg()
    report = bus.report()
    photo = bus.item("photo", about=report["uid"], hash=hash_of(data))
    tap = bus.item("arrive", bus.oksana, stop=bus.scene.stop)
    files = {f"files/{hash_of(data)}": data}

    first = take(bus, outbox(photo, report, tap, files=files))
    second = take(bus, outbox(photo, report, tap, files=files))

    assert (states(first), first.bad_files, first.tour) == (["received"] * 3, [], "One")
    assert (first.answers, len(second.there), second.taken) == (second.answers, 3, [])
    assert (rows(bus.database, Issue), rows(bus.database, FieldPhoto), rows(bus.database, FieldItem)) == (1, 1, 3)
    with bus.database.reading() as session:
        assert session.exec(select(Issue.raised_by)).one() == "Pyotr"


def test_times_of_an_outbox_are_corrected_by_the_clock_that_the_tablet_knew(bus: Bus) -> None:
    wrong = NOW - timedelta(days=400)
    report = bus.report(at=wrong - 20 * MINUTE)

    take(bus, outbox(report, made=ms_of(NOW - 10 * MINUTE), tablet_now=ms_of(wrong)))

    with bus.database.reading() as session:
        assert session.exec(select(FieldItem.at)).one() == NOW - 30 * MINUTE


@pytest.mark.parametrize("by", ["number", "guest"])
def test_outbox_of_a_link_that_was_revoked_finds_its_tour(bus: Bus, by: str) -> None:
    with bus.database.transaction() as session:
        session.get_one(Tour, bus.scene.tour).join_code = None

    imported = take(bus, outbox(bus.report(), tour_id=bus.scene.tour if by == "number" else None))

    assert states(imported) == ["received"]


def test_items_of_who_is_not_known_here_are_refused_and_hinder_no_other(bus: Bus) -> None:
    strangers = [bus.report() | {"by": by} for by in ("person:99", "participant:99", "x", "person:0", None)]
    foreign = bus.report(bus.scene.pavel)

    imported = take(bus, outbox(*strangers, foreign, "nonsense", bus.report()))

    assert states(imported) == [*["refused field.error.outbox_by"] * 7, "received"]


def test_files_that_are_no_photos_or_not_what_they_say_are_told(bus: Bus, tmp_path: Path) -> None:
    data = b"no photo"
    files = {
        f"files/{hash_of(data)}": data,
        f"files/{'0' * 64}": jpeg(),
        "../evil": data,
        f"files/../{hash_of(data)}": data,
        "/etc/passwd": data,
    }

    imported = take(bus, outbox(bus.report(), files=files))

    assert (imported.bad_files, states(imported)) == ([hash_of(data), "0" * 64], ["received"])
    assert not any(path.name in ("evil", "passwd") for path in tmp_path.parent.rglob("*"))


def test_tour_that_is_not_here_is_said_to_be_so(bus: Bus) -> None:
    with pytest.raises(Invalid, match=r"field\.error\.outbox_tour"):
        take(bus, outbox(bus.report() | {"by": "person:1"}, tour="unknown"))


def bomb() -> io.BytesIO:
    """A file that says that it is small, and is not."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("outbox.json", b" " * (65 * 1024**2))
    return out


@pytest.mark.parametrize(
    "file",
    [
        io.BytesIO(b""),
        io.BytesIO(b"PK\x03\x04 nonsense"),
        io.BytesIO(outbox().getvalue()[:60]),
        archive({}),
        archive({"outbox.json": "{"}),
        archive({"outbox.json": b"\xff"}),
        archive({"outbox.json": "[" * 100_000}),
        archive({"outbox.json": "[]"}),
        archive({"outbox.json": '{"version": 2}'}),
        bomb(),
    ],
    ids=["empty", "nonsense", "cut", "nothing", "half", "bytes", "deep", "list", "version", "bomb"],
)
def test_file_that_is_no_outbox_is_refused_whole(bus: Bus, file: io.BytesIO) -> None:
    with pytest.raises(Invalid, match=r"field\.error\.outbox$"):
        take(bus, file)


def test_outbox_is_taken_in_by_administrators_alone(bus: Bus) -> None:
    with pytest.raises(NotAllowed):
        import_outbox(bus.database, bus.scene.town.olga, bus.store, outbox(), now=NOW)


def test_outbox_of_a_tour_is_brought_by_who_plans_it_and_that_is_noted(bus: Bus) -> None:
    report, olga = bus.report(), bus.scene.town.olga
    first, second = bus.report(text="Раньше"), bus.item("comment", stop=bus.scene.stop, text=" ")
    bus.send(first)

    imported = bring(bus, olga, outbox(first, report, second))

    with bus.database.reading() as session:
        brought = dict(session.exec(select(FieldItem.uid, FieldItem.brought_by)).all())
    assert ([one.uid for one in imported.taken], [one.uid for one in imported.there]) == (
        [report["uid"]],
        [first["uid"]],
    )
    assert brought == {report["uid"]: olga.name, first["uid"]: ""}
    assert states(imported)[2].startswith("refused")


def test_outbox_of_another_tour_is_not_taken_on_this_one(bus: Bus) -> None:
    with pytest.raises(Invalid, match=r"field\.error\.outbox_other_tour"):
        bring(bus, bus.scene.town.olga, outbox(bus.report()), tour_id=bus.scene.other_tour)

    assert rows(bus.database, FieldItem) == 0


def test_outbox_of_a_tour_is_brought_by_nobody_else(bus: Bus) -> None:
    town = bus.scene.town
    for somebody in (town.kira, town.boris, bus.oksana, bus.pyotr, STRANGER):
        with pytest.raises(NotAllowed):
            bring(bus, somebody, outbox(bus.report()))

    assert rows(bus.database, FieldItem) == 0


def test_planner_brings_what_those_of_the_tour_made_and_administrators_what_anybody_made(bus: Bus) -> None:
    town = bus.scene.town
    items = [bus.report(by) for by in (bus.oksana, town.kira)]

    by_planner = states(bring(bus, town.olga, outbox(*items)))
    with bus.database.transaction() as session:
        invited = Participant(tour_id=bus.scene.tour, person_id=town.kira.person_id, name="Kira", invited_at=NOW)
        session.add(invited)
    later = states(bring(bus, town.olga, outbox(items[1])))
    other = bus.report(town.boris)

    assert by_planner == ["received", "refused field.error.outbox_by"]
    assert later == ["received"]
    assert states(take(bus, outbox(other))) == ["received"]


def test_brought_outbox_does_nothing_that_the_planner_may_not(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    town, seen = bus.scene.town, []
    with bus.database.transaction() as session:
        session.get_one(Tour, bus.scene.tour).leader_id = town.kira.person_id

    def note(*arguments: Any, **_: Any) -> list[Answered]:
        seen.append(arguments[1].roles)
        return [Answered("", State.RECEIVED)]

    monkeypatch.setattr("planner.services.field.outbox.take_items", note)
    bring(bus, town.olga, outbox(bus.report(town.kira)))
    take(bus, outbox(bus.report(town.kira)))

    assert seen == [town.olga.roles, town.kira.roles]


def bring(bus: Bus, actor: Actor, file: io.BytesIO, *, tour_id: int | None = None) -> Imported:
    about = bus.scene.tour if tour_id is None else tour_id
    return import_outbox(bus.database, actor, bus.store, file, tour_id=about, now=NOW)
