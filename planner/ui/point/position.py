"""Where the tablet is: asks the browser for its position, and says clearly when there is none."""

from dataclasses import dataclass

import streamlit as st

from planner.domain.geo import Point, is_on_earth
from planner.i18n import Translator
from planner.render.assets import asset_text

ROUGH_M = 60
"""A position less exact than this, in metres, may lie in the next yard: it is worth a look at the map."""

_REFUSALS = {1: "denied", 2: "unavailable", 3: "timeout"}
"""Codes of GeolocationPositionError (W3C Geolocation, 3.5)."""

PROBLEMS = ("insecure", *_REFUSALS.values())
"""`insecure`: the page came without HTTPS, where browsers tell no position."""

_HTML = '<button type="button"></button><span role="status"></span>'

_ask_browser = st.components.v2.component(
    "planner_position", html=_HTML, css=asset_text("screen/position.css"), js=asset_text("screen/position.js")
)


@dataclass(frozen=True)
class Position:
    """Where the tablet says it is; the true place lies within `accuracy_m` metres with a probability of 95 %."""

    point: Point
    accuracy_m: int


def ask_position(t: Translator, *, key: str) -> Position | None:
    """Asks at once, shows how exact the answer is or why there is none, and lets one ask again."""
    state = st.session_state.get(key) or {}
    known = read_position(state.get("fix"))
    found = _ask_browser(
        key=key,
        data={
            "label": t("position.again") if known or state.get("problem") else t("position.ask"),
            "waiting": t("position.waiting"),
            "refusals": {str(code): name for code, name in _REFUSALS.items()},
            "known": bool(known or state.get("problem")),
        },
        on_fix_change=lambda: None,
        on_problem_change=lambda: None,
    )
    position = read_position(found.get("fix"))
    if position is None:
        problem = found.get("problem")
        if problem:
            known_problem = problem if problem in PROBLEMS else "unavailable"
            st.warning(t(f"position.problem.{known_problem}"), icon=":material/location_disabled:")
    elif position.accuracy_m > ROUGH_M:
        st.warning(t("position.rough", n=position.accuracy_m), icon=":material/my_location:")
    else:
        st.markdown(f":green[:material/my_location:] {t('position.found', n=position.accuracy_m)}")
    return position


def read_position(fix: object) -> Position | None:
    """The browser's answer, which anybody can forge, or None where it makes no sense."""
    if not isinstance(fix, dict):
        return None
    numbers = [fix.get(name) for name in ("lat", "lon", "accuracy")]
    if not all(isinstance(number, (int, float)) for number in numbers):
        return None
    lat, lon, accuracy = (float(number) for number in numbers if number is not None)
    if not is_on_earth(lat, lon) or not 0 <= accuracy < 1e6:
        return None
    return Position(Point(lat, lon), round(accuracy))
