"""Tests of `planner.services.issues.near`: known issues around a place."""

from datetime import timedelta
from typing import Any

import pytest

from planner.database import Database
from planner.domain.actor import STRANGER
from planner.domain.errors import Invalid, NotAllowed
from planner.domain.models.types import id_of
from planner.domain.words import Outcome
from planner.services.control.closing import close_issue
from planner.services.control.instructions import accept_report, report_done
from planner.services.issues.issues import edit_issue
from planner.services.issues.near import (
    fixed_before,
    issues_to_support,
    likely_repeats,
    open_issues_near,
    similar_issues,
)
from tests.services.control_story import a_photo, an_instruction
from tests.services.issue_story import NOW, log, set_scene

METRE = 1 / 111_195
"""Of latitude, in degrees."""


def test_similar_issues_are_open_ones_of_the_category_within_50_m(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        near, nearer = (log(session, scene, lat=50.27 + metres * METRE) for metres in (49, -20))
        log(session, scene, lat=50.27 + 51 * METRE)
        log(session, scene, category_id=scene.lights)
        closed = log(session, scene)
        close_issue(session, scene.town.kira, id_of(closed), outcome=Outcome.FIXED, reason="Сделано", now=NOW)

        found = similar_issues(session, scene.pyotr, lat=50.27, lon=127.54, category_id=scene.town.potholes)

        assert [issue.id for issue in found] == [nearer.id, near.id]


def test_similar_issues_hide_internal_ones_of_others(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        secret = log(session, scene, internal=True)
        an_instruction(session, scene.town, secret)
        place: dict[str, Any] = {"lat": 50.27, "lon": 127.54, "category_id": scene.town.potholes}

        found = {
            name: [issue.id for issue in similar_issues(session, actor, **place)]
            for name, actor in scene.everybody.items()
        }

        assert found == {
            "organizer": [secret.id],
            "controller": [secret.id],
            "official of roads": [secret.id],
            "official of parks": [],
            "official of no agency": [],
            "tablet": [],
        }


def test_issues_to_support_are_those_that_others_raised(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        pyotrs, olgas = log(session, scene, scene.pyotr), log(session, scene)
        place: dict[str, Any] = {"lat": 50.27, "lon": 127.54, "category_id": scene.town.potholes}

        found = [
            [near.issue.id for near in issues_to_support(session, actor, **place)]
            for actor in (scene.pyotr, scene.town.olga, scene.pavel)
        ]

        assert found == [[olgas.id], [pyotrs.id], [pyotrs.id, olgas.id]]


def test_open_issues_near_leave_out_what_is_told_elsewhere_before_they_are_counted(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        of_this_ride = [id_of(log(session, scene)) for _ in range(3)]
        known = log(session, scene, lat=50.27 + 30 * METRE)

        found = open_issues_near(session, scene.pyotr, lat=50.27, lon=127.54, limit=2, beside=of_this_ride)

        assert [row.issue.id for row in found] == [known.id]


def test_open_issues_near_come_with_distance_category_and_photo(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        far = log(session, scene, lat=50.27 + 250 * METRE, category_id=scene.lights)
        here = log(session, scene, lon=127.54)
        log(session, scene, lat=50.27 + 320 * METRE)
        photo = a_photo(session, far)
        a_photo(session, here, hidden=True)

        near = open_issues_near(session, scene.pyotr, lat=50.27, lon=127.54)

        assert [(n.issue.id, round(n.metres), n.category.name, n.photo_id) for n in near] == [
            (here.id, 0, "Ямы", None),
            (far.id, 250, "Свет", photo),
        ]
        assert [n.issue.id for n in open_issues_near(session, scene.pyotr, lat=50.27, lon=127.54, limit=1)] == [here.id]


def test_near_issues_off_the_earth_or_for_strangers_are_refused(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        log(session, scene)

        with pytest.raises(Invalid):
            open_issues_near(session, scene.pyotr, lat=91.0, lon=0.0)
        with pytest.raises(NotAllowed):
            open_issues_near(session, STRANGER, lat=50.27, lon=127.54)
        with pytest.raises(NotAllowed):
            similar_issues(session, STRANGER, lat=50.27, lon=127.54, category_id=scene.town.potholes)


def test_likely_repeats_are_near_ones_of_the_category_and_those_that_read_alike(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, text="Не горит фонарь у школы")
        about: dict[str, Any] = {"category_id": scene.lights}
        alike = log(session, scene, text="У школы не горят фонари", lat=50.27 + 450 * METRE, **about)
        both = log(session, scene, text="фонарь у школы", lat=50.27 + 150 * METRE)
        near = log(session, scene, text="Яма", lat=50.27 + 10 * METRE)
        log(session, scene, text="Яма", lat=50.27 + 210 * METRE)  # too far to be the same without the same words
        log(session, scene, text="Не горит фонарь у школы", lat=50.27 + 510 * METRE)
        log(session, scene, text="Яма", **about)  # another topic, other words

        found = likely_repeats(session, scene.town.olga, id_of(issue))

        assert [(each.issue.id, each.alike) for each in found] == [(both.id, True), (near.id, False), (alike.id, True)]


def test_same_place_that_was_called_fixed_tells_who_reported_and_who_verified(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        town = scene.town
        fixed, refused, secret = (log(session, scene) for _ in range(3))
        other = log(session, scene, category_id=scene.lights)
        given = an_instruction(session, town, fixed)
        report_done(session, town.oksana, id_of(given), text="Готово", photo_ids=[a_photo(session, fixed)], now=NOW)
        accept_report(session, town.kira, id_of(given), outcome=Outcome.FIXED, now=NOW)
        close_issue(session, town.kira, id_of(refused), outcome=Outcome.REFUSED, reason="Нет", now=NOW)
        for each in (secret, other):
            close_issue(session, town.olga, id_of(each), outcome=Outcome.FIXED, reason="Сделано", now=NOW)
        secret.internal = True
        again = id_of(log(session, scene, lat=50.27 + 40 * METRE, now=NOW + timedelta(days=1)))
        far = id_of(log(session, scene, lat=50.27 + 60 * METRE, now=NOW + timedelta(days=1)))

        seen = {who.name: fixed_before(session, who, again) for who in (scene.pyotr, town.olga)}
        numbers = {name: [each.number for each in found] for name, found in seen.items()}

        assert numbers == {"Pyotr": [fixed.id], "Olga": [secret.id, fixed.id]}
        assert (seen["Pyotr"][0].reported_by, seen["Pyotr"][0].verified_by) == ("Oksana", "Kira")
        assert (seen["Olga"][0].reported_by, seen["Olga"][0].verified_by) == ("", "Olga")
        assert fixed_before(session, town.olga, far) == []
        assert fixed_before(session, town.olga, id_of(fixed)) == []


@pytest.mark.parametrize(
    ("metres", "days", "lights", "is_again"),
    [
        (40, 1, False, True),
        (40, 365, False, True),
        (40, 366, False, False),
        (60, 1, False, False),
        (40, -1, False, False),
        (40, 1, True, False),
    ],
)
def test_what_comes_again_at_a_fixed_place_within_a_year_keeps_which_it_is(
    sqlite_database: Database, metres: int, days: int, lights: bool, is_again: bool
) -> None:
    with sqlite_database.transaction() as session:
        scene = set_scene(session)
        fixed = log(session, scene)
        close_issue(session, scene.town.kira, id_of(fixed), outcome=Outcome.FIXED, reason="Сделано", now=NOW)
        category = scene.lights if lights else scene.town.potholes

        again = log(session, scene, lat=50.27 + metres * METRE, category_id=category, now=NOW + timedelta(days=days))

        assert again.again_of_id == (fixed.id if is_again else None)


def test_corrected_place_and_topic_change_what_it_is_again(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        olga = scene.town.olga
        fixed = log(session, scene)
        close_issue(session, scene.town.kira, id_of(fixed), outcome=Outcome.FIXED, reason="Сделано", now=NOW)
        later = NOW + timedelta(days=1)
        issue = log(session, scene, lat=50.27 + 90 * METRE, category_id=scene.lights, now=later)

        kept = []
        for change in (
            {"lat": 50.27, "lon": 127.54},
            {"category_id": scene.town.potholes},
            {"text": "Яма"},
            {"lat": 50.28},
        ):
            kept.append(edit_issue(session, olga, id_of(issue), now=later, **change).again_of_id)

        assert kept == [None, fixed.id, fixed.id, None]
