"""What is counted in memory is what the condition of the database says, whatever happens to an issue, page by page."""

import random
from datetime import timedelta

from sqlmodel import col, select

from planner.database import Database
from planner.domain.models import Issue
from planner.domain.open_filter import OpenFilter, OpenLook, open_look
from planner.domain.words import IssueState, Outcome
from planner.services.issues.columns import IssueColumns
from planner.services.public.counting import OpenMatches
from planner.services.public.openness import shown_issues
from tests.services.control_story import TODAY
from tests.services.public_story import NOW, log, open_scene, publish


def test_newest_are_those_that_the_database_shows_in_its_order(database: Database) -> None:
    chance = random.Random(5)
    with database.transaction() as session:
        city = open_scene(session)
        issues = [
            log(
                session, city.scene, now=NOW - timedelta(hours=chance.randrange(4)), lon=chance.choice([127.54, 127.58])
            )
            for _ in range(30)
        ]
        for issue in issues[::2]:
            publish(session, city, issue)
    columns = IssueColumns(database)
    columns.current()

    for _ in range(12):
        with database.transaction() as session:
            for issue in session.exec(select(Issue)).all():
                issue.internal, issue.deleted = chance.random() < 0.2, chance.random() < 0.2
                issue.public_from = chance.choice([None, NOW, NOW - timedelta(days=1), NOW + timedelta(microseconds=1)])
                issue.state, issue.due_on = chance.choice(list(IssueState)), TODAY - timedelta(days=chance.randrange(3))
                issue.outcome = chance.choice(list(Outcome)) if issue.state is IssueState.CLOSED else None
        with database.reading() as session:
            order = (col(Issue.created_at).desc(), col(Issue.id).desc())
            shown = session.exec(select(Issue).where(shown_issues(NOW)).order_by(*order)).all()
            rows = [(row.id, row.district_id, open_look(row.state, row.outcome, row.due_on, TODAY)) for row in shown]
        matches = OpenMatches(columns, OpenFilter(), now=NOW, today=TODAY)

        for look in (None, *OpenLook):
            expected = [number for number, _, each in rows if look in (None, each)]
            pages = [matches.newest(look, offset=start, limit=4) for start in range(0, 32, 4)]
            assert [number for page in pages for number in page] == expected
            assert matches.counts().of(look) == len(expected)
            for district, counts in matches.by_district().items():
                assert counts.of(look) == sum(1 for _, at, each in rows if at == district and look in (None, each))
