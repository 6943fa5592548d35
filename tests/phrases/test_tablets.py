"""The tablets of a tour in sentences."""

from datetime import datetime, timedelta

import pytest

from planner.domain.models import FieldTablet
from planner.i18n import Translator, translator
from planner.phrases.tablets import say_contact, say_tablet
from planner.services.access.tablets import TabletRow

IPAD = "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36"


@pytest.fixture
def t(now: datetime) -> Translator:
    return translator("ru", "UTC", now.date())


@pytest.mark.parametrize(("agent", "name"), [(IPAD, "iPad"), (ANDROID, "Android"), ("curl/8", "устройство")])
def test_tablet_is_called_by_its_people_and_what_it_is(t: Translator, now: datetime, agent: str, name: str) -> None:
    row = TabletRow(FieldTablet(tour_id=1, device=agent, joined_at=now, seen_at=now), ("Пётр Орлов", "Анна Ким"))

    assert say_tablet(t, row) == f"Пётр Орлов, Анна Ким · {name}"


@pytest.mark.parametrize(
    ("off", "by", "said"),
    [(None, "", "на связи в 09:00"), (5, "Ольга", "отключён в 09:05, Ольга"), (5, "", "отключён в 09:05")],
)
def test_contact_is_the_last_one_or_the_end(t: Translator, now: datetime, off: int | None, by: str, said: str) -> None:
    at = now.replace(hour=9, minute=0)
    off_at = None if off is None else at + timedelta(minutes=off)

    assert say_contact(t, FieldTablet(tour_id=1, joined_at=at, seen_at=at, off_at=off_at, off_by=by)) == said
