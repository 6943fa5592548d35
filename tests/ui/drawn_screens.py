"""Every screen as Streamlit draws it, for whoever is signed in, on the demo city with marks in what was typed."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, col, select
from streamlit.runtime.scriptrunner import RerunData
from streamlit.testing.v1 import AppTest, local_script_runner

from planner.config import ROOT, SIGN_IN_COOKIE
from planner.domain.geo import Point
from planner.domain.models import (
    Agency,
    Category,
    District,
    FacilityNote,
    Instruction,
    Issue,
    Layer,
    MediaContact,
    MediaGuest,
    Participant,
    Person,
    Photo,
    Place,
    Release,
    ReleasePair,
    ReleaseQuote,
    Repair,
    Stop,
    Tour,
    Vote,
    VoteOption,
)
from planner.ui.dialog_state import OpenDialog


class Screens:
    """The screens as Streamlit draws them, for whoever is signed in; `ids` are of what they are asked for."""

    def __init__(self, tokens: Mapping[str, str], ids: Mapping[str, int]) -> None:
        self.ids = ids
        self._tokens, self._cookies = tokens, dict[str, str]()

    @property
    def cookies(self) -> Mapping[str, str]:
        """What the browser sends along."""
        return self._cookies

    def draw(self, page: str, role: str, query: Mapping[str, str], state: Mapping[str, Any]) -> AppTest:
        """A page as it is drawn for somebody under an address; `state` may name an open dialog."""
        self._cookies[SIGN_IN_COOKIE] = self._tokens[role]
        screen = AppTest.from_file(str(ROOT / "pages" / "shell.py"), default_timeout=60)
        for name, value in query.items():
            screen.query_params[name] = str(self.ids.get(value, value))
        for name, value in state.items():
            screen.session_state[name] = value
        if "dialog" in state:
            about: dict[str, Any] = {
                "stop_id": self.ids["stop"],
                "stop": self.ids["stop"],
                "participant_id": self.ids["guest"],
                "version": 1,
                "minutes": 7,
            }
            about |= {"issue_id": self.ids.get(query.get("id", ""), 0), "instruction_id": self.ids["instruction"]}
            about |= {"point": Point(50.27, 127.53), "here": True} | dict(state.get("about", {}))
            self.open_dialog(screen, state["dialog"], about)
        screen.switch_page(page).run()
        shown = screen._registered_pages[screen._finished_page_script_hash]
        assert str(shown["script_path"]).endswith(f"pages/{page}"), "another page was drawn than was asked for"
        return screen

    def run_fragment(self, screen: AppTest, name: str) -> None:
        """Draws only the part of the screen that is called so, as its timer would; the screen stays as it was drawn before."""
        ids = list(screen._fragment_storage._ids_by_target_key[name])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(local_script_runner, "RerunData", partial(RerunData, fragment_id_queue=ids))
            screen.run()

    def tap_in_fragment(self, screen: AppTest, name: str, key: str) -> None:
        """Taps a button there, which runs that part alone."""
        screen.button(key).click()
        self.run_fragment(screen, name)

    def open_dialog(self, screen: AppTest, name: str, about: Mapping[str, Any]) -> None:
        """Opens a dialog as a tap would, at the next run; what is called like one of `ids` in `about` becomes its number."""
        known = {key: self.ids.get(value, value) if isinstance(value, str) else value for key, value in about.items()}
        screen.session_state["open_dialog"] = OpenDialog(name, str(uuid4()), known)


def _kind_of(row: Tour | Issue) -> str:
    return "issue" if isinstance(row, Issue) else "event" if row.is_event else "tour"


def numbers_of(session: Session) -> dict[str, int]:
    """Of the last tour, event and issue in each state, of somebody on the ride, of what dialogs are about, and «person 1», «person 2»
    of each directory.
    """
    rows = [*session.exec(select(Tour)), *session.exec(select(Issue))]
    numbers = {f"{_kind_of(row)} {row.state}": row.id or 0 for row in rows}
    guests = select(Participant.id).where(Participant.tour_id == numbers["tour riding"], Participant.name != "")
    stops = select(Stop.id).where(Stop.tour_id == numbers["tour published"])
    given = select(Instruction.id).where(Instruction.issue_id == numbers["issue reported"])
    about = {"guest": guests, "stop": stops, "instruction": given}
    media = select(MediaGuest.id).where(MediaGuest.tour_id == numbers["event draft"])
    about |= {"media 1": media, "media 2": media.offset(1)}
    about |= {"guest 2": guests.offset(1), "stop 2": stops.offset(1)}
    facilities = select(Place.id).where(Place.layer_id == 1).order_by(col(Place.id))
    notes = select(FacilityNote.id).join(Place).where(Place.layer_id == 1).order_by(col(FacilityNote.id))
    about |= {"facility 1": facilities, "facility 2": facilities.offset(1)}
    about |= {"note 1": notes, "note 2": notes.offset(1)}
    about["stop of ride"] = select(Stop.id).where(
        Stop.tour_id == numbers["tour riding"], col(Stop.arrived_at).is_not(None)
    )
    for table in (
        Agency,
        Category,
        District,
        Layer,
        MediaContact,
        Person,
        Photo,
        Place,
        Release,
        ReleasePair,
        ReleaseQuote,
        Repair,
        Vote,
        VoteOption,
    ):
        # Of releases and what is in them the last: they were written for these tests, the demo has its own.
        order = col(table.id).desc() if table in (Release, ReleasePair, ReleaseQuote) else col(table.id)
        found = session.exec(select(table.id).order_by(order).limit(2))
        numbers |= {f"{table.__name__.lower()} {at}": number or 0 for at, number in enumerate(found, start=1)}
    return numbers | {name: session.exec(query).first() or 0 for name, query in about.items()}


def press(screen: AppTest, label: str) -> None:
    """Taps the button that is called so, in the open dialog if there is one like it."""
    found = [button for button in screen.button if button.label == label]
    found[-1].click()
    screen.run()
    assert [each.message for each in screen.exception] == []
