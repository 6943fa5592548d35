"""Tests of `planner.services.issues.issues`: logging, completing, supporting and discussing issues."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlmodel import Session, col, func, select

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound, PlannerError
from planner.domain.geo import Point, qk_of
from planner.domain.models import Category, Comment, District, Issue, Move, Tour
from planner.domain.models.types import id_of
from planner.domain.words import IssueState, Outcome, Severity, Step, TourState
from planner.services.control.closing import close_issue
from planner.services.issues.details import issue_details
from planner.services.issues.issues import add_comment, edit_issue, log_issue, support_issue
from tests.services.control_story import a_photo, an_instruction
from tests.services.issue_story import HOSTILE, NOW, Scene, log, set_scene, uid


def moves(session: Session, issue: Issue) -> list[Move]:
    return list(session.exec(select(Move).where(Move.issue_id == issue.id).order_by(col(Move.id))).all())


def test_log_issue_by_olga_keeps_everything(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        log(
            session,
            scene,
            text="  Яма\r\nу остановки ",
            address=" ул.  Ленина, 5 ",
            severity=Severity.DANGER,
            internal=True,
        )

    with database.reading() as session:
        issue = session.exec(select(Issue)).one()
        assert (issue.text, issue.address, issue.severity) == ("Яма\nу остановки", "ул. Ленина, 5", Severity.DANGER)
        assert (issue.state, issue.internal, issue.tour_id, issue.created_at) == (IssueState.NEW, True, None, NOW)
        assert (issue.raised_by, issue.raised_by_person_id) == ("Olga", scene.town.olga.person_id)
        assert issue.qk == qk_of(Point(50.27, 127.54))
        assert issue.rev > 0
        assert [(m.step, m.to_state, m.by, m.at) for m in moves(session, issue)] == [(Step.RAISE, "new", "Olga", NOW)]


@pytest.mark.parametrize(("lon", "name"), [(127.54, "Centre"), (127.56, "East"), (127.7, None)])
def test_log_issue_finds_its_district_by_polygon(database: Database, lon: float, name: str | None) -> None:
    with database.transaction() as session:
        scene = set_scene(session)

        issue = log(session, scene, lon=lon)

        district = session.get(District, issue.district_id) if issue.district_id else None
        assert (district.name if district else None) == name


def test_log_issue_twice_with_one_uid_is_one_issue(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        first = log(session, scene, scene.pyotr, uid="6F9619FF-8B86-D011-B42D-00CF4FC964FF")

        again = log(session, scene, scene.pyotr, uid="6f9619ff-8b86-d011-b42d-00cf4fc964ff", text="Другое")

        assert (again.id, again.text) == (first.id, "")
        assert session.exec(select(func.count()).select_from(Issue)).one() == 1
        assert [move.step for move in moves(session, first)] == [Step.RAISE]


def test_log_issue_by_two_requests_at_once_is_one_issue(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
    together, same = Barrier(2), uid()

    def send(_: int) -> int | None:
        together.wait()
        with database.transaction() as session:
            return log(session, scene, scene.pyotr, uid=same).id

    with ThreadPoolExecutor(2) as pool:
        ids = list(pool.map(send, range(2)))

    with database.reading() as session:
        assert session.exec(select(Issue.id)).all() == [ids[0]] == [ids[1]]
        assert session.exec(select(func.count()).select_from(Move)).one() == 1


def test_log_issue_with_a_uid_of_somebody_else_is_refused(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        secret = log(session, scene, internal=True, text="Служебное")

        with pytest.raises(Conflict, match=r"^issues\.error\.used_uid$"):
            log(session, scene, scene.pyotr, uid=secret.uid)


def test_log_issue_by_tablet_belongs_to_its_tour_and_stop(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)

        bare = log(session, scene, scene.pyotr)
        at_stop = log_issue(session, scene.pyotr, uid=uid(), category_id=scene.lights, stop_id=scene.stop, now=NOW)

        assert (bare.tour_id, bare.stop_id) == (scene.tour, None)
        assert (at_stop.tour_id, at_stop.stop_id, at_stop.address) == (scene.tour, scene.stop, "ул. Зейская, 1")
        assert (at_stop.lat, at_stop.lon) == (50.27, 127.53)
        assert (at_stop.raised_by, at_stop.raised_by_participant_id) == ("Pyotr", scene.pyotr.participant_id)


@pytest.mark.parametrize(
    ("who", "fields", "error"),
    [
        ("pyotr", lambda scene: {"stop_id": scene.other_stop}, NotFound("tours.error.unknown")),
        ("pyotr", lambda scene: {"tour_id": scene.other_tour}, NotAllowed("permissions.other_tour")),
        ("pyotr", lambda scene: {"internal": True}, NotAllowed("permissions.not_your_role")),
        ("oksana", lambda scene: {"internal": True}, NotAllowed("permissions.not_your_role")),
        ("stranger", lambda scene: {}, NotAllowed("permissions.sign_in")),
        ("stranger", lambda scene: {"stop_id": scene.stop}, NotAllowed("permissions.sign_in")),
        ("stranger", lambda scene: {"tour_id": scene.tour}, NotAllowed("permissions.sign_in")),
    ],
)
def test_log_issue_where_one_may_not_is_refused(
    database: Database, who: str, fields: Callable[[Scene], dict[str, Any]], error: PlannerError
) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        actor = {"pyotr": scene.pyotr, "oksana": scene.town.oksana, "stranger": STRANGER}[who]
        assert log(session, scene, **fields(scene)).id is not None  # Olga may

        with pytest.raises(type(error)) as refusal:
            log(session, scene, actor, **fields(scene))

        assert refusal.value.key == error.key


def test_log_issue_on_a_draft_of_others_is_refused(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        session.get_one(Tour, scene.other_tour).state = TourState.DRAFT

        with pytest.raises(NotFound):
            log(session, scene, scene.town.boris, tour_id=scene.other_tour)


@pytest.mark.parametrize(
    ("fields", "key", "field"),
    [
        ({"lat": 90.1}, "issues.error.coordinates", "place"),
        ({"lon": -180.5}, "issues.error.coordinates", "place"),
        ({"lat": float("nan")}, "issues.error.coordinates", "place"),
        ({"lon": float("inf")}, "issues.error.coordinates", "place"),
        ({"lat": None}, "issues.error.coordinates", "place"),
        ({"lat": None, "lon": None}, "issues.error.no_place", "place"),
        ({"line": [[50.27, 127.54]]}, "issues.error.line", "place"),
        ({"line": [[50.27, 127.54], [50.28, 300.0]]}, "issues.error.coordinates", "place"),
        ({"line": [[50.27], [50.28]]}, "issues.error.coordinates", "place"),
        ({"line": [[50.27, 127.54]] * 501}, "issues.error.line", "place"),
        ({"category_id": 999}, "issues.error.category", "category"),
        ({"stop_id": 999}, "issues.error.stop", "stop"),
        ({"uid": "1 OR 1=1"}, "issues.error.uid", "uid"),
        ({"text": "ж" * 4001}, "typed.error.too_long", "text"),
        ({"address": "ж" * 301}, "typed.error.too_long", "address"),
    ],
)
def test_log_issue_with_bad_input_says_which_field(
    database: Database, fields: dict[str, Any], key: str, field: str
) -> None:
    with database.transaction() as session:
        scene = set_scene(session)

        with pytest.raises(Invalid) as refusal:
            log(session, scene, **fields)

        assert (refusal.value.key, refusal.value.field) == (key, field)


def test_log_issue_in_an_archived_category_is_refused(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        session.get_one(Category, scene.lights).archived = True

        with pytest.raises(Invalid, match=r"^issues\.error\.category$"):
            log(session, scene, category_id=scene.lights)


def test_log_issue_along_a_line_lies_in_its_middle(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)

        issue = log(session, scene, line=[[50.27, 127.54], [50.271, 127.54], [50.274, 127.54]])

        assert issue.line == [[50.27, 127.54], [50.271, 127.54], [50.274, 127.54]]
        assert (round(issue.lat, 6), issue.lon) == (50.272, 127.54)


@pytest.mark.parametrize("text", [*HOSTILE, "нуль\x00внутри", "половина \ud83d"])
def test_log_issue_with_hostile_text_keeps_it_as_text(database: Database, text: str) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        number = log(session, scene, text=text, address=text).id

    with database.reading() as session:
        issue = session.get_one(Issue, number)
        kept = text.replace("\x00", "").replace("\ud83d", "").strip()
        assert (issue.text, issue.address) == (kept, kept)


def test_edit_issue_by_its_participant_completes_it(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, scene.pyotr)

        edit_issue(
            session, scene.pyotr, id_of(issue), now=NOW, text="Яма", severity=Severity.DANGER, address="Ленина, 5"
        )

        move = moves(session, issue)[-1]
        assert (issue.text, issue.severity, issue.address) == ("Яма", Severity.DANGER, "Ленина, 5")
        assert (move.step, move.from_state, move.to_state, move.by) == (Step.EDIT, "new", "new", "Pyotr")
        assert move.facts == {
            "changes": {"text": ["", "Яма"], "severity": ["normal", "danger"], "address": ["", "Ленина, 5"]}
        }


def test_edit_issue_of_its_number_elsewhere_is_told_to_accounts_alone(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, text="Яма")
        edit_issue(session, scene.town.olga, id_of(issue), now=NOW, external_number="ОГ-17")
        edit_issue(session, scene.town.olga, id_of(issue), now=NOW, external_number="ОГ-18", text="Ямы")

        told = [
            [
                move.facts["changes"]
                for move in issue_details(session, actor, id_of(issue)).moves
                if move.step is Step.EDIT
            ]
            for actor in (scene.town.olga, scene.pyotr)
        ]

    assert told == [
        [{"external_number": ["", "ОГ-17"]}, {"text": ["Яма", "Ямы"], "external_number": ["ОГ-17", "ОГ-18"]}],
        [{"text": ["Яма", "Ямы"]}],
    ]


def test_edit_issue_moved_on_the_map_changes_its_district(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene)

        edit_issue(session, scene.town.olga, id_of(issue), now=NOW, lon=127.57, category_id=scene.lights)

        assert (issue.lon, issue.district_id, issue.qk) == (127.57, scene.east, qk_of(Point(50.27, 127.57)))
        assert moves(session, issue)[-1].facts["changes"] == {
            "category": ["Ямы", "Свет"],
            "district": ["Centre", "East"],
            "place": [[50.27, 127.54], [50.27, 127.57]],
        }


def test_edit_issue_with_a_chosen_district_keeps_it(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene)

        edit_issue(session, scene.town.olga, id_of(issue), now=NOW, lon=127.57, district_id=scene.town.district)

        assert issue.district_id == scene.town.district


def test_edit_issue_to_the_same_writes_no_move_and_no_mark(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, text="Яма")
    with database.transaction() as session:
        before = session.get_one(Issue, issue.id).rev

        edit_issue(session, scene.town.olga, id_of(issue), now=NOW, text="Яма ", lat=50.27, internal=False)
        session.flush()

        after = session.get_one(Issue, issue.id)
        assert (after.rev, [move.step for move in moves(session, after)]) == (before, [Step.RAISE])


@pytest.mark.parametrize(
    ("who", "changes", "error"),
    [
        ("pavel", {"text": "x"}, NotAllowed),  # a tablet of another tour
        ("pyotr", {"internal": True}, NotAllowed),
        ("boris", {"text": "x"}, NotAllowed),  # his agency has no part in it
        ("oksana", {"text": "x"}, NotAllowed),  # hers has, and what was said of its work stays said
        ("oksana", {"severity": Severity.LOW}, NotAllowed),
        ("oksana", {"category_id": 1}, NotAllowed),
        ("oksana", {"lat": 50.2, "lon": 127.5}, NotAllowed),
        ("oksana", {"address": "x"}, NotAllowed),
        ("stranger", {"text": "x"}, NotAllowed),
    ],
)
def test_edit_issue_by_who_may_not_is_refused(
    database: Database, who: str, changes: dict[str, Any], error: type[PlannerError]
) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, scene.pyotr)
        an_instruction(session, scene.town, issue)
        officials = {"oksana": scene.town.oksana, "boris": scene.town.boris}
        actor = ({"pavel": scene.pavel, "pyotr": scene.pyotr, "stranger": STRANGER} | officials)[who]
        before = issue.model_dump()

        with pytest.raises(error):
            edit_issue(session, actor, id_of(issue), now=NOW, **changes)

        assert issue.model_dump() == before


def test_edit_issue_by_an_official_who_raised_it_is_allowed(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, scene.town.oksana)
        an_instruction(session, scene.town, issue)

        assert edit_issue(session, scene.town.oksana, id_of(issue), now=NOW, text="Две ямы").text == "Две ямы"


def test_edit_issue_of_another_agency_that_is_internal_is_not_found(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, internal=True)
        an_instruction(session, scene.town, issue)
        with pytest.raises(NotAllowed, match=r"^permissions\.not_owner$"):  # Oksana's agency knows of it
            edit_issue(session, scene.town.oksana, id_of(issue), now=NOW, text="x")

        for actor in (scene.town.boris, scene.pyotr):
            with pytest.raises(NotFound, match=r"^issues\.error\.unknown$"):
                edit_issue(session, actor, id_of(issue), now=NOW, text="x")


def test_edit_issue_that_is_closed_is_refused(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene)
        close_issue(session, scene.town.kira, id_of(issue), outcome=Outcome.NOT_NEEDED, reason="Сделано", now=NOW)

        with pytest.raises(Conflict, match=r"^issues\.error\.closed$"):
            edit_issue(session, scene.town.olga, id_of(issue), now=NOW, text="x")


def test_edit_issue_of_a_field_that_is_not_editable_is_a_mistake(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene)

        with pytest.raises(TypeError):
            edit_issue(session, scene.town.olga, id_of(issue), now=NOW, state=IssueState.CLOSED)


def test_support_issue_counts_each_person_once_and_refuses_the_owner(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        number = id_of(log(session, scene, scene.pyotr))

        with pytest.raises(Conflict, match=r"issues\.error\.own"):
            support_issue(session, scene.pyotr, number, now=NOW)
        people = (scene.pavel, scene.pavel, scene.town.oksana, scene.town.olga)
        counts = [support_issue(session, actor, number, now=NOW) for actor in people]

        assert counts == [1, 1, 2, 3]
        assert session.get_one(Issue, number).supporters == 3


def test_support_issue_that_is_invisible_or_closed_is_refused(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        secret, closed = log(session, scene, internal=True), log(session, scene)
        close_issue(session, scene.town.kira, id_of(closed), outcome=Outcome.FIXED, reason="Сделано", now=NOW)

        with pytest.raises(NotFound):
            support_issue(session, scene.pyotr, id_of(secret), now=NOW)
        with pytest.raises(Conflict):
            support_issue(session, scene.pyotr, id_of(closed), now=NOW)


def test_add_comment_twice_with_one_uid_is_one_comment(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue, same = log(session, scene), uid()

        for _ in range(2):
            add_comment(session, scene.pyotr, uid=same, text=" Каждую весну ", now=NOW, issue_id=issue.id)

        comment = session.exec(select(Comment)).one()
        assert (comment.id, comment.text, comment.author) == (same, "Каждую весну", "Pyotr")
        assert (comment.author_participant_id, comment.author_person_id) == (scene.pyotr.participant_id, None)
        with pytest.raises(Conflict):
            add_comment(session, scene.pavel, uid=same, text="Я", now=NOW, issue_id=issue.id)


def test_add_comment_at_a_stop_belongs_to_the_stop(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)

        comment = add_comment(session, scene.pyotr, uid=uid(), text="Едем", now=NOW, stop_id=scene.stop)

        assert (comment.stop_id, comment.issue_id) == (scene.stop, None)
        with pytest.raises(NotFound):
            add_comment(session, scene.pyotr, uid=uid(), text="Едем", now=NOW, stop_id=scene.other_stop)


@pytest.mark.parametrize(("who", "error"), [("boris", NotFound), ("pyotr", NotFound), ("stranger", NotAllowed)])
def test_add_comment_to_an_internal_issue_of_others_is_refused(
    database: Database, who: str, error: type[PlannerError]
) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, internal=True)
        an_instruction(session, scene.town, issue)
        assert add_comment(session, scene.town.oksana, uid=uid(), text="Видим", now=NOW, issue_id=issue.id)
        actor: Actor = {"boris": scene.town.boris, "pyotr": scene.pyotr, "stranger": STRANGER}[who]

        with pytest.raises(error):
            add_comment(session, actor, uid=uid(), text="x", now=NOW, issue_id=issue.id)


@pytest.mark.parametrize(
    ("text", "key"), [(" \n ", "issues.error.empty_comment"), ("ж" * 4001, "typed.error.too_long")]
)
def test_add_comment_with_bad_text_is_refused(database: Database, text: str, key: str) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene)

        with pytest.raises(Invalid) as refusal:
            add_comment(session, scene.pyotr, uid=uid(), text=text, now=NOW, issue_id=issue.id)

        assert (refusal.value.key, refusal.value.field) == (key, "text")


def test_add_comment_to_nothing_or_to_both_is_a_mistake(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene)

        for target in ({}, {"issue_id": issue.id, "stop_id": scene.stop}):
            with pytest.raises(ValueError, match="a comment belongs"):
                add_comment(session, scene.town.olga, uid=uid(), text="x", now=NOW, **target)


def test_issue_details_hold_all_that_belongs_to_it(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        town = scene.town
        issue = log(session, scene, scene.pyotr, stop_id=scene.stop)
        given = an_instruction(
            session, town, issue, co_executor_ids=[town.parks, town.power], controller_id=town.kira.person_id
        )
        photo = a_photo(session, issue)
        comment = add_comment(session, scene.pyotr, uid=uid(), text="Давно", now=NOW, issue_id=issue.id)
        support_issue(session, town.oksana, id_of(issue), now=NOW)

        details = issue_details(session, town.oksana, id_of(issue))

        assert (details.issue.id, details.category.name, details.tour.id if details.tour else 0) == (
            issue.id,
            "Ямы",
            scene.tour,
        )
        assert (details.district.name if details.district else "") == "Centre"
        assert (details.agency.name if details.agency else "") == "Roads"
        assert ([p.id for p in details.photos], [c.id for c in details.comments]) == ([photo], [comment.id])
        assert [
            (one.instruction.id, one.agency.name, [helper.name for helper in one.co_executors], one.controller_name)
            for one in details.instructions
        ] == [(given.id, "Roads", ["Parks", "Power"], "Kira")]
        assert [move.step for move in details.moves] == [Step.RAISE, Step.INSTRUCT]
        assert (details.stop.id if details.stop else 0, details.supported_by_me) == (scene.stop, True)
        assert (details.subject.agencies, details.subject.owner) == (
            frozenset({town.roads, town.parks, town.power}),
            f"participant:{scene.pyotr.participant_id}",
        )


def test_issue_details_leave_out_what_the_actor_may_not_know(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        original, copy = log(session, scene, internal=True), log(session, scene, tour_id=scene.tour)
        a_photo(session, copy, hidden=True)
        close_issue(
            session,
            scene.town.kira,
            id_of(copy),
            outcome=Outcome.DUPLICATE,
            reason="Повтор",
            now=NOW,
            duplicate_of_id=original.id,
        )
        session.get_one(Tour, scene.tour).state = TourState.DRAFT

        told = [issue_details(session, actor, id_of(copy)) for actor in (scene.town.olga, scene.town.boris)]

        known = [(len(d.photos), d.tour is not None, d.duplicate_of is not None) for d in told]
        assert known == [(1, True, True), (0, False, False)]


def test_issue_details_of_an_internal_issue_of_others_are_not_found(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, internal=True)
        an_instruction(session, scene.town, issue)
        assert issue_details(session, scene.town.oksana, id_of(issue)).issue.id == issue.id

        for actor in (scene.town.boris, scene.pyotr):
            with pytest.raises(NotFound):
                issue_details(session, actor, id_of(issue))
        with pytest.raises(NotAllowed):
            issue_details(session, STRANGER, id_of(issue))
