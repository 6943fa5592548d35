"""What was said while an issue was internal stays inside when it is opened to everybody; so does why a photo was hidden."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.errors import Conflict, NotFound
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import Issue, Tour
from planner.domain.models.types import id_of, new_id
from planner.domain.words import Outcome, PhotoPhase, Role, Step, TourState
from planner.i18n import translator
from planner.phrases.history import facts_in_words
from planner.services.control.closing import close_issue
from planner.services.control.instructions import give_instruction
from planner.services.exchange.photos import photos_to_export
from planner.services.issues.details import issue_details
from planner.services.issues.issues import add_comment, edit_issue
from planner.services.issues.photos import add_photo, hide_photo, keep_photo, read_photo
from planner.services.issues.pictures import pictures_of
from planner.services.tours.stops import add_stops_from_issues, edit_stop
from planner.storage.folder import FolderStore
from tests.services.control_story import DUE, NOW, TODAY
from tests.services.issue_story import Scene, jpeg, log, set_scene

MINUTE = timedelta(minutes=1)
T = translator("ru", "Asia/Yakutsk")


@dataclass
class Opened:
    """An issue that was internal, was opened, made internal again, and opened; something is said in each of the four times."""

    session: Session
    scene: Scene
    issue_id: int

    def read(self, actor: Actor) -> list[str]:
        """Every text of its page, for one visitor."""
        details = issue_details(self.session, actor, self.issue_id)
        said = [comment.text for comment in details.comments]
        said += [text for move in details.moves for text in (move.text, *facts_in_words(T, move)) if text]
        return said + [given.instruction.text for given in details.instructions if given.instruction.text]


@pytest.fixture
def opened(session: Session) -> Opened:
    scene = set_scene(session)
    issue_id = id_of(log(session, scene, internal=True, text="внутри: яма"))
    at = NOW

    def say(word: str, now: datetime) -> None:
        about: dict[str, Any] = {"agency_id": scene.town.roads, "due_on": DUE, "today": TODAY}
        add_comment(session, scene.town.kira, uid=new_id(), text=f"{word}: слово", now=now, issue_id=issue_id)
        give_instruction(session, scene.town.kira, issue_id, uid=new_id(), text=f"{word}: засыпать", now=now, **about)

    for number, word in enumerate(("внутри", "снаружи", "внутри", "снаружи")):
        if number:
            at += MINUTE
            changes: dict[str, Any] = {"internal": word == "внутри", "text": f"{word}: яма {number}"}
            edit_issue(session, scene.town.olga, issue_id, now=at, **changes)
        at += MINUTE
        say(word, at)
    return Opened(session, scene, issue_id)


def test_what_was_said_inside_stays_inside(opened: Opened) -> None:
    town, vera = opened.scene.town, opened.scene.everybody["official of no agency"]

    staff = [opened.read(actor) for actor in (town.olga, town.kira, town.oksana)]
    others = [opened.read(actor) for actor in (opened.scene.pyotr, town.boris, vera)]

    assert all(sum("внутри" in text for text in read) > 6 for read in staff)
    assert [[text for text in read if "внутри" in text] for read in others] == [[], [], []]
    assert all(sum("снаружи" in text for text in read) == 6 for read in others)


def test_instruction_given_inside_is_seen_without_its_text(opened: Opened) -> None:
    details = issue_details(opened.session, opened.scene.pyotr, opened.issue_id)

    texts = [(given.agency.name, given.instruction.due_on, given.instruction.text) for given in details.instructions]
    assert texts == [("Roads", DUE, text) for text in ("", "снаружи: засыпать") * 2]
    assert opened.session.get_one(Issue, opened.issue_id).internal is False


def test_duplicate_of_an_internal_issue_does_not_name_it_to_others(session: Session) -> None:
    scene = set_scene(session)
    secret, copy = (id_of(log(session, scene, internal=internal)) for internal in (True, False))
    about: dict[str, Any] = {"outcome": Outcome.DUPLICATE, "reason": "То же", "duplicate_of_id": secret}
    close_issue(session, scene.town.kira, copy, now=NOW, **about)

    named = [
        [line for move in issue_details(session, actor, copy).moves for line in facts_in_words(T, move)]
        for actor in (scene.town.kira, scene.pyotr, scene.town.boris)
    ]

    original = T("issue_page.fact.duplicate_of", number=secret)
    assert [original in lines for lines in named] == [True, False, False]
    session.flush()
    assert issue_details(session, scene.town.kira, copy).moves[-1].facts["duplicate_of"] == secret


def test_reason_for_hiding_a_photo_is_for_staff_and_who_added_it(session: Session, tmp_path: Any) -> None:
    scene, store = set_scene(session), FolderStore(tmp_path)
    issue = id_of(log(session, scene))
    boris = Actor(name="Boris", roles=frozenset({Role.OFFICIAL}), person_id=scene.town.boris.person_id)
    about: dict[str, Any] = {"uid": new_id(), "issue_id": issue, "phase": PhotoPhase.BEFORE}
    photo = add_photo(session, boris, data=keep_photo(boris, store, data=jpeg()), now=NOW, **about)
    hide_photo(session, scene.town.kira, photo.id, reason="На фото паспорт", now=NOW)

    told = [
        [move.text for move in issue_details(session, actor, issue).moves if move.step is Step.HIDE_PHOTO]
        for actor in (scene.town.olga, boris, scene.pyotr, scene.town.oksana)
    ]

    assert told == [["На фото паспорт"], ["На фото паспорт"], [""], [""]]


def test_photos_of_an_internal_issue_stay_inside_after_it_was_opened(session: Session, tmp_path: Path) -> None:
    scene, store = set_scene(session), FolderStore(tmp_path)
    town, issue = scene.town, id_of(log(session, scene, internal=True))
    order: dict[str, Any] = {"agency_id": town.roads, "due_on": DUE, "today": TODAY, "text": "Засыпать"}
    give_instruction(session, town.kira, issue, uid=new_id(), now=NOW, **order)
    photos = []
    for number, colour in enumerate(("red", "green")):
        about: dict[str, Any] = {
            "uid": new_id(),
            "data": keep_photo(town.kira, store, data=jpeg(colour)),
            "phase": PhotoPhase.BEFORE,
        }
        photos.append(add_photo(session, town.kira, issue_id=issue, now=NOW + 2 * number * MINUTE, **about).id)
        edit_issue(session, town.olga, issue, internal=False, now=NOW + MINUTE)
    staff, others = (town.olga, town.kira, town.oksana), (scene.pyotr, scene.pavel, town.boris)

    pages = {actor: [photo.id for photo in issue_details(session, actor, issue).photos] for actor in staff + others}
    lists = {actor: [each.id for each in pictures_of(session, actor, [issue])[issue]] for actor in staff + others}
    exported = {a: [p.photo_id for p in photos_to_export(session, a, IssueFilter(), today=TODAY)] for a in staff}
    exported[town.boris] = [p.photo_id for p in photos_to_export(session, town.boris, IssueFilter(), today=TODAY)]

    assert pages == lists == {**dict.fromkeys(staff, photos), **dict.fromkeys(others, photos[1:])}
    assert exported == {**dict.fromkeys(staff, photos), town.boris: photos[1:]}
    for actor in others:
        assert read_photo(session, actor, store, photos[1])
        with pytest.raises(NotFound, match=r"photos\.error\.unknown"):
            read_photo(session, actor, store, photos[0])


def test_issue_stays_open_while_a_stop_is_called_by_its_address(session: Session) -> None:
    scene = set_scene(session)
    olga, issue = scene.town.olga, id_of(log(session, scene, address="ул. Мухина, 7"))
    (stop,) = add_stops_from_issues(session, olga, scene.other_tour, [issue])

    with pytest.raises(Conflict, match=r"issues\.error\.named_stops") as refused:
        edit_issue(session, olga, issue, internal=True, address="", now=NOW)
    edit_stop(session, olga, id_of(stop), name="У реки")

    assert refused.value.values == {"stops": "Two: ул. Мухина, 7"}
    assert edit_issue(session, olga, issue, internal=True, now=NOW).internal


def test_stop_of_a_draft_is_told_without_its_title_to_who_may_not_know_of_it(session: Session) -> None:
    scene = set_scene(session)
    issue = id_of(log(session, scene, address="ул. Мухина, 7"))
    session.get_one(Tour, scene.other_tour).state = TourState.DRAFT
    add_stops_from_issues(session, scene.town.olga, scene.other_tour, [issue])

    with pytest.raises(Conflict, match=r"issues\.error\.named_stops") as refused:
        edit_issue(session, scene.town.kira, issue, internal=True, now=NOW)

    assert refused.value.values == {"stops": f"№ {scene.other_tour}: ул. Мухина, 7"}
