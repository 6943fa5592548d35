"""Voice notes: whose issue they belong to, what is taken for one, who may listen."""

from pathlib import Path
from typing import Any

import pytest

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable
from planner.domain.models import FieldVoice, IssueAgency
from planner.domain.models.types import id_of
from planner.domain.words import Outcome, Step
from planner.services.control.closing import close_issue
from planner.services.issues.details import issue_details
from planner.services.issues.issues import edit_issue
from planner.services.issues.voices import (
    MOST_VOICES,
    add_voice,
    hide_voice,
    read_voice,
    show_voice_again,
    voices_of,
)
from planner.services.issues.withdraw import acted_on
from planner.storage.folder import FolderStore
from tests.domain.test_sounds import WEBM
from tests.services.field.outbox_story import NOW, Bus, hash_of, jpeg, set_bus, uid
from tests.services.issue_story import log


@pytest.fixture
def bus(database: Database, tmp_path: Path) -> Bus:
    return set_bus(database, tmp_path)


def raised(bus: Bus, *, internal: bool = False) -> int:
    with bus.database.transaction() as session:
        who = bus.scene.town.olga if internal else bus.pyotr
        return id_of(log(session, bus.scene, who, internal=internal))


def say(bus: Bus, issue_id: int, data: bytes = WEBM) -> str:
    with bus.database.transaction() as session:
        who = bus.pyotr
        given: dict[str, Any] = {"file_hash": bus.store.put(data), "seconds": 12}
        return add_voice(session, who, bus.store, uid=uid(), issue_id=issue_id, now=NOW, **given).uid


def test_voice_is_kept_with_who_said_it_and_how_long(bus: Bus) -> None:
    issue_id = raised(bus)

    voice_id = say(bus, issue_id)

    with bus.database.reading() as session:
        voice, data = read_voice(session, bus.scene.town.kira, bus.store, voice_id)
    assert (voice.said_by, voice.media, voice.seconds, voice.added_at, data) == ("Pyotr", "audio/webm", 12, NOW, WEBM)


def test_history_says_who_added_a_voice_note_and_nothing_where_none_came(bus: Bus) -> None:
    issue_id, town = raised(bus), bus.scene.town

    voice_id = say(bus, issue_id)
    with pytest.raises(Invalid, match=r"voice\.error\.no_sound"):
        say(bus, issue_id, b"text")

    with bus.database.reading() as session:
        told = {
            name: [
                (each.by, each.at, each.facts)
                for each in issue_details(session, who, issue_id).moves
                if each.step is Step.ADD_VOICE
            ]
            for name, who in (("kira", town.kira), ("pyotr", bus.pyotr))
        }
    assert told == dict.fromkeys(told, [("Pyotr", NOW, {"voice": voice_id, "seconds": 12})])


def test_voice_note_said_inside_is_in_no_history_of_those_who_may_not_see_it(bus: Bus) -> None:
    issue_id, town = raised(bus), bus.scene.town
    with bus.database.transaction() as session:
        edit_issue(session, town.olga, issue_id, internal=True, now=NOW)
        given: dict[str, Any] = {"file_hash": bus.store.put(WEBM), "seconds": 12, "now": NOW}
        add_voice(session, town.olga, bus.store, uid=uid(), issue_id=issue_id, **given)
        edit_issue(session, town.olga, issue_id, internal=False, now=NOW)

    with bus.database.reading() as session:
        seen = {
            name: any(each.step is Step.ADD_VOICE for each in issue_details(session, who, issue_id).moves)
            for name, who in (("kira", town.kira), ("pyotr", bus.pyotr))
        }
    assert seen == {"kira": True, "pyotr": False}


@pytest.mark.parametrize("data", [jpeg(), b"RIFF....WAVEfmt ", b"text"])
def test_what_is_no_recording_is_refused(bus: Bus, data: bytes) -> None:
    issue_id = raised(bus)

    with pytest.raises(Invalid, match=r"voice\.error\.no_sound"):
        say(bus, issue_id, data)


def test_voice_whose_file_has_not_come_waits(bus: Bus, tmp_path: Path) -> None:
    issue_id = raised(bus)

    with bus.database.transaction() as session, pytest.raises(Unavailable, match=r"field\.error\.no_file"):
        given: dict[str, Any] = {"file_hash": hash_of(WEBM), "seconds": 1}
        add_voice(session, bus.pyotr, FolderStore(tmp_path / "empty"), uid=uid(), issue_id=issue_id, now=NOW, **given)


def test_voice_is_added_to_an_issue_that_one_sees_while_it_is_open(bus: Bus) -> None:
    issue_id, hidden, town = raised(bus), raised(bus, internal=True), bus.scene.town

    with pytest.raises(NotFound):
        say(bus, hidden)
    with bus.database.transaction() as session:
        close_issue(session, town.olga, issue_id, outcome=Outcome.NOT_NEEDED, reason="Уже", now=NOW)
    with pytest.raises(Conflict, match=r"issues\.error\.closed"):
        say(bus, issue_id)


def heard_by(bus: Bus, who: Actor, issue_id: int, voice_id: str) -> bool:
    """Whether this one finds the recording on the issue and is given its bytes."""
    with bus.database.reading() as session:
        listed = voice_id in [voice.uid for voice in voices_of(session, who, issue_id)]
        try:
            assert read_voice(session, who, bus.store, voice_id)[1] == WEBM
        except (NotAllowed, NotFound):
            assert not listed
    return listed


def test_hidden_voice_note_is_heard_by_those_alone_who_may_hide_until_it_is_shown_again(bus: Bus) -> None:
    issue_id, town = raised(bus), bus.scene.town
    with bus.database.transaction() as session:
        session.add(IssueAgency(issue_id=issue_id, agency_id=town.roads))  # Oksana's
    voice_id = say(bus, issue_id)
    listeners = {"kira": town.kira, "olga": town.olga, "oksana": town.oksana}
    assert all(heard_by(bus, who, issue_id, voice_id) for who in listeners.values())

    for _ in range(2):  # again is no change
        with bus.database.transaction() as session:
            hide_voice(session, town.kira, voice_id, reason=" Назван номер телефона ", now=NOW)
    hidden = {name for name, who in listeners.items() if not heard_by(bus, who, issue_id, voice_id)}
    for _ in range(2):
        with bus.database.transaction() as session:
            show_voice_again(session, town.olga, voice_id, now=NOW)

    assert hidden == {"oksana"}
    assert all(heard_by(bus, who, issue_id, voice_id) for who in listeners.values())
    with bus.database.reading() as session:
        told = {
            name: [
                (each.step, each.by, each.text, each.facts)
                for each in issue_details(session, who, issue_id).moves
                if each.step in (Step.HIDE_VOICE, Step.SHOW_VOICE)
            ]
            for name, who in (("kira", town.kira), ("oksana", town.oksana), ("pyotr", bus.pyotr))
        }
    shown = (Step.SHOW_VOICE, "Olga", "", {"voice": voice_id})
    assert told["kira"] == [(Step.HIDE_VOICE, "Kira", "Назван номер телефона", {"voice": voice_id}), shown]
    assert told["oksana"] == told["pyotr"] == [(Step.HIDE_VOICE, "Kira", "", {"voice": voice_id}), shown]


def test_hiding_a_voice_note_needs_the_right_and_a_reason(bus: Bus) -> None:
    voice_id, town = say(bus, raised(bus)), bus.scene.town

    with bus.database.transaction() as session:
        for who in (town.oksana, town.boris, bus.pyotr):
            with pytest.raises(NotAllowed):
                hide_voice(session, who, voice_id, reason="Моё", now=NOW)
            with pytest.raises(NotAllowed):
                show_voice_again(session, who, voice_id, now=NOW)
        with pytest.raises(Invalid, match=r"voice\.error\.no_reason") as refused:
            hide_voice(session, town.olga, voice_id, reason=" ", now=NOW)
        assert refused.value.field == "reason"
        with pytest.raises(NotFound, match=r"voice\.error\.unknown"):
            hide_voice(session, town.olga, "none", reason="Нет такой", now=NOW)


def test_hidden_voice_notes_take_no_room(bus: Bus) -> None:
    issue_id = raised(bus)
    first, *_ = [say(bus, issue_id) for _ in range(MOST_VOICES)]

    with bus.database.transaction() as session:
        hide_voice(session, bus.scene.town.olga, first, reason="Ошибка", now=NOW)

    say(bus, issue_id)


def test_voice_of_somebody_else_keeps_an_issue_from_being_withdrawn(bus: Bus) -> None:
    with bus.database.transaction() as session:
        issue = log(session, bus.scene, bus.scene.town.olga)
        before = acted_on(session, [issue])
    say(bus, id_of(issue))

    with bus.database.reading() as session:
        assert (set(before), set(acted_on(session, [issue]))) == (set(), {issue.id})


def test_voices_of_one_issue_have_an_end(bus: Bus) -> None:
    issue_id = raised(bus)
    with bus.database.transaction() as session:
        facts: dict[str, Any] = {
            "file": "0" * 64,
            "media": "audio/webm",
            "seconds": 1,
            "by": "person:1",
            "said_by": "x",
        }
        session.add_all(FieldVoice(uid=uid(), issue_id=issue_id, added_at=NOW, **facts) for _ in range(MOST_VOICES))

    with pytest.raises(Invalid, match=r"voice\.error\.too_many"):
        say(bus, issue_id)


def test_voice_is_played_to_who_sees_the_originals_only(bus: Bus) -> None:
    voice_id, town = say(bus, issue_id := raised(bus)), bus.scene.town
    heard = {}

    for name, who in {"kira": town.kira, "olga": town.olga, "boris": town.boris, "pyotr": bus.pyotr}.items():
        with bus.database.reading() as session:
            listed = [voice.uid for voice in voices_of(session, who, issue_id)] == [voice_id]
            try:
                heard[name] = listed and read_voice(session, who, bus.store, voice_id)[1] == WEBM
            except NotAllowed:
                heard[name] = listed

    assert heard == {"kira": True, "olga": True, "boris": False, "pyotr": False}
    with bus.database.reading() as session, pytest.raises(NotFound, match=r"voice\.error\.unknown"):
        read_voice(session, town.olga, bus.store, "none")
