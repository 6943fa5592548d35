"""Deciding what everybody may read: publishing in one's own words or later, taking back, many at once, undoing, rules."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from planner.database import Database
from planner.domain.actor import KEEPER
from planner.domain.errors import Conflict, NotAllowed, NotFound
from planner.domain.models import Issue, PublicDecision, PublicIssue
from planner.domain.models.types import id_of
from planner.domain.words import Publicity, PublicRule
from planner.services.issues.issues import edit_issue
from planner.services.public.deciding import (
    decisions_of,
    keep_issue,
    keep_many,
    publish_by_rule,
    publish_issue,
    publish_many,
    undo_decisions,
)
from planner.services.public.issues import open_issue
from planner.services.public.openness import set_public_rule
from tests.services.public_story import NOW, OpenScene, log, open_scene, publish

LATER = NOW + timedelta(hours=2)


def read(session: Session, number: int | None, *, after: timedelta = timedelta(0)) -> str | None:
    """What everybody reads of it; None where they are told that there is no such issue."""
    try:
        issue = open_issue(session, number or 0, now=NOW + after)
    except NotFound:
        return None
    return issue.text


def test_nothing_is_public_before_somebody_decides(session: Session, city: OpenScene) -> None:
    issue = log(session, city.scene, text="Яма")

    told = read(session, issue.id)

    assert told is None


def test_published_issue_is_read_in_the_words_of_who_published_it(session: Session, city: OpenScene) -> None:
    issue = log(session, city.scene, text="Яма у дома Ивановой, 8-914-000-00-00")

    publish(session, city, issue, text="Яма у дома")

    assert (read(session, issue.id), issue.text) == ("Яма у дома", "Яма у дома Ивановой, 8-914-000-00-00")


def test_issue_under_embargo_is_read_from_its_moment_on(session: Session, city: OpenScene) -> None:
    issue = log(session, city.scene, text="Яма")

    publish(session, city, issue, shown_from=LATER)

    moments = (timedelta(0), timedelta(hours=2) - timedelta(seconds=1), timedelta(hours=2))
    assert [read(session, issue.id, after=each) for each in moments] == [None, None, "Яма"]


def test_issue_that_is_taken_back_is_gone_at_once_and_keeps_its_words(session: Session, city: OpenScene) -> None:
    issue = log(session, city.scene, text="Яма")
    publish(session, city, issue, text="Провал")

    keep_issue(session, city.inna, id_of(issue), now=NOW)
    gone = read(session, issue.id)
    publish_many(session, city.inna, [id_of(issue)], now=NOW)

    assert (gone, read(session, issue.id)) == (None, "Провал")


def test_words_that_change_after_the_decision_stay_inside_until_somebody_looks(
    session: Session, city: OpenScene
) -> None:
    issue = log(session, city.scene, text="Яма")
    publish(session, city, issue)

    edit_issue(session, city.scene.town.olga, id_of(issue), text="Яма, звонить Петрову", now=NOW)
    before = read(session, issue.id)
    publish_many(session, city.inna, [id_of(issue)], now=NOW)

    assert (before, read(session, issue.id)) == ("Яма", "Яма, звонить Петрову")


def test_issue_that_was_internal_in_between_is_not_public_again_by_itself(session: Session, city: OpenScene) -> None:
    issue = log(session, city.scene, text="Яма")
    publish(session, city, issue)

    edit_issue(session, city.scene.town.olga, id_of(issue), internal=True, now=NOW)
    inside = read(session, issue.id)
    edit_issue(session, city.scene.town.olga, id_of(issue), internal=False, now=NOW)

    assert (inside, read(session, issue.id)) == (None, None)


def test_internal_issue_is_published_by_nobody(session: Session, city: OpenScene) -> None:
    issue = log(session, city.scene, text="Яма", internal=True)

    with pytest.raises(Conflict, match="publicity.error.internal"):
        publish_issue(session, KEEPER, id_of(issue), now=NOW)
    with pytest.raises(NotFound):
        publish_issue(session, city.inna, id_of(issue), now=NOW)


@pytest.mark.parametrize("who", ["olga", "sonya", "kira", "oksana"])
def test_who_is_not_of_the_press_decides_nothing(session: Session, city: OpenScene, who: str) -> None:
    issue = log(session, city.scene)

    with pytest.raises(NotAllowed):
        publish_issue(session, getattr(city.scene.town, who), id_of(issue), now=NOW)


def test_undo_makes_it_as_it_was_before_each_of_many(session: Session, city: OpenScene) -> None:
    issues = [log(session, city.scene, text=text) for text in ("Первая", "Вторая", "Третья")]
    publish(session, city, issues[1], text="Иначе")
    numbers = [id_of(issue) for issue in issues]

    decisions = keep_many(session, city.inna, numbers, now=NOW)
    kept = [read(session, number) for number in numbers]
    undone = undo_decisions(session, city.inna, decisions, now=NOW)

    assert kept == [None, None, None]
    assert (undone, [read(session, number) for number in numbers]) == (3, [None, "Иначе", None])
    assert session.exec(select(PublicIssue.issue_id)).all() == [numbers[1]]


def test_undo_leaves_alone_what_was_decided_anew_since(session: Session, city: OpenScene) -> None:
    issue = log(session, city.scene, text="Яма")
    decisions = publish_many(session, city.inna, [id_of(issue)], now=NOW)
    publish(session, city, issue, text="Провал")

    undone = undo_decisions(session, city.inna, decisions, now=NOW)

    assert (undone, read(session, issue.id)) == (0, "Провал")


def test_undo_does_not_bring_out_what_became_internal(session: Session, city: OpenScene) -> None:
    issue = log(session, city.scene, text="Яма")
    publish(session, city, issue)
    decisions = keep_many(session, city.inna, [id_of(issue)], now=NOW)
    issue.internal = True
    session.flush()

    with pytest.raises(NotFound):
        undo_decisions(session, city.inna, decisions, now=NOW)

    assert issue.public_from is None


def test_history_keeps_who_decided_what_in_which_words(session: Session, city: OpenScene) -> None:
    issue = log(session, city.scene, text="Яма")
    publish(session, city, issue, text="Провал")
    keep_issue(session, city.inna, id_of(issue), now=LATER)

    history = decisions_of(session, city.inna, id_of(issue))

    told = [
        (each.by, each.at, each.after and each.after["choice"], each.after and each.after["text"]) for each in history
    ]
    assert told == [("Inna", LATER, "kept", "Провал"), ("Inna", NOW, "public", "Провал")]
    assert history[0].before == history[1].after


@pytest.mark.parametrize(
    ("rule", "told"), [(PublicRule.ASK, None), (PublicRule.FACTS, ""), (PublicRule.TEXT, "Яма у дома 5")]
)
def test_rule_of_a_topic_lets_new_issues_out(
    session: Session, city: OpenScene, rule: PublicRule, told: str | None
) -> None:
    potholes = city.scene.town.potholes
    old = log(session, city.scene, text="Старая", now=NOW - timedelta(days=1))
    set_public_rule(session, city.inna, potholes, rule, now=NOW)
    new = log(session, city.scene, text="Яма у дома 5", address="кв. 7, Иванова", now=NOW)
    inside = log(session, city.scene, text="Внутри", internal=True, now=NOW)

    published = publish_by_rule(session, city.inna, now=NOW)
    again = publish_by_rule(session, city.inna, now=NOW)

    assert (published, again) == (int(told is not None), 0)
    assert [read(session, each.id) for each in (old, new, inside)] == [None, told, None]
    assert "Иванова" not in ("" if rule is not PublicRule.FACTS else open_issue(session, id_of(new), now=NOW).address)


def test_two_who_decide_at_once_follow_one_another(database: Database) -> None:
    with database.transaction() as session:
        city = open_scene(session)
        number = id_of(log(session, city.scene, text="Яма"))

    def decide(turn: int) -> None:
        with database.transaction() as session:
            if turn % 2:
                publish_issue(session, city.inna, number, now=NOW, text=f"Слова {turn}")
            else:
                keep_issue(session, city.inna, number, now=NOW)

    with ThreadPoolExecutor(4) as crowd:
        list(crowd.map(decide, range(12)))

    with database.reading() as session:
        history = session.exec(select(PublicDecision).order_by(col(PublicDecision.id))).all()
        row, issue = session.get_one(PublicIssue, number), session.get_one(Issue, number)
        assert len(history) == 12
        assert [each.before for each in history[1:]] == [each.after for each in history[:-1]]
        assert (issue.public_from is not None) == (row.choice is Publicity.PUBLIC)
