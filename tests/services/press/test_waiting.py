"""What waits for the press office is counted, and told to nobody else."""

import pytest
from sqlmodel import Session

from planner.domain.errors import NotAllowed
from planner.services.press.waiting import PublicityWait, publicity_waits
from tests.services.press.press_story import a_release, an_open_issue, end_tour
from tests.services.public_story import NOW, OpenScene, log


def test_what_waits_is_counted_and_gone_once_it_is_done(session: Session, city: OpenScene) -> None:
    end_tour(session, city)
    log(session, city.scene)
    an_open_issue(session, city)
    log(session, city.scene, internal=True)
    before = publicity_waits(session, city.inna, now=NOW)

    a_release(session, city)

    assert before == {PublicityWait.ISSUES: 1, PublicityWait.REPORTS: 0, PublicityWait.UNTOLD: 1}
    assert publicity_waits(session, city.inna, now=NOW) == {**before, PublicityWait.UNTOLD: 0}


def test_nobody_else_is_told(session: Session, city: OpenScene) -> None:
    with pytest.raises(NotAllowed):
        publicity_waits(session, city.scene.town.olga, now=NOW)
