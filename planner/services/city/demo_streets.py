"""The streets of the demo city: brought in beside the first visitor, and taken out with the demo."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.errors import Conflict
from planner.domain.models import DemoLoad
from planner.domain.permissions import Action, require
from planner.services.city.extract import DEMO_STREETS, current_extract, drop_demo_extract
from planner.services.city.extract_import import start_city_import
from planner.services.city.import_job import ImportStatus, read_state, wish_to_cancel


def start_demo_streets(session: Session, actor: Actor, *, data: Path, now: datetime) -> None:
    """Begins to import the streets of the demo city in a process of its own, which nobody waits for: map, address search and
    ways along streets are there some seconds later.

    Nothing happens where the demo city is not loaded, where an extract is in place, and while another import runs.
    """
    require(actor, Action.MANAGE_CITY)
    if session.get(DemoLoad, 1) is None or current_extract(data) is not None:
        return
    with suppress(Conflict):  # another import runs
        start_city_import(session, actor, DEMO_STREETS, data=data, file_name=DEMO_STREETS.name, now=now)


def remove_demo_streets(session: Session, actor: Actor, *, data: Path) -> None:
    """Takes the streets of the demo city out again, and ends their import; a city's own extract stays."""
    require(actor, Action.MANAGE_CITY)
    state = read_state(data)
    if state.status is ImportStatus.RUNNING and state.file_name == DEMO_STREETS.name:
        wish_to_cancel(data)
    drop_demo_extract(data)
